//! Hours in which a notifier is not disturbed; what waits is told when they end.

use tagpulse_core::{AlertTier, Timestamp, Zone};

const MINUTES_A_DAY: i64 = 24 * 60;

/// A stretch of every day, in the campaign's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quiet {
    /// Its first minute of the day.
    pub(crate) from: u16,
    /// The first minute after it; before `from` it is on the next day.
    pub(crate) to: u16,
    /// The tier that is told all the same.
    pub(crate) unless: Option<AlertTier>,
}

impl Quiet {
    /// The minute of a day that `22:00` means.
    pub(crate) fn minute(text: &str) -> Option<u16> {
        let (hour, minute) = text.split_once(':')?;
        let two = |part: &str, end: u16| {
            let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|number| plain && *number < end)
        };
        Some(two(hour, 24)? * 60 + two(minute, 60)?)
    }

    /// Whether an alert of this tier waits at this instant.
    pub(crate) fn holds(&self, tier: AlertTier, at: Timestamp, zone: &Zone) -> bool {
        if self.unless.is_some_and(|unless| tier >= unless) {
            return false;
        }
        let local = at.seconds() + i64::from(zone.offset_seconds(at));
        let minute = local.div_euclid(60).rem_euclid(MINUTES_A_DAY);
        let (from, to) = (i64::from(self.from), i64::from(self.to));
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(from: &str, to: &str, unless: Option<AlertTier>) -> Quiet {
        Quiet { from: Quiet::minute(from).unwrap(), to: Quiet::minute(to).unwrap(), unless }
    }

    #[test]
    fn the_night_goes_over_midnight_in_the_campaigns_zone() {
        let night = quiet("22:00", "07:00", Some(AlertTier::Mega));
        // Winter: local time is an hour ahead of UTC.
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let zone = crate::zone::load("Europe/Berlin", at("2026-11-25T00:00:00Z")).unwrap();
        let check = |text: &str, held: bool| assert_eq!(night.holds(AlertTier::Hot, at(text), &zone), held, "{text}");
        check("2026-11-24T20:59:59Z", false);
        check("2026-11-24T21:00:00Z", true);
        check("2026-11-25T05:59:59Z", true);
        check("2026-11-25T06:00:00Z", false);
        assert!(!night.holds(AlertTier::Mega, at("2026-11-24T23:00:00Z"), &zone));
    }

    #[test]
    fn an_hour_that_comes_twice_is_quiet_twice_and_one_that_is_left_out_never() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let held = |zone: &str, from: &str, to: &str, text: &str| {
            let zone = crate::zone::load(zone, at("2026-12-01T00:00:00Z")).unwrap();
            quiet(from, to, None).holds(AlertTier::Mega, at(text), &zone)
        };
        // Berlin's clock goes back at 01:00 UTC: half past two comes at 00:30 and at 01:30.
        for (text, is_held) in [
            ("2026-10-24T23:59:59Z", false),
            ("2026-10-25T00:30:00Z", true),
            ("2026-10-25T01:30:00Z", true),
            ("2026-10-25T02:00:00Z", false),
        ] {
            assert_eq!(held("Europe/Berlin", "02:00", "03:00", text), is_held, "{text}");
        }
        // In spring it goes from 02:00 to 03:00, at 01:00 UTC.
        for text in ["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"] {
            assert!(!held("Europe/Berlin", "02:00", "03:00", text), "{text}");
        }
        // Lord Howe's goes back from 02:00 to 01:30, at 15:00 UTC.
        for (text, is_held) in [
            ("2026-04-04T14:29:59Z", false),
            ("2026-04-04T14:45:00Z", true),
            ("2026-04-04T15:15:00Z", true),
            ("2026-04-04T15:30:00Z", false),
        ] {
            assert_eq!(held("Australia/Lord_Howe", "01:30", "02:00", text), is_held, "{text}");
        }
    }

    #[test]
    fn a_stretch_within_a_day_and_an_empty_one() {
        let noon = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
        assert!(quiet("12:00", "13:00", None).holds(AlertTier::Mega, noon, &Zone::utc()));
        assert!(!quiet("13:00", "14:00", None).holds(AlertTier::Watch, noon, &Zone::utc()));
        assert!(!quiet("12:00", "12:00", None).holds(AlertTier::Watch, noon, &Zone::utc()));
    }

    #[test]
    fn what_is_no_time_of_day() {
        for text in ["24:00", "7:00", "07:60", "0700", "+7:00", ""] {
            assert_eq!(Quiet::minute(text), None, "{text}");
        }
        assert_eq!(Quiet::minute("23:59"), Some(1439));
    }
}
