//! Field tables: which of a source's fields mean what, and the one walk over them.
//!
//! A dialect is data, so that it stands in one short file and costs the wasm a few hundred
//! bytes rather than a derived parser.

use crate::reader::{Broken, Reader, Scalar, Text};

/// What a field means. The first group belongs to a video, the second to the answer around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Slot {
    Id,
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

    Cursor,
    HasMore,
    CreditsUsed,
    TagId,
    TagVideos,
    TagViews,
    /// One hashtag of a list: repeated, so it stands in no place of its own.
    Hashtag,
}

/// How many slots hold one value.
const SINGLE: usize = Slot::Hashtag as usize;

/// What stands under a key.
pub(crate) enum Field {
    /// A value.
    Value(Slot),
    /// An object with fields of its own.
    Object(Table),
    /// A list of objects, each with these fields.
    Each(Table),
    /// The list of videos.
    Videos,
    /// One video.
    Video,
}

/// Keys and what stands under them. A key that is not in the table is stepped over.
pub(crate) type Table = &'static [(&'static str, Field)];

/// The values found on one walk.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    single: [Scalar<'a>; SINGLE],
    /// Hashtags of the source's own list.
    pub(crate) hashtags: Vec<Text<'a>>,
}

impl Default for Values<'_> {
    #[inline(never)]
    fn default() -> Self {
        Self { single: Default::default(), hashtags: Vec::new() }
    }
}

impl<'a> Values<'a> {
    /// The value of a slot.
    pub(crate) fn get(&self, slot: Slot) -> Scalar<'a> {
        self.single.get(slot as usize).copied().unwrap_or_default()
    }

    fn set(&mut self, slot: Slot, value: Scalar<'a>) {
        if let Some(place) = self.single.get_mut(slot as usize) {
            // A key given twice, or two keys for one meaning: the last value that is one wins.
            if !matches!(value, Scalar::Null) || matches!(place, Scalar::Missing) {
                *place = value;
            }
        } else if let Scalar::Text(text) = value {
            self.hashtags.push(text);
        }
    }

    /// Forgets everything, keeping the memory.
    pub(crate) fn clear(&mut self) {
        self.single.fill(Scalar::Missing);
        self.hashtags.clear();
    }
}

/// Takes the videos that a walk comes upon.
pub(crate) trait Videos<'a> {
    /// The reader stands before the list (or the one video) that the table names.
    fn videos(&mut self, reader: &mut Reader<'a>, one: bool) -> Result<(), Broken>;
}

/// For tables without videos.
pub(crate) struct NoVideos;

impl<'a> Videos<'a> for NoVideos {
    fn videos(&mut self, reader: &mut Reader<'a>, _one: bool) -> Result<(), Broken> {
        reader.skip()
    }
}

/// Walks the next value, an object, by a table. Anything else there is stepped over; says
/// whether it was an object.
pub(crate) fn walk<'a>(
    reader: &mut Reader<'a>,
    table: Table,
    values: &mut Values<'a>,
    videos: &mut dyn Videos<'a>,
) -> Result<bool, Broken> {
    if !reader.enter(b'{')? {
        reader.skip()?;
        return Ok(false);
    }
    let mut first = true;
    while let Some(key) = reader.next_key(&mut first)? {
        match table.iter().find(|(name, _)| key.is(name)).map(|(_, field)| field) {
            None => reader.skip()?,
            Some(Field::Value(slot)) => {
                let value = reader.scalar()?;
                values.set(*slot, value);
            }
            Some(Field::Object(table)) => {
                walk(reader, table, values, videos)?;
            }
            Some(Field::Each(table)) => {
                if !reader.enter(b'[')? {
                    reader.skip()?;
                    continue;
                }
                let mut first = true;
                while reader.next_element(&mut first)? {
                    walk(reader, table, values, videos)?;
                }
            }
            Some(Field::Videos) => videos.videos(reader, false)?,
            Some(Field::Video) => videos.videos(reader, true)?,
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = &[
        ("id", Field::Value(Slot::Id)),
        ("deep", Field::Object(&[("views", Field::Value(Slot::Views))])),
        ("tags", Field::Each(&[("name", Field::Value(Slot::Hashtag))])),
    ];

    #[test]
    fn unknown_keys_and_wrong_kinds_are_stepped_over() {
        let json = br#"{"x":{"id":9},"id":1,"id":2,"id":null,"deep":7,"deep":{"views":"3"},"tags":[{"name":"a"},4,{"name":"b"}]}"#;
        let mut values = Values::default();
        assert!(walk(&mut Reader::new(json), TABLE, &mut values, &mut NoVideos).unwrap());
        assert_eq!(values.get(Slot::Id), Scalar::Number(b"2"));
        assert!(matches!(values.get(Slot::Views), Scalar::Text(_)));
        assert_eq!(values.hashtags.len(), 2);
        assert_eq!(values.get(Slot::Likes), Scalar::Missing);
        values.clear();
        assert_eq!(values.get(Slot::Id), Scalar::Missing);
        assert!(!walk(&mut Reader::new(b"[1]"), TABLE, &mut values, &mut NoVideos).unwrap());
    }
}
