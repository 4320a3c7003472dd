//! Instants and civil days.
//!
//! The core has no clock: every instant comes in as an argument, in whole seconds of Unix
//! time, and goes out as RFC 3339 in UTC.

use chrono::{Datelike, NaiveDate};
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
    time.filter(|time| time.has_seconds && !time.is_for_people && begins_with_iso(text))?;
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
    let mut time = written.eat(b"Tt ").then(|| written.clock()).flatten()?;
    if written.eat(b".") {
        while written.eat(b"0123456789") {}
    }
    written.eat(b" ");
    if let Some(noon) = written.noon() {
        time = time.of_half(noon)?;
        written.eat(b" ");
    }
    let offset = match written.0 {
        [] => None,
        b"Z" | b"z" | b"UTC" => Some(0),
        [sign, rest @ ..] => {
            written.0 = rest;
            let seconds = written.clock().filter(|clock| !clock.is_for_people && written.0.is_empty())?.seconds;
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
    /// Whether its hours have one digit, or are those of a half of the day.
    is_for_people: bool,
}

impl Clock {
    /// The time that shows so on a dial of twelve hours, in the half of a day that begins at `noon`.
    fn of_half(self, noon: i64) -> Option<Self> {
        const HALF: i64 = DAY_SECONDS / 2;
        let is_on_dial = (3600..HALF + 3600).contains(&self.seconds);
        is_on_dial.then_some(Self { seconds: self.seconds % HALF + noon, is_for_people: true, ..self })
    }
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

    /// `AM` or `PM`, in any case, and behind the blank that browsers write: when the half of the day begins.
    fn noon(&mut self) -> Option<i64> {
        let behind = self.0.strip_prefix("\u{202f}".as_bytes()).unwrap_or(self.0);
        let (mark, rest) = behind.split_first_chunk::<2>()?;
        let noon = match &mark.map(|letter| letter | 0x20) {
            b"am" => 0,
            b"pm" => DAY_SECONDS / 2,
            _ => return None,
        };
        self.0 = rest;
        Some(noon)
    }

    /// `06:00:00`, `06:00` or `6:00`, in offsets also `0600`.
    fn clock(&mut self) -> Option<Clock> {
        let is_for_people = self.0.get(1) == Some(&b':');
        let hours = self.number(if is_for_people { 1 } else { 2 })?;
        self.eat(b":");
        let minutes = self.number(2)?;
        let has_seconds = self.eat(b":");
        let seconds = if has_seconds { self.number(2)? } else { 0 };
        let fits = hours < 24 && minutes < 60 && seconds < 61;
        let seconds = i64::from(hours * 3600 + minutes * 60 + seconds);
        fits.then_some(Clock { seconds, has_seconds, is_for_people })
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

/// A civil day, written `2026-11-23`: days since 1970-01-01, of which chrono knows the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

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

    /// Its date; the epoch's where chrono has none, some 260,000 years away.
    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }

    /// The day of a date from 1970 to 9999, if there is one.
    fn of_date(year: u32, month: u32, day: u32) -> Option<Self> {
        let year = i32::try_from(year).ok().filter(|year| (1970..=9999).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day).map(|date| Self(date.to_epoch_days()))
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
        let date = self.date();
        push_digits(out, u64::from(date.year().unsigned_abs()), 4);
        for number in [date.month(), date.day()] {
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
            "2026-09-21T4:13:24Z",
            "2026-09-21T02:13:24 PMZ",
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
            "9/21/2026 2:13 PM",
            "9/21/2026, 2:13:00\u{202f}PM",
            "21/09/2026 02:13pm",
        ] {
            check(text, "2026-09-21T12:13:00Z");
        }
        check("9/9/2026", "2026-09-08T22:00:00Z");
        check("1.11.2026", "2026-10-31T23:00:00Z");
        check("9/21/2026 12:13 AM", "2026-09-20T22:13:00Z");
        check("9/21/2026 12:13 PM", "2026-09-21T10:13:00Z");
        check("9/21/2026 4:13", "2026-09-21T02:13:00Z");
        check("9/21/2026 2:13 PM UTC", "2026-09-21T14:13:00Z");
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
            "9/21/2026 13:13 PM",
            "9/21/2026 0:13 AM",
            "9/21/2026 2:13 XM",
            "9/21/2026 2:13 PMM",
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
    fn days_go_by_their_number() {
        for number in [-800_000, -1, 0, 20_780, 2_932_896] {
            let day = Day::from_number(number);
            assert_eq!((day.number(), day.weekday() as u32), (number, day.date().weekday().num_days_from_monday()));
        }
        let of = |year, month, day| Day::of_date(year, month, day).map(|day| day.to_string());
        assert_eq!(of(2028, 2, 29).as_deref(), Some("2028-02-29"));
        let none = [of(1969, 12, 31), of(10_000, 1, 1), of(2026, 13, 1), of(2026, 2, 29), of(u32::MAX, 1, 1)];
        assert_eq!(none, [const { None }; 5]);
        // Numbers out of bytes may be any.
        assert_eq!([i32::MIN, i32::MAX].map(|number| Day(number).to_string()), ["1970-01-01", "1970-01-01"]);
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
