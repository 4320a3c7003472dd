//! What a campaign was told, and what it is told now: findings in, alerts out.
//!
//! The state is bounded: the episodes that are open or were told within the cool-down, the last
//! readings' growth, and a flag for each thing that is told once.

use super::{History, tell};
use crate::{
    Alert, AlertTier, Campaign, Day, Detector, Preset, Timestamp, VideoId, Zone,
    alert::Queued,
    codec::record,
    compose::{Members, people},
    detector::{self, Finding, Pulse},
    episode::{Episode, rung, rungs},
    rank,
};

/// A campaign's alerts over the readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// By video.
    episodes: Vec<Episode>,
    /// Oldest first.
    pub(super) pulses: Vec<Pulse>,
    /// The civil day of the newest message, and how many there were on it.
    day: Option<Day>,
    told: u32,
    digested: bool,
    lifted: bool,
    silent: bool,
    behind: bool,
    pub(super) stale: bool,
}

record!(Watch { episodes, pulses, day, told, digested, lifted, silent, behind, stale });

/// Where a video's alert stands among what holds alerts back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    No,
    /// The whole campaign rises: only what is clearly more is told.
    UnderHot,
    /// The listing changed: nothing is.
    All,
}

impl History {
    /// Raises the alerts of the newest reading, which has been folded in. `listing_changed` says
    /// that a hashtag is read for the first time.
    pub(super) fn raise_alerts(&mut self, campaign: &Campaign, zone: &Zone, listing_changed: bool) {
        let Some(at) = self.newest() else { return };
        let mut watch = std::mem::take(&mut self.watch);
        let mut alerts = match campaign.policy().preset {
            Preset::Recommended => watch.step(self, campaign, zone, at, listing_changed),
            Preset::Tutorial => Vec::new(),
        };
        alerts.extend(self.averages(campaign, zone, at));
        self.watch = watch;
        self.queue(alerts);
    }

    /// A reading that cannot be trusted is news only when there was no other for long.
    pub(super) fn raise_stale(&mut self, campaign: &Campaign) {
        let (Some(at), Some(last)) = (self.newest(), self.kept.last().map(|kept| kept.taken_at)) else { return };
        let policy = campaign.policy();
        if self.watch.stale || policy.preset != Preset::Recommended {
            return;
        }
        if let Some(hours) = detector::stale(last, at, policy) {
            self.watch.stale = true;
            let reason = format!("no reading that can be trusted for {hours} h; the figures are those of {last}");
            self.queue(vec![tell::of_campaign(campaign, at, Detector::Stale, &last.to_string(), reason)]);
        }
    }

    /// The tutorial's alerts: with its own policy every day, else once ever and not sent.
    fn averages(&mut self, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Vec<Alert> {
        let daily = campaign.policy().preset == Preset::Tutorial;
        let today = zone.day(at).number().unsigned_abs().saturating_add(1);
        let members = Members::of(self, campaign, zone);
        let untold = |told: u32| if daily { told != today } else { told == 0 };
        let found = detector::average(&members, campaign, |video| untold(video.told_average));
        let mut alerts = Vec::with_capacity(found.len());
        for average in found {
            let Some(video) = self.places.get(average.id.0).and_then(|place| self.videos.get_mut(place)) else {
                continue;
            };
            video.told_average = today;
            let author = self.find(average.id).and_then(|video| self.author(video)).map(crate::text::owned);
            let key = if daily { format!("average/{}", zone.day(at)) } else { crate::text::owned("average") };
            let mut alert = tell::of_video(campaign, at, average.id, author, &key);
            alert.notifies =
                daily && !campaign.policy().mutes(alert.video_id.unwrap_or(average.id), alert.author.as_deref());
            alert.detectors.push(Detector::Average);
            alert.reason = average.reason;
            alerts.push(alert);
        }
        alerts
    }

    fn queue(&mut self, alerts: Vec<Alert>) {
        for alert in alerts {
            if self.outbox.iter().all(|queued| queued.alert.key != alert.key) {
                let delivered = !alert.notifies;
                self.outbox.push(Queued { alert, delivered });
            }
        }
    }
}

impl Watch {
    fn step(
        &mut self,
        history: &History,
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        listing_changed: bool,
    ) -> Vec<Alert> {
        let policy = campaign.policy();
        self.stale = false;
        let wanted = |id: VideoId| self.episodes.binary_search_by_key(&id, |episode| episode.video).is_ok();
        let findings = detector::look(history, campaign, zone, &self.pulses, &wanted);
        let mut alerts = Vec::new();
        let lift = findings.pulse.as_ref().and_then(|pulse| detector::lift(&self.pulses, pulse, policy));
        let (was_lifted, is_lifted) = (std::mem::replace(&mut self.lifted, lift.is_some()), lift.is_some());
        let held = match (listing_changed, is_lifted) {
            (true, _) => Held::All,
            (false, true) => Held::UnderHot,
            _ => Held::No,
        };
        if let (Some(ratio), false) = (lift, was_lifted) {
            alerts.push(tell::lift(campaign, zone, at, ratio));
        }
        let mut told: Vec<Alert> = Vec::new();
        for finding in &findings.videos {
            told.extend(self.follow(finding, campaign, zone, at, held));
        }
        // The most urgent first; of equals the one with the smaller id.
        let mut told = rank::by_key(told, |alert| {
            let urgent = u128::from(alert.notifies) << 8 | u128::from(alert.severity);
            (511 - urgent) << 64 | u128::from(alert.video_id.map_or(0, |id| id.0))
        });
        self.cap(&mut told, campaign, zone, at);
        alerts.splice(0..0, told);
        alerts.extend(self.over_the_campaign(history, campaign, zone, at));
        self.forget(at, policy.cool_down_hours);
        if let Some(pulse) = findings.pulse {
            self.pulses.push(pulse);
            let surplus = self.pulses.len().saturating_sub(detector::REMEMBERED);
            self.pulses.drain(..surplus);
        }
        alerts
    }

    /// Follows one video's episode, and tells of it where there is news.
    fn follow(
        &mut self,
        finding: &Finding,
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        held: Held,
    ) -> Option<Alert> {
        let (tier, severity) = tell::urgency(finding, campaign.policy());
        let muted = campaign.policy().mutes(finding.id, finding.author.as_deref());
        let is_held = held == Held::All || (held == Held::UnderHot && tier < AlertTier::Hot);
        let place = self.episodes.binary_search_by_key(&finding.id, |episode| episode.video);
        let news = match place {
            Err(place) => {
                let episode = Episode {
                    video: finding.id,
                    opened: zone.day(at),
                    tier,
                    rung: rungs(finding.views),
                    quiet: 0,
                    told: (!is_held).then_some(at),
                    last: at,
                };
                self.episodes.insert(place, episode);
                Some((String::new(), None))
            }
            Ok(place) => {
                let episode = self.episodes.get_mut(place)?;
                if finding.spike.fires || finding.spike.lasts {
                    episode.quiet = 0;
                    episode.last = at;
                } else {
                    episode.quiet = episode.quiet.saturating_add(1);
                }
                let reopened = finding.spike.fires;
                if !(episode.is_open() || reopened) {
                    return None;
                }
                let now = rungs(finding.views);
                let passed = rung(now).filter(|_| now > episode.rung);
                episode.rung = episode.rung.max(now);
                let higher = finding.spike.fires && tier > episode.tier;
                episode.tier = episode.tier.max(tier);
                let was_held = episode.told.is_none() && episode.quiet == 0;
                if (higher || passed.is_some() || was_held) && !is_held {
                    episode.told = Some(at);
                }
                match (was_held, higher, passed) {
                    (true, ..) if !is_held => Some((String::new(), None)),
                    (_, true, _) => Some((format!("/{}", tier.as_str()), Some(format!("now {}", tier.as_str())))),
                    (_, _, Some(rung)) => {
                        let views = people(rung);
                        Some((format!("/{rung}"), Some(format!("passed {views} views"))))
                    }
                    _ => None,
                }
            }
        };
        let (key, first) = news?;
        let place = self.episodes.binary_search_by_key(&finding.id, |episode| episode.video).ok()?;
        let opened = self.episodes.get(place)?.opened;
        let mut alert = tell::of_video(campaign, at, finding.id, finding.author.clone(), &format!("{opened}{key}"));
        (alert.tier, alert.severity) = (tier, severity);
        alert.notifies = !is_held && !muted;
        alert.detectors.clone_from(&finding.detectors);
        alert.reason = first.into_iter().chain([crate::text::owned(&finding.reason)]).collect::<Vec<_>>().join("; ");
        Some(alert)
    }

    /// After the day's number of messages the others are told in one.
    fn cap(&mut self, told: &mut Vec<Alert>, campaign: &Campaign, zone: &Zone, at: Timestamp) {
        let today = zone.day(at);
        if self.day != Some(today) {
            (self.day, self.told, self.digested) = (Some(today), 0, false);
        }
        let mut over: Vec<String> = Vec::new();
        for alert in told.iter_mut().filter(|alert| alert.notifies) {
            if f64::from(self.told) < campaign.policy().alerts_per_day {
                self.told += 1;
            } else {
                alert.notifies = false;
                over.extend(alert.video_id.map(|id| id.to_string()));
            }
        }
        if !over.is_empty() && !std::mem::replace(&mut self.digested, true) {
            told.push(tell::digest(campaign, at, &today.to_string(), &over));
        }
    }

    fn over_the_campaign(&mut self, history: &History, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Vec<Alert> {
        let (policy, settings) = (campaign.policy(), campaign.settings());
        let members = Members::of(history, campaign, zone);
        let mut alerts = Vec::new();
        let today = zone.day(at);
        let over = settings.end.is_some_and(|end| today > end);
        let silent = detector::silent(&members, at.seconds(), policy).filter(|_| !over);
        let was_silent = std::mem::replace(&mut self.silent, silent.is_some());
        if let (Some((quiet, usual)), false) = (silent, was_silent) {
            let often = match usual / 3600 {
                0 => crate::text::owned("several came an hour"),
                hours => format!("one came every {hours} h"),
            };
            let reason = format!("no video published for {} h, where {often}", quiet / 3600);
            alerts.push(tell::of_campaign(campaign, at, Detector::Silence, &today.to_string(), reason));
        }
        if let (Some(goal), Some(end)) = (settings.goal_views, settings.end) {
            let total = members.sum(|video| video.packed().views());
            let left = i64::from(end.number() + 1 - today.number()) * crate::time::DAY_SECONDS;
            let behind = detector::behind(total, goal, left, &self.pulses, policy.pace_share);
            let was_behind = std::mem::replace(&mut self.behind, behind.is_some());
            if let (Some(reached), false) = (behind, was_behind) {
                let (goal, percent) = (goal as u64, (reached as f64 / goal * 100.0) as u64);
                let reason = format!(
                    "at the pace of the last days {} of {} views by {end}, {percent} % of the goal",
                    people(reached),
                    people(goal)
                );
                alerts.push(tell::of_campaign(campaign, at, Detector::Pace, &today.to_string(), reason));
            }
        }
        alerts
    }

    /// Forgets the episodes that are over and whose silence has passed.
    fn forget(&mut self, at: Timestamp, cool_down_hours: f64) {
        let recent = |episode: &Episode| {
            let silent_until = episode.told.unwrap_or(episode.last).plus((cool_down_hours * 3600.0) as i64);
            episode.is_open() || silent_until > at
        };
        self.episodes.retain(recent);
    }
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
