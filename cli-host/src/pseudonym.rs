//! Pseudonyms: reports and exports in which creators can be told apart and counted, but not named.
//!
//! A handle becomes `p-` and twelve hexadecimal digits of its HMAC-SHA-256 under the user's key, equal for equal
//! handles in any case. An id leads to its creator, so a video gets a number by the same way: digits as the schema
//! wants them, below 2^56, which no id that TikTok gave since 2014 is. Addresses, captions and the hashtags of single
//! videos go. `pseudonymise` in the npm package does the same; both read `tests/pseudonyms.json`.

mod documents;

use anyhow::Result;
use ring::hmac::{HMAC_SHA256, Key, sign};
use serde_json::Value;
use tagpulse_core::{VideoId, is_forgotten};

use crate::{
    exit::{Exit, Stop},
    secret,
};

/// A shorter key can be guessed: whoever has a report can try keys on it.
const KEY_LENGTH: usize = 16;
/// Bytes of the hash that stand in a creator's pseudonym.
const HANDLE_BYTES: usize = 6;
/// Bytes of the hash that make a video's number.
const VIDEO_BYTES: usize = 7;
/// Digits of a number that is taken for an id within a text.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 15..=20;
/// How the reason begins that a source gives in its own words.
const SOURCE_SAYS: &str = "the source says: ";

/// The user's key, and what is made with it.
#[derive(Clone, Debug)]
pub(crate) struct Pseudonyms(Key);

impl Pseudonyms {
    /// With the key of the environment, a file or a command.
    ///
    /// # Errors
    /// Exit 2 when there is none or it is too short.
    pub(crate) fn load(quiet: bool) -> Result<Self> {
        let refuse = |message: String| Stop::error(Exit::Usage, format!("--pseudonymise: {message}"));
        let key = secret::pseudonym_key(quiet).map_err(|error| refuse(format!("{error:#}")))?;
        if key.expose().len() < KEY_LENGTH {
            return Err(refuse(format!("the key is shorter than {KEY_LENGTH} characters; take a random one")));
        }
        Ok(Self::of(key.expose()))
    }

    fn of(key: &str) -> Self {
        Self(Key::new(HMAC_SHA256, key.as_bytes()))
    }

    /// A creator's pseudonym; somebody forgotten has none.
    fn handle(&self, name: &str) -> String {
        if is_forgotten(name) {
            return name.to_owned();
        }
        let hash = sign(&self.0, format!("creator:{}", name.to_ascii_lowercase()).as_bytes());
        let digits = hash.as_ref().iter().take(HANDLE_BYTES).map(|byte| format!("{byte:02x}"));
        format!("p-{}", digits.collect::<String>())
    }

    /// A video's number.
    fn video(&self, id: VideoId) -> VideoId {
        let hash = sign(&self.0, format!("video:{id}").as_bytes());
        let bytes = hash.as_ref().iter().take(VIDEO_BYTES);
        VideoId(bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn video_text(&self, id: &str) -> String {
        id.parse().map_or_else(|_| id.to_owned(), |id| self.video(VideoId(id)).to_string())
    }

    /// A text with pseudonyms for each `@handle` and each number that is as long as an id.
    fn text(&self, text: &str) -> String {
        let is_handle = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
        let (mut out, mut rest) = (String::new(), text);
        while let Some(first) = rest.chars().next() {
            let behind = &rest[first.len_utf8()..];
            let length = match first {
                '@' => behind.find(|letter| !is_handle(letter)).unwrap_or(behind.len()) + 1,
                '0'..='9' => rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (part, next) = rest.split_at(length);
            match first {
                '@' if length > 1 => out += &format!("@{}", self.handle(&part[1..])),
                '0'..='9' if ID_DIGITS.contains(&length) => out += &self.video_text(part),
                _ => out += part,
            }
            rest = next;
        }
        out
    }

    /// Why an item was rejected, without what the source says in its own words.
    fn reason(&self, reason: &str) -> String {
        if reason.starts_with(SOURCE_SAYS) { "the source says something".to_owned() } else { self.text(reason) }
    }

    /// An alert's key: the campaign, and for a video its id, stand between slashes.
    fn key(&self, key: &str, id: Option<&str>) -> String {
        let Some(id) = id else { return key.to_owned() };
        let parts = key.split('/').map(|part| if part == id { self.video_text(id) } else { part.to_owned() });
        parts.collect::<Vec<_>>().join("/")
    }

    /// A stored alert.
    pub(crate) fn alert(&self, alert: &Value) -> Value {
        let mut alert = alert.clone();
        let id = alert["video_id"].as_str().map(str::to_owned);
        let Value::Object(fields) = &mut alert else { return alert };
        for (name, value) in fields {
            let Value::String(text) = value else { continue };
            *value = match name.as_str() {
                "author" => self.handle(text).into(),
                "video_id" => self.video_text(text).into(),
                "key" => self.key(text, id.as_deref()).into(),
                "reason" => self.text(text).into(),
                "url" => Value::Null,
                _ => continue,
            };
        }
        alert
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_that_javascript_reads_too() {
        let cases: Value = serde_json::from_str(include_str!("../../tests/pseudonyms.json")).unwrap();
        let pseudonyms = Pseudonyms::of(cases["key"].as_str().unwrap());
        let check = |list: &str, of: &dyn Fn(&str) -> String| {
            for (given, expected) in cases[list].as_object().unwrap() {
                assert_eq!(of(given), expected.as_str().unwrap(), "{list}: {given}");
            }
        };
        check("handles", &|given| pseudonyms.handle(given));
        check("videos", &|given| pseudonyms.video_text(given));
        check("texts", &|given| pseudonyms.text(given));
        check("reasons", &|given| pseudonyms.reason(given));
        for alert in cases["alerts"].as_array().unwrap() {
            assert_eq!(pseudonyms.alert(&alert["given"]), alert["expected"]);
        }
    }

    #[test]
    fn no_pseudonym_is_an_id_of_tiktok() {
        let pseudonyms = Pseudonyms::of("0123456789abcdef");
        for id in (0..2_000).map(|number| VideoId(7_412_345_678_901_234_567 + number)) {
            assert_eq!(pseudonyms.video(id).creation_time(), None);
        }
        assert_eq!(format!("{pseudonyms:?}").find("0123"), None);
    }
}
