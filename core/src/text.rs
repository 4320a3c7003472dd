//! Foreign text made fit to show: bounded, without control and bidi characters.

use std::borrow::Cow;

use crate::SMALL;

/// At most `max` characters of `text` (and `…` where there are more), control and bidi
/// characters dropped, runs of white space made one blank.
///
/// For messages that name a foreign value. Data keeps its text as it came: it is escaped
/// where it goes.
pub fn clean(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    // Whether a blank is due before the next character.
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = count > 0;
            continue;
        }
        if c.is_control() || crate::write::is_bidi_control(c) {
            continue;
        }
        if blank && count < max {
            out.push(' ');
            count += 1;
        }
        if count >= max {
            out.push('…');
            break;
        }
        out.push(c);
        count += 1;
        blank = false;
    }
    out
}

/// The text as one of its own. Called at a hundred places: one function for all of them, for the wasm.
#[inline(never)]
pub(crate) fn owned(text: &str) -> String {
    text.to_owned()
}

/// The text of these bytes; what is no Unicode in them becomes U+FFFD.
// As the standard library's, which goes byte by byte also where all is well.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    // Many at a time: nearly all is Unicode. The wasm has the standard library's alone.
    if !SMALL && let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::new(), bytes);
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(text) if rest.len() == bytes.len() => return Cow::Borrowed(text),
            Ok(text) => {
                out.push_str(text);
                return Cow::Owned(out);
            }
            Err(error) => error,
        };
        let (text, behind) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
        out.push_str(std::str::from_utf8(text).unwrap_or_default());
        out.push(char::REPLACEMENT_CHARACTER);
        // Without a length the bytes end inside a character.
        rest = error.error_len().and_then(|length| behind.get(length..)).unwrap_or_default();
        if rest.is_empty() {
            return Cow::Owned(out);
        }
    }
}

/// How many characters a text has. The standard library counts them faster, in 500 bytes more of the wasm.
pub(crate) fn length(text: &str) -> usize {
    text.bytes().filter(|b| *b & 0xc0 != 0x80).count()
}

/// The first `max` characters.
pub(crate) fn first_chars(text: &str, max: usize) -> &str {
    // No text has more characters than bytes.
    if text.len() <= max {
        return text;
    }
    text.char_indices().nth(max).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

/// Texts in one, with `between` them.
pub(crate) fn joined<'t>(texts: impl Iterator<Item = &'t str>, between: &str) -> String {
    let mut all = String::new();
    texts.for_each(|text| {
        if !all.is_empty() {
            all.push_str(between);
        }
        all.push_str(text);
    });
    all
}

/// Whether a byte is one of a few letters. The standard library's search is built for many, and weighs on the wasm.
pub(crate) fn is_one_of(byte: u8, letters: &[u8]) -> bool {
    letters.iter().fold(false, |is, letter| is | (*letter == byte))
}

/// What stands before the first of these letters.
pub(crate) fn before<'a>(text: &'a str, letters: &[u8]) -> &'a str {
    let at = text.bytes().position(|byte| is_one_of(byte, letters));
    at.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// What stands behind the first `mark`.
pub(crate) fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    // The standard library's search is built for long needles, and weighs on the wasm.
    let at = text.as_bytes().windows(mark.len()).position(|window| window == mark.as_bytes())?;
    text.get(at + mark.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_no_unicode_is_replaced_as_everywhere(parts in proptest::collection::vec("[a-zé日😀]{0,3}", 0..6), cut in 0_usize..40, byte: u8) {
            let mut bytes = parts.join("x").into_bytes();
            if let Some(place) = bytes.get_mut(cut) {
                *place = byte;
            }
            for end in [bytes.len(), cut.min(bytes.len())] {
                proptest::prop_assert_eq!(lossy(&bytes[..end]), String::from_utf8_lossy(&bytes[..end]));
            }
        }
    }

    #[test]
    fn messages_are_one_clean_line() {
        assert_eq!(clean("a\u{1b}[31m\n\t b\u{202e}c ", 40), "a[31m bc");
        assert_eq!(clean("abcdef", 3), "abc…");
        assert_eq!(clean("   ", 3), "");
        // Blanks at the end are nothing that was cut off.
        assert_eq!(
            (clean("abc  ", 3), clean("abc d", 3), clean("ab cd", 3)),
            ("abc".into(), "abc…".into(), "ab …".into())
        );
        assert_eq!((length("日本é."), length("")), (4, 0));
        assert_eq!(first_chars("日本語", 2), "日本");
        assert_eq!(first_chars("ab", 5), "ab");
    }
}
