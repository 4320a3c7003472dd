//! The hashtags of videos: each name stands once for all videos of a page or file, which have numbers of it.
//!
//! A list of texts would cost a reading of a million videos four million allocations, and a history would
//! look for each of its names among those it knows; so it looks for each name once.

mod recent;

use std::{fmt, sync::Arc};

use crate::{
    SMALL,
    hashtag::{Hashtag, LONGEST},
    history::Names,
    letters::is_tag_char,
    scan::{self, Word},
    text,
};
use recent::Recent;

/// Hashtags that are kept of one video: an item with thousands costs no more.
pub(crate) const KEPT: usize = 30;

/// What stands between hashtags that share a cell: `a, b`, `#a #b`, `["a","b"]`.
const BETWEEN: [char; 9] = [',', ';', '|', '#', '＃', '[', ']', '"', '\''];

/// `＃` as bytes.
const FULL_WIDTH: [u8; 3] = [0xef, 0xbc, 0x83];

/// The hashtags of a video: names, lower-case and each once.
#[derive(Clone, Default)]
pub struct Hashtags {
    /// None as long as others of the same page are gathered.
    of: Option<Arc<Tags>>,
    /// Where its numbers begin and end in those of all.
    begin: u32,
    end: u32,
}

/// The hashtags of the videos of a page or file.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    names: Names,
    /// Of one video behind the other.
    numbers: Vec<u32>,
}

impl Hashtags {
    /// The names without `#`.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let names = self.of.as_ref().map(|tags| &tags.names);
        self.numbers().iter().filter_map(move |number| names?.get(*number))
    }

    fn numbers(&self) -> &[u32] {
        let span = self.begin as usize..self.end as usize;
        self.of.as_ref().and_then(|tags| tags.numbers.get(span)).unwrap_or_default()
    }

    /// Looks at what it has, and says only something: for looks ahead, which fill the cache.
    pub(crate) fn glance(&self) -> u64 {
        self.numbers().first().map_or(0, |number| u64::from(*number))
    }

    /// Adds the names of others while there is room.
    pub(crate) fn extend(&mut self, others: &Self) {
        if !others.is_empty() {
            let all = Self::of(&mut self.iter().chain(others.iter()));
            *self = all;
        }
    }

    #[inline(never)]
    fn of(names: &mut dyn Iterator<Item = &str>) -> Self {
        let mut all = Gathered::default();
        names.for_each(|name| all.add(name));
        let mut hashtags = all.take();
        all.finish().give(&mut hashtags);
        hashtags
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.begin == self.end
    }
}

/// Hashtags of one video after the other, gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    tags: Tags,
    /// Where the numbers of this video begin.
    begin: usize,
    recent: Recent,
}

impl Gathered {
    /// For the videos of a page.
    pub(crate) fn page() -> Self {
        Self { recent: if SMALL { Recent::default() } else { Recent::new() }, ..Self::default() }
    }

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
            // `#`, and the first byte of `＃`; most stand one behind the other.
            let follows = !SMALL && bytes.get(at..).is_some_and(|rest| rest.starts_with(b" #"));
            at = if follows { at + 1 } else { scan::either(bytes, at, b'#', FULL_WIDTH[0]) };
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
        let is_whole = |length: usize| text.get(length).is_none_or(|behind| !all && behind.is_ascii());
        if let Some((word, length)) = Word::of(text).filter(|_| !SMALL) {
            if length > 0 && is_whole(length) {
                self.short(&word, length);
            }
            return length;
        }
        // Written sixteen at a time.
        let mut name = [0; LONGEST + 16];
        let length = scan::word(text, &mut name);
        if (1..=LONGEST).contains(&length) && is_whole(length) {
            self.tags.add(self.begin, name.get(..length).unwrap_or_default());
        }
        length
    }

    /// Adds a short name, in most cases one that was met before.
    #[inline(always)]
    fn short(&mut self, word: &Word, length: usize) {
        if self.tags.numbers.len().saturating_sub(self.begin) >= KEPT {
            return;
        }
        match self.recent.meet(word) {
            Some((_, true)) => {}
            Some((number, false)) => self.tags.numbers.push(number),
            None => {
                let bytes = word.bytes();
                let name = bytes.as_flattened().get(..length).unwrap_or_default();
                self.tags.add(self.begin, name);
                self.recent.remember(word, self.tags.names.number(name));
            }
        }
    }

    /// Adds a name of other letters too; false for what is no hashtag.
    fn other(&mut self, name: &str) -> bool {
        let hashtag = Hashtag::of(name);
        if let Some(hashtag) = &hashtag {
            self.tags.add(self.begin, hashtag.as_str().as_bytes());
        }
        hashtag.is_some()
    }

    /// The video's hashtags, which have names when all are gathered: [`Self::finish`] gives them.
    pub(crate) fn take(&mut self) -> Hashtags {
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let begin = std::mem::replace(&mut self.begin, self.tags.numbers.len());
        if !SMALL {
            self.recent.next_video();
        }
        Hashtags { of: None, begin: place(begin), end: place(self.begin) }
    }

    /// What gives those that were taken their names.
    #[inline(never)]
    pub(crate) fn finish(self) -> Named {
        // No name is looked for any more.
        Named(Arc::new(Tags { names: self.tags.names.settled(), numbers: self.tags.numbers }))
    }
}

/// The names of all hashtags of a page or file.
pub(crate) struct Named(Arc<Tags>);

impl Named {
    /// Gives a video's hashtags their names, unless they have them.
    pub(crate) fn give(&self, hashtags: &mut Hashtags) {
        if !hashtags.is_empty() && (SMALL || hashtags.of.is_none()) {
            hashtags.of = Some(Arc::clone(&self.0));
        }
    }
}

impl Tags {
    /// Adds a name to the video whose numbers begin at `begin`, once and while there is room.
    fn add(&mut self, begin: usize, name: &[u8]) {
        if self.numbers.len().saturating_sub(begin) < KEPT {
            let number = self.names.number(name);
            if self.numbers.get(begin..).is_some_and(|numbers| numbers.iter().all(|other| *other != number)) {
                self.numbers.push(number);
            }
        }
    }
}

/// Numbers of a history for those of a page: videos of one stand behind each other.
#[derive(Default)]
pub(crate) struct Renumbered {
    /// The last page with many names.
    page: Option<Arc<Tags>>,
    numbers: Vec<u32>,
}

/// No number yet.
const NONE: u32 = u32::MAX;

impl Renumbered {
    /// The numbers that the first of a video's hashtags have among `names`, written into `room`; gives how many.
    pub(crate) fn numbers(&mut self, hashtags: &Hashtags, names: &mut Names, room: &mut [u32]) -> usize {
        let Some(tags) = &hashtags.of else { return 0 };
        let mut known = self.of(tags);
        let mut count = 0;
        for (to, number) in room.iter_mut().zip(hashtags.numbers()) {
            let mut none = NONE;
            let known = known.as_mut().and_then(|known| known.get_mut(*number as usize)).unwrap_or(&mut none);
            if *known == NONE {
                *known = names.number(tags.names.get(*number).unwrap_or_default().as_bytes());
            }
            *to = *known;
            count += 1;
        }
        count
    }

    /// What is known of a page's numbers; none where it is hardly more than the one video.
    #[inline]
    fn of(&mut self, tags: &Arc<Tags>) -> Option<&mut Vec<u32>> {
        if SMALL {
            return None;
        }
        if !self.page.as_ref().is_some_and(|page| Arc::ptr_eq(page, tags)) {
            if tags.numbers.len() <= KEPT {
                return None;
            }
            self.page = Some(Arc::clone(tags));
            self.numbers.clear();
            self.numbers.resize(tags.names.len(), NONE);
        }
        Some(&mut self.numbers)
    }
}

impl<'a> FromIterator<&'a str> for Hashtags {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self::of(&mut names.into_iter())
    }
}

impl PartialEq for Hashtags {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Hashtags {}

impl fmt::Debug for Hashtags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
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
        // A blank behind each: none has one inside.
        let mut text = String::new();
        for name in self.iter() {
            text.push_str(name);
            text.push(' ');
        }
        text.put(out);
    }
    fn get(source: &mut crate::codec::Source<'_>) -> Self {
        let names = String::get(source);
        let mut rest = names.as_str();
        Self::of(&mut std::iter::from_fn(|| {
            let name = text::before(rest, b" ");
            rest = rest.get(name.len() + 1..)?;
            Some(name)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(caption: &str, expected: &[&str]) {
        let mut all = Gathered::default();
        all.add_from(caption);
        let mut found = all.take();
        all.finish().give(&mut found);
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

    #[test]
    fn a_history_numbers_the_names_of_many_pages_and_of_single_videos() {
        let mut names = Names::default();
        let page = |captions: &[&str]| {
            let mut all = Gathered::default();
            let mut taken: Vec<Hashtags> = Vec::new();
            for caption in captions {
                all.add_from(caption);
                taken.push(all.take());
            }
            let named = all.finish();
            taken.iter_mut().for_each(|hashtags| named.give(hashtags));
            taken
        };
        let many: String = (0..40).map(|n| format!("#x{n} ")).collect();
        let (one, two) = (page(&["#a #b", &many, "", "#b #c"]), page(&["#c #a", &many]));
        let alone: Hashtags = ["b", "d"].into_iter().collect();
        let mut renumbered = Renumbered::default();
        let mut read = |hashtags: &Hashtags| {
            let mut room = [0; 12];
            let count = renumbered.numbers(hashtags, &mut names, &mut room);
            let named: Vec<&str> = room[..count].iter().filter_map(|number| names.get(*number)).collect();
            named.join(" ")
        };
        let expected = ["a b", "c a", "b d", "b c", "", "a b"];
        assert_eq!([&one[0], &two[0], &alone, &one[3], &one[2], &one[0]].map(&mut read), expected);
        assert_eq!(read(&one[1]), read(&two[1]));
        assert_eq!(names.len(), 4 + 12);
    }
}
