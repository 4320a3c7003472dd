//! `pace`: is the goal still in reach? The views so far, and the usual daily gain for the days left.

use super::{lift::Pulse, stat::median};
use crate::gather::gather;

/// Days of which the median gain is what a day brings.
const DAYS: usize = 7;
/// Fewer tell nothing.
const DAYS_LEAST: usize = 3;

/// Views that a usual day brings: the median of the last days' gains in 24 hours.
pub(crate) fn usual_gain(pulses: &[Pulse]) -> Option<f64> {
    let gains: Vec<f64> = gather(pulses.iter().rev().take(DAYS).map(|pulse| pulse.gained as f64));
    (gains.len() >= DAYS_LEAST).then(|| median(&gains))
}

/// What is reached when each of the days behind today brings so much: a report says it, and so does the alert.
pub(crate) fn projected(reached: u64, a_day: f64, days_left: u64) -> u64 {
    reached.saturating_add((a_day * days_left as f64) as u64)
}

/// The views at the end, when they fall under `share` of the goal.
pub(crate) fn behind(total: u64, goal: f64, days_left: u64, pulses: &[Pulse], share: f64) -> Option<u64> {
    let end = projected(total, usual_gain(pulses).filter(|_| days_left > 0)?, days_left);
    ((end as f64) < goal * share).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn days<const N: usize>(gained: [u64; N]) -> [Pulse; N] {
        gained.map(|gained| Pulse { at: Timestamp::default(), log: 0, gained, spread: 0, told: 0 })
    }

    #[test]
    fn the_usual_day_decides_and_not_the_best() {
        let days = days([10_000, 900_000, 10_000, 10_000]);
        assert_eq!(behind(100_000, 1e6, 10, &days, 0.8), Some(200_000));
        assert_eq!(behind(100_000, 2e5, 10, &days, 0.8), None);
        assert_eq!(behind(100_000, 1e6, 1, &days, 0.8), Some(110_000), "tomorrow is the last day");
        assert_eq!(behind(100_000, 1e6, 0, &days, 0.8), None, "the last day");
        // At four fifths of the goal it is in reach, and just below it is not.
        assert_eq!(behind(700_000, 1e6, 10, &days, 0.8), None);
        assert_eq!(behind(699_000, 1e6, 10, &days, 0.8), Some(799_000));
        assert_eq!(behind(699_000, 1e6, 10, &days, 0.7), None, "where seven tenths are enough");
    }

    #[test]
    fn three_days_make_a_usual_one_and_the_last_seven_count() {
        assert_eq!(usual_gain(&days([])), None);
        assert_eq!(usual_gain(&days([5, 5])), None);
        assert_eq!(usual_gain(&days([3, 900, 4])), Some(4.0));
        let newest_last = days([900, 900, 900, 900, 900, 900, 10, 10, 10, 10, 90, 90, 90]);
        assert_eq!(usual_gain(&newest_last), Some(10.0));
        assert_eq!(behind(100_000, 1e6, 1, &days([10_000; 2]), 0.8), None, "too few days");
        // Days on which nothing was gained, as where no count is known.
        assert_eq!(behind(0, 1e6, 10, &days([0; 7]), 0.8), Some(0));
    }
}
