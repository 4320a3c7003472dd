//! Why an alert was raised, in words made of the detectors' own numbers, each with what it is
//! compared to. Nobody needs to know what a deviation is.

use super::{creator, gain::Gains, quality, reading::Reading, size::Sizes, spike::Spike};
use crate::{Detector, History, Policy, compose::people};

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
    sizes: Sizes,
    likes: Option<f64>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(reading: &Reading<'_>, policy: &'a Policy) -> Self {
        Self { policy, gains: Gains::of(reading), sizes: Sizes::of(reading), likes: quality::usual(reading) }
    }

    /// The rules that fired for the video at a place, and the sentence.
    pub(super) fn tell(
        &self,
        history: &History,
        reading: &Reading<'_>,
        place: usize,
        spike: &Spike,
    ) -> (Vec<Detector>, String) {
        let grown = &spike.grown;
        let mut rules = vec![Detector::Spike];
        let hours = (grown.days * 24.0).round() as u64;
        let mut parts = vec![format!("+{} views in {hours} h", people(grown.gain))];
        if let Some(own) = spike.own {
            parts.push(format!("{} its own pace", times(own.ratio)));
            if own.z >= CLEAR {
                rules.push(Detector::Own);
            }
        }
        let (rank, of) = self.gains.rank(grown.gain);
        if let Some(age) = spike.age {
            parts.push(format!("{} what videos of its age gain here ({of} compared)", times(age.ratio)));
            if age.z >= CLEAR {
                rules.push(Detector::Age);
            }
        }
        let share = self.gains.share(grown.gain);
        parts.push(match rank {
            1 => format!("the most of {of} today"),
            _ => format!("number {rank} of {of} today"),
        });
        if share >= self.policy.gain_share {
            parts.push(format!("{} % of the campaign's gain", (share * 100.0).round() as u64));
            rules.push(Detector::Gain);
        }
        if let Some(size) =
            self.sizes.score(place).filter(|size| size.z >= NOTABLE && size.ratio >= self.policy.size_multiple)
        {
            parts.push(format!("{} the campaign's usual size for its age", times(size.ratio)));
            rules.push(Detector::Size);
        }
        let multiple = creator::multiple(history, reading, place);
        if let Some(multiple) = multiple.filter(|multiple| *multiple >= self.policy.creator_multiple) {
            parts.push(format!("{} what this creator usually gets", times(multiple)));
            rules.push(Detector::Creator);
        }
        if let (Some(rate), Some(usual)) = (quality::rate(grown), self.likes) {
            let permille = (rate * 1000.0).round() as u64;
            let (whole, tenth) = (permille / 10, permille % 10);
            if rate < usual * self.policy.quality_share {
                parts.push(format!("unusually few likes ({whole}.{tenth} % of the new views)"));
                rules.push(Detector::Quality);
            } else {
                parts.push(format!("likes keep pace ({whole}.{tenth} % of the new views)"));
            }
        }
        // Rounding that could be more than a twentieth of the gain.
        let unsure = grown.gain - grown.certain;
        if unsure.saturating_mul(20) > grown.gain {
            parts.push(format!("±{} by rounding", people(unsure + 1)));
        }
        (rules, parts.join("; "))
    }
}

/// `5.1x`
fn times(ratio: f64) -> String {
    if ratio >= MOST_TIMES {
        return crate::text::owned("more than 1,000x");
    }
    let tenths = (ratio * 10.0) as u64;
    format!("{}.{}x", tenths / 10, tenths % 10)
}
