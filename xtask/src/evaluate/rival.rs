//! Everybody who is judged: this project's presets and other people's detectors. A rule that
//! is simple is a file in `rival/`; the others are programs that are spoken to.

mod growth;
mod median;
mod outside;
mod presets;
mod tutorial;

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::alert::Alert;
use super::reading::Reading;
use outside::{Outside, Program};

/// Views gained in 24 hours below which nobody wants to hear of a video: the floor of the
/// presets, and part of every rival's set-up but the tutorial's.
const GAIN_FLOOR: f64 = 1_000.0;

/// One detector with its set-up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rival {
    /// In the programs' protocol and in this code.
    pub(crate) id: &'static str,
    /// In the tables.
    pub(crate) name: &'static str,
    /// The set-up, in a sentence.
    pub(crate) set_up: &'static str,
    how: How,
}

#[derive(Debug, Clone, Copy)]
enum How {
    /// `tagpulse backtest --policy NAME`.
    Preset,
    /// The places of the alerted videos in a reading.
    Rule(fn(&Reading) -> Vec<usize>),
    /// A program, with the threshold that was best among `tried` on the seeds to tune on.
    Program { program: Program, threshold: f64, tried: &'static [f64] },
}

const fn outside(
    id: &'static str,
    name: &'static str,
    set_up: &'static str,
    program: Program,
    threshold: f64,
    tried: &'static [f64],
) -> Rival {
    Rival { id, name, set_up, how: How::Program { program, threshold, tried } }
}

const DEVIATIONS: &[f64] = &[1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 5.0];
const ALPHAS: &[f64] = &[0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0001];
const TAIL_SHARES: &[f64] = &[0.2, 0.1, 0.05, 0.02, 0.01, 0.005];

pub(crate) const RIVALS: &[Rival] = &[
    Rival { id: "recommended", name: "tagpulse `recommended`", set_up: "as it comes", how: How::Preset },
    Rival { id: "tutorial", name: "tagpulse `tutorial`", set_up: "as it comes", how: How::Preset },
    Rival { id: "mean", name: "tutorial's rule", set_up: tutorial::SET_UP, how: How::Rule(tutorial::alerted) },
    Rival { id: "median", name: "10x median", set_up: median::SET_UP, how: How::Rule(median::alerted) },
    Rival { id: "growth", name: "growth >= 2x", set_up: growth::SET_UP, how: How::Rule(growth::alerted) },
    outside("augurs-gain", "augurs double MAD, ln gain", "threshold on the score", Program::Rust, 3.0, DEVIATIONS),
    outside(
        "augurs-relative",
        "augurs double MAD, ln relative gain",
        "threshold on the score",
        Program::Rust,
        2.5,
        DEVIATIONS,
    ),
    outside("s-h-esd", "S-H-ESD, ln gain", "each video's own series, alpha", Program::Rust, 0.001, ALPHAS),
    outside("mad-views", "PyOD MAD, ln views", "threshold on the score", Program::Python, 1.5, DEVIATIONS),
    outside("mad-gain", "PyOD MAD, ln gain", "threshold on the score", Program::Python, 3.0, DEVIATIONS),
    outside("mad-relative", "PyOD MAD, ln relative gain", "threshold on the score", Program::Python, 2.5, DEVIATIONS),
    outside("ecod-views", "PyOD ECOD, ln views", "contamination", Program::Python, 0.1, TAIL_SHARES),
    outside("ecod-gain", "PyOD ECOD, ln gain", "contamination", Program::Python, 0.005, TAIL_SHARES),
    outside("ecod-relative", "PyOD ECOD, ln relative gain", "contamination", Program::Python, 0.01, TAIL_SHARES),
];

/// The alerts, or why there is no figure.
pub(crate) type Outcome = std::result::Result<Vec<Alert>, String>;

/// A world as the programs get it.
#[derive(Debug)]
pub(crate) struct Files {
    /// Observations, as `tagpulse backtest` reads them.
    pub(crate) observations: PathBuf,
    /// Readings, one a line, as the rivals read them.
    pub(crate) readings: PathBuf,
    /// Where a program puts its alerts.
    pub(crate) alerts: PathBuf,
}

/// What was started, once for all worlds.
#[derive(Debug)]
pub(crate) struct Runner {
    tagpulse: std::result::Result<PathBuf, String>,
    rust: std::result::Result<Outside, String>,
    python: std::result::Result<Outside, String>,
}

impl Runner {
    /// Builds and starts what can be; what cannot is reported in its rows.
    pub(crate) fn start(folder: &Path, tagpulse: Option<&Path>) -> Self {
        let reason = |error: anyhow::Error| {
            eprintln!("not measured: {error:#}");
            format!("{error:#}")
        };
        Self {
            tagpulse: presets::binary(folder, tagpulse).map_err(reason),
            rust: Outside::start(Program::Rust, folder).map_err(reason),
            python: Outside::start(Program::Python, folder).map_err(reason),
        }
    }

    /// The alerts of a rival on a world.
    pub(crate) fn alerts(&mut self, rival: &Rival, files: &Files, readings: &[Reading]) -> Result<Outcome> {
        self.alerts_at(rival, None, files, readings)
    }

    /// The same with another threshold, to choose one.
    pub(crate) fn alerts_at(
        &mut self,
        rival: &Rival,
        other: Option<f64>,
        files: &Files,
        readings: &[Reading],
    ) -> Result<Outcome> {
        match rival.how {
            How::Preset => match &self.tagpulse {
                Ok(binary) => presets::alerts(binary, rival.id, files).map(Ok),
                Err(reason) => Ok(Err(reason.clone())),
            },
            How::Rule(rule) => Ok(Ok(readings.iter().flat_map(|reading| apply(rule, reading)).collect())),
            How::Program { program, threshold, .. } => {
                let outside = match program {
                    Program::Rust => &mut self.rust,
                    Program::Python => &mut self.python,
                };
                match outside {
                    Ok(outside) => outside.alerts(rival.id, other.unwrap_or(threshold), files).map(Ok),
                    Err(reason) => Ok(Err(reason.clone())),
                }
            }
        }
    }
}

impl Rival {
    /// Thresholds to choose from, where there is a choice.
    pub(crate) fn tried(&self) -> &'static [f64] {
        match self.how {
            How::Program { tried, .. } => tried,
            How::Preset | How::Rule(_) => &[],
        }
    }

    /// The set-up with its threshold.
    pub(crate) fn described(&self) -> String {
        match self.how {
            How::Program { threshold, tried, .. } => {
                let tried: Vec<_> = tried.iter().map(f64::to_string).collect();
                format!("{} {threshold} (of {}); gain floor", self.set_up, tried.join(", "))
            }
            How::Preset | How::Rule(_) => self.set_up.to_owned(),
        }
    }
}

fn apply(rule: fn(&Reading) -> Vec<usize>, reading: &Reading) -> Vec<Alert> {
    let alert = |place: usize| Alert {
        campaign: reading.campaign.clone(),
        taken_at: reading.taken_at.clone(),
        video_id: Some(reading.videos[place].clone()),
        severity: None,
        detectors: Vec::new(),
    };
    rule(reading).into_iter().map(alert).collect()
}
