//! What pages look like: the reader's way to write numbers, and a client's title, logo, colour and note.

mod accent;
mod logo;

use std::path::Path;

use anyhow::Result;

pub(crate) use accent::Accent;
pub(crate) use logo::Logo;

use crate::{
    args::{Common, LookArgs},
    exit::{Exit, Stop},
    format::{Locale, columns},
};

/// A note is read, not published: a longer file is a slip.
const NOTE_BYTES: u64 = 64 * 1024;

/// What pages look like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    /// How numbers and dates are written.
    pub(crate) locale: Locale,
    /// Whether csv begins with a byte order mark.
    pub(crate) csv_bom: bool,
    /// Columns that lines of text have; `None` where they are as long as they are.
    pub(crate) columns: Option<usize>,
    /// For whom a report is; `None` for the analyst.
    pub(crate) client: Option<Client>,
}

/// A report for a client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// Its title.
    pub(crate) title: Option<String>,
    /// The client's picture.
    pub(crate) logo: Option<Logo>,
    /// The client's colour.
    pub(crate) accent: Option<Accent>,
    /// What the analyst says, in Markdown.
    pub(crate) note: Option<String>,
}

impl Look {
    /// What the flags of every command say.
    ///
    /// # Errors
    /// Exit 2 for a locale that is not known.
    pub(crate) fn new(common: &Common) -> Result<Self> {
        let locale = common.locale.as_deref().map(Locale::find).transpose();
        let locale = locale.map_err(|message| Stop::error(Exit::Usage, message))?.unwrap_or_default();
        let columns = columns(common.output.is_some());
        Ok(Self { locale, csv_bom: common.csv_bom, columns, client: None })
    }

    /// This look with what a report's own flags say.
    ///
    /// # Errors
    /// Exit 2 for a logo, colour or note that cannot be used.
    pub(crate) fn with(&self, args: &LookArgs) -> Result<Self> {
        if args.audience.is_none() {
            return Ok(self.clone());
        }
        let usage = |message: String| Stop::error(Exit::Usage, message);
        let client = Client {
            title: args.title.clone(),
            logo: args.logo.as_deref().map(Logo::load).transpose().map_err(usage)?,
            accent: args.accent.as_deref().map(Accent::parse).transpose().map_err(usage)?,
            note: args.note.as_deref().map(note).transpose().map_err(usage)?,
        };
        Ok(Self { client: Some(client), ..self.clone() })
    }

    /// The colour of headings and charts.
    pub(crate) fn accent(&self) -> Accent {
        self.client.as_ref().and_then(|client| client.accent).unwrap_or_default()
    }
}

fn note(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let size = std::fs::metadata(path).map_err(|error| format!("--note: cannot read {shown}: {error}"))?.len();
    if size > NOTE_BYTES {
        return Err(format!("--note: {shown} has {size} bytes; a note has at most {NOTE_BYTES}"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| format!("--note: cannot read {shown}: {error}"))?;
    Ok(plain(&text))
}

/// The note's lines without control and bidi characters; what begins a line in it keeps its place.
fn plain(text: &str) -> String {
    let line = |line: &str| {
        let words = line.trim_start_matches([' ', '\t']);
        let indent = &line[..line.len() - words.len()];
        format!("{indent}{}\n", tagpulse_core::clean(words, usize::MAX))
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_keeps_its_lines_and_nothing_hidden() {
        assert_eq!(plain("# a\r\n\n    code\u{202e}\n- b\u{1b}[2J\u{2028}c"), "# a\n\n    code\n- b[2J c\n");
    }
}
