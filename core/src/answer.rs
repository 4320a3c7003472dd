//! What a body is before it is read: a listing, a lookup, an error in a success's clothes.
//!
//! One look at the top of the document, which ends at the first list of videos. Four things
//! that a careless reader takes for "no videos" are told apart here: an empty list, a missing
//! list, a shape that nobody knows, and an error object under a 200.

use crate::{
    Error, ErrorCode,
    dialect::{self, Dialect, Seen},
    reader::{Broken, Reader, Scalar},
    scalar, text,
};

/// Provider messages are cut to this many characters.
const MESSAGE_LENGTH: usize = 200;
/// Keys that a message names at most.
const KEYS_NAMED: usize = 12;
/// Objects inside one another that are looked into.
const DEPTH: usize = 2;
/// Facts that are kept of a document's top.
const MOST_FACTS: usize = 200;
/// Items of a list that are looked at before it is another's.
const ITEMS_LOOKED_AT: usize = 20;
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

/// A scalar (or container) near the top of the document.
struct Fact<'a> {
    parent: String,
    key: String,
    value: Scalar<'a>,
}

impl Fact<'_> {
    /// Whether this status is one of success; `None` for what is no status.
    fn is_success(&self) -> Option<bool> {
        let is_status = matches!(&*self.key, "code" | "statusCode" | "status_code");
        let status = scalar::string(self.value).filter(|_| is_status)?;
        Some(matches!(&*status, "0" | "200" | "ok" | "success"))
    }
}

/// How the videos of a document are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the table of the answer around them.
    Answer,
    /// The document is the list.
    List,
    /// The document is one video.
    Item,
}

/// The top of a document.
#[derive(Default)]
pub(crate) struct Answer<'a> {
    facts: Vec<Fact<'a>>,
    /// What a refusal shows: the first list with items, else the document's own keys.
    seen: Option<Seen>,
    found: Option<(&'static Dialect, Way)>,
    forced: Option<&'a str>,
    /// Whether no list ends the look.
    is_whole: bool,
    bare_list: bool,
}

impl<'a> Answer<'a> {
    /// Looks at the top of a body.
    ///
    /// # Errors
    /// `empty_body`, `html`, `truncated`, or `unknown_shape` for what is no JSON object or list.
    pub(crate) fn look(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::look_at(&mut Reader::new(bytes), None)
    }

    /// Looks at the top of the document that is next, for the dialect `forced` if one is given.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    pub(crate) fn look_at(reader: &mut Reader<'a>, forced: Option<&'a str>) -> Result<Self, Error> {
        Self { forced, ..Self::default() }.read(reader)
    }

    /// Everything that stands near the top, its lists stepped over: for what an answer says
    /// beside a list.
    pub(crate) fn beside_lists(reader: &mut Reader<'a>) -> Result<Self, Error> {
        Self { is_whole: true, ..Self::default() }.read(reader)
    }

    fn read(mut self, reader: &mut Reader<'a>) -> Result<Self, Error> {
        match reader.peek() {
            Err(_) => return Err(Error::new(ErrorCode::EmptyBody, "the answer is empty; expected JSON")),
            Ok(b'<') => return Err(html(reader.rest())),
            Ok(b'{') => self.document(reader),
            Ok(b'[') => {
                self.bare_list = true;
                self.list(None, reader).map(|_| ())
            }
            Ok(_) => return Err(no_json(reader.rest())),
        }
        .map_err(|broken| broken_error(broken, reader.len(), None))?;
        Ok(self)
    }

    /// The object that is the document: one that has no list may be an item itself.
    fn document(&mut self, reader: &mut Reader<'a>) -> Result<(), Broken> {
        if !self.object(reader, "", 0)? || self.is_whole {
            return Ok(());
        }
        let keys = self.facts.iter().filter(|fact| fact.parent.is_empty()).map(|fact| text::owned(&fact.key)).collect();
        let item = Seen { keys: Some(keys), ..Seen::default() };
        self.recognise(item, Way::Item);
        Ok(())
    }

    /// Whether these are a dialect's items; if not, they are kept for the refusal.
    fn recognise(&mut self, seen: Seen, way: Way) -> bool {
        let top = |key: &str| self.facts.iter().any(|fact| fact.parent.is_empty() && fact.key == key);
        self.found = seen.dialect(self.forced, &top).map(|dialect| (dialect, way));
        if self.found.is_none() && (self.seen.is_none() || seen.place.is_some()) {
            let better = self.seen.as_ref().is_none_or(|before| before.keys.is_none());
            if better {
                self.seen = Some(seen);
            }
        }
        self.found.is_some()
    }

    /// Reads the object that is next; says whether to go on (a known list ends the look).
    fn object(&mut self, reader: &mut Reader<'a>, parent: &str, depth: usize) -> Result<bool, Broken> {
        reader.enter(b'{')?;
        let mut first = true;
        while let Some(key) = reader.next_key(&mut first)? {
            let key = key.decode();
            let place = || Some((text::owned(parent), text::owned(&key)));
            let value = match reader.peek()? {
                b'[' if depth < DEPTH && !self.is_whole => {
                    if !self.list(place(), reader)? {
                        return Ok(false);
                    }
                    Scalar::Container
                }
                b'{' if depth < DEPTH => {
                    let one = Seen { place: place(), keys: None, is_object: true };
                    if !self.is_whole && dialect::ALL.iter().any(|dialect| one.is_place_of(dialect)) {
                        // One video, or videos by their ids, under a key that a dialect names.
                        if self.recognise(one, Way::Answer) {
                            return Ok(false);
                        }
                    }
                    if !self.object(reader, &key, depth + 1)? {
                        return Ok(false);
                    }
                    Scalar::Container
                }
                _ => reader.scalar()?,
            };
            if self.facts.len() < MOST_FACTS {
                self.facts.push(Fact { parent: text::owned(parent), key: key.into_owned(), value });
            }
        }
        Ok(true)
    }

    /// Looks at the list that is next; says whether to go on.
    fn list(&mut self, place: Option<(String, String)>, reader: &mut Reader<'a>) -> Result<bool, Broken> {
        let way = if place.is_some() { Way::Answer } else { Way::List };
        reader.enter(b'[')?;
        let mut first = true;
        let mut items = 0;
        while reader.next_element(&mut first)? {
            // An error row may stand first; after some items that nobody knows it is another list.
            if items < ITEMS_LOOKED_AT && reader.peek()? == b'{' {
                items += 1;
                if place.is_none() && items == 1 {
                    // What is wrong may stand in the only row.
                    self.object(&mut reader.clone(), "", DEPTH)?;
                }
                let seen = Seen { place: place.clone(), keys: Some(keys_of(reader)?), is_object: false };
                if self.recognise(seen, way) {
                    return Ok(false);
                }
                continue;
            }
            reader.skip()?;
        }
        Ok(items > 0 || !self.recognise(Seen { place, ..Seen::default() }, way))
    }

    /// The dialect of the videos and the way to them, where they are known.
    pub(crate) const fn found(&self) -> Option<(&'static Dialect, Way)> {
        self.found
    }

    /// Whether it is no item of this dialect, but something else that is known.
    pub(crate) fn is_other(&self, dialect: &Dialect) -> bool {
        match self.found {
            Some((found, way)) => way != Way::Item || found.name != dialect.name,
            None => self.trouble().is_some(),
        }
    }

    /// The value under a key of an object at the top (`parent` empty: at the top itself).
    pub(crate) fn fact(&self, parent: &str, key: &str) -> Scalar<'a> {
        let found = self.facts.iter().find(|fact| fact.parent == parent && fact.key == key);
        found.map_or(Scalar::Missing, |fact| fact.value)
    }

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
                "the provider answered with a captcha instead of data; wait, then try again or ask the provider",
            ));
        }
        let message = self.provider_message().or_else(|| self.silent_failure())?;
        Some(Error::new(ErrorCode::ProviderError, format!("the provider reports under status 200: {message}")))
    }

    /// The same beside an empty list, where words alone prove nothing (`"msg": "success"`): only
    /// a status that is no success does.
    pub(crate) fn trouble_by_status(&self) -> Option<Error> {
        self.failure().and_then(|_| self.trouble())
    }

    /// The first status that is no success.
    fn failure(&self) -> Option<&Fact<'a>> {
        let is_failure = |fact: &&Fact<'_>| match &*fact.key {
            _ if !matches!(&*fact.parent, "" | "data" | "error") => false,
            "success" => scalar::flag(fact.value) == Some(false),
            "error" => matches!(fact.value, Scalar::Text(text) if !text.is("")),
            _ => fact.is_success() == Some(false),
        };
        self.facts.iter().find(is_failure)
    }

    /// A status without a word. A `code` alone may be anything's.
    fn silent_failure(&self) -> Option<String> {
        let fact = self.failure().filter(|fact| !self.bare_list && fact.key != "code")?;
        let value = scalar::string(fact.value);
        Some(format!("{} {}", fact.key, text::clean(value.as_deref().unwrap_or("false"), MESSAGE_LENGTH)))
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

    /// What the provider says went wrong: `error` as a string or as `{code, message}`, or a
    /// `message` beside a code, at the top or under `data`. Cleaned and cut.
    pub(crate) fn provider_message(&self) -> Option<String> {
        let said = |parent, key| scalar::string(self.fact(parent, key));
        let words = match self.fact("", "error") {
            Scalar::Text(text) if !text.is("") => said("", "error"),
            Scalar::True => said("", "message").or_else(|| said("", "error_message")),
            Scalar::Container => {
                let code = said("error", "code").filter(|code| code != "ok" && code != "0");
                let message = said("error", "message");
                match (code, message) {
                    (None, None) => None,
                    (code, message) => {
                        Some(text::joined([&code, &message].into_iter().flatten().map(|text| &**text), ": "))
                    }
                }
            }
            // The fields of an item may have these names too.
            _ if self.bare_list => None,
            // What stands inside is about what was asked for; beside a success the words tell of it.
            _ => {
                let failed = |parent: &&&str| {
                    self.facts.iter().all(|fact| fact.parent != **parent || fact.is_success() != Some(true))
                };
                let mut parents = ["data", "filter_detail", "", "detail"].iter().filter(failed);
                parents.find_map(|parent| WORDS.iter().find_map(|key| said(parent, key)))
            }
        }?;
        Some(text::clean(&words, MESSAGE_LENGTH)).filter(|words| !words.is_empty())
    }

    fn unknown_shape(&self) -> Error {
        let mut message = if self.bare_list && self.seen.as_ref().is_none_or(|seen| seen.keys.is_none()) {
            text::owned("a list without an item, which tells no dialect; name it by the option dialect")
        } else if self.bare_list {
            text::owned("a bare list that no dialect knows")
        } else {
            format!("no list of videos that a dialect knows; top-level keys: {}", self.keys(""))
        };
        if self.facts.iter().any(|fact| fact.parent == "data") {
            message.push_str(&format!("; under data: {}", self.keys("data")));
        }
        if let Some(Seen { place, keys: Some(keys), .. }) = &self.seen
            && (place.is_some() || self.bare_list)
        {
            let of = place.as_ref().map_or_else(String::new, |(_, key)| format!(" of {}", text::clean(key, 30)));
            message.push_str(&format!("; first item{of}: {}", shown(keys.iter().map(String::as_str))));
        }
        message.push_str(&closest(self.seen.as_ref()));
        Error::new(ErrorCode::UnknownShape, message)
    }

    fn keys(&self, parent: &str) -> String {
        shown(self.facts.iter().filter(|fact| fact.parent == parent).map(|fact| &*fact.key))
    }
}

/// The keys of the object that is next.
fn keys_of(reader: &mut Reader<'_>) -> Result<Vec<String>, Broken> {
    reader.enter(b'{')?;
    let mut keys = Vec::new();
    let mut first = true;
    while let Some(key) = reader.next_key(&mut first)? {
        keys.push(key.decode().into_owned());
        reader.skip()?;
    }
    Ok(keys)
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
    if close.is_empty() { format!("; known dialects: {}", dialect::names()) } else { format!("; closest: {close}") }
}

/// The refusal of what is neither JSON nor a table.
pub(crate) fn no_json(bytes: &[u8]) -> Error {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let begins = text::clean(&String::from_utf8_lossy(line.get(..200).unwrap_or(line)), 60);
    Error::new(ErrorCode::UnknownShape, format!("expected a JSON object, a list or a table; this begins \"{begins}\""))
}

/// The refusal of bytes that end or break.
pub(crate) fn broken_error(broken: Broken, length: usize, item: Option<u32>) -> Error {
    let mut message = match broken {
        Broken::Ends => format!("the answer ends in the middle of a document, after {length} bytes"),
        Broken::At(at) => format!("the answer is no valid JSON at byte {at} of {length}"),
    };
    if let Some(item) = item {
        message.push_str(&format!(", in item {item}"));
    }
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
            Ok(answer) => answer.refusal(),
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
        assert_eq!(answer.found().unwrap().0.name, "aweme");
        assert!(answer.trouble().is_none());
        let answer = Answer::look(br#"{"aweme_detail":{"aweme_id":1}}"#).unwrap();
        assert_eq!(answer.found().unwrap().0.name, "aweme");
    }
}
