//! Reads a world at its hours and writes down what was seen and what was true.

use super::observation::{Observation, TrueSpike};
use super::traps::{Trap, nothing, spring};
use crate::world::{VideoTruth, World, WorldOptions};

const DAY: i64 = 86_400;
/// A spike is over when it brings less than this part of its first day's views a day.
const ACTIVE_PART: f64 = 0.1;

/// One campaign to simulate. Equal options give equal observations on every platform.
#[derive(Debug, Clone, PartialEq)]
pub struct SimOptions {
    /// The campaign's name in the observations.
    pub campaign: String,
    /// Its videos and how they grow.
    pub world: WorldOptions,
    /// Readings a day, evenly spaced, the last one at the day's end.
    pub readings_a_day: u32,
    /// Whether counts are rounded as TikTok shows them.
    pub rounded: bool,
    /// What goes wrong.
    pub traps: Vec<Trap>,
}

/// What a detector is given, and what it is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Simulation {
    /// In the order of time.
    pub observations: Vec<Observation>,
    /// Every spike, also those too small to be asked for.
    pub truth: Vec<TrueSpike>,
}

impl SimOptions {
    /// A campaign of 200 videos read once a day for 28 days, from 2025-06-01T06:00:00Z. A spike brings
    /// 1 to 4 times the views so far on its first day.
    ///
    /// ```
    /// let options = tagpulse_sandbox::SimOptions::seeded(7);
    /// let simulation = tagpulse_sandbox::simulate(&options);
    /// assert_eq!(simulation, tagpulse_sandbox::simulate(&options));
    /// assert_eq!(simulation.observations.last().unwrap().taken_at, options.world.end());
    /// ```
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let mut world = WorldOptions {
            start: 1_748_757_600,
            days: 28,
            older_share: 0.0,
            absent_share: 0.0,
            ..WorldOptions::seeded(seed)
        };
        world.spiking.size_by_first_day(1.0, 4.0);
        Self { campaign: format!("seed-{seed}"), world, readings_a_day: 1, rounded: true, traps: Vec::new() }
    }
}

/// The observations of a campaign beside its truth.
#[must_use]
pub fn simulate(options: &SimOptions) -> Simulation {
    let world = World::new(options.world.clone());
    let mut observations = Vec::new();
    for day in 0..options.world.days {
        let mut readings = readings_of(options, &world, day);
        for trap in &options.traps {
            spring(*trap, options.world.seed, day, &mut readings);
        }
        observations.extend(readings.into_iter().flatten());
    }
    Simulation { observations, truth: truth(options, &world) }
}

fn readings_of(options: &SimOptions, world: &World, day: u32) -> Vec<Vec<Observation>> {
    let never_seen = |place: usize| options.traps.contains(&Trap::NeverSeen(place));
    let reading = |number: u32| {
        let taken_at = options.world.day_start(day) + DAY * i64::from(number) / i64::from(options.readings_a_day);
        let videos = world.videos().iter().enumerate();
        let seen = videos.filter_map(|(place, video)| Some((place, world.video_at(video.id, taken_at)?)));
        seen.map(|(place, truth)| {
            let mut row = observation(options, &truth, taken_at);
            if never_seen(place) {
                nothing(&mut row);
            }
            row
        })
        .collect()
    };
    (1..=options.readings_a_day).map(reading).collect()
}

fn observation(options: &SimOptions, truth: &VideoTruth<'_>, taken_at: i64) -> Observation {
    let counts = if options.rounded { truth.counts.as_shown() } else { truth.counts };
    Observation {
        campaign: options.campaign.clone(),
        taken_at,
        video_id: truth.video.id.to_string(),
        author: Some(truth.author.handle.clone()),
        views: Some(counts.views),
        likes: Some(counts.likes),
        comments: Some(counts.comments),
        shares: Some(counts.shares),
        created: Some(truth.video.created),
        followers: truth.author.followers,
    }
}

fn truth(options: &SimOptions, world: &World) -> Vec<TrueSpike> {
    let active_days = (0..options.world.days).take_while(|k| options.world.spiking.relaxed(*k) >= ACTIVE_PART).count();
    let spikes = world.spikes().iter();
    spikes
        .map(|spike| {
            let onset_at = options.world.day_start(spike.day);
            TrueSpike {
                campaign: options.campaign.clone(),
                video_id: spike.video_id.to_string(),
                onset_day: spike.day,
                onset_at,
                active_until: onset_at + DAY * active_days as i64,
                total_size: (spike.size * spike.views_before as f64) as u64,
                first_day_gain: spike.first_day_burst,
            }
        })
        .collect()
}
