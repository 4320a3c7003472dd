//! Up to three files: their readings, the report, and its figures counted again without the history.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tagpulse_core::{Hints, Input, Report, Snapshot, Zone, analyze, read_files};
use tagpulse_fuzz::{berlin, campaign, check_json, check_video, now, parts};

const NAMES: [&str; 3] = ["first.json", "second <b>.csv", "third\u{202e}.ndjson"];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let zone = if choice & 1 == 0 { Zone::utc() } else { berlin() };
    let mut files: Vec<Input<'_>> =
        parts(bytes, NAMES.len()).into_iter().zip(NAMES).map(|(bytes, name)| Input { name, bytes }).collect();
    let report = read(&files, &zone);
    files.reverse();
    let reversed = read(&files, &zone);
    assert_eq!(report.is_some(), reversed.is_some(), "files are read in one order and not in the other");
    if let (Some(report), Some(reversed)) = (report, reversed)
        // Of a video's counts the later ones win, so another order can be another reason for doubt.
        && !report.doubted
        && !reversed.doubted
    {
        assert_eq!(report.report.total_videos, reversed.report.total_videos, "the order of files");
    }
});

struct Made {
    report: Report,
    /// Whether a reading was not trusted.
    doubted: bool,
}

fn read(files: &[Input<'_>], zone: &Zone) -> Option<Made> {
    let hints = Hints { zone: Some(zone), ..Hints::default() };
    let readings = read_files(files, &hints, now()).ok()?;
    for listed in readings.iter().flat_map(|reading| &reading.videos) {
        check_video(&listed.video);
    }
    // A reading of the far future wants a table that goes there.
    let zone = if zone.name() == "UTC" { Zone::utc() } else { berlin() };
    let campaign = campaign("fuzz")?;
    let report = analyze(&readings, &campaign, &zone).ok()?;
    check_json(&report.to_json());
    let mut doubted = false;
    for until in 1..=readings.len() {
        doubted |= until < 8 && analyze(&readings[..until], &campaign, &zone).ok()?.coverage.suspect.is_some();
    }
    if let ([reading], None) = (&readings[..], &report.coverage.suspect) {
        check_totals(&report, reading);
    }
    Some(Made { report, doubted: doubted || readings.len() >= 8 })
}

fn check_totals(report: &Report, reading: &Snapshot) {
    let counts = || reading.videos.iter().map(|listed| listed.video.counts);
    let sum = |of: &dyn Fn(tagpulse_core::Counts) -> u64| counts().map(of).fold(0, u64::saturating_add);
    assert_eq!(report.total_videos, reading.videos.len() as u64);
    assert_eq!(report.total_views, sum(&|counts| counts.views.unwrap_or(0)));
    assert_eq!(report.total_engagement, sum(&|counts| counts.engagement()));
}
