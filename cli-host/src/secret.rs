//! Secrets: the provider's key, that of pseudonyms, addresses that are passwords, passwords. They come from the
//! environment, a file or a command, and are shown nowhere.

mod source;

use anyhow::{Context, Result};

use crate::exit::{Exit, Stop};

pub(crate) use source::Source;

/// The environment's three ways to give the key, the first that is set wins.
const SOURCES: Ways = [KEY, "SCAVIO_API_KEY_FILE", "SCAVIO_API_KEY_COMMAND"];
/// The same for the key of pseudonyms.
const PSEUDONYM_SOURCES: Ways = [PSEUDONYM_KEY, "TAGPULSE_PSEUDONYM_KEY_FILE", "TAGPULSE_PSEUDONYM_KEY_COMMAND"];

/// The variable that holds the key itself.
pub(crate) const KEY: &str = "SCAVIO_API_KEY";
/// The variable that holds the key of pseudonyms.
pub(crate) const PSEUDONYM_KEY: &str = "TAGPULSE_PSEUDONYM_KEY";

/// Variables: of the secret itself, of a file, of a command.
type Ways = [&'static str; 3];

/// What stands in the place of a secret.
const MASK: &str = "***";

/// A secret that no formatting shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(MASK)
    }
}

impl Secret {
    /// A secret from its text, white space around it removed; `None` when nothing is left or
    /// when it could not stand in a header.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        plain.then(|| Self(text.to_owned()))
    }

    /// A password: any one line, blanks within and at its ends included.
    pub(crate) fn password(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        let fits = !text.is_empty() && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// The text, for the one place that needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// `text` with every occurrence of the secret replaced: providers echo keys.
    pub(crate) fn redact(&self, text: &str) -> String {
        text.replace(&self.0, MASK)
    }

    /// A body with every occurrence of the secret replaced, before anything is made of it: also where JSON's escapes write
    /// it, and where something stands inside that a message drops. The npm package does the same.
    pub(crate) fn redact_bytes(&self, body: Vec<u8>) -> Vec<u8> {
        let first = self.0.as_bytes()[0];
        let (mut out, mut kept, mut from) = (Vec::new(), 0, 0);
        while let Some(at) = memchr::memchr2(first, b'\\', &body[from..]).map(|found| from + found) {
            let Some(length) = self.length_at(&body[at..]) else {
                from = at + 1;
                continue;
            };
            out.extend_from_slice(&body[kept..at]);
            out.extend_from_slice(MASK.as_bytes());
            (kept, from) = (at + length, at + length);
        }
        if kept == 0 {
            return body;
        }
        out.extend_from_slice(&body[kept..]);
        out
    }

    /// How many bytes the secret takes at the front of a JSON text, if it stands there.
    fn length_at(&self, text: &[u8]) -> Option<usize> {
        let mut length = 0;
        for (place, expected) in self.0.chars().enumerate() {
            loop {
                let (character, bytes) = letter(&text[length..])?;
                length += bytes;
                if character == expected {
                    break;
                }
                if place == 0 || !is_dropped(character) {
                    return None;
                }
            }
        }
        Some(length)
    }
}

/// The character at the front of a JSON text, its escape undone, and the bytes it takes.
fn letter(text: &[u8]) -> Option<(char, usize)> {
    match *text {
        [b'\\', b'u', a, b, c, d, ..] => {
            let number = u32::from_str_radix(std::str::from_utf8(&[a, b, c, d]).ok()?, 16).ok()?;
            Some((char::from_u32(number)?, 6))
        }
        [b'\\', b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(('\n', 2)),
        [b'\\', escaped, ..] => Some((char::from(escaped), 2)),
        [byte, ..] if byte.is_ascii() => Some((char::from(byte), 1)),
        _ => {
            let front = text.get(..4).unwrap_or(text).utf8_chunks().next()?.valid();
            front.chars().next().map(|character| (character, character.len_utf8()))
        }
    }
}

/// Whether messages go without this character.
fn is_dropped(character: char) -> bool {
    let shown = || tagpulse_core::clean(character.encode_utf8(&mut [0; 4]), 1);
    character.is_control() || (!character.is_ascii() && !character.is_whitespace() && shown().is_empty())
}

/// Where the key would come from, for `check`; never the key itself.
pub(crate) fn source() -> Option<&'static str> {
    set_of(SOURCES)
}

/// Where the key of pseudonyms would come from.
pub(crate) fn pseudonym_source() -> Option<&'static str> {
    set_of(PSEUDONYM_SOURCES)
}

fn set_of(ways: Ways) -> Option<&'static str> {
    ways.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The key; `quiet` keeps a warning about its file back.
///
/// # Errors
/// Exit 4 when none is set or what is set cannot be read.
pub(crate) fn load(quiet: bool) -> Result<Secret> {
    read(SOURCES, quiet).map_err(|error| Stop::error(Exit::KeyRefused, format!("{error:#}")))
}

/// The key of pseudonyms.
///
/// # Errors
/// As [`load`], without an exit of its own.
pub(crate) fn pseudonym_key(quiet: bool) -> Result<Secret> {
    read(PSEUDONYM_SOURCES, quiet)
}

fn read(ways: Ways, quiet: bool) -> Result<Secret> {
    let [itself, file, command] = ways;
    let name = set_of(ways).with_context(|| format!("no key: set {itself}, {file} or {command} (never a flag)"))?;
    let value = std::env::var(name).map_err(|_| anyhow::anyhow!("{name} is not UTF-8"))?;
    let source = if name == itself {
        Source::Environment(name.to_owned())
    } else if name == file {
        Source::File(value.into())
    } else {
        Source::Command(value)
    };
    let text = source.read(quiet).map_err(|error| anyhow::anyhow!("{name}: {error:#}"))?;
    if let Some(around) = wrapping(text.trim()) {
        anyhow::bail!("{name} gives a key with {around} around it; give the key alone");
    }
    Secret::new(&text).with_context(|| format!("{name} gives no key; expected one line of visible ASCII"))
}

/// What people copy with a key: a shell's or a file's quotes, the header's word.
fn wrapping(text: &str) -> Option<&'static str> {
    let quoted = |quote: char| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
    if quoted('"') || quoted('\'') {
        return Some("quotes");
    }
    text.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("bearer ")).then_some("\"Bearer\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_nowhere() {
        let secret = Secret::new(" sk_live_123\n").unwrap();
        assert_eq!(format!("{secret:?}"), "***");
        assert_eq!(format!("{:#?}", Some(&secret)), "Some(\n    ***,\n)");
        assert_eq!(secret.redact_bytes(b"a sk_live_123sk_live_123 b\xff".to_vec()), b"a ****** b\xff");
        assert_eq!(secret.redact_bytes(b"sk".to_vec()), b"sk");
        assert_eq!(secret.redact("bad key sk_live_123, sk_live_123!"), "bad key ***, ***!");
    }

    #[test]
    fn a_key_is_found_however_json_writes_it_and_with_what_a_message_drops_inside_it() {
        let secret = Secret::new("ab/cd+ef\"gh==").unwrap();
        let check = |body: &str, expected: &str| {
            assert_eq!(String::from_utf8(secret.redact_bytes(body.into())).unwrap(), expected, "{body}");
        };
        check(r#""ab/cd+ef\"gh==""#, r#""***""#);
        check(r#""ab\/cd+ef\"gh==", "ab\u002fcd\u002Bef\u0022gh\u003d=""#, r#""***", "***""#);
        check(r#""\u0061b/cd+\u0001ef\u202e\"\tgh=\u009F=""#, r#""***""#);
        check("ab/\u{1}cd\u{7f}+\u{200e}ef\u{2066}\\\"gh==", "***");
        for other in ["ab/cd+ef gh==", "ab/cd+efé\"gh==", "ab/cd+ef\\", "ab/cd+ef\\u00", "\\", "ab"] {
            check(other, other);
        }
        assert_eq!(secret.redact_bytes(b"ab/cd+ef\xe2\x80".to_vec()), b"ab/cd+ef\xe2\x80");
    }

    #[test]
    fn what_was_copied_with_a_key_is_told() {
        assert_eq!(wrapping("\"k\""), Some("quotes"));
        assert_eq!(wrapping("'k'"), Some("quotes"));
        assert_eq!(wrapping("bearer k"), Some("\"Bearer\""));
        assert_eq!((wrapping("'"), wrapping("bearer"), wrapping("kéy ümläüt")), (None, None, None));
    }

    #[test]
    fn what_cannot_stand_in_a_header_is_no_key() {
        assert_eq!(Secret::new("  "), None);
        assert_eq!(Secret::new("a\nb"), None);
        assert_eq!(Secret::new("schlüssel"), None);
        assert_eq!(Secret::password("zwei wörter \n").unwrap().expose(), "zwei wörter ");
        assert_eq!(Secret::password("a\nb"), None);
        assert_eq!(Secret::password("\n"), None);
    }
}
