//! `average`: the tutorial's alert, a video whose engagement is above a multiple of the average.
//!
//! The mean includes the video itself, so among `n` videos none can exceed `n` times it: a
//! campaign of ten can never flag anything at 10x. The report says so (`viral_rule.can_fire`).

use crate::{
    Campaign, VideoId,
    compose::exceeds,
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

/// The average, while one video after the other is taken.
pub(crate) struct Averages<'a> {
    multiple_thousandths: u64,
    /// At least as many videos as are taken.
    most: u64,
    videos: u64,
    total: u64,
    /// Those above the multiple of what was taken up to them, over all videos: the sum only grows, so those above the
    /// average are among them.
    above: Vec<&'a Tracked>,
}

impl<'a> Averages<'a> {
    /// Of at `most` so many videos.
    pub(crate) fn of(campaign: &Campaign, most: usize) -> Self {
        let multiple_thousandths = campaign.multiple_thousandths();
        Self { multiple_thousandths, most: most as u64, videos: 0, total: 0, above: Vec::new() }
    }

    #[inline]
    pub(crate) fn take(&mut self, video: &'a Tracked) {
        let engagement = video.counts().engagement();
        self.videos += 1;
        self.total = self.total.saturating_add(engagement);
        if exceeds(engagement, self.most, self.multiple_thousandths, self.total) {
            self.above.push(video);
        }
    }

    /// The videos above it, by id; `untold` leaves out those told of before.
    pub(crate) fn told(&self, untold: impl Fn(&Tracked) -> bool) -> Vec<Average> {
        let (n, total) = (self.videos, self.total);
        let mut above = Vec::new();
        for (place, video) in self.above.iter().enumerate() {
            if exceeds(video.counts().engagement(), n, self.multiple_thousandths, total) && untold(video) {
                above.push(u128::from(video.id.0) << 32 | place as u128);
            }
        }
        let tell = |key: &u128| {
            let video = *self.above.get(*key as u32 as usize)?;
            let engagement = video.counts().engagement();
            let tenths = engagement.saturating_mul(n).saturating_mul(10) / total.max(1);
            let reason = text!(
                "engagement {}, {}x the average {} of {} videos",
                People(engagement),
                Tenths(tenths),
                People(total / n.max(1)),
                n
            );
            Some(Average { id: video.id, reason })
        };
        gather(rank::sorted(above).iter().filter_map(tell))
    }
}
