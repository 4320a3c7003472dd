//! `age`: does a video grow faster than videos of its age?

use super::{
    Score,
    reading::Reading,
    stat::{Prior, Usual, exp, ln},
};

/// Views added to what was gained and to what was expected: below them chance rules.
pub(super) const SMOOTHING: f64 = 50.0;
/// Videos of which fewer views are expected do not tell what is usual: the smoothing makes them
/// all alike, and with them the spread of the others would look small.
pub(super) const TELLING: f64 = 100.0;
/// Measured: the logarithm of a day's gain strays by .8 to 1.0 from what the curve expects.
const PRIOR: Prior = Prior { spread: 0.9, weight: 20.0, centre: 3.0 };

/// How each video's gain stands to what its age lets expect.
pub(super) struct Ages {
    /// Logarithms of gain over expectation, by the place of the video.
    pub(super) logs: Vec<Option<f64>>,
    /// Today's campaign: what is common to all, a platform's good day, cancels.
    pub(super) usual: Usual,
}

impl Ages {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut usual = Vec::new();
        let logs = reading.videos.iter().map(|view| {
            let (grown, age) = (view.grown?, view.age?);
            let expected = reading.expected(grown.from, grown.age_before?, age);
            let log = |gain: u64| ln((gain as f64 + SMOOTHING) / (expected + SMOOTHING));
            if expected >= TELLING {
                usual.push(log(grown.gain));
            }
            Some(log(grown.certain))
        });
        let logs = logs.collect();
        Self { logs, usual: Usual::of(&usual, PRIOR) }
    }

    /// The score of the video at a place.
    pub(super) fn score(&self, place: usize) -> Option<Score> {
        let log = self.logs.get(place).copied().flatten()?;
        Some(Score { z: self.usual.z(log), ratio: exp(log - self.usual.middle) })
    }
}
