//! The tutorial's figures, with its arithmetic.

use super::Members;
use crate::{History, Ratio, ViralRule, gather::gather, history::Tracked};

/// Sums over the campaign's videos.
pub(super) struct Totals {
    pub(super) videos: u64,
    pub(super) views: u64,
    pub(super) engagement: u64,
}

impl Totals {
    pub(super) fn of(members: &Members<'_>) -> Self {
        Self {
            videos: members.videos.len() as u64,
            views: members.sum(|video| video.packed().views()),
            engagement: members.sum(|video| video.counts().engagement()),
        }
    }

    /// Floor of the mean; 0 without videos.
    pub(super) fn average(&self, sum: u64) -> u64 {
        sum.checked_div(self.videos).unwrap_or(0)
    }

    /// Videos with `views * n * 1000 > multiple_thousandths * total`.
    pub(super) fn above(&self, members: &Members<'_>, multiple_thousandths: u64) -> u64 {
        let above = |video: &&&Tracked| exceeds(video.packed().views(), self.videos, multiple_thousandths, self.views);
        members.videos.iter().filter(above).count() as u64
    }

    /// The rule and whether it could ever say anything.
    pub(super) fn rule(&self, multiple_thousandths: u64) -> ViralRule {
        let n = self.videos;
        let sum = u128::from(multiple_thousandths) * u128::from(self.views);
        let threshold = sum.checked_div(u128::from(n * 1000)).unwrap_or(0);
        ViralRule {
            metric: crate::text::owned("views"),
            multiple: Ratio::of(i128::from(multiple_thousandths), 1000).unwrap_or_default(),
            threshold: u64::try_from(threshold).unwrap_or(u64::MAX),
            // The mean holds the video itself, so no video exceeds n times it.
            can_fire: n * 1000 > multiple_thousandths,
        }
    }
}

/// Whether `value * n * 1000 > multiple_thousandths * total`: a value above that multiple of the mean.
#[inline(never)]
pub(crate) fn exceeds(value: u64, n: u64, multiple_thousandths: u64, total: u64) -> bool {
    u128::from(value) * u128::from(n * 1000) > u128::from(multiple_thousandths) * u128::from(total)
}

/// Authors of the five videos with the most likes and comments, as the tutorial ranks them.
pub(super) fn top_5_creators(members: &Members<'_>, history: &History) -> Vec<Option<String>> {
    let top = members.most(5, |video| {
        let counts = video.counts();
        counts.likes.unwrap_or(0).saturating_add(counts.comments.unwrap_or(0))
    });
    gather(top.iter().map(|video| history.author(video).map(crate::text::owned)))
}
