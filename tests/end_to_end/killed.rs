//! `kill -9` in the middle of a run: the next run goes on, pays for nothing again, and says
//! what an undisturbed run would have said.

use std::time::{Duration, Instant};

use serde_json::Value;
use tagpulse_sandbox::{Entry, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{calm, start},
    tool::{TAG, Tool, rfc3339},
};

const MORE: [&str; 2] = ["--max-pages", "400"];

fn provider() -> Sandbox {
    // Nearly all of them are published at the end, and all of those are listed.
    let world = WorldOptions { videos: 5_000, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(23) };
    start(SandboxOptions { latency_ms: 1, ..calm(world) })
}

/// A run's report but for its cost.
fn figures(tool: &Tool, now: i64) -> Value {
    let mut report = tool.run(now, &MORE).expect(0).report();
    report.as_object_mut().unwrap().remove("cost").unwrap();
    report
}

/// Starts a run and kills it once the provider has seen so many requests, and a moment later.
fn kill(tool: &Tool, sandbox: &Sandbox, requests: usize, later: Duration, more: &[&str]) {
    let now = rfc3339(sandbox.now());
    let arguments = ["run", "--hashtag", TAG, "--quiet", "--now", &now];
    let mut child = tool.command(&[&arguments[..], &MORE, more].concat()).spawn().unwrap();
    while sandbox.ledger().requests.len() < requests && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(300));
    }
    let seen = Instant::now();
    while seen.elapsed() < later {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    tool.ended(&child.wait_with_output().unwrap(), &arguments);
}

/// Answers that were asked for again although they were not the last thing asked before a kill.
fn paid_again<'a>(requests: &'a [Entry], kills: &[usize]) -> Vec<&'a Entry> {
    let same = |a: &Entry, b: &Entry| (&a.path, &a.hashtag, &a.cursor) == (&b.path, &b.hashtag, &b.cursor);
    let in_flight = |at: usize| kills.contains(&(at + 1));
    let again =
        |at: usize| requests[..at].iter().enumerate().any(|(b, before)| same(before, &requests[at]) && !in_flight(b));
    (0..requests.len()).filter(|at| again(*at)).map(|at| &requests[at]).collect()
}

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn at_any_moment_nothing_is_lost_or_paid_twice() {
    let sandbox = provider();
    let now = sandbox.now();
    let undisturbed = figures(&Tool::of(&sandbox), now);
    assert!(undisturbed["total_videos"].as_u64().unwrap() > 4_500);
    let needed = sandbox.ledger().requests.len();
    let kills = if std::env::var_os("TAGPULSE_TEST_ALL").is_some() { 50 } else { 10 };
    let mut draw = Draw(2_026);
    let mut in_the_middle = 0;
    for nth in 0..kills {
        sandbox.reset();
        let tool = Tool::of(&sandbox);
        // Every fifth kill comes after the last request, while the reading is being stored.
        let storing = nth % 5 == 4;
        let at = if storing { needed } else { 1 + draw.below(needed as u64) as usize };
        kill(&tool, &sandbox, at, Duration::from_micros(draw.below(if storing { 60_000 } else { 4_000 })), &[]);
        let killed_at = sandbox.ledger().requests.len();
        in_the_middle += usize::from(killed_at < needed);
        // Every other time the next run comes hours later; it keeps the first one's instant.
        let later = if nth % 2 == 0 { now } else { now + 5 * 3_600 };
        let later = if killed_at < needed { later } else { now };
        assert_eq!(figures(&tool, later), undisturbed, "killed at request {killed_at}");
        let requests = sandbox.ledger().requests;
        let again = paid_again(&requests, &[killed_at]);
        assert!(again.is_empty(), "killed at request {killed_at}: {again:?}");
        assert!(requests.len() <= needed + 1, "killed at request {killed_at}: {} of {needed}", requests.len());
        sound(&tool, &sandbox);
    }
    assert!(in_the_middle * 2 > kills, "only {in_the_middle} of {kills} kills came in time");
}

#[test]
fn while_the_store_is_made() {
    let sandbox = start(calm(WorldOptions { hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(23) }));
    let undisturbed = figures(&Tool::of(&sandbox), sandbox.now());
    let mut draw = Draw(404);
    for _ in 0..20 {
        sandbox.reset();
        let tool = Tool::of(&sandbox);
        kill(&tool, &sandbox, 0, Duration::from_micros(draw.below(20_000)), &[]);
        assert_eq!(figures(&tool, sandbox.now()), undisturbed);
        sound(&tool, &sandbox);
    }
}

#[test]
fn a_budget_outlives_a_kill() {
    let sandbox = provider();
    let mut draw = Draw(99);
    for budget in [20, 60] {
        sandbox.reset();
        let tool = Tool::of(&sandbox);
        for _ in 0..3 {
            let at = sandbox.ledger().requests.len() + 1 + draw.below(budget / 3) as usize;
            kill(
                &tool,
                &sandbox,
                at,
                Duration::from_micros(draw.below(4_000)),
                &["--max-credits", &budget.to_string()],
            );
        }
        tool.run(sandbox.now(), &[&MORE[..], &["--max-credits", &budget.to_string()]].concat()).expect(5);
        let taken = sandbox.ledger().totals.credits;
        assert!(taken <= budget && taken + 3 >= budget, "{taken} of {budget}");
        sound(&tool, &sandbox);
    }
}

#[test]
fn a_run_that_is_killed_again_and_again_comes_to_its_end() {
    let sandbox = provider();
    let now = sandbox.now();
    let undisturbed = figures(&Tool::of(&sandbox), now);
    let needed = sandbox.ledger().requests.len();
    sandbox.reset();
    let tool = Tool::of(&sandbox);
    let (mut kills, mut draw) = (Vec::new(), Draw(7));
    for _ in 0..6 {
        let at = sandbox.ledger().requests.len() + 1 + draw.below(24) as usize;
        kill(&tool, &sandbox, at, Duration::from_micros(draw.below(4_000)), &[]);
        kills.push(sandbox.ledger().requests.len());
    }
    assert_eq!(figures(&tool, now), undisturbed);
    let requests = sandbox.ledger().requests;
    assert_eq!(paid_again(&requests, &kills), Vec::<&Entry>::new(), "killed at {kills:?}");
    assert!(requests.len() <= needed + kills.len(), "{} of {needed}", requests.len());
    sound(&tool, &sandbox);
}

/// One day, whose carried state is what the readings give, and a ledger that frames the provider's.
fn sound(tool: &Tool, sandbox: &Sandbox) {
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    let (credits, possible) = (cost["credits"].as_u64().unwrap(), cost["credits_possible"].as_u64().unwrap());
    let taken = sandbox.ledger().totals.credits;
    assert!(credits <= taken && taken <= credits + possible, "{credits} <= {taken} <= +{possible}");
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("glow: 1 reading, the carried state equals it"), "{check}");
    let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(history["days"].as_array().map(Vec::len), Some(1));
}
