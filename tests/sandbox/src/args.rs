//! The binary's flags.

use lexopt::prelude::*;
use std::path::PathBuf;
use std::str::FromStr;
use tagpulse_sandbox::{Fault, FlagAs, NumberAs, Order, SandboxOptions, Shape, StatsPlace};

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
usage: tagpulse-sandbox [FLAGS]

  --save FILE            write one answer that lists every published video, and serve nothing

the world
  --seed N               decides every draw (1)
  --videos N             videos (200)
  --hashtag NAME         a campaign hashtag, repeatable (summerglow)
  --start TIME           day 0, RFC 3339 or Unix seconds (2025-06-01T00:00:00Z)
  --days N               simulated days (30)
  --older-share X        share of videos from before the start (0.08)
  --followers-known X    share of creators with a known follower count (1)
  --spike-share X        share of videos that spike (0.03)
  --absent-share X       share of videos that a listing leaves out (0.29)
  --cap N                most videos in a listing (none)

the server
  --port N               port on 127.0.0.1, 0 for any (0)
  --now TIME             simulated time, RFC 3339 or Unix seconds (end of the days)
  --key KEY              accepted bearer key (sandbox-key)
  --concurrency N        most requests in flight (no limit)
  --latency-ms N         time that every answer takes (0)
  --balance N            credits to spend (no limit)
  --faults FILE          JSON list of faults
  --fault-rate X         share of requests that fail (0)

the shape
  --shape NAME           aweme or tutorial (aweme)
  --order NAME           ranked, reversed or shuffled:SEED (ranked)
  --no-page-shift        keep ranks still between pages
  --light                leave out the fields that nobody reads
  --rounded              round counts as TikTok shows them
  --count-as TYPE        number or string (number)
  --cursor-as TYPE       number or string (number)
  --has-more-as TYPE     number or boolean (number)
  --stats-place PLACE    info, challenge or v2 (info)
";

/// What the flags ask for.
pub(crate) enum Args {
    Help,
    Serve(Box<SandboxOptions>),
    Save(PathBuf, Box<SandboxOptions>),
}

/// Reads the flags.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Args, lexopt::Error> {
    let mut options = SandboxOptions::default();
    let mut hashtags = Vec::new();
    let mut file = None;
    while let Some(arg) = parser.next()? {
        let Long(flag) = arg else {
            return Err(arg.unexpected());
        };
        let flag = flag.to_owned();
        match flag.as_str() {
            "help" => return Ok(Args::Help),
            "save" => file = Some(PathBuf::from(parser.value()?)),
            "hashtag" => hashtags.push(parser.value()?.string()?),
            "no-page-shift" => options.page_shift = false,
            "light" => options.heavy = false,
            "rounded" => options.rounded = true,
            _ => {
                let value = parser.value()?.string()?;
                set(&mut options, &flag, &value).map_err(|why| format!("--{flag}: {why}"))?;
            }
        }
    }
    if !hashtags.is_empty() {
        options.world.hashtags = hashtags;
    }
    let options = Box::new(options);
    Ok(match file {
        Some(file) => Args::Save(file, options),
        None => Args::Serve(options),
    })
}

fn set(options: &mut SandboxOptions, flag: &str, value: &str) -> Result<(), String> {
    let world = &mut options.world;
    match flag {
        "seed" => world.seed = number(value)?,
        "videos" => world.videos = number(value)?,
        "start" => world.start = time(value)?,
        "days" => world.days = number(value)?,
        "older-share" => world.older_share = share(value)?,
        "followers-known" => world.followers_known = share(value)?,
        "spike-share" => world.spiking.share = share(value)?,
        "absent-share" => world.absent_share = share(value)?,
        "cap" => world.cap = Some(number(value)?),
        "port" => options.port = number(value)?,
        "now" => options.now = Some(time(value)?),
        "key" => options.key = value.to_owned(),
        "concurrency" => options.concurrency = Some(number(value)?),
        "latency-ms" => options.latency_ms = number(value)?,
        "balance" => options.balance = Some(number(value)?),
        "faults" => options.faults = faults(value)?,
        "fault-rate" => options.fault_rate = share(value)?,
        "shape" => {
            options.shape = one_of(value, &[("aweme", Shape::Aweme), ("tutorial", Shape::Tutorial)])?;
        }
        "order" => options.order = order(value)?,
        "count-as" => options.count_as = number_as(value)?,
        "cursor-as" => options.cursor_as = number_as(value)?,
        "has-more-as" => {
            let types = [("number", FlagAs::Number), ("boolean", FlagAs::Boolean)];
            options.has_more_as = one_of(value, &types)?;
        }
        "stats-place" => {
            let places = [("info", StatsPlace::Info), ("challenge", StatsPlace::Challenge), ("v2", StatsPlace::V2)];
            options.stats_place = one_of(value, &places)?;
        }
        _ => return Err("no such flag".to_owned()),
    }
    Ok(())
}

fn number<T: FromStr>(value: &str) -> Result<T, String> {
    let parsed = value.parse();
    parsed.map_err(|_| format!("{value:?} is not a number in range"))
}

fn share(value: &str) -> Result<f64, String> {
    let parsed: f64 = number(value)?;
    let valid = (0.0..=1.0).contains(&parsed);
    valid.then_some(parsed).ok_or_else(|| format!("{value} is not between 0 and 1"))
}

fn time(value: &str) -> Result<i64, String> {
    if let Ok(seconds) = value.parse() {
        return Ok(seconds);
    }
    let parsed = chrono::DateTime::parse_from_rfc3339(value);
    let named = |error| format!("{value:?} is neither Unix seconds nor RFC 3339 ({error})");
    parsed.map(|time| time.timestamp()).map_err(named)
}

fn faults(path: &str) -> Result<Vec<Fault>, String> {
    let json = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Fault::list(&json).map_err(|error| format!("{path}: {error}"))
}

fn order(value: &str) -> Result<Order, String> {
    match value.strip_prefix("shuffled:") {
        Some(seed) => Ok(Order::Shuffled(number(seed)?)),
        None => one_of(value, &[("ranked", Order::Ranked), ("reversed", Order::Reversed)]),
    }
}

fn number_as(value: &str) -> Result<NumberAs, String> {
    one_of(value, &[("number", NumberAs::Number), ("string", NumberAs::String)])
}

fn one_of<T: Copy>(value: &str, all: &[(&str, T)]) -> Result<T, String> {
    let found = all.iter().find(|(name, _)| *name == value);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
        format!("{value:?} is none of {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: impl Fn(SandboxOptions) -> bool) {
        let parser = lexopt::Parser::from_args(line.split(' '));
        match parse(parser) {
            Ok(Args::Serve(options)) => assert!(expect(*options), "{line}"),
            Ok(Args::Save(..)) => panic!("{line}: save"),
            Ok(Args::Help) => panic!("{line}: help"),
            Err(error) => panic!("{line}: {error}"),
        }
    }

    #[test]
    fn flags_reach_the_options() {
        check("--seed 9 --videos 5000", |o| o.world.seed == 9 && o.world.videos == 5_000);
        check("--hashtag a --hashtag b", |o| o.world.hashtags == ["a", "b"]);
        check("--start 2025-06-02T00:00:00Z", |o| o.world.start == 1_748_822_400);
        check("--start 1748822400 --now 1748822401", |o| o.now == Some(1_748_822_401));
        check("--shape tutorial --order shuffled:4", |o| o.shape == Shape::Tutorial && o.order == Order::Shuffled(4));
        check("--absent-share 0 --light", |o| o.world.absent_share == 0.0 && !o.heavy);
    }

    #[test]
    fn a_file_to_save_to_goes_beside_the_options() {
        let parser = lexopt::Parser::from_args(["--videos", "9", "--save", "some file.json"]);
        let Ok(Args::Save(file, options)) = parse(parser) else { panic!("not saved") };
        assert_eq!((file.to_str(), options.world.videos), (Some("some file.json"), 9));
    }

    #[test]
    fn a_wrong_flag_is_named() {
        for (line, place) in [
            ("--shape web", "--shape: \"web\" is none of aweme, tutorial"),
            ("--absent-share 29", "--absent-share: 29 is not between 0 and 1"),
            ("--nope 1", "--nope: no such flag"),
        ] {
            let parser = lexopt::Parser::from_args(line.split(' '));
            let error = parse(parser).err().expect("refused").to_string();
            assert!(error.contains(place), "{error}");
        }
    }
}
