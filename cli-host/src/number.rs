//! Numbers for people: `3,410`, `48.2M`, `18 %`. Documents for programs never use this.

/// Thousands separators under a million, three digits and a unit from there on.
pub(crate) fn short(value: u64) -> String {
    for (unit, size) in [("T", 1_000_000_000_000), ("B", 1_000_000_000), ("M", 1_000_000)] {
        // 999,950,000 would read "1000.0M": it is 1.0B.
        if value >= size - size / 20_000 && value >= 1_000_000 {
            let tenths = (u128::from(value) * 10 + u128::from(size) / 2) / u128::from(size);
            return format!("{}.{}{unit}", separated_u128(tenths / 10), tenths % 10);
        }
    }
    separated(value)
}

/// The whole number with thousands separators.
pub(crate) fn separated(value: u64) -> String {
    separated_u128(value.into())
}

fn separated_u128(value: u128) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A change with its sign: `+1,234`, `-5`, `+1.2M`, `+0`.
pub(crate) fn change(value: i64) -> String {
    let sign = match value {
        0.. => "+",
        _ => "-",
    };
    format!("{sign}{}", short(value.unsigned_abs()))
}

/// A share as a percentage: one decimal under ten, none above.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 9.95 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// A count with its noun: `1 video`, `12 videos`.
pub(crate) fn counted(value: u64, noun: &str) -> String {
    format!("{} {noun}{}", short(value), if value == 1 { "" } else { "s" })
}

/// An amount of money: two decimals, three under one so that a credit's price shows.
pub(crate) fn money(amount: f64, currency: Option<&str>) -> String {
    with_currency(&decimals(amount), currency)
}

/// The digits of an amount, with a point.
pub(crate) fn decimals(amount: f64) -> String {
    let digits = if amount < 1.0 { format!("{amount:.3}") } else { format!("{amount:.2}") };
    digits.strip_suffix('0').filter(|_| amount < 1.0).unwrap_or(&digits).to_owned()
}

/// An amount's digits and what they are of.
pub(crate) fn with_currency(digits: &str, currency: Option<&str>) -> String {
    let currency = tagpulse_core::clean(currency.unwrap_or_default(), 10);
    format!("{digits} {currency}").trim_end().to_owned()
}

/// The longest time that people read in hours.
pub(crate) const MOST_HOURS: f64 = 48.0;

/// Hours, over two days in days, without a decimal where there is none: `24 h`, `33.5 h`, `4 days`.
pub(crate) fn hours(hours: f64) -> String {
    let tenths = |value: f64| (value * 10.0).round() / 10.0;
    if hours > MOST_HOURS { format!("{} days", tenths(hours / 24.0)) } else { format!("{} h", tenths(hours)) }
}

/// A line of small bars, one a value, the highest as high as can be; `·` where there is none.
pub(crate) fn sparkline(values: &[Option<i64>]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = values.iter().flatten().copied().max().unwrap_or(0).max(1);
    let bar = |value: &Option<i64>| match value {
        None => '·',
        Some(value) => {
            let step = i128::from((*value).max(0)) * 7 / i128::from(highest);
            BARS[usize::try_from(step).unwrap_or(0).min(7)]
        }
    };
    values.iter().map(bar).collect()
}

/// Columns over one another in `rows` lines, two characters wide, for a terminal; the scale stands in front.
#[cfg_attr(not(feature = "demo"), allow(dead_code, reason = "only the demo draws one"))]
pub(crate) fn chart(values: &[Option<i64>], rows: u32) -> Vec<String> {
    const PARTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = values.iter().flatten().copied().max().unwrap_or(0).max(1);
    let most = change(highest);
    let row = |row: u32| {
        let cell = |value: &Option<i64>| {
            let eighths = i128::from(value.unwrap_or(0).max(0)) * i128::from(rows) * 8 / i128::from(highest);
            let part = (eighths - i128::from(row) * 8).clamp(0, 8);
            // The lowest row marks days that have a value, and those that have none.
            let part = if row == 0 && value.is_some() { part.max(1) } else { part };
            let block = if row == 0 && value.is_none() { '·' } else { PARTS[usize::try_from(part).unwrap_or(0)] };
            [block, ' ']
        };
        let label = match row {
            row if row + 1 == rows => &most,
            0 => "0",
            _ => "",
        };
        let columns: String = values.iter().flat_map(cell).collect();
        format!("{label:>width$} │{columns}", width = most.len()).trim_end().to_owned()
    };
    (0..rows).rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short_from_a_million_on() {
        let check = |value, expected: &str| assert_eq!(short(value), expected);
        check(0, "0");
        check(999, "999");
        check(3_410, "3,410");
        check(999_999, "999,999");
        check(1_000_000, "1.0M");
        check(48_243_000, "48.2M");
        check(999_949_999, "999.9M");
        check(999_950_000, "1.0B");
        check(119_178_100_000_000, "119.2T");
    }

    #[test]
    fn changes_have_a_sign_and_shares_a_unit() {
        assert_eq!((change(1_234).as_str(), change(-5).as_str(), change(0).as_str()), ("+1,234", "-5", "+0"));
        assert_eq!(change(i64::MIN), "-9,223,372.0T");
        assert_eq!((percent(0.1795), percent(0.0704), percent(0.0)), ("18 %".into(), "7.0 %".into(), "0 %".into()));
        assert_eq!((counted(1, "video"), counted(1_200, "video")), ("1 video".into(), "1,200 videos".into()));
        assert_eq!([24.0, 33.5166, 48.0, 58.0, 96.0].map(hours), ["24 h", "33.5 h", "48 h", "2.4 days", "4 days"]);
    }

    #[test]
    fn small_amounts_keep_their_third_digit() {
        assert_eq!(
            (money(0.005, Some("USD")), money(0.3, None), money(12.0, Some("EUR"))),
            ("0.005 USD".into(), "0.30".into(), "12.00 EUR".into())
        );
    }

    #[test]
    fn a_day_without_a_value_is_a_dot() {
        assert_eq!(sparkline(&[Some(0), None, Some(50), Some(100), Some(-3)]), "▁·▄█▁");
        assert_eq!(sparkline(&[]), "");
        assert_eq!(chart(&[Some(0), None, Some(8), Some(16)], 2), ["+16 │      █", "  0 │▁ · █ █"]);
    }
}
