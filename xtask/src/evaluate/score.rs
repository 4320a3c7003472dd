//! How alerts are judged by the truth: the same way for every detector.
//!
//! - A spike is asked for if it brings 1,000 views or more on its first day. Smaller ones
//!   neither help nor harm.
//! - It is found if one of the first three readings after its onset has an alert for its
//!   video.
//! - Alerts for one video in readings that follow one another are one episode. An episode
//!   is true if one of its alerts falls into the active time of a spike, false if none does.
//!   A spike makes one true episode: whoever tells of it again after a silence has not been
//!   right twice, and this is counted apart.
//! - A false video is one with a false episode.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use tagpulse_sandbox::TrueSpike;

use super::alert::Alert;
use super::reading::Reading;

/// A spike bringing fewer views on its first day is not asked for.
const LEAST_FIRST_DAY: u64 = 1_000;
/// Readings after the onset within which an alert finds the spike.
const IN_TIME: usize = 3;
const DAY: i64 = 86_400;

/// What is counted; counts of campaigns add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) spikes: u64,
    pub(crate) found: u64,
    pub(crate) true_episodes: u64,
    pub(crate) false_episodes: u64,
    pub(crate) false_videos: u64,
    /// Alerts of an episode beyond its first.
    pub(crate) repeated: u64,
    /// Further episodes of a spike that was told already.
    pub(crate) told_again: u64,
    /// Readings that the found spikes had to wait for, beyond the first that could show them.
    pub(crate) waited: u64,
    pub(crate) campaigns: u64,
    pub(crate) campaigns_with_alert: u64,
    pub(crate) campaign_days: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.spikes += other.spikes;
        self.found += other.found;
        self.true_episodes += other.true_episodes;
        self.false_episodes += other.false_episodes;
        self.false_videos += other.false_videos;
        self.repeated += other.repeated;
        self.told_again += other.told_again;
        self.waited += other.waited;
        self.campaigns += other.campaigns;
        self.campaigns_with_alert += other.campaigns_with_alert;
        self.campaign_days += other.campaign_days;
    }

    pub(crate) fn recall(&self) -> Option<f64> {
        ratio(self.found, self.spikes)
    }

    pub(crate) fn precision(&self) -> Option<f64> {
        ratio(self.true_episodes, self.true_episodes + self.false_episodes)
    }

    pub(crate) fn false_per_campaign_day(&self) -> Option<f64> {
        ratio(self.false_videos, self.campaign_days)
    }

    pub(crate) fn repeated_per_campaign_day(&self) -> Option<f64> {
        ratio(self.repeated, self.campaign_days)
    }

    pub(crate) fn told_again_per_campaign_day(&self) -> Option<f64> {
        ratio(self.told_again, self.campaign_days)
    }

    pub(crate) fn delay(&self) -> Option<f64> {
        ratio(self.waited, self.found)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Counts per campaign.
pub(crate) fn score(readings: &[Reading], truth: &[TrueSpike], alerts: &[Alert]) -> Result<BTreeMap<String, Counts>> {
    let mut times: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for reading in readings {
        let of_campaign = times.entry(&reading.campaign).or_default();
        places.insert((reading.campaign.as_str(), reading.taken_at.as_str()), of_campaign.len());
        of_campaign.push(reading.seconds);
    }
    // Campaign, then video, then the places of the readings with an alert.
    let mut alerted: BTreeMap<&str, BTreeMap<&str, BTreeSet<usize>>> = BTreeMap::new();
    for alert in alerts {
        let Some(video) = alert.video_id.as_deref() else { continue };
        let place = places.get(&(alert.campaign.as_str(), alert.taken_at.as_str()));
        let place = place.with_context(|| format!("no reading of `{}` at {}", alert.campaign, alert.taken_at))?;
        alerted.entry(&alert.campaign).or_default().entry(video).or_default().insert(*place);
    }
    let mut spikes: BTreeMap<&str, BTreeMap<&str, &TrueSpike>> = BTreeMap::new();
    for spike in truth {
        spikes.entry(&spike.campaign).or_default().insert(&spike.video_id, spike);
    }
    let none = (BTreeMap::new(), BTreeMap::new());
    let scored = times.iter().map(|(campaign, times)| {
        let alerted = alerted.get(campaign).unwrap_or(&none.0);
        ((*campaign).to_owned(), campaign_counts(times, spikes.get(campaign).unwrap_or(&none.1), alerted))
    });
    Ok(scored.collect())
}

fn campaign_counts(
    times: &[i64],
    spikes: &BTreeMap<&str, &TrueSpike>,
    alerted: &BTreeMap<&str, BTreeSet<usize>>,
) -> Counts {
    let days: BTreeSet<i64> = times.iter().map(|time| time.div_euclid(DAY)).collect();
    let mut counts = Counts {
        campaigns: 1,
        campaigns_with_alert: u64::from(!alerted.is_empty()),
        campaign_days: days.len() as u64,
        ..Counts::default()
    };
    for (video, spike) in spikes.iter().filter(|(_, spike)| spike.first_day_gain >= LEAST_FIRST_DAY) {
        let first = times.partition_point(|time| *time <= spike.onset_at);
        counts.spikes += u64::from(first < times.len());
        let in_time = alerted.get(video).and_then(|places| places.range(first..first + IN_TIME).next());
        counts.found += u64::from(in_time.is_some());
        counts.waited += in_time.map_or(0, |place| (place - first) as u64);
    }
    for (video, places) in alerted {
        let (mut is_false, mut is_told) = (false, false);
        for episode in episodes(places) {
            counts.repeated += episode.len() as u64 - 1;
            let touches = |spike: &&&TrueSpike| {
                let active = |place: &usize| times[*place] > spike.onset_at && times[*place] <= spike.active_until;
                episode.iter().any(active)
            };
            match spikes.get(video).filter(touches) {
                Some(spike) if spike.first_day_gain < LEAST_FIRST_DAY => {}
                Some(_) if is_told => counts.told_again += 1,
                Some(_) => {
                    counts.true_episodes += 1;
                    is_told = true;
                }
                None => {
                    counts.false_episodes += 1;
                    is_false = true;
                }
            }
        }
        counts.false_videos += u64::from(is_false);
    }
    counts
}

/// Runs of places that follow one another.
fn episodes(places: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut episodes: Vec<Vec<usize>> = Vec::new();
    for place in places {
        match episodes.last_mut() {
            Some(episode) if episode.last() == Some(&(place - 1)) => episode.push(*place),
            _ => episodes.push(vec![*place]),
        }
    }
    episodes
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
