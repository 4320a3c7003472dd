//! Tables: which keys of a source mean what, packed into bytes while they are compiled.
//!
//! As values in memory each key would take sixteen bytes, which the wasm would carry.
//! A key stands as its letters, which are ASCII, then one byte says what is under it, of which the highest bit is set;
//! a table under it follows with its length.

use crate::reader::Text;

macro_rules! slots {
    ($($(#[$about:meta])* $slot:ident,)*) => {
        /// What a field means. Those to `Removed` belong to a video, the others to the answer around it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Slot {
            $($(#[$about])* $slot,)*
        }

        /// By their numbers.
        const SLOTS: &[Slot] = &[$(Slot::$slot,)*];
    };
}

slots! {
    Id,
    /// The video's address: its id stands there where the source has no other.
    Url,
    Desc,
    Created,
    Views,
    Likes,
    Comments,
    Shares,
    Saves,
    /// The creator's handle.
    Author,
    /// The creator's number, where there is no handle.
    AuthorId,
    Followers,
    DurationSeconds,
    DurationMillis,
    /// When this row was observed, where the source says so.
    Observed,
    /// Why this row is no video, in the source's words; of an answer, its error.
    Trouble,
    /// Whether the source says that the video is gone.
    Removed,
    Cursor,
    HasMore,
    CreditsUsed,
    TagId,
    TagVideos,
    TagViews,
    /// One text of a list: a hashtag of a video, or an id where the answer lists its order apart.
    Listed,
}

impl Slot {
    /// Its bit in a set of slots.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// How many slots hold one value.
pub(super) const SINGLE: usize = Slot::Listed as usize;

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    /// A value; or a list of them, of which each counts.
    Value(Slot),
    /// An object with fields of its own.
    Object(Table),
    /// A value, or an object with these fields: sources differ between items.
    Either(Slot, Table),
    /// A list of objects, each with these fields; or an object of such objects.
    Each(Table),
    /// The videos: a list, or an object that has them by id.
    Videos,
    /// One video.
    Video,
}

/// Where the byte of a field begins that has no table under it, and that of one that has.
const PLAIN: u8 = 0x80;
const NESTED: u8 = 0xa0;
/// Behind the slots: fields without one.
const VIDEOS: u8 = PLAIN + 30;
const VIDEO: u8 = PLAIN + 31;
const OBJECT: u8 = NESTED + 30;
const EACH: u8 = NESTED + 31;

impl Field {
    /// Its byte, and the table under it.
    const fn packed(self) -> (u8, Table) {
        match self {
            Self::Value(slot) => (PLAIN + slot as u8, Table::EMPTY),
            Self::Videos => (VIDEOS, Table::EMPTY),
            Self::Video => (VIDEO, Table::EMPTY),
            Self::Either(slot, table) => (NESTED + slot as u8, table),
            Self::Object(table) => (OBJECT, table),
            Self::Each(table) => (EACH, table),
        }
    }

    fn unpacked(byte: u8, table: Table) -> Option<Self> {
        Some(match byte {
            VIDEOS => Self::Videos,
            VIDEO => Self::Video,
            OBJECT => Self::Object(table),
            EACH => Self::Each(table),
            _ => {
                let slot = *SLOTS.get(usize::from(byte % NESTED % PLAIN))?;
                if byte < NESTED { Self::Value(slot) } else { Self::Either(slot, table) }
            }
        })
    }
}

/// Keys and what stands under them; made by `table!`. A key that is not in the table is stepped over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Table(&'static [u8]);

impl Table {
    /// A table without keys.
    pub(crate) const EMPTY: Self = Self(&[]);

    /// For `table!`.
    pub(crate) const fn of_packed(packed: &'static [u8]) -> Self {
        Self(packed)
    }

    /// Whether it is the same table, not an equal one.
    pub(super) fn is(self, other: Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }

    /// Its keys, and what stands under each.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'static [u8], Field)> {
        let mut rest = self.0;
        std::iter::from_fn(move || next(&mut rest))
    }

    /// What stands under a key.
    pub(super) fn find(self, key: &Text<'_>) -> Option<Field> {
        self.fields().find(|(name, _)| key.is(name)).map(|(_, field)| field)
    }
}

#[inline(never)]
fn next(rest: &mut &'static [u8]) -> Option<(&'static [u8], Field)> {
    let (key, behind) = rest.split_at_checked(rest.iter().position(|byte| *byte >= PLAIN)?)?;
    let (byte, mut behind) = behind.split_first()?;
    let mut table = Table::EMPTY;
    if *byte >= NESTED {
        let (length, tables) = behind.split_first()?;
        (table.0, behind) = tables.split_at_checked(usize::from(*length))?;
    }
    *rest = behind;
    Some((key, Field::unpacked(*byte, table)?))
}

/// A table of pairs of a key and its `Field`.
macro_rules! table {
    ($($field:expr),* $(,)?) => {{
        const FIELDS: &[(&str, $crate::field::Field)] = &[$($field),*];
        const PACKED: [u8; $crate::field::packed_length(FIELDS)] = $crate::field::packed(FIELDS);
        $crate::field::Table::of_packed(&PACKED)
    }};
}
pub(crate) use table;

/// How many bytes the fields take.
pub(crate) const fn packed_length(fields: &[(&str, Field)]) -> usize {
    let (mut length, mut rest) = (0, fields);
    while let [(key, field), behind @ ..] = rest {
        let (byte, table) = field.packed();
        length += key.len() + 1 + if byte >= NESTED { 1 + table.0.len() } else { 0 };
        rest = behind;
    }
    length
}

/// The fields as bytes.
pub(crate) const fn packed<const LENGTH: usize>(fields: &[(&str, Field)]) -> [u8; LENGTH] {
    let (mut packed, mut rest) = ([0; LENGTH], fields);
    let mut space: &mut [u8] = &mut packed;
    while let [(key, field), behind @ ..] = rest {
        let (byte, table) = field.packed();
        assert!(key.is_ascii() && table.0.len() <= u8::MAX as usize, "keys are ASCII, tables under them short");
        space = put(space, key.as_bytes());
        space = put(space, &[byte]);
        if byte >= NESTED {
            space = put(space, &[table.0.len() as u8]);
            space = put(space, table.0);
        }
        rest = behind;
    }
    assert!(space.is_empty(), "the length is that of these fields");
    packed
}

const fn put<'s>(space: &'s mut [u8], bytes: &[u8]) -> &'s mut [u8] {
    let (here, behind) = space.split_at_mut(bytes.len());
    here.copy_from_slice(bytes);
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let under = table![("x", Field::Value(Slot::Listed))];
        let fields = [
            ("a", Field::Value(Slot::Id)),
            ("b", Field::Videos),
            ("c", Field::Object(under)),
            ("d", Field::Either(Slot::Listed, under)),
            ("e", Field::Each(Table::EMPTY)),
            ("f", Field::Video),
            ("long_key", Field::Either(Slot::Id, under)),
        ];
        let table = table![
            ("a", Field::Value(Slot::Id)),
            ("b", Field::Videos),
            ("c", Field::Object(table![("x", Field::Value(Slot::Listed))])),
            ("d", Field::Either(Slot::Listed, table![("x", Field::Value(Slot::Listed))])),
            ("e", Field::Each(Table::EMPTY)),
            ("f", Field::Video),
            ("long_key", Field::Either(Slot::Id, table![("x", Field::Value(Slot::Listed))])),
        ];
        let shown = |fields: Vec<(&str, Field)>| format!("{fields:?}");
        let read = table.fields().map(|(key, field)| (std::str::from_utf8(key).unwrap(), field)).collect();
        assert_eq!(shown(read), shown(fields.to_vec()));
        // Behind them the bytes of fields without a slot begin.
        assert!(SLOTS.len() <= usize::from(VIDEOS - PLAIN), "{}", SLOTS.len());
    }
}
