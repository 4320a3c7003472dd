//! Rates, pooled and median. Each name carries its denominator; a denominator of 0 gives null.

use super::{Members, spread};
use crate::{Counts, History, Rates, Ratio};

/// Digits kept of one video's rate before the median is taken.
const FINE: u128 = 1_000_000_000_000;

pub(super) fn rates(members: &Members<'_>, history: &History) -> Rates {
    let mut sums = [0_u128; 5];
    let mut engagement = 0_u128;
    let (mut saves, mut views_beside_saves) = (0_u128, 0_u128);
    let mut each = Vec::with_capacity(members.videos.len());
    let mut with_followers = 0_u64;
    let (mut engagement_of_known, mut counted) = (0_u128, vec![false; history.authors.len()]);
    let mut followers = 0_u128;
    for video in &members.videos {
        let counts = video.counts();
        let engaged = u128::from(counts.engagement());
        engagement += engaged;
        for (sum, count) in sums.iter_mut().zip(counts.array()) {
            *sum += u128::from(count.unwrap_or(0));
        }
        if let Some(saved) = counts.saves {
            saves += u128::from(saved);
            views_beside_saves += u128::from(counts.views.unwrap_or(0));
        }
        if let Some(views) = counts.views.filter(|views| *views > 0 && any_engagement_known(&counts)) {
            each.push(engaged * FINE / u128::from(views));
        }
        if let Some(known) = history.followers_of(video.author) {
            with_followers += 1;
            engagement_of_known += engaged;
            if let Some(counted) = video.author.and_then(|number| counted.get_mut(number as usize))
                && !std::mem::replace(counted, true)
            {
                followers += u128::from(known);
            }
        }
    }
    let [views, likes, comments, shares, _] = sums;
    let n = members.videos.len() as u128;
    Rates {
        er_views_pooled: ratio(engagement, views),
        er_views_median: spread::median(each, FINE),
        like_rate_views: ratio(likes, views),
        comment_rate_views: ratio(comments, views),
        share_rate_views: ratio(shares, views),
        save_rate_views: ratio(saves, views_beside_saves),
        er_followers_pooled: ratio(engagement_of_known, followers),
        followers_known_share: ratio(u128::from(with_followers), n).unwrap_or_default(),
    }
}

pub(super) const fn any_engagement_known(counts: &Counts) -> bool {
    counts.likes.is_some() || counts.comments.is_some() || counts.shares.is_some()
}

/// A quotient of sums; `None` when the denominator is 0.
pub(super) fn ratio(numerator: u128, denominator: u128) -> Option<Ratio> {
    Ratio::of(i128::try_from(numerator).unwrap_or(i128::MAX), i128::try_from(denominator).unwrap_or(i128::MAX))
}
