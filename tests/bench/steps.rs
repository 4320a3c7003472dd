//! The steps of a campaign's day at two sizes, and their table: the one place that knows what is measured
//! by `scale` and by `scale_memory`.

use std::process::Command;

use tagpulse_core::{
    Campaign, Header, Hints, History, Listed, Rejections, Settings, Snapshot, Timestamp, Usage, Zone, normalize,
};

/// What is measured of a step.
pub(crate) trait Meter {
    /// Its name and unit.
    const WHAT: &str;
    /// How often it is measured.
    const RUNS: usize;

    /// Does a step once.
    fn of<T>(step: impl FnOnce() -> T) -> f64;
}

const SIZES: [u64; 2] = [100_000, 1_000_000];

const STEPS: [&str; 5] = ["first day", "second day", "report and diff", "history to bytes", "history from bytes"];

/// Prints the table, or measures one step: with its name and a number of videos as arguments.
pub(crate) fn main<M: Meter>() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, name, videos] = arguments.as_slice()
        && STEPS.contains(&name.as_str())
    {
        println!("{}", step::<M>(name, videos.parse().unwrap()));
        return;
    }
    // What disturbs a run makes it longer: the least says most about the code.
    let shown = if M::RUNS > 1 { &[0, M::RUNS / 2][..] } else { &[0] };
    let heads = format!("{:>11}{:>11}{:>11}", "100,000", "1,000,000", "ratio").repeat(shown.len());
    let note = if M::RUNS > 1 { format!("  (least and median of {})", M::RUNS) } else { String::new() };
    println!("{:<20}{heads}{note}", M::WHAT);
    let print = |name: &str, pairs: &[[f64; 2]]| {
        print!("{name:<20}");
        for [hundred_thousand, million] in pairs {
            print!("{hundred_thousand:>11.1}{million:>11.1}{:>11.2}", million / hundred_thousand);
        }
        println!();
    };
    let mut all = vec![[0.0; 2]; shown.len()];
    for name in STEPS {
        let runs = runs::<M>(name);
        let pairs: Vec<[f64; 2]> = shown.iter().map(|place| runs.each_ref().map(|runs| runs[*place])).collect();
        print(name, &pairs);
        all.iter_mut().zip(&pairs).for_each(|(all, pair)| all.iter_mut().zip(pair).for_each(|(all, one)| *all += one));
    }
    if M::RUNS > 1 {
        print("all of them", &all);
    }
    println!();
}

/// All runs at each size, ascending, measured in turns. Each is a process of its own, as a daily run is: in one
/// process the smaller figure would be of warm memory and the larger of cold.
fn runs<M: Meter>(name: &str) -> [Vec<f64>; 2] {
    let measured = |videos: u64| {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program).args([name, &videos.to_string()]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap()
    };
    let mut runs = SIZES.map(|_| Vec::new());
    for _ in 0..M::RUNS {
        runs.iter_mut().zip(SIZES).for_each(|(runs, videos)| runs.push(measured(videos)));
    }
    runs.map(|mut runs| {
        runs.sort_by(f64::total_cmp);
        runs
    })
}

fn step<M: Meter>(name: &str, videos: u64) -> f64 {
    let campaign = Campaign::new(Settings { hashtags: vec!["springglow".into()], ..Settings::default() }).unwrap();
    let zone = Zone::utc();
    let advance = |mut history: History, day: &Snapshot| {
        history.advance(day, &campaign, &zone).unwrap();
        history
    };
    let new = History::new(campaign.name());
    let day_1 = reading(0, videos * 9 / 10);
    if name == STEPS[0] {
        return M::of(|| advance(new, &day_1));
    }
    let first = advance(new, &day_1);
    drop(day_1);
    let day_2 = reading(1, videos);
    if name == STEPS[1] {
        return M::of(|| advance(first, &day_2));
    }
    let second = advance(first, &day_2);
    drop(day_2);
    let bytes = second.to_bytes();
    match name {
        "report and diff" => M::of(|| second.report(&campaign, &zone).unwrap()),
        "history to bytes" => M::of(|| second.to_bytes()),
        _ => M::of(|| History::from_bytes(&bytes).unwrap()),
    }
}

/// Videos of a page, as a provider answers.
const PAGE: u64 = 30;

/// A day's reading of the first videos of a campaign, out of a provider's pages.
fn reading(day: i64, videos: u64) -> Snapshot {
    let header = Header {
        taken_at: Timestamp::from_seconds(1_790_056_800 + day * 86_400).unwrap(),
        hashtags: vec![tagpulse_core::HashtagListing::new("springglow")],
        duplicates: 0,
        rejected: Rejections::default(),
        usage: Usage::default(),
        sources: None,
        recheck_failed: 0,
    };
    let mut snapshot = Snapshot { header, videos: Vec::new(), rechecked: Vec::new() };
    for first in (0..videos).step_by(PAGE as usize) {
        let items: Vec<String> = (first..videos.min(first + PAGE)).map(|n| item(day, n, videos)).collect();
        let answer = format!(r#"{{"aweme_list":[{}],"has_more":1}}"#, items.join(","));
        let page = normalize(answer.as_bytes(), &Hints::default()).unwrap();
        snapshot.videos.extend(page.videos.into_iter().map(|video| Listed { video, under: vec![0] }));
    }
    snapshot
}

fn item(day: i64, n: u64, videos: u64) -> String {
    let created = 1_789_000_000 + n % 900_000;
    let views = (n.wrapping_mul(0x9e37_79b9) % 1_000_003) + day as u64 * (n % 5_000);
    format!(
        r##"{{"aweme_id":"{}","create_time":{created},"desc":"Trying the new look, day {n} #springglow #fyp",
        "author":{{"unique_id":"creator{}","follower_count":{}}},"video":{{"duration":15000}},
        "statistics":{{"play_count":{views},"digg_count":{},"comment_count":{},"share_count":{},"collect_count":{}}}}}"##,
        created << 32 | n,
        n % (videos / 3 + 1),
        n % 700_000,
        views / 20,
        views / 900,
        views / 300,
        views / 200,
    )
}
