//! `stale`: does anybody still look? No trusted reading for more than a day and a half means that
//! no other alert can come either.

use crate::{Policy, Timestamp};

/// Hours since the last trusted reading, when they are too many.
pub(crate) fn stale(last_trusted: Timestamp, now: Timestamp, policy: &Policy) -> Option<i64> {
    let hours = (now.seconds() - last_trusted.seconds()) / 3600;
    (hours as f64 >= policy.stale_hours).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_half() {
        let at = |hours: i64| Timestamp::from_seconds(1_790_000_000 + hours * 3600).unwrap();
        assert_eq!(stale(at(0), at(35), &Policy::default()), None);
        assert_eq!(stale(at(0), at(36), &Policy::default()), Some(36));
    }
}
