//! A video's counts over the days: age curve, noise, platform days and spikes.

use super::age_curve::share_at;
use super::draw::normal;
use super::engagement::{Rates, poisson};
use super::options::{DAY, WorldOptions};
use super::rounding::as_shown;
use libm::{exp, pow};
use rand::rngs::ChaCha8Rng;

/// The sum of (k + 1)^-1.4 over all days k, zeta(1.4): what a spike's first day is of the whole.
pub(super) const SPIKE_MASS: f64 = 3.105_547;

/// Cumulative counts of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Views so far.
    pub views: u64,
    /// Likes ("diggs") so far.
    pub likes: u64,
    /// Comments so far.
    pub comments: u64,
    /// Shares so far.
    pub shares: u64,
    /// Saves ("collects") so far.
    pub saves: u64,
}

impl Counts {
    /// These counts rounded as TikTok shows them.
    #[must_use]
    pub fn as_shown(self) -> Self {
        self.map(self, |count, _| as_shown(count))
    }

    fn plus(self, gain: Self) -> Self {
        self.map(gain, |a, b| a + b)
    }

    fn map(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            views: f(self.views, other.views),
            likes: f(self.likes, other.likes),
            comments: f(self.comments, other.comments),
            shares: f(self.shares, other.shares),
            saves: f(self.saves, other.saves),
        }
    }
}

/// What decides a video's growth, apart from noise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nature {
    pub(super) created: i64,
    pub(super) final_views: f64,
    /// Factor on its age: above 1 it lives faster.
    pub(super) pace: f64,
    pub(super) rates: Rates,
    /// Day and total size of its spike, in multiples of the views so far.
    pub(super) spike: Option<(u32, f64)>,
    /// Day and number of its bought views.
    pub(super) paid: Option<(u32, u64)>,
}

/// Cumulative counts at the beginning of each day, and at the end of the last.
#[derive(Debug)]
pub(super) struct Growth {
    nature: Nature,
    curve_power: f64,
    at_day: Vec<Counts>,
}

impl Growth {
    /// What a platform's day brings beyond an ordinary one is drawn from `surplus`. The sum of two Poisson
    /// draws is one of the sum, and all other draws stay what they are without that day.
    pub(super) fn simulate(
        nature: Nature,
        options: &WorldOptions,
        platform: &[f64],
        rng: &mut ChaCha8Rng,
        surplus: &mut ChaCha8Rng,
    ) -> Self {
        let noise = options.noise;
        let mut growth =
            Self { nature, curve_power: noise.curve_power, at_day: Vec::with_capacity(platform.len() + 1) };
        let mut counts = growth.before_start(options.start);
        growth.at_day.push(counts);
        let mut deviation = normal(rng) * noise.day_sigma;
        let mut first_day = 0.0;
        for (day, platform_factor) in (0_u32..).zip(platform) {
            let begin = options.day_start(day);
            if begin + DAY > nature.created {
                if let Some((spike_day, size)) = nature.spike
                    && spike_day == day
                {
                    first_day = size * counts.views as f64 / SPIKE_MASS;
                }
                // The correction keeps the mean of the factor at 1.
                let factor = exp(deviation - noise.day_sigma.powi(2) / 2.0);
                let ordinary = growth.expected(begin, begin + DAY) * factor * platform_factor;
                let mut expected = ordinary;
                if let Some((spike_day, _)) = nature.spike
                    && spike_day <= day
                {
                    expected += first_day * options.spiking.relaxed(day - spike_day);
                }
                let gained = poisson(expected, rng);
                counts = counts.plus(nature.rates.of_gain(gained, rng));
                if let Some((platform_day, times)) = noise.platform_day
                    && platform_day == day
                {
                    let gained = poisson(ordinary * (times - 1.0), surplus);
                    counts = counts.plus(nature.rates.of_gain(gained, surplus));
                }
                if let Some((paid_day, views)) = nature.paid
                    && paid_day == day
                {
                    counts.views += views;
                }
                deviation = noise.rho * deviation + (1.0 - noise.rho.powi(2)).sqrt() * noise.day_sigma * normal(rng);
            }
            growth.at_day.push(counts);
        }
        growth
    }

    /// Counts at `now`, which is not before the video's creation.
    pub(super) fn at(&self, options: &WorldOptions, now: i64) -> Counts {
        let Ok(day) = usize::try_from(options.day_of(now)) else {
            return self.before_start(now);
        };
        let (Some(from), Some(to)) = (self.at_day.get(day), self.at_day.get(day + 1)) else {
            return self.at_day.last().copied().unwrap_or_default();
        };
        let end = options.day_start(u32::try_from(day).expect("days are a u32")) + DAY;
        let begin = (end - DAY).max(self.nature.created);
        let (passed, whole) = ((now - begin).max(0) as u128, (end - begin).max(1) as u128);
        from.map(*to, |from, to| {
            // The quotient is at most `to - from`.
            from + (u128::from(to - from) * passed / whole) as u64
        })
    }

    /// Views at the beginning of a day.
    pub(super) fn views_at_day(&self, day: u32) -> u64 {
        self.at_day.get(day as usize).map_or(0, |counts| counts.views)
    }

    /// Counts up to the campaign's start follow the curve, without noise.
    fn before_start(&self, now: i64) -> Counts {
        let views = self.nature.final_views * self.share(now);
        self.nature.rates.of_views(views as u64)
    }

    fn expected(&self, from: i64, to: i64) -> f64 {
        self.nature.final_views * (self.share(to) - self.share(from)).max(0.0)
    }

    fn share(&self, now: i64) -> f64 {
        let age_days = (now - self.nature.created) as f64 / DAY as f64;
        pow(share_at(age_days * self.nature.pace), self.curve_power)
    }
}
