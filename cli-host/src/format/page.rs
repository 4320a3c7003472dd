//! A page for people, before it is Markdown or HTML: headings, figures, tables, charts. What it says is
//! decided here once; how it is escaped and drawn is the format's.

mod alerts;
mod client;
mod compare;
mod cost;
mod diff;
mod history;
mod parts;
mod report;
mod span;

use anyhow::Result;
use tagpulse_core::Day;

use super::{Document, Look};
use crate::exit::{Exit, Stop};

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// The first heading.
    pub(super) title: String,
    /// What stands under it: hashtags, time, zone.
    pub(super) subtitle: Vec<String>,
    /// What makes the figures less than whole.
    pub(super) warnings: Vec<String>,
    /// What follows.
    pub(super) sections: Vec<Section>,
    /// Small print.
    pub(super) footer: Vec<String>,
}

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// The heading; none when empty.
    pub(super) heading: String,
    /// Whether it begins a sheet of paper.
    pub(super) new_sheet: bool,
    /// What stands under it.
    pub(super) parts: Vec<Part>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A sentence or two.
    Text(String),
    /// Large figures.
    Figures(Vec<Figure>),
    /// A table.
    Table(Table),
    /// A value a day.
    Chart(Chart),
    /// Videos by weekday and hour.
    Heat(Heat),
    /// Markdown that an analyst wrote.
    Note(String),
}

/// A large figure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// What it counts.
    pub(super) label: String,
    /// The figure.
    pub(super) value: String,
    /// What stands under it.
    pub(super) beside: Option<String>,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// What it shows, for those who hear it.
    pub(super) caption: String,
    /// Names of columns, and whether they hold numbers.
    pub(super) columns: Vec<(String, bool)>,
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// Text, made harmless by the format.
    Text(String),
    /// A number in the reader's way, already written.
    Number(String),
    /// A number, and its share of the column's largest in thousandths.
    Bar(String, u32),
    /// Text that leads to an address made by the core.
    Link(String, String),
    /// Nothing is known.
    Unknown,
}

/// A value a day.
#[derive(Clone, Debug)]
pub(super) struct Chart {
    /// What it shows.
    pub(super) title: String,
    /// The unit of its values.
    pub(super) unit: String,
    /// What is to be known of single days; empty where there is nothing.
    pub(super) note: String,
    /// Bars, or a line over an area.
    pub(super) bars: bool,
    /// The days in order, none left out; `None` where nothing is known.
    pub(super) days: Vec<(Day, Option<i64>)>,
}

/// Videos by weekday (Monday first) and hour.
#[derive(Clone, Debug)]
pub(super) struct Heat {
    /// What it shows.
    pub(super) title: String,
    /// The counts.
    pub(super) hours: Vec<Vec<u64>>,
}

impl Page {
    /// Adds a section.
    fn add(&mut self, heading: &str, parts: Vec<Part>) {
        if !parts.is_empty() {
            self.sections.push(Section { heading: heading.to_owned(), new_sheet: false, parts });
        }
    }

    /// Adds a section that begins a sheet.
    fn add_sheet(&mut self, heading: &str, parts: Vec<Part>) {
        self.add(heading, parts);
        if let Some(section) = self.sections.last_mut() {
            section.new_sheet = true;
        }
    }
}

/// The page of a document.
///
/// # Errors
/// Exit 2 when the format has no meaning for it.
pub(super) fn of(document: &Document<'_>, look: &Look, format: &str) -> Result<Page> {
    let none = |command: &str| {
        let message =
            format!("--format {format} has no meaning for {command}; use text or json, for exports csv or ndjson");
        Err(Stop::error(Exit::Usage, message))
    };
    Ok(match document {
        Document::Report(shown) if look.client.is_some() => client::page(shown, None, look),
        Document::Report(shown) => report::page(shown, look),
        Document::Span(span) => span::page(span, look),
        Document::Compare(all) => compare::page(all, "Campaigns side by side", look),
        Document::Run(result) => compare::run(result, look),
        Document::Diff(shown) => diff::page(shown, look),
        Document::History(days) => history::page(days, look),
        Document::Alerts(document) => alerts::page(document, look),
        Document::Backtest(result, zone) => alerts::backtest(result, zone, look),
        Document::Cost(document) => cost::page(document, look),
        Document::Observations(_) => return none("export"),
        Document::Daily(_) => return none("export --daily"),
        Document::Outbox(_) => return none("what waits to be sent"),
        Document::Check(_) => return none("check"),
        Document::Plan(_) => return none("a dry run"),
        Document::Forget(_) => return none("forget"),
    })
}
