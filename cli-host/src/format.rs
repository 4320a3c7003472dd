//! What the commands show, and the formats it is shown in. A further format is one file
//! beside these and one arm below.

mod apart;
mod attention;
pub(crate) mod csv;
mod goals;
mod html;
mod json;
mod label;
mod locale;
mod md;
mod ndjson;
mod page;
mod text;
mod written;

pub(crate) use locale::Locale;
pub(crate) use text::{columns, local_time};

#[cfg(feature = "demo")]
pub(crate) use text::{fit, gained_by_day};

use anyhow::Result;
use tagpulse_core::{Backtest, DayFigures, Error, HistoryDocument, Ratio, Report, Snapshot, Timestamp, Zone};

pub(crate) use crate::look::Look;
use crate::{
    alerts::{AlertsDocument, OutboxDocument},
    args::Format,
    check::CheckDocument,
    cost::CostDocument,
    forget::ForgetDocument,
    own::Own,
    plan::Plan,
    span::Span,
};

/// What a report is beside its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The campaign's first reading.
    First,
    /// A later one.
    Later,
    /// Made of files, outside any store.
    Files,
}

/// A report to show.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// The report.
    pub(crate) report: Report,
    /// Its zone, for local times.
    pub(crate) zone: Zone,
    /// What it is.
    pub(crate) kind: Kind,
    /// The campaign's hashtags, for the headline.
    pub(crate) hashtags: Vec<String>,
    /// The days up to the report's; empty where they are not asked for.
    pub(crate) days: Vec<DayFigures>,
    /// What the user's own accounts have in it.
    pub(crate) own: Own,
}

/// One campaign of a run.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    /// Its name.
    pub(crate) campaign: String,
    /// Its report; `None` when nothing was learned.
    pub(crate) shown: Option<Shown>,
    /// What went wrong; beside a report it says that the reading is partial.
    pub(crate) error: Option<Error>,
    /// Whether others were read since, and it was not: its figures are of another day.
    pub(crate) is_old: bool,
}

/// Several campaigns together, each video once. What no campaign has a report of is not known: null.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub(crate) struct Totals {
    /// Campaigns with a report.
    pub(crate) campaigns: u64,
    /// Videos of all of them, each once.
    pub(crate) total_videos: Option<u64>,
    /// Their views.
    pub(crate) total_views: Option<u64>,
    /// Their likes, comments and shares.
    pub(crate) total_engagement: Option<u64>,
    /// Views gained since each campaign's base by known and published videos; null without any base.
    pub(crate) views_gained: Option<i64>,
    /// Videos of the user's own accounts among them.
    pub(crate) own_videos: Option<u64>,
    /// Views of those.
    pub(crate) own_views: Option<u64>,
    /// What each campaign has of the sums over the campaigns, where a shared video counts for each.
    pub(crate) share_of_voice: Vec<Voice>,
}

/// A campaign's part among the campaigns compared; null where nobody has anything.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Voice {
    /// The campaign.
    pub(crate) campaign: String,
    /// Of the videos.
    pub(crate) posts: Option<Ratio>,
    /// Of their views.
    pub(crate) views: Option<Ratio>,
    /// Of the creators.
    pub(crate) creators: Option<Ratio>,
    /// Of the views gained, over campaigns that have a base.
    pub(crate) views_gained: Option<Ratio>,
    /// Of likes, comments and shares.
    pub(crate) engagement: Option<Ratio>,
    /// How much of the campaign is known: a part of a part compares badly.
    pub(crate) coverage_share: Option<Ratio>,
    /// Videos of the user's own accounts in it.
    pub(crate) own_videos: u64,
    /// Views of those.
    pub(crate) own_views: u64,
}

/// Campaigns side by side, also those that have no report.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    /// The campaigns in the order asked for, or that of the run.
    pub(crate) campaigns: Vec<Ran>,
    /// All campaigns together.
    pub(crate) totals: Totals,
}

impl Compared {
    /// The newest reading's time, and the zone to show it in: that of most campaigns, or the first of those.
    fn newest(&self) -> Option<(Timestamp, &Zone)> {
        let shown = || self.campaigns.iter().filter_map(|ran| ran.shown.as_ref());
        let share = |zone: &Zone| shown().filter(|other| other.zone.name().eq_ignore_ascii_case(zone.name())).count();
        let at = shown().map(|shown| shown.report.taken_at).max()?;
        let zone = shown().rev().map(|shown| &shown.zone).max_by_key(|zone| share(zone))?;
        Some((at, zone))
    }
}

/// A run to show.
#[derive(Clone, Debug)]
pub(crate) struct RunResult {
    /// The run's instant.
    pub(crate) started_at: Timestamp,
    /// Credits that the run's requests used, by the ledger.
    pub(crate) credits_used: u32,
    /// What became of the campaigns.
    pub(crate) all: Compared,
}

/// Everything that can be shown.
#[derive(Debug)]
pub(crate) enum Document<'a> {
    /// A run over one campaign or several.
    Run(&'a RunResult),
    /// One report.
    Report(&'a Shown),
    /// The reports of several campaigns, side by side.
    Compare(&'a Compared),
    /// A span of days.
    Span(&'a Span),
    /// What changed.
    Diff(&'a Shown),
    /// A campaign's days.
    History(&'a HistoryDocument),
    /// The days of campaigns, a row each.
    Daily(&'a [HistoryDocument]),
    /// The stored readings of campaigns, by name.
    Observations(&'a [(String, Vec<Snapshot>)]),
    /// What was told of a campaign.
    Alerts(&'a AlertsDocument),
    /// What waits for its delivery.
    Outbox(&'a OutboxDocument),
    /// What a policy would have told, and the zone to tell its times in.
    Backtest(&'a Backtest, &'a Zone),
    /// The ledger.
    Cost(&'a CostDocument),
    /// Config and store.
    Check(&'a CheckDocument),
    /// What was forgotten.
    Forget(&'a ForgetDocument),
    /// What a run would send.
    Plan(&'a Plan),
}

/// The document in a format, ending with a line break.
///
/// # Errors
/// Exit 2 when the format has no meaning for the document.
pub(crate) fn render(format: Format, document: &Document<'_>, look: &Look) -> Result<String> {
    match format {
        Format::Text => text::render(document, look),
        Format::Json => json::render(document),
        Format::Ndjson => ndjson::render(document),
        Format::Csv => csv::render(document, look),
        Format::Md => Ok(md::render(&page::of(document, look, "md")?, look)),
        Format::Html => Ok(html::render(&page::of(document, look, "html")?, look)),
    }
}
