//! Some time after a campaign's end nobody knows any more whose its videos are; what they counted stays.

use std::path::PathBuf;

use tagpulse_sandbox::{Sandbox, WorldOptions};

use crate::{
    provider::{calm, start},
    tool::{Ended, TAG, Tool, files_with, rfc3339},
};

const DAY: i64 = 86_400;

fn config(end: &str, more: &str) -> String {
    let over = format!(
        "[[campaign]]\nname = \"over\"\nhashtags = [\"{TAG}\"]\nend = {end}\npolicy = \"tutorial\"\nmultiple = 2\n"
    );
    format!("{over}{more}[[campaign]]\nname = \"endless\"\nhashtags = [\"{TAG}\"]\n")
}

/// Two campaigns that were read once, one of which ends on the day of the reading; and that instant.
fn stage(more: &str) -> (Tool, Sandbox, i64) {
    let world = WorldOptions { videos: 60, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(5) };
    let sandbox = start(calm(world));
    let tool = Tool::of(&sandbox);
    let now = sandbox.now();
    tool.write("tagpulse.toml", config(&rfc3339(now)[..10], more));
    run(&tool, now);
    (tool, sandbox, now)
}

fn run(tool: &Tool, at: i64) -> Ended {
    tool.call(&["run", "--now", &rfc3339(at), "--format", "json"]).expect(0)
}

fn export(tool: &Tool, name: &str) -> String {
    tool.call(&["export", name]).expect(0).stdout
}

#[test]
fn a_run_forgets_after_the_last_day_and_once() {
    let (tool, sandbox, end) = stage("");
    let handle = sandbox.world().listing(TAG, end, 0)[0].author.handle.clone();
    let check = tool.call(&["check", "--now", &rfc3339(end)]).expect(0);
    assert!(check.stdout.contains("over: handles, captions and addresses are known until "), "{check}");
    assert!(check.stdout.contains("forget_after_days") && check.stdout.contains("180"), "{check}");
    let figures = |tool: &Tool| {
        let mut report = tool.call(&["report", "over", "--format", "json"]).expect(0).json();
        for key in ["top_videos", "top_5_creators", "hashtags_used", "alerts"] {
            report[key].take();
        }
        let top = report["creators"]["top"].as_array_mut().unwrap();
        top.iter_mut().for_each(|creator| drop(creator["author"].take()));
        report
    };
    let before = figures(&tool);

    let kept = run(&tool, end + 180 * DAY);
    assert!(!kept.stderr.contains("forgotten") && export(&tool, "over").contains(&handle), "{kept}");
    let ran = run(&tool, end + 181 * DAY);
    let told: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("are forgotten")).collect();
    assert_eq!(told.len(), 1, "{ran}");
    assert!(told[0].contains("over: it ended on ") && told[0].contains("forget_after_days = 180 are over"), "{ran}");
    assert!(told[0].contains(" of 60 videos are forgotten, the figures stay"), "{ran}");
    let (over, endless) = (export(&tool, "over"), export(&tool, "endless"));
    assert!(!over.contains(&handle) && over.contains("(forgotten ") && endless.contains(&handle));
    assert!(over.lines().all(|row| row.contains("\"desc\":null")), "captions");
    let alerts = tool.call(&["alerts", "over", "--format", "json"]).expect(0).json();
    let alerts = alerts["alerts"].as_array().unwrap();
    assert!(!alerts.is_empty() && alerts.iter().all(|alert| alert["author"].is_null() && alert["url"].is_null()));
    assert_eq!(figures(&tool), before);
    let again = run(&tool, end + 182 * DAY);
    assert!(!again.stderr.contains("forgotten"), "{again}");
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("over: handles, captions and addresses are forgotten"), "{check}");

    // Whoever reads it once more reads no names.
    let late = end + 183 * DAY;
    sandbox.set_now(late);
    tool.call(&["run", "over", "--now", &rfc3339(late)]).expect(0);
    assert!(!export(&tool, "over").contains(&handle));
    assert_eq!(
        files_with(&format!("@{handle}"), &tool.path("")).len(),
        0,
        "alerts of the campaign without an end are none"
    );
}

#[test]
fn a_campaign_that_the_config_has_no_longer_is_forgotten_by_its_stored_end() {
    let (tool, _sandbox, end) = stage("");
    let now = rfc3339(end + 181 * DAY);
    tool.write("tagpulse.toml", "forget_after_days = 181\n");
    let expired = |now: &str| tool.call(&["forget", "--expired", "--now", now, "--format", "json"]).expect(0).json();
    assert_eq!(expired(&now)["campaigns"], serde_json::json!([]));
    tool.write("tagpulse.toml", "");
    let gone = expired(&now);
    let campaigns = gone["campaigns"].as_array().unwrap();
    assert_eq!((campaigns.len(), &campaigns[0]["campaign"], &campaigns[0]["videos"]), (1, &"over".into(), &60.into()));
    assert_eq!(campaigns[0]["expired"]["forget_after_days"], 180);
    assert!(export(&tool, "over").contains("(forgotten "));
    let text = tool.call(&["forget", "--expired", "--now", &now]).expect(0).stdout;
    assert_eq!(text, "No campaign is over for so long.\n");
}

#[test]
fn the_days_are_a_setting() {
    let (tool, sandbox, end) = stage("forget_after_days = 7\n");
    let handle = sandbox.world().listing(TAG, end, 0)[0].author.handle.clone();
    let check = tool.call(&["check", "--now", &rfc3339(end), "--format", "json"]).expect(0).json();
    let of = |values: &serde_json::Value| {
        let days = values.as_array().unwrap().iter().find(|value| value["name"] == "forget_after_days").unwrap();
        format!("{} {}", days["value"], days["origin"])
    };
    assert_eq!(of(&check["values"]), "\"180\" \"default\"");
    assert_eq!(of(&check["sections"][0]["values"]), "\"7\" \"tagpulse.toml:7\"");
    let config = config(&rfc3339(end)[..10], "forget_after_days = 0\n");
    let seven = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    tool.write("tagpulse.toml", config);
    let expire = |days: i64| {
        tool.call(&["forget", "--expired", "--now", &rfc3339(end + days * DAY)]).expect(0);
        !export(&tool, "over").contains(&handle)
    };
    assert!(!expire(5_000), "0 is never");
    tool.write("tagpulse.toml", seven);
    assert!(!expire(7) && expire(8));
    assert_eq!(
        files_with(&handle, &tool.path("")),
        [tool.path("tagpulse.db")] as [PathBuf; 1],
        "of the other campaign"
    );
}

#[test]
fn a_run_by_the_clock_says_it_first_and_one_of_a_later_day_forgets() {
    let world = WorldOptions { videos: 60, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(5) };
    let sandbox = start(calm(world));
    let tool = Tool::of(&sandbox);
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let end = clock - 190 * DAY;
    sandbox.set_now(end);
    let handle = sandbox.world().listing(TAG, end, 0)[0].author.handle.clone();
    tool.write("tagpulse.toml", config(&rfc3339(end)[..10], ""));
    run(&tool, end);
    sandbox.set_now(clock);
    let by_clock = || tool.call(&["run", "--format", "json"]).expect(0);
    let said = by_clock();
    assert!(said.stderr.contains("over: it ended on ") && said.stderr.contains("a run from tomorrow on"), "{said}");
    let again = by_clock();
    assert!(!again.stderr.contains("it ended on") || !again.stderr.contains("tomorrow"), "once: {again}");
    assert!(export(&tool, "over").contains(&handle));
    // A day passes.
    let store = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    let earlier = "UPDATE meta SET value = value - 86400 WHERE key = 'forgetting_noticed'";
    assert_eq!(store.execute(earlier, []).unwrap(), 1);
    drop(store);
    let ran = by_clock();
    assert!(ran.stderr.contains("are forgotten, the figures stay"), "{ran}");
    assert!(!export(&tool, "over").contains(&handle));
}
