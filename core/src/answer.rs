//! What a body is before it is read: a listing, a lookup, an error in a success's clothes.
//!
//! One look at the top of the document, which ends at the first list of videos. Four things
//! that a careless reader takes for "no videos" are told apart here: an empty list, a missing
//! list, a shape that nobody knows, and an error object under a 200.

use crate::{
    Error, ErrorCode,
    dialect::{self, Dialect, SeenList},
    reader::{Broken, Reader, Scalar},
    scalar, text,
};

/// Provider messages are cut to this many characters.
const MESSAGE_LENGTH: usize = 200;
/// Keys that a message names at most.
const KEYS_NAMED: usize = 12;

/// A scalar (or container) near the top of the document.
struct Fact<'a> {
    parent: String,
    key: String,
    value: Scalar<'a>,
}

/// The top of a document.
#[derive(Default)]
pub(crate) struct Answer<'a> {
    facts: Vec<Fact<'a>>,
    list: Option<SeenList>,
    dialect: Option<&'static Dialect>,
    bare_list: bool,
}

impl<'a> Answer<'a> {
    /// Looks at the top of a body.
    ///
    /// # Errors
    /// `empty_body`, `html`, `truncated`, or `unknown_shape` for what is no JSON object or list.
    pub(crate) fn look(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes);
        let mut answer = Self::default();
        match reader.peek() {
            Err(_) => return Err(Error::new(ErrorCode::EmptyBody, "the answer is empty; expected JSON")),
            Ok(b'<') => return Err(html(bytes)),
            Ok(b'{') => answer.object(&mut reader, "", 0).map(|_| ()),
            Ok(b'[') => {
                answer.bare_list = true;
                answer.list("", "", &mut reader).map(|_| ())
            }
            Ok(_) => {
                let shown = text::clean(&String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)), 60);
                return Err(Error::new(
                    ErrorCode::UnknownShape,
                    format!("the answer is no JSON; it begins \"{shown}\""),
                ));
            }
        }
        .map_err(|broken| broken_error(broken, bytes.len()))?;
        Ok(answer)
    }

    /// Reads the object that is next; says whether to go on (a known list ends the look).
    fn object(&mut self, reader: &mut Reader<'a>, parent: &str, depth: usize) -> Result<bool, Broken> {
        reader.enter(b'{')?;
        let mut first = true;
        while let Some(key) = reader.next_key(&mut first)? {
            let key = key.decode();
            let value = match reader.peek()? {
                b'[' if depth < 2 => {
                    if !self.list(parent, &key, reader)? {
                        return Ok(false);
                    }
                    Scalar::Container
                }
                b'{' if depth < 2 => {
                    if dialect::ALL.iter().any(|dialect| dialect.lists.contains(&(parent, &key))) {
                        // One video under a key that a dialect names.
                        let seen =
                            SeenList { parent: crate::text::owned(parent), key: key.into_owned(), item_keys: None };
                        self.dialect = dialect::detect(&seen);
                        return Ok(false);
                    }
                    if !self.object(reader, &key, depth + 1)? {
                        return Ok(false);
                    }
                    Scalar::Container
                }
                _ => reader.scalar()?,
            };
            if self.facts.len() < 200 {
                self.facts.push(Fact { parent: crate::text::owned(parent), key: key.into_owned(), value });
            }
        }
        Ok(true)
    }

    /// Looks at the list that is next; says whether to go on.
    fn list(&mut self, parent: &str, key: &str, reader: &mut Reader<'a>) -> Result<bool, Broken> {
        reader.enter(b'[')?;
        let mut first = true;
        let mut item_keys = None;
        while reader.next_element(&mut first)? {
            if item_keys.is_none() && reader.enter(b'{')? {
                let mut keys = Vec::new();
                let mut first = true;
                while let Some(key) = reader.next_key(&mut first)? {
                    keys.push(key.decode().into_owned());
                    reader.skip()?;
                }
                let seen = SeenList {
                    parent: crate::text::owned(parent),
                    key: crate::text::owned(key),
                    item_keys: Some(keys),
                };
                self.dialect = dialect::detect(&seen);
                if self.dialect.is_some() {
                    return Ok(false);
                }
                item_keys = seen.item_keys;
                continue;
            }
            reader.skip()?;
        }
        let seen = SeenList { parent: crate::text::owned(parent), key: crate::text::owned(key), item_keys };
        if self.dialect.is_none() && seen.item_keys.is_none() {
            self.dialect = dialect::detect(&seen);
        }
        if self.dialect.is_some() {
            return Ok(false);
        }
        if self.list.is_none() {
            self.list = Some(seen);
        }
        Ok(true)
    }

    /// The dialect of the list, where one is known.
    pub(crate) const fn dialect(&self) -> Option<&'static Dialect> {
        self.dialect
    }

    /// The value under a key of an object at the top (`parent` empty: at the top itself).
    pub(crate) fn fact(&self, parent: &str, key: &str) -> Scalar<'a> {
        let found = self.facts.iter().find(|fact| fact.parent == parent && fact.key == key);
        found.map_or(Scalar::Missing, |fact| fact.value)
    }

    /// Whether the provider asks for a person, or reports an error, in this answer.
    pub(crate) fn trouble(&self) -> Option<Error> {
        if self.is_captcha() {
            return Some(Error::new(
                ErrorCode::Captcha,
                "the provider answered with a captcha instead of data; wait, then try again or ask the provider",
            ));
        }
        let message = self.provider_message()?;
        Some(Error::new(ErrorCode::ProviderError, format!("the provider reports under status 200: {message}")))
    }

    fn is_captcha(&self) -> bool {
        let code = |key| scalar::count(self.fact("", key));
        scalar::string(self.fact("", "type")).as_deref() == Some("verify")
            || code("statusCode") == Some(10110)
            || code("status_code") == Some(10110)
            || self.facts.iter().any(|fact| text::after(&fact.key, "captcha").is_some())
    }

    /// What the provider says went wrong: `error` as a string or as `{code, message}`, or a
    /// `message` beside a code. Cleaned and cut.
    pub(crate) fn provider_message(&self) -> Option<String> {
        let said = |parent, key| scalar::string(self.fact(parent, key));
        let words = match self.fact("", "error") {
            Scalar::Text(_) => said("", "error"),
            Scalar::Bool(true) => said("", "message").or_else(|| said("", "error_message")),
            Scalar::Container => {
                let code = said("error", "code").filter(|code| code != "ok" && code != "0");
                let message = said("error", "message");
                match (code, message) {
                    (None, None) => None,
                    (code, message) => Some([code, message].into_iter().flatten().collect::<Vec<_>>().join(": ")),
                }
            }
            _ => said("", "message").or_else(|| said("", "msg")).or_else(|| said("", "detail")),
        }?;
        Some(text::clean(&words, MESSAGE_LENGTH)).filter(|words| !words.is_empty())
    }

    /// The refusal of a document in which no dialect's list stands.
    pub(crate) fn unknown_shape(&self) -> Error {
        let mut message = if self.bare_list {
            crate::text::owned("a bare list that no dialect knows")
        } else {
            format!("no list of videos that a dialect knows; top-level keys: {}", self.keys(""))
        };
        if self.facts.iter().any(|fact| fact.parent == "data") {
            message.push_str(&format!("; under data: {}", self.keys("data")));
        }
        if let Some(SeenList { key, item_keys: Some(keys), .. }) = &self.list {
            let keys: Vec<String> = keys.iter().take(KEYS_NAMED).map(|key| text::clean(key, 30)).collect();
            message.push_str(&format!("; first item of {}: {}", text::clean(key, 30), keys.join(", ")));
        }
        message.push_str(&format!("; known dialects: {}", dialect::names()));
        Error::new(ErrorCode::UnknownShape, message)
    }

    fn keys(&self, parent: &str) -> String {
        let keys = self.facts.iter().filter(|fact| fact.parent == parent).take(KEYS_NAMED);
        let keys: Vec<String> = keys.map(|fact| text::clean(&fact.key, 30)).collect();
        if keys.is_empty() { crate::text::owned("none") } else { keys.join(", ") }
    }
}

/// The refusal of bytes that end or break.
pub(crate) fn broken_error(broken: Broken, length: usize) -> Error {
    let message = match broken {
        Broken::Ends => format!("the answer ends in the middle of a document, after {length} bytes"),
        Broken::At(at) => format!("the answer is no valid JSON at byte {at} of {length}"),
    };
    Error::new(ErrorCode::Truncated, message)
}

fn html(bytes: &[u8]) -> Error {
    let page = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes));
    let title = text::after(&page, "<title>").and_then(|rest| rest.split('<').next());
    let named = title.map(|title| format!(" titled \"{}\"", text::clean(title, 60))).unwrap_or_default();
    Error::new(ErrorCode::Html, format!("an HTML page{named} came instead of JSON; check the base URL, or try later"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(body: &str) -> Error {
        match Answer::look(body.as_bytes()) {
            Err(error) => error,
            Ok(answer) => answer.trouble().unwrap_or_else(|| answer.unknown_shape()),
        }
    }

    fn check(body: &str, code: ErrorCode, part: &str) {
        let error = error(body);
        assert_eq!(error.code, code, "{body}: {error}");
        assert!(error.message.contains(part), "{error} lacks {part}");
    }

    #[test]
    fn each_fault_is_named() {
        check("", ErrorCode::EmptyBody, "empty");
        check("  \n", ErrorCode::EmptyBody, "empty");
        check("<html><title>Access  denied</title>", ErrorCode::Html, "\"Access denied\"");
        check("upstream timeout", ErrorCode::UnknownShape, "\"upstream timeout\"");
        check(r#"{"code":"10000","type":"verify"}"#, ErrorCode::Captcha, "captcha");
        check(r#"{"statusCode":10110}"#, ErrorCode::Captcha, "captcha");
        check(r#"{"error":{"code":"E1","message":"no \u001b[31mluck"}}"#, ErrorCode::ProviderError, "E1: no [31mluck");
        check(r#"{"error":"quota"}"#, ErrorCode::ProviderError, "quota");
        check(r#"{"data":{"cursor":"0"},"ok":1}"#, ErrorCode::UnknownShape, "data, ok; under data: cursor");
        check(r#"{"results":[{"foo":1,"bar":2}]}"#, ErrorCode::UnknownShape, "first item of results: foo, bar");
        check(r#"[{"foo":1}]"#, ErrorCode::UnknownShape, "bare list");
        check(r#"{"data":{"aweme_li"#, ErrorCode::Truncated, "ends");
    }

    #[test]
    fn a_list_ends_the_look() {
        let answer = Answer::look(br#"{"data":{"aweme_list":[{"aweme_id":"1","desc":""},{"#).unwrap();
        assert_eq!(answer.dialect().unwrap().name, "aweme");
        assert!(answer.trouble().is_none());
        let answer = Answer::look(br#"{"aweme_detail":{"aweme_id":1}}"#).unwrap();
        assert_eq!(answer.dialect().unwrap().name, "aweme");
    }
}
