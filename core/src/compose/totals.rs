//! The tutorial's figures, with its arithmetic.

use super::Members;
use crate::{History, Ratio, ViralRule, history::Tracked};

/// Sums over the campaign's videos.
pub(super) struct Totals {
    pub(super) videos: u64,
    pub(super) views: u64,
    pub(super) engagement: u64,
}

impl Totals {
    pub(super) fn of(members: &Members<'_>) -> Self {
        let sum = |value: fn(&Tracked) -> u64| {
            let sum: u128 = members.videos.iter().map(|video| u128::from(value(video))).sum();
            u64::try_from(sum).unwrap_or(u64::MAX)
        };
        Self {
            videos: members.videos.len() as u64,
            views: sum(|video| video.packed().views()),
            engagement: sum(|video| video.counts().engagement()),
        }
    }

    /// Floor of the mean; 0 without videos.
    pub(super) fn average(&self, sum: u64) -> u64 {
        sum.checked_div(self.videos).unwrap_or(0)
    }

    /// Videos with `views * n * 1000 > multiple_thousandths * total`.
    pub(super) fn above(&self, members: &Members<'_>, multiple_thousandths: u128) -> u64 {
        let right = multiple_thousandths * u128::from(self.views);
        let n = u128::from(self.videos);
        members.videos.iter().filter(|video| u128::from(video.packed().views()) * n * 1000 > right).count() as u64
    }

    /// The rule and whether it could ever say anything.
    pub(super) fn rule(&self, multiple_thousandths: u128) -> ViralRule {
        let n = u128::from(self.videos);
        let threshold = (multiple_thousandths * u128::from(self.views)).checked_div(n * 1000).unwrap_or(0);
        ViralRule {
            metric: "views".to_owned(),
            multiple: Ratio::of(i128::try_from(multiple_thousandths).unwrap_or(i128::MAX), 1000).unwrap_or_default(),
            threshold: u64::try_from(threshold).unwrap_or(u64::MAX),
            // The mean holds the video itself, so no video exceeds n times it.
            can_fire: n * 1000 > multiple_thousandths,
        }
    }
}

/// Authors of the five videos with the most likes and comments, as the tutorial ranks them.
pub(super) fn top_5_creators(members: &Members<'_>, history: &History) -> Vec<Option<String>> {
    let top = members.most(5, |video| {
        let counts = video.counts();
        counts.likes.unwrap_or(0).saturating_add(counts.comments.unwrap_or(0))
    });
    top.into_iter().map(|video| history.author(video).map(str::to_owned)).collect()
}
