//! Alerts for people: how urgent, about what, and why.

use serde_json::Value;
use tagpulse_core::{Alert, Backtest, Sent, Timestamp, Zone, clean};

use super::{BOLD, DIM, WARN, clock, handle, local_time, styled};
use crate::{
    alerts::{AlertsDocument, sent},
    format::attention::Told,
    number::counted,
    own::{Own, mark},
};

/// Messages that a back-test's text lists of a campaign; `--format ndjson` has all.
const LISTED: usize = 20;
/// Columns of `12 Nov 2026 09:00`.
const TIME: usize = 17;
/// Alerts that the view of several campaigns lists: more than that nobody reads in a morning.
const TOLD: usize = 10;

/// What was told of a campaign.
pub(super) fn render(document: &AlertsDocument) -> String {
    let mut lines = vec![styled(BOLD, &clean(&document.campaign, 100))];
    if document.alerts.is_empty() {
        lines.push("Nothing has been told of it yet.".to_owned());
    } else {
        lines.push(styled(DIM, &format!("Times in {}", clean(document.zone.name(), 60))));
    }
    for alert in &document.alerts {
        let text = |key: &str| alert.get(key).and_then(Value::as_str).map(|text| clean(text, 500));
        let about = match (text("author"), text("video_id")) {
            (Some(author), _) => handle(Some(&author)) + mark(alert.get("own") == Some(&Value::Bool(true))),
            (None, Some(video)) => format!("video {video}"),
            (None, None) => "the campaign".to_owned(),
        };
        let time = text("taken_at").unwrap_or_default();
        let time = Timestamp::parse(&time).map_or(time, |at| clock(at, &document.zone));
        let tier = text("tier").unwrap_or_default();
        let sent = match sent(alert) {
            "yes" => "",
            "waits" => "   (waits to be sent)",
            "to nobody" => "   (sent to nobody)",
            _ => "   (not sent)",
        };
        lines.push(format!("{time:>TIME$}   {tier:<5}   {about}   {}{sent}", text("reason").unwrap_or_default()));
        lines.extend(text("url").map(|url| styled(DIM, &format!("    {url}"))));
    }
    lines.join("\n") + "\n"
}

/// The alerts of a report, those that are sent first.
pub(super) fn of_report(alerts: &[Alert], own: &Own) -> Vec<String> {
    let mut lines = Vec::new();
    for alert in alerts.iter().filter(|alert| alert.notifies) {
        lines.push(line(alert, own, "the campaign"));
    }
    let others = alerts.iter().filter(|alert| !alert.notifies).count() as u64;
    if others > 0 {
        lines.push(styled(
            DIM,
            &format!("{} noted and not sent; `tagpulse alerts` lists all", counted(others, "alert")),
        ));
    }
    lines
}

/// The alerts of several campaigns, of which nobody reads all in a morning.
pub(super) fn of_several(told: &[Told<'_>]) -> Vec<String> {
    let mut lines: Vec<String> = told
        .iter()
        .take(TOLD)
        .map(|(alert, own, campaigns)| match alert.video_id {
            Some(_) => format!("{}; in {campaigns}", line(alert, own, "")),
            None => line(alert, own, campaigns),
        })
        .collect();
    if told.len() > TOLD {
        let more = counted((told.len() - TOLD) as u64, "alert");
        lines.push(styled(WARN, &format!("and {more} more; `tagpulse alerts NAME` lists all")));
    }
    lines
}

/// `Alert (hot): https://...   +40,500 views in 24 h`; `campaign` is what one about the whole campaign is about.
fn line(alert: &Alert, own: &Own, campaign: &str) -> String {
    let author = alert.author.as_deref();
    let about = match alert.video_id {
        Some(_) => alert.url.clone().unwrap_or_else(|| handle(author)) + own.mark(author),
        None => campaign.to_owned(),
    };
    let head = styled(WARN, &format!("Alert ({}): {about}", alert.tier.as_str()));
    format!("{head}   {}", clean(&alert.reason, 500))
}

/// What a policy would have told: a summary a campaign, then its messages.
pub(super) fn backtest(result: &Backtest, zone: &Zone) -> String {
    let mut lines = Vec::new();
    for campaign in &result.campaigns {
        let span = match (campaign.first, campaign.last) {
            (Some(first), Some(last)) => format!(" from {} to {}", clock(first, zone), local_time(last, zone)),
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
            let (time, tier) = (clock(sent.taken_at, zone), sent.tier.as_str());
            lines.push(format!("    {time:>TIME$}   {tier:<5}   {about}   {}", clean(&sent.reason, 500)));
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

#[cfg(test)]
mod tests {
    use tagpulse_core::{AlertTier, Timestamp, VideoId};

    use super::*;

    fn alert(campaign: &str, video: u64, tier: AlertTier) -> Alert {
        Alert {
            key: format!("{campaign}/{video}"),
            campaign: campaign.to_owned(),
            taken_at: Timestamp::parse("2026-11-23T06:00:00Z").unwrap(),
            video_id: (video > 0).then_some(VideoId(video)),
            author: Some(format!("a{video}")),
            url: None,
            tier,
            severity: 1,
            notifies: true,
            detectors: Vec::new(),
            reason: "why".to_owned(),
        }
    }

    fn told(alerts: &[Alert]) -> Vec<String> {
        let own = Own::among(&[], &["a2".to_owned()]);
        of_several(&crate::format::attention::once(alerts.iter().map(|alert| (alert, &own))))
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect()
    }

    #[test]
    fn a_video_of_two_campaigns_is_told_once_and_the_most_urgent_first() {
        let (hot, mega, watch) = (AlertTier::Hot, AlertTier::Mega, AlertTier::Watch);
        let silent = Alert { notifies: false, ..alert("spring", 3, mega) };
        let all = [
            alert("spring", 0, watch),
            alert("summer", 1, hot),
            alert("spring", 1, hot),
            alert("summer", 2, mega),
            silent,
        ];
        assert_eq!(
            told(&all),
            [
                "Alert (mega): @a2 (own)   why; in summer",
                "Alert (hot): @a1   why; in spring, summer",
                "Alert (watch): spring   why"
            ]
        );
    }

    #[test]
    fn nobody_reads_fifteen() {
        let all: Vec<Alert> = (1..=15).map(|video| alert("spring", video, AlertTier::Hot)).collect();
        let told = told(&all);
        assert_eq!(told.len(), 11);
        assert_eq!(told[10], "and 5 alerts more; `tagpulse alerts NAME` lists all");
    }
}
