//! `average`: the tutorial's alert, a video whose engagement is above a multiple of the average.
//!
//! The mean includes the video itself, so among `n` videos none can exceed `n` times it: a
//! campaign of ten can never flag anything at 10x. The report says so (`viral_rule.can_fire`).

use crate::{
    Campaign, VideoId,
    compose::{Members, exceeds},
    figures::{People, Tenths},
    gather::gather,
    history::Tracked,
    rank,
};

/// A video above the multiple.
pub(crate) struct Average {
    pub(crate) id: VideoId,
    pub(crate) reason: String,
}

/// The videos above it at the newest reading, by id; `untold` leaves out those told of before.
pub(crate) fn average(members: &Members<'_>, campaign: &Campaign, untold: impl Fn(&Tracked) -> bool) -> Vec<Average> {
    let n = members.videos.len() as u64;
    let engagement = |video: &Tracked| video.counts().engagement();
    let total = members.sum(engagement);
    let mut above = Vec::new();
    for (place, video) in members.videos.iter().enumerate() {
        if untold(video) && exceeds(engagement(video), n, campaign.multiple_thousandths(), total) {
            above.push(u128::from(video.id.0) << 32 | place as u128);
        }
    }
    let tell = |key: &u128| {
        let video = *members.videos.get(*key as u32 as usize)?;
        let tenths = engagement(video).saturating_mul(n).saturating_mul(10) / total.max(1);
        let reason = text!(
            "engagement {}, {}x the average {} of {} videos",
            People(engagement(video)),
            Tenths(tenths),
            People(total / n.max(1)),
            n
        );
        Some(Average { id: video.id, reason })
    };
    gather(rank::sorted(above).iter().filter_map(tell))
}
