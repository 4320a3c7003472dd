//! Tables of text: columns as wide as what stands in them, by the width that a terminal gives each letter. Where the
//! terminal is too narrow the name is cut, then whole columns are left out, the least important first.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{DIM, styled};

/// A name that is cut keeps so many columns.
const LEAST_NAME: usize = 12;
/// Between two columns.
const GAP: usize = 2;

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    kind: Kind,
    /// Which is left out first where not all fit: the highest; 0 never is.
    spare: u8,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Name,
    Text,
    Number,
}

/// Names, of which a cut one still tells which is meant.
pub(super) const fn name(name: &'static str) -> Column {
    Column { name, kind: Kind::Name, spare: 0 }
}

/// Words that mean nothing when they are cut.
pub(super) const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, spare: 0 }
}

/// Numbers, their ends under one another.
pub(super) const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number, spare: 0 }
}

impl Column {
    /// One that may be left out, the highest first.
    pub(super) const fn spare(self, spare: u8) -> Self {
        Self { spare, ..self }
    }
}

/// A table of `N` columns.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    columns: [Column; N],
    rows: Vec<(Style, [String; N])>,
}

impl<const N: usize> Table<N> {
    pub(super) const fn new(columns: [Column; N]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, style: Style, cells: [String; N]) {
        self.rows.push((style, cells));
    }

    /// The head and a line a row.
    pub(super) fn lines(&self, columns: Option<usize>) -> Vec<String> {
        let mut widths = self.columns.map(|column| column.name.width());
        for (_, cells) in &self.rows {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.width());
            }
        }
        let mut kept = [true; N];
        if let Some(columns) = columns {
            self.narrow(&mut widths, &mut kept, columns);
        }
        let line = |cells: &[String; N]| {
            let all = self.columns.iter().zip(widths).zip(cells).zip(kept).filter(|(_, kept)| *kept);
            let cells = all.map(|(((column, width), cell), _)| cell_of(cell, width, column.kind == Kind::Number));
            cells.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
        };
        let head = styled(DIM, &line(&self.columns.map(|column| column.name.to_owned())));
        let rows = self.rows.iter().map(|(style, cells)| {
            let line = line(cells);
            if *style == Style::new() { line } else { styled(*style, &line) }
        });
        std::iter::once(head).chain(rows).collect()
    }

    /// Cuts the name, then leaves columns out, until all fit or nothing more can go.
    fn narrow(&self, widths: &mut [usize; N], kept: &mut [bool; N], columns: usize) {
        let name = self.columns.iter().position(|column| column.kind == Kind::Name);
        loop {
            let shown = widths.iter().zip(&*kept).filter(|(_, kept)| **kept).map(|(width, _)| width + GAP);
            let over = shown.sum::<usize>().saturating_sub(GAP).saturating_sub(columns);
            if over == 0 {
                return;
            }
            let can_give = name.and_then(|at| widths.get(at)).map_or(0, |width| width.saturating_sub(LEAST_NAME));
            let spare =
                self.columns.iter().zip(&*kept).enumerate().filter(|(_, (column, kept))| **kept && column.spare > 0);
            let least = spare.max_by_key(|(_, (column, _))| column.spare).map(|(at, _)| at);
            match least.and_then(|at| kept.get_mut(at)) {
                Some(column) if can_give < over => *column = false,
                _ => {
                    if let Some(width) = name.and_then(|at| widths.get_mut(at)) {
                        *width -= can_give.min(over);
                    }
                    return;
                }
            }
        }
    }
}

/// A cell in just so many columns: what does not fit is cut.
fn cell_of(text: &str, width: usize, right: bool) -> String {
    let text = cut(text, width);
    let blank = " ".repeat(width.saturating_sub(text.width()));
    if right { blank + &text } else { text + &blank }
}

/// Text in at most so many columns, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(letter);
    }
    short.truncate(short.trim_end().len());
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<3> {
        let mut table = Table::new([name("campaign"), number("videos").spare(1), text("status")]);
        table.row(Style::new(), ["spring in the whole of Europe".into(), "12".into(), "ok".into()]);
        table.row(Style::new(), ["夏の新作".into(), "3,410".into(), "first day".into()]);
        table
    }

    fn lines(columns: Option<usize>) -> Vec<String> {
        table().lines(columns).iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn columns_are_as_wide_as_their_cells_and_wide_letters_count_twice() {
        assert_eq!(
            lines(None),
            [
                "campaign                       videos  status",
                "spring in the whole of Europe      12  ok",
                "夏の新作                        3,410  first day",
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_the_name_and_then_leaves_columns_out() {
        assert_eq!(lines(Some(40))[1], "spring in the whole…       12  ok");
        assert_eq!(lines(Some(25))[1], "spring in the…  ok");
        assert_eq!(lines(Some(25))[0], "campaign        status");
    }

    #[test]
    fn what_is_cut_is_as_wide_as_asked() {
        assert_eq!(cut("夏の新作", 6), "夏の…");
        assert_eq!(cut("spring", 6), "spring");
    }
}
