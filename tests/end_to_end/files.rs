//! Saved answers in the place of the provider: a report without a store, and the same figures
//! with one.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use tagpulse_sandbox::Sandbox;

use crate::{
    provider::{calm, listed, pages, start, world},
    tool::{Ended, TAG, Tool, rfc3339},
};

const DAY: i64 = 86_400;
const FIGURES: [&str; 7] = [
    "total_videos",
    "total_views",
    "total_engagement",
    "avg_views",
    "avg_engagement",
    "viral_videos",
    "top_5_creators",
];

/// Saves the listing of so many days before the world's end; gives the instant and the files.
fn save(sandbox: &Sandbox, tool: &Tool, days_before: i64) -> (i64, Vec<String>) {
    let now = sandbox.world().options().end() - days_before * DAY;
    sandbox.set_now(now);
    let mut names = Vec::new();
    for (page, bytes) in pages(sandbox, TAG).iter().enumerate() {
        names.push(format!("day{days_before}_page{page}.json"));
        tool.write(&names[page], bytes);
    }
    (now, names)
}

fn call(tool: &Tool, command: &str, now: i64, files: &[String], more: &[&str]) -> Ended {
    let now = rfc3339(now);
    let mut arguments = vec![command, "--hashtag", TAG, "--now", &now, "--format", "json"];
    arguments.extend(files.iter().map(String::as_str));
    tool.call(&[&arguments, more].concat())
}

fn figures(report: &Value) -> Vec<Value> {
    FIGURES.iter().map(|key| report[key].clone()).collect()
}

#[test]
fn saved_answers_give_the_runs_figures() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let (now, files) = save(&sandbox, &tool, 0);
    let ran = tool.run(now, &[]).expect(0).report();
    let analyzed = call(&Tool::alone(), "analyze", now, &paths(&tool, &files), &[]).expect(0).json();
    assert_eq!(figures(&analyzed), figures(&ran));
    let sources = analyzed["coverage"]["sources"].as_array().unwrap();
    assert_eq!((sources.len(), &sources[0]["file"]), (files.len(), &files[0].as_str().into()));
    assert!(!analyzed.to_string().contains(tool.path("").to_str().unwrap()), "a report names files, not folders");
}

fn paths(tool: &Tool, files: &[String]) -> Vec<String> {
    files.iter().map(|name| tool.path(name).to_str().unwrap().to_owned()).collect()
}

#[test]
fn stdin_is_a_file() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::alone();
    let (now, files) = save(&sandbox, &tool, 0);
    let now = rfc3339(now);
    let arguments = ["analyze", "-", "--now", &now, "--hashtag", TAG, "--format", "json"];
    let mut child = tool.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(tool.path(&files[0])).unwrap()).unwrap();
    let report = tool.ended(&child.wait_with_output().unwrap(), &arguments).expect(0).json();
    assert_eq!(report["total_videos"], 30);
    assert_eq!(report["coverage"]["sources"][0]["file"], "stdin");
    assert!(!tool.path("tagpulse.db").exists(), "analyze has no store");
}

#[test]
fn two_readings_from_files_are_compared() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::alone();
    let (before, old) = save(&sandbox, &tool, 1);
    let then = listed(&sandbox, TAG, usize::MAX);
    let (now, new) = save(&sandbox, &tool, 0);
    let at = rfc3339(before);
    let mut more = vec!["--previous-at", &at, "--previous"];
    more.extend(old.iter().map(String::as_str));
    let report = call(&tool, "analyze", now, &new, &more).expect(0).json();
    let today = listed(&sandbox, TAG, usize::MAX);
    assert_eq!(report["new_videos_24h"], today.0 - then.0);
    assert_eq!(report["view_growth_24h"], today.1 - then.1);
    assert_eq!(report["diff"]["since"], at);
}

#[test]
fn imported_answers_are_readings() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::alone();
    let (today, new) = save(&sandbox, &tool, 0);
    let (before, old) = save(&sandbox, &tool, 1);
    let analyzed = call(&tool, "analyze", today, &new, &[]).expect(0).json();
    let imported = call(&tool, "import", today, &new, &[]).expect(0).json();
    assert_eq!(figures(&imported), figures(&analyzed));
    assert!(imported["diff"].is_null());
    // The day before comes late: it takes its place, and today is compared with it.
    call(&tool, "import", before, &old, &[]).expect(0);
    let report = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(figures(&report), figures(&analyzed));
    assert_eq!(report["diff"]["since"], rfc3339(before));
    let date = rfc3339(before)[..10].to_owned();
    let older = tool.call(&["report", TAG, "--date", &date, "--format", "json"]).expect(0).json();
    assert_eq!(older["taken_at"], rfc3339(before));
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("glow: 2 readings, the carried state equals them"), "{check}");
    // Once more changes nothing, and says so.
    let again = call(&tool, "import", today, &new, &[]).expect(0);
    assert!(again.stderr.contains("stored already"), "{again}");
    assert_eq!(again.json(), report);
}

#[test]
fn the_tutorials_history_is_a_series_of_its_own() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let now = sandbox.now();
    let day = |ago: i64, views: u64| {
        let date = &rfc3339(now - ago * DAY)[..10];
        format!(r#"{{"date":"{date}","total_videos":120,"total_views":{views},"total_engagement":9}}"#)
    };
    tool.write("campaign_history.json", format!("[{},{}]", day(2, 1_000), day(1, 2_000)));
    tool.call(&["import", "campaign_history.json", "--hashtag", TAG]).expect(0);
    let report = tool.run(now, &[]).expect(0).report();
    assert!(report["diff"].is_null() && report["view_growth_24h"].is_null(), "imported days are no base");
    let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    let days = history["days"].as_array().unwrap();
    let origins: Vec<&Value> = days.iter().map(|day| &day["origin"]).collect();
    assert_eq!((days.len(), origins[0], origins[1]), (3, &"tutorial".into(), &"tutorial".into()));
    assert_eq!((&days[1]["total_views"], &days[2]["total_views"]), (&2_000.into(), &report["total_views"]));
    let again = tool.call(&["import", "campaign_history.json", "--hashtag", TAG]).expect(0);
    assert!(again.stderr.contains("0 imported days new, 2 stored before"), "{again}");
}

#[test]
fn a_bad_row_of_the_tutorials_history_costs_its_own_day_only() {
    let tool = Tool::alone();
    let day = |date: &str, rest: &str| format!(r#"{{"date":"{date}","total_videos":12,"total_views":{rest}}}"#);
    let good = r#"3400,"total_engagement":210"#;
    let rows = [day("2026-11-01", good), day("November", good), day("2026-11-03", "5"), day("2026-11-04", good)];
    tool.write("campaign_history.json", format!("[{}]", rows.join(",")));
    let import = || tool.call(&["import", "campaign_history.json", "--hashtag", TAG, "--format", "json"]);
    let ended = import().expect(0);
    let days = ended.json()["days"].as_array().unwrap().clone();
    let dates: Vec<&Value> = days.iter().map(|day| &day["date"]).collect();
    assert_eq!(dates, ["2026-11-01", "2026-11-04"], "{ended}");
    for told in [
        r#"campaign_history.json: passed over row 2: date: "November" is no day"#,
        "campaign_history.json: passed over row 3: total_engagement is missing, and unknown is not 0",
        "2 imported days new",
    ] {
        assert!(ended.stderr.contains(told), "{told}: {ended}");
    }
    tool.write("campaign_history.json", format!("[{}]", rows[1..3].join(",")));
    let none = import().expect(1);
    let says = r#"campaign_history.json: no row of days can be read; row 1: date: "November" is no day"#;
    assert!(none.stderr.contains(says), "{none}");
}

#[test]
fn what_is_no_answer_is_named() {
    let tool = Tool::alone();
    tool.write("page.html", "<!DOCTYPE html><title>x</title>");
    tool.write("other.json", r#"{"rows":[{"a":1}]}"#);
    for (file, says) in [("page.html", "HTML"), ("other.json", "rows"), ("none.json", "cannot read none.json")] {
        let ended = tool.call(&["analyze", file, "--hashtag", TAG]).expect(1);
        assert!(ended.stderr.contains(says) && ended.stderr.contains(file), "{ended}");
        tool.call(&["import", file, "--hashtag", TAG]).expect(1);
    }
    tool.call(&["report", TAG]).expect(2);
}

#[test]
fn a_file_without_a_video_changes_no_figure() {
    let tool = Tool::alone();
    let head = "video_id,author,views,likes,taken_at\n";
    let day = |day: u32, views: u32| format!("{head}7412345678901234501,anna,{views},1,2026-11-{day}T06:00:00Z\n");
    let import = |name: &str, rows: &str, now: &str| {
        tool.write(name, rows);
        tool.call(&["import", name, "--campaign", "spring", "--now", now]).expect(0)
    };
    // The first one says what is wrong, and not that a hashtag is.
    let bad = format!("{head},anna,5,1,\nx,berta,6,2,\n");
    let first = import("bad.csv", &bad, "2026-11-19T06:00:00Z");
    assert!(first.stdout.contains("of 2 items none could be read"), "{first}");
    assert!(!first.stdout.contains("spelling"), "{first}");
    import("day.csv", &day(20, 1_000), "2026-11-20T06:00:00Z");
    let rejected = import("bad.csv", &bad, "2026-11-21T06:00:00Z");
    assert!(rejected.stdout.starts_with("SUSPECT READING: 2 of 2 items are no videos."), "{rejected}");
    let empty = import("head.csv", head, "2026-11-21T07:00:00Z");
    assert!(empty.stdout.starts_with("SUSPECT READING: nothing is listed where 1 video"), "{empty}");
    let next = import("next.csv", &day(22, 1_500), "2026-11-22T06:00:00Z");
    assert!(next.stdout.contains("+500 in 48 h"), "{next}");
    let days = tool.call(&["history", "spring", "--format", "json"]).expect(0).json();
    assert_eq!(days["days"].as_array().map(Vec::len), Some(2), "{days}");
}
