//! `stale`: does anybody still look? No trusted reading for more than a day and a half means that
//! no other alert can come either.

use crate::{Policy, Timestamp};

/// Hours since the last trusted reading, when they are too many.
pub(crate) fn stale(last_trusted: Timestamp, now: Timestamp, policy: &Policy) -> Option<u64> {
    let seconds = now.seconds() - last_trusted.seconds();
    (seconds as f64 >= policy.stale_hours * 3600.0).then_some(seconds.unsigned_abs() / 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_half() {
        let at = |hours: i64| Timestamp::from_seconds(1_790_000_000 + hours * 3600).unwrap();
        assert_eq!(stale(at(0), at(35), &Policy::default()), None);
        assert_eq!(stale(at(0), at(36), &Policy::default()), Some(36));
        // An hour and a half, where a campaign asks for it, is not two.
        let policy = Policy { stale_hours: 1.5, ..Policy::default() };
        assert_eq!([89, 90].map(|minutes| stale(at(0), at(0).plus(minutes * 60), &policy)), [None, Some(1)]);
    }
}
