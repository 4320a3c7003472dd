//! Dialects: the shapes in which videos arrive. One file each; this one lists them.
//!
//! To add one: a file beside the others with a `Dialect`, its `mod` below, and its place in [`ALL`].

mod aweme;
mod tutorial;

use crate::field::Table;

/// One source's shape.
pub(crate) struct Dialect {
    /// Its name in options and reports.
    pub(crate) name: &'static str,
    /// Where the list of videos stands: the key of the object around it (empty at the top), and its own.
    pub(crate) lists: &'static [(&'static str, &'static str)],
    /// Keys of an item; its id, or two of these, or an empty list make it one of this dialect's.
    pub(crate) marks: &'static [&'static str],
    /// The fields of the whole answer.
    pub(crate) answer: Table,
    /// The fields of one item.
    pub(crate) item: Table,
    /// The source's own name of the id.
    pub(crate) id_field: &'static str,
}

/// Every dialect, in the order in which they are tried.
pub(crate) static ALL: &[&Dialect] = &[&aweme::AWEME, &tutorial::TUTORIAL];

/// The names of all dialects, for options and messages.
///
/// ```
/// assert!(tagpulse_core::dialects().any(|name| name == "aweme"));
/// ```
pub fn dialects() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|dialect| dialect.name)
}

/// All names in one text, for messages.
pub(crate) fn names() -> String {
    dialects().map(crate::text::owned).collect::<Vec<_>>().join(", ")
}

/// The dialect of that name.
pub(crate) fn by_name(name: &str) -> Option<&'static Dialect> {
    ALL.iter().copied().find(|dialect| dialect.name == name)
}

/// A list that was come upon, as detection sees it.
pub(crate) struct SeenList {
    /// The key of the object around it; empty at the top.
    pub(crate) parent: String,
    /// Its own key.
    pub(crate) key: String,
    /// The first item's keys; `None` when the list is empty.
    pub(crate) item_keys: Option<Vec<String>>,
}

/// The dialect whose list and items these are.
pub(crate) fn detect(seen: &SeenList) -> Option<&'static Dialect> {
    ALL.iter().copied().find(|dialect| {
        let place = dialect.lists.iter().any(|(parent, key)| *parent == seen.parent && *key == seen.key);
        let has = |keys: &[String], mark: &str| keys.iter().any(|key| key == mark);
        let marked = |keys: &Vec<String>| {
            has(keys, dialect.id_field) || dialect.marks.iter().filter(|mark| has(keys, mark)).count() >= 2
        };
        place && seen.item_keys.as_ref().is_none_or(marked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(parent: &str, key: &str, items: Option<&[&str]>) -> Option<&'static str> {
        let item_keys = items.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
        detect(&SeenList { parent: parent.into(), key: key.into(), item_keys }).map(|dialect| dialect.name)
    }

    #[test]
    fn a_list_is_known_by_its_place_and_its_items() {
        assert_eq!(name("data", "aweme_list", Some(&["aweme_id", "desc", "x"])), Some("aweme"));
        assert_eq!(name("", "aweme_list", None), Some("aweme"));
        assert_eq!(name("", "videos", Some(&["video_id", "play_count"])), Some("tutorial"));
        assert_eq!(name("", "videos", Some(&["foo", "bar"])), None);
        assert_eq!(name("data", "results", None), None);
    }
}
