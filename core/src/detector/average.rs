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
    // Each video is looked at once: in a large campaign each look waits for the memory.
    let each = gather(members.videos.iter().map(|video| engagement(video)));
    let total = each.iter().fold(0, |sum: u64, engagement| sum.saturating_add(*engagement));
    let exceed = |engagement: u64| exceeds(engagement, n, campaign.multiple_thousandths(), total);
    let mut above = Vec::new();
    for (place, _) in each.iter().enumerate().filter(|(_, engagement)| exceed(**engagement)) {
        if let Some(video) = members.videos.get(place).filter(|video| untold(video)) {
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
