//! The two descriptions of the API, one module each.

pub(crate) mod aweme;
mod aweme_extras;
pub(crate) mod tutorial;

use crate::world::{Hashtag, World};

/// A hashtag's statistics at one moment, over the videos that are published.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stats {
    pub(crate) videos: u64,
    pub(crate) views: u64,
}

impl Stats {
    pub(crate) fn of(world: &World, hashtag: &Hashtag, now: i64) -> Self {
        let truth = world.truth(now);
        let carrying = truth.iter().filter(|t| t.video.has_hashtag(&hashtag.name));
        carrying.fold(Self { videos: 0, views: 0 }, |sum, truth| Self {
            videos: sum.videos + 1,
            views: sum.views + truth.counts.views,
        })
    }
}
