//! `average`: the tutorial's alert, a video whose engagement is above a multiple of the average.
//!
//! The mean includes the video itself, so among `n` videos none can exceed `n` times it: a
//! campaign of ten can never flag anything at 10x. The report says so (`viral_rule.can_fire`).
//! A video is told of once, ever.

use crate::{
    Alert, AlertTier, Campaign, Detector, History, Zone,
    compose::{Members, people},
    video_url,
};

/// New alerts of the newest reading, which has been folded in.
pub(crate) fn average(history: &History, campaign: &Campaign, zone: &Zone) -> Vec<Alert> {
    let Some(taken_at) = history.newest() else { return Vec::new() };
    let members = Members::of(history, campaign, zone);
    let n = members.videos.len() as u128;
    let engagement = |video: &crate::history::Tracked| u128::from(video.counts().engagement());
    let total: u128 = members.videos.iter().map(|video| engagement(video)).sum();
    let stands_out = |video: &crate::history::Tracked| {
        !video.told_average && engagement(video) * n * 1000 > campaign.multiple_thousandths() * total
    };
    let alert = |video: &&crate::history::Tracked| {
        let author = history.author(video).map(str::to_owned);
        let average = total / n.max(1);
        let tenths = engagement(video) * n * 10 / total.max(1);
        Alert {
            key: format!("{}/{}/average", campaign.name(), video.id),
            campaign: campaign.name().to_owned(),
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
