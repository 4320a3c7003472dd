//! A seeded campaign: who posted what when, and how it grew. No I/O and no clock.
//!
//! The model is one of measured distributions (age curve, spreads, engagement), so that a
//! detector tuned on it is not tuned on a toy. Time comes in as an argument: any `now` has
//! its counts, and a later `now` never has smaller ones.

mod age_curve;
mod build;
mod captions;
mod creators;
pub(crate) mod draw;
mod engagement;
mod growth;
mod listing;
mod options;
mod rounding;
#[cfg(test)]
mod tests;

pub use creators::Author;
pub use growth::Counts;
pub use options::{Noise, PaidStep, Sizes, Spiking, WorldOptions};
pub use rounding::{as_shown, rounding_step};

use growth::Growth;
use std::collections::BTreeMap;

/// A campaign's videos, creators and their growth; see [`World::new`].
#[derive(Debug)]
pub struct World {
    options: WorldOptions,
    hashtags: Vec<Hashtag>,
    authors: Vec<Author>,
    videos: Vec<Video>,
    growth: Vec<Growth>,
    spikes: Vec<Spike>,
    by_id: BTreeMap<u64, usize>,
}

/// A hashtag of the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashtag {
    /// Numeric id, 16 digits.
    pub id: u64,
    /// Name without `#`.
    pub name: String,
}

/// What does not change about a video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// 19 digits; `id >> 32` is [`created`](Self::created).
    pub id: u64,
    /// Unix seconds of the upload.
    pub created: i64,
    /// Caption, hashtags included.
    pub desc: String,
    /// The campaign's hashtags that it carries, without `#`.
    pub hashtags: Vec<String>,
    /// Length in seconds.
    pub duration_s: u32,
    author: usize,
}

impl Video {
    /// Whether it carries this hashtag of the campaign, in any case of letters.
    #[must_use]
    pub fn has_hashtag(&self, name: &str) -> bool {
        let mut tags = self.hashtags.iter();
        tags.any(|tag| tag.eq_ignore_ascii_case(name))
    }
}

/// A planned burst of views, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spike {
    /// The video.
    pub video_id: u64,
    /// Day of the campaign, from 0, on which it begins.
    pub day: u32,
    /// Total gain, in multiples of `views_before`, over all days to come.
    pub size: f64,
    /// Views at the beginning of that day.
    pub views_before: u64,
    /// Views gained on that day, the ordinary growth included.
    pub first_day_gain: u64,
    /// Views that the spike alone was expected to bring on that day.
    pub first_day_burst: u64,
}

/// A video with its exact counts at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VideoTruth<'w> {
    /// The video.
    pub video: &'w Video,
    /// Who posted it.
    pub author: &'w Author,
    /// Its exact counts.
    pub counts: Counts,
}

impl World {
    /// The options it was built from.
    #[must_use]
    pub fn options(&self) -> &WorldOptions {
        &self.options
    }

    /// The campaign's hashtags, in the order of the options.
    #[must_use]
    pub fn hashtags(&self) -> &[Hashtag] {
        &self.hashtags
    }

    /// All videos, also those not yet published.
    #[must_use]
    pub fn videos(&self) -> &[Video] {
        &self.videos
    }

    /// All spikes, in the order of the videos; the answers a detector should give.
    #[must_use]
    pub fn spikes(&self) -> &[Spike] {
        &self.spikes
    }

    /// Every video published at `now` (Unix seconds) with its exact counts.
    ///
    /// ```
    /// use tagpulse_sandbox::{World, WorldOptions};
    /// let world = World::new(WorldOptions::seeded(7));
    /// let truth = world.truth(world.options().day_start(3));
    /// assert!(truth.iter().all(|t| t.video.id >> 32 == t.video.created as u64));
    /// ```
    #[must_use]
    pub fn truth(&self, now: i64) -> Vec<VideoTruth<'_>> {
        (0..self.videos.len()).filter_map(|index| Some(self.truth_of(index, self.counts_at(index, now)?))).collect()
    }

    /// One video at `now` (Unix seconds); `None` when unknown or not yet published.
    #[must_use]
    pub fn video_at(&self, id: u64, now: i64) -> Option<VideoTruth<'_>> {
        let index = *self.by_id.get(&id)?;
        Some(self.truth_of(index, self.counts_at(index, now)?))
    }

    /// A hashtag by name (in any case of letters) or by its id in digits.
    pub(crate) fn hashtag(&self, name_or_id: &str) -> Option<&Hashtag> {
        let mut all = self.hashtags.iter();
        all.find(|tag| tag.name.eq_ignore_ascii_case(name_or_id) || tag.id.to_string() == name_or_id)
    }

    fn counts_at(&self, index: usize, now: i64) -> Option<Counts> {
        let published = self.videos[index].created < now;
        published.then(|| self.growth[index].at(&self.options, now))
    }

    pub(crate) fn truth_of(&self, index: usize, counts: Counts) -> VideoTruth<'_> {
        let video = &self.videos[index];
        VideoTruth { video, author: &self.authors[video.author], counts }
    }
}
