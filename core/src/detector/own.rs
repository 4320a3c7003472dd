//! `self`: does a video accelerate against its own pace?
//!
//! Growth persists from day to day, so that much today is no news of a video that had much
//! yesterday.

use super::{
    Score,
    age::{SMOOTHING, TELLING},
    reading::Reading,
    stat::{Prior, Usual, exp, ln},
};

/// Measured: deviations of one day persist into the next with .8, so that their difference
/// strays less than each of them.
const PRIOR: Prior = Prior { spread: 0.6, weight: 20.0, centre: 3.0 };

/// How each video's gain stands to that of the time before.
pub(super) struct Paces {
    logs: Vec<Option<f64>>,
    usual: Usual,
}

impl Paces {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut usual = Vec::new();
        let logs = reading.videos.iter().map(|view| {
            let grown = view.grown?;
            let before = grown.before?;
            let longer = grown.days / before.days;
            // Pace falls with age as the curve does; without an age it is taken to hold.
            let slower = match (view.age, grown.age_before, before.age_before) {
                (Some(age), Some(middle), Some(first)) => {
                    let share = |age: f64| reading.curve.share(age);
                    ((share(age) - share(middle)) / (share(middle) - share(first)).max(1e-9)).min(longer)
                }
                _ => longer,
            };
            let expected = before.gain as f64 * slower;
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
