//! The two shapes, cut down to what the figures need.

use serde::Deserialize;

use crate::figures::{Figures, Item};

/// An answer that figures can be made of.
pub(crate) trait Answer {
    fn figures(&self) -> Figures;
}

/// The tutorial's shape.
#[derive(Deserialize)]
pub(crate) struct Small {
    videos: Vec<Flat>,
}

#[derive(Deserialize)]
struct Flat {
    author: Author,
    play_count: u64,
    digg_count: u64,
    comment_count: u64,
    share_count: u64,
}

/// The documented shape.
#[derive(Deserialize)]
pub(crate) struct Heavy {
    data: Page,
}

#[derive(Deserialize)]
struct Page {
    aweme_list: Vec<Aweme>,
}

#[derive(Deserialize)]
struct Aweme {
    author: Author,
    statistics: Counts,
}

#[derive(Deserialize)]
struct Author {
    unique_id: String,
}

#[derive(Deserialize)]
struct Counts {
    play_count: u64,
    digg_count: u64,
    comment_count: u64,
    share_count: u64,
}

impl Answer for Small {
    fn figures(&self) -> Figures {
        Figures::of(self.videos.iter().map(|video| Item {
            author: &video.author.unique_id,
            views: video.play_count,
            reactions: video.digg_count + video.comment_count,
            shares: video.share_count,
        }))
    }
}

impl Answer for Heavy {
    fn figures(&self) -> Figures {
        Figures::of(self.data.aweme_list.iter().map(|video| Item {
            author: &video.author.unique_id,
            views: video.statistics.play_count,
            reactions: video.statistics.digg_count + video.statistics.comment_count,
            shares: video.statistics.share_count,
        }))
    }
}
