//! How far each video of a reading strays from what is usual among them.
//!
//! `age`, `self`, `size` and the spike's own score differ only in what they take of a video.

use super::{
    Score,
    reading::Grown,
    stat::{Prior, Spread, Usual, exp, ln, ordered},
};
use crate::SMALL;

/// Views added to what was gained and to what was expected: below them chance rules.
pub(super) const SMOOTHING: f64 = 50.0;
/// Videos of which fewer views are expected do not tell what is usual: the smoothing makes them
/// all alike, and with them the spread of the others would look small.
const TELLING: f64 = 100.0;

/// What is taken of one video.
pub(super) struct Stray {
    /// A logarithm, as large as is certain.
    pub(super) log: f64,
    /// What it tells of the usual; none where chance rules.
    pub(super) tells: Option<f64>,
}

impl Stray {
    /// A gain over what was expected, less what was to come anyway.
    #[inline(never)]
    pub(super) fn of(grown: &Grown, expected: f64, persists: f64) -> Self {
        let log = excess(grown.certain, expected) - persists;
        // They differ where the source rounds.
        let whole = || if grown.gain == grown.certain { log } else { excess(grown.gain, expected) - persists };
        Self { log, tells: (expected >= TELLING).then(whole) }
    }
}

/// No logarithm of a count is nearly as large, so this one is free to mean that there is none.
const NONE: f64 = f64::MAX;

/// What was taken of one video after another.
pub(super) struct Taken {
    /// Videos before the first one that strays: on a second day no video has a pace before.
    before: usize,
    logs: Vec<f64>,
    /// What tells of the usual, as it is ordered.
    telling: Vec<u64>,
}

impl Taken {
    /// With room for so many videos.
    pub(super) fn room(videos: usize) -> Self {
        Self { before: 0, logs: Vec::with_capacity(videos), telling: Vec::new() }
    }

    /// Takes the stray of the next video.
    #[inline(never)]
    pub(super) fn take(&mut self, stray: Option<Stray>) {
        if let Some(told) = stray.as_ref().and_then(|stray| stray.tells) {
            if !SMALL && self.telling.is_empty() {
                // Room for all at once: memory is touched only where it is used.
                self.telling.reserve_exact(self.logs.capacity());
            }
            self.telling.push(ordered(told));
        }
        if stray.is_none() && self.logs.is_empty() {
            self.before += 1;
        } else {
            self.logs.push(stray.map_or(NONE, |stray| stray.log));
        }
    }

    /// The strays; `earlier` is what the last readings told of the spread.
    pub(super) fn strays(self, prior: Prior, earlier: &[Spread]) -> Strays {
        let (usual, spread) = Usual::with(self.telling, prior, earlier);
        Strays { before: self.before, logs: self.logs, usual, spread }
    }
}

/// The strays of a reading, by the place of the video.
pub(super) struct Strays {
    before: usize,
    logs: Vec<f64>,
    pub(super) usual: Usual,
    /// What these videos tell of the spread.
    pub(super) spread: Spread,
}

impl Strays {
    fn log(&self, place: usize) -> Option<f64> {
        self.logs.get(place.checked_sub(self.before)?).copied().filter(|log| *log != NONE)
    }

    /// How many spreads the video at a place stands above the usual.
    pub(super) fn z(&self, place: usize) -> Option<f64> {
        self.log(place).map(|log| self.usual.z(log))
    }

    /// The same, and how many times the usual it is.
    #[inline(never)]
    pub(super) fn score(&self, place: usize) -> Option<Score> {
        let log = self.log(place)?;
        Some(Score { z: self.usual.z(log), ratio: exp(log - self.usual.middle) })
    }
}

/// The logarithm of a gain over what was expected.
#[inline(never)]
pub(super) fn excess(gain: u64, expected: f64) -> f64 {
    ln((gain as f64 + SMOOTHING) / (expected + SMOOTHING))
}
