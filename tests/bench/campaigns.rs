//! The morning of an agency: `tagpulse run` over a hundred campaigns, beside what the provider's answers alone take
//! and beside the tutorial's script. `cargo xtask bench` writes what this prints into BENCHMARKS.md.
//!
//! Times are printed and asserted nowhere. That every campaign is done, that the credits are those of the provider
//! and that memory stays bounded is asserted by a test of the same morning, and told here.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tagpulse_core::Timestamp;
use tagpulse_sandbox::{Outcome, Sandbox};

use agency::{Agency, Needed, PAGE, PLAN, wait};

mod agency;

const FULL: (Agency, usize) = (Agency { campaigns: 100, videos: 600 }, 3);
const QUICK: (Agency, usize) = (Agency { campaigns: 10, videos: 60 }, 1);
const KEY: &str = "sk_bench";
/// A provider's answer takes longer. The shorter it is, the more our own work shows.
const LATENCY_MS: u64 = 5;
const CONCURRENCY: [usize; 3] = [1, 5, PLAN];
const DAY: i64 = 86_400;
/// Each campaign's memory of all videos of the others is none of its business.
const MOST_MEMORY: u64 = 100_000_000;

/// Who reads the campaigns.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// The same requests, and nothing done with the answers; what failed is asked again at once.
    Bare(usize),
    /// `tagpulse run`.
    Run(usize),
    /// The same without the waits between tries.
    Hasty(usize),
    /// The tutorial's script: a lookup and one page a campaign.
    Script,
    /// The same, going on to the last page.
    Paging,
}

/// What a reader needed for a day.
#[derive(Clone, Default)]
struct Took {
    seconds: f64,
    requests: u64,
    /// Campaigns of which all that is listed was read.
    whole: usize,
    needed: Needed,
    /// Whether the provider's credits are among ours and those that are possible.
    credits: Option<bool>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let (agency, rounds) = if asked("--quick") { QUICK } else { FULL };
    let rounds = if asked("--once") { 1 } else { rounds };
    // As everywhere with `cargo bench`: a word is a part of the names that are wanted.
    let wanted = arguments.iter().find(|argument| !argument.starts_with("--"));
    let sandbox = Sandbox::start(agency.provider(KEY, LATENCY_MS)).unwrap();
    let of = |reader: fn(usize) -> Reader| CONCURRENCY.map(reader);
    let readers =
        [of(Reader::Bare).as_slice(), &of(Reader::Run), &[Reader::Hasty(PLAN), Reader::Script, Reader::Paging]]
            .concat();
    let readers: Vec<Reader> =
        readers.into_iter().filter(|reader| wanted.is_none_or(|word| reader.name().contains(word))).collect();
    let mut taken = vec![Vec::new(); readers.len()];
    for round in 1..=rounds {
        for (reader, taken) in readers.iter().zip(&mut taken) {
            eprintln!("--- round {round} of {rounds}: {}", reader.name());
            taken.push(reader.two_days(agency, &sandbox));
        }
    }
    print(agency, rounds, &readers, &taken);
}

impl Reader {
    fn name(self) -> String {
        match self {
            Self::Bare(at_a_time) => format!("the answers alone, {at_a_time} at a time"),
            Self::Run(at_a_time) => format!("`tagpulse run`, {at_a_time} at a time"),
            Self::Hasty(at_a_time) => format!("the same without waits, {at_a_time} at a time"),
            Self::Script => "the tutorial's script, one page a campaign".to_owned(),
            Self::Paging => "the same, all pages".to_owned(),
        }
    }

    /// Two mornings, with a folder of its own.
    fn two_days(self, agency: Agency, sandbox: &Sandbox) -> [Took; 2] {
        sandbox.reset();
        let folder = tempfile::tempdir().unwrap();
        let first = sandbox.now();
        [0, 1].map(|day| {
            sandbox.set_now(first + day * DAY);
            let before = sandbox.ledger().totals.requests;
            let took = self.morning(agency, sandbox, folder.path());
            Took { requests: sandbox.ledger().totals.requests - before, ..took }
        })
    }

    fn morning(self, agency: Agency, sandbox: &Sandbox, folder: &Path) -> Took {
        match self {
            Self::Bare(at_a_time) => bare(agency, sandbox, at_a_time),
            Self::Run(at_a_time) => run(agency, sandbox, folder, (at_a_time, "8000")),
            Self::Hasty(at_a_time) => run(agency, sandbox, folder, (at_a_time, "0")),
            Self::Script => script(agency, sandbox, folder, "first"),
            Self::Paging => script(agency, sandbox, folder, "all"),
        }
    }
}

/// The requests of the morning, and nothing else.
fn bare(agency: Agency, sandbox: &Sandbox, at_a_time: usize) -> Took {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut requests = Vec::new();
    for hashtag in sandbox.world().hashtags() {
        for cursor in agency.cursors() {
            requests.push(match cursor.as_str() {
                "lookup" => ("/hashtag", json!({"hashtag_name": hashtag.name})),
                _ => {
                    ("/hashtag/videos", json!({"hashtag_id": hashtag.id.to_string(), "cursor": cursor, "count": PAGE}))
                }
            });
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let began = Instant::now();
    runtime.block_on(
        stream::iter(requests)
            .map(|request| ask(&client, sandbox, request))
            .buffer_unordered(at_a_time)
            .collect::<()>(),
    );
    Took { seconds: began.elapsed().as_secs_f64(), whole: agency.campaigns, ..Took::default() }
}

async fn ask(client: &reqwest::Client, sandbox: &Sandbox, (path, body): (&str, Value)) {
    loop {
        let request = client.post(sandbox.base_url() + path).bearer_auth(KEY).body(body.to_string());
        if let Ok(answer) = request.send().await
            && answer.status().is_success()
            && answer.bytes().await.is_ok()
        {
            return;
        }
    }
}

fn run(agency: Agency, sandbox: &Sandbox, folder: &Path, (at_a_time, longest_wait): (usize, &str)) -> Took {
    std::fs::write(folder.join("tagpulse.toml"), agency.config(at_a_time)).unwrap();
    let now = Timestamp::from_seconds(sandbox.now()).unwrap().to_string();
    let tagpulse = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagpulse"));
        command.current_dir(folder).env("HOME", folder).env("TAGPULSE_STORE", folder.join("tagpulse.db"));
        command.env("TAGPULSE_BASE_URL", sandbox.base_url()).env("SCAVIO_API_KEY", KEY);
        command.env("TAGPULSE_MAX_WAIT_MS", longest_wait).args(["--config", "tagpulse.toml", "--quiet"]);
        command.args(["--format", "json"]).args(arguments).stdin(Stdio::null());
        command
    };
    let mut took = measured(&mut tagpulse(&["run", "--now", &now, "--output", "run.json"]));
    let ran: Value = serde_json::from_slice(&std::fs::read(folder.join("run.json")).unwrap()).unwrap();
    let whole = |campaign: &&Value| {
        let listing = &campaign["report"]["hashtags"][0];
        campaign["error"].is_null() && listing["listing_ended"] == true
    };
    took.whole = ran["campaigns"].as_array().unwrap().iter().filter(whole).count();
    let cost = tagpulse(&["cost"]).output().unwrap().stdout;
    let cost: Value = serde_json::from_slice(&cost).unwrap();
    let [sure, possible] = ["credits", "credits_possible"].map(|key| cost[key].as_u64().unwrap());
    took.credits = Some((sure..=sure + possible).contains(&sandbox.ledger().totals.credits));
    took
}

fn script(agency: Agency, sandbox: &Sandbox, folder: &Path, pages: &str) -> Took {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/bench/python/campaigns.py");
    let python = std::env::var_os("TAGPULSE_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg(script).args([&sandbox.base_url(), KEY, pages]).args(agency.hashtags());
    command.current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
    let before = sandbox.ledger().requests.len();
    let took = measured(&mut command);
    // Whole is what all pages were answered for.
    let ledger = sandbox.ledger();
    let answered = |entry: &&tagpulse_sandbox::Entry| entry.status == Some(200) && entry.outcome == Outcome::Answered;
    let mut answers = std::collections::BTreeMap::<&str, usize>::new();
    for entry in ledger.requests[before..].iter().filter(answered) {
        *answers.entry(&entry.hashtag).or_default() += 1;
    }
    let all = agency.cursors().count();
    Took { whole: answers.values().filter(|answers| **answers == all).count(), ..took }
}

fn measured(command: &mut Command) -> Took {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let (_, needed) = wait(&mut child).unwrap();
    Took { seconds: began.elapsed().as_secs_f64(), needed, ..Took::default() }
}

/// A section of BENCHMARKS.md.
fn print(agency: Agency, rounds: usize, readers: &[Reader], taken: &[Vec<[Took; 2]>]) {
    let Agency { campaigns, videos } = agency;
    let requests = campaigns * agency.cursors().count();
    println!(
        "{campaigns} campaigns of {videos} videos listed, {requests} requests a morning at a provider (the sandbox, on \
         this machine, too)\nthat answers after {LATENCY_MS} ms, lets {PLAN} requests be out at a time and fails one in \
         twenty. Two mornings: a store that is\nnew, and the next day's. Seconds, the median of {rounds} rounds (least \
         to most); \"times\" is beside what the answers alone take\nat the same number at a time.\n"
    );
    println!(
        "| | first day, s | | times | second day, s | | times | requests a day | campaigns whole | peak, MB | written a day, MB |"
    );
    println!("|---|---:|---|---:|---:|---|---:|---:|---:|---:|---:|");
    let seconds = |place: usize, day: usize| spread(taken[place].iter().map(|days| days[day].seconds));
    for (place, reader) in readers.iter().enumerate() {
        let at_a_time = match reader {
            Reader::Bare(at_a_time) | Reader::Run(at_a_time) | Reader::Hasty(at_a_time) => *at_a_time,
            Reader::Script | Reader::Paging => 1,
        };
        let alone = readers.iter().position(|other| *other == Reader::Bare(at_a_time));
        print!("| {} ", reader.name());
        for day in [0, 1] {
            let [least, median, most] = seconds(place, day);
            // One page is not what the answers alone are.
            let times = match reader {
                Reader::Bare(_) | Reader::Script => String::new(),
                _ => alone.map_or(String::new(), |alone| format!("{:.2}", median / seconds(alone, day)[1])),
            };
            print!("| {median:.1} | {least:.1} to {most:.1} | {times} ");
        }
        let all = || taken[place].iter().flatten();
        let memory = all().filter_map(|took| took.needed.memory).max();
        let written: Vec<u64> = all().filter_map(|took| took.needed.written).map(|bytes| bytes / 1_000_000).collect();
        let written = if written.is_empty() { String::new() } else { span(written.iter().copied()) };
        let whole = match reader {
            Reader::Bare(_) => String::new(),
            _ => span(all().map(|took| took.whole as u64)),
        };
        let memory = memory.map_or(String::new(), |bytes| format!("{:.1}", bytes as f64 / 1e6));
        println!("| {} | {whole} | {memory} | {written} |", span(all().map(|took| took.requests)));
    }
    let ours = |reader: &Reader| matches!(reader, Reader::Run(_) | Reader::Hasty(_));
    let runs: Vec<&Took> = readers
        .iter()
        .zip(taken)
        .filter(|(reader, _)| ours(reader))
        .flat_map(|(_, taken)| taken.iter().flatten())
        .collect();
    let share = |kept: usize| (format!("{kept} of {} runs", runs.len()), kept == runs.len());
    let whole = share(runs.iter().filter(|took| took.whole == campaigns).count());
    let credits = share(runs.iter().filter(|took| took.credits == Some(true)).count());
    let memory = match runs.iter().map(|took| took.needed.memory).max().flatten() {
        Some(most) => (format!("at most {:.1} MB", most as f64 / 1e6), most < MOST_MEMORY),
        None => ("this system does not tell".to_owned(), false),
    };
    println!("\n| goal of `tagpulse run` | measured | |\n|---|---|---|");
    for (goal, (measured, reached)) in [
        (format!("all {campaigns} campaigns done"), whole),
        ("the provider's credits are ours, or ours and some of the possible ones".to_owned(), credits),
        ("memory under 100 MB".to_owned(), memory),
    ] {
        println!("| {goal} | {measured} | {} |", if reached { "reached" } else { "**not reached**" });
    }
}

/// Least, median and most.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}

/// `7`, or `3 to 7`.
fn span(values: impl Iterator<Item = u64> + Clone) -> String {
    match (values.clone().min().unwrap(), values.max().unwrap()) {
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    }
}
