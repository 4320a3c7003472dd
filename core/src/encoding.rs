//! Encodings: foreign bytes as UTF-8, or a refusal that says what they are.
//!
//! JSON is UTF-8 by its standard, and tables out of spreadsheets are often not. UTF-16 is known by its
//! mark or its zeros. Any other encoding is declared to the host, which converts before it calls.

use std::borrow::Cow;

use crate::{Error, ErrorCode};

/// What files begin with that are no text, and what to do about it.
const NO_TEXT: [(&[u8], &str); 2] = [
    (b"\x1f\x8b", "gzip; decompress it first"),
    (b"PK\x03\x04", "a zip archive or a workbook; unpack it, or save the sheet as CSV"),
];

/// The bytes as UTF-8: as they are, or out of UTF-16.
///
/// # Errors
/// `unknown_shape` for files that are no text, naming what they are.
pub(crate) fn utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    if let Some((_, what)) = NO_TEXT.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(Error::new(ErrorCode::UnknownShape, text!("the bytes are {}", what)));
    }
    let little = match bytes {
        [0xff, 0xfe, ..] => true,
        [0xfe, 0xff, ..] => false,
        // A bracket, a letter or a quote beside a zero.
        [first, 0, _, 0, ..] if first.is_ascii() && *first != 0 => true,
        [0, second, 0, _, ..] if second.is_ascii() && *second != 0 => false,
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
    let units = units.map(if little { u16::from_le_bytes } else { u16::from_be_bytes });
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Ok(Cow::Owned(text.trim_start_matches('\u{feff}').as_bytes().to_vec()))
}

/// A cell of a table: UTF-8, or else Windows-1252, which spreadsheets of the West write.
pub(crate) fn cell(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| Cow::Owned(bytes.iter().map(|b| western(*b)).collect()), Cow::Borrowed)
}

/// Windows-1252 has these where Unicode has controls.
fn western(byte: u8) -> char {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let place = byte.checked_sub(0x80).map(usize::from);
    place.and_then(|place| FROM_80.chars().nth(place)).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let text = "{\"a\":\"é😀\"}";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [[&b"\xff\xfe"[..], &little].concat(), [&b"\xfe\xff"[..], &big].concat(), little, big] {
            assert_eq!(utf8(&bytes).unwrap(), text.as_bytes());
        }
        assert_eq!(utf8(b"{}").unwrap(), &b"{}"[..]);
        assert_eq!(utf8(b"\xff\xfe{\0\x00\xd8").unwrap(), "{\u{fffd}".as_bytes());
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(utf8(b"\x1f\x8b\x08").unwrap_err().message.contains("gzip"));
        assert!(utf8(b"PK\x03\x04").unwrap_err().message.contains("workbook"));
    }

    #[test]
    fn cells_of_the_west() {
        assert_eq!(cell("é".as_bytes()), "é");
        assert_eq!(cell(b"caf\xe9 \x80 \x9f\xff"), "café € Ÿÿ");
    }
}
