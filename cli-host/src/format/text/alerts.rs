//! Alerts for people: how urgent, about what, and why.

use serde_json::Value;
use tagpulse_core::{Alert, Backtest, Day, Report, Sent, Timestamp, clean, messages};

use super::{BOLD, DIM, WARN, handle, styled};
use crate::{alerts::AlertsDocument, number::counted};

/// Messages that a back-test's text lists of a campaign; `--format ndjson` has all.
const LISTED: usize = 20;

/// What was told of a campaign.
pub(super) fn render(document: &AlertsDocument) -> String {
    let mut lines = vec![styled(BOLD, &clean(&document.campaign, 100))];
    if document.alerts.is_empty() {
        lines.push("Nothing has been told of it yet.".to_owned());
    }
    for alert in &document.alerts {
        let text = |key: &str| alert.get(key).and_then(Value::as_str).map(|text| clean(text, 500));
        let about = match (text("author"), text("video_id")) {
            (Some(author), _) => handle(Some(&author)),
            (None, Some(video)) => format!("video {video}"),
            (None, None) => "the campaign".to_owned(),
        };
        let time = text("taken_at").unwrap_or_default();
        let tier = text("tier").unwrap_or_default();
        let sent = if alert.get("notifies") == Some(&Value::Bool(true)) { "" } else { "   (not sent)" };
        lines.push(format!("{time}   {tier:<5}   {about}   {}{sent}", text("reason").unwrap_or_default()));
        lines.extend(text("url").map(|url| styled(DIM, &format!("    {url}"))));
    }
    lines.join("\n") + "\n"
}

/// The alerts of a report, those that are sent first.
pub(super) fn of_report(alerts: &[Alert]) -> Vec<String> {
    let mut lines = Vec::new();
    for alert in alerts.iter().filter(|alert| alert.notifies) {
        lines.push(line(alert, "the campaign"));
    }
    let others = alerts.iter().filter(|alert| !alert.notifies).count() as u64;
    if others > 0 {
        lines.push(styled(
            DIM,
            &format!("{} noted and not sent; `tagpulse alerts` lists them", counted(others, "alert")),
        ));
    }
    lines
}

/// The alerts of several campaigns, a video in more than one of them once, and at most as many as
/// are sent in a day; the rest in one line.
pub(super) fn of_reports<'a>(reports: impl Iterator<Item = &'a Report>, at: Timestamp) -> Vec<String> {
    let alerts = reports.flat_map(|report| report.alerts.iter().cloned()).collect();
    let told = messages(alerts, Day::of(at, 0), 0);
    let mut lines: Vec<String> =
        told.single.iter().map(|message| line(&message.alert, &clean(&message.alert.campaign, 100))).collect();
    lines.extend(told.digest.map(|digest| styled(WARN, &clean(&digest.reason, 2_000))));
    lines
}

/// `Alert (hot): https://...   +40,500 views in 24 h`; `campaign` is what one about the whole campaign is about.
fn line(alert: &Alert, campaign: &str) -> String {
    let about = match alert.video_id {
        Some(_) => alert.url.clone().unwrap_or_else(|| handle(alert.author.as_deref())),
        None => campaign.to_owned(),
    };
    let head = styled(WARN, &format!("Alert ({}): {about}", alert.tier.as_str()));
    format!("{head}   {}", clean(&alert.reason, 500))
}

/// What a policy would have told: a summary a campaign, then its messages.
pub(super) fn backtest(result: &Backtest) -> String {
    let mut lines = Vec::new();
    for campaign in &result.campaigns {
        let span = match (campaign.first, campaign.last) {
            (Some(first), Some(last)) => format!(" from {first} to {last}"),
            _ => String::new(),
        };
        lines.push(format!(
            "{}   {}{span}, {}: {} about videos, {} about the campaign",
            styled(BOLD, &clean(&campaign.campaign, 100)),
            counted(campaign.readings.into(), "reading"),
            counted(campaign.videos, "video"),
            counted(campaign.about_videos.into(), "message"),
            campaign.about_campaign
        ));
        if campaign.suspect > 0 {
            lines.push(styled(WARN, &format!("    {} left out", counted(campaign.suspect.into(), "suspect reading"))));
        }
        let own: Vec<&Sent> = result.alerts.iter().filter(|sent| sent.campaign == campaign.campaign).collect();
        for sent in own.iter().take(LISTED) {
            let about = sent.video_id.map_or_else(|| "the campaign".to_owned(), |id| format!("video {id}"));
            let tier = sent.tier.as_str();
            lines.push(format!("    {}   {tier:<5}   {about}   {}", sent.taken_at, clean(&sent.reason, 500)));
        }
        if own.len() > LISTED {
            lines.push(format!("    and {} more; --format ndjson has all", own.len() - LISTED));
        }
    }
    if lines.is_empty() {
        lines.push("No reading.".to_owned());
    }
    lines.join("\n") + "\n"
}
