//! Which readings are kept, and which one a reading is compared with.

use crate::{Timestamp, Zone, codec::record};

/// Readings kept with each video's counts.
pub(crate) const KEPT: usize = 8;
/// Where there are more, of those in one such span only the last is kept, so that eight reach 36 hours back
/// however often one reads: to a base, and to a reading 12 hours before it.
const SPAN_SECONDS: i64 = 6 * 3600;
/// A base is at least so much older.
const BASE_AGE_SECONDS: i64 = 12 * 3600;
/// The base is the one nearest to so long ago.
const BASE_IDEAL_SECONDS: i64 = 24 * 3600;

/// A trusted reading whose counts are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Grows by one with every trusted reading.
    pub(crate) number: u32,
    pub(crate) taken_at: Timestamp,
    /// Videos that it listed.
    pub(crate) seen: u32,
    /// Videos known after it.
    pub(crate) known: u32,
}

record!(Kept { number, taken_at, seen, known });

/// The place of a reading to forget, of `kept` in ascending order; `None` when all may stay.
/// The newest two always stay: two readings can be compared however near they are.
pub(crate) fn to_forget(kept: &[Kept]) -> Option<usize> {
    let span = |reading: &Kept| reading.taken_at.seconds().div_euclid(SPAN_SECONDS);
    let (_, earlier) = kept.split_last().filter(|_| kept.len() > KEPT)?;
    // Of two in one span the later stays, unless only the earlier can be a base.
    let replaced = earlier.windows(2).enumerate().find_map(|(at, pair)| match pair {
        [older, newer] if span(older) == span(newer) => Some(at + usize::from(saw_half(older) && !saw_half(newer))),
        _ => None,
    });
    replaced.or(Some(0))
}

const fn saw_half(reading: &Kept) -> bool {
    reading.seen as u64 * 2 >= reading.known as u64
}

/// The place of the base of the newest reading: of an earlier civil day, at least 12 hours
/// older, having seen at least half of the videos then known, nearest to 24 hours before.
pub(crate) fn base(kept: &[Kept], zone: &Zone) -> Option<usize> {
    let (newest, earlier) = kept.split_last()?;
    let day = zone.day(newest.taken_at);
    let age = |reading: &Kept| newest.taken_at.seconds() - reading.taken_at.seconds();
    let fits =
        |reading: &Kept| zone.day(reading.taken_at) < day && age(reading) >= BASE_AGE_SECONDS && saw_half(reading);
    let fitting = earlier.iter().enumerate().filter(|(_, reading)| fits(reading));
    // Of two as near, the later one.
    fitting.min_by_key(|(at, reading)| ((age(reading) - BASE_IDEAL_SECONDS).abs(), usize::MAX - at)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(hours: &[i64]) -> Vec<Kept> {
        let reading = |(number, hour): (u32, &i64)| Kept {
            number,
            taken_at: Timestamp::from_seconds(1_790_035_200 + hour * 3600).unwrap(),
            seen: 10,
            known: 10,
        };
        (0..).zip(hours).map(reading).collect()
    }

    #[test]
    fn the_base_is_the_reading_nearest_to_a_day_before() {
        // 1_790_035_200 is a midnight in UTC.
        assert_eq!(base(&kept(&[6, 30]), &Zone::utc()), Some(0));
        assert_eq!(base(&kept(&[6, 18, 30]), &Zone::utc()), Some(0));
        assert_eq!(base(&kept(&[6, 9, 20, 32]), &Zone::utc()), Some(1));
        // Only 11 hours older; the same civil day.
        assert_eq!(base(&kept(&[20, 31]), &Zone::utc()), None);
        assert_eq!(base(&kept(&[1, 14]), &Zone::utc()), None);
        // A missed day.
        assert_eq!(base(&kept(&[6, 54]), &Zone::utc()), Some(0));
        assert_eq!(base(&[], &Zone::utc()), None);
    }

    #[test]
    fn a_reading_that_saw_less_than_half_is_no_base() {
        let mut readings = kept(&[6, 8, 30]);
        readings[0].seen = 4;
        assert_eq!(base(&readings, &Zone::utc()), Some(1));
    }

    #[test]
    fn a_partial_reading_does_not_push_out_the_base() {
        // 09:00 saw all, 10:30 saw a tenth; the next morning's base is 09:00.
        let mut readings = kept(&[9, 10, 12, 18, 24, 25, 26, 27, 33]);
        readings[1].seen = 1;
        assert_eq!(to_forget(&readings), Some(1));
        readings.remove(1);
        assert_eq!(to_forget(&readings), None);
        assert_eq!(base(&readings, &Zone::utc()), Some(0));
    }

    #[test]
    fn two_readings_of_one_morning_are_both_kept_for_the_next() {
        // 06:05, 11:55 and 06:05 of the next day, in hours; of 18:10 and 23:50 only the former can be a base of 06:10.
        for (readings, of) in [(&[0, 5, 24][..], 0), (&[18, 23, 30], 0)] {
            let readings = kept(readings);
            assert_eq!((to_forget(&readings), base(&readings, &Zone::utc())), (None, Some(of)));
        }
    }

    #[test]
    fn hourly_readings_still_reach_a_day_back() {
        let mut held: Vec<Kept> = Vec::new();
        for reading in kept(&(0..100).collect::<Vec<_>>()) {
            held.push(reading);
            while let Some(at) = to_forget(&held) {
                held.remove(at);
            }
            assert!(held.len() <= KEPT);
            if reading.number >= 36 {
                let base = base(&held, &Zone::utc()).map(|at| held[at]).unwrap();
                let hours = (reading.taken_at.seconds() - base.taken_at.seconds()) / 3600;
                assert!((20..=28).contains(&hours), "{hours}");
            }
        }
    }
}
