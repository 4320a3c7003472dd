//! A history's bytes, and those of a kept reading's header: what is taken can be reported on, gone on
//! with and written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tagpulse_core::{Campaign, Header, Hints, History, Input, Snapshot, Timestamp, Zone, read_files};
use tagpulse_fuzz::{campaign, check_json, parts, resealed};

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let [state, more @ ..] = &parts(rest, 2)[..] else { return };
    let sealed = if choice & 1 == 0 { state.to_vec() } else { resealed(state) };
    if let Ok(header) = Header::from_bytes(&sealed) {
        assert_eq!(Header::from_bytes(&header.to_bytes()).as_ref(), Ok(&header));
    }
    let Ok(mut history) = History::from_bytes(&sealed) else { return };
    check_bytes(&history);
    check_json(&tagpulse_core::to_json(&history.days()));
    // The name of a mutated history need not be one that settings take.
    let Some(campaign) = campaign(history.campaign()) else { return };
    report(&history, &campaign);
    for alert in history.pending() {
        assert!(history.acknowledge(&alert.key), "an alert that waits can be acknowledged");
    }
    for reading in readings(&history, more.first().copied()) {
        if history.advance(&reading, &campaign, &Zone::utc()).is_ok() {
            report(&history, &campaign);
            check_bytes(&history);
        }
    }
});

/// What is written is read back as the same.
fn check_bytes(history: &History) {
    let bytes = history.to_bytes();
    assert_eq!(resealed(&bytes), bytes, "the targets make the checksum that the core makes");
    let again = History::from_bytes(&bytes).expect("its own bytes");
    assert_eq!(again.to_bytes(), bytes, "written, read and written again");
}

fn report(history: &History, campaign: &Campaign) {
    if let Ok(report) = history.report(campaign, &Zone::utc()) {
        check_json(&report.to_json());
    }
    history.held(campaign, &Zone::utc());
}

/// Readings after the newest, of the same videos on two days: those of the input, or a small listing.
fn readings(history: &History, given: Option<&[u8]>) -> Vec<Snapshot> {
    const FEW: &[u8] = br#"{"videos":[
        {"video_id":"7412345678901234567","play_count":90000,"digg_count":10,"desc":"hi #glow","author":{"unique_id":"anna"}},
        {"video_id":"7412345678901234568","play_count":7},
        {"video_id":"1","play_count":0,"comment_count":3}]}"#;
    let newest = history.newest().unwrap_or_default();
    let read = |days: i64| {
        let taken_at: Timestamp = newest.plus(days * 86_400);
        let inputs = [Input { name: "more", bytes: given.unwrap_or(FEW) }];
        read_files(&inputs, &Hints::default(), taken_at).unwrap_or_default()
    };
    [1, 2].into_iter().flat_map(read).take(8).collect()
}
