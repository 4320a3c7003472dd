//! What a world is made of, with defaults, so that a test names only what it is about.

use super::growth::SPIKE_MASS;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// The ingredients of a [`World`](crate::World). Equal options give an equal world.
#[derive(Debug, Clone, PartialEq)]
pub struct WorldOptions {
    /// Decides every draw.
    pub seed: u64,
    /// Videos in the world. Those whose upload falls after the last day are never published.
    pub videos: usize,
    /// The campaign's hashtags, without `#`. Every video carries one or more of them.
    pub hashtags: Vec<String>,
    /// A video carries each of the hashtags that is not its own with this probability, 0 to 1.
    pub further_hashtag: f64,
    /// First second of day 0, in Unix seconds; between 2015 and 2100.
    pub start: i64,
    /// Days simulated; after the last one all counts stand still.
    pub days: u32,
    /// Share of the videos uploaded up to 60 days before `start`, 0 to 1.
    pub older_share: f64,
    /// Share of the creators whose number of followers is known, 0 to 1.
    pub followers_known: f64,
    /// Share of the videos that a listing leaves out, drawn anew each day, 0 to 1.
    pub absent_share: f64,
    /// Most videos that a listing holds; `None` holds all.
    pub cap: Option<usize>,
    /// How far ranks stray from the order of views: standard deviation on ln views.
    pub rank_jitter: f64,
    /// How final sizes spread.
    pub sizes: Sizes,
    /// How the days differ from the expected growth.
    pub noise: Noise,
    /// Which videos spike, and how high.
    pub spiking: Spiking,
    /// Views that were bought: they come without likes, comments, shares or saves.
    pub paid: Vec<PaidStep>,
}

/// Bought views of one video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidStep {
    /// Index of the video in [`World::videos`](crate::World::videos).
    pub video: usize,
    /// Day of the campaign on which they come; before the upload nothing comes.
    pub day: u32,
    /// How many.
    pub views: u64,
}

/// Final views of a video: ln V ~ N(ln `median`, `sigma`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    /// Median of the final views.
    pub median: f64,
    /// Standard deviation of ln views.
    pub sigma: f64,
}

/// The deviations from the age curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Standard deviation of a video's ln daily gain around its expected gain.
    pub day_sigma: f64,
    /// Correlation of that deviation from one day to the next.
    pub rho: f64,
    /// Standard deviation of the ln factor by which a video ages faster or slower.
    pub pace_sigma: f64,
    /// Standard deviation of the ln factor that all videos share on one day.
    pub platform_sigma: f64,
    /// Exponent laid on the age curve; 1 is the published curve, others make it wrong.
    pub curve_power: f64,
    /// A day on which the whole platform gains this many times as much, 1 or more.
    pub platform_day: Option<(u32, f64)>,
}

/// The exogenous bursts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spiking {
    /// Share of the videos that get one spike, 0 to 1.
    pub share: f64,
    /// Smallest total gain of a spike, in multiples of the views so far.
    pub size_min: f64,
    /// Largest total gain of a spike, in multiples of the views so far.
    pub size_max: f64,
    /// Power by which its daily gains relax; 1.4 is measured of bursts from outside.
    ///
    /// The sizes are totals at that power. Another one changes the days after the first alone.
    pub relaxation: f64,
    /// Days count as this many times fewer for the relaxation: 2 makes a spike twice as long.
    pub stretch: f64,
}

impl Spiking {
    /// Sets the sizes by what a spike brings on its first day, in multiples of the views so far.
    pub(crate) fn size_by_first_day(&mut self, min: f64, max: f64) {
        (self.size_min, self.size_max) = (min * SPIKE_MASS, max * SPIKE_MASS);
    }

    /// A day's gain, `k` days after the first one, as a part of the first day's.
    ///
    /// ```
    /// let spiking = tagpulse_sandbox::Spiking::default();
    /// assert_eq!(spiking.relaxed(0), 1.0);
    /// assert!((spiking.relaxed(4) - 0.105).abs() < 0.001);
    /// ```
    #[must_use]
    pub fn relaxed(&self, k: u32) -> f64 {
        libm::pow(f64::from(k) / self.stretch + 1.0, -self.relaxation)
    }
}

impl WorldOptions {
    /// Options with this seed and everything else as by default.
    ///
    /// ```
    /// assert_eq!(tagpulse_sandbox::WorldOptions::seeded(7).seed, 7);
    /// ```
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// First second of a day of the campaign, in Unix seconds.
    #[must_use]
    pub fn day_start(&self, day: u32) -> i64 {
        self.start + i64::from(day) * DAY
    }

    /// First second after the last simulated day, in Unix seconds.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.day_start(self.days)
    }

    /// Day of the campaign at `now` (Unix seconds); negative before its start.
    #[must_use]
    pub fn day_of(&self, now: i64) -> i64 {
        (now - self.start).div_euclid(DAY)
    }
}

impl Default for WorldOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            videos: 200,
            hashtags: vec!["summerglow".to_owned()],
            further_hashtag: 0.15,
            // 2025-06-01T00:00:00Z
            start: 1_748_736_000,
            days: 30,
            older_share: 0.08,
            followers_known: 1.0,
            // Measured: the share of one wave's videos that the next wave lacked.
            absent_share: 0.29,
            cap: None,
            rank_jitter: 0.25,
            sizes: Sizes::default(),
            noise: Noise::default(),
            spiking: Spiking::default(),
            paid: Vec::new(),
        }
    }
}

impl Default for Sizes {
    fn default() -> Self {
        Self { median: 3_000.0, sigma: 1.9 }
    }
}

impl Default for Noise {
    fn default() -> Self {
        Self { day_sigma: 0.8, rho: 0.8, pace_sigma: 0.4, platform_sigma: 0.15, curve_power: 1.0, platform_day: None }
    }
}

impl Default for Spiking {
    fn default() -> Self {
        Self { share: 0.03, size_min: 1.0, size_max: 4.0, relaxation: 1.4, stretch: 1.0 }
    }
}
