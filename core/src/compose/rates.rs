//! Rates, pooled and median. Each name carries its denominator; a denominator of 0 gives null, and
//! a video whose count is unknown stands in neither.

use super::{Members, spread};
use crate::{Counts, History, Rates, Ratio};

/// One video's rate is kept to a billionth before the median is taken, of which six digits are printed.
const FINE: u64 = 1_000_000_000;

pub(super) fn rates(members: &Members<'_>, history: &History) -> Rates {
    // No sum of real counts comes near 2^64; if one did, it would stay there.
    // Views, likes, comments, shares, saves; and the views of the videos where each is known.
    let (mut sums, mut beside) = ([0_u64; 5], [0_u64; 5]);
    let (mut engagement, mut views_of_engaged) = (0_u64, 0_u64);
    let mut each = Vec::with_capacity(members.videos.len());
    let mut with_followers = 0_u64;
    let (mut engagement_of_known, mut counted) = (0_u64, vec![false; history.authors.len()]);
    let mut followers = 0_u64;
    for video in &members.videos {
        let counts = video.counts();
        let engaged = counts.engagement();
        let views = counts.views.unwrap_or(0);
        if any_engagement_known(&counts) {
            add(&mut engagement, engaged);
            add(&mut views_of_engaged, views);
        }
        for ((sum, beside), count) in sums.iter_mut().zip(&mut beside).zip(counts.array()) {
            if let Some(count) = count {
                add(sum, count);
                add(beside, views);
            }
        }
        if let Some(views) = counts.views.filter(|views| *views > 0 && any_engagement_known(&counts)) {
            each.push(fine(engaged, views));
        }
        if let Some(known) = history.followers_of(video.author) {
            with_followers += 1;
            add(&mut engagement_of_known, engaged);
            if let Some(counted) = video.author.and_then(|number| counted.get_mut(number as usize))
                && !std::mem::replace(counted, true)
            {
                add(&mut followers, known);
            }
        }
    }
    let [_, likes, comments, shares, saves] = sums;
    let [_, by_likes, by_comments, by_shares, by_saves] = beside;
    let n = members.videos.len() as u64;
    Rates {
        er_views_pooled: ratio(engagement, views_of_engaged),
        er_views_median: spread::median(&each, FINE),
        like_rate_views: ratio(likes, by_likes),
        comment_rate_views: ratio(comments, by_comments),
        share_rate_views: ratio(shares, by_shares),
        save_rate_views: ratio(saves, by_saves),
        er_followers_pooled: ratio(engagement_of_known, followers),
        followers_known_share: ratio(with_followers, n).unwrap_or_default(),
    }
}

/// `engaged / views` in billionths.
fn fine(engaged: u64, views: u64) -> u64 {
    match engaged.checked_mul(FINE) {
        Some(product) => product / views,
        None => u64::try_from(u128::from(engaged) * u128::from(FINE) / u128::from(views)).unwrap_or(u64::MAX),
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

#[inline(never)]
const fn add(sum: &mut u64, value: u64) {
    *sum = sum.saturating_add(value);
}
