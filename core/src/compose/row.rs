//! A video as the sections of a report see it: unpacked once for all of them.

use super::rates::any_engagement_known;
use crate::{Counts, history::Tracked};

/// One of the campaign's videos.
pub(super) struct Row<'a> {
    /// In the history.
    pub(super) place: usize,
    pub(super) video: &'a Tracked,
    pub(super) counts: Counts,
    /// Views, an unknown count being 0.
    pub(super) views: u64,
    /// Engagement, unknown counts being 0.
    pub(super) engagement: u64,
    /// Whether any of likes, comments and shares is known.
    pub(super) is_engagement_known: bool,
}

impl<'a> Row<'a> {
    #[inline]
    pub(super) fn of(place: usize, video: &'a Tracked) -> Self {
        let counts = video.counts();
        Self {
            place,
            video,
            views: counts.views.unwrap_or(0),
            engagement: counts.engagement(),
            is_engagement_known: any_engagement_known(&counts),
            counts,
        }
    }
}
