//! `lift`: is it us, or the platform? The whole campaign's growth against its own days before.

use super::{
    reading::View,
    stat::{Prior, Spread, Usual, exp, median},
    stray::Strays,
};
use crate::{Policy, Timestamp, codec::record, gather::gather};

/// Earlier days that make a usual.
const DAYS: usize = 10;
/// Days that are remembered.
pub(crate) const REMEMBERED: usize = 40;
/// Measured: what all videos share on one day strays by .15; the median of 200 adds a little.
const PRIOR: Prior = Prior { spread: 0.2, weight: 10.0, centre: 0.0 };
/// One day so far out is a lift by itself.
const AT_ONCE: f64 = 3.0;
/// CUSUM: each day counts by what it is above so many spreads, and their sum rises to the limit
/// when several are (Montgomery's usual choice: a false alarm in 465 days).
const SLACK: f64 = 0.5;
const LIMIT: f64 = 5.0;
/// A video that no reading listed before is new up to this age, so that a missed day is bridged; what an older one
/// has came at a time that nobody knows.
const NEW_DAYS: f64 = 2.0;
/// Videos with views enough to tell that make a median worth comparing: that of eight strays by
/// itself as far as a platform's good day.
const VIDEOS: u32 = 20;

/// One day's growth of the whole campaign: that of its last reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pulse {
    pub(crate) at: Timestamp,
    /// Median of the logarithms of gain over what the ages let expect, in thousandths.
    pub(crate) log: i64,
    /// Views gained in 24 hours: by each video since it was listed before, and by new ones.
    pub(crate) gained: u64,
    /// How far its videos strayed from what was expected of them, in thousandths; how many told.
    pub(crate) spread: u32,
    pub(crate) told: u32,
}

record!(Pulse { at, log, gained, spread, told });

/// The growth of all videos together.
#[derive(Default)]
pub(super) struct Growth {
    /// Videos that were listed before, too.
    pub(super) videos: u64,
    /// Views gained in 24 hours.
    gained: u64,
}

impl Growth {
    pub(super) fn take(&mut self, view: &View<'_>) {
        let daily = match (&view.grown, view.age) {
            (Some(grown), _) => grown.gain as f64 / grown.days.max(0.1),
            (None, Some(age)) if age.days < NEW_DAYS => {
                let views = view.video.packed().shown_views();
                views.unwrap_or_default() as f64 / age.days.max(1.0)
            }
            _ => 0.0,
        };
        self.videos += u64::from(view.grown.is_some());
        self.gained = self.gained.saturating_add(daily as u64);
    }
}

/// The newest reading's; none where nothing grew yet.
pub(super) fn pulse(growth: &Growth, ages: &Strays, spread: Spread, at: Timestamp) -> Option<Pulse> {
    let thousandths = |value: f64| (value * 1000.0).round();
    (growth.videos > 0).then(|| Pulse {
        at,
        log: thousandths(ages.usual.middle) as i64,
        gained: growth.gained,
        spread: thousandths(spread.spread) as u32,
        told: spread.values as u32,
    })
}

/// How far videos strayed on the last days.
pub(super) fn spreads(pulses: &[Pulse]) -> Vec<Spread> {
    let last = pulses.iter().rev().take(DAYS);
    gather(last.map(|pulse| Spread { spread: f64::from(pulse.spread) / 1000.0, values: pulse.told.into() }))
}

/// The gain in 24 hours under which nothing is an alert.
pub(super) fn floor(pulses: &[Pulse], policy: &Policy) -> f64 {
    let gains: Vec<f64> = gather(pulses.iter().map(|pulse| pulse.gained as f64));
    policy.gain_floor.max(policy.gain_share_floor * median(&gains))
}

/// How many times its usual the campaign grows, when that is a lift; `pulses` are the earlier
/// days', oldest first.
pub(crate) fn lift(pulses: &[Pulse], now: &Pulse, policy: &Policy) -> Option<f64> {
    let told = pulses.iter().filter(|pulse| pulse.told >= VIDEOS);
    let logs: Vec<f64> = gather(told.map(|pulse| pulse.log as f64 / 1000.0));
    if logs.len() < DAYS || now.told < VIDEOS {
        return None;
    }
    let usual = Usual::of(&logs, PRIOR);
    let today = now.log as f64 / 1000.0;
    let z = usual.z(today);
    let add = |sum: f64, log: f64| (sum + usual.z(log) - SLACK).max(0.0);
    let sum = logs.iter().chain([&today]).fold(0.0, |sum, log| add(sum, *log));
    let ratio = exp(today - usual.middle);
    (ratio >= policy.lift_multiple && (z >= AT_ONCE || sum >= LIMIT)).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulses(logs: &[i64]) -> Vec<Pulse> {
        let pulse = |log: &i64| Pulse { at: Timestamp::default(), log: *log, gained: 100_000, spread: 500, told: 20 };
        logs.iter().map(pulse).collect()
    }

    #[test]
    fn a_platform_day_of_twice_the_views_is_a_lift_and_an_ordinary_day_is_none() {
        let days = pulses(&[-200, -50, -120, 80, -160, -90, 20, -300, -80, -140, -60]);
        let policy = Policy::default();
        assert_eq!(lift(&days, &pulses(&[150])[0], &policy), None);
        let ratio = lift(&days, &pulses(&[600])[0], &policy).unwrap();
        assert!((1.9..2.1).contains(&ratio), "{ratio}");
        assert_eq!(lift(&days[..9], &pulses(&[600])[0], &policy), None, "too few days to know");
    }

    #[test]
    fn the_last_ten_days_tell_of_the_spread() {
        let pulse = |spread: u32| Pulse { spread, ..pulses(&[0])[0].clone() };
        let seen = spreads(&(0..12).map(|n| pulse(n * 100)).collect::<Vec<_>>());
        assert_eq!(seen.iter().map(|seen| (seen.spread * 10.0).round() as u32).sum::<u32>(), (2..12).sum::<u32>());
        assert_eq!((seen.len(), seen[0].values), (10, 20.0));
    }

    #[test]
    fn several_good_days_add_up() {
        let mut days = pulses(&[-20, 30, -50, 0, 10, -30, 20, 40, -10, 0, 30, -40]);
        let today = &pulses(&[380])[0];
        let policy = Policy { lift_multiple: 1.4, ..Policy::default() };
        assert_eq!(lift(&days, today, &policy), None);
        days.extend(pulses(&[370, 390]));
        assert!(lift(&days, today, &policy).is_some());
    }

    #[test]
    fn the_floor_rises_with_the_campaign() {
        let policy = Policy::default();
        assert_eq!(floor(&[], &policy), 1_000.0);
        let mut large = pulses(&[0, 0, 0]);
        large.iter_mut().for_each(|pulse| pulse.gained = 5_000_000);
        assert_eq!(floor(&large, &policy), 5_000.0);
    }
}
