//! `average`: the tutorial's alert, a video whose engagement is above a multiple of the average.
//!
//! The mean includes the video itself, so among `n` videos none can exceed `n` times it: a
//! campaign of ten can never flag anything at 10x. The report says so (`viral_rule.can_fire`).
//! A video is told of once, ever.

use crate::{
    Alert, AlertTier, Campaign, Detector, History, Zone,
    compose::{Members, exceeds, people},
    history::Tracked,
    video_url,
};

/// New alerts of the newest reading, which has been folded in.
pub(crate) fn average(history: &History, campaign: &Campaign, zone: &Zone) -> Vec<Alert> {
    let Some(taken_at) = history.newest() else { return Vec::new() };
    let members = Members::of(history, campaign, zone);
    let n = members.videos.len() as u64;
    let engagement = |video: &Tracked| video.counts().engagement();
    let total = members.sum(engagement);
    let stands_out =
        |video: &Tracked| !video.told_average && exceeds(engagement(video), n, campaign.multiple_thousandths(), total);
    let alert = |video: &&Tracked| {
        let author = history.author(video).map(crate::text::owned);
        let average = total / n.max(1);
        let tenths = engagement(video).saturating_mul(n).saturating_mul(10) / total.max(1);
        Alert {
            key: format!("{}/{}/average", campaign.name(), video.id),
            campaign: crate::text::owned(campaign.name()),
            taken_at,
            video_id: video.id,
            url: video_url(author.as_deref(), video.id),
            author,
            tier: AlertTier::Watch,
            detectors: vec![Detector::Average],
            reason: format!(
                "engagement {}, {}.{}x the average {} of {n} videos",
                people(engagement(video)),
                tenths / 10,
                tenths % 10,
                people(average)
            ),
        }
    };
    members.videos.iter().filter(|video| stands_out(video)).map(alert).collect()
}
