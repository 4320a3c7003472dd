//! The substitute for scores among fewer than eight videos: one against all the others.

use super::{reading::Reading, stray::SMOOTHING};

/// What each video gained, and what its age lets expect, in whole views.
pub(super) struct Others {
    each: Vec<Option<(u64, u64)>>,
    gained: u64,
    expected: u64,
}

impl Others {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let each: Vec<Option<(u64, u64)>> = reading
            .videos
            .iter()
            .map(|view| {
                let (grown, age) = (view.grown?, view.age?);
                let expected = reading.expected(grown.from, grown.age_before?, age) + SMOOTHING;
                Some((grown.certain, expected as u64))
            })
            .collect();
        let (mut gained, mut expected) = (0_u64, 0_u64);
        for (gain, usual) in each.iter().flatten() {
            gained = gained.saturating_add(*gain);
            expected = expected.saturating_add(*usual);
        }
        Self { each, gained, expected }
    }

    /// How many times what the other videos gained for their ages; none without another.
    pub(super) fn multiple(&self, place: usize) -> Option<f64> {
        let (gain, usual) = self.each.get(place).copied().flatten()?;
        let (others, expected) = (self.gained.saturating_sub(gain), self.expected.saturating_sub(usual));
        let theirs = (others as f64 + SMOOTHING) / expected as f64;
        (expected > 0).then(|| (gain as f64 / usual as f64) / theirs)
    }
}
