//! Does cost stay linear? A million videos against a hundred thousand, side by side in one run.
//!
//! `cargo bench`. Times and memory are printed with their ratio and asserted
//! nowhere: ten times the videos should cost about ten times. Where it is more, the smaller campaign
//! still fits into the processor's cache: the instructions (`valgrind --tool=callgrind` on this
//! program with the arguments `"first day" 100000`) grow by less than ten.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::time::Instant;

use peak_alloc::PeakAlloc;
use tagpulse_core::{
    Campaign, Counts, Header, History, Listed, Rejections, Settings, Snapshot, Timestamp, Usage, Video, VideoId, Zone,
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Runs of each step, of which the median counts. Each is a process of its own, as a daily run
/// is: in one process the smaller figure would be of warm memory and the larger of cold.
const RUNS: usize = 5;

fn reading(day: i64, videos: u64) -> Snapshot {
    let listed = |n: u64| {
        let id = (1_789_000_000 + n % 900_000) << 32 | n;
        let views = (n.wrapping_mul(0x9e37_79b9) % 1_000_003) + day as u64 * (n % 5_000);
        Listed {
            video: Video {
                video_id: VideoId(id),
                author: Some(format!("creator{}", n % (videos / 3 + 1))),
                desc: Some(format!("Trying the new look, day {n} #springglow #fyp")),
                created: Some((id >> 32) as i64),
                counts: Counts {
                    views: Some(views),
                    likes: Some(views / 20),
                    comments: Some(views / 900),
                    shares: Some(views / 300),
                    saves: Some(views / 200),
                },
                author_followers: Some(n % 700_000),
                duration_s: Some(15),
                hashtags: ["springglow", "fyp"].into_iter().collect(),
                observed: None,
            },
            under: vec![0],
        }
    };
    let header = Header {
        taken_at: Timestamp::from_seconds(1_790_056_800 + day * 86_400).unwrap(),
        hashtags: vec![tagpulse_core::HashtagListing::new("springglow")],
        duplicates: 0,
        rejected: Rejections::default(),
        usage: Usage::default(),
        sources: None,
        recheck_failed: 0,
    };
    Snapshot { header, videos: (0..videos).map(listed).collect(), rechecked: Vec::new() }
}

/// Does one step once, on what is made before; gives milliseconds, and bytes at the peak above
/// what stood before.
fn once<T>(step: impl FnOnce() -> T) -> (f64, f64) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let began = Instant::now();
    let result = std::hint::black_box(step());
    let time = began.elapsed();
    let memory = MEMORY.peak_usage().saturating_sub(before);
    drop(result);
    (time.as_secs_f64() * 1e3, memory as f64)
}

const STEPS: [&str; 5] = ["first day", "second day", "report and diff", "history to bytes", "history from bytes"];

fn step(name: &str, videos: u64) -> (f64, f64) {
    let campaign = Campaign::new(Settings { hashtags: vec!["springglow".into()], ..Settings::default() }).unwrap();
    let zone = Zone::utc();
    let advance = |mut history: History, day: &Snapshot| {
        history.advance(day, &campaign, &zone).unwrap();
        history
    };
    let new = History::new(campaign.name());
    let day_1 = reading(0, videos * 9 / 10);
    if name == STEPS[0] {
        return once(|| advance(new, &day_1));
    }
    let first = advance(new, &day_1);
    drop(day_1);
    let day_2 = reading(1, videos);
    if name == STEPS[1] {
        return once(|| advance(first, &day_2));
    }
    let second = advance(first, &day_2);
    drop(day_2);
    let bytes = second.to_bytes();
    match name {
        "report and diff" => once(|| second.report(&campaign, &zone).unwrap()),
        "history to bytes" => once(|| second.to_bytes()),
        _ => once(|| History::from_bytes(&bytes).unwrap()),
    }
}

/// The median over processes of their own.
fn median(name: &str, videos: u64) -> (f64, f64) {
    let measured = |_| {
        let program = std::env::current_exe().unwrap();
        let output = std::process::Command::new(program).args([name, &videos.to_string()]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (time, memory) = text.trim().split_once(' ').unwrap();
        (time.parse::<f64>().unwrap(), memory.parse::<f64>().unwrap())
    };
    let mut runs: Vec<(f64, f64)> = (0..RUNS).map(measured).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    runs[RUNS / 2]
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, name, videos] = arguments.as_slice()
        && STEPS.contains(&name.as_str())
    {
        let (time, memory) = step(name, videos.parse().unwrap());
        println!("{time} {memory}");
        return;
    }
    println!(
        "{:<20}{:>14}{:>14}{:>8}{:>14}{:>14}{:>8}",
        "", "100,000", "1,000,000", "ratio", "100,000", "1,000,000", "ratio"
    );
    for name in STEPS {
        let ((time, memory), (times, memories)) = (median(name, 100_000), median(name, 1_000_000));
        println!(
            "{name:<20}{time:>11.1} ms{times:>11.1} ms{:>8.2}{:>11.1} MB{:>11.1} MB{:>8.2}",
            times / time,
            memory / 1e6,
            memories / 1e6,
            memories / memory
        );
    }
}
