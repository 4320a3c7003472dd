//! A campaign's videos one by one, for what a host adds up over several campaigns.

use crate::{Campaign, Counts, History, VideoId, Zone, compose, history::readings};

/// A video of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// The id.
    pub id: VideoId,
    /// The creator's handle; `None` where it is unknown or forgotten.
    pub author: Option<&'a str>,
    /// Its last known counts.
    pub counts: Counts,
    /// Views gained since the base, as `known` and `published` have them in a report's `diff`; `None`
    /// without a base, for a video found late and for one that the base did not list.
    pub gained: Option<i64>,
}

impl History {
    /// The campaign's videos in the order of first sighting.
    pub fn held(&self, campaign: &Campaign, zone: &Zone) -> Vec<Held<'_>> {
        let zone = self.newest().map_or_else(|| zone.clone(), |newest| zone.until(newest));
        let trusted = self.newest.as_ref().is_some_and(|newest| newest.suspect.is_none());
        let base = readings::base(&self.kept, &zone).filter(|_| trusted);
        let base = base.and_then(|at| Some((*self.kept.get(at)?, self.kept.len().saturating_sub(at + 1))));
        let members = compose::Members::of(self, campaign, &zone);
        let held = |video: &&'_ crate::history::Tracked| Held {
            id: video.id,
            author: self.author(video),
            counts: video.counts(),
            gained: base.and_then(|(base, place)| compose::gained(video, base, place)),
        };
        members.videos.iter().map(held).collect()
    }
}
