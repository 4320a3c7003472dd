//! `self`: does a video accelerate against its own pace?
//!
//! Growth persists from day to day, so that much today is no news of a video that had much
//! yesterday.

use super::{
    reading::Reading,
    stat::Prior,
    stray::{Stray, Strays, TELLING, excess},
};

/// Measured: deviations of one day persist into the next with .8, so that their difference
/// strays less than each of them.
const PRIOR: Prior = Prior { spread: 0.6, weight: 20.0, centre: 3.0 };

/// How each video's gain stands to that of the time before.
pub(super) fn paces(reading: &Reading<'_>) -> Strays {
    Strays::of(reading, PRIOR, &[], &|view| {
        let grown = view.grown.as_ref()?;
        let before = grown.before.as_ref()?;
        let longer = grown.days / before.days;
        // Pace falls with age as the curve does; without an age it is taken to hold.
        let slower = match (view.age, grown.age_before, before.age_before) {
            (Some(age), Some(middle), Some(first)) => {
                let [first, middle, age] = [first, middle, age].map(|age| reading.curve.share(age));
                ((age - middle) / (middle - first).max(1e-9)).min(longer)
            }
            _ => longer,
        };
        let expected = before.gain as f64 * slower;
        let tells = (expected >= TELLING).then(|| excess(grown.gain, expected));
        Some(Stray { log: excess(grown.certain, expected), tells })
    })
}
