//! A run: the whole report of one campaign, or a line for each of several, those that need
//! attention first, and their alerts.

use tagpulse_core::clean;

use super::{BOLD, WARN, report, styled};
use crate::{
    format::{Ran, RunResult, Totals},
    number::{change, counted, hours, short},
};

/// The run.
pub(super) fn render(result: &RunResult) -> String {
    if let [ran] = result.campaigns.as_slice() {
        // Its error goes to stderr.
        return ran.shown.as_ref().map(report::render).unwrap_or_default();
    }
    let mut campaigns: Vec<&Ran> = result.campaigns.iter().collect();
    campaigns.sort_by_key(|ran| attention(ran));
    let mut lines: Vec<String> = campaigns.into_iter().map(line).collect();
    let reports = result.campaigns.iter().filter_map(|ran| ran.shown.as_ref()).map(|shown| &shown.report);
    lines.extend(super::alerts::of_reports(reports, result.started_at));
    lines.push(total(&result.totals, result.credits_used));
    lines.join("\n") + "\n"
}

/// Failed, then partial, suspect, with alerts, and the rest; within each as the run went.
fn attention(ran: &Ran) -> u8 {
    match &ran.shown {
        None => 0,
        Some(_) if ran.error.is_some() => 1,
        Some(shown) if shown.report.coverage.suspect.is_some() => 2,
        Some(shown) if sent(&shown.report) > 0 => 3,
        Some(_) => 4,
    }
}

/// Alerts that are sent: the others only stand in the report.
fn sent(report: &tagpulse_core::Report) -> u64 {
    report.alerts.iter().filter(|alert| alert.notifies).count() as u64
}

fn line(ran: &Ran) -> String {
    let failed = |error: &tagpulse_core::Error| clean(&error.message, 200);
    let Some(shown) = &ran.shown else {
        let why = ran.error.as_ref().map_or_else(|| "nothing was learned".to_owned(), failed);
        return format!("{}   {}", styled(WARN, &clean(&ran.campaign, 100)), styled(WARN, &format!("failed: {why}")));
    };
    let r = &shown.report;
    let mut line = styled(BOLD, &report::title(&r.campaign, &shown.hashtags));
    let (mut videos, mut views) = (counted(r.total_videos, "video"), format!("{} views", short(r.total_views)));
    if let Some(diff) = &r.diff {
        let hours = hours(diff.elapsed_hours.as_f64());
        let own = diff.view_growth.known.saturating_add(diff.view_growth.published);
        videos += &format!(" ({} in {hours})", change(i64::try_from(diff.new).unwrap_or(i64::MAX)));
        views += &format!(" ({} in {hours})", change(own));
    }
    let multiple = r.viral_rule.multiple.as_f64();
    line += &format!(
        "   {videos}   {views}   {} above {multiple}x   {}",
        r.viral_videos,
        counted(r.cost.credits, "credit")
    );
    if sent(r) > 0 {
        line += &styled(WARN, &format!("   {}", counted(sent(r), "alert")));
    }
    if let Some(reason) = &r.coverage.suspect {
        line += &styled(WARN, &format!("   suspect: {}", clean(reason, 120)));
    }
    if let Some(error) = &ran.error {
        line += &styled(WARN, &format!("   partial: {}", failed(error)));
    }
    line
}

fn total(totals: &Totals, credits: u32) -> String {
    let line = format!(
        "{} together, each video once: {}   {} views   {} likes+comments+shares",
        counted(totals.campaigns, "campaign"),
        counted(totals.total_videos, "video"),
        short(totals.total_views),
        short(totals.total_engagement)
    );
    format!("{line}   {}", counted(credits.into(), "credit"))
}
