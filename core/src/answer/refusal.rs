//! What is told of a body in which no video stands: the provider's words, or what was found.

use super::{Answer, Fact};
use crate::{
    Error, ErrorCode,
    dialect::{self, Seen},
    reader::{Broken, Scalar},
    scalar, text,
    words::Shown,
};

/// Provider messages are cut to this many characters.
const MESSAGE_LENGTH: usize = 200;
/// Keys that a message names at most.
const KEYS_NAMED: usize = 12;
/// Where providers put their words.
const WORDS: [&str; 10] = [
    "message",
    "msg",
    "detail",
    "status_msg",
    "statusMsg",
    "errMsg",
    "error_message",
    "error_description",
    "notice",
    "filter_reason",
];

impl<'a> Answer<'a> {
    /// The refusal of a document in which no dialect's videos stand: what the provider says went
    /// wrong, if it does, else what was found.
    pub(crate) fn refusal(&self) -> Error {
        self.trouble().unwrap_or_else(|| self.unknown_shape())
    }

    /// Whether the provider asks for a person, or reports an error, in this answer.
    pub(crate) fn trouble(&self) -> Option<Error> {
        if self.is_captcha() {
            return Some(Error::new(
                ErrorCode::Captcha,
                "the provider answered with a captcha instead of data; wait, then try again",
            ));
        }
        let message = self.provider_message().or_else(|| self.silent_failure())?;
        Some(Error::new(ErrorCode::ProviderError, text!("the provider reports under status 200: {}", message)))
    }

    /// The same beside a list or null, where words alone prove nothing (`"msg": "success"`): only
    /// a captcha, an error or a status that is no success does.
    pub(crate) fn trouble_by_status(&self) -> Option<Error> {
        let has_error = matches!(self.fact("", "error"), Scalar::Container | Scalar::True);
        self.trouble().filter(|error| has_error || error.code == ErrorCode::Captcha || self.failure().is_some())
    }

    /// The first status that is no success.
    fn failure(&self) -> Option<&Fact<'a>> {
        let is_failure = |fact: &&Fact<'_>| match &*fact.key {
            _ if !matches!(&*fact.parent, "" | "data" | "error") => false,
            "success" => scalar::flag(fact.value) == Some(false),
            "error" => matches!(fact.value, Scalar::Text(text) if !text.is(b"")),
            _ => fact.is_success() == Some(false),
        };
        self.facts.iter().find(is_failure)
    }

    /// A status without a word. A `code` alone may be anything's.
    fn silent_failure(&self) -> Option<String> {
        let fact = self.failure().filter(|fact| !self.bare_list && fact.key != "code")?;
        let value = scalar::string(fact.value);
        Some(text!("{} {}", fact.key, text::clean(value.as_deref().unwrap_or("false"), MESSAGE_LENGTH)))
    }

    fn is_captcha(&self) -> bool {
        let code = |key| scalar::count(self.fact("", key));
        let is_verify = |parent| scalar::string(self.fact(parent, "type")).as_deref() == Some("verify");
        is_verify("")
            || is_verify("data")
            || code("statusCode") == Some(10110)
            || code("status_code") == Some(10110)
            || self.facts.iter().any(|fact| text::after(&fact.key, "captcha").is_some())
    }

    /// What the provider says went wrong: `error` as a string with a `message` beside it or as `{code, message}`, or
    /// a `message` beside a code, at the top or under `data`. Cleaned and cut.
    pub(crate) fn provider_message(&self) -> Option<String> {
        let said = |parent, key| scalar::string(self.fact(parent, key));
        let (code, message) = match self.fact("", "error") {
            Scalar::Text(text) if !text.is(b"") => (said("", "error"), said("", "message")),
            Scalar::Container => match said("error", "code") {
                Some(code) if code == "ok" || code == "0" => (None, None),
                code => (code, said("error", "message")),
            },
            // The fields of an item may have these names too.
            _ if self.bare_list => (None, None),
            // What stands inside is about what was asked for; beside a success the words tell of it.
            _ => {
                let failed = |parent: &&&str| {
                    self.facts.iter().all(|fact| fact.parent != **parent || fact.is_success() != Some(true))
                };
                let mut parents = ["data", "filter_detail", "", "detail"].iter().filter(failed);
                (None, parents.find_map(|parent| WORDS.iter().find_map(|key| said(parent, key))))
            }
        };
        let words = text::joined([&code, &message].into_iter().flatten().map(|text| &**text), ": ");
        Some(text::clean(&words, MESSAGE_LENGTH)).filter(|words| !words.is_empty())
    }

    fn unknown_shape(&self) -> Error {
        let mut message = if self.bare_list && self.seen.as_ref().is_none_or(|seen| seen.keys.is_none()) {
            text::owned("a list without an item tells no dialect; name it by the option dialect")
        } else if self.bare_list {
            text::owned("a bare list that no dialect knows")
        } else {
            text!("no list of videos that a dialect knows; top-level keys: {}", self.keys(""))
        };
        if self.facts.iter().any(|fact| fact.parent == "data") {
            words!("; under data: {}", self.keys("data")).show(&mut message);
        }
        if let Some(Seen { place, keys: Some(keys), .. }) = &self.seen
            && (place.is_some() || self.bare_list)
        {
            let of = place.as_ref().map_or_else(String::new, |(_, key)| text!(" of {}", text::clean(key, 30)));
            words!("; first item{}: {}", of, shown(keys.iter().map(String::as_str))).show(&mut message);
        }
        message.push_str(&closest(self.seen.as_ref()));
        Error::new(ErrorCode::UnknownShape, message)
    }

    fn keys(&self, parent: &str) -> String {
        shown(self.facts.iter().filter(|fact| fact.parent == parent).map(|fact| &*fact.key))
    }
}

impl Fact<'_> {
    /// Whether this status is one of success; `None` for what is no status.
    fn is_success(&self) -> Option<bool> {
        let is_status = matches!(&*self.key, "code" | "statusCode" | "status_code");
        let status = scalar::string(self.value).filter(|_| is_status)?;
        Some(matches!(&*status, "0" | "200" | "ok" | "success"))
    }
}

/// Keys for a message, the first of them.
pub(crate) fn shown<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let mut names = String::new();
    for key in keys.take(KEYS_NAMED) {
        if !names.is_empty() {
            names.push_str(", ");
        }
        names.push_str(&text::clean(key, 30));
    }
    if names.is_empty() { text::owned("none") } else { names }
}

/// The end of a refusal: which dialects come close, or which there are.
pub(crate) fn closest(seen: Option<&Seen>) -> String {
    let close = seen.map(Seen::closest).unwrap_or_default();
    if close.is_empty() { text!("; known dialects: {}", dialect::names()) } else { text!("; closest: {}", close) }
}

/// The refusal of what is neither JSON nor a table.
pub(crate) fn no_json(bytes: &[u8]) -> Error {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let begins = text::clean(&text::lossy(line.get(..200).unwrap_or(line)), 60);
    Error::new(ErrorCode::UnknownShape, text!("expected a JSON object, a list or a table; this begins \"{}\"", begins))
}

/// The refusal of bytes that end or break.
pub(crate) fn broken_error(broken: Broken, length: usize, item: Option<u32>) -> Error {
    let mut message = match broken {
        Broken::Ends => text!("the answer ends in the middle of a document, after {} bytes", length),
        Broken::At(at) => text!("the answer is no valid JSON at byte {} of {}", at, length),
    };
    if let Some(item) = item {
        words!(", in item {}", item).show(&mut message);
    }
    Error::new(ErrorCode::Truncated, message)
}

pub(super) fn html(bytes: &[u8]) -> Error {
    let page = text::lossy(bytes.get(..4096).unwrap_or(bytes));
    let title = text::after(&page, "<title>").map(|rest| text::before(rest, b"<"));
    let named = title.map(|title| text!(" titled \"{}\"", text::clean(title, 60))).unwrap_or_default();
    Error::new(ErrorCode::Html, text!("an HTML page{} came instead of JSON; check the base URL", named))
}
