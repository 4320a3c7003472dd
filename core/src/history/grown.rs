//! Growth from one state of a campaign to a later one, however many readings lie between: a history keeps its
//! videos' counts at the last eight of them, a host that has all readings can fold up to any.

use crate::{Campaign, History, ViewGrowth, Zone, compose};

/// What a campaign has more than it had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grown {
    /// Videos published since.
    pub published: u64,
    /// Older ones, known by now only.
    pub found: u64,
    /// Where the growth of views comes from, as in a report's `diff`.
    pub views: ViewGrowth,
}

impl History {
    /// What this state of a campaign has more than the earlier one; nothing where that has no trusted reading.
    pub fn grown_since(&self, earlier: &Self, campaign: &Campaign, zone: &Zone) -> Option<Grown> {
        let since = earlier.kept.last()?.taken_at;
        let zone = self.newest().map_or_else(|| zone.clone(), |newest| zone.until(newest));
        let mut grown = Grown::default();
        for video in compose::Members::of(self, campaign, &zone).videos {
            let before = earlier.find(video.id);
            let then = before.and_then(|before| before.counts().views);
            let part = compose::side(video, since, then, before.is_some_and(|before| before.read_at(0)));
            // Both are under 2^53.
            let views = video.packed().views() as i64 - then.unwrap_or(0) as i64;
            grown.views.add(part, views);
            grown.published += u64::from(part == compose::Side::Published);
            grown.found += u64::from(part == compose::Side::Found && before.is_none());
        }
        Some(grown)
    }
}
