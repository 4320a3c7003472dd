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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        VideoId, Zone,
        compose::Members,
        detector::{
            Score,
            cases::{Row, campaign, times, video},
            stat::Prior,
            stray::Stray,
        },
    };

    /// A spike with these scores.
    fn scored(own: f64, age: f64) -> Spike {
        let score = |z| Some(Score { z, ratio: 3.0 });
        Spike { z: None, age: score(age), own: score(own), certain: 0, floor: 0.0, fires: true, lasts: true }
    }

    /// What is told of the first video with changed evidence.
    fn told(
        rows: &[Row],
        policy: &Policy,
        spike: &Spike,
        change: impl FnOnce(&mut Evidence<'_>, &Reading<'_>, usize),
    ) -> (Vec<Detector>, String) {
        let (history, campaign) = campaign(rows);
        let members = Members::of(&history, &campaign, &Zone::utc());
        let reading = Reading::of(&history, &members, &Zone::utc());
        let place = members.videos.iter().position(|video| video.id == VideoId(1)).unwrap();
        let mut evidence = Evidence::of(&reading, policy);
        change(&mut evidence, &reading, place);
        evidence.tell(&reading, place, spike)
    }

    /// Whether a rule is told of a star among nine others that gain as much, under a policy.
    fn has(rule: Detector, policy: &Policy, spike: &Spike) -> bool {
        let star = video(10.0, &[5_000, 5_100]).by("a");
        let own = times(3, &video(10.0, &[1_000, 1_100]).by("a"));
        let rows = [vec![star], own, times(6, &video(10.0, &[1_000, 1_100]))].concat();
        told(&rows, policy, spike, |_, _, _| {}).0.contains(&rule)
    }

    #[test]
    fn scores_and_shares_are_evidence_at_their_bounds_and_not_below_them() {
        let usual = Policy::default();
        let below = CLEAR.next_down();
        assert_eq!([CLEAR, below].map(|z| has(Detector::Own, &usual, &scored(z, 0.0))), [true, false]);
        assert_eq!([CLEAR, below].map(|z| has(Detector::Age, &usual, &scored(0.0, z))), [true, false]);
        let share = |gain_share| has(Detector::Gain, &Policy { gain_share, ..Policy::default() }, &scored(0.0, 0.0));
        assert_eq!([share(0.1), share(0.1_f64.next_up())], [true, false]);
    }

    #[test]
    fn multiples_are_evidence_at_their_bounds_and_not_below_them() {
        let rows =
            [vec![video(10.0, &[5_000, 5_100]).by("a")], times(3, &video(10.0, &[1_000, 1_100]).by("a"))].concat();
        let rules = |policy: &Policy, log: f64| {
            told(&rows, policy, &scored(0.0, 0.0), |evidence, _, place| {
                // Sizes whose score is their logarithm.
                let mut sizes = Taken::room(0);
                (0..=place).for_each(|_| sizes.take(Some(Stray { log, tells: None })));
                evidence.sizes = sizes.strays(Prior { spread: 1.0, weight: 1.0, centre: 0.0 }, &[]);
            })
            .0
        };
        let size =
            |size_multiple, log| rules(&Policy { size_multiple, ..Policy::default() }, log).contains(&Detector::Size);
        assert_eq!([size(1.0, NOTABLE), size(1.0, NOTABLE.next_down())], [true, false]);
        let ratio = super::super::stat::exp(3.0);
        assert_eq!([size(ratio, 3.0), size(ratio.next_up(), 3.0)], [true, false]);

        let mut multiple = 0.0;
        told(&rows, &Policy::default(), &scored(0.0, 0.0), |_, reading, place| {
            multiple = creator::multiple(reading, &reading.at(place).unwrap(), None).unwrap();
        });
        let creator = |creator_multiple| {
            rules(&Policy { creator_multiple, ..Policy::default() }, 0.0).contains(&Detector::Creator)
        };
        assert_eq!([creator(multiple), creator(multiple.next_up())], [true, false]);
    }

    #[test]
    fn few_likes_are_fewer_than_the_share_and_not_as_many() {
        // Half a like more than came, of 1,000 views.
        let rows = [video(10.0, &[5_000, 6_000]).likes(&[0, 100])];
        let few = |quality_share| {
            let policy = Policy { quality_share, ..Policy::default() };
            let usual = |evidence: &mut Evidence<'_>, _: &Reading<'_>, _| evidence.likes = Some(1.0);
            told(&rows, &policy, &scored(0.0, 0.0), usual).0.contains(&Detector::Quality)
        };
        assert_eq!([few(0.1005), few(0.1005_f64.next_up())], [false, true]);
    }

    #[test]
    fn rounding_is_told_over_a_twentieth_of_the_gain() {
        let told = |from, to| told(&[video(10.0, &[from, to])], &Policy::default(), &scored(0.0, 0.0), |_, _, _| {}).1;
        assert!(!told(1_000_000, 3_000_000).contains("by rounding"), "2,000,000 in steps of 100,000");
        assert!(told(1_000_001, 3_000_000).contains("±100,000 by rounding"), "one view less");
        assert!(!told(5_000, 5_010).contains("by rounding"), "a count of single views");
    }

    #[test]
    fn from_a_thousand_times_on_there_is_no_figure() {
        let shown = |times| text!("{}", Times(times));
        assert_eq!([shown(999.9), shown(MOST_TIMES)], ["999.9x", "more than 1,000x"]);
    }
}
