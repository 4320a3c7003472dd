//! How much of the campaign was seen, and what that cost.

use super::Row;
use crate::{Cost, Coverage, Excluded, Ratio, Settings, UnknownCounts, Usage, history::Newest};

/// Share of counts over 10,000 that end in zeros from which on a source is taken to round.
/// By chance one count in a hundred ends in two zeros.
const ROUNDED_SHARE_PERCENT: usize = 90;
/// Fewer counts than this say nothing.
const ROUNDED_LEAST: usize = 5;

/// Whether views are rounded: of those over 10,000 nearly all end in two zeros.
#[derive(Default)]
pub(crate) struct Rounding {
    large: usize,
    round: usize,
}

impl Rounding {
    pub(crate) fn take(&mut self, views: Option<u64>) {
        if let Some(views) = views.filter(|views| *views >= 10_000) {
            self.large += 1;
            self.round += usize::from(views % 100 == 0);
        }
    }

    pub(crate) const fn is_likely(&self) -> bool {
        self.large >= ROUNDED_LEAST && self.round * 100 >= self.large * ROUNDED_SHARE_PERCENT
    }
}

/// What of the campaign's videos is known.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// A suspect reading changes no figure: everything is carried forward.
    trusted: bool,
    unknown: UnknownCounts,
    not_seen: u64,
    carried_views: u64,
    rechecked: u64,
}

impl Known {
    pub(super) fn at(newest: &Newest) -> Self {
        let trusted = newest.suspect.is_none();
        Self { trusted, unknown: UnknownCounts::default(), not_seen: 0, carried_views: 0, rechecked: 0 }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        let (unknown, counts) = (&mut self.unknown, &row.counts);
        unknown.views += u64::from(counts.views.is_none());
        unknown.likes += u64::from(counts.likes.is_none());
        unknown.comments += u64::from(counts.comments.is_none());
        unknown.shares += u64::from(counts.shares.is_none());
        unknown.saves += u64::from(counts.saves.is_none());
        if !(self.trusted && row.video.seen_at(0)) {
            self.not_seen += 1;
            if self.trusted && row.video.read_at(0) {
                self.rechecked += 1;
            } else {
                self.carried_views = self.carried_views.saturating_add(row.views);
            }
        }
    }
}

/// The coverage of so many videos `known`.
pub(super) fn coverage(of: &Known, known: u64, excluded: Excluded, newest: &Newest) -> Coverage {
    let header = &newest.header;
    let left_out = excluded.before_start + excluded.after_end + excluded.creator;
    let on_tiktok = header.hashtags.iter().try_fold(0_u64, |sum, listing| sum.checked_add(listing.tiktok_videos?));
    let share = on_tiktok.filter(|_| !header.hashtags.is_empty());
    Coverage {
        listed: u64::from(newest.listed),
        known,
        not_seen: of.not_seen,
        carried_views: of.carried_views,
        share: share.and_then(|videos| Ratio::of(i128::from(known + left_out), i128::from(videos))),
        duplicates: u64::from(header.duplicates),
        excluded,
        unknown_counts: of.unknown,
        rounded: newest.rounded,
        dates_doubtful: u64::from(header.rejected.dates_doubtful),
        suspect: newest.suspect.clone(),
        rejected_total: u64::from(header.rejected.total),
        rejected: header.rejected.first.clone(),
        sources: header.sources.clone(),
        rechecked: of.rechecked,
        recheck_failed: u64::from(header.recheck_failed),
    }
}

pub(super) fn cost(usage: &Usage, settings: &Settings) -> Cost {
    let credits = u64::from(usage.credits);
    // Millionths of the currency, so that the product is exact.
    let amount = settings.price.map(|price| (price * 1e6).round() as i64);
    Cost {
        requests: u64::from(usage.requests),
        credits,
        credits_possible: u64::from(usage.credits_possible),
        amount: amount.and_then(|millionths| Ratio::of(i128::from(millionths) * i128::from(credits), 1_000_000)),
        currency: settings.currency.clone(),
        monthly_credits: credits * 30,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_shows_in_trailing_zeros() {
        let is_rounded = |views: &[Option<u64>]| {
            let mut rounding = Rounding::default();
            views.iter().for_each(|views| rounding.take(*views));
            rounding.is_likely()
        };
        let rounded = |views: &[u64]| is_rounded(&views.iter().copied().map(Some).collect::<Vec<_>>());
        assert!(rounded(&[12_300, 54_100, 1_200_000, 98_700, 10_100]));
        assert!(!rounded(&[12_345, 54_100, 1_234_567, 98_711, 10_101]));
        assert!(!rounded(&[100, 200, 300, 400, 500, 12_300]));
        assert!(!is_rounded(&[None, None]));
    }
}
