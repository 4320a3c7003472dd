//! Which videos belong to a campaign is a setting: it holds for all days at once, and a day is
//! one of the campaign's zone.

use serde_json::Value;

use crate::{
    provider::{calm, start, world},
    tool::{TAG, Tool, rfc3339},
};

#[test]
fn a_change_restates_the_days_before() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let now = sandbox.now();
    for at in [now - 86_400, now] {
        sandbox.set_now(at);
        tool.run(at, &[]).expect(0);
    }
    let report = |config: &str| -> (Value, Value) {
        tool.write("tagpulse.toml", format!("[[campaign]]\nhashtags = [\"{TAG}\"]\n{config}"));
        let json = |command: &str| tool.call(&[command, TAG, "--format", "json"]).expect(0).json();
        assert!(tool.call(&["check"]).expect(0).stdout.contains("2 readings, the carried state equals them"));
        (json("report"), json("history")["days"][0].clone())
    };
    let (all, first_day) = report("");
    let loudest = all["top_5_creators"][0].as_str().unwrap().to_owned();
    let theirs = sandbox.world().truth(now).iter().filter(|truth| truth.author.handle == loudest).count() as u64;
    let (without, first_without) = report(&format!("exclude = [\"{loudest}\"]\n"));
    assert_eq!(without["coverage"]["excluded"]["creator"], theirs);
    assert_eq!(without["total_videos"].as_u64().unwrap() + theirs, all["total_videos"].as_u64().unwrap());
    assert!(first_without["total_views"].as_u64() < first_day["total_views"].as_u64());
    let start_of = sandbox.world().options().day_start(5);
    let early = sandbox.world().truth(now).iter().filter(|truth| truth.video.created < start_of).count();
    let (late, _) = report(&format!("start = {}\n", &rfc3339(start_of)[..10]));
    assert_eq!(late["coverage"]["excluded"]["before_start"], early);
    // Taking it back gives what was there.
    assert_eq!(report(""), (all, first_day));
}

#[test]
fn days_begin_in_the_campaigns_zone() {
    let sandbox = start(calm(world(150)));
    // 23:30 in London's summer is half past midnight in Berlin.
    let at = sandbox.world().options().day_start(20) - 5_400;
    sandbox.set_now(at);
    let date = |zone: &str| {
        let tool = Tool::of(&sandbox);
        let report = tool.run(at, &["--zone", zone]).expect(0).report();
        assert_eq!(report["zone"], zone);
        let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
        assert_eq!(history["days"][0]["date"], report["date"], "the zone is kept with the campaign");
        report["date"].as_str().unwrap().to_owned()
    };
    assert_eq!((date("Europe/London"), date("Europe/Berlin")), ("2025-06-20".to_owned(), "2025-06-21".to_owned()));
}
