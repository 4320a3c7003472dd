//! The commands around a store, the slips of a command line, and the formats.

use crate::{
    provider::{calm, start, world},
    tool::{TAG, Tool, rfc3339},
};

/// A store with two days.
fn two_days() -> (Tool, i64) {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let now = sandbox.now();
    for at in [now - 86_400, now] {
        sandbox.set_now(at);
        tool.run(at, &[]).expect(0);
    }
    (tool, now)
}

#[test]
fn people_read_what_a_store_holds() {
    let (tool, now) = two_days();
    let today = rfc3339(now);
    let shows = |arguments: &[&str], parts: &[&str]| {
        // By the clock the reading would be old, and that is told.
        let shown = tool.call(&[arguments, &["--now", &today]].concat()).expect(0);
        for part in parts {
            assert!(shown.stdout.contains(part), "expected \"{part}\" of {shown}");
        }
        assert!(shown.stderr.is_empty(), "{shown}");
    };
    shows(
        &["report", TAG],
        &[
            "#glow   compared with 24 h before",
            "Most likes and comments: @",
            "6 credits; every day about 180",
            "TikTok's page",
        ],
    );
    let (today, before) = (&rfc3339(now)[..10], &rfc3339(now - 86_400)[..10]);
    shows(&["report", "#Glow", "--date", before], &["first reading", "Growth and alerts start with the next reading"]);
    shows(&["diff", TAG], &["24 h before", "gained views", "published since"]);
    shows(&["history", TAG], &[before, today, "  gained  published"]);
    shows(&["cost"], &["12 credits in all", "glow: 6 credits a reading, about 180 a month"]);
    shows(&["check"], &["glow: 2 readings, the carried state equals them", "***", "TAGPULSE_STORE"]);
}

#[test]
fn programs_read_the_same() {
    let (tool, now) = two_days();
    for arguments in [&["report", TAG][..], &["diff", TAG], &["history", TAG], &["cost"], &["check"]] {
        let document = tool.call(&[arguments, &["--format", "json"]].concat()).expect(0);
        assert_eq!(document.stdout.lines().count(), 1, "{document}");
        assert!(document.json().is_object());
    }
    let report = tool.call(&["report", TAG, "--format", "json"]).expect(0);
    let diff = tool.call(&["diff", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(diff["diff"], report.json()["diff"]);
    assert_eq!(diff["diff"]["elapsed_hours"], 24.0);
    // A file gets the same bytes, and stdout nothing.
    let written = tool.call(&["report", TAG, "--format", "json", "--output", "report.json"]).expect(0);
    assert_eq!(written.stdout, "");
    assert_eq!(std::fs::read_to_string(tool.path("report.json")).unwrap(), report.stdout);
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    assert_eq!((&cost["credits"], &cost["credits_possible"]), (&12.into(), &0.into()));
    let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(history["days"][1]["taken_at"], rfc3339(now));
}

#[test]
fn what_is_not_there_is_said() {
    let (tool, _) = two_days();
    let says = |arguments: &[&str], part: &str| {
        let ended = tool.call(arguments).expect(2);
        assert!(ended.stderr.contains(part) && ended.stdout.is_empty(), "expected \"{part}\" of {ended}");
    };
    says(&["report", "glo"], "did you mean \"glow\"?");
    says(&["report", TAG, "--date", "2020-01-01"], "no reading on 2020-01-01");
    says(&["report", TAG, "--at", "2020-01-01T00:00:00Z"], "the nearest is of ");
    says(&["report", TAG, "--date", "yesterday"], "--date");
    says(&["report", TAG, "--nwo", "x"], "--nwo");
    says(&["run", "--hashtag", TAG, "--now", "noon"], "--now: \"noon\"");
    says(&["run", "--hashtag", TAG, "--max-credits", "0"], "--max-credits 0 allows nothing");
    says(&["run", "--hashtag", "a b"], "a b");
    says(&["run", "--hashtag", TAG, "--base-url", "http://example.com/x"], "--insecure-http");
    says(&["run", "--hashtag", TAG, "--zone", "Europe/Belrin"], "Europe/Berlin");
    says(&["run"], "no campaign to run: there is no config; `tagpulse init` writes one");
    says(&["rnu"], "rnu");
    assert!(Tool::alone().call(&["history", TAG]).code != Some(0));
}

#[test]
fn a_bad_config_is_told_with_line_and_column() {
    let tool = Tool::alone();
    let check = |text: &str, place: &str, part: &str| {
        tool.write("tagpulse.toml", text);
        for command in [&["check"][..], &["run"], &["run", "--dry-run"]] {
            let ended = tool.call(command).expect(78);
            assert!(ended.stderr.contains(place) && ended.stderr.contains(part), "expected {place} {part} of {ended}");
        }
    };
    check("zone = \n", "tagpulse.toml:1:", "");
    check("\nmax_credit = 5\n", "tagpulse.toml:2:1: ", "did you mean \"max_credits\"?");
    check("[[campaign]]\nhashtags = [\"a b\"]\n", "tagpulse.toml:2:13: ", "\"a b\"");
    check("base_url = \"http://example.com/\"\n[[campaign]]\nhashtags = [\"a\"]\n", "(tagpulse.toml:1)", "http");
    tool.call(&["check", "--config", "elsewhere.toml"]).expect(78);
    tool.write("tagpulse.toml", "[[campaign]]\nhashtags = [\"a\"]\n");
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("reads well") && check.stdout.contains("no store yet"), "{check}");
}

#[test]
fn completions_are_a_script() {
    let bash = Tool::alone().call(&["completions", "bash"]).expect(0);
    assert!(bash.stdout.contains("complete -F _tagpulse") && bash.stdout.contains("--max-credits"), "{bash}");
    Tool::alone().call(&["completions", "cobol"]).expect(2);
}

#[test]
fn help_and_version_are_no_errors() {
    let help = Tool::alone().call(&["--help"]).expect(0);
    for command in ["run", "analyze", "report", "diff", "history", "import", "check", "cost", "completions"] {
        assert!(help.stdout.contains(&format!("\n  {command}")), "{command} is not in {help}");
    }
    let version = Tool::alone().call(&["--version"]).expect(0);
    assert_eq!(version.stdout.trim_end(), concat!("tagpulse ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_store_that_is_none_is_left_alone() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let garbage = "not a database, but something a user would miss\n".repeat(100);
    tool.write("tagpulse.db", &garbage);
    for command in [&["run", "--hashtag", TAG][..], &["history", TAG], &["cost"]] {
        let ended = tool.call(command).expect(1);
        assert!(ended.stderr.contains("tagpulse.db") && !ended.stderr.contains("panicked"), "{ended}");
    }
    assert_eq!(std::fs::read_to_string(tool.path("tagpulse.db")).unwrap(), garbage);
    assert_eq!(sandbox.ledger().totals.requests, 0);
}

#[test]
fn what_cannot_be_written_or_stored_is_said_before_anything_is_paid_for() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    tool.write("file", "x");
    let says = |arguments: &[&str], told: &str| {
        let ended = tool.call(arguments).expect(1);
        let all = ended.stdout.clone() + &ended.stderr;
        assert!(all.contains(told) && !all.contains(".tmp"), "{told}: {ended}");
    };
    let (run, no_file) = (["run", "--hashtag", TAG], "the store . is a folder; name a file with --store");
    let no_folder = "cannot write none/glow.txt; name another file with --output: there is no folder none";
    says(&[&run[..], &["--output", "none/glow.txt"]].concat(), no_folder);
    says(&[&run[..], &["--output", "."]].concat(), "cannot write .; name another file with --output: it is a folder");
    says(&[&run[..], &["--store", "."]].concat(), no_file);
    says(&["report", TAG, "--store", "."], no_file);
    says(&["check", "--store", "."], no_file);
    let no_store = "there can be no store at file/x.db; name another with --store: file is no folder";
    says(&["check", "--store", "file/x.db"], no_store);
    assert_eq!(sandbox.ledger().totals.requests, 0);
    let good = tool.call(&["check", "--store", "later/x.db"]).expect(0);
    assert!(good.stdout.contains("no store yet at later/x.db; the first run makes it"), "{good}");
    assert_eq!(std::fs::read_dir(tool.path("")).unwrap().count(), 1, "nothing is left there");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (tool, _) = two_days();
    let mut child = tool.command(&["report", TAG]).spawn().unwrap();
    drop(child.stdout.take());
    tool.ended(&child.wait_with_output().unwrap(), &["report"]).expect(0);
}

/// What a policy would have told, as the npm package's tests read it too.
#[test]
fn a_back_test_prints_one_line_an_alert_and_writes_nothing() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/backtest");
    let observations = format!("{folder}/observations.ndjson");
    let tool = Tool::alone();
    for policy in ["recommended", "tutorial"] {
        let ended = tool.call(&["backtest", &observations, "--policy", policy, "--format", "ndjson"]).expect(0);
        assert_eq!(ended.stdout, std::fs::read_to_string(format!("{folder}/{policy}.ndjson")).unwrap(), "{policy}");
    }
    tool.write("past.ndjson.gz", crate::exports::gzip(&std::fs::read(&observations).unwrap()));
    let zipped = tool.call(&["backtest", "past.ndjson.gz", "--format", "ndjson"]).expect(0);
    assert_eq!(zipped.stdout, std::fs::read_to_string(format!("{folder}/recommended.ndjson")).unwrap());
    let text = tool.call(&["backtest", &observations]).expect(0);
    assert!(text.stdout.contains("autumn   14 readings from 5 Nov 2026 06:00 to 18 Nov 2026 06:00 UTC,"), "{text}");
    tool.write("mine.toml", "preset = \"recommended\"\ngain_floor = 1e9\n");
    let none = tool.call(&["backtest", &observations, "--policy", "mine.toml", "--format", "json"]).expect(0).json();
    assert!(none["alerts"].as_array().unwrap().iter().all(|alert| alert["video_id"].is_null()), "{none}");
    let refused = tool.call(&["backtest", &observations, "--policy", "careful"]).expect(2);
    assert!(refused.stderr.contains("\"careful\" is no policy; there are recommended and tutorial"), "{refused}");
    tool.call(&["backtest", "nosuch"]).expect(1);
    assert!(!tool.path("tagpulse.db").exists());
}

#[test]
fn a_stored_campaign_tells_what_was_told_and_what_would_have_been() {
    let (tool, _) = two_days();
    let told = tool.call(&["alerts", TAG, "--format", "json"]).expect(0).json();
    let mut report = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
    for alert in report["alerts"].as_array_mut().unwrap() {
        // What the config says of now.
        alert["own"] = false.into();
        // Nobody is configured who could be told.
        alert["delivery"] = serde_json::Value::Null;
    }
    assert_eq!(told["alerts"], report["alerts"], "all of the second day's");
    assert!(tool.call(&["alerts", TAG]).expect(0).stdout.starts_with("glow"));
    let replayed = tool.call(&["backtest", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(replayed["campaigns"][0]["readings"], 2);
    let sent = told["alerts"].as_array().unwrap().iter().filter(|alert| alert["notifies"] == true).count();
    assert_eq!(replayed["alerts"].as_array().unwrap().len(), sent);
}
