//! Detectors: what stands out at a reading. One file each; this one puts them together.
//!
//! `spike` raises alerts about videos, `lift`, `silence`, `pace` and `stale` about the campaign,
//! `average` is the tutorial's. The others are evidence on an alert. All are pure functions of one
//! [`reading::Reading`] and the policy.

mod age;
mod average;
#[cfg(test)]
mod cases;
mod creator;
mod curve;
mod gain;
mod lift;
mod own;
mod pace;
mod quality;
mod reading;
mod reason;
mod silence;
mod size;
mod small;
mod spike;
mod stale;
mod stat;
mod stray;

pub(crate) use average::Averages;
pub(crate) use lift::{Pulse, REMEMBERED, lift};
pub(crate) use pace::{behind, projected, usual_gain};
pub(crate) use silence::Silence;
pub(crate) use spike::Spike;
pub(crate) use stale::stale;
pub(crate) use stat::ln;

use crate::{Detector, History, Policy, VideoId, Zone, compose::Members, rank};
use lift::Growth;
use reading::Reading;
use spike::Test;
use stray::Taken;

/// How far a value stands out, and how many times the usual it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score {
    pub(crate) z: f64,
    pub(crate) ratio: f64,
}

/// A video that fired, or of which an episode is open.
pub(crate) struct Finding {
    pub(crate) id: VideoId,
    pub(crate) author: Option<String>,
    pub(crate) views: u64,
    pub(crate) spike: Spike,
    /// Whether the campaign has too few videos for scores.
    pub(crate) small: bool,
    /// The rules that say so.
    pub(crate) detectors: Vec<Detector>,
    pub(crate) reason: String,
}

/// What a reading shows.
pub(crate) struct Findings {
    /// By id.
    pub(crate) videos: Vec<Finding>,
    /// The whole campaign's growth; none before there is any.
    pub(crate) pulse: Option<Pulse>,
}

/// Looks at the newest reading, which has been folded in; `wanted` are the videos with an episode.
pub(crate) fn look(
    (history, members): (&History, &Members<'_>),
    policy: &Policy,
    zone: &Zone,
    pulses: &[Pulse],
    wanted: &dyn Fn(VideoId) -> bool,
) -> Findings {
    let reading = Reading::of(history, members, zone);
    let known = reading.known();
    let (mut ages, mut surprises, mut paces) = (Taken::room(known), Taken::room(known), Taken::room(known));
    let mut growth = Growth::default();
    let mut followed = Vec::with_capacity(known);
    // One walk for all: in a large campaign each would wait for the memory again.
    for view in reading.views() {
        let view = view.as_ref();
        ages.take(view.and_then(age::stray));
        surprises.take(view.and_then(spike::surprise));
        paces.take(view.and_then(own::stray));
        if let Some(view) = view {
            growth.take(view);
        }
        followed.push(view.is_some_and(|view| wanted(view.video.id)));
    }
    let strays = [
        ages.strays(age::PRIOR, &[]),
        surprises.strays(spike::PRIOR, &lift::spreads(pulses)),
        paces.strays(own::PRIOR, &[]),
    ];
    let [ages, surprises, _] = &strays;
    let pulse = history.newest().and_then(|at| lift::pulse(&growth, ages, surprises.spread, at));
    let test = Test::of(&reading, &strays, growth.videos, policy, lift::floor(pulses, policy));
    let mut told = Vec::new();
    for (place, is_wanted) in followed.into_iter().enumerate() {
        if (is_wanted || test.stands_out(place))
            && test.spike(place).is_some_and(|spike| spike.fires || is_wanted)
            && let Some(video) = members.videos.get(place)
        {
            told.push(u128::from(video.id.0) << 32 | place as u128);
        }
    }
    let mut evidence = None;
    let mut videos = Vec::new();
    for key in rank::sorted(told) {
        let place = key as u32 as usize;
        let (Some(view), Some(spike)) = (reading.at(place), test.spike(place)) else { continue };
        let evidence = evidence.get_or_insert_with(|| reason::Evidence::of(&reading, policy));
        let (detectors, reason) = evidence.tell(&reading, place, &spike);
        videos.push(Finding {
            id: view.video.id,
            author: history.author(view.video).map(crate::text::owned),
            views: view.views,
            spike,
            small: known < spike::VIDEOS_TO_SCORE,
            detectors,
            reason,
        });
    }
    Findings { videos, pulse }
}
