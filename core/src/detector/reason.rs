//! Why an alert was raised, in words made of the detectors' own numbers, each with what it is
//! compared to. Nobody needs to know what a deviation is.

use super::{
    creator,
    gain::Gains,
    quality,
    reading::Reading,
    size,
    spike::Spike,
    stray::{Strays, Taken},
};
use crate::{
    Detector, Policy,
    figures::{Lasted, People, Tenths},
    words::Shown,
};

/// A score that far out is evidence in itself: 1 of 160 by chance.
const CLEAR: f64 = 2.5;
/// The size score from which a video is notable.
const NOTABLE: f64 = 2.0;
/// Multiples over this are told as "more than": the divisor is next to nothing.
const MOST_TIMES: f64 = 1_000.0;

/// What the evidence compares with, made once for all alerts of a reading.
pub(super) struct Evidence<'a> {
    policy: &'a Policy,
    gains: Gains,
    sizes: Strays,
    likes: Option<f64>,
    per_follower: Option<f64>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(reading: &Reading<'_>, policy: &'a Policy) -> Self {
        let mut sizes = Taken::room(reading.known());
        let (mut gains, mut likes, mut per_follower) = (Vec::new(), Vec::new(), Vec::new());
        for view in reading.views() {
            sizes.take(view.as_ref().and_then(size::stray));
            let Some(view) = view else { continue };
            if let Some(theirs) = creator::per_follower(reading, &view) {
                per_follower.push(theirs);
            }
            if let Some(grown) = view.grown {
                gains.push(grown.gain);
                if let Some(rate) = quality::rate(&grown) {
                    likes.push(rate);
                }
            }
        }
        Self {
            policy,
            gains: Gains::of(gains),
            sizes: sizes.strays(size::PRIOR, &[]),
            likes: quality::usual(&likes),
            per_follower: creator::usual(&per_follower),
        }
    }

    /// The rules that fired for the video at a place, and the sentence.
    pub(super) fn tell(&self, reading: &Reading<'_>, place: usize, spike: &Spike) -> (Vec<Detector>, String) {
        let mut reason = String::new();
        let mut rules = vec![Detector::Spike];
        let Some(view) = reading.at(place) else { return (rules, reason) };
        let Some(grown) = &view.grown else { return (rules, reason) };
        let hours = (grown.days * 24.0).round() as u64;
        add!(&mut reason, "+{} views in {}", People(grown.gain), Lasted(hours));
        if let Some(own) = spike.own {
            add!(&mut reason, "{} its own pace", Times(own.ratio));
            if own.z >= CLEAR {
                rules.push(Detector::Own);
            }
        }
        let (rank, of) = self.gains.rank(grown.gain);
        if let Some(age) = spike.age {
            let times = Times(age.ratio);
            add!(&mut reason, "{} what videos of its age gain here ({} compared)", times, of);
            if age.z >= CLEAR {
                rules.push(Detector::Age);
            }
        }
        match rank {
            1 => add!(&mut reason, "the most of {} today", of),
            _ => add!(&mut reason, "number {} of {} today", rank, of),
        }
        let share = self.gains.share(grown.gain);
        if share >= self.policy.gain_share {
            let percent = (share * 100.0).round() as u64;
            add!(&mut reason, "{} % of the campaign's gain", percent);
            rules.push(Detector::Gain);
        }
        let size = self.sizes.score(place);
        if let Some(size) = size.filter(|size| size.z >= NOTABLE && size.ratio >= self.policy.size_multiple) {
            add!(&mut reason, "{} the campaign's usual size for its age", Times(size.ratio));
            rules.push(Detector::Size);
        }
        let multiple = creator::multiple(reading, &view, self.per_follower);
        if let Some(multiple) = multiple.filter(|multiple| *multiple >= self.policy.creator_multiple) {
            add!(&mut reason, "{} what this creator usually gets", Times(multiple));
            rules.push(Detector::Creator);
        }
        if let (Some(rate), Some(usual)) = (quality::rate(grown), self.likes) {
            let few = rate < usual * self.policy.quality_share;
            let words = if few { "unusually few likes" } else { "likes keep pace" };
            // Of a hundred, in tenths.
            let percent = Tenths((rate * 1000.0).round() as u64);
            add!(&mut reason, "{} ({} % of the new views)", words, percent);
            if few {
                rules.push(Detector::Quality);
            }
        }
        // Rounding that could be more than a twentieth of the gain.
        if grown.step > 1 && grown.step.saturating_mul(20) > grown.gain {
            add!(&mut reason, "±{} by rounding", People(grown.step));
        }
        (rules, reason)
    }
}

/// `5.1x`
struct Times(f64);

impl Shown for Times {
    #[inline(never)]
    fn show(&self, out: &mut String) {
        if self.0 >= MOST_TIMES {
            out.push_str("more than 1,000x");
        } else {
            Tenths::cut(self.0).show(out);
            out.push('x');
        }
    }
}
