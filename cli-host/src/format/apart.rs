//! Over how many hours a day's gain is: that of a day behind a gap is of more than a day, which nobody may take for
//! the day's own.

use serde::Serialize;
use tagpulse_core::{DayFigures, Origin, Ratio};

/// Readings of two days are no further apart.
const USUAL_HOURS: i128 = 28;

/// A day's figures, and over how many hours its gains are.
#[derive(Serialize)]
pub(super) struct Timed<'a> {
    /// The figures.
    #[serde(flatten)]
    pub(super) figures: &'a DayFigures,
    /// Hours from the last reading of the day before it that has one, which its gains are since; null without gains.
    pub(super) gained_over_hours: Option<Ratio>,
}

impl Timed<'_> {
    /// The hours, where they are more than a day's.
    pub(super) fn long(&self) -> Option<Ratio> {
        self.gained_over_hours.filter(|hours| is_long(*hours))
    }
}

/// Whether a gain of so many hours is of more than a day.
pub(super) fn is_long(hours: Ratio) -> bool {
    hours.millionths() > USUAL_HOURS * 1_000_000
}

/// Days, oldest first, with those hours.
pub(super) fn timed(days: &[DayFigures]) -> impl Iterator<Item = Timed<'_>> {
    days.iter().scan(None, |before, figures| {
        let taken_at = figures.taken_at.seconds();
        let is_read = figures.origin == Origin::Reading;
        let since = if is_read { before.replace(taken_at) } else { *before };
        let hours = |since: i64| Ratio::of(i128::from(taken_at - since), 3600);
        let gained_over_hours = since.filter(|_| figures.views_gained.is_some()).and_then(hours);
        Some(Timed { figures, gained_over_hours })
    })
}
