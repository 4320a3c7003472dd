//! Tables for programs and spreadsheets, by RFC 4180: plain numbers, times in UTC, ratios as fractions, nothing for
//! what is unknown. Columns are only added at the end.
//!
//! A spreadsheet takes a text that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula. Such a
//! text gets `'` in front of it, and so does one that has such a mark already, so that it can be taken away
//! again: [`bare`] is the way back.

mod rows;

use anyhow::{Context, Result};

use super::{Document, Look};
use crate::exit::{Exit, Stop};

/// What begins a formula somewhere; the last four are the full-width forms.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The document as a table.
pub(super) fn render(document: &Document<'_>, look: &Look) -> Result<String> {
    let table = match document {
        Document::Report(shown) => rows::report(shown),
        Document::Compare(all) => rows::together(all),
        Document::Span(span) => rows::span(span),
        Document::Run(result) => rows::together(&result.all),
        Document::Diff(shown) => rows::diff(shown),
        Document::History(days) => rows::daily(std::slice::from_ref(*days)),
        Document::Daily(all) => rows::daily(all),
        Document::Observations(all) => rows::observations(all),
        Document::Alerts(document) => rows::alerts(document),
        Document::Backtest(result, _) => rows::backtest(result),
        Document::Cost(document) => rows::cost(document),
        Document::Check(_) | Document::Plan(_) | Document::Outbox(_) | Document::Forget(_) => {
            let what =
                "--format csv has no meaning for a check, a dry run, forget or what waits to be sent; use text or json";
            return Err(Stop::error(Exit::Usage, what));
        }
    };
    write(&table, look.csv_bom)
}

/// A table as text.
pub(crate) fn write(table: &Csv, bom: bool) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(&table.columns).context("a table's columns")?;
    for row in &table.rows {
        writer.write_record(row).context("a table's row")?;
    }
    let text = String::from_utf8(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)?;
    Ok(if bom { format!("\u{feff}{text}") } else { text })
}

/// A table of texts that are ready to be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Csv {
    /// Names of the columns.
    pub(crate) columns: Vec<&'static str>,
    /// The rows, as long as the columns.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A number, or nothing.
pub(crate) fn number<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Text that no spreadsheet takes for a formula; nothing else of it is changed.
pub(crate) fn text(text: &str) -> String {
    if is_marked(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`text`] was given.
pub(crate) fn bare(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_marked(rest)).unwrap_or(text)
}

/// Whether a formula begins it, behind any marks, or it is marks alone.
fn is_marked(text: &str) -> bool {
    let behind = text.trim_start_matches('\'');
    behind.starts_with(FORMULA) || (behind.is_empty() && !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_marked_and_the_mark_comes_off_again() {
        for (written, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''@", "'''@"),
            ("'", "''"),
            ("'quoted'", "'quoted'"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(text(written), expected);
            assert_eq!(bare(expected), written);
        }
    }

    #[test]
    fn cells_are_quoted_as_the_rfc_says() {
        let rows = vec![vec!["a,b".into(), "say \"x\"\nand".into()]];
        let table = Csv { columns: vec!["one", "two"], rows };
        assert_eq!(write(&table, false).unwrap(), "one,two\r\n\"a,b\",\"say \"\"x\"\"\nand\"\r\n");
        assert!(write(&table, true).unwrap().starts_with("\u{feff}one,"));
    }
}
