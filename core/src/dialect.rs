//! Dialects: the shapes in which videos arrive. One file each; this one lists them.
//!
//! To add one: a file beside the others with a `Dialect`, its `mod` below, and its place in [`ALL`].

mod apify;
mod aweme;
mod collector;
mod display;
mod ensemble;
mod iteminfos;
mod research;
mod sigi;
mod table;
mod tikhub;
mod tikwm;
mod tutorial;
mod web;
mod ytdlp;

pub(crate) use table::TABLE;

use crate::{
    field::{Table, first_step},
    text,
};

/// Keys that an item of a dialect must have.
const KEYS_NEEDED: usize = 2;

/// Lists at the top whose names are anybody's: without an item they say nothing.
const ANYBODYS: &str = "data items observations results rows";

/// One source's shape. Its lists of keys are texts with blanks between the keys: few bytes of the wasm.
pub(crate) struct Dialect {
    /// Its name in options and reports. Two tables may share a name: one source's two shapes.
    pub(crate) name: &'static str,
    /// Where the list of videos stands: its key, behind that of the object around it (`data.videos`) if it is not at the
    /// top.
    pub(crate) lists: &'static str,
    /// Where an object stands that is one video, or has videos by their ids.
    pub(crate) objects: &'static str,
    /// Keys at the top of which one must stand before the list; none where the list says enough.
    pub(crate) envelope: &'static str,
    /// Whether its items also come without the answer around them: as a bare list, one a line, as a sheet.
    pub(crate) is_bare: bool,
    /// Keys that tell its items from those of others: two of them make it this dialect.
    pub(crate) marks: &'static str,
    /// The fields of the whole answer.
    pub(crate) answer: Table,
    /// The fields of one item.
    pub(crate) item: Table,
    /// The source's own name of the id.
    pub(crate) id_field: &'static str,
}

/// Every dialect, in the order in which they are tried: what another would take for its own stands
/// before that other.
pub(crate) static ALL: &[&Dialect] = &[
    &tikhub::TIKHUB_APP,
    &tikhub::TIKHUB_WEB,
    &aweme::AWEME,
    &ensemble::ENSEMBLE,
    &sigi::SIGI,
    &iteminfos::ITEMINFOS,
    &web::WEB,
    &apify::APIFY,
    &collector::COLLECTOR,
    &ytdlp::YTDLP,
    &tikwm::TIKWM_IN_ENVELOPE,
    &research::RESEARCH,
    &tutorial::TUTORIAL,
    &tikwm::TIKWM,
    &display::DISPLAY,
    &TABLE,
];

/// The keys of a list.
fn keys(list: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let key = text::before(rest, b" ");
        rest = rest.get(key.len() + 1..).unwrap_or_default();
        (!key.is_empty()).then_some(key)
    })
}

/// The names of all dialects, for options and messages.
///
/// ```
/// assert!(tagpulse_core::dialects().any(|name| name == "aweme"));
/// ```
pub fn dialects() -> impl Iterator<Item = &'static str> {
    let is_first = |at: usize, name| ALL.iter().take(at).all(|dialect| dialect.name != name);
    ALL.iter().enumerate().filter(move |(at, dialect)| is_first(*at, dialect.name)).map(|(_, dialect)| dialect.name)
}

/// All names in one text, for messages.
pub(crate) fn names() -> String {
    text::joined(dialects(), ", ")
}

/// Items that were come upon, as detection sees them.
#[derive(Default)]
pub(crate) struct Seen {
    /// The key of the object around their list, and its own; `None` for bare items and rows.
    pub(crate) place: Option<(String, String)>,
    /// Whether an object stands there, not a list.
    pub(crate) is_object: bool,
    /// The keys of an item; `None` when there is none.
    pub(crate) keys: Option<Vec<String>>,
}

impl Seen {
    /// The dialect of these items; `forced` is the name that the user gave, `is_at_top` says
    /// whether a key was seen at the document's top.
    pub(crate) fn dialect(&self, forced: Option<&str>, is_at_top: &dyn Fn(&str) -> bool) -> Option<&'static Dialect> {
        let is_anybodys = |(parent, key): &(String, String)| {
            parent.is_empty() && keys(ANYBODYS).any(|name| name == key) && !self.is_object
        };
        if forced.is_none() && self.keys.is_none() && self.place.as_ref().is_none_or(is_anybodys) {
            return None;
        }
        let fits = |dialect: &&&'static Dialect| {
            let in_envelope = dialect.envelope.is_empty() || keys(dialect.envelope).any(is_at_top);
            match forced {
                // Whoever names a dialect vouches for what is around the items.
                Some(name) => dialect.name == name && (self.place.is_none() || self.is_place_of(dialect)),
                None => in_envelope && self.is_place_of(dialect),
            }
        };
        let marked = || ALL.iter().filter(fits).find(|dialect| self.marks(dialect) >= KEYS_NEEDED);
        // In its place, or by its name, less will do.
        let is_named = self.place.is_some() || forced.is_some();
        let fields = |dialect: &Dialect| self.count(&mut dialect.item.fields().map(|(name, _)| name));
        let likely =
            |dialect: &&&'static Dialect| is_named && (fields(dialect) >= KEYS_NEEDED || self.marks(dialect) > 0);
        // The one that most of the keys are of, the first of those.
        let known =
            || ALL.iter().rev().filter(fits).filter(likely).max_by_key(|dialect| fields(dialect) + self.marks(dialect));
        marked().or_else(known).copied()
    }

    /// Whether a dialect's items stand there.
    pub(crate) fn is_place_of(&self, dialect: &Dialect) -> bool {
        let Some((parent, key)) = &self.place else { return dialect.is_bare };
        let places = if self.is_object { dialect.objects } else { dialect.lists };
        keys(places).any(|place| match first_step(place) {
            (around, Some(own)) => around == parent && own == key,
            (own, None) => parent.is_empty() && own == key,
        })
    }

    /// How many keys that tell a dialect's items from those of others they have.
    fn marks(&self, dialect: &Dialect) -> usize {
        self.count(&mut keys(dialect.marks).map(str::as_bytes))
    }

    /// How many of these keys the items have. An empty list has what it needs.
    fn count(&self, names: &mut dyn Iterator<Item = &'static [u8]>) -> usize {
        let Some(keys) = &self.keys else { return KEYS_NEEDED };
        // A column of a sheet is a path of which the first key decides.
        let is_first = |rest: &[u8]| matches!(rest, [] | [b'.' | b'/', ..]);
        let has = |name: &&[u8]| keys.iter().any(|key| key.as_bytes().strip_prefix(*name).is_some_and(is_first));
        names.filter(has).count()
    }

    /// Whether no other dialect than that of anybody's tables has a key of theirs.
    pub(crate) fn is_anybodys(&self) -> bool {
        let [others @ .., _table] = ALL else { return false };
        others.iter().all(|dialect| self.marks(dialect) == 0)
    }

    /// The names of the dialects that come closest, for a refusal.
    pub(crate) fn closest(&self) -> String {
        let mut close: Vec<&str> = Vec::new();
        for dialect in ALL {
            let has_mark = self.keys.is_some() && self.marks(dialect) > 0;
            let near = has_mark || (self.place.is_some() && self.is_place_of(dialect));
            if near && !close.contains(&dialect.name) {
                close.push(dialect.name);
            }
        }
        text::joined(close.into_iter(), ", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(place: Option<(&str, &str)>, keys: Option<&[&str]>) -> Option<&'static str> {
        let place = place.map(|(parent, key)| (parent.to_owned(), key.to_owned()));
        let keys = keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
        Seen { place, keys, is_object: false }.dialect(None, &|_| false).map(|dialect| dialect.name)
    }

    #[test]
    fn a_list_is_known_by_its_place_and_its_items() {
        assert_eq!(name(Some(("data", "aweme_list")), Some(&["aweme_id", "desc", "x"])), Some("aweme"));
        assert_eq!(name(Some(("", "aweme_list")), None), Some("aweme"));
        assert_eq!(name(Some(("", "videos")), Some(&["video_id", "play_count"])), Some("tutorial"));
        assert_eq!(name(Some(("", "videos")), Some(&["foo", "bar"])), None);
        assert_eq!(name(Some(("data", "results")), None), None);
        assert_eq!(name(None, Some(&["aweme_id", "statistics.play_count"])), Some("aweme"));
        assert_eq!(name(None, Some(&["video_id", "play_count", "digg_count"])), Some("table"));
        assert_eq!(name(None, Some(&["id", "title"])), None);
        assert_eq!(name(None, None), None);
        assert_eq!(name(Some(("", "items")), None), None);
        // One list of three dialects.
        assert_eq!(name(Some(("data", "videos")), Some(&["id", "username", "view_count"])), Some("research"));
        assert_eq!(
            name(Some(("data", "videos")), Some(&["video_id", "title", "play_count", "digg_count"])),
            Some("tikwm")
        );
        assert_eq!(name(Some(("data", "videos")), Some(&["id", "share_url", "embed_link"])), Some("display"));
        let counts = ["id", "view_count", "like_count", "share_url"];
        for caption in ["title", "video_description"] {
            assert_eq!(name(Some(("data", "videos")), Some(&[&counts[..], &[caption]].concat())), Some("display"));
        }
    }

    #[test]
    fn the_readme_names_every_dialect() {
        let readme = include_str!("../../README.md");
        for name in dialects() {
            assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        }
    }

    #[test]
    fn every_dialect_can_be_recognised() {
        assert_eq!(ALL.last().map(|dialect| dialect.name), Some(TABLE.name));
        for dialect in ALL {
            assert!(keys(dialect.marks).count() >= KEYS_NEEDED, "{}", dialect.name);
            for mark in keys(dialect.marks) {
                assert!(keys(dialect.marks).filter(|other| *other == mark).count() == 1, "{}: {mark}", dialect.name);
            }
        }
    }
}
