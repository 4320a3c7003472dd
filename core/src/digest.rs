//! Over all campaigns: what is sent of their new alerts, one message a video, and at most so many.
//!
//! Each campaign caps its own messages (`history/watch`), and knows nothing of the others: ten
//! campaigns that share a hashtag would tell of one video ten times, and a provider that is down makes
//! each of them stale on the same morning. A host that runs several gives their alerts to [`messages`]
//! and sends what comes out. Nothing of it is carried: what was sent before today, the host's outbox
//! knows.

use std::{cmp::Reverse, fmt::Write as _};

use serde::Serialize;

use crate::{Alert, Day, VideoId};

/// Single messages on one day over all campaigns: more than that nobody reads.
pub const MESSAGES_A_DAY: usize = 10;
/// Alerts that a digest names; the reports have all.
const NAMED: usize = 20;

/// An alert, or several about one video that campaigns have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The most urgent of them; its reason names the other campaigns.
    pub alert: Alert,
    /// The campaigns' names, the most urgent alert's first.
    pub campaigns: Vec<String>,
    /// The keys of all alerts that are told by this.
    pub keys: Vec<String>,
}

/// What is over the day's number, in one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// One a day: the receiver, or the outbox, drops a second one.
    pub key: String,
    /// What it says.
    pub reason: String,
    /// What it tells, the most urgent first.
    pub messages: Vec<Message>,
}

/// What is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Messages {
    /// Each by itself, the most urgent first.
    pub single: Vec<Message>,
    /// The rest; null when there is none.
    pub digest: Option<Digest>,
}

/// What is sent of the new alerts of several campaigns, in whatever order they come; `sent_before` is
/// how many single messages were sent on this day. Alerts that do not notify are left out.
///
/// ```
/// # use tagpulse_core::{Day, Messages, messages};
/// let none = messages(Vec::new(), Day::parse("2026-11-23")?, 0);
/// assert_eq!(none, Messages::default());
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn messages(alerts: Vec<Alert>, day: Day, sent_before: usize) -> Messages {
    let mut alerts: Vec<Alert> = alerts.into_iter().filter(|alert| alert.notifies).collect();
    // Keys are unique, so that equal alerts in another order give equal messages.
    alerts.sort_by(|a, b| urgency(a).cmp(&urgency(b)).then_with(|| a.key.cmp(&b.key)));
    let mut single: Vec<Message> = Vec::new();
    for alert in alerts {
        let same = |message: &&mut Message| alert.video_id.is_some() && message.alert.video_id == alert.video_id;
        match single.iter_mut().find(same) {
            Some(message) => message.join(alert),
            None => single.push(Message::of(alert)),
        }
    }
    for Message { alert, campaigns, .. } in &mut single {
        if let [_, others @ ..] = campaigns.as_slice()
            && !others.is_empty()
        {
            alert.reason = format!("{}; also in {}", alert.reason, others.join(", "));
        }
    }
    let left = MESSAGES_A_DAY.saturating_sub(sent_before).min(single.len());
    let over = single.split_off(left);
    let digest =
        (!over.is_empty()).then(|| Digest { key: format!("digest/{day}"), reason: told(&over), messages: over });
    Messages { single, digest }
}

/// The smaller the more urgent.
fn urgency(alert: &Alert) -> Reverse<(crate::AlertTier, u8)> {
    Reverse((alert.tier, alert.severity))
}

impl Message {
    fn of(alert: Alert) -> Self {
        Self { campaigns: vec![alert.campaign.clone()], keys: vec![alert.key.clone()], alert }
    }

    fn join(&mut self, other: Alert) {
        if !self.campaigns.contains(&other.campaign) {
            self.campaigns.push(other.campaign);
        }
        self.keys.push(other.key);
    }
}

/// `3 more alerts: video 1 (hot, spring, summer), autumn (stale)`
fn told(messages: &[Message]) -> String {
    let alerts = if messages.len() == 1 { "alert" } else { "alerts" };
    let mut text = format!("{} more {alerts}: ", messages.len());
    for (place, Message { alert, campaigns, .. }) in messages.iter().take(NAMED).enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        let tier = alert.tier.as_str();
        let rule = alert.detectors.first().map_or(tier, |rule| rule.as_str());
        // Writing into a text cannot fail.
        let _ = match alert.video_id {
            Some(VideoId(id)) => write!(text, "{comma}video {id} ({tier}, {})", campaigns.join(", ")),
            None => write!(text, "{comma}{} ({rule})", alert.campaign),
        };
    }
    if let Some(unnamed) = messages.len().checked_sub(NAMED).filter(|unnamed| *unnamed > 0) {
        let _ = write!(text, " and {unnamed} others");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AlertTier, Detector, Timestamp};

    fn alert(campaign: &str, video: Option<u64>, tier: AlertTier, severity: u8) -> Alert {
        let about = video.map_or_else(|| "stale".to_owned(), |id| id.to_string());
        Alert {
            key: format!("{campaign}/{about}/2026-11-23"),
            campaign: campaign.to_owned(),
            taken_at: Timestamp::default(),
            video_id: video.map(VideoId),
            author: None,
            url: None,
            tier,
            severity,
            notifies: true,
            detectors: vec![if video.is_some() { Detector::Spike } else { Detector::Stale }],
            reason: "+9,000 views in 24 h".to_owned(),
        }
    }

    fn day() -> Day {
        Day::parse("2026-11-23").unwrap()
    }

    #[test]
    fn a_video_in_three_campaigns_is_told_once_by_the_most_urgent_and_names_them() {
        let alerts = vec![
            alert("autumn", Some(1), AlertTier::Hot, 55),
            alert("spring", Some(1), AlertTier::Viral, 75),
            alert("spring", Some(2), AlertTier::Hot, 60),
            alert("winter", Some(1), AlertTier::Hot, 60),
        ];
        let told = messages(alerts.clone(), day(), 0);
        let [first, second] = told.single.as_slice() else { panic!("{told:?}") };
        assert_eq!(
            (first.alert.tier, first.campaigns.join(" ")),
            (AlertTier::Viral, "spring winter autumn".to_owned())
        );
        assert_eq!(first.alert.reason, "+9,000 views in 24 h; also in winter, autumn");
        assert_eq!(first.keys, ["spring/1/2026-11-23", "winter/1/2026-11-23", "autumn/1/2026-11-23"]);
        assert_eq!(
            (second.campaigns.join(" ").as_str(), second.alert.reason.as_str()),
            ("spring", "+9,000 views in 24 h")
        );
        assert_eq!(told.digest, None);
        // In whatever order they come.
        let turned = alerts.into_iter().rev().collect();
        assert_eq!(messages(turned, day(), 0), told);
    }

    #[test]
    fn what_is_over_the_days_number_is_told_in_one() {
        let mut alerts: Vec<Alert> =
            (1..=9).map(|id| alert("spring", Some(id), AlertTier::Hot, 50 + id as u8)).collect();
        alerts.extend(["autumn", "spring"].map(|campaign| alert(campaign, None, AlertTier::Watch, 0)));
        let told = messages(alerts.clone(), day(), 0);
        assert_eq!(told.single.len(), MESSAGES_A_DAY);
        assert_eq!(told.digest.unwrap().reason, "1 more alert: spring (stale)");
        // Later on the same day less is left.
        let told = messages(alerts, day(), 8);
        let ids: Vec<_> = told.single.iter().map(|message| message.alert.video_id.unwrap().0).collect();
        assert_eq!(ids, [9, 8]);
        let digest = told.digest.unwrap();
        assert_eq!((digest.key.as_str(), digest.messages.len()), ("digest/2026-11-23", 9));
        assert!(digest.reason.starts_with("9 more alerts: video 7 (hot, spring), video 6"), "{}", digest.reason);
        assert!(digest.reason.ends_with("autumn (stale), spring (stale)"), "{}", digest.reason);
    }

    #[test]
    fn a_digest_stays_short_and_what_does_not_notify_is_in_none() {
        let alerts: Vec<Alert> = (1..=40).map(|id| alert("spring", Some(id), AlertTier::Hot, 50)).collect();
        let digest = messages(alerts.clone(), day(), 0).digest.unwrap();
        assert!(digest.reason.ends_with(" and 10 others") && digest.messages.len() == 30, "{}", digest.reason);
        let silent = alerts.into_iter().map(|alert| Alert { notifies: false, ..alert }).collect();
        assert_eq!(messages(silent, day(), 0), Messages::default());
    }

    #[test]
    fn alerts_about_campaigns_are_never_joined() {
        let alerts = ["autumn", "spring"].map(|campaign| alert(campaign, None, AlertTier::Watch, 0));
        assert_eq!(messages(alerts.to_vec(), day(), 0).single.len(), 2);
    }
}
