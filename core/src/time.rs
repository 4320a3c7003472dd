//! Instants and civil days.
//!
//! The core has no clock: every instant comes in as an argument, in whole seconds of Unix
//! time, and goes out as RFC 3339 in UTC.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    Error, ErrorCode, Zone,
    text::is_one_of,
    words::{Shown, push_digits},
};

/// Seconds in a day.
pub(crate) const DAY_SECONDS: i64 = 86_400;

/// The last second of the year 9999, the last that RFC 3339 can write.
const LATEST: i64 = 253_402_300_799;

/// An instant in whole seconds since 1970-01-01T00:00:00Z, from then to the end of 9999.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant so many seconds after the epoch.
    ///
    /// # Errors
    /// `bad_time` before 1970 and after 9999.
    ///
    /// ```
    /// # use tagpulse_core::Timestamp;
    /// assert_eq!(Timestamp::from_seconds(1_790_000_000)?.to_string(), "2026-09-21T14:13:20Z");
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn from_seconds(seconds: i64) -> Result<Self, Error> {
        if (0..=LATEST).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(Error::new(ErrorCode::BadTime, text!("time {} s is outside 1970 to 9999; give Unix seconds", seconds)))
        }
    }

    /// The instant of a count of milliseconds, as JavaScript's `Date.now()` gives it; the
    /// fraction of a second is dropped.
    ///
    /// # Errors
    /// `bad_time` when it is no number of that range.
    pub fn from_millis(millis: f64) -> Result<Self, Error> {
        if !millis.is_finite() {
            return Err(Error::new(
                ErrorCode::BadTime,
                "the time is not a number; give milliseconds as Date.now() does",
            ));
        }
        Self::from_seconds((millis / 1000.0).floor() as i64)
    }

    /// Reads RFC 3339, with any offset: `2026-11-23T07:00:00+01:00`. A fraction is dropped.
    ///
    /// # Errors
    /// `bad_time` with the text that could not be read.
    pub fn parse(text: &str) -> Result<Self, Error> {
        rfc3339(text).and_then(|seconds| Self::from_seconds(seconds).ok()).ok_or_else(|| no_time(text))
    }

    /// Seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The same instant so many seconds later (earlier when negative), clamped to the range.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        let sum = self.0.saturating_add(seconds);
        Self(if sum < 0 {
            0
        } else if sum > LATEST {
            LATEST
        } else {
            sum
        })
    }
}

fn rfc3339(text: &str) -> Option<i64> {
    // It wants a time with seconds, and an offset.
    let (local, time, offset) = date_and_time(text)?;
    time.filter(|time| time.has_seconds && begins_with_iso(text))?;
    Some(local - offset?)
}

/// Unix seconds of a date, or a date and time, as exports and people write them: an offset may stand behind
/// (`Z`, `+02:00`, `+0200`); without one it is local time in `zone`, or UTC.
pub(crate) fn written(text: &str, zone: Option<&Zone>) -> Option<i64> {
    let (local, _, offset) = date_and_time(text)?;
    Some(match (offset, zone) {
        (Some(offset), _) => local - offset,
        (None, Some(zone)) => zone.instant(local),
        (None, None) => local,
    })
}

/// Whether it is a day in the one form that a computer writes, or begins with one: [`Written::date`] reads others, too.
const fn begins_with_iso(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [_, _, _, _, b'-', _, _, b'-', _, b'0'..=b'9']
            | [_, _, _, _, b'-', _, _, b'-', _, b'0'..=b'9', b'T' | b't' | b' ', ..]
    )
}

/// Local seconds, the time of day and the offset, where they are written.
fn date_and_time(text: &str) -> Option<(i64, Option<Clock>, Option<i64>)> {
    let mut written = Written(text.as_bytes());
    let midnight = written.date()?.midnight();
    if written.0.is_empty() {
        return Some((midnight, None, None));
    }
    // As browsers write it for people: `21.9.2026, 14:13:20`.
    written.eat(b",");
    let time = written.eat(b"Tt ").then(|| written.clock()).flatten()?;
    if written.eat(b".") {
        while written.eat(b"0123456789") {}
    }
    written.eat(b" ");
    let offset = match written.0 {
        [] => None,
        b"Z" | b"z" | b"UTC" => Some(0),
        [sign, rest @ ..] => {
            written.0 = rest;
            let seconds = written.clock().filter(|_| written.0.is_empty())?.seconds;
            match sign {
                b'+' => Some(seconds),
                b'-' => Some(-seconds),
                _ => return None,
            }
        }
    };
    Some((midnight + time.seconds, Some(time), offset))
}

/// A time of day.
#[derive(Clone, Copy)]
struct Clock {
    seconds: i64,
    has_seconds: bool,
}

/// Numbers at the front of a text.
struct Written<'a>(&'a [u8]);

impl Written<'_> {
    fn number(&mut self, width: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        crate::scalar::digits(digits).map(|number| number as u32)
    }

    /// Steps over one of these letters.
    fn eat(&mut self, letters: &[u8]) -> bool {
        let rest = self.0.split_first().filter(|(first, _)| is_one_of(**first, letters)).map(|(_, rest)| rest);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A number of up to four digits.
    #[inline(never)]
    fn short(&mut self) -> Option<u32> {
        self.number(self.0.iter().take(4).take_while(|b| b.is_ascii_digit()).count())
    }

    /// A day as people write it: `2026-11-23` and `2026/11/23`; `23.11.2026`; `23/11/2026` or `11/23/2026` where one of
    /// its numbers can be no month. What may be two days is none.
    fn date(&mut self) -> Option<Day> {
        const MARKS: &[u8] = b"-/.";
        let one = self.short()?;
        let is_point = self.0.starts_with(b".");
        let other = self.eat(MARKS).then(|| self.short()).flatten()?;
        let last = self.eat(MARKS).then(|| self.short()).flatten()?;
        let (year, month, day) = if one > 31 {
            (one, other, last)
        } else if is_point || one > 12 || one == other {
            (last, other, one)
        } else if other > 12 {
            (last, one, other)
        } else {
            return None;
        };
        Day::of_date(year, month, day)
    }

    /// `06:00:00` or `06:00`, in offsets also `0600`.
    fn clock(&mut self) -> Option<Clock> {
        let hours = self.number(2)?;
        self.eat(b":");
        let minutes = self.number(2)?;
        let has_seconds = self.eat(b":");
        let seconds = if has_seconds { self.number(2)? } else { 0 };
        let fits = hours < 24 && minutes < 60 && seconds < 61;
        fits.then_some(Clock { seconds: i64::from(hours * 3600 + minutes * 60 + seconds), has_seconds })
    }
}

/// What is told of a text that is no time.
pub(crate) fn no_time(text: &str) -> Error {
    let shown = crate::text::clean(text, 40);
    Error::new(ErrorCode::BadTime, text!("\"{}\" is no time; write RFC 3339 such as 2026-11-23T06:00:00Z", shown))
}

impl Shown for Timestamp {
    fn show(&self, out: &mut String) {
        Day::of(*self, 0).show(out);
        let of_day = (self.0 % DAY_SECONDS) as u64;
        for (mark, number) in [('T', of_day / 3600), (':', of_day / 60 % 60), (':', of_day % 60)] {
            out.push(mark);
            push_digits(out, number, 2);
        }
        out.push('Z');
    }
}

/// A civil day, written `2026-11-23`: days since 1970-01-01.
///
/// In the calendar it is counted by two formulae, which weigh less than a library's tables of years; tests hold them
/// against chrono.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Days of 400 years, after which leap years come again.
const ERA: i64 = 146_097;
/// From the first day of such an era, 1 March of the year 0, to the epoch. A year from March on ends with its leap day.
const BEFORE_EPOCH: i64 = 719_468;

impl Day {
    /// The civil day of an instant whose local time is `offset_seconds` east of UTC.
    pub fn of(instant: Timestamp, offset_seconds: i32) -> Self {
        let local = instant.plus(i64::from(offset_seconds));
        Self((local.seconds() / DAY_SECONDS) as i32)
    }

    /// Reads `2026-11-23`.
    ///
    /// # Errors
    /// `bad_time` with the text that could not be read.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut written = Written(text.as_bytes());
        written.date().filter(|_| written.0.is_empty() && begins_with_iso(text)).ok_or_else(|| bad_day(text))
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of that number.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// 0 for Monday to 6 for Sunday.
    pub const fn weekday(self) -> usize {
        // The epoch was a Thursday.
        (self.0 as i64 + 3).rem_euclid(7) as usize
    }

    /// Its year, month and day.
    fn date(self) -> (i64, u32, u32) {
        let days = i64::from(self.0) + BEFORE_EPOCH;
        let of_era = days.rem_euclid(ERA);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let year = days.div_euclid(ERA) * 400 + year;
        let (year, month) = if month > 9 { (year + 1, month - 9) } else { (year, month + 3) };
        (year, month as u32, day as u32)
    }

    /// The day of a date from 1970 to 9999, if there is one.
    fn of_date(year: u32, month: u32, day: u32) -> Option<Self> {
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let (of_march, since) = if month > 2 { (month - 3, year) } else { (month + 9, year - 1) };
        let days = 365 * since + since / 4 - since / 100 + since / 400 + (153 * of_march + 2) / 5 + day;
        let found = Self((i64::from(days) - 1 - BEFORE_EPOCH) as i32);
        // A day that its month does not have is one of another month.
        (found.date() == (i64::from(year), month, day)).then_some(found)
    }

    /// Seconds from the epoch to its midnight.
    fn midnight(self) -> i64 {
        i64::from(self.0) * DAY_SECONDS
    }
}

fn bad_day(text: &str) -> Error {
    let shown = crate::text::clean(text, 40);
    Error::new(ErrorCode::BadTime, text!("\"{}\" is no day; write it as 2026-11-23", shown))
}

impl Shown for Day {
    fn show(&self, out: &mut String) {
        let (year, month, day) = self.date();
        push_digits(out, year.unsigned_abs(), 4);
        for number in [month, day] {
            out.push('-');
            push_digits(out, u64::from(number), 2);
        }
    }
}

displayed!(Timestamp, Day);

// Documents and options hold the text.
macro_rules! as_text {
    ($type:ident, $format:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&text!("{}", self))
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $type::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format })
            }
        }
    };
}

as_text!(Timestamp, "date-time");
as_text!(Day, "date");

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;
    use crate::ZoneTable;

    #[test]
    fn offsets_are_read_and_utc_is_written() {
        let time = Timestamp::parse("2026-11-23T07:00:00+01:00").unwrap();
        assert_eq!(time.to_string(), "2026-11-23T06:00:00Z");
        assert_eq!(Timestamp::from_millis(1_790_000_000_999.0).unwrap().seconds(), 1_790_000_000);
    }

    #[test]
    fn every_form_of_rfc_3339() {
        let same = [
            "2026-09-21T14:13:24Z",
            "2026-09-21 14:13:24.123456z",
            "2026-09-21T16:13:24+02:00",
            "2026-09-21T10:43:24-03:30",
        ];
        for text in same {
            assert_eq!(Timestamp::parse(text).unwrap().seconds(), 1_790_000_004, "{text}");
        }
        for text in [
            "2026-09-21",
            "2026-09-21T14:13Z",
            "2026-13-21T14:13:24Z",
            "2026-09-21T24:13:24Z",
            "2026-09-21T14:13:24",
            "2026-09-21, 14:13:24Z",
            "2026-09-21T14:13:24+2:00",
            "2026-09-21T14:13:24+02:00x",
            "2026-09-21T14:13:24~02:00",
            "+026-09-21T14:13:24Z",
            "é026-09-21T14:13:24Z",
        ] {
            assert!(Timestamp::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_as_exports_write_them() {
        let berlin = ZoneTable {
            begin: 0,
            end: 4_000_000_000,
            changes: vec![(0, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)],
        };
        let berlin = Zone::new("Europe/Berlin", Some(berlin)).unwrap();
        let check = |text: &str, utc: &str| {
            assert_eq!(written(text, Some(&berlin)), Timestamp::parse(utc).ok().map(Timestamp::seconds), "{text}");
        };
        check("2026-09-21 14:13", "2026-09-21T12:13:00Z");
        check("2026-12-21T14:13:20.5", "2026-12-21T13:13:20Z");
        check("2026-09-21", "2026-09-20T22:00:00Z");
        check("2026-09-21T14:13:20+0000", "2026-09-21T14:13:20Z");
        check("2026-09-21 14:13:20 UTC", "2026-09-21T14:13:20Z");
        // The hour that the clock skips, and the one that it shows twice (the later one).
        check("2026-03-29 02:30:00", "2026-03-29T01:30:00Z");
        check("2026-10-25 02:30:00", "2026-10-25T01:30:00Z");
        // With points the day comes first; with slashes where only one of the numbers can be the month.
        for text in [
            "21.09.2026 14:13",
            "21.9.2026 14:13",
            "21/09/2026 14:13",
            "9/21/2026 14:13",
            "21-09-2026 14:13",
            "2026/09/21 14:13",
            "2026-9-21 14:13",
            "21.9.2026, 14:13",
            "21/09/2026, 14:13:00",
        ] {
            check(text, "2026-09-21T12:13:00Z");
        }
        check("9/9/2026", "2026-09-08T22:00:00Z");
        check("1.11.2026", "2026-10-31T23:00:00Z");
        for text in [
            "10/11/2026",
            "09-10-2026",
            "21.09.26",
            "21/09/26",
            "21.13.2026",
            "21.09.2026,14:13",
            "21.09 2026",
            "21 09 2026",
            "21..2026",
            "20261-23",
            "2026-11",
            "02026-09-21",
            "4294969322/09/21",
            "2026-09-210",
            "21.09.2026 2:13 PM",
        ] {
            assert_eq!(written(text, None), None, "{text}");
        }
        for text in ["20261-23", "2026/11/23", "23.11.2026", "2026-1-23", "2026-11-2", "2026-11/23", "2026-11-023"] {
            assert!(Day::parse(text).is_err() && Timestamp::parse(&format!("{text}T06:00:00Z")).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_named() {
        let error = Timestamp::parse("yesterday").unwrap_err();
        assert_eq!(error.code, ErrorCode::BadTime);
        assert!(error.message.contains("\"yesterday\""), "{error}");
        assert!(Timestamp::from_seconds(-1).is_err());
        assert!(Timestamp::from_millis(f64::NAN).is_err());
        assert!(Day::parse("2026-02-30").is_err());
        assert!(Day::parse("2026-02").is_err());
    }

    #[test]
    fn every_day_is_chronos() {
        for number in (-800_000..3_000_000).chain([-90_000_000, 90_000_000]) {
            let date = NaiveDate::from_epoch_days(number).unwrap();
            let day = Day::from_number(number);
            assert_eq!((day.number(), day.weekday() as u32), (number, date.weekday().num_days_from_monday()), "{date}");
            assert_eq!(day.date(), (i64::from(date.year()), date.month(), date.day()), "{date}");
        }
        let dates =
            (0..=10_001).flat_map(|year| (0..=13).flat_map(move |month| (0..=32).map(move |day| (year, month, day))));
        for (year, month, day) in dates {
            let date =
                NaiveDate::from_ymd_opt(year as i32, month, day).filter(|date| (1970..=9999).contains(&date.year()));
            let found = Day::of_date(year, month, day).map(Day::number);
            assert_eq!(found, date.map(|date| date.to_epoch_days()), "{year}-{month}-{day}");
        }
        // Numbers out of bytes may be any.
        assert_eq!(
            (Day(i32::MIN).to_string().as_str(), Day(i32::MAX).to_string().as_str()),
            ("5877641-06-23", "5881580-07-11")
        );
    }

    #[test]
    fn a_day_is_that_of_the_offset() {
        let time = Timestamp::parse("2026-11-22T23:30:00Z").unwrap();
        assert_eq!(Day::of(time, 0).to_string(), "2026-11-22");
        assert_eq!(Day::of(time, 3600).to_string(), "2026-11-23");
        assert_eq!(Day::of(time, 3600).weekday(), 0);
        assert_eq!(Day::from_number(Day::of(time, 0).number()), Day::of(time, 0));
    }
}
