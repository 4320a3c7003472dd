//! Text for people: what matters first, hours beside every change, hostile text made harmless.

mod alerts;
mod diff;
mod fit;
mod forget;
mod history;
mod morning;
mod outbox;
mod report;
mod run;
mod table;
mod tables;

pub(crate) use fit::columns;
pub(super) use report::{Weight, told};

#[cfg(feature = "demo")]
pub(crate) use {fit::fit, history::gained_by_day};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use tagpulse_core::{Timestamp, Zone, clean, is_forgotten};

use super::{Document, Look};

/// Headlines.
const BOLD: Style = Style::new().bold();
/// What needs attention.
const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// What stands beside.
const DIM: Style = Style::new().dimmed();

/// The document as text with colours, which the output takes away where they do not belong.
pub(super) fn render(document: &Document<'_>, look: &Look) -> Result<String> {
    let columns = look.columns;
    let text = match document {
        Document::Run(result) => run::render(result, columns),
        Document::Report(shown) => report::render(shown, columns),
        Document::Compare(all) => morning::render(all, None, columns),
        Document::Span(span) => report::span(span, columns),
        // Nobody reads them: they are lines for programs whatever is asked for, unless it is a table.
        Document::Observations(_) => return super::ndjson::render(document),
        Document::Daily(all) => all.iter().map(|days| history::render(days, columns)).collect::<Vec<_>>().join("\n"),
        Document::Diff(shown) => diff::render(shown),
        Document::History(days) => history::render(days, columns),
        Document::Alerts(document) => alerts::render(document),
        Document::Outbox(document) => outbox::render(document),
        Document::Backtest(result, zone) => alerts::backtest(result, zone),
        Document::Cost(cost) => tables::cost(cost, columns),
        Document::Check(check) => tables::check(check, columns),
        Document::Forget(document) => forget::render(document),
        Document::Plan(plan) => tables::plan(plan),
    };
    Ok(fit::fit(&text, columns))
}

/// Text in a style.
fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `@handle`, made harmless; a creator without one is a dash, and one forgotten has no handle.
fn handle(author: Option<&str>) -> String {
    match author {
        None => "-".to_owned(),
        Some(author) if is_forgotten(author) => clean(author, 40),
        Some(author) => format!("@{}", clean(author, 40)),
    }
}

/// `12 Nov 2026 09:00 Europe/Berlin`
pub(crate) fn local_time(at: Timestamp, zone: &Zone) -> String {
    format!("{} {}", clock(at, zone), clean(zone.name(), 60))
}

/// The same where the zone stands above.
fn clock(at: Timestamp, zone: &Zone) -> String {
    let local = at.plus(zone.offset_seconds(at).into());
    let time = chrono::DateTime::from_timestamp(local.seconds(), 0).unwrap_or_default();
    time.format("%-d %b %Y %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_local_and_handles_harmless() {
        let at = Timestamp::parse("2026-11-12T08:00:00Z").unwrap();
        let zone = crate::zone::load("Europe/Berlin", at).unwrap();
        assert_eq!(local_time(at, &zone), "12 Nov 2026 09:00 Europe/Berlin");
        assert_eq!(handle(Some("a\u{1b}[31m\u{202e}b")), "@a[31mb");
        assert_eq!((handle(None), handle(Some("(forgotten 7)"))), ("-".to_owned(), "(forgotten 7)".to_owned()));
    }
}
