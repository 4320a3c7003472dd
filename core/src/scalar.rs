//! Permissive readings of single values: counts, ids, times, flags.
//!
//! What cannot be read is unknown, never 0. No float is involved: digits are scaled as integers.

use crate::{MAX_COUNT, SMALL, VideoId, Zone, reader::Scalar, text, video::is_plain};

/// A count: integer, numeric string, float, grouped (`1,234`, `1.234.567`, `1 234`) or abbreviated (`541.2K`, `2M`, `1.3B`).
/// Negative, over 2^53 - 1, and everything else is unknown.
// Once in the wasm, where size counts.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(crate) fn count(value: Scalar<'_>) -> Option<u64> {
    // Nearly all counts are plain digits.
    let plain = match value {
        Scalar::Number(number) => Some(number),
        Scalar::Text(text) => text.plain(),
        _ => return None,
    };
    if let Some(count) = plain.and_then(digits) {
        return Some(count).filter(|count| *count <= MAX_COUNT);
    }
    other_count(value)
}

/// A count that is not only digits.
#[inline(never)]
fn other_count(value: Scalar<'_>) -> Option<u64> {
    match value {
        Scalar::Number(number) => scaled(number, 0),
        Scalar::Text(text) => {
            let decoded = text.decode();
            let trimmed = decoded.trim();
            let (number, power) = match trimmed.as_bytes().last()? {
                b'K' | b'k' => (trimmed.get(..trimmed.len() - 1)?, 3),
                b'M' | b'm' => (trimmed.get(..trimmed.len() - 1)?, 6),
                b'B' | b'b' => (trimmed.get(..trimmed.len() - 1)?, 9),
                _ => (trimmed, 0),
            };
            worded(number.trim(), power)
        }
        _ => None,
    }
    .filter(|count| *count <= MAX_COUNT)
}

/// A count as people write it: thousands apart by commas, points, blanks or apostrophes. What two
/// countries read differently is unknown.
fn worded(number: &str, power: i32) -> Option<u64> {
    let (mut whole, mut tail) = (String::new(), String::new());
    let (mut first, mut last, mut marks, mut is_odd) = (' ', ' ', 0, false);
    for c in number.chars() {
        let mark = if matches!(c, '\'' | '’') || c.is_whitespace() { ' ' } else { c };
        if !matches!(mark, ',' | '.' | ' ') {
            tail.push(c);
            continue;
        }
        is_odd |= if marks == 0 { tail.len() > 3 } else { first != last || tail.len() != 3 };
        first = if marks == 0 { mark } else { first };
        last = mark;
        marks += 1;
        whole.push_str(&tail);
        tail.clear();
    }
    // Behind thousands a fraction has the other mark.
    let is_grouped = power == 0 && !is_odd && if first == last { tail.len() == 3 } else { last != ' ' };
    // `541,2K`: nobody abbreviates to thousands of thousands.
    let is_point = marks == 1 && (last == '.' || (last == ',' && power != 0 && tail.len() < 3));
    if marks > 0 && is_grouped == is_point {
        return None;
    }
    if is_point || first != last {
        whole.push('.');
    }
    whole.push_str(&tail);
    scaled(whole.as_bytes(), power)
}

/// `digits[.digits][e[+-]digits]` times ten to the `power`, its fraction dropped.
fn scaled(number: &[u8], power: i32) -> Option<u64> {
    let exponent_at = number.iter().position(|b| matches!(b, b'e' | b'E'));
    let (mantissa, exponent) = match exponent_at {
        Some(at) => (number.get(..at)?, small_integer(number.get(at + 1..)?)?),
        None => (number, 0),
    };
    let point = mantissa.iter().position(|b| *b == b'.').unwrap_or(mantissa.len());
    let (whole, fraction) = (mantissa.get(..point)?, mantissa.get(point + 1..).unwrap_or_default());
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let digits = whole.iter().chain(fraction);
    if !digits.clone().all(u8::is_ascii_digit) {
        return None;
    }
    // How many of the digits stand before the point once it has moved.
    let before = i32::try_from(whole.len()).ok()?.checked_add(exponent)?.checked_add(power)?;
    let mut value = 0_u64;
    let mut digits = digits.map(|b| u64::from(b - b'0'));
    for _ in 0..before.max(0) {
        match digits.next() {
            Some(digit) => value = value.checked_mul(10)?.checked_add(digit)?,
            None if value == 0 => break,
            None => value = value.checked_mul(10)?,
        }
    }
    Some(value)
}

/// A number of digits and nothing else.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline)]
pub(crate) fn digits(written: &[u8]) -> Option<u64> {
    // Nearly all counts are shorter.
    if written.len() >= 8 && !SMALL {
        return many_digits(written);
    }
    digits_behind(0, written).filter(|_| !written.is_empty())
}

#[inline(never)]
fn many_digits(written: &[u8]) -> Option<u64> {
    let (words, rest) = written.as_chunks();
    let more = |value: u64, word: &[u8; 8]| value.checked_mul(100_000_000)?.checked_add(eight_digits(*word)?);
    digits_behind(words.iter().try_fold(0, more)?, rest)
}

/// A number with these digits behind it.
#[inline]
fn digits_behind(number: u64, written: &[u8]) -> Option<u64> {
    let more = |value: u64, byte: &u8| {
        let digit = byte.wrapping_sub(b'0');
        // Looked at before: a product whose overflow is looked for is slow in the wasm.
        if digit > 9 || value > u64::MAX / 10 { None } else { (value * 10).checked_add(u64::from(digit)) }
    };
    written.iter().try_fold(number, more)
}

/// The number of eight digits, all at once: neighbours become one number, three times.
#[inline]
const fn eight_digits(written: [u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(written);
    let each = u64::MAX / 255;
    // The upper half of a digit is a 3, also when 6 was added.
    let upper = (word & (each * 0xf0)) | ((word.wrapping_add(each * 6) & (each * 0xf0)) >> 4);
    if upper != each * 0x33 {
        return None;
    }
    let pairs = ((word & (each * 0x0f)).wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

fn small_integer(number: &[u8]) -> Option<i32> {
    let (sign, digits) = match number.split_first()? {
        (b'-', rest) => (-1, rest),
        (b'+', rest) => (1, rest),
        _ => (1, number),
    };
    if digits.is_empty() || digits.len() > 6 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    i32::try_from(self::digits(digits)?).ok().map(|value| sign * value)
}

/// Why an id is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadId {
    /// As it came, cleaned; `None` when nothing came.
    pub(crate) shown: Option<String>,
    /// What is wrong.
    pub(crate) reason: &'static str,
    /// Whether nothing came.
    pub(crate) blank: bool,
}

/// Whether an id may have lost its last digits: it has more than a float holds, and ends in zeros. That is
/// what a spreadsheet (15 digits) and JavaScript (16) leave of it, and of one id in a thousand by chance.
pub(crate) const fn may_be_rounded(id: u64) -> bool {
    id > MAX_COUNT && id.is_multiple_of(1000)
}

/// A video's id: an integer or a string of digits, read exactly. `are_rounded` says that those which may
/// have lost digits have.
pub(crate) fn id(value: Scalar<'_>, are_rounded: bool) -> Result<VideoId, BadId> {
    let blank = |reason| BadId { shown: None, reason, blank: true };
    match value {
        Scalar::Missing => Err(blank("there is no id")),
        Scalar::Null => Err(blank("the id is null")),
        Scalar::Number(digits) => id_of(digits, are_rounded),
        Scalar::Text(text) => {
            if let Some(id) = text.plain().and_then(digits).filter(|id| *id != 0 && !are_rounded) {
                return Ok(VideoId(id));
            }
            let decoded = text.decode();
            // Spreadsheets are kept from rounding an id by `'` or `="..."`.
            let around = |c: char| matches!(c, '=' | '\'' | '"') || c.is_whitespace() || c.is_control();
            match decoded.trim_matches(around) {
                "" => Err(blank("the id is empty")),
                trimmed => id_of(trimmed.as_bytes(), are_rounded),
            }
        }
        Scalar::True | Scalar::False | Scalar::Container => {
            Err(BadId { shown: None, reason: "the id is neither a number nor a string", blank: false })
        }
    }
}

fn id_of(written: &[u8], are_rounded: bool) -> Result<VideoId, BadId> {
    let numeric = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    let is_float = || written.iter().all(numeric) && written.iter().any(|b| matches!(b, b'e' | b'E' | b'.'));
    let reason = match digits(written) {
        Some(0) => "the id is 0",
        Some(id) if !(are_rounded && may_be_rounded(id)) => return Ok(VideoId(id)),
        None if !is_float() => "the id is not a whole number of 64 bits, as TikTok's are",
        _ => "the id was turned into a float and has lost digits; export it as text",
    };
    let shown = text::clean(&text::lossy(written), 40);
    Err(BadId { shown: Some(shown), reason, blank: false })
}

/// Whether of two values for one count the first says less: it is none, or what 32 bits have of the other, or rounded
/// where the other is not.
pub(crate) fn is_coarser(one: Scalar<'_>, other: Scalar<'_>) -> bool {
    let Some(other) = count(other) else { return false };
    let is_coarser = |one: u64| match (one ^ other) as u32 {
        0 => one < other,
        _ => trailing_zeros(one) > trailing_zeros(other),
    };
    count(one).is_none_or(is_coarser)
}

fn trailing_zeros(mut count: u64) -> u32 {
    let mut zeros = 0;
    while count != 0 && count.is_multiple_of(10) {
        count /= 10;
        zeros += 1;
    }
    zeros
}

/// A time in Unix seconds, out of seconds, milliseconds or ISO 8601; from 2014 to 2100. A text without
/// an offset is local time in `zone`, or UTC.
pub(crate) fn time(value: Scalar<'_>, zone: Option<&Zone>) -> Option<i64> {
    let seconds = match count(value) {
        Some(number) if number >= 100_000_000_000 => i64::try_from(number / 1000).ok()?,
        Some(number) => i64::try_from(number).ok()?,
        None => match value {
            Scalar::Text(text) => crate::time::written(text.decode().trim(), zone)?,
            _ => return None,
        },
    };
    (1_388_534_400..4_102_444_800).contains(&seconds).then_some(seconds)
}

/// The id in a video's address: the digits behind `/video/` or `/photo/`.
pub(crate) fn id_in_url(value: Scalar<'_>) -> Option<VideoId> {
    let url = string(value)?;
    let rest = text::after(&url, "/video/").or_else(|| text::after(&url, "/photo/"))?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits(rest.as_bytes().get(..length)?).filter(|id| *id != 0).map(VideoId)
}

/// The handle in a video's address: what stands behind `/@`. TikTok's have 2 to 24 characters; `@_` is how tools
/// write that they know none.
pub(crate) fn handle_in_url(value: Scalar<'_>) -> Option<String> {
    let url = string(value)?;
    let handle = text::before(text::after(&url, "/@")?, b"/?#");
    ((2..=24).contains(&handle.len()) && is_plain(handle)).then(|| text::owned(handle))
}

/// A text; empty is unknown.
pub(crate) fn string(value: Scalar<'_>) -> Option<String> {
    match value {
        Scalar::Text(text) => Some(text.decode().into_owned()).filter(|text| !text.is_empty()),
        Scalar::Number(digits) => Some(text::lossy(digits).into_owned()),
        _ => None,
    }
}

/// A flag: a boolean, a number, or either as a string.
pub(crate) fn flag(value: Scalar<'_>) -> Option<bool> {
    match value {
        Scalar::True => Some(true),
        Scalar::False => Some(false),
        Scalar::Text(text) => match &*text.decode() {
            "true" | "1" => Some(true),
            "false" | "0" | "" => Some(false),
            _ => None,
        },
        other => count(other).map(|number| number != 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Reader;

    fn read<T>(json: &str, how: fn(Scalar<'_>) -> T) -> T {
        how(Reader::new(json.as_bytes()).scalar().unwrap())
    }

    #[test]
    fn counts_in_every_shape() {
        let check = |json: &str, expected: Option<u64>| assert_eq!(read(json, count), expected, "{json}");
        check("1234", Some(1234));
        check("\"1776621\"", Some(1_776_621));
        check("680.0", Some(680));
        check("6.8e2", Some(680));
        check("1.5e-1", Some(0));
        check("\"541.2K\"", Some(541_200));
        check("\"2M\"", Some(2_000_000));
        check("\"1.3B\"", Some(1_300_000_000));
        check("\"1,234\"", Some(1234));
        check("\"1,234,567.0\"", Some(1_234_567));
        check("\"1.234.567\"", Some(1_234_567));
        check("\"1.234,0\"", Some(1234));
        for blank in [" ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "’"] {
            check(&format!("\"12{blank}345{blank}678\""), Some(12_345_678));
            check(&format!("\"1{blank}234,5\""), Some(1234));
        }
        check("\"541,2K\"", Some(541_200));
        check("\"1,25 M\"", Some(1_250_000));
        check("\"1.234M\"", Some(1_234_000));
        check("\"1234.567\"", Some(1234));
        check("1.234", Some(1));
        check("\" 12 \"", Some(12));
        check("0", Some(0));
        check("0e999999", Some(0));
        for unknown in [
            "null",
            "-5",
            "\"-5\"",
            "\"\"",
            "\"many\"",
            "true",
            "[1]",
            "{}",
            "9007199254740992",
            "1e99",
            "\".\"",
            "\"K\"",
            "\"1.234\"",
            "\"1,234K\"",
            "\"1 234K\"",
            "\"12,34\"",
            "\"12 34\"",
            "\"1234,567\"",
            "\"1.23.456\"",
            "\"1.234 567\"",
            "\"1,234.567.8\"",
            "\"23.11.2026\"",
            "\"1,2,3K\"",
        ] {
            check(unknown, None);
        }
        check("9007199254740991", Some(MAX_COUNT));
        check(&"9".repeat(1000), None);
    }

    proptest::proptest! {
        #[test]
        fn digits_are_a_number_as_everywhere(written in "[0-9]{0,21}|0{0,40}[0-9]{0,20}|[-0-9./:;+a-f é]{0,20}") {
            let plain = written.bytes().all(|b| b.is_ascii_digit());
            proptest::prop_assert_eq!(digits(written.as_bytes()), written.parse().ok().filter(|_| plain), "{}", written);
        }
    }

    #[test]
    fn ids_are_exact_or_refused_with_the_reason() {
        let id = |value: Scalar<'_>| id(value, false);
        assert_eq!(read("7412345678901234567", id), Ok(VideoId(7_412_345_678_901_234_567)));
        assert_eq!(read("\"7412345678901234567\"", id), Ok(VideoId(7_412_345_678_901_234_567)));
        for json in [r#""'7412345678901234567""#, r#""=\"7412345678901234567\"""#, r#"" 7412345678901234567\u0000""#] {
            assert_eq!(read(json, id), Ok(VideoId(7_412_345_678_901_234_567)), "{json}");
        }
        let reason = |json| read(json, id).unwrap_err().reason;
        assert!(reason("7.469978541547998e+18").contains("lost digits"));
        assert!(reason("\"\"").contains("empty"));
        assert!(reason("null").contains("null"));
        assert!(reason("0").contains('0'));
        assert!(reason("\"abc\"").contains("64 bits"));
        assert!(reason("99999999999999999999").contains("64 bits"));
        assert!(read("\" \"", id).unwrap_err().blank);

        let rounded = |json| read(json, |value| super::id(value, true));
        assert_eq!(rounded("7412345678901234567"), Ok(VideoId(7_412_345_678_901_234_567)));
        assert_eq!(rounded("\"9007199254740000\""), Ok(VideoId(9_007_199_254_740_000)), "a float holds it");
        for json in ["7412345678901230000", "\"7412345678901235000\"", "\"'7412345678901235000\""] {
            assert!(rounded(json).unwrap_err().reason.contains("lost digits"), "{json}");
        }
    }

    #[test]
    fn times_of_every_kind() {
        let at = |json| read(json, |value| time(value, None));
        let same = [
            "1790000000",
            "\"1790000000123\"",
            "1790000000.5",
            "\"2026-09-21T14:13:20.000Z\"",
            "\"2026-09-21 14:13:20\"",
        ];
        for json in same {
            assert_eq!(at(json), Some(1_790_000_000), "{json}");
        }
        assert_eq!(at("\"2026-09-21\""), Some(1_789_948_800));
        for json in ["0", "-1", "\"soon\"", "null", "\"2026-13-21\"", "1e30"] {
            assert_eq!(at(json), None, "{json}");
        }
    }

    #[test]
    fn an_address_has_an_id() {
        let id = |url: &str| read(&format!("\"{url}\""), id_in_url);
        assert_eq!(
            id("https://www.tiktok.com/@a/video/7412345678901234567?lang=en"),
            Some(VideoId(7_412_345_678_901_234_567))
        );
        assert_eq!(id("https://www.tiktok.com/@a/photo/7"), Some(VideoId(7)));
        assert_eq!(id("https://www.tiktok.com/@a"), None);
    }

    #[test]
    fn an_address_has_a_handle() {
        let handle = |url: &str| read(&format!("\"{url}\""), handle_in_url);
        for url in
            ["https://www.tiktok.com/@anna.b_/video/7?lang=en", "tiktok.com/@anna.b_", "m.tiktok.com/@anna.b_?x=/@y"]
        {
            assert_eq!(handle(url).as_deref(), Some("anna.b_"), "{url}");
        }
        let long = format!("https://www.tiktok.com/@{}/video/7", "x".repeat(25));
        for url in [
            "https://www.tiktok.com/@_/video/7",
            "https://www.tiktok.com/@/video/7",
            "/@a%20b/video/7",
            "/@a b",
            "",
            &long,
        ] {
            assert_eq!(handle(url), None, "{url}");
        }
    }

    #[test]
    fn flags() {
        for (json, expected) in
            [("1", Some(true)), ("0", Some(false)), ("true", Some(true)), ("\"0\"", Some(false)), ("null", None)]
        {
            assert_eq!(read(json, flag), expected, "{json}");
        }
    }

    #[test]
    fn of_two_values_for_one_count_the_finer_counts() {
        let coarser = |one: &str, other: &str| {
            is_coarser(Reader::new(one.as_bytes()).scalar().unwrap(), Reader::new(other.as_bytes()).scalar().unwrap())
        };
        for (coarse, fine) in
            [("null", "0"), ("1200", "1234"), ("\"541.2K\"", "541234"), ("705032704", "\"5000000000\"")]
        {
            assert!(coarser(coarse, fine) && !coarser(fine, coarse), "{coarse} {fine}");
        }
        assert!(!coarser("1234", "1234") && !coarser("5", "null"));
    }
}
