//! The substitute for scores among fewer than eight videos: one against all the others.

use super::{
    reading::{Reading, expected},
    stray::SMOOTHING,
};

/// What each video gained, and what its age lets expect, in whole views.
#[derive(Default)]
pub(super) struct Others {
    each: Vec<Option<(u64, u64)>>,
    gained: u64,
    expected: u64,
}

impl Others {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut others = Self::default();
        for view in reading.views() {
            let of_one = || {
                let view = view.as_ref()?;
                let grown = view.grown.as_ref()?;
                let expected = expected(grown.from, grown.age_before?, view.age?) + SMOOTHING;
                Some((grown.certain, expected as u64))
            };
            let one = of_one();
            if let Some((gain, usual)) = one {
                others.gained = others.gained.saturating_add(gain);
                others.expected = others.expected.saturating_add(usual);
            }
            others.each.push(one);
        }
        others
    }

    /// How many times what the other videos gained for their ages; none without another.
    pub(super) fn multiple(&self, place: usize) -> Option<f64> {
        let (gain, usual) = self.each.get(place).copied().flatten()?;
        let (others, expected) = (self.gained.saturating_sub(gain), self.expected.saturating_sub(usual));
        let theirs = (others as f64 + SMOOTHING) / expected as f64;
        (expected > 0).then(|| (gain as f64 / usual as f64) / theirs)
    }
}
