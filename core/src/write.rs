//! Writes documents as JSON text, the same bytes on every target.
//!
//! Two things differ from plain serde_json: floats are written with at most six decimals, and
//! what could act in a page or a terminal is escaped (U+007F to U+009F, bidi controls, `</`).

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// The document as compact JSON.
///
/// Writing our own types into memory cannot fail, so there is no error to hand on.
///
/// ```
/// assert_eq!(tagpulse_core::to_json(&["</script>", "a\u{202e}b"]), r#"["<\/script>","a\u202eb"]"#);
/// ```
pub fn to_json<T: Serialize + ?Sized>(document: &T) -> String {
    let mut bytes = Vec::with_capacity(4096);
    let written = document.serialize(&mut Serializer::with_formatter(&mut bytes, Escaping));
    debug_assert!(written.is_ok(), "our own types are always writable");
    String::from_utf8(bytes).unwrap_or_default()
}

/// Whether a character turns the direction of the text around it.
pub(crate) const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

struct Escaping;

impl Formatter for Escaping {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let millionths = (value * 1e6).round() as i128;
        let sign = if millionths < 0 { "-" } else { "" };
        let magnitude = millionths.unsigned_abs();
        write!(writer, "{sign}{}", magnitude / 1_000_000)?;
        let fraction = magnitude % 1_000_000;
        if fraction == 0 {
            return Ok(());
        }
        let digits = format!("{fraction:06}");
        write!(writer, ".{}", digits.trim_end_matches('0'))
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        // Everything that needs an escape begins with `<`, 0x7f or a byte outside ASCII.
        while let Some(at) = rest.find(|c: char| c == '<' || c >= '\u{7f}') {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let Some(c) = tail.chars().next() else { break };
            let after = tail.get(c.len_utf8()..).unwrap_or_default();
            if c == '<' && after.starts_with('/') {
                writer.write_all(b"<\\/")?;
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            if ('\u{7f}'..='\u{9f}').contains(&c) || is_bidi_control(c) {
                write!(writer, "\\u{:04x}", u32::from(c))?;
            } else {
                write!(writer, "{c}")?;
            }
            rest = after;
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(to_json(text), format!("\"{expected}\""));
        assert_eq!(serde_json::from_str::<String>(&to_json(text)).unwrap(), text);
    }

    #[test]
    fn what_could_act_is_escaped_and_read_back_the_same() {
        check("plain #日本 é", "plain #日本 é");
        check("</", "<\\/");
        check("<</b", "<<\\/b");
        check("\u{1b}[31m", "\\u001b[31m");
        check("\u{9b}31m\u{7f}", "\\u009b31m\\u007f");
        check("\u{2066}x\u{2069}", "\\u2066x\\u2069");
        check("<", "<");
    }

    #[test]
    fn floats_have_six_decimals_at_most() {
        assert_eq!(to_json(&0.1234567), "0.123457");
        assert_eq!(to_json(&-2.5), "-2.5");
        assert_eq!(to_json(&3.0), "3");
    }
}
