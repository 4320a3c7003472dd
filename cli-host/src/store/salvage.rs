//! What can be read of a damaged store, page by page and row by row, whether SQLite can open it or not.
//!
//! SQLite's own means stop at the first page that is wrong, and its recovery is no part of the library. A
//! table's tree is walked as far as it is whole; pages that nothing leads to any longer are known by the
//! shape of their rows, which differs from table to table.

mod file;
mod node;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use anyhow::Result;
use rusqlite::types::Value;

use file::{File, u32_at};
use node::{Kind, Node};

/// A table: its name, its columns (`I` whole number, `T` text, `B` bytes, in lower case also null, `K` the
/// row's id), and how many of them make its key.
type Table = (&'static str, &'static str, usize);

/// Everything but `meta` and `lock`, which a new store has of its own.
const TABLES: [Table; 12] = [
    ("campaign", "KTT", 1),
    ("reading", "KIITBB", 1),
    ("video", "IIIiiiiiittiiT", 2),
    ("observation", "IIiiiiii", 2),
    ("attribute", "IIttiiT", 2),
    ("day", "IIIII", 2),
    ("alert", "KITIT", 1),
    ("delivery", "ITtIIti", 2),
    ("mute", "TTI", 2),
    ("pending", "TII", 2),
    ("page", "ITTTIB", 3),
    ("request", "KITTTIIiIIi", 1),
];

/// The fold, which is made again; what stood there is compared.
const CARRIED: Table = ("carried", "KBT", 1);

/// A row's values in the order of its table's columns.
pub(super) type Values = Vec<Value>;

/// Two keys between which rows may be missing; open at an end where nothing is known there.
pub(super) type Hole = [Option<(i64, i64)>; 2];

/// What was found of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Values>,
    /// Rows that stand in readable pages and are none.
    pub(super) unreadable_rows: u64,
    /// Pages that the table had and that cannot be read.
    pub(super) unreadable_pages: u64,
    /// Where rows may be missing.
    pub(super) holes: Vec<Hole>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Salvaged {
    pub(super) tables: BTreeMap<&'static str, Found>,
    /// Rows of the indexes `(campaign, taken_at, reading)` and `(campaign, video_id, number)`.
    pub(super) reading_index: Vec<[i64; 3]>,
    pub(super) video_index: Vec<[i64; 3]>,
    /// Campaigns' ids and names, by the index of names.
    pub(super) names: Vec<(i64, String)>,
    /// Names of the tables that the file says it has; `None` when that cannot be read.
    pub(super) said: Option<Vec<String>>,
    pub(super) version: Option<i64>,
}

impl Salvaged {
    pub(super) fn rows(&self, table: &str) -> &[Values] {
        self.tables.get(table).map_or(&[], |found| &found.rows)
    }
}

/// Reads a store and the log beside it.
///
/// # Errors
/// When the file itself cannot be read.
pub(super) fn read(path: &Path, log: &Path) -> Result<Salvaged> {
    let file = File::read(path, log)?;
    let mut walk = Walk { file: &file, visited: HashSet::new() };
    let mut salvaged = Salvaged::default();
    let (master, whole) = walk.tree(1, Some("TTTIt"));
    salvaged.said = (whole || !master.is_empty()).then(Vec::new);
    let mut found: BTreeMap<&'static str, Found> = BTreeMap::new();
    for row in master.iter().filter_map(Event::row) {
        let [Value::Text(kind), Value::Text(_), Value::Text(table), Value::Integer(root), ..] = row.as_slice() else {
            continue;
        };
        let Ok(root) = u32::try_from(*root) else { continue };
        if kind == "table" {
            salvaged.said.iter_mut().for_each(|said| said.push(table.clone()));
            if table == "meta" {
                let rows = walk.tree(root, Some("TI")).0;
                salvaged.version = rows.iter().filter_map(Event::row).find_map(|row| match row.as_slice() {
                    [Value::Text(key), Value::Integer(version)] if key == "schema_version" => Some(*version),
                    _ => None,
                });
            } else if let Some((name, shape, _)) = TABLES.iter().chain([&CARRIED]).find(|(name, ..)| name == table) {
                found.insert(name, in_order(walk.tree(root, Some(shape)).0));
            } else {
                walk.tree(root, None);
            }
        } else {
            let rows = walk.tree(root, None).0;
            let rows = rows.into_iter().filter_map(|event| if let Event::Row(row) = event { Some(row) } else { None });
            match table.as_str() {
                "reading" => salvaged.reading_index = rows.filter_map(|row| three(&row)).collect(),
                "video" => salvaged.video_index = rows.filter_map(|row| three(&row)).collect(),
                "campaign" => salvaged.names = rows.filter_map(|row| named(&row)).collect(),
                _ => {}
            }
        }
    }
    walk.free_pages();
    let strays = walk.strays();
    for (name, shape, key) in TABLES.iter().chain([&CARRIED]) {
        let mut table = found.remove(name).unwrap_or_default();
        let of_table = strays.pages.iter().filter(|page| fits_kind(page.kind, shape));
        let pages: Vec<Vec<Values>> = of_table
            .map(|page| page.rows.iter().filter_map(|(id, row)| shaped(row, *id, shape)).collect())
            .filter(|rows: &Vec<Values>| !rows.is_empty())
            .collect();
        if salvaged.said.is_none() && strays.unreadable > 0 {
            table.holes.push([None, None]);
        } else if !pages.is_empty() && strays.unreadable == 0 {
            table.holes = table.holes.iter().flat_map(|hole| narrowed(*hole, &pages, shape)).collect();
        }
        let more: Vec<Values> = pages.into_iter().flatten().collect();
        if !more.is_empty() {
            let key_of = |row: &Values| format!("{:?}", row.get(..*key));
            let mut known: HashSet<String> = table.rows.iter().map(key_of).collect();
            table.rows.extend(more.into_iter().filter(|row| known.insert(key_of(row))));
        }
        salvaged.tables.insert(name, table);
    }
    Ok(salvaged)
}

/// What stands in a tree, in its order.
enum Event {
    Row(Values),
    /// A row that cannot be read.
    NoRow,
    /// A page that cannot be read.
    NoPage,
}

impl Event {
    fn row(&self) -> Option<&Values> {
        if let Self::Row(row) = self { Some(row) } else { None }
    }
}

struct Walk<'a> {
    file: &'a File,
    visited: HashSet<u32>,
}

/// The rows of a page, with their ids.
struct Stray {
    kind: Kind,
    rows: Vec<(i64, Values)>,
}

struct Strays {
    pages: Vec<Stray>,
    /// Pages that belong to nothing and hold nothing that can be read.
    unreadable: u64,
}

impl Walk<'_> {
    /// A tree's rows in their order, and whether its first page can be read. Without a shape rows are given as they are.
    fn tree(&mut self, root: u32, shape: Option<&str>) -> (Vec<Event>, bool) {
        enum Next {
            Page(u32),
            Event(Event),
        }
        let whole = Node::read(self.file, root).is_some();
        let (mut events, mut next) = (Vec::new(), vec![Next::Page(root)]);
        while let Some(step) = next.pop() {
            let number = match step {
                Next::Event(event) => {
                    events.push(event);
                    continue;
                }
                Next::Page(number) => number,
            };
            let node = if self.visited.insert(number) { Node::read(self.file, number) } else { None };
            let node = node.filter(|node| {
                let fits = shape.is_none_or(|shape| fits_kind(node.kind, shape));
                if !fits {
                    // A page of another table, perhaps: then it is found among the strays.
                    self.visited.remove(&number);
                }
                fits
            });
            let Some(node) = node else {
                events.push(Event::NoPage);
                continue;
            };
            let visited = &mut self.visited;
            let cells = node.cells(self.file, &mut |page| {
                visited.insert(page);
            });
            let mut steps = Vec::new();
            for cell in cells {
                steps.extend(cell.below.map(Next::Page));
                if node.kind == Kind::TableInner {
                    continue;
                }
                let row =
                    cell.row.and_then(|(id, row)| shape.map_or(Some(row.clone()), |shape| shaped(&row, id, shape)));
                steps.push(Next::Event(row.map_or(Event::NoRow, Event::Row)));
            }
            steps.extend(node.last.map(Next::Page));
            next.extend(steps.into_iter().rev());
        }
        (events, whole)
    }

    /// Pages that SQLite has put aside hold what was deleted.
    fn free_pages(&mut self) {
        let first = |at: usize| self.file.page(1).and_then(|page| u32_at(page, at)).unwrap_or(0);
        let mut trunk = first(32);
        while trunk != 0 && trunk <= self.file.count() && self.visited.insert(trunk) {
            let Some(page) = self.file.page(trunk) else { return };
            let count = u32_at(page, 4).unwrap_or(0) as usize;
            for nth in 0..count.min(self.file.page_size / 4) {
                self.visited.extend(u32_at(page, 8 + nth * 4));
            }
            trunk = u32_at(page, 0).unwrap_or(0);
        }
    }

    /// Rows of pages that no tree leads to.
    fn strays(&mut self) -> Strays {
        let mut strays = Strays { pages: Vec::new(), unreadable: 0 };
        let mut nothing = Vec::new();
        for number in 1..=self.file.count() {
            if self.visited.contains(&number) {
                continue;
            }
            let Some(node) = Node::read(self.file, number) else {
                nothing.push(number);
                continue;
            };
            let visited = &mut self.visited;
            let cells = node.cells(self.file, &mut |page| {
                visited.insert(page);
            });
            let rows = cells.into_iter().filter_map(|cell| cell.row).collect();
            strays.pages.push(Stray { kind: node.kind, rows });
        }
        let lost = nothing.iter().filter(|number| !self.visited.contains(number)).count() as u64;
        let said = self.file.page(1).and_then(|page| u32_at(page, 28)).unwrap_or(0);
        strays.unreadable = lost + u64::from(said.saturating_sub(self.file.count()));
        strays
    }
}

/// A table's rows, and between which keys some may be missing.
fn in_order(events: Vec<Event>) -> Found {
    let mut found = Found::default();
    let mut open: Option<Option<(i64, i64)>> = None;
    for event in events {
        match event {
            Event::Row(row) => {
                if let Some(before) = open.take() {
                    found.holes.push([before, key(&row)]);
                }
                found.rows.push(row);
                continue;
            }
            Event::NoRow => found.unreadable_rows += 1,
            Event::NoPage => found.unreadable_pages += 1,
        }
        open = open.or_else(|| Some(found.rows.last().and_then(key)));
    }
    found.holes.extend(open.map(|before| [before, None]));
    found
}

/// What is left of a hole when every page that nothing leads to is found: a page that led to some of them is
/// lost, and with it, in a table without ids, the one row that stood between each two.
fn narrowed(hole: Hole, pages: &[Vec<Values>], shape: &str) -> Vec<Hole> {
    let [from, to] = hole;
    let ends = |rows: &Vec<Values>| Some((rows.first().and_then(key)?, rows.last().and_then(key)?));
    let is_inside = |(first, _): &((i64, i64), (i64, i64))| {
        from.is_none_or(|from| from < *first) && to.is_none_or(|to| *first < to)
    };
    let mut ends: Vec<_> = pages.iter().filter_map(ends).filter(is_inside).collect();
    ends.sort_unstable();
    match ends.as_slice() {
        [] => vec![hole],
        _ if shape.starts_with('K') => Vec::new(),
        ends => ends.windows(2).map(|pair| [Some(pair[0].1), Some(pair[1].0)]).collect(),
    }
}

/// The first two numbers of a row.
fn key(row: &Values) -> Option<(i64, i64)> {
    match row.as_slice() {
        [Value::Integer(first), Value::Integer(second), ..] => Some((*first, *second)),
        _ => None,
    }
}

fn three(row: &Values) -> Option<[i64; 3]> {
    match row.as_slice() {
        [Value::Integer(a), Value::Integer(b), Value::Integer(c)] => Some([*a, *b, *c]),
        _ => None,
    }
}

fn named(row: &Values) -> Option<(i64, String)> {
    match row.as_slice() {
        [Value::Text(name), Value::Integer(id)] => Some((*id, name.clone())),
        _ => None,
    }
}

/// Whether a table of this shape may have such a page.
fn fits_kind(kind: Kind, shape: &str) -> bool {
    let has_ids = shape.starts_with('K') || ["ITTTIB", "TTTIt"].contains(&shape);
    has_ids == matches!(kind, Kind::TableInner | Kind::TableLeaf)
}

/// A row, if it has the table's shape; its id put into its place.
fn shaped(row: &Values, id: i64, shape: &str) -> Option<Values> {
    if row.len() != shape.len() {
        return None;
    }
    let value = |(value, kind): (&Value, char)| match (kind, value) {
        ('K', Value::Null) => Some(Value::Integer(id)),
        ('I' | 'i', Value::Integer(_)) | ('T' | 't', Value::Text(_)) | ('B', Value::Blob(_)) => Some(value.clone()),
        ('i' | 't', Value::Null) => Some(Value::Null),
        _ => None,
    };
    row.iter().zip(shape.chars()).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Durability, Store};

    #[test]
    fn every_table_of_a_store_has_its_shape_here() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store.db"), Durability::Relaxed).unwrap();
        let db = &store.db;
        let mut statement = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
        let names: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for name in names.iter().filter(|name| !["meta", "lock"].contains(&name.as_str())) {
            let (_, shape, _) = TABLES.iter().chain([&CARRIED]).find(|(table, ..)| table == name).unwrap();
            let sql = format!("SELECT type, \"notnull\", pk FROM pragma_table_info('{name}')");
            let mut columns = db.prepare(&sql).unwrap();
            let column = |row: &rusqlite::Row<'_>| {
                let (kind, required, key): (String, bool, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let letter = kind.chars().next().unwrap();
                // A row's id is its key, and no more than that is said of it.
                let is_id = kind == "INTEGER" && key == 1 && !required;
                Ok(if is_id {
                    'K'
                } else if required {
                    letter
                } else {
                    letter.to_ascii_lowercase()
                })
            };
            let real: String = columns.query_map([], column).unwrap().map(Result::unwrap).collect();
            assert_eq!(real, *shape, "{name}");
        }
        assert_eq!(names.len(), TABLES.len() + 3);
    }
}
