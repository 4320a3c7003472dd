//! What a body is before it is read: a listing, a lookup, an error in a success's clothes.
//!
//! One look at the top of the document, which ends at the first list of videos. Four things
//! that a careless reader takes for "no videos" are told apart here: an empty list, a missing
//! list, a shape that nobody knows, and an error object under a 200.

mod refusal;

use refusal::html;
pub(crate) use refusal::{broken_error, closest, no_json, shown};

use crate::{
    Error, ErrorCode,
    dialect::{self, Dialect, Seen},
    reader::{Broken, Reader, Scalar},
    text,
};

/// Objects inside one another that are looked into.
const DEPTH: usize = 2;
/// Facts that are kept of a document's top.
const MOST_FACTS: usize = 200;
/// Items of a list that are looked at before it is another's.
const ITEMS_LOOKED_AT: usize = 20;

/// A scalar (or container) near the top of the document.
struct Fact<'a> {
    parent: String,
    key: String,
    value: Scalar<'a>,
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
                let (begin, is_first_row) = (reader.clone(), place.is_none() && items == 1);
                if is_first_row {
                    // What is wrong may stand in the only row.
                    self.object(&mut begin.clone(), "", DEPTH)?;
                }
                let seen = Seen { place: place.clone(), keys: Some(keys_of(reader)?), is_object: false };
                // It may be a whole answer, and the list pages that somebody put together.
                if self.recognise(seen, way) || (is_first_row && !self.object(&mut begin.clone(), "", 0)?) {
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
