//! Sheets: the rows of a CSV file as items of a dialect.
//!
//! One of the first rows names the columns. A column is a path into the dialect's table of an item
//! (`authorMeta.name`, `hashtags/0/name`), so every dialect can come as a sheet.

use crate::{
    Error, ErrorCode,
    answer::{closest, no_json, shown},
    dialect::{Dialect, Seen, TABLE},
    encoding::cell,
    field::{Slot, column},
    reader::Scalar,
};

/// Cells that a row has at most: what stands behind is passed over.
const MOST_CELLS: usize = 4_000;

/// The rows of which one names the columns: a report has its title above them, and `sep=;` tells a spreadsheet its
/// separator there.
const ROWS_WITH_NAMES: usize = 10;

/// Columns that say which video a row is of, and those that count.
const VIDEO: u32 = Slot::Id.bit() | Slot::Url.bit();
const COUNT: u32 =
    Slot::Views.bit() | Slot::Likes.bit() | Slot::Comments.bit() | Slot::Shares.bit() | Slot::Saves.bit();

/// A sheet whose columns are known.
pub(crate) struct Sheet<'a> {
    pub(crate) dialect: &'static Dialect,
    columns: Vec<Option<Slot>>,
    rows: Rows<'a>,
}

impl<'a> Sheet<'a> {
    /// Reads up to the row that names the columns.
    ///
    /// # Errors
    /// `unknown_shape` for what is no sheet, or has columns that no dialect knows.
    pub(crate) fn open(bytes: &'a [u8], forced: Option<&str>) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut first = Seen::default();
        let mut all = [Rows::new(bytes, b'\t'), Rows::new(bytes, b';'), Rows::new(bytes, b',')];
        for _ in 0..ROWS_WITH_NAMES {
            for rows in &mut all {
                rows.next();
                let names: Vec<String> = rows.cells().map(|cell| cell.trim().to_owned()).collect();
                let are_several = names.len() > 1;
                let seen = Seen { keys: Some(names), ..Seen::default() };
                if let Some((dialect, columns)) = columns(&seen, forced) {
                    let rows = std::mem::replace(rows, Rows::new(&[], 0));
                    return Ok(Self { dialect, columns, rows });
                }
                if are_several && first.keys.is_none() {
                    first = seen;
                }
            }
        }
        let Some(names) = &first.keys else { return Err(no_json(bytes)) };
        let names = shown(names.iter().map(String::as_str));
        let message = text!("no dialect knows a table with the columns {}{}", names, closest(Some(&first)));
        Err(Error::new(ErrorCode::UnknownShape, message))
    }

    /// Gives the values of each row to `take`, or why it has none.
    pub(crate) fn each(&mut self, take: &mut dyn FnMut(Result<&mut crate::field::Values<'_>, &str>)) {
        while self.rows.next() {
            let mut values = crate::field::Values::default();
            let cells: Vec<_> = self.rows.cells().collect();
            for (slot, cell) in self.columns.iter().zip(&cells) {
                // An empty cell is one that is not there.
                if let Some(slot) = slot.filter(|_| !cell.is_empty()) {
                    values.set(slot, Scalar::Text(cell.as_ref().into()));
                }
            }
            // Spreadsheets write rows of separators behind their last one.
            if cells.iter().any(|cell| !cell.is_empty()) {
                let is_torn = self.rows.is_torn && cells.len() > self.columns.len();
                take(if is_torn {
                    Err("more cells than columns behind a quote that is not closed")
                } else {
                    Ok(&mut values)
                });
            }
        }
    }
}

/// What the columns of these names mean, and to which dialect.
fn columns(seen: &Seen, forced: Option<&str>) -> Option<(&'static Dialect, Vec<Option<Slot>>)> {
    // One name is no row: its separator is another one.
    let names = seen.keys.as_ref().filter(|names| names.len() > 1)?;
    let dialect = seen.dialect(forced, &|_| false);
    let of = dialect.unwrap_or(&TABLE);
    // Names of programs tell a dialect; where they say of no video, people's count. Their days say less than an id's time.
    for is_loose in [dialect.is_none(), true] {
        let is_read = |slot: &Slot| !is_loose || *slot != Slot::Created;
        let columns: Vec<_> = names.iter().map(|name| column(of.item, name, is_loose).filter(is_read)).collect();
        let told = columns.iter().flatten().fold(0, |told, slot| told | slot.bit());
        // A table of anybody's says which video, and a count of it is enough where nothing tells another's.
        let is_said = told & VIDEO != 0 || !std::ptr::eq(of, &TABLE);
        let is_known = dialect.is_some()
            || (told & COUNT != 0 && forced.is_none_or(|name| name == TABLE.name) && seen.is_anybodys());
        if is_said && is_known {
            return Some((of, columns));
        }
    }
    None
}

/// The rows of a file, one at a time: RFC 4180, and what people make of it. The crate `csv-core` does the
/// same with an automaton that would take 2 KB of the compressed wasm.
struct Rows<'a> {
    rest: &'a [u8],
    delimiter: u8,
    /// The row's cells, one behind the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Whether a cell of the row begins with a quote that does not close it.
    is_torn: bool,
}

impl<'a> Rows<'a> {
    const fn new(rest: &'a [u8], delimiter: u8) -> Self {
        Self { rest, delimiter, text: Vec::new(), ends: Vec::new(), is_torn: false }
    }

    /// Reads the next row that is not empty; false at the end.
    fn next(&mut self) -> bool {
        while let [b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.text.clear();
        self.ends.clear();
        self.is_torn = false;
        if self.rest.is_empty() {
            return false;
        }
        while self.cell() {}
        true
    }

    /// Reads a cell; whether another one follows in the row.
    fn cell(&mut self) -> bool {
        let known = self.text.len();
        if let [b'"', rest @ ..] = self.rest {
            self.rest = rest;
            if !self.quoted() {
                // It holds nothing together, and is passed over.
                self.rest = rest;
                self.text.truncate(known);
                self.is_torn = true;
            }
        }
        let end = self.rest.iter().position(|b| self.ends_cell(*b)).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.text.extend_from_slice(cell);
        if self.ends.len() < MOST_CELLS {
            self.ends.push(self.text.len());
        } else {
            self.text.truncate(known);
        }
        let behind = rest.strip_prefix(&[self.delimiter]);
        self.rest = behind.unwrap_or(rest);
        behind.is_some()
    }

    /// Whether a cell ends before this byte.
    const fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r')
    }

    /// Reads up to the closing quote, two of which are one of the text; whether it is one: behind it the cell ends.
    fn quoted(&mut self) -> bool {
        while let Some(end) = self.rest.iter().position(|b| *b == b'"') {
            let (text, rest) = self.rest.split_at_checked(end).unwrap_or_default();
            self.text.extend_from_slice(text);
            self.rest = rest.get(1..).unwrap_or_default();
            let [b'"', behind @ ..] = self.rest else {
                let next = self.rest.iter().find(|b| **b != b' ');
                return next.is_none_or(|b| self.ends_cell(*b));
            };
            self.text.push(b'"');
            self.rest = behind;
        }
        false
    }

    /// The cells of the row that was read.
    fn cells(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        let mut begin = 0;
        self.ends.iter().map(move |end| {
            let text = self.text.get(begin..*end).unwrap_or_default();
            begin = *end;
            cell(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut rows = Rows::new(text.as_bytes(), delimiter);
        let mut all = Vec::new();
        while rows.next() {
            all.push(rows.cells().map(std::borrow::Cow::into_owned).collect());
        }
        all
    }

    #[test]
    fn quotes_and_lines_in_cells() {
        assert_eq!(
            rows("a,\"b \"\"q\"\", c\nd\",\r\n1,2,3", b','),
            [vec!["a", "b \"q\", c\nd", ""], vec!["1", "2", "3"]]
        );
        let long = "x".repeat(10_000);
        assert_eq!(rows(&format!("{long};y\n"), b';'), [[long.as_str(), "y"]]);
        assert_eq!(rows("\"never closed, 1\n2", b','), [vec!["never closed", " 1"], vec!["2"]]);
        assert_eq!(rows("\"a, b\" ,\"\"\"c\"\", d\"", b','), [["a, b ", "\"c\", d"]]);
        assert_eq!(rows("\"no \"quote\" of, a cell\"\n2", b','), [vec!["no \"quote\" of", " a cell\""], vec!["2"]]);
    }

    #[test]
    fn more_cells_than_anybody_has_are_passed_over() {
        let wide = "1,".repeat(MOST_CELLS + 100);
        let rows = rows(&format!("{wide}\na,b\n"), b',');
        assert_eq!((rows.len(), rows[0].len()), (2, MOST_CELLS));
        assert_eq!((rows[0][MOST_CELLS - 1].as_str(), &rows[1]), ("1", &vec!["a".to_owned(), "b".to_owned()]));
    }
}
