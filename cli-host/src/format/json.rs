//! The documents as JSON, the bytes that every host of the core writes.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Day, Diff, Error, HistoryDocument, Report, SCHEMA_VERSION, Timestamp, to_json};

use super::{Compared, Document, Ran, RunResult, Totals};
use crate::{
    exit::{Exit, Stop},
    span::{Span, Within},
};

/// Campaigns side by side; of a run, also when and for how much.
#[derive(Serialize)]
struct Together<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits_used: Option<u32>,
    totals: &'a Totals,
    campaigns: Vec<Campaign<'a>>,
}

#[derive(Serialize)]
struct Changes<'a> {
    schema_version: u32,
    campaign: &'a str,
    date: Day,
    taken_at: Timestamp,
    diff: Option<&'a Diff>,
}

#[derive(Serialize)]
struct InSpan<'a> {
    schema_version: u32,
    campaign: &'a str,
    from: Day,
    to: Day,
    totals_at_end: &'a Report,
    gained_within: Within,
}

#[derive(Serialize)]
struct Daily<'a> {
    schema_version: u32,
    campaigns: &'a [HistoryDocument],
}

/// A campaign among others: what it has, and what went wrong.
#[derive(Serialize)]
pub(super) struct Campaign<'a> {
    campaign: &'a str,
    report: Option<&'a Report>,
    error: Option<&'a Error>,
}

/// The document as one line of JSON.
pub(super) fn render(document: &Document<'_>) -> Result<String> {
    let mut text = match document {
        Document::Run(result) => together(&result.all, Some(result)),
        Document::Report(shown) => shown.report.to_json(),
        Document::Span(span) => self::span(span),
        Document::Compare(all) => together(all, None),
        Document::Daily(all) => to_json(&Daily { schema_version: SCHEMA_VERSION, campaigns: all }),
        Document::Observations(_) => {
            return Err(Stop::error(Exit::Usage, "--format json has no meaning for export; use ndjson or csv"));
        }
        Document::Diff(shown) => diff(&shown.report),
        Document::History(history) => to_json(history),
        Document::Alerts(alerts) => to_json(alerts),
        Document::Outbox(outbox) => to_json(outbox),
        Document::Backtest(backtest, _) => to_json(backtest),
        Document::Cost(cost) => to_json(cost),
        Document::Check(check) => to_json(check),
        Document::Forget(document) => to_json(document),
        Document::Plan(plan) => to_json(plan),
    };
    text.push('\n');
    Ok(text)
}

fn diff(report: &Report) -> String {
    let Report { campaign, date, taken_at, diff, .. } = report;
    to_json(&Changes {
        schema_version: SCHEMA_VERSION,
        campaign,
        date: *date,
        taken_at: *taken_at,
        diff: diff.as_ref(),
    })
}

fn span(span: &Span) -> String {
    let report = &span.shown.report;
    to_json(&InSpan {
        schema_version: SCHEMA_VERSION,
        campaign: &report.campaign,
        from: span.from,
        to: span.to,
        totals_at_end: report,
        gained_within: span.within,
    })
}

fn together(all: &Compared, run: Option<&RunResult>) -> String {
    to_json(&Together {
        schema_version: SCHEMA_VERSION,
        started_at: run.map(|run| run.started_at),
        credits_used: run.map(|run| run.credits_used),
        totals: &all.totals,
        campaigns: all.campaigns.iter().map(Campaign::of).collect(),
    })
}

impl<'a> Campaign<'a> {
    pub(super) fn of(ran: &'a Ran) -> Self {
        let report = ran.shown.as_ref().map(|shown| &shown.report);
        Self { campaign: &ran.campaign, report, error: ran.error.as_ref() }
    }
}
