//! Large videos that a listing does not have are read again one by one, over several days.

use std::collections::HashSet;

use serde_json::Value;
use tagpulse_sandbox::{Entry, Fault, FaultKind, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    provider::{at, once, start, status},
    round_trip::moved,
    tool::{Ended, KEY, TAG, Tool, rfc3339},
};

/// Pages are all read, and some three of ten videos are missing from each day's.
fn provider(videos: usize) -> Sandbox {
    let world =
        WorldOptions { videos, days: 8, absent_share: 0.3, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(31) };
    let options = SandboxOptions { page_shift: false, heavy: false, ..SandboxOptions::of(world) };
    start(SandboxOptions { key: KEY.to_owned(), ..options })
}

/// Morning of a day.
fn turn_to(sandbox: &Sandbox, day: u32) -> i64 {
    let now = sandbox.world().options().day_start(day) + 6 * 3_600;
    sandbox.set_now(now);
    now
}

/// What the provider was asked for one by one, since so many requests.
fn alone(sandbox: &Sandbox, before: usize) -> Vec<Entry> {
    let requests = sandbox.ledger().requests.into_iter().skip(before);
    requests.filter(|entry| entry.path.ends_with("/video")).collect()
}

fn views(sandbox: &Sandbox, id: &str) -> u64 {
    let truth = sandbox.world().truth(sandbox.now());
    truth.iter().find(|truth| truth.video.id.to_string() == id).unwrap().counts.views
}

/// What the tool knows, by the ids of its export: the views of the newest row of each.
fn known(tool: &Tool) -> Vec<(String, u64)> {
    let export = tool.call(&["export", TAG, "--format", "ndjson"]).expect(0).stdout;
    let mut last = std::collections::BTreeMap::new();
    for line in export.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        if let (Some(id), Some(views)) = (row["video_id"].as_str(), row["views"].as_u64()) {
            last.insert(id.to_owned(), views);
        }
    }
    let mut known: Vec<(String, u64)> = last.into_iter().collect();
    known.sort_by_key(|(_, views)| std::cmp::Reverse(*views));
    known
}

fn sound(tool: &Tool) {
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("the carried state equals "), "{check}");
}

fn coverage(ran: &Ended) -> (u64, u64) {
    let coverage = ran.report()["coverage"].clone();
    (coverage["rechecked"].as_u64().unwrap(), coverage["recheck_failed"].as_u64().unwrap())
}

#[test]
fn the_largest_that_are_not_listed_are_read_again_every_day() {
    let sandbox = provider(150);
    let tool = Tool::of(&sandbox);
    for day in 3..7 {
        let now = turn_to(&sandbox, day);
        let before = if day == 3 { Vec::new() } else { known(&tool) };
        let asked = sandbox.ledger().requests.len();
        let ran = tool.run(now, &["--recheck", "5"]).expect(0);
        let listing: HashSet<String> =
            sandbox.world().listing(TAG, now, 0).iter().map(|truth| truth.video.id.to_string()).collect();
        let wanted: Vec<&String> =
            before.iter().map(|(id, _)| id).filter(|id| !listing.contains(*id)).take(5).collect();
        let alone = alone(&sandbox, asked);
        assert_eq!(alone.iter().map(|entry| &entry.hashtag).collect::<Vec<_>>(), wanted, "day {day}");
        assert_eq!(coverage(&ran), (if day == 3 { 0 } else { 5 }, 0), "{ran}");
        let report = ran.report();
        assert_eq!(report["cost"]["credits"], sandbox.ledger().requests.len() - asked, "{ran}");
        // Their counts are those of today, and they are still not seen.
        let now_known: std::collections::HashMap<String, u64> = known(&tool).into_iter().collect();
        for id in wanted {
            assert_eq!(now_known[id], views(&sandbox, id), "day {day}: {id}");
        }
        let not_seen = now_known.keys().filter(|id| !listing.contains(*id)).count();
        assert_eq!(report["coverage"]["not_seen"], not_seen);
        assert_eq!(report["total_views"], now_known.values().sum::<u64>());
        sound(&tool);
    }
    let text = tool.call(&["report", TAG]).expect(0);
    assert!(text.stdout.contains("not listed today, 5 read again one by one, the others carried with"), "{text}");
    round_trip(&tool);
    // A month of such days.
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    assert_eq!(cost["credits"], sandbox.ledger().totals.credits);
    let last = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(last["cost"]["monthly_credits"], last["cost"]["credits"].as_u64().unwrap() * 30);
}

/// An export read into an empty store gives the same reports.
fn round_trip(tool: &Tool) {
    let report = |tool: &Tool| {
        let mut report = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
        report["cost"].take();
        report
    };
    for format in ["ndjson", "csv"] {
        let other = moved(tool, format);
        assert_eq!(report(&other), report(tool), "{format}");
        sound(&other);
    }
    let of = |source: &str| tool.call(&["backtest", source, "--format", "json"]).expect(0).json();
    assert_eq!(of("export.ndjson"), of(TAG));
}

#[test]
fn what_is_not_there_keeps_its_counts_and_is_never_called_deleted() {
    let missing = FaultKind::EmptyList;
    for (kind, credits) in [(status(404), 0), (missing, 1), (FaultKind::AllZeroCounts, 1), (FaultKind::NullCounts, 1)] {
        let sandbox = provider(150);
        let tool = Tool::of(&sandbox);
        tool.run(turn_to(&sandbox, 3), &[]).expect(0);
        let now = turn_to(&sandbox, 4);
        let before = known(&tool);
        sandbox.set_faults(vec![at("video", kind.clone())]);
        let ran = tool.run(now, &["--recheck", "3"]).expect(0);
        assert_eq!(coverage(&ran), (0, 3), "{kind:?}: {ran}");
        let entries = alone(&sandbox, 0);
        assert_eq!(entries.len(), 3, "{kind:?}: once each");
        for entry in &entries {
            let carried = before.iter().find(|(id, _)| *id == entry.hashtag);
            // What was shown is stored as it was, and not believed.
            if kind != FaultKind::AllZeroCounts {
                assert_eq!(known(&tool).iter().find(|(id, _)| *id == entry.hashtag), carried, "{kind:?}");
            }
        }
        let total = ran.report()["total_views"].as_u64().unwrap();
        assert!(total > before.iter().map(|(_, views)| views).sum(), "{kind:?}: {ran}");
        assert_eq!(ran.report()["cost"]["credits_possible"], 3 - 3 * credits, "{kind:?}");
        let text = tool.call(&["report", TAG]).expect(0);
        assert!(text.stdout.contains("3 large videos could not be read again; last known counts"), "{text}");
        assert!(!text.stdout.contains("deleted"), "{text}");
        sound(&tool);
    }
}

#[test]
fn what_was_not_there_gives_way_to_the_next_ones_for_a_week() {
    // Nothing under an id, or an answer without a video.
    for kind in [status(404), FaultKind::EmptyList] {
        let sandbox = provider(150);
        let tool = Tool::of(&sandbox);
        let first = turn_to(&sandbox, 3);
        tool.run(first, &[]).expect(0);
        // The listing of this day stays: nothing comes and goes but what is asked for one by one.
        let second = turn_to(&sandbox, 4);
        let mut asked = Vec::new();
        let mut gone = Vec::new();
        for reading in 0..9 {
            let before = alone(&sandbox, 0).len();
            let now = second + reading * 60;
            let ran = tool.run(now, &["--recheck", "2"]).expect(0);
            let ids: Vec<String> = alone(&sandbox, 0).into_iter().skip(before).map(|entry| entry.hashtag).collect();
            assert_eq!(ids.len(), 2, "{kind:?}, {reading}: {ran}");
            if reading == 0 {
                // The giants go after they were there once.
                gone = ids.clone();
                let fault = |id: &String| Fault { hashtag: Some(id.clone()), ..at("video", kind.clone()) };
                sandbox.set_faults(gone.iter().map(fault).collect());
            }
            asked.push(ids);
            sound(&tool);
        }
        assert_eq!(asked[1], gone, "{kind:?}: they are the largest still");
        for ids in &asked[2..8] {
            assert!(ids.iter().all(|id| !gone.contains(id)) && *ids == asked[2], "{kind:?}: {asked:?}");
        }
        assert_eq!(asked[8], gone, "{kind:?}: a week later they may be there again");
        // Where there is room for all, nobody has to give way.
        let before = alone(&sandbox, 0).len();
        tool.run(second + 600, &["--recheck", "1000"]).expect(0);
        let all: Vec<Entry> = alone(&sandbox, 0).into_iter().skip(before).collect();
        assert!(gone.iter().all(|id| all.iter().any(|entry| entry.hashtag == *id)), "{kind:?}");
    }
}

#[test]
fn a_budget_ends_them_and_keeps_what_was_read() {
    let sandbox = provider(150);
    let tool = Tool::of(&sandbox);
    tool.run(turn_to(&sandbox, 3), &[]).expect(0);
    let now = turn_to(&sandbox, 4);
    let plan = tool.run(now, &["--dry-run", "--recheck", "9", "--max-pages", "10"]).expect(0).json();
    assert_eq!(plan["credits_max"], 1 + 10 + 9);
    let listing = sandbox.world().listing(TAG, now, 0).len() as u64;
    let budget = 1 + listing.div_ceil(30) + 2;
    let ran = tool.run(now, &["--recheck", "9", "--max-credits", &budget.to_string()]).expect(5);
    assert!(ran.stderr.contains("--max-credits"), "{ran}");
    assert_eq!(coverage(&ran), (2, 7), "{ran}");
    assert_eq!(ran.report()["cost"]["credits"], budget);
    assert_eq!(ran.report()["hashtags"][0]["stop_reason"], "no_more");
    sound(&tool);
}

#[test]
fn what_goes_wrong_is_tried_again_and_what_concerns_all_stops_all() {
    let check = |faults: Vec<Fault>, code: i32, expected: (u64, u64), asked: usize| {
        let sandbox = provider(150);
        let tool = Tool::of(&sandbox);
        tool.run(turn_to(&sandbox, 3), &[]).expect(0);
        let now = turn_to(&sandbox, 4);
        sandbox.set_faults(faults.clone());
        let ran = tool.run(now, &["--recheck", "4"]).expect(code);
        assert_eq!(coverage(&ran), expected, "{faults:?}: {ran}");
        assert_eq!(alone(&sandbox, 0).len(), asked, "{faults:?}: {ran}");
        let (credits, possible) = {
            let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
            (cost["credits"].as_u64().unwrap(), cost["credits_possible"].as_u64().unwrap())
        };
        let taken = sandbox.ledger().totals.credits;
        assert!(credits <= taken && taken <= credits + possible, "{credits} <= {taken} <= +{possible}");
        sound(&tool);
    };
    check(vec![once("video", status(503))], 0, (4, 0), 8);
    check(vec![once("video", FaultKind::Drop)], 0, (4, 0), 8);
    check(vec![at("video", status(500))], 6, (0, 4), 3);
    check(vec![at("video", FaultKind::Html)], 6, (0, 4), 3);
    check(vec![at("video", FaultKind::Truncated { fraction: 0.5 })], 6, (0, 4), 3);
    check(vec![at("video", status(401))], 4, (0, 4), 1);
    check(vec![at("video", status(402))], 5, (0, 4), 1);
    check(vec![at("video", FaultKind::UnknownShape)], 1, (0, 4), 1);
}

#[test]
fn a_killed_run_asks_for_none_again_that_was_paid_for() {
    let sandbox = provider(150);
    let undisturbed = {
        let tool = Tool::of(&sandbox);
        tool.run(turn_to(&sandbox, 3), &[]).expect(0);
        let mut report = tool.run(turn_to(&sandbox, 4), &["--recheck", "8"]).expect(0).report();
        report.as_object_mut().unwrap().remove("cost").unwrap();
        report
    };
    let first = alone(&sandbox, 0)[0].hashtag.clone();
    for (killed_after, gone) in [(1, false), (3, false), (5, true), (7, true)] {
        sandbox.reset();
        let tool = Tool::of(&sandbox);
        tool.run(turn_to(&sandbox, 3), &[]).expect(0);
        let now = turn_to(&sandbox, 4);
        let slow = Fault { attempt: None, ..at("video", FaultKind::Delay { ms: 20 }) };
        let not_there = Fault { hashtag: Some(first.clone()), ..at("video", status(404)) };
        sandbox.set_faults(if gone { vec![slow, not_there] } else { vec![slow] });
        let shown = rfc3339(now);
        let arguments = ["run", "--hashtag", TAG, "--quiet", "--now", &shown, "--recheck", "8"];
        let mut child = tool.command(&arguments).spawn().unwrap();
        while alone(&sandbox, 0).len() < killed_after {
            assert!(child.try_wait().unwrap().is_none(), "ended before it was killed");
            std::thread::sleep(std::time::Duration::from_micros(300));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = tool.run(now, &["--recheck", "8"]).expect(0);
        let entries = alone(&sandbox, 0);
        let mut ids: Vec<&str> = entries.iter().map(|entry| entry.hashtag.as_str()).collect();
        // What was out when the run was killed comes again, and nothing else.
        ids.dedup();
        assert!(entries.len() <= ids.len() + 1, "killed after {killed_after}: {entries:?}");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "killed after {killed_after}: {entries:?}");
        assert_eq!(ids.len(), 8, "killed after {killed_after}: {entries:?}");
        assert_eq!(coverage(&ran), (8 - u64::from(gone), u64::from(gone)));
        if !gone {
            let mut report = ran.report();
            report.as_object_mut().unwrap().remove("cost").unwrap();
            assert_eq!(report, undisturbed, "killed after {killed_after}");
        }
        sound(&tool);
    }
}

#[test]
fn campaigns_that_share_a_video_read_it_once() {
    let sandbox = provider(150);
    let tool = Tool::of(&sandbox);
    tool.write(
        "tagpulse.toml",
        format!(
            "recheck = 4\nconcurrency = 4\n[[campaign]]\nname = \"a\"\nhashtags = [\"{TAG}\"]\n\
             [[campaign]]\nname = \"b\"\nhashtags = [\"{TAG}\"]\nrecheck = 6\n\
             [[campaign]]\nname = \"c\"\nhashtags = [\"{TAG}\"]\nrecheck = 0\n"
        ),
    );
    let check = tool.call(&["check"]);
    let rechecks: Vec<&str> =
        check.stdout.lines().filter(|line| line.starts_with("  recheck ")).filter_map(|line| line.get(24..)).collect();
    assert_eq!(rechecks, ["4   (tagpulse.toml:1)", "6   (tagpulse.toml:9)", "0   (tagpulse.toml:13)"], "{check}");
    let mut last = None;
    for day in [3, 4] {
        let now = rfc3339(turn_to(&sandbox, day));
        last = Some(tool.call(&["run", "--now", &now, "--format", "json"]).expect(0));
    }
    let run = last.unwrap().json();
    let again = |place: usize| run["campaigns"][place]["report"]["coverage"]["rechecked"].as_u64();
    assert_eq!([again(0), again(1), again(2)], [Some(4), Some(6), Some(0)]);
    assert_eq!(alone(&sandbox, 0).len(), 6);
}

#[test]
fn a_pseudonymised_export_names_none_of_them_and_keeps_the_figures() {
    let sandbox = provider(150);
    let tool = Tool::of(&sandbox).with_secret("TAGPULSE_PSEUDONYM_KEY", "a-key-of-these-tests-91d2");
    for day in 3..5 {
        tool.run(turn_to(&sandbox, day), &["--recheck", "5"]).expect(0);
    }
    let ids: Vec<String> = alone(&sandbox, 0).into_iter().map(|entry| entry.hashtag).collect();
    assert_eq!(ids.len(), 5);
    let figures = |tool: &Tool| {
        let report = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
        (report["total_views"].clone(), report["coverage"]["rechecked"].clone(), report["diff"]["view_growth"].clone())
    };
    for format in ["ndjson", "csv"] {
        let file = format!("export.{format}");
        tool.call(&["export", TAG, "--pseudonymise", "--format", format, "--output", &file]).expect(0);
        let text = std::fs::read_to_string(tool.path(&file)).unwrap();
        for id in &ids {
            assert!(!text.contains(id.as_str()), "{id} in {file}");
        }
        let other = Tool::alone();
        other.write(&file, text);
        other.call(&["import", &file, "--hashtag", TAG]).expect(0);
        assert_eq!(figures(&other), figures(&tool), "{format}");
    }
}
