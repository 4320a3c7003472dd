//! What a config may change of a campaign that has a history: its name, its hashtags, its days.
//! Nothing is lost, and what happened is said.

use serde_json::Value;
use tagpulse_sandbox::{Sandbox, WorldOptions};

use crate::{
    deliveries::{self, HOOK, TELLS_MUCH, stage},
    provider::{calm, start},
    receiver::{Answer, Receiver},
    tool::{Ended, Tool, rfc3339},
};

const DAY: i64 = 86_400;

fn provider() -> Sandbox {
    let hashtags = vec!["glow".to_owned(), "beach".to_owned()];
    start(calm(WorldOptions { videos: 120, hashtags, ..WorldOptions::seeded(9) }))
}

/// Runs this config on a day of the world.
fn run(tool: &Tool, sandbox: &Sandbox, day: u32, config: &str) -> Ended {
    let now = sandbox.world().options().day_start(day) + 6 * 3_600;
    sandbox.set_now(now);
    tool.write("tagpulse.toml", config);
    tool.call(&["run", "--now", &rfc3339(now), "--format", "json"])
}

fn campaign(name: &str, hashtags: &str, more: &str) -> String {
    format!("[[campaign]]\nname = \"{name}\"\nhashtags = [{hashtags}]\n{more}")
}

fn days(tool: &Tool, name: &str) -> usize {
    tool.call(&["history", name, "--format", "json"]).expect(0).json()["days"].as_array().unwrap().len()
}

#[test]
fn a_campaign_keeps_its_history_under_another_name() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    run(&tool, &sandbox, 20, &campaign("spring", "\"glow\"", "")).expect(0);
    run(&tool, &sandbox, 21, &campaign("spring", "\"glow\"", "")).expect(0);
    let renamed = campaign("spring 2026", "\"glow\"", "was = \"spring\"\n");
    tool.write("tagpulse.toml", &renamed);
    let early = tool.call(&["report", "spring 2026"]).expect(2);
    assert!(early.stderr.contains("\"spring 2026\" is still \"spring\" in the store, until `tagpulse run`"), "{early}");
    tool.call(&["report", "spring"]).expect(0);
    let ran = run(&tool, &sandbox, 22, &renamed).expect(0);
    assert!(ran.stderr.contains("\"spring\" is now \"spring 2026\" in the store"), "{ran}");
    assert_eq!(ran.report()["diff"]["elapsed_hours"], 24, "{ran}");
    assert_eq!(days(&tool, "spring 2026"), 3);
    tool.call(&["history", "spring"]).expect(2);
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("the carried state equals them"), "{check}");
    // Once is enough: the key may stay.
    let again = run(&tool, &sandbox, 23, &renamed).expect(0);
    assert!(!again.stderr.contains("is now"), "{again}");
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    let names: Vec<&Value> = cost["ledger"].as_array().unwrap().iter().map(|row| &row["campaign"]).collect();
    assert!(names.iter().all(|name| **name == "spring 2026"), "{names:?}");
}

#[test]
fn a_name_that_was_forgotten_is_pointed_at_and_can_be_told_later() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    run(&tool, &sandbox, 20, &campaign("spring", "\"glow\"", "")).expect(0);
    let ran = run(&tool, &sandbox, 21, &campaign("summer", "\"glow\"", "")).expect(0);
    assert!(ran.stderr.contains("write was = \"spring\" in it"), "{ran}");
    assert_eq!(days(&tool, "summer"), 1);
    let ran = run(&tool, &sandbox, 22, &campaign("summer", "\"glow\"", "was = \"spring\"\n")).expect(0);
    assert_eq!(days(&tool, "summer"), 3, "{ran}");
    tool.call(&["check"]).expect(0);
}

#[test]
fn what_was_told_under_both_names_is_joined_and_not_told_again() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    let run = |hours: i64, name: &str, more: &str| {
        let campaign = format!("name = \"{name}\"\n{more}");
        tool.write("tagpulse.toml", format!("{TELLS_MUCH}{HOOK}").replace("name = \"spring\"\n", &campaign));
        let now = sandbox.world().options().day_start(20) + (6 + hours) * 3_600;
        sandbox.set_now(now);
        deliveries::run(&tool, now).expect(0)
    };
    run(0, "spring", "");
    // The old name is forgotten, so the day's alerts are raised again; of two of them nobody hears at first.
    receiver.answer(&vec![Answer::Status(404, "not yet"); 2]);
    let summer = run(2, "summer", "");
    assert!(deliveries::raised(&summer).len() > 2 && deliveries::waiting(&tool).len() == 2, "{summer}");
    let before = receiver.got().len();
    let joined = run(24, "summer", "was = \"spring\"\n");
    assert_eq!(days(&tool, "summer"), 2, "{joined}");
    let told = deliveries::taken(&receiver.got()[..before]);
    let told = |key: &String| told.contains(&key.replacen("summer/", "spring/", 1)) || told.contains(key);
    let again: Vec<String> = deliveries::taken(&receiver.got()[before..]).into_iter().filter(told).collect();
    assert_eq!(again, Vec::<String>::new(), "{joined}");
    assert!(deliveries::waiting(&tool).is_empty(), "{joined}");
    tool.call(&["check"]).expect(0);
}

#[test]
fn a_hashtag_more_joins_the_history_and_one_that_vanishes_loses_nothing() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    let one = run(&tool, &sandbox, 20, &campaign("spring", "\"glow\"", "")).expect(0).report();
    let two = run(&tool, &sandbox, 21, &campaign("spring", "\"glow\", \"beach\"", "")).expect(0).report();
    let count = |report: &Value| report["total_videos"].as_u64().unwrap();
    assert_eq!(two["hashtags"].as_array().unwrap().len(), 2);
    assert!(count(&two) > count(&one));
    // What the second hashtag brought was not published since yesterday, and nobody is told of it.
    assert!(two["diff"]["found"].as_u64().unwrap() > 0);
    let known: Vec<&Value> = one["top_videos"].as_array().unwrap().iter().map(|video| &video["video_id"]).collect();
    assert!(known.len() == 10 && count(&two) - count(&one) > 10);
    let told = two["alerts"].as_array().unwrap().iter().filter(|alert| alert["notifies"] == true);
    let brought = told.filter(|alert| !stored_on_the_first_day(&tool, alert["video_id"].as_str())).count();
    assert_eq!(brought, 0, "{two}");
    // The provider knows it no longer.
    let gone = tagpulse_sandbox::Fault {
        hashtag: Some("beach".to_owned()),
        ..tagpulse_sandbox::Fault::from(tagpulse_sandbox::FaultKind::ChallengeNull)
    };
    sandbox.set_faults(vec![gone]);
    let ran = run(&tool, &sandbox, 22, &campaign("spring", "\"glow\", \"beach\"", "")).expect(1);
    assert!(ran.stderr.contains("the provider knows no hashtag \"beach\""), "{ran}");
    assert!(count(&ran.report()) >= count(&two), "{ran}");
    assert!(ran.report()["coverage"]["not_seen"].as_u64().unwrap() > 0);
}

/// Whether the first reading had this video already; what is of no video is of the campaign.
fn stored_on_the_first_day(tool: &Tool, video: Option<&str>) -> bool {
    let Some(video) = video else { return false };
    let rows = tool.call(&["export", "spring", "--format", "ndjson"]).expect(0).stdout;
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    rows.iter().any(|row| row["video_id"] == *video && row["taken_at"] == rows[0]["taken_at"])
}

#[test]
fn a_hashtag_that_vanishes_is_the_trouble_of_its_campaign_alone() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    let both = campaign("spring", "\"glow\"", "") + &campaign("summer", "\"beach\"", "");
    run(&tool, &sandbox, 20, &both).expect(0);
    let gone =
        |kind| tagpulse_sandbox::Fault { hashtag: Some("beach".to_owned()), ..tagpulse_sandbox::Fault::from(kind) };
    for (day, kind) in [(21, tagpulse_sandbox::FaultKind::ChallengeNull), (22, crate::provider::status(404))] {
        sandbox.set_faults(vec![gone(kind)]);
        let ran = run(&tool, &sandbox, day, &both).expect(3);
        assert!(ran.stderr.contains("summer: the provider "), "{ran}");
        let shown = ran.json();
        let of = |name: &str| {
            shown["campaigns"].as_array().unwrap().iter().find(|it| it["campaign"] == name).unwrap().clone()
        };
        assert!(of("spring")["error"].is_null() && of("spring")["report"]["diff"]["elapsed_hours"] == 24, "{ran}");
        assert!(!of("summer")["error"].is_null(), "{ran}");
    }
    assert_eq!((days(&tool, "spring"), days(&tool, "summer")), (3, 1));
    tool.call(&["check"]).expect(0);
}

#[test]
fn other_days_and_creators_restate_what_was() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    let before = run(&tool, &sandbox, 20, &campaign("spring", "\"glow\"", "")).expect(0).report();
    let day = &before["date"].as_str().unwrap()[..10];
    let creator = before["top_5_creators"][0].as_str().unwrap();
    tool.write("tagpulse.toml", campaign("spring", "\"glow\"", &format!("exclude = [\"@{creator}\"]\n")));
    let after = tool.call(&["report", "spring", "--date", day, "--format", "json"]).expect(0).json();
    assert!(after["total_views"].as_u64() < before["total_views"].as_u64());
    assert!(after["coverage"]["excluded"]["creator"].as_u64().unwrap() > 0);
    assert_eq!(
        sandbox.ledger().totals.requests,
        before["cost"]["requests"].as_u64().unwrap(),
        "nothing was asked again"
    );
}

#[test]
fn a_campaign_is_read_until_its_tail_is_over() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    let start = sandbox.world().options().day_start(0);
    let end = &rfc3339(start + 10 * DAY)[..10];
    let config = campaign("spring", "\"glow\"", &format!("end = {end}\ntail_days = 3\n"));
    let read = run(&tool, &sandbox, 13, &config).expect(0);
    assert_eq!(read.report()["campaign"], "spring");
    let sent = sandbox.ledger().totals.requests;
    let over = run(&tool, &sandbox, 14, &config).expect(0);
    assert!(over.stderr.contains(&format!("spring: not read: it ended on {end} and tail_days = 3 are over")), "{over}");
    assert_eq!(over.json()["campaigns"], Value::Array(Vec::new()));
    assert_eq!(sandbox.ledger().totals.requests, sent);
    let now = rfc3339(sandbox.now());
    let dry = tool.call(&["run", "--dry-run", "--now", &now]).expect(0);
    assert_eq!(dry.stdout, format!("Nothing is sent, and a run at {now} would send nothing\n"), "{dry}");
    // By name it is read all the same.
    tool.call(&["run", "spring", "--now", &now]).expect(0);
    assert!(sandbox.ledger().totals.requests > sent);
}

#[test]
fn a_time_that_is_given_puts_the_reading_in_its_place() {
    let sandbox = provider();
    let tool = Tool::of(&sandbox);
    let config = campaign("spring", "\"glow\"", "");
    run(&tool, &sandbox, 20, &config).expect(0);
    let newest = run(&tool, &sandbox, 22, &config).expect(0);
    let back = run(&tool, &sandbox, 21, &config).expect(0);
    assert_eq!(back.report()["diff"]["elapsed_hours"], 24, "{back}");
    assert_eq!(back.report()["alerts"], Value::Array(Vec::new()));
    assert_eq!(days(&tool, "spring"), 3);
    tool.call(&["check"]).expect(0);
    // The last report is still that of the latest instant, now compared with the day between.
    let last = tool.call(&["report", "spring", "--format", "json"]).expect(0).json();
    assert_eq!(last["taken_at"], newest.report()["taken_at"]);
    assert_eq!(last["total_views"], newest.report()["total_views"]);
    assert_eq!(last["diff"]["elapsed_hours"], 24);
}
