//! Several campaigns in one run: each fails for itself, what they share is fetched and counted
//! once, and what concerns all stops all.

use serde_json::Value;
use tagpulse_sandbox::{Fault, FaultKind, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{calm, listed, start, status},
    tool::{Ended, Tool, rfc3339},
};

const THREE: &str = "\
[[campaign]]\nname = \"spring\"\nhashtags = [\"glow\", \"beach\"]\n\
[[campaign]]\nname = \"summer\"\nhashtags = [\"beach\"]\n\
[[campaign]]\nname = \"autumn\"\nhashtags = [\"leaves\"]\n";

/// A provider that knows `glow` and `beach`, and maybe `leaves`.
fn provider(hashtags: &[&str]) -> Sandbox {
    let hashtags = hashtags.iter().map(|tag| (*tag).to_owned()).collect();
    start(SandboxOptions { ..calm(WorldOptions { videos: 200, hashtags, ..WorldOptions::seeded(5) }) })
}

fn run(tool: &Tool, now: i64, more: &[&str]) -> Ended {
    tool.write("tagpulse.toml", THREE);
    let now = rfc3339(now);
    tool.call(&[&["run", "--now", &now], more].concat())
}

fn errors(ran: &Ended) -> Vec<Value> {
    let run = ran.json();
    run["campaigns"].as_array().unwrap().iter().map(|campaign| campaign["error"]["code"].clone()).collect()
}

#[test]
fn one_unknown_hashtag_leaves_the_others_standing() {
    let sandbox = provider(&["glow", "beach"]);
    let tool = Tool::of(&sandbox);
    let ran = run(&tool, sandbox.now(), &["--format", "json"]).expect(3);
    assert_eq!(errors(&ran), [Value::Null, Value::Null, "not_found".into()]);
    assert!(ran.stderr.contains("autumn: the provider knows no hashtag \"leaves\""), "{ran}");
    let document = ran.json();
    let campaigns = &document["campaigns"];
    let (beach, beach_views) = listed(&sandbox, "beach", usize::MAX);
    assert_eq!(campaigns[1]["report"]["total_videos"], beach);
    assert_eq!(campaigns[1]["report"]["total_views"], beach_views);
    assert!(campaigns[2]["report"].is_null());
    // All videos of the world carry one of both tags, so spring has them all, and with them all of summer's.
    let world: Vec<u64> = sandbox.world().truth(sandbox.now()).iter().map(|truth| truth.counts.views).collect();
    assert_eq!(campaigns[0]["report"]["total_videos"], world.len());
    let totals = &document["totals"];
    assert_eq!(totals["campaigns"], 2);
    assert_eq!(totals["total_videos"], world.len());
    assert_eq!(totals["total_views"], world.iter().sum::<u64>());
    // What two campaigns have in common is fetched once; "no such hashtag" is asked twice before it is believed.
    let mut asked: Vec<_> = sandbox.ledger().requests.into_iter().map(|entry| (entry.hashtag, entry.cursor)).collect();
    asked.sort();
    let lookups = asked.iter().filter(|(hashtag, _)| hashtag == "leaves").count();
    assert_eq!(lookups, 2);
    asked.retain(|(hashtag, _)| hashtag != "leaves");
    let all = asked.len();
    asked.dedup();
    assert_eq!(asked.len(), all, "a hashtag was fetched twice");
    assert_eq!(document["credits_used"], sandbox.ledger().totals.credits);
}

#[test]
fn text_shows_first_what_needs_attention() {
    let sandbox = provider(&["glow", "beach"]);
    let tool = Tool::of(&sandbox);
    let ran = run(&tool, sandbox.now(), &[]).expect(3);
    let rows: Vec<&str> = ran.stdout.lines().skip_while(|line| !line.contains("status")).collect();
    assert!(rows[1].starts_with("autumn  ") && rows[1].ends_with("failed"), "{ran}");
    assert!(rows[2].starts_with("spring  ") && rows[3].starts_with("summer  "), "{ran}");
    let all = sandbox.world().truth(sandbox.now()).len();
    let once: Vec<&str> = rows[4].split_whitespace().collect();
    assert_eq!(once[..3], ["all", "together", &all.to_string()], "{ran}");
}

#[test]
fn all_failing_alike_is_that_failure() {
    let check = |kind: FaultKind, code: i32, error: &str, requests: u64| {
        let sandbox = provider(&["glow", "beach", "leaves"]);
        sandbox.set_faults(vec![Fault::from(kind)]);
        let tool = Tool::of(&sandbox);
        let ran = run(&tool, sandbox.now(), &["--format", "json"]).expect(code);
        assert_eq!(errors(&ran), [error, error, error], "{ran}");
        assert_eq!(sandbox.ledger().totals.requests, requests, "{ran}");
        let totals = &ran.json()["totals"];
        assert_eq!((&totals["campaigns"], &totals["total_videos"]), (&0.into(), &serde_json::Value::Null));
        // Nothing was learned, so there is no day.
        tool.call(&["report", "spring"]).expect(2);
    };
    // The key, the credits: one request for all campaigns.
    check(status(401), 4, "auth", 1);
    check(status(402), 5, "credits", 1);
    // A hashtag that failed for one campaign is not asked for again for the next: three tries of three.
    check(status(503), 6, "upstream", 9);
    // What was answered with a 200 was paid for, so the next campaign takes it as it is.
    check(FaultKind::UnknownShape, 1, "unknown_shape", 3);
}

#[test]
fn a_named_campaign_runs_alone() {
    let sandbox = provider(&["glow", "beach"]);
    let tool = Tool::of(&sandbox);
    let ran = run(&tool, sandbox.now(), &["summer", "--format", "json"]).expect(0);
    assert_eq!(ran.report()["campaign"], "summer");
    assert!(sandbox.ledger().requests.iter().all(|entry| entry.hashtag == "beach"));
    let slip = run(&tool, sandbox.now(), &["sumer"]).expect(2);
    assert!(slip.stderr.contains("did you mean \"summer\"?"), "{slip}");
}

#[test]
fn a_key_refused_midway_keeps_the_campaigns_before() {
    let sandbox = provider(&["glow", "beach", "leaves"]);
    sandbox.set_faults(vec![Fault { hashtag: Some("leaves".to_owned()), ..Fault::from(status(401)) }]);
    let tool = Tool::of(&sandbox);
    let ran = run(&tool, sandbox.now(), &["--format", "json"]).expect(4);
    assert_eq!(errors(&ran), [Value::Null, Value::Null, "auth".into()]);
    tool.call(&["report", "spring"]).expect(0);
}

#[test]
fn a_budget_is_for_all_campaigns_together() {
    for budget in [1, 4, 9] {
        let sandbox = provider(&["glow", "beach", "leaves"]);
        let tool = Tool::of(&sandbox);
        let ran = run(&tool, sandbox.now(), &["--max-credits", &budget.to_string(), "--format", "json"]).expect(5);
        assert_eq!(sandbox.ledger().totals.credits, budget, "{ran}");
        assert_eq!(ran.json()["credits_used"], budget);
        let again = run(&tool, sandbox.now(), &["--max-credits", &budget.to_string()]);
        assert_eq!((again.code, sandbox.ledger().totals.credits), (Some(5), budget), "{again}");
    }
}
