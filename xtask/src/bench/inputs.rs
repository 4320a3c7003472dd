//! The answers that are measured, made from a seed by the sandbox and not kept in the repository.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::sh;

/// What an answer's videos look like.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// The tutorial's: flat, nothing but what is needed.
    Small,
    /// The documented one, with the nested fields of TikTok's app that nobody reads.
    Heavy,
}

impl Shape {
    /// As the contestants' programs call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Heavy => "heavy",
        }
    }
}

/// An answer in a file.
pub(super) struct Input {
    pub(super) shape: Shape,
    pub(super) videos: usize,
    pub(super) file: PathBuf,
    pub(super) bytes: u64,
}

pub(super) const SEED: u64 = 20_261_125;

/// A time after which all videos of the sandbox's world are published and stand still.
const NOW: &str = "2030-01-01T00:00:00Z";

/// Captions carry one of the campaign's hashtags and some of the others: this many, combined of
/// these, make them as long as people's.
const HASHTAGS: ([&str; 4], [&str; 8]) = (
    ["glow", "skincare", "beauty", "selfcare"],
    [
        "challenge2025",
        "routinecheck",
        "beforeandafter",
        "withme",
        "honestreview",
        "essentials",
        "unboxing",
        "favourites",
    ],
);

/// The small and the heavy answer.
pub(super) fn both([small, heavy]: [usize; 2]) -> Result<[Input; 2]> {
    Ok([make(Shape::Small, small, "small.json")?, make(Shape::Heavy, heavy, "heavy.json")?])
}

/// An answer of small videos for the figures per video.
pub(super) fn of_size(videos: usize) -> Result<Input> {
    make(Shape::Small, videos, &format!("{videos}.json"))
}

fn make(shape: Shape, videos: usize, name: &str) -> Result<Input> {
    let file = super::folder().join(name);
    fs::create_dir_all(super::folder()).context("target/bench")?;
    let mut command = std::process::Command::new(sh::binary("tagpulse-sandbox"));
    command.arg("--save").arg(&file).args(["--seed", &SEED.to_string(), "--videos", &videos.to_string(), "--now", NOW]);
    if shape == Shape::Small {
        command.args(["--shape", "tutorial"]);
        for first in HASHTAGS.0 {
            for second in HASHTAGS.1 {
                command.args(["--hashtag", &format!("{first}{second}")]);
            }
        }
    }
    sh::say(&format!("making {name}"));
    sh::read(&mut command)?;
    let bytes = fs::metadata(&file)?.len();
    Ok(Input { shape, videos, file, bytes })
}
