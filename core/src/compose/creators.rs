//! Who posts: totals per creator, concentration, tiers.

use super::{Row, rates::ratio, spread::gini};
use crate::{Creators, History, Ratio, Tier, Timestamp, TopCreator, gather::gather, rank};

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
    videos: u64,
    views: u64,
    engagement: u64,
    known_before: bool,
}

/// Sums by the creator's number.
pub(super) struct ByCreator {
    sums: Vec<Sum>,
    base: Option<Timestamp>,
}

impl ByCreator {
    pub(super) fn new(history: &History, base: Option<Timestamp>) -> Self {
        Self { sums: vec![Sum::default(); history.authors.len()], base }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        let Some(sum) = row.video.author.and_then(|number| self.sums.get_mut(number as usize)) else { return };
        sum.videos += 1;
        sum.views = sum.views.saturating_add(row.views);
        sum.engagement = sum.engagement.saturating_add(row.engagement);
        sum.known_before |= self.base.is_some_and(|base| row.video.first_seen <= base);
    }
}

/// The creators; `all_views` are the campaign's.
pub(super) fn creators(by_creator: ByCreator, history: &History, all_views: u64) -> Creators {
    // Numbers rise with first sighting, which breaks ties.
    let all_creators: Vec<(u32, Sum)> = gather((0_u32..).zip(by_creator.sums).filter(|(_, sum)| sum.videos > 0));
    let largest = rank::largest(all_creators.iter().map(|(_, sum)| sum.views), LISTED);
    let top: Vec<&(u32, Sum)> = gather(largest.filter_map(|at| all_creators.get(at)));
    let views = rank::sorted(gather(all_creators.iter().map(|(_, sum)| sum.views)));
    let share = |count: usize| -> Option<Ratio> {
        ratio(top.iter().take(count).fold(0, |all, (_, sum)| sum.views.saturating_add(all)), all_views)
    };
    let returning = all_creators.iter().filter(|(_, sum)| sum.known_before).count() as u64;
    Creators {
        total: all_creators.len() as u64,
        new: all_creators.len() as u64 - returning,
        returning,
        share_of_views_top_1: share(1),
        share_of_views_top_5: share(5),
        share_of_views_top_10: share(10),
        gini: gini(&views),
        tiers: tiers(&all_creators, history),
        top: gather(top.iter().filter_map(|(number, sum)| top_creator(*number, sum, history))),
    }
}

fn top_creator(number: u32, sum: &Sum, history: &History) -> Option<TopCreator> {
    Some(TopCreator {
        author: history.authors.get(number)?.to_owned(),
        followers: history.followers_of(Some(number)),
        videos: sum.videos,
        views: sum.views,
        engagement: sum.engagement,
    })
}

fn tiers(creators: &[(u32, Sum)], history: &History) -> Vec<Tier> {
    let names = TIERS.iter().map(|(name, _)| *name).chain(["unknown"]);
    let mut tiers: Vec<Tier> =
        gather(names.map(|name| Tier { name: crate::text::owned(name), creators: 0, videos: 0, views: 0 }));
    for (number, sum) in creators {
        let followers = history.followers_of(Some(*number));
        let place = followers.map_or(TIERS.len(), |count| TIERS.partition_point(|(_, end)| *end <= count));
        if let Some(tier) = tiers.get_mut(place) {
            tier.creators += 1;
            tier.videos += sum.videos;
            tier.views = tier.views.saturating_add(sum.views);
        }
    }
    tiers
}
