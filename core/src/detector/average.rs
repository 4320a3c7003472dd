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
    /// Those above the multiple of what was taken up to them, over all videos, and their engagement: the sum only
    /// grows, so those above the average are among them.
    above: Vec<(u64, &'a Tracked)>,
}

impl<'a> Averages<'a> {
    /// Of at `most` so many videos.
    pub(crate) fn of(campaign: &Campaign, most: usize) -> Self {
        let multiple_thousandths = campaign.multiple_thousandths();
        Self { multiple_thousandths, most: most as u64, videos: 0, total: 0, above: Vec::new() }
    }

    // By itself in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn take(&mut self, video: &'a Tracked) {
        let engagement = video.counts().engagement();
        self.videos += 1;
        self.total = self.total.saturating_add(engagement);
        if exceeds(engagement, self.most, self.multiple_thousandths, self.total) {
            self.above.push((engagement, video));
        }
    }

    /// The videos above it, by id; `untold` leaves out those told of before.
    pub(crate) fn told(&self, untold: impl Fn(&Tracked) -> bool) -> Vec<Average> {
        let (n, total) = (self.videos, self.total);
        let mut above = Vec::new();
        for (place, (engagement, video)) in self.above.iter().enumerate() {
            if exceeds(*engagement, n, self.multiple_thousandths, total) && untold(video) {
                above.push(u128::from(video.id.0) << 32 | place as u128);
            }
        }
        let tell = |key: &u128| {
            let (engagement, video) = *self.above.get(*key as u32 as usize)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Zone,
        compose::Members,
        detector::cases::{campaign, video},
    };

    /// Checks who is told of, one after the other taken, against the definition.
    fn check(likes: &[u64]) {
        let rows: Vec<_> = likes.iter().map(|likes| video(10.0, &[0]).likes(&[*likes])).collect();
        let (history, campaign) = campaign(&rows);
        let members = Members::of(&history, &campaign, &Zone::utc());
        let (n, sum) = (likes.len() as u64, likes.iter().sum::<u64>());
        // Ids begin at 1.
        let expected: Vec<u64> = (1..).zip(likes).filter(|(_, one)| *one * n > 10 * sum).map(|(id, _)| id).collect();
        // Some of those taken may turn out to be none of the campaign's.
        for most in [likes.len(), likes.len() * 3 + 1] {
            let mut averages = Averages::of(&campaign, most);
            members.videos.iter().for_each(|video| averages.take(video));
            let ids = |found: &[Average]| found.iter().map(|average| average.id.0).collect::<Vec<_>>();
            assert_eq!(ids(&averages.told(|_| true)), expected, "{likes:?}");
            let untold = |video: &Tracked| video.id != VideoId(1);
            let others = expected.iter().copied().filter(|id| *id != 1).collect::<Vec<_>>();
            assert_eq!(ids(&averages.told(untold)), others, "{likes:?}");
        }
    }

    #[test]
    fn who_is_above_the_average_does_not_depend_on_the_order() {
        let mut likes = vec![5; 40];
        likes.extend([90, 300, 2_000, 3]);
        check(&likes);
        likes.reverse();
        check(&likes);
        likes.rotate_left(2);
        check(&likes);
        // Ten times the average, and not more; one among ten; nothing.
        check(&[&[20][..], &[0; 9]].concat());
        check(&[&[20][..], &[0; 10]].concat());
        check(&[0; 12]);
        check(&[]);
    }
}
