//! How fast is a back-test? A hundred campaigns of 200 videos, read once a day for 28 days: 560,000
//! observations, on one core. `cargo xtask bench` writes what this prints into BENCHMARKS.md.
//!
//! Beside it, in the same run, the same lines are only read, by serde_json into a struct: what a back-test
//! takes in such passes can be compared between machines. The core alone is there, and the tool as it is
//! built, from its start to its end, with its lines of alerts. Nothing is asserted but that all
//! observations were there and both told the same. `valgrind --tool=callgrind` on this program with the
//! argument 5 shows where the time of five campaigns goes.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use mimalloc::MiMalloc;
use tagpulse_core::{Input, Settings, Zone, backtest};
use tagpulse_sandbox::{Observation, SimOptions, simulate};

/// As in the binary.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// Campaigns and rounds, of which the median counts.
const FULL: (u64, usize) = (100, 5);
const QUICK: (u64, usize) = (2, 1);
const VIDEOS: usize = 200;
const DAYS: usize = 28;

/// The observations as lines, campaign after campaign, of the seeds from 1 on.
fn lines(campaigns: u64) -> Vec<u8> {
    let mut lines = Vec::new();
    for seed in 1..=campaigns {
        let mut options = SimOptions::seeded(seed);
        options.world.videos = VIDEOS;
        options.world.days = DAYS as u32;
        // All are out when it begins, so that every reading lists every video.
        options.world.older_share = 1.0;
        for observation in simulate(&options).observations {
            serde_json::to_writer(&mut lines, &observation).unwrap();
            lines.write_all(b"\n").unwrap();
        }
    }
    lines
}

/// How many observations there are, as serde_json reads them.
fn read(lines: &[u8]) -> usize {
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let rows: Vec<Observation> = lines.map(|line| serde_json::from_slice(line).unwrap()).collect();
    std::hint::black_box(rows).len()
}

/// How many alerts the core finds.
fn told(lines: &[u8]) -> usize {
    backtest(&[Input { name: "past.ndjson", bytes: lines }], &Settings::default(), &Zone::utc()).unwrap().alerts.len()
}

/// How many the tool prints.
fn printed(file: &Path) -> usize {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_tagpulse"));
    let output = tool.arg("backtest").arg(file).args(["--format", "ndjson"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.iter().filter(|byte| **byte == b'\n').count()
}

/// Seconds that a step takes, and what it gave.
fn timed(step: impl FnOnce() -> usize) -> (f64, usize) {
    let began = Instant::now();
    let result = std::hint::black_box(step());
    (began.elapsed().as_secs_f64(), result)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // A number of campaigns alone is for a profiler.
    if let Some(campaigns) = arguments.iter().find_map(|argument| argument.parse().ok()) {
        println!("{} alerts", told(&lines(campaigns)));
        return;
    }
    let (campaigns, rounds) = if arguments.iter().any(|argument| argument == "--quick") { QUICK } else { FULL };
    let lines = lines(campaigns);
    let observations = campaigns as usize * VIDEOS * DAYS;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("past.ndjson");
    std::fs::write(&file, &lines).unwrap();
    let mut alerts = 0;
    let mut taken = [const { Vec::new() }; 3];
    for round in 1..=rounds {
        eprintln!("--- back-test, round {round} of {rounds}");
        let steps = [timed(|| read(&lines)), timed(|| told(&lines)), timed(|| printed(&file))];
        alerts = steps[1].1;
        assert_eq!((steps[0].1, steps[2].1), (observations, alerts));
        taken.iter_mut().zip(steps).for_each(|(taken, (seconds, _))| taken.push(seconds));
    }
    println!("{observations} observations ({campaigns} campaigns of {VIDEOS} videos, {DAYS} daily readings,");
    println!(
        "{:.0} MB of lines), which have {alerts} alerts. The median of {rounds} rounds.\n",
        lines.len() as f64 / 1e6
    );
    println!("| | seconds | least to most | observations a second | times the reading |");
    println!("|---|---:|---|---:|---:|");
    let median = |taken: &[f64]| taken[taken.len() / 2];
    taken.iter_mut().for_each(|taken| taken.sort_by(f64::total_cmp));
    let reading = median(&taken[0]);
    let names =
        ["the lines only read, serde_json", "back-test, the core alone", "`tagpulse backtest FILE --format ndjson`"];
    for (name, taken) in names.into_iter().zip(&taken) {
        let (seconds, least, most) = (median(taken), taken[0], taken[taken.len() - 1]);
        let a_second = observations as f64 / seconds;
        println!(
            "| {name} | {seconds:.2} | {least:.2} to {most:.2} | {:.2} million | {:.1} |",
            a_second / 1e6,
            seconds / reading
        );
    }
}
