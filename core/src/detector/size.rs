//! `size`: is a video big for its age?

use super::{
    reading::Reading,
    stat::{Prior, ln},
    stray::{Stray, Strays},
};

/// Measured within campaigns: the logarithm of a video's views strays by 1.7 to 1.9 (over all of
/// TikTok by 2.56, of which ten times the median is ordinary).
const PRIOR: Prior = Prior { spread: 1.9, weight: 20.0, centre: 0.0 };

/// How each video stands to the campaign's for its size, each as if all were of one age.
pub(super) fn sizes(reading: &Reading<'_>) -> Strays {
    Strays::of(reading, PRIOR, &[], &|view| {
        let log = ln(1.0 + view.views as f64) - ln(reading.curve.share(view.age?));
        Some(Stray { log, tells: Some(log) })
    })
}
