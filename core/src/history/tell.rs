//! Alerts in words: how urgent, under which key, why.

use crate::{
    Alert, AlertTier, Campaign, Day, Detector, Policy, Timestamp, VideoId, Zone,
    detector::{Finding, ln},
    figures::Tenths,
    video_url,
    words::{Shown, Words},
};

/// A score, a multiple and a gain over the floor that earn their whole part of the severity.
const WHOLE_Z: f64 = 5.0;
const WHOLE_RATIO_DIGITS: f64 = 2.0;
const WHOLE_GAIN_DIGITS: f64 = 3.0;
/// Severities from which a tier begins.
const HOT: u8 = 50;
const VIRAL: u8 = 70;
const MEGA: u8 = 85;

/// The tier and severity of a finding: how improbable, how many times the usual, how much.
pub(super) fn urgency(finding: &Finding, policy: &Policy) -> (AlertTier, u8) {
    let spike = &finding.spike;
    let part = |value: f64, whole: f64| (value / whole).clamp(0.0, 1.0);
    let digits = |value: f64| ln(value.max(1.0)) / std::f64::consts::LN_10;
    let severity = 40.0 * part(spike.z.unwrap_or(0.0), WHOLE_Z)
        + 30.0 * part(digits(spike.ratio()), WHOLE_RATIO_DIGITS)
        + 30.0 * part(digits(spike.certain as f64 / spike.floor.max(1.0)), WHOLE_GAIN_DIGITS);
    let severity = severity.round() as u8;
    let tier = match severity {
        MEGA.. => AlertTier::Mega,
        VIRAL.. => AlertTier::Viral,
        HOT.. => AlertTier::Hot,
        _ => AlertTier::Watch,
    };
    let most = if finding.small {
        AlertTier::Watch
    } else if spike.own.is_none() || (finding.views as f64) < policy.viral_floor {
        AlertTier::Hot
    } else {
        AlertTier::Mega
    };
    (tier.min(most), severity)
}

/// An alert about a video, its words still missing.
pub(super) fn of_video(
    campaign: &Campaign,
    at: Timestamp,
    id: VideoId,
    author: Option<String>,
    key: Words<'_>,
) -> Alert {
    let mut alert = alert(campaign, at, words!("{}/{}", id, key), String::new());
    alert.video_id = Some(id);
    alert.url = video_url(author.as_deref(), id);
    alert.author = author;
    alert
}

/// An alert about the whole campaign; `key` tells its episodes apart.
pub(super) fn of_campaign(
    campaign: &Campaign,
    at: Timestamp,
    rule: Detector,
    key: &dyn Shown,
    reason: Words<'_>,
) -> Alert {
    let mut alert = alert(campaign, at, words!("{}/{}", rule.as_str(), key), text!("{}", reason));
    alert.detectors.push(rule);
    alert
}

fn alert(campaign: &Campaign, at: Timestamp, key: Words<'_>, reason: String) -> Alert {
    Alert {
        key: text!("{}/{}", campaign.name(), key),
        campaign: crate::text::owned(campaign.name()),
        taken_at: at,
        video_id: None,
        url: None,
        author: None,
        tier: AlertTier::Watch,
        severity: 0,
        notifies: true,
        detectors: Vec::new(),
        reason,
    }
}

/// The campaign rises as a whole.
pub(super) fn lift(campaign: &Campaign, zone: &Zone, at: Timestamp, ratio: f64) -> Alert {
    let times = Tenths::cut(ratio);
    let reason = words!(
        "the whole campaign gains {}x its usual for the ages of its videos; alerts about single videos wait",
        times
    );
    of_campaign(campaign, at, Detector::Lift, &zone.day(at), reason)
}

/// One message about the `count` videos over the day's number, whose ids are `videos`.
pub(super) fn digest(campaign: &Campaign, at: Timestamp, day: Day, count: u32, videos: &str) -> Alert {
    let reason = text!("also spiking today ({}): {}", count, videos);
    let mut alert = alert(campaign, at, words!("digest/{}", day), reason);
    alert.detectors.push(Detector::Spike);
    alert
}
