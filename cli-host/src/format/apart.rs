//! Over how many hours a gain is: that of a day behind a gap is of more than a day, which nobody may take for
//! the day's own.

use tagpulse_core::{DayFigures, Ratio};

/// Readings of two days are no further apart.
const USUAL_HOURS: i128 = 28;

/// The hours of a day's gains, where they are more than a day's.
pub(super) fn long(day: &DayFigures) -> Option<Ratio> {
    day.gained_over_hours.filter(|hours| is_long(*hours))
}

/// Whether a gain of so many hours is of more than a day.
pub(super) fn is_long(hours: Ratio) -> bool {
    hours.millionths() > USUAL_HOURS * 1_000_000
}
