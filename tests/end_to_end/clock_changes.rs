//! Days of 23 and 25 hours, and of a clock that moves by half an hour: a run at the same local time every day
//! makes a day of each, each compared with the day before.

use tagpulse_sandbox::{SandboxOptions, WorldOptions};

use crate::{
    provider::{calm, start},
    tool::{TAG, Tool, rfc3339},
};

/// Runs at these instants, all at one local time, with the hours between them, and the days they belong to.
fn check(zone: &str, runs: &[(&str, &str)], hours: &[f64]) {
    let at = |text: &str| tagpulse_core::Timestamp::parse(text).unwrap().seconds();
    let begin = at(runs[0].0) - 20 * 86_400;
    let world = WorldOptions { videos: 90, hashtags: vec![TAG.into()], start: begin, ..WorldOptions::seeded(4) };
    let sandbox = start(SandboxOptions { now: Some(at(runs[0].0)), ..calm(world) });
    let tool = Tool::of(&sandbox);
    let mut views = Vec::new();
    for (nth, (now, day)) in runs.iter().enumerate() {
        sandbox.set_now(at(now));
        let report = tool.run(at(now), &["--zone", zone]).expect(0).report();
        assert_eq!(report["date"], *day, "{zone} {now}");
        views.push(report["total_views"].as_i64().unwrap());
        let Some(before) = nth.checked_sub(1) else { continue };
        assert_eq!(report["diff"]["since"], rfc3339(at(runs[before].0)), "{zone} {now}");
        assert_eq!(report["diff"]["elapsed_hours"].as_f64(), Some(hours[before]), "{zone} {now}");
        assert_eq!(report["view_growth_24h"], views[nth] - views[before], "{zone} {now}");
        assert!(report["new_videos_24h"].is_u64(), "{zone} {now}");
    }
    let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    let days: Vec<&str> = history["days"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(days, runs.iter().map(|(_, day)| *day).collect::<Vec<_>>(), "{zone}");
    tool.call(&["check"]).expect(0);
}

#[test]
fn a_day_of_23_hours_and_one_of_25() {
    // Seven in the morning, and half past midnight.
    let spring = [
        ("2026-03-28T06:00:00Z", "2026-03-28"),
        ("2026-03-29T05:00:00Z", "2026-03-29"),
        ("2026-03-30T05:00:00Z", "2026-03-30"),
    ];
    check("Europe/Berlin", &spring, &[23.0, 24.0]);
    let autumn = [
        ("2026-10-24T22:30:00Z", "2026-10-25"),
        ("2026-10-25T23:30:00Z", "2026-10-26"),
        ("2026-10-26T23:30:00Z", "2026-10-27"),
    ];
    check("Europe/Berlin", &autumn, &[25.0, 24.0]);
}

#[test]
fn a_clock_that_moves_by_half_an_hour() {
    // Half past midnight, by +11:00 and +10:30.
    let autumn = [
        ("2026-04-03T13:30:00Z", "2026-04-04"),
        ("2026-04-04T13:30:00Z", "2026-04-05"),
        ("2026-04-05T14:00:00Z", "2026-04-06"),
        ("2026-04-06T14:00:00Z", "2026-04-07"),
    ];
    check("Australia/Lord_Howe", &autumn, &[24.0, 24.5, 24.0]);
    let spring = [
        ("2026-10-02T14:00:00Z", "2026-10-03"),
        ("2026-10-03T14:00:00Z", "2026-10-04"),
        ("2026-10-04T13:30:00Z", "2026-10-05"),
    ];
    check("Australia/Lord_Howe", &spring, &[24.0, 23.5]);
}
