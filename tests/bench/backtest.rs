//! How fast is a back-test? A hundred campaigns of 200 videos, read once a day for 28 days: 560,000
//! observations, on one core.
//!
//! `cargo bench --bench backtest`. Beside it, in the same run, the same lines are only read, by serde_json
//! into a struct: what a back-test takes in such passes can be compared between machines. Nothing is
//! asserted but that all observations were there. `valgrind --tool=callgrind` on this program with the
//! argument 5 shows where the time of five campaigns goes.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::io::Write;
use std::time::Instant;

use mimalloc::MiMalloc;
use tagpulse_core::{Backtest, Input, Settings, Zone, backtest};
use tagpulse_sandbox::{Observation, SimOptions, simulate};

/// As in the binary.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

const CAMPAIGNS: u64 = 100;
const VIDEOS: usize = 200;
const DAYS: usize = 28;
/// Of which the fastest counts: what else runs on the machine only ever slows one down.
const RUNS: usize = 3;

/// The observations as lines, campaign after campaign.
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

/// Seconds of the fastest run, and what it gave.
fn fastest<T>(step: impl Fn() -> T) -> (f64, T) {
    let timed = |_| {
        let began = Instant::now();
        let result = std::hint::black_box(step());
        (began.elapsed().as_secs_f64(), result)
    };
    (0..RUNS).map(timed).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

fn told(lines: &[u8]) -> Backtest {
    backtest(&[Input { name: "past.ndjson", bytes: lines }], &Settings::default(), &Zone::utc()).unwrap()
}

fn main() {
    // One campaign count alone is for a profiler.
    if let Some(campaigns) = std::env::args().nth(1).and_then(|argument| argument.parse().ok()) {
        println!("{} alerts", told(&lines(campaigns)).alerts.len());
        return;
    }
    let lines = lines(CAMPAIGNS);
    let observations = lines.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(observations, CAMPAIGNS as usize * VIDEOS * DAYS);
    let parse = || lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let (reading, read) =
        fastest(|| parse().map(|line| serde_json::from_slice::<Observation>(line).unwrap()).collect::<Vec<_>>());
    assert_eq!(read.len(), observations);
    let (testing, result) = fastest(|| told(&lines));
    println!("{observations} observations of {CAMPAIGNS} campaigns, {:.0} MB, one core", lines.len() as f64 / 1e6);
    for (what, seconds) in [("read only, serde_json", reading), ("back-test", testing)] {
        let million = observations as f64 / seconds / 1e6;
        println!("{what:<24}{seconds:>8.2} s{million:>8.2} million observations a second");
    }
    println!("{} alerts; a back-test takes {:.1} times the reading", result.alerts.len(), testing / reading);
}
