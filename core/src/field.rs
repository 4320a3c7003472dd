//! Field tables: which of a source's fields mean what, and the one walk over them.
//!
//! A dialect is data, so that it stands in one short file and costs the wasm a few hundred
//! bytes rather than a derived parser.

mod order;
mod table;

use crate::{
    SMALL,
    reader::{Broken, Reader, Scalar, Stepped, Text},
    scalar, text,
};
use order::Order;
pub(crate) use order::Written;
use table::SINGLE;
pub(crate) use table::{Field, Slot, Table, packed, packed_length, table};

/// The values found on one walk.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    single: [Scalar<'a>; SINGLE],
    /// The texts of lists.
    pub(crate) listed: Vec<Text<'a>>,
    order: Order,
}

impl Default for Values<'_> {
    #[inline(never)]
    fn default() -> Self {
        Self { single: [Scalar::Missing; SINGLE], listed: Vec::new(), order: Order::default() }
    }
}

impl<'a> Values<'a> {
    /// The value of a slot.
    pub(crate) fn get(&self, slot: Slot) -> Scalar<'a> {
        self.single.get(slot as usize).copied().unwrap_or_default()
    }

    /// Where the value of a slot belongs that has none yet.
    #[inline(always)]
    fn free(&mut self, slot: Slot) -> Option<&mut Scalar<'a>> {
        self.single.get_mut(slot as usize).filter(|place| matches!(place, Scalar::Missing))
    }

    /// Takes a value found under a key of this meaning.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub(crate) fn set(&mut self, slot: Slot, value: Scalar<'a>) {
        let Some(place) = self.single.get_mut(slot as usize) else {
            if let Scalar::Text(text) = value {
                self.listed.push(text);
            }
            return;
        };
        if matches!(place, Scalar::Missing) || replaces(slot, *place, value) {
            *place = value;
        }
    }

    /// Forgets all values. The memory stays, and what was learned of the order of keys.
    pub(crate) fn clear(&mut self) {
        self.single.fill(Scalar::Missing);
        self.listed.clear();
    }
}

/// A key given twice, or two keys for one meaning: the later value wins, unless it says less.
#[inline(never)]
fn replaces(slot: Slot, earlier: Scalar<'_>, later: Scalar<'_>) -> bool {
    match slot {
        Slot::Views | Slot::Likes | Slot::Comments | Slot::Shares | Slot::Saves | Slot::Followers => {
            !scalar::is_coarser(later, earlier)
        }
        Slot::Created | Slot::Observed => scalar::time(later, None).is_some(),
        _ => !matches!(later, Scalar::Null) && !matches!(later, Scalar::Text(text) if text.is(b"")),
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
    values.order.begin(table);
    object(reader, (table, order::ROOT), values, videos)
}

/// The same of the object that stands under the key of a step.
fn object<'a>(
    reader: &mut Reader<'a>,
    (table, around): (Table, usize),
    values: &mut Values<'a>,
    videos: &mut dyn Videos<'a>,
) -> Result<bool, Broken> {
    if !reader.enter(b'{')? {
        reader.skip()?;
        return Ok(false);
    }
    let mut first = true;
    let (mut at, mut next) = (around, values.order.inside(around));
    loop {
        if let Some(step) = values.order.step(next) {
            match reader.step_over(&step.written) {
                Stepped::Not => {}
                Stepped::Whole => {
                    (at, next, first) = (next, step.next, false);
                    continue;
                }
                Stepped::Key => {
                    let field = step.field;
                    (at, next, first) = (next, step.next, false);
                    under(reader, (field, at), values, videos)?;
                    continue;
                }
            }
        }
        let (begin, before) = (reader.clone(), (at, first));
        let Some(key) = reader.next_key(&mut first)? else { return Ok(true) };
        let field = table.find(&key);
        (at, next) = values.order.learn(around, before, reader.since(&begin), field);
        under(reader, (field, at), values, videos)?;
    }
}

/// What stands under the key of a step, in whose table it is this field.
#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn under<'a>(
    reader: &mut Reader<'a>,
    (field, at): (Option<Field>, usize),
    values: &mut Values<'a>,
    videos: &mut dyn Videos<'a>,
) -> Result<(), Broken> {
    match field {
        None => {
            let begin = reader.clone();
            reader.skip()?;
            values.order.learn_value(at, reader.since(&begin));
            Ok(())
        }
        Some(Field::Either(_, table)) if reader.peek()? == b'{' => {
            object(reader, (table, at), values, videos).map(|_| ())
        }
        Some(Field::Object(table)) => object(reader, (table, at), values, videos).map(|_| ()),
        Some(Field::Value(slot) | Field::Either(slot, _)) => value(reader, slot, values),
        Some(Field::Each(table)) => each(reader, (table, at), values, videos),
        Some(Field::Videos) => videos.videos(reader, false),
        Some(Field::Video) => videos.videos(reader, true),
    }
}

#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn value<'a>(reader: &mut Reader<'a>, slot: Slot, values: &mut Values<'a>) -> Result<(), Broken> {
    // Written where they belong as they are read: copied as a whole they make the processor wait.
    if !SMALL && let Some(place) = values.free(slot) {
        match reader.peek()? {
            b'"' => {
                *place = Scalar::Text(reader.text()?);
                return Ok(());
            }
            b'-' | b'0'..=b'9' => {
                *place = Scalar::Number(reader.word());
                return Ok(());
            }
            _ => {}
        }
    }
    any_value(reader, slot, values)
}

#[inline(never)]
fn any_value<'a>(reader: &mut Reader<'a>, slot: Slot, values: &mut Values<'a>) -> Result<(), Broken> {
    if reader.peek()? != b'[' {
        values.set(slot, reader.scalar()?);
        return Ok(());
    }
    reader.enter(b'[')?;
    let mut first = true;
    while reader.next_element(&mut first)? {
        let element = reader.scalar()?;
        if slot == Slot::Listed {
            values.set(slot, element);
        }
    }
    Ok(())
}

fn each<'a>(
    reader: &mut Reader<'a>,
    under: (Table, usize),
    values: &mut Values<'a>,
    videos: &mut dyn Videos<'a>,
) -> Result<(), Broken> {
    let mut first = true;
    match reader.peek()? {
        b'[' => {
            reader.enter(b'[')?;
            while reader.next_element(&mut first)? {
                object(reader, under, values, videos)?;
            }
        }
        b'{' => {
            reader.enter(b'{')?;
            while reader.next_key(&mut first)?.is_some() {
                object(reader, under, values, videos)?;
            }
        }
        _ => reader.skip()?,
    }
    Ok(())
}

/// What a column of a flattened table means: `authorMeta.name` and `hashtags/0/name` are paths
/// into the table of an item; read loosely, `Video ID` is `video_id`.
pub(crate) fn column(table: Table, path: &str, is_loose: bool) -> Option<Slot> {
    let (key, rest) = first_step(path);
    let is_key = |name: &[u8]| {
        let is_like =
            |(a, b): (&u8, &u8)| a == b || is_loose && (a.eq_ignore_ascii_case(b) || (*a, *b) == (b'_', b' '));
        name.len() == key.len() && name.iter().zip(key.as_bytes()).all(is_like)
    };
    match (table.fields().find(|(name, _)| is_key(name))?.1, rest) {
        (Field::Value(slot) | Field::Either(slot, _), None) => Some(slot),
        (Field::Value(Slot::Listed), Some(rest)) if is_place(rest) => Some(Slot::Listed),
        (Field::Object(table) | Field::Either(_, table), Some(rest)) => column(table, rest, is_loose),
        (Field::Each(table), Some(rest)) => {
            let (place, rest) = first_step(rest);
            column(table, rest?, is_loose).filter(|_| is_place(place))
        }
        _ => None,
    }
}

/// A path's first key, and the rest behind it.
pub(crate) fn first_step(path: &str) -> (&str, Option<&str>) {
    let key = text::before(path, b"./");
    (key, path.get(key.len() + 1..))
}

fn is_place(text: &str) -> bool {
    scalar::digits(text.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = table![
        ("id", Field::Value(Slot::Id)),
        ("deep", Field::Object(table![("views", Field::Value(Slot::Views))])),
        ("author", Field::Either(Slot::Author, table![("name", Field::Value(Slot::Author))])),
        ("tags", Field::Each(table![("name", Field::Value(Slot::Listed))])),
        ("names", Field::Value(Slot::Listed)),
    ];

    fn walked(json: &str) -> Values<'_> {
        let mut values = Values::default();
        assert!(walk(&mut Reader::new(json.as_bytes()), TABLE, &mut values, &mut NoVideos).unwrap(), "{json}");
        values
    }

    fn text(values: &Values<'_>, slot: Slot) -> Option<String> {
        scalar::string(values.get(slot))
    }

    #[test]
    fn unknown_keys_and_wrong_kinds_are_stepped_over() {
        let values = walked(
            r#"{"x":{"id":9},"id":1,"id":2,"id":null,"deep":7,"deep":{"views":"3"},"tags":[{"name":"a"},4,{"name":"b"}]}"#,
        );
        assert_eq!(values.get(Slot::Id), Scalar::Number(b"2"));
        assert!(matches!(values.get(Slot::Views), Scalar::Text(_)));
        assert_eq!(values.listed.len(), 2);
        assert_eq!(values.get(Slot::Likes), Scalar::Missing);
        assert!(!walk(&mut Reader::new(b"[1]"), TABLE, &mut Values::default(), &mut NoVideos).unwrap());
    }

    #[test]
    fn items_with_keys_in_any_order_and_any_spacing_are_read_as_the_first() {
        let items = [
            r#"{"id":1,"deep":{"views":3,"x":0},"tags":[{"name":"a"},{"name":"b","y":[]}],"author":"anna"}"#,
            r#"{"id":1,"deep":{"views":3,"x":0},"tags":[{"name":"a"},{"name":"b","y":[]}],"author":"anna"}"#,
            r#"{"author":{"name":"anna","id":8},"z":1,"id":1,"tags":{"1":{"name":"a"},"2":{"id":7,"name":"b"}},"deep":{"views":3}}"#,
            r#"{ "id" : 1, "deep" : { "views" : 3 }, "views": 9, "tags": [ { "name" : "a" }, { "name" : "b" } ], "author": "anna" }"#,
            r#"{"id":1,"deep":{"views":3},"names":["a","b"],"author":{"id":8,"name":"anna"}}"#,
            r#"{"\u0069d":1,"deep":{"id":2,"views":3},"names":["a","b"],"author":{"deep":{"views":5},"name":"anna"}}"#,
        ];
        // Before and behind each other.
        let list = format!("{}{}", items.join(""), items.iter().rev().copied().collect::<String>());
        let mut reader = Reader::new(list.as_bytes());
        let mut values = Values::default();
        for item in 0..items.len() * 2 {
            values.clear();
            assert!(walk(&mut reader, TABLE, &mut values, &mut NoVideos).unwrap());
            assert_eq!(values.get(Slot::Id), Scalar::Number(b"1"), "{item}");
            assert_eq!(values.get(Slot::Views), Scalar::Number(b"3"), "{item}");
            assert_eq!(text(&values, Slot::Author).as_deref(), Some("anna"), "{item}");
            assert_eq!(values.listed.iter().map(Text::decode).collect::<String>(), "ab", "{item}");
        }
        assert!(!reader.next_document());
    }

    #[test]
    fn values_that_nobody_reads_come_again_go_on_or_change() {
        let long = format!("[{}]", "0,".repeat(200));
        let others =
            ["1", "1", "12", "1 ", "1", "\"a\"", "\"a\"", "\"a\\\"\"", "[1]", "[1]", "[1,2]", "null", "1", &long, "1"];
        for all in [others.to_vec(), others.iter().rev().copied().collect()] {
            let mut values = Values::default();
            let item =
                |(id, x): (usize, &&str)| format!(r#"{{"x":{x},"id":{id},"deep":{{"y":{x},"views":3,"z":{x}}}}}"#);
            let text: String = all.iter().enumerate().map(item).collect();
            let mut reader = Reader::new(text.as_bytes());
            for id in 0..all.len() {
                values.clear();
                assert!(walk(&mut reader, TABLE, &mut values, &mut NoVideos).unwrap());
                assert_eq!(scalar::count(values.get(Slot::Id)), Some(id as u64), "{text}");
                assert_eq!(values.get(Slot::Views), Scalar::Number(b"3"), "{text}");
            }
            assert!(!reader.next_document());
        }
    }

    #[test]
    fn what_breaks_one_item_breaks_it_behind_others_too() {
        let broken = [r#"{,"id":1}"#, r#"{"id":1"deep":{}}"#, r#"{"id":1,,"deep":{}}"#, r#"{"id":1,"deep":{},}"#];
        for broken in broken.into_iter().chain([r#"{"id":1,"x":[]"deep":{}}"#, r#"{"id":1,"x":[]]"#]) {
            let text = format!(r#"{{"id":1,"x":[],"deep":{{}}}}{{"id":1,"x":[],"deep":{{}}}}{broken}"#);
            let mut reader = Reader::new(text.as_bytes());
            let mut values = Values::default();
            let walked = [(); 3].map(|()| walk(&mut reader, TABLE, &mut values, &mut NoVideos).is_ok());
            assert_eq!(walked, [true, true, false], "{broken}");
        }
    }

    #[test]
    fn a_field_may_be_a_value_or_an_object_and_a_list_one_by_key() {
        assert_eq!(text(&walked(r#"{"author":"anna"}"#), Slot::Author).as_deref(), Some("anna"));
        assert_eq!(text(&walked(r#"{"author":{"name":"anna"}}"#), Slot::Author).as_deref(), Some("anna"));
        assert_eq!(walked(r#"{"tags":{"1":{"name":"a"},"2":{"name":"b"}},"names":["c",3]}"#).listed.len(), 3);
    }

    #[test]
    fn of_two_counts_the_finer_one_stands() {
        let views = |json| scalar::count(walked(json).get(Slot::Views));
        assert_eq!(views(r#"{"deep":{"views":4291312,"views":"4.3M"}}"#), Some(4_291_312));
        assert_eq!(views(r#"{"deep":{"views":4300000,"views":"4291312"}}"#), Some(4_291_312));
        assert_eq!(views(r#"{"deep":{"views":-2147483648,"views":"3000000000"}}"#), Some(3_000_000_000));
        assert_eq!(views(r#"{"deep":{"views":5,"views":null}}"#), Some(5));
        assert_eq!(views(r#"{"deep":{"views":5,"views":6}}"#), Some(6));
    }

    #[test]
    fn columns_are_paths_into_the_table() {
        assert_eq!(column(TABLE, "id", false), Some(Slot::Id));
        assert_eq!(column(TABLE, "author.name", false), Some(Slot::Author));
        assert_eq!(column(TABLE, "deep/views", false), Some(Slot::Views));
        assert_eq!(column(TABLE, "tags/0/name", false), Some(Slot::Listed));
        assert_eq!(column(TABLE, "names/3", false), Some(Slot::Listed));
        assert_eq!(column(TABLE, "Author.Name", true), Some(Slot::Author));
        for none in ["Author.Name", "deep", "tags/0", "tags/x/name", "tags/0/other", "", "x"] {
            assert_eq!(column(TABLE, none, false), None, "{none}");
        }
    }
}
