//! Rates, pooled and median. Each name carries its denominator; a denominator of 0 gives null, and
//! a video whose count is unknown stands in neither.

use super::{Row, creators::OfKnown, spread};
use crate::{Counts, Rates, Ratio};

/// One video's rate is kept to a billionth before the median is taken, of which six digits are printed.
const FINE: u64 = 1_000_000_000;

/// Sums over the campaign's videos whose views are known: a rate's counts are of the videos of its views. No sum of
/// real counts comes near 2^64; if one did, it would stay there.
pub(super) struct Sums {
    /// Views, likes, comments, shares, saves; and the views of the videos where each is known.
    counts: [u64; 5],
    beside: [u64; 5],
    engagement: u64,
    views_of_engaged: u64,
    each: Vec<u64>,
    videos: u64,
}

impl Sums {
    /// With room for so many videos.
    pub(super) fn new(room: usize) -> Self {
        Self {
            counts: [0; 5],
            beside: [0; 5],
            engagement: 0,
            views_of_engaged: 0,
            each: Vec::with_capacity(room),
            videos: 0,
        }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.videos += 1;
        if row.counts.views.is_some() {
            let sums = self.counts.iter_mut().zip(&mut self.beside);
            // By reference: of values the compiler makes a loop over memory, which takes longer than all that is here.
            for ((sum, beside), count) in sums.zip(&row.counts.array()) {
                if let Some(count) = *count {
                    add(sum, count);
                    add(beside, row.views);
                }
            }
            if row.is_engagement_known {
                add(&mut self.engagement, row.engagement);
                add(&mut self.views_of_engaged, row.views);
                if row.views > 0 {
                    self.each.push(fine(row.engagement, row.views));
                }
            }
        }
    }

    /// The rates, and memory that is free now.
    pub(super) fn rates(mut self, known: &OfKnown) -> (Rates, Vec<u64>) {
        let [_, likes, comments, shares, saves] = self.counts;
        let [_, by_likes, by_comments, by_shares, by_saves] = self.beside;
        let rates = Rates {
            er_views_pooled: ratio(self.engagement, self.views_of_engaged),
            er_views_median: spread::median(&mut self.each, FINE),
            like_rate_views: ratio(likes, by_likes),
            comment_rate_views: ratio(comments, by_comments),
            share_rate_views: ratio(shares, by_shares),
            save_rate_views: ratio(saves, by_saves),
            er_followers_pooled: ratio(known.engagement, known.followers),
            followers_known_share: ratio(known.videos, self.videos).unwrap_or_default(),
        };
        (rates, self.each)
    }
}

/// `engaged / views` in billionths.
fn fine(engaged: u64, views: u64) -> u64 {
    match engaged.checked_mul(FINE) {
        Some(product) => product / views,
        None => u64::try_from(crate::ratio::quotient(u128::from(engaged) * u128::from(FINE), views.into()))
            .unwrap_or(u64::MAX),
    }
}

pub(super) const fn any_engagement_known(counts: &Counts) -> bool {
    counts.likes.is_some() || counts.comments.is_some() || counts.shares.is_some()
}

/// A quotient of sums; `None` when the denominator is 0.
#[inline(never)]
pub(super) fn ratio(numerator: u64, denominator: u64) -> Option<Ratio> {
    Ratio::of(i128::from(numerator), i128::from(denominator))
}

// Called at ten places of one loop: once in the wasm, where size counts.
#[cfg_attr(target_family = "wasm", inline(never))]
const fn add(sum: &mut u64, value: u64) {
    *sum = sum.saturating_add(value);
}
