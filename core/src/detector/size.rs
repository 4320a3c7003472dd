//! `size`: is a video big for its age?

use super::{
    Score,
    reading::Reading,
    stat::{Prior, Usual, exp, ln},
};

/// Measured within campaigns: the logarithm of a video's views strays by 1.7 to 1.9 (over all of
/// TikTok by 2.56, of which ten times the median is ordinary).
const PRIOR: Prior = Prior { spread: 1.9, weight: 20.0, centre: 0.0 };

/// The sizes of a campaign's videos, each as if all were of one age.
pub(super) struct Sizes {
    logs: Vec<Option<f64>>,
    usual: Usual,
}

impl Sizes {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let log =
            |view: &super::reading::View<'_>| Some(ln(1.0 + view.views as f64) - ln(reading.curve.share(view.age?)));
        let logs: Vec<Option<f64>> = reading.videos.iter().map(log).collect();
        let known: Vec<f64> = logs.iter().flatten().copied().collect();
        Self { logs, usual: Usual::of(&known, PRIOR) }
    }

    /// How it stands to the campaign's videos, for its age.
    pub(super) fn score(&self, place: usize) -> Option<Score> {
        let log = self.logs.get(place).copied().flatten()?;
        Some(Score { z: self.usual.z(log), ratio: exp(log - self.usual.middle) })
    }
}
