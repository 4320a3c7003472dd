//! How numbers and dates are written in pages for people: a small table of what agencies use.
//! The words stay English; separators, units and the order of a date are the reader's.

use chrono::{DateTime, NaiveDate};
use tagpulse_core::{Day, Ratio, Timestamp, Zone};

use crate::number::{self, decimals, with_currency};

/// A way to write numbers and dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Locale {
    tag: &'static str,
    thousands: &'static str,
    decimal: &'static str,
    /// What stands before `%`.
    percent: &'static str,
    millions: &'static str,
    billions: &'static str,
    date: &'static str,
    short_date: &'static str,
}

/// No-break space, and the narrow one.
const NBSP: &str = "\u{a0}";
const NARROW: &str = "\u{202f}";

const fn locale(
    tag: &'static str,
    [thousands, decimal, percent]: [&'static str; 3],
    [millions, billions]: [&'static str; 2],
    [date, short_date]: [&'static str; 2],
) -> Locale {
    Locale { tag, thousands, decimal, percent, millions, billions, date, short_date }
}

/// The table. The first one is used where nothing is asked for.
const ALL: &[Locale] = &[
    locale("en", [",", ".", ""], ["M", "B"], ["%-d %b %Y", "%-d %b"]),
    locale("en-US", [",", ".", ""], ["M", "B"], ["%b %-d, %Y", "%b %-d"]),
    locale("de", [".", ",", NBSP], ["\u{a0}Mio.", "\u{a0}Mrd."], ["%d.%m.%Y", "%d.%m."]),
    locale("de-CH", ["’", ".", NBSP], ["\u{a0}Mio.", "\u{a0}Mrd."], ["%d.%m.%Y", "%d.%m."]),
    locale("fr", [NARROW, ",", NARROW], ["\u{a0}M", "\u{a0}Md"], ["%d/%m/%Y", "%d/%m"]),
    locale("es", [".", ",", NBSP], ["\u{a0}M", "\u{a0}mil\u{a0}M"], ["%d/%m/%Y", "%d/%m"]),
    locale("it", [".", ",", NBSP], ["\u{a0}Mln", "\u{a0}Mrd"], ["%d/%m/%Y", "%d/%m"]),
    locale("nl", [".", ",", NBSP], ["\u{a0}mln", "\u{a0}mld"], ["%d-%m-%Y", "%d-%m"]),
    locale("pl", [NBSP, ",", NBSP], ["\u{a0}mln", "\u{a0}mld"], ["%d.%m.%Y", "%d.%m"]),
    locale("pt-BR", [".", ",", NBSP], ["\u{a0}mi", "\u{a0}bi"], ["%d/%m/%Y", "%d/%m"]),
    locale("sv", [NBSP, ",", NBSP], ["\u{a0}mn", "\u{a0}md"], ["%Y-%m-%d", "%d/%m"]),
];

impl Default for Locale {
    fn default() -> Self {
        ALL[0]
    }
}

impl Locale {
    /// The one with a tag; a region that is not in the table has its language's.
    ///
    /// # Errors
    /// What is known.
    pub(crate) fn find(tag: &str) -> Result<Self, String> {
        let is = |wanted: &str| ALL.iter().find(|locale| locale.tag.eq_ignore_ascii_case(wanted)).copied();
        let whole = tag.replace('_', "-");
        let language = whole.split(['-', '.']).next().unwrap_or_default();
        let unknown = || {
            let known: Vec<&str> = ALL.iter().map(|locale| locale.tag).collect();
            format!("--locale: \"{}\" is not known; use one of {}", tagpulse_core::clean(tag, 40), known.join(", "))
        };
        let regional = || ALL.iter().find(|locale| locale.tag.split('-').next() == Some(language)).copied();
        is(&whole).or_else(|| is(language)).or_else(regional).ok_or_else(unknown)
    }

    /// The whole number with its separators.
    pub(crate) fn count(&self, value: u64) -> String {
        self.grouped(value.into())
    }

    /// The same with its noun: `1 video`, `12 videos`.
    pub(crate) fn counted(&self, value: u64, noun: &str) -> String {
        format!("{} {noun}{}", self.count(value), if value == 1 { "" } else { "s" })
    }

    fn grouped(&self, value: u128) -> String {
        let digits = value.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out += self.thousands;
            }
            out.push(digit);
        }
        out
    }

    /// Three or four digits and a unit from a million on.
    pub(crate) fn short(&self, value: u64) -> String {
        for (unit, size) in [(self.billions, 1_000_000_000_u128), (self.millions, 1_000_000)] {
            // 999,995,000 would read "1000.00M": it is 1.00B.
            if u128::from(value) + size / 200_000 >= size && value >= 1_000_000 {
                let hundredths = (u128::from(value) * 100 + size / 2) / size;
                let whole = self.grouped(hundredths / 100);
                let digits = match whole.len() {
                    1 => format!("{:02}", hundredths % 100),
                    _ => (hundredths % 100 / 10).to_string(),
                };
                return format!("{whole}{}{digits}{unit}", self.decimal);
            }
        }
        self.count(value)
    }

    /// A change with its sign; a true minus keeps columns even.
    pub(crate) fn change(&self, value: i64) -> String {
        let sign = if value < 0 { "−" } else { "+" };
        format!("{sign}{}", self.count(value.unsigned_abs()))
    }

    /// A ratio with so many decimals.
    pub(crate) fn decimal(&self, value: Ratio, decimals: u32) -> String {
        let scale = 10_u128.pow(6_u32.saturating_sub(decimals));
        let magnitude = (value.millionths().unsigned_abs() + scale / 2) / scale;
        let sign = if value.millionths() < 0 && magnitude > 0 { "−" } else { "" };
        let one = 10_u128.pow(decimals);
        let whole = self.grouped(magnitude / one);
        if decimals == 0 {
            return format!("{sign}{whole}");
        }
        let fraction = format!("{:0width$}", magnitude % one, width = decimals as usize);
        format!("{sign}{whole}{}{fraction}", self.decimal)
    }

    /// An amount of money, with the decimals that text has.
    pub(crate) fn money(&self, amount: f64, currency: Option<&str>) -> String {
        let digits = decimals(amount);
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, "0"));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), |whole| self.grouped(whole));
        with_currency(&format!("{whole}{}{fraction}", self.decimal), currency)
    }

    /// Hours, over two days in days, without a decimal where there is none.
    pub(crate) fn hours(&self, hours: Ratio) -> String {
        let days = Ratio::of(hours.millionths(), 24_000_000).filter(|_| hours.as_f64() > number::MOST_HOURS);
        let (value, unit) = days.map_or((hours, "h"), |days| (days, "days"));
        let tenths = (value.millionths().unsigned_abs() + 50_000) / 100_000;
        format!("{} {unit}", self.decimal(value, u32::from(!tenths.is_multiple_of(10))))
    }

    /// A share of one as a percentage: two decimals under one, one above.
    pub(crate) fn percent(&self, share: Ratio) -> String {
        let hundredfold = Ratio::of(share.millionths() * 100, 1_000_000).unwrap_or_default();
        let decimals = if share.millionths().unsigned_abs() < 10_000 && share.millionths() != 0 { 2 } else { 1 };
        format!("{}{}%", self.decimal(hundredfold, decimals), self.percent)
    }

    /// A day.
    pub(crate) fn day(&self, day: Day) -> String {
        self.written(day, self.date)
    }

    /// A day without its year, for an axis.
    pub(crate) fn short_day(&self, day: Day) -> String {
        self.written(day, self.short_date)
    }

    fn written(&self, day: Day, pattern: &str) -> String {
        let date = NaiveDate::parse_from_str(&day.to_string(), "%Y-%m-%d").unwrap_or_default();
        date.format(pattern).to_string()
    }

    /// A day, the time in the zone, and the zone.
    pub(crate) fn time(&self, at: Timestamp, zone: &Zone) -> String {
        format!("{} {}", self.clock(at, zone), tagpulse_core::clean(zone.name(), 60))
    }

    /// The same where the zone stands above.
    pub(crate) fn clock(&self, at: Timestamp, zone: &Zone) -> String {
        let local = at.plus(zone.offset_seconds(at).into());
        let clock = DateTime::from_timestamp(local.seconds(), 0).unwrap_or_default().format("%H:%M");
        format!("{} {clock}", self.day(zone.day(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_the_decimals_of_text_and_the_marks_of_the_locale() {
        let money = |tag: &str, amount: f64| Locale::find(tag).unwrap().money(amount, Some("EUR"));
        assert_eq!((money("en", 0.025), money("de", 0.025)), ("0.025 EUR".to_owned(), "0,025 EUR".to_owned()));
        assert_eq!((money("de", 12_345.5), money("en", 0.3)), ("12.345,50 EUR".to_owned(), "0.30 EUR".to_owned()));
    }

    fn of(tag: &str) -> Locale {
        Locale::find(tag).unwrap()
    }

    #[test]
    fn numbers_are_written_as_the_reader_does() {
        let check = |tag: &str, expected: [&str; 4]| {
            let locale = of(tag);
            let ratio = Ratio::of(-12_345_678, 10_000).unwrap();
            let written = [
                locale.count(2_712_424),
                locale.short(48_243_000),
                locale.decimal(ratio, 2),
                locale.percent(Ratio::of(704, 10_000).unwrap()),
            ];
            assert_eq!(written, expected.map(str::to_owned), "{tag}");
        };
        check("en", ["2,712,424", "48.2M", "−1,234.57", "7.0%"]);
        check("de", ["2.712.424", "48,2\u{a0}Mio.", "−1.234,57", "7,0\u{a0}%"]);
        check("fr", ["2\u{202f}712\u{202f}424", "48,2\u{a0}M", "−1\u{202f}234,57", "7,0\u{202f}%"]);
        check("de-CH", ["2’712’424", "48.2\u{a0}Mio.", "−1’234.57", "7.0\u{a0}%"]);
    }

    #[test]
    fn short_numbers_never_read_a_thousand_of_a_unit() {
        let check = |value, expected: &str| assert_eq!(of("en").short(value), expected);
        check(999_999, "999,999");
        check(1_000_000, "1.00M");
        check(999_994_999, "999.9M");
        check(999_995_000, "1.00B");
        check(1_234_000_000_000, "1,234.0B");
    }

    #[test]
    fn dates_have_the_readers_order_and_unknown_places_are_named() {
        let day = Day::parse("2026-11-03").unwrap();
        assert_eq!([of("en").day(day), of("en-US").day(day)], ["3 Nov 2026", "Nov 3, 2026"]);
        assert_eq!(
            [of("de-AT").day(day), of("pt").day(day), of("sv").day(day)],
            ["03.11.2026", "03/11/2026", "2026-11-03"]
        );
        assert!(Locale::find("tlh").unwrap_err().contains("\"tlh\" is not known; use one of en, en-US"));
        assert!(of("en").percent(Ratio::of(4, 1_000).unwrap()).starts_with("0.40"));
    }
}
