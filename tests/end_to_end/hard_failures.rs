//! What the machine does to a run: a full disk, a store that may not be written or that another program holds,
//! a clock that was set back. Each is said, and nothing is lost or paid for twice.
#![cfg(unix)]

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::{
    provider::{calm, listed, start, world},
    tool::{Ended, TAG, Tool, rfc3339},
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

/// Somebody whom permissions bind: root gives its rights away, and needs a program that the other may start.
struct Bound {
    folder: Option<tempfile::TempDir>,
}

impl Bound {
    fn of(tool: &Tool) -> Self {
        let is_root = std::fs::metadata(tool.path("")).unwrap().uid() == 0;
        // Not among the tool's own files, all of which are looked through after each call.
        let folder = is_root.then(|| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::copy(env!("CARGO_BIN_EXE_tagpulse"), folder.path().join("tagpulse")).unwrap();
            for path in [folder.path(), &folder.path().join("tagpulse")] {
                std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
            }
            folder
        });
        Self { folder }
    }

    fn call(&self, tool: &Tool, arguments: &[&str]) -> Ended {
        let mut command = tool.command(arguments);
        if let Some(folder) = &self.folder {
            let mut other = Command::new(folder.path().join("tagpulse"));
            other.args(arguments).current_dir(tool.path("")).uid(65_534).gid(65_534);
            other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
            command = other;
        }
        tool.ended(&command.output().unwrap(), arguments)
    }
}

fn mode(tool: &Tool, name: &str, mode: u32) {
    std::fs::set_permissions(tool.path(name), PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn a_store_that_may_not_be_written_is_said_before_anything_is_paid() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin - DAY, &[]).expect(0);
    let bound = Bound::of(&tool);
    let bytes = std::fs::read(tool.path("tagpulse.db")).unwrap();
    let sent = sandbox.ledger().totals.requests;
    let now = rfc3339(begin);
    mode(&tool, "tagpulse.db.lock", 0o666);
    for (store, folder, name) in [(0o444, 0o777, "file"), (0o444, 0o555, "file and folder"), (0o666, 0o555, "folder")] {
        mode(&tool, "tagpulse.db", store);
        mode(&tool, "", folder);
        let run = ["run", "--hashtag", TAG, "--now", &now];
        let refused = bound.call(&tool, &run);
        mode(&tool, "", 0o777);
        let refused = refused.expect(1);
        let told = refused.stderr.contains("tagpulse.db") && refused.stderr.contains("writable for this user");
        assert!(told, "{name}: {refused}");
        assert!(!refused.stderr.contains("Error code"), "said once: {refused}");
    }
    assert_eq!(sandbox.ledger().totals.requests, sent, "nothing was sent");
    assert_eq!(std::fs::read(tool.path("tagpulse.db")).unwrap(), bytes);
    for beside in ["tagpulse.db", "tagpulse.db-wal", "tagpulse.db-shm"] {
        if tool.path(beside).exists() {
            mode(&tool, beside, 0o666);
        }
    }
    tool.run(begin, &[]).expect(0);
}

#[test]
fn a_store_that_may_not_be_written_can_be_read() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin - DAY, &[]).expect(0);
    tool.run(begin, &[]).expect(0);
    let bound = Bound::of(&tool);
    let now = rfc3339(begin + 60);
    let read =
        |store: &str, arguments: &[&str]| bound.call(&tool, &[arguments, &["--now", &now, "--store", store]].concat());
    // Other settings than those that the store was written with: the fold of these stands nowhere.
    let config = format!("[[campaign]]\nname = \"{TAG}\"\nhashtags = [\"{TAG}\"]\ntop = 3\nmultiple = 4\n");
    tool.write("other.toml", config);
    mode(&tool, "other.toml", 0o644);
    let commands: [&[&str]; 11] = [
        &["report", TAG, "--format", "json"],
        &["report", "--format", "json"],
        &["report", TAG, "--format", "json", "--config", "other.toml"],
        &["diff", TAG],
        &["history", TAG],
        &["alerts", TAG],
        &["alerts", "--undelivered"],
        &["backtest", TAG],
        &["export", TAG],
        &["cost"],
        &["check"],
    ];
    let files = || {
        let entries = std::fs::read_dir(tool.path("kept")).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect();
        files.sort();
        files
    };
    std::fs::create_dir(tool.path("kept")).unwrap();
    std::fs::copy(tool.path("tagpulse.db"), tool.path("kept/tagpulse.db")).unwrap();
    mode(&tool, "", 0o777);
    let mut shown = Vec::new();
    for (store, folder) in [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777), (0o666, 0o777)] {
        mode(&tool, "kept/tagpulse.db", store);
        mode(&tool, "kept", folder);
        let before = files();
        shown.push(commands.map(|command| read("kept/tagpulse.db", command).expect(0).stdout));
        assert!(folder == 0o777 || files() == before, "something was written");
        mode(&tool, "kept", 0o777);
    }
    // The last one may be written.
    for all in &shown {
        for ((one, writable), command) in all.iter().zip(&shown[3]).zip(commands) {
            assert_eq!(one, writable, "{command:?}");
        }
    }
}

#[test]
fn what_stands_in_the_log_beside_a_store_is_read_or_said_to_be_missing() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin - DAY, &[]).expect(0);
    let bound = Bound::of(&tool);
    // Who holds the store keeps the log from being written into it when the run ends: as after `kill -9`.
    let holder = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    let _: i64 = holder.query_row("SELECT count(*) FROM reading", [], |row| row.get(0)).unwrap();
    tool.run(begin, &[]).expect(0);
    std::fs::create_dir(tool.path("kept")).unwrap();
    for beside in ["tagpulse.db", "tagpulse.db-wal", "tagpulse.db-shm"] {
        let kept = format!("kept/{beside}");
        std::fs::copy(tool.path(beside), tool.path(&kept)).unwrap();
        mode(&tool, &kept, 0o444);
    }
    drop(holder);
    mode(&tool, "", 0o777);
    let read = || {
        mode(&tool, "kept", 0o555);
        let history = ["history", TAG, "--format", "json", "--store", "kept/tagpulse.db"];
        let ended = bound.call(&tool, &history);
        mode(&tool, "kept", 0o777);
        ended
    };
    let days = read().expect(0).json()["days"].as_array().map(Vec::len);
    assert_eq!(days, Some(2));
    std::fs::remove_file(tool.path("kept/tagpulse.db-shm")).unwrap();
    let refused = read().expect(1);
    let told = refused.stderr.contains("the newest days may stand in") && refused.stderr.contains("tagpulse.db-wal");
    assert!(told, "{refused}");
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

#[test]
fn a_reading_of_a_wrong_time_stops_its_campaign_alone_and_can_be_taken_out() {
    let sandbox = start(calm(world(60)));
    let tool = Tool::of(&sandbox);
    let campaign = |name: &str| format!("[[campaign]]\nname = \"{name}\"\nhashtags = [\"{TAG}\"]\n");
    tool.write("tagpulse.toml", campaign("right") + &campaign("wrong"));
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    sandbox.set_now(clock - DAY);
    tool.call(&["run", "--now", &rfc3339(clock - DAY)]).expect(0);
    // The year is a slip.
    let (slip, video) = (rfc3339(clock + 365 * DAY), r#"{"videos":[{"video_id":"7","play_count":1,"digg_count":1}]}"#);
    tool.write("page.json", video);
    let import = ["import", "--campaign", "wrong", "page.json", "--now"];
    let stored = tool.call(&[&import[..], &[&slip]].concat()).expect(0);
    let takes_it_out = format!("lies ahead of the clock; if that is a slip, `tagpulse withdraw \"wrong\" --at {slip}`");
    assert!(stored.stderr.contains(&takes_it_out), "{stored}");
    for command in [&import[..], &["run", "--now"]] {
        let refused = tool.call(&[command, &["1999-01-01T00:00:00Z"]].concat()).expect(2);
        assert!(refused.stderr.contains("--now: there was no TikTok on 1999-01-01"), "{refused}");
    }
    sandbox.set_now(clock);
    for dry in [true, false] {
        let ran = match dry {
            true => tool.call(&["run", "--dry-run"]).expect(0),
            false => tool.call(&["run", "--format", "json"]).expect(3),
        };
        let told = format!("wrong: the newest reading is of {slip}, which the clock (");
        assert!(ran.stderr.contains(&told) && !ran.stderr.contains("right:"), "{ran}");
        if !dry {
            let campaigns = &ran.json()["campaigns"];
            assert_eq!(
                (&campaigns[0]["error"], &campaigns[1]["error"]["code"]),
                (&serde_json::Value::Null, &"out_of_order".into())
            );
            assert_eq!((&campaigns[0]["campaign"], &campaigns[1]["campaign"]), (&"right".into(), &"wrong".into()));
        }
    }
    let none = tool.call(&["withdraw", "wrong", "--at", &rfc3339(clock + 364 * DAY)]).expect(2);
    assert!(none.stderr.contains(&format!("the nearest is of {slip}")), "{none}");
    let out = tool.call(&["withdraw", "wrong", "--at", &slip]).expect(0);
    assert!(out.stderr.contains(&format!("wrong: the reading of {slip} is taken out (left: 1 reading)")), "{out}");
    tool.call(&["run"]).expect(0);
    tool.call(&["check"]).expect(0);
    let history = tool.call(&["history", "wrong", "--format", "json"]).expect(0).json();
    assert_eq!(history["days"].as_array().unwrap().len(), 2, "{history}");
    let report = tool.call(&["report", "wrong", "--format", "json"]).expect(0).json();
    assert_eq!(
        report["total_videos"],
        tool.call(&["report", "right", "--format", "json"]).expect(0).json()["total_videos"]
    );
}
