//! Two runs at a time, a run that the user stops, and a run over several campaigns that is
//! killed between them.

use std::process::{Child, Command};

use serde_json::Value;
use tagpulse_sandbox::{FaultKind, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{arrived, at, calm, start, world},
    tool::{TAG, Tool, rfc3339},
};

/// A provider that does not answer the third page, and a run that waits for it.
fn waiting() -> (Sandbox, Tool, Child) {
    let hang = at("60", FaultKind::Delay { ms: 600_000 });
    let sandbox = start(SandboxOptions { faults: vec![hang], ..calm(world(150)) });
    let tool = Tool::of(&sandbox);
    let mut child = tool.command(&["run", "--hashtag", TAG, "--now", &rfc3339(sandbox.now())]).spawn().unwrap();
    arrived(&sandbox, &mut child, 4);
    (sandbox, tool, child)
}

#[test]
fn a_second_run_on_the_same_store_is_refused() {
    let (sandbox, tool, mut first) = waiting();
    let second = tool.run(sandbox.now(), &[]).expect(1);
    assert!(second.stderr.contains(&format!("in use by process {}", first.id())), "{second}");
    assert_eq!(sandbox.ledger().totals.requests, 4);
    // Looking is allowed.
    tool.call(&["cost"]).expect(0);
    tool.call(&["check"]).expect(0);
    // The claim dies with its process.
    first.kill().unwrap();
    first.wait().unwrap();
    sandbox.set_faults(Vec::new());
    tool.run(sandbox.now(), &[]).expect(0);
    assert_eq!(sandbox.ledger().totals.requests, 7);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_keeps_what_it_has() {
    let (sandbox, tool, child) = waiting();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = tool.ended(&child.wait_with_output().unwrap(), &["run"]).expect(130);
    assert!(ended.stderr.contains("stopped by the user; the reading of"), "{ended}");
    let report = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(report["total_videos"], 60);
    assert_eq!(report["hashtags"][0]["error"]["code"], "aborted");
    let sent = sandbox.ledger().totals.requests;
    tool.run(sandbox.now(), &[]).expect(130);
    assert_eq!(sandbox.ledger().totals.requests, sent, "a reading that ended is not gone on with");
}

#[test]
fn a_run_that_was_killed_long_ago_is_closed_with_what_it_had() {
    let (sandbox, tool, mut child) = waiting();
    child.kill().unwrap();
    child.wait().unwrap();
    sandbox.set_faults(Vec::new());
    let then = sandbox.now();
    let later = then + 20 * 3_600;
    sandbox.set_now(later);
    let ran = tool.run(later, &[]).expect(0);
    assert!(ran.stderr.contains("was cut off; it is stored as partial"), "{ran}");
    assert_eq!(ran.report()["taken_at"], rfc3339(later));
    // The old reading sends nothing any more: four requests then, six now.
    assert_eq!(sandbox.ledger().totals.requests, 10);
    let old = tool.call(&["report", TAG, "--at", &rfc3339(then), "--format", "json"]).expect(0).json();
    assert_eq!((&old["total_videos"], &old["hashtags"][0]["stop_reason"]), (&60.into(), &"error".into()));
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    assert_eq!((&cost["credits"], &cost["credits_possible"]), (&9.into(), &1.into()));
    assert!(tool.call(&["check"]).expect(0).stdout.contains("2 readings, the carried state equals them"));
}

/// What a run says of its campaigns and of all of them, but for what it cost.
fn figures(tool: &Tool, now: i64) -> (Value, Value) {
    let mut run = tool.call(&["run", "--now", &rfc3339(now), "--format", "json"]).expect(0).json();
    for campaign in run["campaigns"].as_array_mut().unwrap() {
        campaign["report"].as_object_mut().unwrap().remove("cost").unwrap();
    }
    (run["campaigns"].take(), run["totals"].take())
}

#[test]
fn a_run_over_several_campaigns_goes_on_where_it_was_killed() {
    let hashtags = ["glow", "beach", "leaves"].map(str::to_owned).to_vec();
    let calm = calm(WorldOptions { videos: 400, hashtags, ..WorldOptions::seeded(5) });
    let sandbox = start(SandboxOptions { latency_ms: 5, ..calm });
    let now = sandbox.now();
    let config = "[[campaign]]\nname = \"a\"\nhashtags = [\"glow\", \"beach\"]\n\
                  [[campaign]]\nname = \"b\"\nhashtags = [\"beach\", \"leaves\"]\n";
    let tool = || {
        let tool = Tool::of(&sandbox);
        tool.write("tagpulse.toml", config);
        tool
    };
    let undisturbed = figures(&tool(), now);
    let needed = sandbox.ledger().requests.len();
    for at in [2, needed / 2, needed - 3, needed - 1] {
        sandbox.reset();
        let tool = tool();
        let mut child = tool.command(&["run", "--quiet", "--now", &rfc3339(now)]).spawn().unwrap();
        arrived(&sandbox, &mut child, at);
        child.kill().unwrap();
        child.wait().unwrap();
        let killed_at = sandbox.ledger().requests.len();
        assert!(killed_at < needed, "the kill at request {at} came too late");
        assert_eq!(figures(&tool, now + 3_600), undisturbed, "killed at request {killed_at} of {needed}");
        let sent = sandbox.ledger().requests.len();
        assert!(sent <= needed + 1, "killed at request {killed_at}: {sent} of {needed}");
        let check = tool.call(&["check"]).expect(0);
        assert_eq!(check.stdout.matches("1 reading, the carried state equals it").count(), 2, "{check}");
    }
}
