//! Who posts: totals per creator, concentration, tiers.

use super::{Row, rates::ratio, spread::gini};
use crate::{
    Creators, History, Ratio, Tier, Timestamp, TopCreator,
    gather::gather,
    rank::{self, Largest},
};

/// How many creators are listed.
const LISTED: usize = 10;
/// The tiers' names and the followers below which each ends.
const TIERS: [(&str, u64); 6] = [
    ("under_nano", 1_000),
    ("nano", 10_000),
    ("micro", 50_000),
    ("mid", 500_000),
    ("macro", 1_000_000),
    ("mega", u64::MAX),
];

#[derive(Clone, Copy, Default)]
struct Sum {
    views: u64,
    engagement: u64,
    videos: u32,
    known_before: bool,
}

/// Sums over the creators whose followers are known.
#[derive(Default)]
pub(super) struct OfKnown {
    pub(super) videos: u64,
    pub(super) engagement: u64,
    pub(super) followers: u64,
}

/// Sums by the creator's number.
pub(super) struct ByCreator {
    sums: Vec<Sum>,
    base: Option<Timestamp>,
    taken_at: Timestamp,
}

impl ByCreator {
    pub(super) fn new(history: &History, base: Option<Timestamp>, taken_at: Timestamp) -> Self {
        Self { sums: vec![Sum::default(); history.authors.len()], base, taken_at }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        let Some(sum) = row.video.author.get().and_then(|number| self.sums.get_mut(number as usize)) else { return };
        sum.videos += 1;
        sum.views = sum.views.saturating_add(row.views);
        sum.engagement = sum.engagement.saturating_add(row.engagement);
        let seen = row.video.first_seen;
        sum.known_before |= self.base.map_or(seen < self.taken_at, |base| seen <= base);
    }

    /// The tiers, and the sums over the creators whose followers are known.
    pub(super) fn by_followers(&self, history: &History) -> (Vec<Tier>, OfKnown) {
        let names = TIERS.iter().map(|(name, _)| *name).chain(["unknown"]);
        let mut tiers: Vec<Tier> =
            gather(names.map(|name| Tier { name: crate::text::owned(name), creators: 0, videos: 0, views: 0 }));
        let mut known = OfKnown::default();
        for (number, sum) in (0_u32..).zip(&self.sums).filter(|(_, sum)| sum.videos > 0) {
            let followers = history.followers_of(Some(number));
            if let Some(followers) = followers {
                known.videos += u64::from(sum.videos);
                known.engagement = known.engagement.saturating_add(sum.engagement);
                known.followers = known.followers.saturating_add(followers);
            }
            let place = followers.map_or(TIERS.len(), |count| TIERS.partition_point(|(_, end)| *end <= count));
            if let Some(tier) = tiers.get_mut(place) {
                tier.creators += 1;
                tier.videos += u64::from(sum.videos);
                tier.views = tier.views.saturating_add(sum.views);
            }
        }
        (tiers, known)
    }
}

/// The creators; `all_views` are the campaign's, and the lists are memory to use.
pub(super) fn creators(
    by_creator: &ByCreator,
    history: &History,
    all_views: u64,
    tiers: Vec<Tier>,
    [mut views, mut spare]: [Vec<u64>; 2],
) -> Creators {
    // Numbers rise with first sighting, which breaks ties. Others' videos are not the campaign's.
    let all = &by_creator.sums;
    let is_here = |sum: &Sum| sum.videos > 0;
    views.clear();
    let mut largest = Largest::of(LISTED);
    let mut returning = 0;
    for (number, sum) in all.iter().enumerate() {
        largest.take(number, if is_here(sum) { sum.views.saturating_add(1) } else { 0 });
        if is_here(sum) {
            views.push(sum.views);
            returning += u64::from(sum.known_before);
        }
    }
    let total = views.len() as u64;
    let views = rank::sorted_with(views, 0, &mut spare);
    let at = |at: usize| all.get(at).filter(|sum| is_here(sum)).map(|sum| (at as u32, sum));
    let top: Vec<(u32, &Sum)> = gather(largest.places().filter_map(at));
    let share = |count: usize| -> Option<Ratio> {
        ratio(top.iter().take(count).fold(0, |all, (_, sum)| sum.views.saturating_add(all)), all_views)
    };
    Creators {
        total,
        new: total - returning,
        returning,
        share_of_views_top_1: share(1),
        share_of_views_top_5: share(5),
        share_of_views_top_10: share(10),
        gini: gini(&views),
        tiers,
        top: gather(top.iter().filter_map(|(number, sum)| top_creator(*number, sum, history))),
    }
}

fn top_creator(number: u32, sum: &Sum, history: &History) -> Option<TopCreator> {
    Some(TopCreator {
        author: history.authors.get(number)?.to_owned(),
        followers: history.followers_of(Some(number)),
        videos: u64::from(sum.videos),
        views: sum.views,
        engagement: sum.engagement,
    })
}
