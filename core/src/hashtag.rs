//! A hashtag's name, and the hashtags in a caption.

use crate::{
    Error, ErrorCode,
    letters::{is_tag_char, lower},
    places::hash,
    scan, text,
};

/// The longest name that is kept, in characters.
const LONGEST: usize = 100;

/// Hashtags that are kept of one video: an item with thousands costs no more.
pub(crate) const KEPT: usize = 30;

/// What stands between hashtags that share a cell: `a, b`, `#a #b`, `["a","b"]`.
const BETWEEN: [char; 9] = [',', ';', '|', '#', '＃', '[', ']', '"', '\''];

/// A hashtag's name: lower-case, without `#`, 1 to 100 letters, digits and underscores of any script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hashtag(String);

impl Hashtag {
    /// Reads `tag`, `#tag` or the address of its page.
    ///
    /// # Errors
    /// `bad_settings` naming the text when it is no hashtag.
    ///
    /// ```
    /// # use tagpulse_core::Hashtag;
    /// assert_eq!(Hashtag::parse("https://www.tiktok.com/tag/SpringGlow?lang=en")?.as_str(), "springglow");
    /// assert_eq!(Hashtag::parse("www.tiktok.com/tag/%C3%A9lan")?.as_str(), "élan");
    /// assert!(Hashtag::parse("spring glow").is_err());
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn parse(written: &str) -> Result<Self, Error> {
        let trimmed = written.trim();
        let address = text::after(trimmed, "/tag/").map(|rest| decoded(text::before(rest, b"?/#")));
        let name = address.as_deref().unwrap_or_else(|| trimmed.strip_prefix(['#', '＃']).unwrap_or(trimmed));
        Self::of(name).ok_or_else(|| {
            Error::new(
                ErrorCode::BadSettings,
                text!("hashtags: \"{}\" is no hashtag; use letters, digits and _ only", text::clean(written, 60)),
            )
        })
    }

    /// The hashtag of that name, if it is one.
    fn of(name: &str) -> Option<Self> {
        // A letter can become two: the lower-case name is what must fit.
        let lower = Some(name).filter(|name| name.chars().all(is_tag_char)).map(lower)?;
        (1..=LONGEST).contains(&text::length(&lower)).then_some(Self(lower))
    }

    /// The name without `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl crate::codec::Record for Hashtag {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
    fn get(source: &mut crate::codec::Source<'_>) -> Self {
        Self(String::get(source))
    }
}

/// The text of a part of an address: browsers write `é` there as `%C3%A9`.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(0), digit(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*byte);
            rest = tail;
        }
    }
    text::lossy(&bytes).into_owned()
}

/// The hashtags written, each once; what is none goes to `problems`.
pub(crate) fn each_once(written: &[String], problems: &mut String) -> Vec<Hashtag> {
    let mut hashtags: Vec<Hashtag> = Vec::with_capacity(written.len());
    for written in written {
        match Hashtag::parse(written) {
            Ok(hashtag) if hashtags.contains(&hashtag) => {}
            Ok(hashtag) => hashtags.push(hashtag),
            Err(error) => add!(problems, "{}", error.message),
        }
    }
    hashtags
}

/// The hashtags of a video: names, lower-case and each once, in one text. A list of texts would
/// cost a reading of a million videos four million allocations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashtags {
    /// Names with a blank behind each: none has one inside.
    text: String,
}

/// `＃` as bytes.
const FULL_WIDTH: [u8; 3] = [0xef, 0xbc, 0x83];

impl Hashtags {
    /// The names without `#`.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.text.as_str();
        std::iter::from_fn(move || next_name(&mut rest))
    }

    /// Adds the names of others while there is room.
    pub(crate) fn extend(&mut self, others: &Self) {
        let mut all = Gathered::default();
        for hashtags in [&*self, others] {
            hashtags.iter().for_each(|name| all.add(name));
        }
        *self = all.take();
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// The next name of a text of hashtags.
// Once in the wasm, where size counts.
#[cfg_attr(target_family = "wasm", inline(never))]
fn next_name<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let (name, behind) = rest.split_at_checked(scan::either(rest.as_bytes(), 0, b' ', b' '))?;
    *rest = behind.get(1..)?;
    Some(name)
}

/// Hashtags of one video after the other, gathered in memory that stays.
#[derive(Default)]
pub(crate) struct Gathered {
    /// As in [`Hashtags`].
    text: Vec<u8>,
    /// A hash of each name: names of different ones differ too.
    hashes: Vec<u64>,
}

impl Gathered {
    /// Adds one name, with or without its `#`, lower-case and once, while there is room. A cell of a
    /// table may hold several; what is no hashtag is passed over.
    pub(crate) fn add(&mut self, name: &str) {
        let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '＃'));
        if self.plain(name.as_bytes(), true) == name.len() || self.other(name) {
            return;
        }
        let mut begin = 0;
        for (at, c) in name.char_indices().filter(|(_, c)| BETWEEN.contains(c)) {
            self.add(name.get(begin..at).unwrap_or_default());
            begin = at + c.len_utf8();
        }
        if begin > 0 {
            self.add(name.get(begin..).unwrap_or_default());
        }
    }

    /// Adds the hashtags of a caption.
    pub(crate) fn add_from(&mut self, caption: &str) {
        let bytes = caption.as_bytes();
        let mut at = 0;
        loop {
            // `#`, and the first byte of `＃`.
            at = scan::either(bytes, at, b'#', FULL_WIDTH[0]);
            let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else { return };
            if rest.starts_with(b"#") {
                at += 1;
            } else {
                // All characters that begin with that byte have three.
                at += 3;
                if !rest.starts_with(&FULL_WIDTH) {
                    continue;
                }
            }
            let name = bytes.get(at..).unwrap_or_default();
            let mut length = self.plain(name, false);
            if name.get(length).is_some_and(|byte| !byte.is_ascii()) {
                let behind = caption.get(at..).unwrap_or_default();
                length = behind.find(|c| !is_tag_char(c)).unwrap_or(behind.len());
                self.other(behind.get(..length).unwrap_or_default());
            }
            at += length;
        }
    }

    /// Adds the plain letters with which a text begins, as nearly all names are, if they are a whole name:
    /// all of the text, or as much of it as no other letter follows. Gives their number.
    fn plain(&mut self, text: &[u8], all: bool) -> usize {
        let known = self.text.len();
        let length = scan::word(text, &mut self.text);
        if length <= LONGEST && text.get(length).is_none_or(|behind| !all && behind.is_ascii()) {
            self.keep(known);
        } else {
            self.text.truncate(known);
        }
        length
    }

    /// Adds a name of other letters too; false for what is no hashtag.
    fn other(&mut self, name: &str) -> bool {
        let known = self.text.len();
        let hashtag = Hashtag::of(name);
        if let Some(Hashtag(name)) = &hashtag {
            self.text.extend_from_slice(name.as_bytes());
            self.keep(known);
        }
        hashtag.is_some()
    }

    /// Keeps the name that was written behind `known` if there is room and it is new.
    fn keep(&mut self, known: usize) {
        let (before, added) = self.text.split_at_checked(known).unwrap_or_default();
        let hash = hash(added);
        let is_known = || self.hashes.contains(&hash) && before.split(|byte| *byte == b' ').any(|other| other == added);
        if added.is_empty() || self.hashes.len() == KEPT || is_known() {
            self.text.truncate(known);
        } else {
            self.hashes.push(hash);
            self.text.push(b' ');
        }
    }

    /// What was gathered, in a text of just its length; the memory is free for the next video.
    pub(crate) fn take(&mut self) -> Hashtags {
        let hashtags = Hashtags { text: text::lossy(&self.text).into_owned() };
        self.text.clear();
        self.hashes.clear();
        hashtags
    }
}

impl<'a> FromIterator<&'a str> for Hashtags {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        let mut all = Gathered::default();
        names.into_iter().for_each(|name| all.add(name));
        all.take()
    }
}

impl serde::Serialize for Hashtags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Hashtags {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hashtags".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<String>::json_schema(generator)
    }
}

impl crate::codec::Record for Hashtags {
    fn put(&self, out: &mut Vec<u8>) {
        self.text.put(out);
    }
    fn get(source: &mut crate::codec::Source<'_>) -> Self {
        Self { text: String::get(source) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(caption: &str, expected: &[&str]) {
        let mut all = Gathered::default();
        all.add_from(caption);
        let found = all.take();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{caption}");
    }

    #[test]
    fn captions_of_any_script() {
        check("New #SpringGlow look! #glow", &["springglow", "glow"]);
        check("#élan#日本 ＃ＡＢ", &["élan", "日本", "ａｂ"]);
        check("# nothing ## here #", &[]);
        check("#twice #Twice", &["twice"]);
        check("#a-b", &["a"]);
        check("#aé-b ｆ＃ｃ", &["aé", "ｃ"]);
    }

    #[test]
    fn a_name_that_grows_in_lower_case_must_fit_then() {
        let fits = Hashtag::parse(&"İ".repeat(50)).unwrap();
        assert_eq!(Hashtag::parse(fits.as_str()).unwrap(), fits);
        assert!(Hashtag::parse(&"İ".repeat(51)).is_err());
    }

    #[test]
    fn each_stands_once_and_no_more_than_are_kept() {
        let names: Vec<String> = (0..40).flat_map(|n| [format!("#Tag{n}"), format!("tag{n}")]).collect();
        let hashtags: Hashtags = names.iter().map(String::as_str).chain(["", "a b", "日本", "日本"]).collect();
        assert_eq!(hashtags.iter().count(), KEPT);
        assert_eq!(hashtags.iter().last(), Some("tag29"));
        let few: Hashtags = ["日本", "#日本", "x"].into_iter().collect();
        assert_eq!(serde_json::to_string(&few).unwrap(), r#"["日本","x"]"#);
    }

    #[test]
    fn one_name_or_several_in_a_cell() {
        for cell in ["glow, élan", "#Glow #élan", "[\"glow\",'élan']", "glow|élan;glow"] {
            let found: Hashtags = [cell].into_iter().collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), ["glow", "élan"], "{cell}");
        }
        let none: Hashtags = ["a-b", "no tag", "", ",#"].into_iter().collect();
        assert!(none.is_empty(), "{none:?}");
    }
}
