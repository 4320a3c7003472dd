//! `gain`: who brings the views today? Shares and ranks, exact.

use super::reading::Reading;
use crate::gather::gather;

/// The campaign's gain of the reading.
pub(super) struct Gains {
    /// Each video's gain, largest first.
    sorted: Vec<u64>,
    total: u64,
}

impl Gains {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let gains = gather(reading.videos.iter().filter_map(|view| view.grown.as_ref()).map(|grown| grown.gain));
        let mut sorted: Vec<u64> = crate::rank::sorted(gains);
        sorted.reverse();
        let total = sorted.iter().fold(0_u64, |sum, gain| sum.saturating_add(*gain));
        Self { sorted, total }
    }

    /// Rank from 1 among how many.
    pub(super) fn rank(&self, gain: u64) -> (usize, usize) {
        (self.sorted.partition_point(|other| *other > gain) + 1, self.sorted.len())
    }

    /// Its share of all gains.
    pub(super) fn share(&self, gain: u64) -> f64 {
        gain as f64 / self.total.max(1) as f64
    }
}
