//! What a campaign was told, and what it is told now: findings in, alerts out.
//!
//! The state is bounded: the episodes that are open or were told within the cool-down, the last
//! days' growth, and a flag for each thing that is told once.

use super::{History, tell};
use crate::{
    Alert, AlertTier, Campaign, Day, Detector, Preset, Timestamp, VideoId, Zone,
    alert::Queued,
    codec::record,
    compose::Members,
    detector::{self, Averages, Finding, Findings, Pulse, Silence},
    episode::{Episode, News, rungs},
    figures::{Lasted, People},
    rank, text,
    words::Shown,
};

/// A campaign's alerts over the readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// By video.
    episodes: Vec<Episode>,
    /// One a civil day that has one, oldest first.
    pub(crate) pulses: Vec<Pulse>,
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
#[derive(Clone, Copy)]
enum Quiet {
    No,
    /// The whole campaign gains so many times its usual: only what is clearly more is told, and what
    /// the rise alone lifts over the floor is none of it.
    Lifted(f64),
    /// The listing changed: nothing is.
    All,
}

impl History {
    /// Raises the alerts of the newest reading, which has been folded in. `listing_changed` says
    /// that a hashtag is read for the first time.
    pub(super) fn raise_alerts(&mut self, campaign: &Campaign, zone: &Zone, listing_changed: bool) {
        let Some(at) = self.newest() else { return };
        let mut watch = std::mem::take(&mut self.watch);
        let room = self.videos.len();
        let mut members = Members { videos: Vec::with_capacity(room) };
        let (mut averages, mut silence) = (Averages::of(campaign, room), Silence::at(at.seconds()));
        // One walk for all of them: in a large campaign each would wait for the memory again.
        Members::walk(self, campaign, zone, &mut |_, video| {
            members.videos.push(video);
            averages.take(video);
            silence.take(video);
        });
        let mut alerts =
            watch.step((self, &members), silence.usual(campaign.policy()), campaign, zone, (at, listing_changed));
        let averages = self.averages(&averages, campaign, zone, at);
        self.watch = watch;
        for average in &averages {
            let place = average.video_id.and_then(|id| self.place(id));
            if let Some(video) = place.and_then(|place| self.videos.get_mut(place)) {
                video.told_average = ordinal(zone.day(at));
            }
        }
        alerts.extend(averages);
        self.queue(alerts);
    }

    /// A reading that cannot be trusted is news only when there was no other for long.
    pub(super) fn raise_stale(&mut self, campaign: &Campaign, zone: &Zone) {
        let Some(at) = self.newest().filter(|_| !self.watch.stale) else { return };
        if let Some(alert) = self.overdue(campaign, zone, at) {
            self.watch.stale = true;
            self.queue(vec![alert]);
        }
    }

    /// The alert that nobody could read the campaign for too long, by `now`; none when the newest
    /// reading that can be trusted is younger, and none after the campaign's end.
    ///
    /// A suspect reading raises it by itself. A collection that fails makes no reading, so the host asks
    /// here and keeps what comes: the key is that of the last trusted reading, the same each time until
    /// there is another one, and nothing of it is carried.
    pub fn overdue(&self, campaign: &Campaign, zone: &Zone, now: Timestamp) -> Option<Alert> {
        let (last, policy) = (self.kept.last()?.taken_at, campaign.policy());
        let hours = detector::stale(last, now, policy).filter(|_| policy.preset == Preset::Recommended)?;
        let over = campaign.settings().end.is_some_and(|end| zone.day(now) > end);
        let reason = words!("no reading that can be trusted for {}; the figures are those of {}", Lasted(hours), last);
        (!over).then(|| tell::of_campaign(campaign, now, Detector::Stale, &last, reason))
    }

    /// The tutorial's alerts: with its own policy every day, else once ever and not sent.
    fn averages(&self, averages: &Averages<'_>, campaign: &Campaign, zone: &Zone, at: Timestamp) -> Vec<Alert> {
        let daily = campaign.policy().preset == Preset::Tutorial;
        let today = ordinal(zone.day(at));
        let untold = |told: u32| if daily { told != today } else { told == 0 };
        let found = averages.told(|video| untold(video.told_average));
        let key = if daily { text!("average/{}", zone.day(at)) } else { text::owned("average") };
        let mut alerts = Vec::new();
        for average in found {
            let muted = self.mutes(average.id, campaign);
            let author = self.find(average.id).and_then(|video| self.author(video)).map(text::owned);
            let mut alert = tell::of_video(campaign, at, average.id, author, words!("{}", key));
            alert.notifies = daily && !muted;
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
        (history, members): (&History, &Members<'_>),
        silent: Option<(u64, u64)>,
        campaign: &Campaign,
        zone: &Zone,
        (at, listing_changed): (Timestamp, bool),
    ) -> Vec<Alert> {
        let policy = campaign.policy();
        self.stale = false;
        // A day is that of its last reading, and is compared with earlier days only.
        let earlier_today = self.pulses.pop_if(|pulse| zone.day(pulse.at) == zone.day(at));
        let wanted = |id: VideoId| self.episodes.binary_search_by_key(&id, |episode| episode.video).is_ok();
        let Findings { videos, pulse } = detector::look((history, members), policy, zone, &self.pulses, &wanted);
        let lift = pulse.as_ref().and_then(|pulse| detector::lift(&self.pulses, pulse, policy));
        let was_lifted = std::mem::replace(&mut self.lifted, lift.is_some());
        self.pulses.extend(pulse.or(earlier_today));
        while self.pulses.len() > detector::REMEMBERED {
            self.pulses.remove(0);
        }
        // Its one rule stands apart; the projection of the goals asks for the campaign's growth all the same.
        if policy.preset == Preset::Tutorial {
            return Vec::new();
        }
        let held = match (listing_changed, lift) {
            (true, _) => Quiet::All,
            (false, Some(times)) => Quiet::Lifted(times),
            _ => Quiet::No,
        };
        let mut told = Vec::new();
        for finding in videos {
            let muted = history.mutes(finding.id, campaign);
            told.push(self.follow(finding, campaign, zone, at, (held, muted)));
        }
        let mut alerts = Vec::new();
        // The most urgent first; of equals the one with the smaller id, as they come.
        for place in rank::order(told.iter().map(calm)) {
            if let Some(alert) = told.get_mut(place as usize).and_then(Option::take) {
                alerts.push(alert);
            }
        }
        self.cap(&mut alerts, campaign, zone, at);
        if let (Some(ratio), false) = (lift, was_lifted) {
            alerts.push(tell::lift(campaign, zone, at, ratio));
        }
        self.over_the_campaign((members, silent), campaign, zone, at, &mut alerts);
        self.episodes.retain(|episode| episode.holds(at, policy.cool_down_hours));
        alerts
    }

    /// Follows one video's episode, and tells of it where there is news.
    fn follow(
        &mut self,
        finding: Finding,
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        (held, muted): (Quiet, bool),
    ) -> Option<Alert> {
        let (mut tier, severity) = tell::urgency(&finding, campaign.policy());
        let spike = &finding.spike;
        let is_held = match held {
            Quiet::No => false,
            Quiet::Lifted(times) => tier < AlertTier::Hot || (spike.certain as f64) < spike.floor * times,
            Quiet::All => true,
        };
        let found = self.episodes.binary_search_by_key(&finding.id, |episode| episode.video);
        let (Ok(place) | Err(place)) = found;
        if found.is_err() {
            let episode = Episode {
                video: finding.id,
                opened: zone.day(at),
                tier,
                peak: tier,
                rung: rungs(finding.views),
                quiet: 0,
                told: (!is_held).then_some(at),
                last: at,
            };
            self.episodes.insert(place, episode);
        }
        let episode = self.episodes.get_mut(place)?;
        // What the key ends with, and what the reason begins with.
        let (mut key, mut reason) = (String::new(), String::new());
        if found.is_ok() {
            if finding.spike.fires || finding.spike.lasts {
                episode.quiet = 0;
                episode.last = at;
            } else {
                episode.quiet = episode.quiet.saturating_add(1);
            }
            if finding.spike.fires {
                episode.peak = episode.peak.max(tier);
            }
            if !episode.is_open() || is_held {
                return None;
            }
            match episode.news(at, finding.views)? {
                // A key of its own: the one of the opening stands where nobody was told.
                News::Released => key = text::owned("/released"),
                News::Higher => {
                    tier = episode.peak;
                    key = text!("/{}", tier.as_str());
                    reason = text!("now {}", tier.as_str());
                }
                News::Passed(rung) => {
                    key = text!("/{}", rung);
                    reason = text!("passed {} views", People(rung));
                }
            }
            (episode.tier, episode.rung, episode.told) = (episode.peak, rungs(finding.views), Some(at));
        }
        add!(&mut reason, "{}", finding.reason);
        let key = words!("{}{}", episode.opened, key);
        let mut alert = tell::of_video(campaign, at, finding.id, finding.author, key);
        (alert.tier, alert.severity) = (tier, severity);
        alert.notifies = !is_held && !muted;
        alert.detectors = finding.detectors;
        alert.reason = reason;
        Some(alert)
    }

    /// After the day's number of messages the others are told in one.
    fn cap(&mut self, told: &mut Vec<Alert>, campaign: &Campaign, zone: &Zone, at: Timestamp) {
        let today = zone.day(at);
        if self.day != Some(today) {
            (self.day, self.told, self.digested) = (Some(today), 0, false);
        }
        let (mut over, mut ids) = (0, String::new());
        for alert in told.iter_mut().filter(|alert| alert.notifies) {
            if f64::from(self.told) < campaign.policy().alerts_per_day {
                self.told += 1;
            } else {
                alert.notifies = false;
                ids.push_str(if over == 0 { "" } else { ", " });
                if let Some(id) = alert.video_id {
                    id.show(&mut ids);
                }
                over += 1;
            }
        }
        if over > 0 && !std::mem::replace(&mut self.digested, true) {
            told.push(tell::digest(campaign, at, today, over, &ids));
        }
    }

    fn over_the_campaign(
        &mut self,
        (members, silent): (&Members<'_>, Option<(u64, u64)>),
        campaign: &Campaign,
        zone: &Zone,
        at: Timestamp,
        alerts: &mut Vec<Alert>,
    ) {
        let (policy, settings) = (campaign.policy(), campaign.settings());
        let today = zone.day(at);
        let over = settings.end.is_some_and(|end| today > end);
        let silent = silent.filter(|_| !over);
        let was_silent = std::mem::replace(&mut self.silent, silent.is_some());
        if let (Some((quiet, usual)), false) = (silent, was_silent) {
            let often = match usual / 3600 {
                0 => text::owned("several came an hour"),
                hours => text!("one came every {}", Lasted(hours)),
            };
            let reason = words!("no video published for {}, where {}", Lasted(quiet / 3600), often);
            alerts.push(tell::of_campaign(campaign, at, Detector::Silence, &today, reason));
        }
        if let (Some(goal), Some(end)) = (settings.goals.views, settings.goals.by.or(settings.end)) {
            let total = members.sum(|video| video.packed().views());
            let left = u64::try_from(end.number() - today.number()).unwrap_or(0);
            let behind = detector::behind(total, goal, left, &self.pulses, policy.pace_share);
            let was_behind = std::mem::replace(&mut self.behind, behind.is_some());
            if let (Some(reached), false) = (behind, was_behind) {
                let goal = goal as u64;
                let percent = reached.saturating_mul(100) / goal.max(1);
                let (reached, goal) = (People(reached), People(goal));
                let reason = words!(
                    "at the pace of the last days {} of {} views by {}, {} % of the goal",
                    reached,
                    goal,
                    end,
                    percent
                );
                alerts.push(tell::of_campaign(campaign, at, Detector::Pace, &today, reason));
            }
        }
    }
}

/// A civil day as a number from 1.
fn ordinal(day: Day) -> u32 {
    day.number().unsigned_abs().saturating_add(1)
}

/// The smaller the more urgent: what is sent before what is not, then by severity.
fn calm(alert: &Option<Alert>) -> u64 {
    let urgent = |alert: &Alert| u64::from(alert.notifies) << 8 | u64::from(alert.severity);
    u64::from(u32::MAX) - alert.as_ref().map_or(0, urgent)
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
