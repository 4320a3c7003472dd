//! One JSON text a line: alerts for programs that read them one by one. Other documents are one
//! line each.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Alert, DayFigures, HistoryDocument, to_json};

use super::{Document, json};
use crate::observations;

/// A day with the campaign that it is of.
#[derive(Serialize)]
struct CampaignDay<'a> {
    campaign: &'a str,
    #[serde(flatten)]
    figures: &'a DayFigures,
}

/// The lines.
pub(super) fn render(document: &Document<'_>) -> Result<String> {
    let lines: Vec<String> = match document {
        Document::Backtest(result, _) => result.alerts.iter().map(to_json).collect(),
        Document::Alerts(document) => document.alerts.iter().map(to_json).collect(),
        Document::Outbox(document) => document.waiting.iter().map(to_json).collect(),
        Document::Run(result) => {
            let reports = result.all.campaigns.iter().filter_map(|ran| ran.shown.as_ref());
            let alerts: Vec<&Alert> = reports.flat_map(|shown| &shown.report.alerts).collect();
            alerts.into_iter().map(to_json).collect()
        }
        Document::Compare(all) => all.campaigns.iter().map(|ran| to_json(&json::Campaign::of(ran))).collect(),
        Document::Observations(all) => all
            .iter()
            .flat_map(|(name, readings)| observations::rows(name, readings))
            .map(|row| to_json(&row))
            .collect(),
        Document::Daily(all) => all.iter().flat_map(days).collect(),
        _ => return json::render(document),
    };
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

fn days(history: &HistoryDocument) -> impl Iterator<Item = String> + '_ {
    history.days.iter().map(|figures| to_json(&CampaignDay { campaign: &history.campaign, figures }))
}
