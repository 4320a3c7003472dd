//! What the machine does to a run: a full disk, a store that may not be written or that another program holds,
//! a clock that was set back. Each is said, and nothing is lost or paid for twice.
#![cfg(unix)]

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::{
    provider::{calm, listed, start, world},
    tool::{TAG, Tool, rfc3339},
};

const DAY: i64 = 86_400;

#[test]
fn a_disk_that_is_full_loses_nothing_and_costs_at_most_the_answer_on_its_way() {
    let mut failed = 0;
    for kilobytes in [4, 32, 64, 160, 400] {
        let sandbox = start(calm(world(150)));
        let tool = Tool::of(&sandbox);
        let begin = sandbox.now();
        tool.run(begin - DAY, &[]).expect(0);
        let paid_before = sandbox.ledger().totals.credits;
        // No file may grow over this; the signal is ignored, so that the write itself fails.
        let now = rfc3339(begin);
        let run = ["run", "--hashtag", TAG, "--now", &now, "--format", "json"];
        let tagpulse = tool.command(&run);
        let mut shell = Command::new("bash");
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"");
        shell.args(["-c", &script, "bash"]).arg(tagpulse.get_program()).args(tagpulse.get_args());
        shell.envs(tagpulse.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.current_dir(tool.path(""));
        let full = tool.ended(&shell.output().unwrap(), &run);
        if full.code != Some(0) {
            failed += 1;
            assert_eq!(full.code, Some(1), "{kilobytes}: {full}");
            assert!(full.stderr.contains("the disk may be full: make room"), "{kilobytes}: {full}");
        }
        let check = tool.call(&["check"]).expect(0);
        assert!(check.stdout.contains("is whole"), "{kilobytes}: {check}");
        let report = tool.run(begin, &[]).expect(0).report();
        assert_eq!(report["coverage"]["listed"], listed(&sandbox, TAG, usize::MAX).0, "{kilobytes}: {full}");
        // The first day was as many pages.
        let paid = sandbox.ledger().totals.credits - paid_before;
        assert!((paid_before..=paid_before + 1).contains(&paid), "{kilobytes}: {paid} credits: {full}");
        let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
        assert_eq!(history["days"].as_array().map(Vec::len), Some(2), "{kilobytes}");
    }
    assert!(failed >= 3, "{failed} of the limits were met");
}

/// The command as somebody whom permissions bind: root gives its rights away.
fn bound(tool: &Tool, arguments: &[&str]) -> Command {
    let mut command = tool.command(arguments);
    if std::fs::metadata(tool.path("")).unwrap().uid() == 0 {
        let copy = tool.path("tagpulse-copy");
        if !copy.exists() {
            std::fs::copy(env!("CARGO_BIN_EXE_tagpulse"), &copy).unwrap();
            std::fs::set_permissions(&copy, PermissionsExt::from_mode(0o755)).unwrap();
        }
        let mut other = Command::new(copy);
        other.args(arguments).current_dir(tool.path("")).uid(65_534).gid(65_534);
        other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command = other;
    }
    command
}

#[test]
fn a_store_that_may_not_be_written_is_said_before_anything_is_paid() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin - DAY, &[]).expect(0);
    drop(bound(&tool, &[]));
    let bytes = std::fs::read(tool.path("tagpulse.db")).unwrap();
    let sent = sandbox.ledger().totals.requests;
    let mode = |name: &str, mode: u32| {
        std::fs::set_permissions(tool.path(name), PermissionsExt::from_mode(mode)).unwrap();
    };
    let now = rfc3339(begin);
    mode("tagpulse.db.lock", 0o666);
    for (store, folder, name) in [(0o444, 0o777, "file"), (0o444, 0o555, "file and folder"), (0o666, 0o555, "folder")] {
        mode("tagpulse.db", store);
        mode("", folder);
        let run = ["run", "--hashtag", TAG, "--now", &now];
        let output = bound(&tool, &run).output().unwrap();
        mode("", 0o777);
        let refused = tool.ended(&output, &run).expect(1);
        let told = refused.stderr.contains("tagpulse.db") && refused.stderr.contains("writable for this user");
        assert!(told, "{name}: {refused}");
    }
    assert_eq!(sandbox.ledger().totals.requests, sent, "nothing was sent");
    assert_eq!(std::fs::read(tool.path("tagpulse.db")).unwrap(), bytes);
    for beside in ["tagpulse.db", "tagpulse.db-wal", "tagpulse.db-shm"] {
        if tool.path(beside).exists() {
            mode(beside, 0o666);
        }
    }
    tool.run(begin, &[]).expect(0);
}

#[test]
fn another_programs_lock_is_waited_for_and_then_told() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin - DAY, &[]).expect(0);
    let sent = sandbox.ledger().totals.requests;
    let other = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let refused = tool.run(begin, &[]).expect(1);
    let told = refused.stderr.contains("locked") && refused.stderr.contains("another program holds the store");
    assert!(told, "{refused}");
    assert_eq!(sandbox.ledger().totals.requests, sent, "nothing was sent");
    // Let go of while the run waits. (Looking into the file has let go of this process's lock.)
    other.execute_batch("ROLLBACK; BEGIN EXCLUSIVE").unwrap();
    let now = rfc3339(begin);
    let run = ["run", "--hashtag", TAG, "--now", &now, "--format", "json"];
    let child = tool.command(&run).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    assert_eq!(sandbox.ledger().totals.requests, sent, "it waits");
    other.execute_batch("ROLLBACK").unwrap();
    let ran = tool.ended(&child.wait_with_output().unwrap(), &run).expect(0);
    assert_eq!(ran.report()["coverage"]["listed"], listed(&sandbox, TAG, usize::MAX).0);
}

#[test]
fn a_clock_that_was_set_back_is_told_and_costs_nothing() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    // A reading of next year: the clock that runs now is behind it.
    let ahead =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64 + 365 * DAY;
    tool.run(ahead, &[]).expect(0);
    let sent = sandbox.ledger().totals.requests;
    let refused = tool.call(&["run", "--hashtag", TAG]).expect(1);
    let newest = format!("but the newest reading is of {}", rfc3339(ahead));
    assert!(refused.stderr.contains(&newest) && refused.stderr.contains("set the clock right"), "{refused}");
    assert_eq!(sandbox.ledger().totals.requests, sent, "nothing was sent");
    // Who gives the time means it, and is told where the reading goes.
    let placed = tool.run(ahead - DAY, &[]).expect(0);
    assert!(placed.stderr.contains("nobody is told of a past day"), "{placed}");
    tool.run(ahead - DAY, &[]).expect(0);
    tool.call(&["check"]).expect(0);
}
