//! `cargo xtask bench`: how long an answer's bytes take to become a report, here and elsewhere,
//! side by side in one run; what that costs a video; and BENCHMARKS.md, which tells it.
//!
//! Ratios count, times are those of one machine, and nothing is asserted but that all contestants
//! give the same figures.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::sh;

mod backtest;
mod contestants;
mod document;
mod goals;
mod inputs;
mod machine;
mod morning;
mod per_video;
mod programs;
mod python;
mod rounds;

/// How much is measured.
struct Plan {
    /// Videos in the small and in the heavy answer.
    videos: [usize; 2],
    /// Videos of the answers that time and memory a video are told of.
    sizes: [usize; 3],
    rounds: usize,
}

const FULL: Plan = Plan { videos: [200_000, 20_000], sizes: [10_000, 100_000, 1_000_000], rounds: 7 };

/// Enough to see that everything runs; the figures say little.
const QUICK: Plan = Plan { videos: [2_000, 200], sizes: [100, 1_000, 10_000], rounds: 1 };

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [quick, campaigns, no_campaigns] = crate::flags(arguments, ["--quick", "--campaigns", "--no-campaigns"])?;
    let plan = if quick { &QUICK } else { &FULL };
    // Before the minutes of measuring: what was written by hand must be found again.
    let before = fs::read_to_string(file()).unwrap_or_default();
    let by_hand = document::by_hand(&before)?;
    if campaigns {
        return finish(quick, &morning::renew(&before, || morning::measure(quick))?);
    }
    let kept = if no_campaigns { Some(morning::kept(&before)?) } else { None };

    let built = programs::build()?;
    let inputs = inputs::both(plan.videos)?;
    let contestants = contestants::all(&built);
    let times = rounds::measure(&contestants, &inputs, plan.rounds)?;
    let per_video = per_video::measure(&built, plan.sizes, plan.rounds)?;
    let scale = if quick { None } else { Some(scale()?) };
    let backtest = backtest::measure(quick)?;
    let morning = kept.map_or_else(|| morning::measure(quick), Ok)?;

    let (inputs, times, per_video) = (&inputs, &times, &per_video);
    let document = document::Document { plan, inputs, times, per_video, scale, backtest, morning, by_hand };
    let text = document.text(&machine::describe(&built)?)?;
    finish(quick, &text)
}

fn finish(quick: bool, text: &str) -> Result<ExitCode> {
    if quick {
        println!("{text}");
        sh::say("a small run: its ratios say nothing; BENCHMARKS.md stays as it is");
    } else {
        fs::write(file(), text).context("BENCHMARKS.md")?;
        sh::say("wrote BENCHMARKS.md");
    }
    Ok(ExitCode::SUCCESS)
}

/// `cargo bench`: history and report at a hundred thousand and a million videos.
fn scale() -> Result<String> {
    sh::read(&mut sh::cargo(&["bench", "--locked", "--package=tagpulse", "--bench=scale", "--bench=scale_memory"]))
}

fn file() -> std::path::PathBuf {
    sh::root().join("BENCHMARKS.md")
}

/// Where inputs, the virtual environment and the yardsticks' build stand.
fn folder() -> std::path::PathBuf {
    sh::target_dir().join("bench")
}
