//! How far each video of a reading strays from what is usual among them.
//!
//! `age`, `self`, `size` and the spike's own score differ only in what they take of a video.

use super::{
    Score,
    reading::{Grown, Reading, View},
    stat::{Prior, Spread, Usual, exp, ln},
};

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

/// The strays of a reading, by the place of the video.
pub(super) struct Strays {
    logs: Vec<Option<f64>>,
    pub(super) usual: Usual,
    /// What these videos tell of the spread.
    pub(super) spread: Spread,
}

impl Strays {
    /// Takes `stray` of every video; `earlier` is what the last readings told of the spread.
    #[inline(never)]
    pub(super) fn of(
        reading: &Reading<'_>,
        prior: Prior,
        earlier: &[Spread],
        stray: &dyn Fn(&View<'_>) -> Option<Stray>,
    ) -> Self {
        let mut logs = Vec::with_capacity(reading.videos.len());
        let mut telling = Vec::new();
        for view in &reading.videos {
            let stray = stray(view);
            if let Some(told) = stray.as_ref().and_then(|stray| stray.tells) {
                telling.push(told);
            }
            logs.push(stray.map(|stray| stray.log));
        }
        let (usual, spread) = Usual::with(&telling, prior, earlier);
        Self { logs, usual, spread }
    }

    fn log(&self, place: usize) -> Option<f64> {
        self.logs.get(place).copied().flatten()
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
