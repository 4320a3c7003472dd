//! A pull reader over JSON bytes: the one way in for foreign data.
//!
//! Hand-driven rather than serde: a caption may hold a lone surrogate or invalid UTF-8, an id
//! may have more digits than a float, a body may end in the middle, and none of that may cost
//! the items around it. It recurses nowhere, so no depth of nesting can hurt it, and a field
//! that nobody reads is stepped over without an object being made of it.

use std::borrow::Cow;

use crate::{scan, text};

/// Where and how a document breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The bytes end inside the document.
    Ends,
    /// The byte at this place cannot stand there.
    At(usize),
}

impl Broken {
    /// How many of `length` bytes were read until it broke.
    pub(crate) fn place(self, length: usize) -> usize {
        match self {
            Self::Ends => length,
            Self::At(at) => at,
        }
    }
}

/// A value that is not a container, as it stands in the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Scalar<'a> {
    /// The key is not there.
    #[default]
    Missing,
    Null,
    True,
    False,
    /// The number's own characters.
    Number(&'a [u8]),
    Text(Text<'a>),
    /// An object or a list where a value was expected.
    Container,
}

/// A string between its quotes, escapes not yet resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Text<'a> {
    raw: &'a [u8],
    escapes: Escapes,
}

/// Whether there are escapes in a text. As wide as a pointer: with padding beside it the compiler copies
/// texts in overlapping pieces, which stalls the processor for half of the time of a walk.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(usize)]
enum Escapes {
    None,
    Some,
}

impl<'a> From<&'a str> for Text<'a> {
    /// A text that has no escapes.
    fn from(text: &'a str) -> Self {
        Self { raw: text.as_bytes(), escapes: Escapes::None }
    }
}

impl<'a> Text<'a> {
    /// Whether it is this ASCII key.
    #[inline(always)]
    pub(crate) fn is(&self, key: &str) -> bool {
        if self.has_escapes() { self.decode() == key } else { self.raw == key.as_bytes() }
    }

    /// Whether it may be a key whose bytes have this property; with escapes in it nobody knows.
    #[inline(always)]
    pub(crate) fn may_be(&self, property: impl Fn(&[u8]) -> bool) -> bool {
        self.has_escapes() || property(self.raw)
    }

    #[inline(always)]
    const fn has_escapes(&self) -> bool {
        matches!(self.escapes, Escapes::Some)
    }

    /// Its bytes, if no escape stands in them.
    #[inline]
    pub(crate) fn plain(&self) -> Option<&'a [u8]> {
        (!self.has_escapes()).then_some(self.raw)
    }

    /// The text; what is no Unicode becomes U+FFFD.
    pub(crate) fn decode(&self) -> Cow<'a, str> {
        if self.has_escapes() { Cow::Owned(unescape(self.raw)) } else { text::lossy(self.raw) }
    }
}

#[derive(Clone)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the first byte that is neither byte order mark nor white space.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), at: 0 }
    }

    /// How many bytes there are in all.
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How many of them are behind.
    pub(crate) const fn place(&self) -> usize {
        self.at
    }

    /// Makes the bytes end with this line.
    pub(crate) fn end_with_line(&mut self) {
        let line = self.rest().iter().position(|b| *b == b'\n');
        self.bytes = line.and_then(|length| self.bytes.get(..self.at + length)).unwrap_or(self.bytes);
    }

    /// Makes the bytes end where those of another reader end.
    pub(crate) const fn end_as(&mut self, other: &Self) {
        self.bytes = other.bytes;
    }

    /// The bytes from here on.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes to the next line; false when there is none.
    pub(crate) fn next_line(&mut self) -> bool {
        let newline = self.rest().iter().position(|b| *b == b'\n');
        self.at = newline.map_or(self.bytes.len(), |at| self.at + at + 1);
        newline.is_some()
    }

    /// Whether the next line begins with an object, as every line does where each is a document.
    pub(crate) fn another_line_opens(&self) -> bool {
        let mut behind = self.clone();
        behind.next_line() && behind.rest().first() == Some(&b'{')
    }

    /// Steps over what stands between documents: white space, commas, the end of a list of them, the mark
    /// of JSON sequences. Whether another one follows.
    pub(crate) fn next_document(&mut self) -> bool {
        let between = |b: &u8| matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b',' | b']' | 0x1e);
        self.at += self.rest().iter().take_while(|b| between(b)).count();
        self.at < self.bytes.len()
    }

    /// The next byte that is no white space, not consumed.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => self.peek_behind_blanks(),
        }
    }

    fn peek_behind_blanks(&mut self) -> Result<u8, Broken> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Broken::Ends)
    }

    /// Consumes this byte if it is next.
    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Result<bool, Broken> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    fn bad<T>(&self) -> Result<T, Broken> {
        Err(Broken::At(self.at))
    }

    /// Enters an object or list if the next value is one that opens with `open`.
    pub(crate) fn enter(&mut self, open: u8) -> Result<bool, Broken> {
        self.eat(open)
    }

    /// The next key of the object that was entered; `None` at its end. `first` starts as true.
    #[inline]
    pub(crate) fn next_key(&mut self, first: &mut bool) -> Result<Option<Text<'a>>, Broken> {
        if !self.more(first, b'}')? {
            return Ok(None);
        }
        if self.peek()? != b'"' {
            return self.bad();
        }
        let key = self.text()?;
        if self.eat(b':')? { Ok(Some(key)) } else { self.bad() }
    }

    /// Steps over the next key of the object that was entered if it is `name`, written as machines write
    /// it: none of its bytes has to be looked for. `first` as in [`Self::next_key`].
    #[inline]
    pub(crate) fn next_key_is(&mut self, first: &mut bool, name: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let next = if *first { rest } else { rest.strip_prefix(b",").unwrap_or_default() };
        let next = next.strip_prefix(b" ").unwrap_or(next);
        let behind = next.strip_prefix(b"\"").and_then(|next| next.strip_prefix(name.as_bytes()));
        let Some(behind) = behind.and_then(|behind| behind.strip_prefix(b"\":")) else { return false };
        self.at = self.bytes.len() - behind.len();
        *first = false;
        true
    }

    /// Whether another element of the list that was entered follows. `first` starts as true.
    pub(crate) fn next_element(&mut self, first: &mut bool) -> Result<bool, Broken> {
        self.more(first, b']')
    }

    #[inline(always)]
    fn more(&mut self, first: &mut bool, close: u8) -> Result<bool, Broken> {
        if self.eat(close)? {
            return Ok(false);
        }
        if std::mem::take(first) || self.eat(b',')? { Ok(true) } else { self.bad() }
    }

    /// The next value; a container is stepped over.
    pub(crate) fn scalar(&mut self) -> Result<Scalar<'a>, Broken> {
        match self.peek()? {
            b'"' => self.text().map(Scalar::Text),
            b'{' | b'[' => self.skip().map(|()| Scalar::Container),
            b'-' | b'0'..=b'9' => Ok(Scalar::Number(self.word())),
            _ => {
                let begin = self.at;
                match self.word() {
                    b"null" | b"NaN" => Ok(Scalar::Null),
                    b"true" => Ok(Scalar::True),
                    b"false" => Ok(Scalar::False),
                    _ if self.at == self.bytes.len() => Err(Broken::Ends),
                    _ => Err(Broken::At(begin)),
                }
            }
        }
    }

    /// A run of letters, digits and signs.
    fn word(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.');
        let length = rest.iter().position(|b| !inside(b)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The string that is next; its opening quote was seen.
    // Once in the wasm, where size counts.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    fn text(&mut self) -> Result<Text<'a>, Broken> {
        let begin = self.at + 1;
        let mut escapes = Escapes::None;
        let mut end = scan::either(self.bytes, begin, b'"', b'\\');
        while self.bytes.get(end) == Some(&b'\\') {
            escapes = Escapes::Some;
            end = scan::either(self.bytes, end + 2, b'"', b'\\');
        }
        if end >= self.bytes.len() {
            return Err(Broken::Ends);
        }
        self.at = end + 1;
        Ok(Text { raw: self.bytes.get(begin..end).unwrap_or_default(), escapes })
    }

    /// Steps over the next value, whatever its depth.
    #[inline]
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        match self.peek()? {
            b'"' => {
                self.text()?;
            }
            b'{' | b'[' => self.at = scan::container_end(self.bytes, self.at).ok_or(Broken::Ends)?,
            _ if self.word().is_empty() => return self.bad(),
            _ => {}
        }
        Ok(())
    }
}

/// Resolves escapes; half a surrogate pair and invalid UTF-8 become U+FFFD.
fn unescape(raw: &[u8]) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|b| *b == b'\\') {
        let (plain, tail) = rest.split_at(at);
        out.push_str(&text::lossy(plain));
        let Some(kind) = tail.get(1) else { return out };
        rest = tail.get(2..).unwrap_or_default();
        out.push(match kind {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => code_point(&mut rest),
            other => char::from(*other),
        });
    }
    out.push_str(&text::lossy(rest));
    out
}

/// The character of a `\u` escape, `rest` standing behind the `u`.
fn code_point(rest: &mut &[u8]) -> char {
    let Some(unit) = hex4(rest) else { return char::REPLACEMENT_CHARACTER };
    *rest = rest.get(4..).unwrap_or_default();
    if let 0xd800..=0xdbff = unit
        && let Some(low @ 0xdc00..=0xdfff) = rest.strip_prefix(b"\\u").and_then(hex4)
    {
        *rest = rest.get(6..).unwrap_or_default();
        let scalar = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        return char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hex4(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..4)?;
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> String {
        match Reader::new(json.as_bytes()).scalar().unwrap() {
            Scalar::Text(text) => text.decode().into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn strings_lose_nothing_but_what_is_no_unicode() {
        assert_eq!(text_of(r#""a\n\"\\\/\u00e9\ud83d\ude00""#), "a\n\"\\/é😀");
        assert_eq!(text_of(r#""a\ud83d b""#), "a\u{fffd} b");
        assert_eq!(text_of(r#""\ude00\ud83d\ud83d\ude00""#), "\u{fffd}\u{fffd}😀");
        assert_eq!(text_of(r#""\u12""#), "\u{fffd}12");
        let invalid = b"\"a\xff\"";
        let Scalar::Text(text) = Reader::new(invalid).scalar().unwrap() else { panic!() };
        assert_eq!(text.decode(), "a\u{fffd}");
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!("{}{} 7", "[{\"a\":".repeat(100_000), "}]".repeat(100_000));
        let mut reader = Reader::new(deep.as_bytes());
        reader.skip().unwrap();
        assert_eq!(reader.scalar().unwrap(), Scalar::Number(b"7"));
    }

    #[test]
    fn the_end_is_told_from_a_wrong_byte() {
        assert_eq!(Reader::new(b"[\"a").skip(), Err(Broken::Ends));
        assert_eq!(Reader::new(b"nul").scalar(), Err(Broken::Ends));
        assert_eq!(Reader::new(b" ?x ").scalar(), Err(Broken::At(1)));
        assert_eq!(Reader::new(b"\xef\xbb\xbftrue").scalar(), Ok(Scalar::True));
    }

    #[test]
    fn objects_are_walked_key_by_key() {
        let mut reader = Reader::new(br#" { "a" : 1 , "b":[ ] , "c":{"x":"}"} } "#);
        assert!(reader.enter(b'{').unwrap());
        let mut first = true;
        let mut keys = String::new();
        while let Some(key) = reader.next_key(&mut first).unwrap() {
            keys.push_str(&key.decode());
            reader.skip().unwrap();
        }
        assert_eq!(keys, "abc");
        assert!(Reader::new(b"{\"a\" 1}").next_key(&mut true).is_err());
    }
}
