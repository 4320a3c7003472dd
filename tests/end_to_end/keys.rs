//! Where the key comes from, and that what is no key sends nothing. That it is shown and stored
//! nowhere is looked for by the harness after every call of every test.

use tagpulse_sandbox::{FaultKind, SandboxOptions};

use crate::{
    provider::{arrived, calm, once, start, world},
    tool::{KEY, TAG, Tool},
};

#[test]
fn from_a_file_or_a_password_manager() {
    let sandbox = start(calm(world(150)));
    // Beside the tool's folder, in which no key may stand.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("key");
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    let path = file.to_str().unwrap();
    let command = format!("{} {path}", if cfg!(windows) { "type" } else { "cat" });
    for (name, value) in [("SCAVIO_API_KEY_FILE", path), ("SCAVIO_API_KEY_COMMAND", &command)] {
        let tool = Tool::of(&sandbox).with("SCAVIO_API_KEY", "").with(name, value);
        let check = tool.call(&["check"]).expect(0);
        assert!(check.stdout.contains("***") && check.stdout.contains(name), "{check}");
        tool.run(sandbox.now(), &[]).expect(0);
    }
    let ledger = sandbox.ledger();
    assert!(ledger.requests.iter().all(|entry| entry.authorized && entry.status == Some(200)));
    let agents: Vec<_> = ledger.requests.iter().filter_map(|entry| entry.user_agent.as_deref()).collect();
    assert_eq!(agents.len(), ledger.requests.len());
    assert!(agents.iter().all(|agent| agent.starts_with("tagpulse/")), "{agents:?}");
}

#[test]
fn what_is_no_key_is_not_sent() {
    let sandbox = start(calm(world(150)));
    for (name, value, says) in [
        ("SCAVIO_API_KEY", "two\nlines", "SCAVIO_API_KEY gives no key"),
        ("SCAVIO_API_KEY_FILE", "nowhere/key", "cannot read \"nowhere/key\""),
        ("SCAVIO_API_KEY_COMMAND", "exit 3", "the command failed"),
    ] {
        let tool = Tool::of(&sandbox).with("SCAVIO_API_KEY", "").with(name, value);
        let ran = tool.run(sandbox.now(), &[]).expect(4);
        assert!(ran.stderr.contains(says) && !ran.stderr.contains("two"), "expected \"{says}\" of {ran}");
    }
    assert_eq!(sandbox.ledger().totals.requests, 0);
}

/// A provider that puts the key it was sent into what it answers with.
#[test]
fn an_answer_that_repeats_the_key_is_kept_without_it() {
    let escaped: String = KEY.chars().map(|letter| format!("\\u{:04x}", u32::from(letter))).collect();
    let page = r#"{"data":{"aweme_list":[{"aweme_id":"7512810030672191173","#.to_owned()
        + &format!(r#""desc":"you sent {KEY}, or {escaped}","#)
        + r#""statistics":{"play_count":5}}],"has_more":1,"cursor":30}}"#;
    let repeats = once("0", FaultKind::Status { code: 200, body: Some(page), retry_after: None });
    let sandbox = start(SandboxOptions { faults: vec![repeats.clone()], ..calm(world(150)) });
    let tool = Tool::of(&sandbox);
    let ran = tool.run(sandbox.now(), &["--top", "200"]).expect(0);
    assert!(ran.stdout.contains("you sent ***, or ***\""), "{ran}");
    // While a reading is open its pages stand in the store, and they are without it too.
    let hang = once("30", FaultKind::Delay { ms: 600_000 });
    sandbox.reset();
    sandbox.set_faults(vec![repeats, hang]);
    let tool = Tool::of(&sandbox);
    let mut child = tool.command(&["run", "--hashtag", TAG]).spawn().unwrap();
    arrived(&sandbox, &mut child, 3);
    child.kill().unwrap();
    tool.ended(&child.wait_with_output().unwrap(), &["run"]);
}
