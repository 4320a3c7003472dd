//! A run: the whole report of one campaign, or the morning's view of several.

use super::{morning, report};
use crate::format::RunResult;

/// The run.
pub(super) fn render(result: &RunResult) -> String {
    match result.campaigns.as_slice() {
        // Its error goes to stderr.
        [ran] => ran.shown.as_ref().map(report::render).unwrap_or_default(),
        // Why none was read stands on stderr.
        [] => String::new(),
        several => {
            let reports = several.iter().filter_map(|ran| ran.shown.as_ref()).map(|shown| &shown.report);
            let told: Vec<String> = super::alerts::of_reports(reports, result.started_at);
            let view = morning::render(several, &result.totals, Some(result.credits_used));
            told.into_iter().fold(view, |view, line| view + &line + "\n")
        }
    }
}
