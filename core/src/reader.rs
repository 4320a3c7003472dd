//! A pull reader over JSON bytes: the one way in for foreign data.
//!
//! Hand-driven rather than serde: a caption may hold a lone surrogate or invalid UTF-8, an id
//! may have more digits than a float, a body may end in the middle, and none of that may cost
//! the items around it. It recurses nowhere, so no depth of nesting can hurt it, and a field
//! that nobody reads is stepped over without an object being made of it.

use std::borrow::Cow;

use crate::{SMALL, field::Written, scan, text};

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
    pub(crate) fn is(&self, key: &[u8]) -> bool {
        if self.has_escapes() { self.decode().as_bytes() == key } else { self.raw == key }
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

/// What a known key stepped over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stepped {
    Not,
    Key,
    /// Its value, too.
    Whole,
}

#[derive(Clone)]
pub(crate) struct Reader<'a> {
    /// The bytes from here on.
    rest: &'a [u8],
    /// How many there are, with those that are behind.
    length: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the first byte that is neither byte order mark nor white space.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Self { rest, length: rest.len() }
    }

    /// How many bytes there are in all.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// How many of them are behind.
    pub(crate) const fn place(&self) -> usize {
        self.length - self.rest.len()
    }

    /// Makes the bytes end with this line.
    pub(crate) fn end_with_line(&mut self) {
        let line = self.rest.iter().position(|b| *b == b'\n').and_then(|length| self.rest.get(..length));
        if let Some(line) = line {
            self.length -= self.rest.len() - line.len();
            self.rest = line;
        }
    }

    /// Makes the bytes end where those of a reader end that is not as far.
    pub(crate) fn end_as(&mut self, other: &Self) {
        let behind = self.place() - other.place();
        *self = other.clone();
        self.go(behind);
    }

    /// A reader that is so many bytes further.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn ahead(&self, bytes: usize) -> Self {
        let mut ahead = self.clone();
        ahead.go(bytes);
        ahead
    }

    /// The bytes from here on.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The bytes between a reader that is not as far and this one.
    pub(crate) fn since(&self, other: &Self) -> &'a [u8] {
        other.rest.get(..self.place() - other.place()).unwrap_or_default()
    }

    /// Goes on by so many bytes.
    #[inline(always)]
    fn go(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Goes to the next line; false when there is none.
    pub(crate) fn next_line(&mut self) -> bool {
        let newline = self.rest.iter().position(|b| *b == b'\n');
        self.go(newline.map_or(self.rest.len(), |at| at + 1));
        newline.is_some()
    }

    /// Whether the next line begins with an object, as every line does where each is a document.
    pub(crate) fn another_line_opens(&self) -> bool {
        let mut behind = self.clone();
        behind.next_line() && behind.rest.first() == Some(&b'{')
    }

    /// Steps over what stands between documents: white space, commas, the end of a list of them, the mark
    /// of JSON sequences. Whether another one follows.
    pub(crate) fn next_document(&mut self) -> bool {
        let between = |b: &u8| matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b',' | b']' | 0x1e);
        self.go(self.rest.iter().take_while(|b| between(b)).count());
        !self.rest.is_empty()
    }

    /// The next byte that is no white space, not consumed.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        match self.rest.first() {
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => self.peek_behind_blanks(),
        }
    }

    #[inline(never)]
    fn peek_behind_blanks(&mut self) -> Result<u8, Broken> {
        while let [byte, behind @ ..] = self.rest {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.rest = behind;
        }
        Err(Broken::Ends)
    }

    /// Consumes this byte if it is next.
    #[inline(always)]
    fn eat(&mut self, byte: u8) -> Result<bool, Broken> {
        let found = self.peek()? == byte;
        self.go(usize::from(found));
        Ok(found)
    }

    fn bad<T>(&self) -> Result<T, Broken> {
        Err(Broken::At(self.place()))
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

    /// Steps over the next key if it is written like this: none of its bytes has to be looked for. Over its value,
    /// too, if that is known and comes again.
    #[inline(always)]
    pub(crate) fn step_over(&mut self, written: &Written) -> Stepped {
        let equal = scan::common(self.rest, &written.bytes, written.most);
        if equal < written.key {
            return Stepped::Not;
        }
        // A number could go on.
        if !SMALL && equal >= written.whole && matches!(self.rest.get(written.whole), Some(b',' | b'}')) {
            self.go(written.whole);
            return Stepped::Whole;
        }
        self.go(written.key);
        Stepped::Key
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
    // Once in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn scalar(&mut self) -> Result<Scalar<'a>, Broken> {
        match self.peek()? {
            b'"' => self.text().map(Scalar::Text),
            b'{' | b'[' => self.skip().map(|()| Scalar::Container),
            b'-' | b'0'..=b'9' => Ok(Scalar::Number(self.word())),
            _ => self.literal(),
        }
    }

    #[cfg_attr(not(target_family = "wasm"), inline(never))]
    fn literal(&mut self) -> Result<Scalar<'a>, Broken> {
        let begin = self.place();
        match self.word() {
            b"null" | b"NaN" => Ok(Scalar::Null),
            b"true" => Ok(Scalar::True),
            b"false" => Ok(Scalar::False),
            _ if self.rest.is_empty() => Err(Broken::Ends),
            _ => Err(Broken::At(begin)),
        }
    }

    /// A run of letters, digits and signs.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn word(&mut self) -> &'a [u8] {
        let rest = self.rest;
        let length = scan::plain(rest);
        let (word, behind) = rest.split_at_checked(length).unwrap_or_default();
        self.rest = behind;
        word
    }

    /// The string that is next; its opening quote was seen.
    // Once in the wasm, where size counts.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn text(&mut self) -> Result<Text<'a>, Broken> {
        let begun = self.rest.get(1..).unwrap_or_default();
        let mut escapes = Escapes::None;
        let mut end = scan::either(begun, 0, b'"', b'\\');
        while begun.get(end) == Some(&b'\\') {
            escapes = Escapes::Some;
            end = scan::either(begun, end + 2, b'"', b'\\');
        }
        let Some((raw, [_, behind @ ..])) = begun.split_at_checked(end) else { return Err(Broken::Ends) };
        self.rest = behind;
        Ok(Text { raw, escapes })
    }

    /// Steps over the next value, whatever its depth.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        match self.peek()? {
            b'"' => {
                self.text()?;
            }
            b'{' | b'[' => self.go(scan::container_end(self.rest).ok_or(Broken::Ends)?),
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
    while let Some((plain, [_, kind, behind @ ..])) = rest.split_at_checked(scan::either(rest, 0, b'\\', b'\\')) {
        out.push_str(&text::lossy(plain));
        rest = behind;
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
