//! Faults that show elsewhere than in the exit code: suspect days, hostile captions, items left
//! out, redirects, a provider that is not there.

use std::net::TcpListener;

use tagpulse_sandbox::{Fault, FaultKind, SandboxOptions};

use crate::{
    provider::{at, calm, listed, start, world},
    tool::{KEY, TAG, Tool, rfc3339},
};

/// What a suspect second day says, after a good one.
fn suspect_day(fault: FaultKind, says: &str) {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let tomorrow = sandbox.now();
    let today = tomorrow - 86_400;
    sandbox.set_now(today);
    let trusted = tool.run(today, &[]).expect(0).report();
    assert!(trusted["total_videos"].as_u64().unwrap() >= 137);
    sandbox.set_now(tomorrow);
    sandbox.set_faults(vec![Fault::from(fault)]);
    let ran = tool.run(tomorrow, &[]).expect(0);
    let report = ran.report();
    assert!(ran.stderr.contains("suspect reading") && ran.stderr.contains(says), "{ran}");
    assert!(report["coverage"]["suspect"].as_str().unwrap().contains(says), "{ran}");
    for key in ["total_videos", "total_views", "total_engagement", "top_5_creators", "viral_videos"] {
        assert_eq!(report[key], trusted[key], "{key} of {ran}");
    }
    assert!(report["diff"].is_null() && report["view_growth_24h"].is_null());
    assert_eq!(report["alerts"].as_array().map(Vec::len), Some(0));
    let text = tool.call(&["report", TAG]).expect(0);
    let first = text.stdout.lines().next().unwrap();
    assert!(first.contains("SUSPECT") && first.contains(says), "{text}");
    // The day after is compared with the trusted reading.
    sandbox.set_faults(Vec::new());
    let next = tool.run(tomorrow + 3_600 * 12, &[]).expect(0).report();
    assert_eq!(next["diff"]["since"], rfc3339(today));
    // Its document stays as it was, and the instant can be run again.
    let stored = tool.call(&["report", TAG, "--at", &rfc3339(tomorrow), "--format", "json"]).expect(0);
    assert!(ran.stdout.contains(stored.stdout.trim_end()), "{stored}\ndiffers from\n{ran}");
    assert_eq!(tool.run(tomorrow, &[]).expect(0).stdout, ran.stdout);
    assert!(tool.call(&["check"]).expect(0).stdout.contains("the carried state equals"));
}

#[test]
fn all_counts_at_zero_change_no_figure() {
    suspect_day(FaultKind::AllZeroCounts, "have 0 views now");
}

#[test]
fn an_empty_listing_changes_no_figure() {
    suspect_day(FaultKind::EmptyList, "nothing is listed where 1");
}

#[test]
fn blank_ids_change_no_figure() {
    suspect_day(FaultKind::AllBlankIds, "items are no videos");
}

#[test]
fn an_item_without_id_is_left_out_alone_and_named() {
    let sandbox = start(SandboxOptions { faults: vec![at("60", FaultKind::ItemWithoutId)], ..calm(world(150)) });
    let tool = Tool::of(&sandbox);
    let report = tool.run(sandbox.now(), &[]).expect(0).report();
    assert_eq!(report["total_videos"], listed(&sandbox, TAG, usize::MAX).0 - 1);
    let rejected = &report["coverage"]["rejected"][0];
    assert_eq!(
        (&rejected["page"], &rejected["index"], &rejected["field"]),
        (&3.into(), &15.into(), &"aweme_id".into())
    );
    let text = tool.call(&["report", TAG]).expect(0);
    assert!(text.stdout.contains("1 item left out (page 3, item 15"), "{text}");
}

#[test]
fn a_hostile_caption_reaches_no_terminal() {
    let hostile = |text: &str| {
        let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        text.chars().any(bad) || text.contains("</")
    };
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    // The first of the ranking is among the videos that are shown.
    sandbox.set_faults(vec![at("0", FaultKind::TerminalEscapes)]);
    let ran = tool.run(sandbox.now(), &[]).expect(0);
    let captions: Vec<String> =
        ran.report()["top_videos"].as_array().unwrap().iter().map(|video| video["desc"].to_string()).collect();
    assert!(captions.iter().any(|caption| caption.contains("desrever")), "the fault did not happen: {captions:?}");
    assert!(!hostile(&ran.stdout), "{:?}", ran.stdout);
    for command in ["report", "diff", "history"] {
        let shown = tool.call(&[command, TAG]).expect(0);
        assert!(!hostile(&shown.stdout) && !hostile(&shown.stderr), "{shown}");
    }
}

#[test]
fn half_a_character_becomes_one_mark() {
    let sandbox = start(SandboxOptions { faults: vec![at("0", FaultKind::LoneSurrogate)], ..calm(world(150)) });
    let report = Tool::of(&sandbox).run(sandbox.now(), &[]).expect(0).report();
    let captions = report["top_videos"].to_string();
    assert_eq!(captions.matches('\u{fffd}').count(), 1, "{captions}");
}

#[test]
fn an_item_without_author_has_neither_name_nor_address() {
    let sandbox = start(SandboxOptions { faults: vec![at("0", FaultKind::ItemWithoutAuthor)], ..calm(world(150)) });
    let report = Tool::of(&sandbox).run(sandbox.now(), &["--top", "150"]).expect(0).report();
    let videos = report["top_videos"].as_array().unwrap().iter();
    let nameless: Vec<_> = videos.filter(|video| video["author"].is_null()).collect();
    assert_eq!(nameless.len(), 1);
    assert!(nameless[0]["url"].is_null());
}

#[test]
fn the_key_follows_no_redirect() {
    let sandbox = start(calm(world(150)));
    sandbox.set_faults(vec![at("30", FaultKind::Redirect { location: None })]);
    Tool::of(&sandbox).run(sandbox.now(), &[]).expect(6);
    let ledger = sandbox.ledger();
    assert_eq!(ledger.requests.last().unwrap().status, Some(302));
    let elsewhere = ledger.requests.iter().filter(|entry| !entry.path.starts_with("/api/v1/tiktok/"));
    assert_eq!(elsewhere.count(), 0, "{:?}", ledger.requests);
}

#[test]
fn nobody_answers() {
    // Bound and given back: nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let tool = Tool::alone().with("SCAVIO_API_KEY", KEY);
    let url = format!("http://127.0.0.1:{port}/api/v1/tiktok");
    let ran = tool.run(1_750_000_000, &["--base-url", &url]).expect(6);
    assert!(ran.stderr.contains("no connection to the provider"), "{ran}");
    assert!(ran.report().is_null());
}

#[test]
fn a_wrong_key_costs_one_request() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with("SCAVIO_API_KEY", "sk_wrong");
    let ran = tool.run(sandbox.now(), &[]).expect(4);
    assert!(ran.stderr.contains("refused the key") && !ran.stderr.contains("sk_wrong"), "{ran}");
    assert_eq!(sandbox.ledger().totals.requests, 1);
}
