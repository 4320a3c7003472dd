//! The columns of each table.

use serde_json::Value;
use tagpulse_core::{Backtest, DayFigures, HistoryDocument, Origin, Ratio, Report, Snapshot, to_json};

use super::{Csv, number, text};
use crate::{
    alerts::AlertsDocument,
    cost::CostDocument,
    format::{Compared, Shown},
    observations,
    span::Span,
};

const REPORT: [&str; 29] = [
    "campaign",
    "date",
    "taken_at",
    "zone",
    "total_videos",
    "total_views",
    "total_engagement",
    "avg_views",
    "avg_engagement",
    "viral_videos",
    "new_videos_24h",
    "view_growth_24h",
    "creators",
    "listed",
    "known",
    "not_seen",
    "carried_views",
    "coverage_share",
    "er_views_pooled",
    "er_views_median",
    "like_rate_views",
    "comment_rate_views",
    "share_rate_views",
    "save_rate_views",
    "er_followers_pooled",
    "views_gained",
    "published",
    "alerts",
    "suspect",
];

/// Since when and over how many hours `views_gained` and `published` are; at each table's end.
const GAINED: [&str; 2] = ["since", "gained_over_hours"];

/// One row.
pub(super) fn report(shown: &Shown) -> Csv {
    let report = &shown.report;
    Csv { columns: [&REPORT[..], &GAINED].concat(), rows: vec![[&cells(report)[..], &gained(report)].concat()] }
}

/// A row a campaign, those without a report among them.
pub(super) fn together(all: &Compared) -> Csv {
    let mut columns = REPORT.to_vec();
    columns.push("error");
    columns.extend(GAINED);
    let rows = all.campaigns.iter().map(|ran| {
        let mut row = match &ran.shown {
            Some(shown) => cells(&shown.report),
            None => {
                let mut empty = vec![String::new(); REPORT.len()];
                empty[0] = text(&ran.campaign);
                empty
            }
        };
        row.push(ran.error.as_ref().map_or_else(String::new, |error| text(&error.message)));
        row.extend(ran.shown.as_ref().map_or_else(Default::default, |shown| gained(&shown.report)));
        row
    });
    Csv { rows: rows.collect(), columns }
}

fn ratio(value: Option<Ratio>) -> String {
    // As in the documents: at most six decimals, no exponent.
    value.map_or_else(String::new, |value| to_json(&value))
}

fn cells(report: &Report) -> Vec<String> {
    let (coverage, rates) = (&report.coverage, &report.rates);
    vec![
        text(&report.campaign),
        report.date.to_string(),
        report.taken_at.to_string(),
        text(&report.zone),
        report.total_videos.to_string(),
        report.total_views.to_string(),
        report.total_engagement.to_string(),
        report.avg_views.to_string(),
        report.avg_engagement.to_string(),
        report.viral_videos.to_string(),
        number(report.new_videos_24h),
        number(report.view_growth_24h),
        report.creators.total.to_string(),
        coverage.listed.to_string(),
        coverage.known.to_string(),
        coverage.not_seen.to_string(),
        coverage.carried_views.to_string(),
        ratio(coverage.share),
        ratio(rates.er_views_pooled),
        ratio(rates.er_views_median),
        ratio(rates.like_rate_views),
        ratio(rates.comment_rate_views),
        ratio(rates.share_rate_views),
        ratio(rates.save_rate_views),
        ratio(rates.er_followers_pooled),
        number(report.diff.as_ref().map(|diff| diff.view_growth.own())),
        number(report.diff.as_ref().map(|diff| diff.published)),
        // As in the other formats: what is only noted is no alert.
        report.alerts.iter().filter(|alert| alert.notifies).count().to_string(),
        coverage.suspect.as_deref().map_or_else(String::new, text),
    ]
}

fn gained(report: &Report) -> [String; 2] {
    let diff = report.diff.as_ref();
    [number(diff.map(|diff| diff.since)), ratio(diff.map(|diff| diff.elapsed_hours))]
}

/// One row: totals at the end under their names, gains under `within_`.
pub(super) fn span(span: &Span) -> Csv {
    let within = &span.within;
    let mut columns = vec!["from", "to"];
    columns.extend(REPORT);
    columns.extend(["within_views_gained", "within_published", "within_since", "within_days", "within_days_compared"]);
    columns.extend(["within_published_views", "within_found", "within_found_views", "within_elapsed_hours"]);
    columns.extend(GAINED);
    let mut row = vec![span.from.to_string(), span.to.to_string()];
    row.extend(cells(&span.shown.report));
    row.extend([
        number(within.views_gained),
        number(within.published),
        number(within.since),
        within.days.to_string(),
        within.days_compared.to_string(),
        number(within.published_views),
        number(within.found),
        number(within.found_views),
        ratio(within.elapsed_hours),
    ]);
    row.extend(gained(&span.shown.report));
    Csv { columns, rows: vec![row] }
}

/// What changed, in one row.
pub(super) fn diff(shown: &Shown) -> Csv {
    let columns = vec![
        "campaign",
        "date",
        "taken_at",
        "since",
        "elapsed_hours",
        "new",
        "published",
        "found",
        "gained",
        "fallen",
        "not_seen",
        "back",
        "growth_total",
        "growth_known",
        "growth_published",
        "growth_found",
        "growth_back",
    ];
    let Report { campaign, date, taken_at, diff, .. } = &shown.report;
    let mut row = vec![text(campaign), date.to_string(), taken_at.to_string()];
    match diff {
        Some(diff) => {
            row.extend([diff.since.to_string(), ratio(Some(diff.elapsed_hours))]);
            let videos = [diff.new, diff.published, diff.found, diff.gained, diff.fallen, diff.not_seen, diff.back];
            row.extend(videos.map(|videos| videos.to_string()));
            let growth = &diff.view_growth;
            let views = [growth.total, growth.known, growth.published, growth.found, growth.back];
            row.extend(views.map(|views| views.to_string()));
        }
        None => row.resize(columns.len(), String::new()),
    }
    Csv { columns, rows: vec![row] }
}

/// A row a campaign and day.
pub(super) fn daily(all: &[HistoryDocument]) -> Csv {
    let columns = vec![
        "campaign",
        "date",
        "taken_at",
        "origin",
        "total_videos",
        "total_views",
        "total_engagement",
        "views_gained",
        "published",
        "coverage_share",
        "alerts",
        "gained_over_hours",
    ];
    let row = |campaign: &str, day: &DayFigures| {
        let origin = match day.origin {
            Origin::Reading => "reading",
            Origin::Tutorial => "tutorial",
        };
        vec![
            text(campaign),
            day.date.to_string(),
            day.taken_at.to_string(),
            origin.to_owned(),
            day.total_videos.to_string(),
            day.total_views.to_string(),
            day.total_engagement.to_string(),
            number(day.views_gained),
            number(day.published),
            ratio(day.coverage_share),
            day.alerts.to_string(),
            ratio(day.gained_over_hours),
        ]
    };
    let rows = all.iter().flat_map(|history| history.days.iter().map(|day| row(&history.campaign, day)));
    Csv { columns, rows: rows.collect() }
}

/// A row a video and reading.
pub(super) fn observations(all: &[(String, Vec<Snapshot>)]) -> Csv {
    let rows = all.iter().flat_map(|(name, readings)| observations::rows(name, readings).map(|row| row.cells()));
    Csv { columns: observations::COLUMNS.to_vec(), rows: rows.collect() }
}

/// A row an alert.
pub(super) fn alerts(document: &AlertsDocument) -> Csv {
    let columns = vec![
        "campaign",
        "taken_at",
        "tier",
        "severity",
        "notifies",
        "video_id",
        "author",
        "url",
        "detectors",
        "reason",
        "key",
        "own",
        "delivery",
    ];
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(words)) => text(words),
        Some(Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            text(&words.join(" "))
        }
        Some(other) => other.to_string(),
    };
    let rows = document.alerts.iter().map(|alert| columns.iter().map(|column| cell(alert.get(*column))).collect());
    let rows = rows.collect();
    Csv { columns, rows }
}

/// A row a message.
pub(super) fn backtest(result: &Backtest) -> Csv {
    let columns = vec!["campaign", "taken_at", "tier", "severity", "video_id", "detectors", "reason", "key"];
    let rows = result.alerts.iter().map(|sent| {
        let detectors: Vec<&str> = sent.detectors.iter().map(|detector| detector.as_str()).collect();
        vec![
            text(&sent.campaign),
            sent.taken_at.to_string(),
            sent.tier.as_str().to_owned(),
            sent.severity.to_string(),
            number(sent.video_id),
            detectors.join(" "),
            text(&sent.reason),
            text(&sent.key),
        ]
    });
    Csv { rows: rows.collect(), columns }
}

/// A row a month and campaign.
pub(super) fn cost(document: &CostDocument) -> Csv {
    let columns = vec!["month", "campaign", "requests", "credits", "credits_possible", "in_flight"];
    let rows = document.ledger.iter().map(|row| {
        let mut cells = vec![row.month.clone(), text(&row.campaign)];
        cells.extend([row.requests, row.credits, row.credits_possible, row.in_flight].map(|count| count.to_string()));
        cells
    });
    Csv { rows: rows.collect(), columns }
}
