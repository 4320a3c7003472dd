//! Puts a world together from its options; the order of the draws is the world's format.

use super::captions::caption;
use super::creators::{Author, creators};
use super::draw::{Purpose, chance, normal, stream};
use super::engagement::Rates;
use super::growth::{Growth, Nature, SPIKE_MASS};
use super::options::{DAY, WorldOptions};
use super::{Hashtag, Spike, Video, World};
use libm::exp;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::Gamma;
use std::collections::{BTreeMap, BTreeSet};

/// Part of the spread of ln views that belongs to the creator, not to the video.
const CREATOR_PART: f64 = 0.3;
/// Uploads after the start: Gamma of this shape and scale in days.
const UPLOAD_SHAPE: f64 = 1.2;
const UPLOAD_SCALE_DAYS: f64 = 6.0;
/// Oldest video, in days before the start.
const OLDEST_DAYS: f64 = 60.0;

impl World {
    /// Builds the world of these options: pure, and equal for equal options.
    ///
    /// ```
    /// use tagpulse_sandbox::{World, WorldOptions};
    /// let world = World::new(WorldOptions { videos: 12, ..WorldOptions::seeded(7) });
    /// assert_eq!(world.videos().len(), 12);
    /// ```
    #[must_use]
    pub fn new(options: WorldOptions) -> Self {
        let hashtags = hashtags(&options);
        let authors = creators(&options);
        let mut ids = BTreeSet::new();
        let (videos, mut natures): (Vec<_>, Vec<_>) =
            (0..options.videos).map(|index| video(&options, index, &authors, &mut ids)).unzip();
        plan_spikes(&options, &mut natures);
        let platform = platform_factors(&options);
        let growth: Vec<_> = natures
            .iter()
            .zip(0_i64..)
            .map(|(nature, index)| {
                let mut rng = stream(options.seed, Purpose::Growth, index, 0);
                let mut surplus = stream(options.seed, Purpose::PlatformDay, index, 0);
                Growth::simulate(*nature, &options, &platform, &mut rng, &mut surplus)
            })
            .collect();
        let spikes = recorded_spikes(&videos, &natures, &growth);
        let by_id = videos.iter().map(|video: &Video| video.id).zip(0..);
        Self { by_id: by_id.collect::<BTreeMap<_, _>>(), options, hashtags, authors, videos, growth, spikes }
    }
}

fn hashtags(options: &WorldOptions) -> Vec<Hashtag> {
    let named = options.hashtags.iter().zip(0_i64..);
    named
        .map(|(name, index)| {
            let mut rng = stream(options.seed, Purpose::Hashtag, index, 0);
            // Sixteen digits, as TikTok's; the index keeps them apart.
            let id = 1_600_000_000_000_000 + rng.random_range(0..90_000_000_000) * 1_000;
            Hashtag { id: id + index as u64, name: name.clone() }
        })
        .collect()
}

fn video(options: &WorldOptions, index: usize, authors: &[Author], ids: &mut BTreeSet<u64>) -> (Video, Nature) {
    let rng = &mut stream(options.seed, Purpose::Video, index as i64, 0);
    let created = options.start + upload_offset(options, rng);
    let author = rng.random_range(0..authors.len());
    let reach = CREATOR_PART.sqrt() * authors[author].reach;
    let deviation = reach + (1.0 - CREATOR_PART).sqrt() * normal(rng);
    let hashtags = carried(options, rng);
    let mut id = new_id(created, rng);
    while !ids.insert(id) {
        id = new_id(created, rng);
    }
    let nature = Nature {
        created,
        final_views: options.sizes.median * exp(options.sizes.sigma * deviation),
        pace: exp(options.noise.pace_sigma * normal(rng)),
        rates: Rates::draw(rng),
        spike: None,
        paid: options.paid.iter().find(|step| step.video == index).map(|step| (step.day, step.views)),
    };
    let video = Video {
        id,
        created,
        desc: caption(rng, &hashtags),
        hashtags,
        duration_s: (18.0 * exp(0.8 * normal(rng))).clamp(3.0, 600.0) as u32,
        author,
    };
    (video, nature)
}

/// Seconds from the campaign's start to the upload; negative for older videos.
fn upload_offset(options: &WorldOptions, rng: &mut ChaCha8Rng) -> i64 {
    let gamma = Gamma::new(UPLOAD_SHAPE, UPLOAD_SCALE_DAYS).expect("both constants are positive");
    let days = if chance(rng, options.older_share) { -rng.random_range(0.01..OLDEST_DAYS) } else { rng.sample(gamma) };
    (days * DAY as f64).floor() as i64
}

/// One hashtag of the campaign, and sometimes further ones.
fn carried(options: &WorldOptions, rng: &mut ChaCha8Rng) -> Vec<String> {
    let all = &options.hashtags;
    if all.is_empty() {
        return Vec::new();
    }
    let main = rng.random_range(0..all.len());
    let tags = all.iter().enumerate();
    tags.filter(|(index, _)| *index == main || chance(rng, options.further_hashtag))
        .map(|(_, tag)| tag.clone())
        .collect()
}

/// TikTok's ids hold the second of creation in their upper half.
fn new_id(created: i64, rng: &mut ChaCha8Rng) -> u64 {
    let second = u64::try_from(created).expect("a world's videos are made after 1970");
    (second << 32) | u64::from(rng.random::<u32>())
}

fn platform_factors(options: &WorldOptions) -> Vec<f64> {
    let mut rng = stream(options.seed, Purpose::Platform, 0, 0);
    (0..options.days).map(|_| exp(options.noise.platform_sigma * normal(&mut rng))).collect()
}

/// Chooses who spikes, when and how high. A spike needs a full day of the video before it.
fn plan_spikes(options: &WorldOptions, natures: &mut [Nature]) {
    let mut rng = stream(options.seed, Purpose::SpikeChoice, 0, 0);
    let spiking = options.spiking;
    for nature in natures {
        // Three draws whatever happens, so that one video's fate moves no other's.
        let (chosen, when, size): (f64, f64, f64) = (rng.random(), rng.random(), rng.random());
        let first = u32::try_from(options.day_of(nature.created) + 2).unwrap_or(1);
        if chosen < spiking.share && first.max(1) < options.days {
            let first = first.max(1);
            let day = first + (when * f64::from(options.days - first)) as u32;
            let size = spiking.size_min + size * (spiking.size_max - spiking.size_min);
            nature.spike = Some((day, size));
        }
    }
}

fn recorded_spikes(videos: &[Video], natures: &[Nature], growth: &[Growth]) -> Vec<Spike> {
    let all = videos.iter().zip(natures).zip(growth);
    all.filter_map(|((video, nature), growth)| {
        let (day, size) = nature.spike?;
        let views_before = growth.views_at_day(day);
        Some(Spike {
            video_id: video.id,
            day,
            size,
            views_before,
            first_day_gain: growth.views_at_day(day + 1) - views_before,
            first_day_burst: (size * views_before as f64 / SPIKE_MASS) as u64,
        })
    })
    .collect()
}
