//! Campaigns read side by side: within the plan's limit, the first request alone, what is shared
//! asked once, what concerns all stopping all, and the same documents as one after another.

use serde_json::Value;
use tagpulse_sandbox::{Fault, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{calm, start, status},
    tool::{Ended, Tool, rfc3339},
};

const CAMPAIGNS: usize = 12;

/// A provider with three hashtags that answers after a moment and allows so many requests.
fn provider(concurrency: usize) -> Sandbox {
    let hashtags = ["glow", "beach", "leaves"].map(str::to_owned).to_vec();
    let world = WorldOptions { videos: 240, hashtags, ..WorldOptions::seeded(5) };
    start(SandboxOptions { concurrency: Some(concurrency), latency_ms: 5, ..calm(world) })
}

/// Twelve campaigns over three hashtags, in every mixture.
fn config(concurrency: usize, more: &str) -> String {
    let mixed = ["\"glow\"", "\"beach\", \"glow\"", "\"leaves\"", "\"leaves\", \"beach\""];
    let campaign = |nth: usize| format!("[[campaign]]\nname = \"c{nth}\"\nhashtags = [{}]\n", mixed[nth % mixed.len()]);
    let campaigns: String = (0..CAMPAIGNS).map(campaign).collect();
    format!("concurrency = {concurrency}\n{more}{campaigns}")
}

fn run(tool: &Tool, sandbox: &Sandbox, config: &str) -> Ended {
    tool.write("tagpulse.toml", config);
    tool.call(&["run", "--now", &rfc3339(sandbox.now()), "--format", "json"])
}

fn reports(ran: &Ended) -> Vec<Value> {
    ran.json()["campaigns"].as_array().unwrap().iter().map(|campaign| campaign["report"].clone()).collect()
}

#[test]
fn side_by_side_gives_what_one_after_another_gives() {
    let (alone, beside) = (provider(1), provider(6));
    let one = run(&Tool::of(&alone), &alone, &config(1, "")).expect(0);
    let six = run(&Tool::of(&beside), &beside, &config(6, "")).expect(0);
    assert_eq!(reports(&one), reports(&six));
    assert_eq!(one.json()["totals"], six.json()["totals"]);
    // Each hashtag was fetched once.
    assert_eq!(alone.ledger().totals, beside.ledger().totals);
    let mut asked: Vec<_> = beside.ledger().requests.into_iter().map(|entry| (entry.hashtag, entry.cursor)).collect();
    let all = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "something was asked twice");
}

#[test]
fn a_plan_that_allows_less_than_the_config_says_is_borne() {
    let sandbox = provider(2);
    let ran = run(&Tool::of(&sandbox), &sandbox, &config(8, "")).expect(0);
    assert_eq!(reports(&ran).len(), CAMPAIGNS);
}

#[test]
fn a_refused_key_costs_one_request_and_nothing_starts_after_a_refusal() {
    let sandbox = provider(6);
    sandbox.set_faults(vec![Fault::from(status(401))]);
    run(&Tool::of(&sandbox), &sandbox, &config(6, "")).expect(4);
    assert_eq!(sandbox.ledger().totals.requests, 1);
    // Later on: what is out comes back, and nothing more goes.
    let sandbox = provider(6);
    sandbox.set_faults(vec![Fault { hashtag: Some("beach".to_owned()), ..Fault::from(status(402)) }]);
    run(&Tool::of(&sandbox), &sandbox, &config(6, "")).expect(5);
    let asked = sandbox.ledger().requests;
    let refused = asked.iter().position(|entry| entry.status == Some(402)).unwrap();
    assert!(asked.len() - refused <= 6, "{} requests after the refusal", asked.len() - refused);
}

#[test]
fn a_request_that_failed_is_not_repeated_for_each_campaign() {
    let sandbox = provider(6);
    sandbox.set_faults(vec![Fault { hashtag: Some("beach".to_owned()), ..Fault::from(status(503)) }]);
    let ran = run(&Tool::of(&sandbox), &sandbox, &config(6, "")).expect(3);
    let beach = sandbox.ledger().requests.iter().filter(|entry| entry.hashtag == "beach").count();
    assert_eq!(beach, 3, "{ran}");
}

#[test]
fn one_budget_is_for_all_and_for_the_day_and_the_month() {
    for concurrency in [1, 6] {
        let check = |more: &str, most: u64, named: &str| {
            let sandbox = provider(6);
            let tool = Tool::of(&sandbox);
            let ran = run(&tool, &sandbox, &config(concurrency, more)).expect(5);
            assert!(ran.stderr.contains(named), "{ran}");
            assert_eq!(sandbox.ledger().totals.credits, most, "{ran}");
            // Two hours later it is another run, of the same day and month.
            let later = sandbox.now() + 7_200;
            sandbox.set_now(later);
            let again = run(&tool, &sandbox, &config(concurrency, more));
            (sandbox.ledger().totals.credits, again.code)
        };
        assert_eq!(check("max_credits = 7\n", 7, "7 credits a run"), (14, Some(5)));
        assert_eq!(check("max_credits_per_day = 7\n", 7, "7 credits a day"), (7, Some(5)));
        assert_eq!(check("max_credits_per_month = 7\n", 7, "7 credits a month"), (7, Some(5)));
    }
}
