//! `age`: does a video grow faster than videos of its age?

use super::{
    reading::{View, expected},
    stat::Prior,
    stray::Stray,
};

/// Measured: the logarithm of a day's gain strays by .8 to 1.0 from what the curve expects.
pub(super) const PRIOR: Prior = Prior { spread: 0.9, weight: 20.0, centre: 3.0 };

/// How a video's gain stands to what its age lets expect. The usual is today's campaign: what
/// is common to all, a platform's good day, cancels.
pub(super) fn stray(view: &View<'_>) -> Option<Stray> {
    let grown = view.grown.as_ref()?;
    Some(Stray::of(grown, expected(grown.from, grown.age_before?, view.age?), 0.0))
}
