//! Pages that were paid for are never thrown away, whatever ends the run that comes after.

use tagpulse_sandbox::{Fault, FaultKind, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{arrived, at, calm, start, status},
    tool::{TAG, Tool, rfc3339},
};

/// Two hashtags, of which the second does not answer its third page.
fn hanging(config: &str) -> (Sandbox, Tool) {
    let hashtags = vec!["beach".to_owned(), TAG.to_owned()];
    let world = WorldOptions { videos: 300, hashtags, ..WorldOptions::seeded(5) };
    let hang = Fault { hashtag: Some(TAG.to_owned()), ..at("60", FaultKind::Delay { ms: 600_000 }) };
    let sandbox = start(SandboxOptions { faults: vec![hang], ..calm(world) });
    let tool = Tool::of(&sandbox);
    tool.write("tagpulse.toml", config);
    (sandbox, tool)
}

fn kill_at(sandbox: &Sandbox, tool: &Tool, arguments: &[&str], requests: usize) {
    let now = rfc3339(sandbox.now());
    let mut child = tool.command(&[&["run", "--quiet", "--now", &now], arguments].concat()).spawn().unwrap();
    arrived(sandbox, &mut child, requests);
    child.kill().unwrap();
    child.wait().unwrap();
    sandbox.set_faults(Vec::new());
}

#[test]
fn pages_behind_an_answer_that_was_doubted_are_kept() {
    let (sandbox, tool) = hanging("[[campaign]]\nname = \"a\"\nhashtags = [\"nosuch\", \"glow\"]\n");
    // The unknown hashtag is asked for twice; then a lookup, two pages, and the one that hangs.
    kill_at(&sandbox, &tool, &[], 6);
    let then = sandbox.now();
    sandbox.set_now(then + 20 * 3_600);
    tool.call(&["run", "--quiet", "--now", &rfc3339(then + 20 * 3_600)]).expect(1);
    let old = tool.call(&["report", "a", "--at", &rfc3339(then), "--format", "json"]).expect(0).json();
    assert_eq!(old["total_videos"], 60);
}

#[test]
fn a_campaign_that_is_not_begun_keeps_its_pages() {
    let config =
        "[[campaign]]\nname = \"a\"\nhashtags = [\"beach\"]\n[[campaign]]\nname = \"b\"\nhashtags = [\"glow\"]\n";
    let (sandbox, tool) = hanging(config);
    kill_at(&sandbox, &tool, &["b"], 4);
    sandbox.set_faults(vec![Fault { hashtag: Some("beach".to_owned()), ..Fault::from(status(401)) }]);
    tool.call(&["run", "--now", &rfc3339(sandbox.now())]).expect(4);
    let report = tool.call(&["report", "b", "--format", "json"]).expect(0).json();
    assert_eq!(report["total_videos"], 60);
    assert!(tool.call(&["check"]).expect(0).stdout.contains("the carried state equals"));
}
