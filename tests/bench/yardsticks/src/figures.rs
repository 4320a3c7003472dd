//! The tutorial's figures, which every contestant gives and the harness compares.

use std::cmp::Reverse;

use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Figures {
    total_videos: u64,
    total_views: u64,
    total_engagement: u64,
    avg_views: u64,
    avg_engagement: u64,
    viral_videos: usize,
    top_5_creators: Vec<String>,
}

/// What they are made of; `reactions` are likes and comments.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub(crate) author: &'a str,
    pub(crate) views: u64,
    pub(crate) reactions: u64,
    pub(crate) shares: u64,
}

impl Figures {
    pub(crate) fn of<'a>(videos: impl Iterator<Item = Item<'a>> + Clone) -> Self {
        let (mut total_videos, mut total_views, mut total_engagement) = (0, 0, 0);
        let mut top: Vec<Item<'_>> = Vec::with_capacity(6);
        for video in videos.clone() {
            total_videos += 1;
            total_views += video.views;
            total_engagement += video.reactions + video.shares;
            if top.len() < 5 || top.last().is_some_and(|least| video.reactions > least.reactions) {
                top.push(video);
                // Stable, so the one that was listed first stays before its equals.
                top.sort_by_key(|video| Reverse(video.reactions));
                top.truncate(5);
            }
        }
        let viral = videos.filter(|video| video.views * total_videos > 10 * total_views);
        Self {
            total_videos,
            total_views,
            total_engagement,
            avg_views: total_views / total_videos.max(1),
            avg_engagement: total_engagement / total_videos.max(1),
            viral_videos: viral.count(),
            top_5_creators: top.into_iter().map(|video| video.author.to_owned()).collect(),
        }
    }
}
