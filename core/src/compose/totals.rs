//! The tutorial's figures, with its arithmetic.

use super::Row;
use crate::{History, Ratio, ViralRule, gather::gather, rank::Largest};

/// How many creators are listed.
const LISTED: usize = 5;

/// Sums over the campaign's videos, and the liveliest of them.
pub(super) struct Totals {
    pub(super) videos: u64,
    pub(super) views: u64,
    pub(super) engagement: u64,
    liveliest: Largest,
}

impl Totals {
    pub(super) fn new() -> Self {
        Self { videos: 0, views: 0, engagement: 0, liveliest: Largest::of(LISTED) }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.videos += 1;
        self.views = self.views.saturating_add(row.views);
        self.engagement = self.engagement.saturating_add(row.engagement);
        let counts = row.counts;
        self.liveliest.take(row.place, counts.likes.unwrap_or(0).saturating_add(counts.comments.unwrap_or(0)));
    }

    /// Floor of the mean; 0 without videos.
    pub(super) fn average(&self, sum: u64) -> u64 {
        sum.checked_div(self.videos).unwrap_or(0)
    }

    /// Videos with `views * n * 1000 > multiple_thousandths * total`, of all known views in ascending order.
    pub(super) fn above(&self, views: &[u64], multiple_thousandths: u64) -> u64 {
        let below = |views: &u64| !exceeds(*views, self.videos, multiple_thousandths, self.views);
        (views.len() - views.partition_point(below)) as u64
    }

    /// The rule and whether it could ever say anything.
    pub(super) fn rule(&self, multiple_thousandths: u64) -> ViralRule {
        let n = self.videos;
        let sum = u128::from(multiple_thousandths) * u128::from(self.views);
        let threshold = if n == 0 { 0 } else { crate::ratio::quotient(sum, u128::from(n * 1000)) };
        ViralRule {
            metric: crate::text::owned("views"),
            multiple: Ratio::of(i128::from(multiple_thousandths), 1000).unwrap_or_default(),
            threshold: u64::try_from(threshold).unwrap_or(u64::MAX),
            // The mean holds the video itself, so no video exceeds n times it.
            can_fire: n * 1000 > multiple_thousandths,
        }
    }

    /// Authors of the videos with the most likes and comments, as the tutorial ranks them.
    pub(super) fn top_5_creators(&self, history: &History) -> Vec<Option<String>> {
        let top = self.liveliest.places().filter_map(|place| history.videos.get(place));
        gather(top.map(|video| history.author(video).map(crate::text::owned)))
    }
}

/// Whether `value * n * 1000 > multiple_thousandths * total`: a value above that multiple of the mean.
#[inline(never)]
pub(crate) fn exceeds(value: u64, n: u64, multiple_thousandths: u64, total: u64) -> bool {
    u128::from(value) * u128::from(n * 1000) > u128::from(multiple_thousandths) * u128::from(total)
}
