//! Membership: which of the videos ever seen belong to the campaign.

use crate::{
    Campaign, Counts, Excluded, History, SMALL, Timestamp, Zone, gather::gather, history::Tracked, rank::Largest,
};

/// The campaign's videos in the order of first sighting.
pub(crate) struct Members<'a> {
    pub(crate) videos: Vec<&'a Tracked>,
}

impl<'a> Members<'a> {
    /// Applies the campaign's settings to the videos of its history.
    pub(crate) fn of(history: &'a History, campaign: &Campaign, zone: &Zone) -> Self {
        let mut videos = Vec::with_capacity(history.videos.len());
        Self::walk(history, campaign, zone, &mut |_, video| videos.push(video));
        Self { videos }
    }

    /// Takes each of them, with its place in the history, and gives how many were left out. Who looks at every one
    /// but once needs no list of them: in a large campaign that is a second walk over all of its memory.
    // Once in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn walk(
        history: &'a History,
        campaign: &Campaign,
        zone: &Zone,
        take: &mut dyn FnMut(usize, &'a Tracked),
    ) -> Excluded {
        let settings = campaign.settings();
        // A video of files was listed under no hashtag: it belongs by being given.
        let wanted: Vec<u32> =
            gather(campaign.hashtags().iter().filter_map(|hashtag| history.hashtags.find(hashtag.as_str())));
        // Asked once a creator: the names of a large campaign do not stay in the processor's cache.
        let creators = if SMALL { 0 } else { history.authors.len() as u32 };
        let left_out: Vec<bool> = gather((0..creators).map(|number| campaign.excludes(history.authors.get(number))));
        let is_left_out = |video: &Tracked| match video.author.get().and_then(|number| left_out.get(number as usize)) {
            Some(is_left_out) => *is_left_out,
            None => campaign.excludes(history.name(video)),
        };
        // Most videos are of one list, which is looked at once.
        let mut last = (0, true);
        let mut under_wanted = |video: &Tracked| {
            if video.under != last.0 {
                let list = history.lists.get(video.under);
                let is_wanted = list.is_empty() || list.iter().any(|number| wanted.contains(number));
                last = (video.under, is_wanted || campaign.hashtags().is_empty());
            }
            last.1
        };
        let mut excluded = Excluded::default();
        for (place, video) in history.videos.iter().enumerate().filter(|(_, video)| under_wanted(video)) {
            let day = match (settings.start, settings.end) {
                (None, None) => None,
                _ => {
                    video.created.get().and_then(|created| Timestamp::from_seconds(created).ok()).map(|at| zone.day(at))
                }
            };
            if day.is_some_and(|day| settings.start.is_some_and(|start| day < start)) {
                excluded.before_start += 1;
            } else if day.is_some_and(|day| settings.end.is_some_and(|end| day > end)) {
                excluded.after_end += 1;
            } else if is_left_out(video) {
                excluded.creator += 1;
            } else {
                take(place, video);
            }
        }
        excluded
    }

    /// The sum of a number over the videos.
    #[inline(never)]
    pub(crate) fn sum(&self, number: fn(&Tracked) -> u64) -> u64 {
        self.videos.iter().fold(0, |sum, video| sum.saturating_add(number(video)))
    }

    /// The places in the history of those with the most views, at most `count`; ties in the order of first sighting.
    pub(crate) fn by_views(history: &'a History, campaign: &Campaign, zone: &Zone, count: usize) -> Vec<usize> {
        let mut largest = Largest::of(count);
        Self::walk(history, campaign, zone, &mut |place, video| largest.take(place, views_rank(video.counts())));
        gather(largest.places())
    }
}

/// What videos are ranked by: their views. Known zero stands before unknown.
#[inline]
pub(crate) fn views_rank(counts: Counts) -> u64 {
    counts.views.map_or(0, |views| views + 1)
}
