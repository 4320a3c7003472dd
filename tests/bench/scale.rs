//! Does cost stay linear? A million videos against a hundred thousand, side by side in one run.
//!
//! `cargo bench`. Times and memory are printed with their ratio and asserted
//! nowhere: ten times the videos should cost about ten times, and at most twelve.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use tagpulse_core::{
    Campaign, Counts, Header, History, Listed, Rejections, Settings, Snapshot, Timestamp, Usage, Video, VideoId, Zone,
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Runs of each step, of which the median counts.
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
                hashtags: vec!["springglow".into(), "fyp".into()],
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
    };
    Snapshot { header, videos: (0..videos).map(listed).collect() }
}

struct Figure {
    step: &'static str,
    time: Duration,
    /// Bytes at the peak, above what stood before.
    memory: usize,
}

/// Times `run` on what `given` makes, which is not timed.
fn measure<G, T>(step: &'static str, mut given: impl FnMut() -> G, mut run: impl FnMut(G) -> T) -> Figure {
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..RUNS {
        let given = given();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let began = Instant::now();
        let result = run(given);
        times.push(began.elapsed());
        memory = MEMORY.peak_usage().saturating_sub(before);
        drop(result);
    }
    times.sort();
    Figure { step, time: times[RUNS / 2], memory }
}

fn figures(videos: u64) -> Vec<Figure> {
    let campaign = Campaign::new(Settings { hashtags: vec!["springglow".into()], ..Settings::default() }).unwrap();
    let zone = Zone::utc();
    let days = [reading(0, videos * 9 / 10), reading(1, videos)];
    let mut first = History::new(campaign.name());
    first.advance(&days[0], &campaign, &zone).unwrap();
    let mut second = first.clone();
    second.advance(&days[1], &campaign, &zone).unwrap();
    let bytes = second.to_bytes();
    let advance = |mut history: History, day: &Snapshot| {
        history.advance(day, &campaign, &zone).unwrap();
        history
    };
    vec![
        measure("first day", || History::new(campaign.name()), |history| advance(history, &days[0])),
        measure("second day", || first.clone(), |history| advance(history, &days[1])),
        measure("report and diff", || (), |()| second.report(&campaign, &zone).unwrap()),
        measure("history to bytes", || (), |()| second.to_bytes()),
        measure("history from bytes", || (), |()| History::from_bytes(&bytes).unwrap()),
    ]
}

fn main() {
    let (small, large) = (100_000, 1_000_000);
    println!(
        "{:<20}{:>14}{:>14}{:>8}{:>14}{:>14}{:>8}",
        "", "100,000", "1,000,000", "ratio", "100,000", "1,000,000", "ratio"
    );
    for (a, b) in figures(small).into_iter().zip(figures(large)) {
        let ms = |figure: &Figure| figure.time.as_secs_f64() * 1e3;
        let mb = |figure: &Figure| figure.memory as f64 / 1e6;
        println!(
            "{:<20}{:>11.1} ms{:>11.1} ms{:>8.2}{:>11.1} MB{:>11.1} MB{:>8.2}",
            a.step,
            ms(&a),
            ms(&b),
            ms(&b) / ms(&a),
            mb(&a),
            mb(&b),
            mb(&b) / mb(&a).max(f64::MIN_POSITIVE)
        );
    }
}
