//! One page of a tree: its cells, the rows in them, the pages below. What does not fit is `None`.

use rusqlite::types::Value;

use super::file::{File, u16_at, u32_at};

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pages of a table with row ids, and of an index or a table without.
    TableInner,
    TableLeaf,
    IndexInner,
    IndexLeaf,
}

/// A page of a tree.
pub(super) struct Node<'a> {
    page: &'a [u8],
    pub(super) kind: Kind,
    cells: Vec<Option<usize>>,
    /// The page below that is right of all cells.
    pub(super) last: Option<u32>,
}

/// What a cell holds.
pub(super) struct Cell {
    /// The page below, left of the row.
    pub(super) below: Option<u32>,
    /// The row; `None` when it cannot be read, or when this kind of page has none.
    pub(super) row: Option<(i64, Vec<Value>)>,
}

impl<'a> Node<'a> {
    pub(super) fn read(file: &'a File, number: u32) -> Option<Self> {
        let page = file.page(number)?;
        let head = if number == 1 { 100 } else { 0 };
        let (kind, size) = match page.get(head)? {
            2 => (Kind::IndexInner, 12),
            5 => (Kind::TableInner, 12),
            10 => (Kind::IndexLeaf, 8),
            13 => (Kind::TableLeaf, 8),
            _ => return None,
        };
        let count = usize::from(u16_at(page, head + 3)?);
        if head + size + count * 2 > file.page_size {
            return None;
        }
        // A cell that begins behind the end of a file that was cut off is lost, and counted.
        let pointer = |nth: usize| u16_at(page, head + size + nth * 2).map(usize::from);
        let cells = (0..count).map(|nth| pointer(nth).filter(|at| *at >= head + size + count * 2)).collect();
        let last = if size == 12 { Some(u32_at(page, head + 8)?) } else { None };
        Some(Self { page, kind, cells, last })
    }

    /// The cells in their order; the pages that their rows go on in are noted in `used`.
    pub(super) fn cells(&self, file: &File, used: &mut dyn FnMut(u32)) -> Vec<Cell> {
        self.cells.iter().map(|at| at.map_or(Cell { below: None, row: None }, |at| self.cell(at, file, used))).collect()
    }

    fn cell(&self, mut at: usize, file: &File, used: &mut dyn FnMut(u32)) -> Cell {
        let mut below = None;
        if matches!(self.kind, Kind::TableInner | Kind::IndexInner) {
            below = u32_at(self.page, at);
            at += 4;
        }
        let row = if self.kind == Kind::TableInner { None } else { self.row(at, file, used) };
        Cell { below, row }
    }

    fn row(&self, mut at: usize, file: &File, used: &mut dyn FnMut(u32)) -> Option<(i64, Vec<Value>)> {
        let size = usize::try_from(varint(self.page, &mut at)?).ok()?;
        let id = if self.kind == Kind::TableLeaf { varint(self.page, &mut at)? } else { 0 };
        let payload = payload(self.page, at, size, self.kind == Kind::TableLeaf, file, used)?;
        Some((id, record(&payload)?))
    }
}

/// A row's bytes: the first of them stand in the page, the rest in a chain of pages.
fn payload(
    page: &[u8],
    at: usize,
    size: usize,
    is_table: bool,
    file: &File,
    used: &mut dyn FnMut(u32),
) -> Option<Vec<u8>> {
    let usable = file.page_size - file.reserved;
    let most = if is_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    if size <= most {
        return Some(page.get(at..at.checked_add(size)?)?.to_vec());
    }
    if size > file.page_size.saturating_mul(file.count() as usize) {
        return None;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let wanted = least + (size - least) % (usable - 4);
    let here = if wanted <= most { wanted } else { least };
    let mut bytes = page.get(at..at.checked_add(here)?)?.to_vec();
    let mut next = u32_at(page, at + here)?;
    // A chain that goes in circles ends by the row's size.
    while bytes.len() < size {
        let overflow = file.page(next)?;
        let part = (size - bytes.len()).min(usable - 4);
        bytes.extend_from_slice(overflow.get(4..4 + part)?);
        used(next);
        next = u32_at(overflow, 0)?;
    }
    Some(bytes)
}

/// A row's values: first what each is, then all of them.
fn record(bytes: &[u8]) -> Option<Vec<Value>> {
    let mut at = 0;
    let head = usize::try_from(varint(bytes, &mut at)?).ok()?;
    let mut body = head;
    let mut values = Vec::new();
    while at < head {
        let kind = varint(bytes, &mut at)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let value = bytes.get(body..body.checked_add(size)?)?;
        body += size;
        values.push(match kind {
            0 => Value::Null,
            1..=6 => Value::Integer(integer(value)),
            7 => Value::Real(f64::from_be_bytes(value.try_into().ok()?)),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            kind if kind % 2 == 0 => Value::Blob(value.to_vec()),
            _ => Value::Text(String::from_utf8(value.to_vec()).ok()?),
        });
    }
    (at == head && body == bytes.len()).then_some(values)
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| (number << 8) | i64::from(*byte))
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut value = 0_u64;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            return Some(((value << 8) | u64::from(byte)).cast_signed());
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(value.cast_signed());
        }
    }
    None
}
