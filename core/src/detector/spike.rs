//! `spike`: the alert. A video grows faster than its age lets expect **and** faster than it did.
//!
//! Either alone fires on ordinary days: a video that has always grown fast, or a small one that
//! wakes up. The first form of this rule added the two scores of `age` and `self`. Both measure
//! today's gain, with noise in common, and each against the spread of one day's few videos, which
//! quiet videos made look small: one alert in six was right. Now one score is made of both (today's
//! deviation from the curve, less what persists of the last one), its spread is that of videos with
//! enough views to tell and of the last ten readings, and all videos count as tested, not only
//! those that gained much. What that finds in simulation beside other rules stands in
//! `EVALUATION.md`.
//!
//! What is usual of days that are rougher than the prior shows in the spread, and yet the tails
//! reach further than a normal distribution's: the margin over what chance gives is 1.1 spreads
//! (.6 at first), and the share of its views that a video gains at once counts for more. On the seeds
//! to tune on that took a third to two thirds of the false videos in every world, and two spikes in a
//! hundred at most.

use super::{
    Score,
    reading::{Grown, Reading, View, expected},
    small::Others,
    stat::{Prior, exp, ln, upper_normal},
    stray::{Stray, Strays, excess},
};
use crate::Policy;

/// With fewer videos than this no score says anything: among `n` equal ones the largest has a
/// chance of 1 in `n` of being so.
pub(crate) const VIDEOS_TO_SCORE: usize = 8;
/// So many videos count as tested at least: a campaign of eight may not be wrong as often as one
/// of two hundred.
const TESTED_LEAST: u64 = 40;
/// A growth that begins before half a day of age says more of the hour of posting than of the video;
/// with one growth only, that is all there would be.
const KNOWN_DAYS: f64 = 0.5;
/// How much of a deviation persists into the next day, as a logarithm: .8, measured as the rank
/// correlation of one day's deviations with the next day's. Over a missed day less persists.
const LN_PERSISTENCE: f64 = -0.223;
/// What is left of a deviation of .8 then: .8 sqrt(1 - .8^2), and the noise of small counts.
pub(super) const PRIOR: Prior = Prior { spread: 0.6, weight: 20.0, centre: 3.0 };
/// A video that gains this share of all its views in a day gets no bonus on its score.
const SHARE_WITHOUT_BONUS: f64 = 0.25;
/// The bonus for each factor of e that the share is above it, and the malus below. Bursts that come
/// from outside bring a good part of what a video has; chance seldom does.
const BONUS: f64 = 0.7;
const LEAST_BONUS: f64 = -1.0;
const MOST_BONUS: f64 = 1.2;
/// Without scores, so many times the multiple of its own pace is asked for: a few videos are no
/// campaign, and one of them is always ahead. Of 100 false alerts that took 84, and 1 true one.
const SMALL_PACE: f64 = 2.0;

/// What was found of one video.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spike {
    /// How far out it stands; none where the multiple alone decides.
    pub(crate) z: Option<f64>,
    /// Gain over what its age lets expect.
    pub(crate) age: Option<Score>,
    /// Gain over its own pace.
    pub(crate) own: Option<Score>,
    /// Views that it certainly gained.
    pub(crate) certain: u64,
    /// The floor of such a gain.
    pub(crate) floor: f64,
    pub(crate) fires: bool,
    /// Whether an open episode goes on.
    pub(crate) lasts: bool,
}

impl Spike {
    /// How many times the usual: its own pace where that is known.
    pub(crate) fn ratio(&self) -> f64 {
        self.own.or(self.age).map_or(1.0, |score| score.ratio)
    }
}

/// How a video's gain stands to what its age **and** its pace let expect: the deviation from
/// its age's curve, less what persists of the deviation before. What the last readings told of the
/// spread counts, too: one day has too few videos for it.
pub(super) fn surprise(view: &View<'_>) -> Option<Stray> {
    let grown = view.grown.as_ref()?;
    let (before, middle) = (grown.before.as_ref()?, grown.age_before?);
    let earlier = expected(before.from, before.age_before?, middle);
    let middles_apart = (grown.days + before.days) / 2.0;
    let persists = exp(LN_PERSISTENCE * middles_apart) * excess(before.gain, earlier);
    Some(Stray::of(grown, expected(grown.from, middle, view.age?), persists))
}

/// What the share of the views that came just now adds to the score; `common` is the logarithm by which
/// the whole campaign gains more than its ages let expect.
fn bonus(grown: &Grown, common: f64) -> f64 {
    // Two days after a missed one have no more to show than one, and on a good day of the platform
    // everybody's share is larger.
    let gained = grown.certain as f64 / grown.days.max(1.0);
    let share = gained.max(1.0) / (grown.from as f64).max(1.0);
    (BONUS * (ln(share / SHARE_WITHOUT_BONUS) - common.max(0.0))).clamp(LEAST_BONUS, MOST_BONUS)
}

/// The test of a reading's videos.
pub(super) struct Test<'a> {
    reading: &'a Reading<'a>,
    policy: &'a Policy,
    strays: &'a [Strays; 3],
    others: Others,
    /// The least gain of 24 hours.
    floor: f64,
    /// The least score.
    least: f64,
}

impl<'a> Test<'a> {
    /// `strays` are those of ages, surprises and paces, `grown` is how many videos grew, `floor` is of 24 hours.
    pub(super) fn of(
        reading: &'a Reading<'a>,
        strays: &'a [Strays; 3],
        grown: u64,
        policy: &'a Policy,
        floor: f64,
    ) -> Self {
        let m = grown.max(TESTED_LEAST);
        let by_chance = upper_normal((policy.daily_chance / m as f64).min(0.5));
        let least = by_chance.max(policy.least_score) + policy.score_margin;
        let is_small = reading.known() < VIDEOS_TO_SCORE;
        let others = if is_small { Others::of(reading) } else { Others::default() };
        Self { reading, policy, strays, others, floor, least }
    }

    /// Whether the video at a place can fire by its score: nearly none can, and the rest of the rule costs more.
    pub(super) fn stands_out(&self, place: usize) -> bool {
        let [ages, surprises, _] = self.strays;
        let z = surprises.z(place).map(|z| z + MOST_BONUS).or_else(|| ages.z(place));
        self.reading.known() < VIDEOS_TO_SCORE || z.is_some_and(|z| z >= self.least)
    }

    /// The video at a place; none before its second listing.
    #[inline(never)]
    pub(super) fn spike(&self, place: usize) -> Option<Spike> {
        let Self { policy, least, .. } = *self;
        let [ages, surprises, paces] = self.strays;
        let grown = &self.reading.at(place)?.grown?;
        let floor = self.floor * grown.days;
        let (age, own) = (ages.score(place), paces.score(place));
        let faster = |times: f64| own.is_some_and(|score| score.ratio >= policy.self_multiple * times);
        let (z, fires, lasts) = if self.reading.known() < VIDEOS_TO_SCORE {
            let above = self.others.multiple(place).is_some_and(|multiple| multiple >= policy.small_multiple);
            (None, above && faster(SMALL_PACE), above)
        } else {
            let (z, above) = match (surprises.z(place), age) {
                (Some(z), _) => (z + bonus(grown, ages.usual.middle), faster(1.0)),
                (None, Some(age)) if grown.age_before.is_some_and(|age| age.days >= KNOWN_DAYS) => {
                    (age.z, age.ratio >= policy.age_multiple)
                }
                (None, _) => return None,
            };
            (Some(z), z >= least && above, z >= least - policy.close_margin)
        };
        let certain = grown.certain;
        Some(Spike { z, age, own, certain, floor, fires: fires && certain as f64 >= floor, lasts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Zone,
        compose::Members,
        detector::{
            age,
            cases::{Row, campaign, times, video},
            own,
            stray::Taken,
        },
    };

    /// The test of a campaign whose first video is the star, and the star's place.
    fn test<T>(rows: &[Row], policy: &Policy, look: impl FnOnce(&mut Test<'_>, usize) -> T) -> T {
        let (history, campaign) = campaign(rows);
        let members = Members::of(&history, &campaign, &Zone::utc());
        let reading = Reading::of(&history, &members, &Zone::utc());
        let (mut ages, mut surprises, mut paces) = (Taken::room(0), Taken::room(0), Taken::room(0));
        for view in reading.views() {
            ages.take(view.as_ref().and_then(age::stray));
            surprises.take(view.as_ref().and_then(surprise));
            paces.take(view.as_ref().and_then(own::stray));
        }
        let strays = [ages.strays(age::PRIOR, &[]), surprises.strays(PRIOR, &[]), paces.strays(own::PRIOR, &[])];
        let place = members.videos.iter().position(|video| video.id == crate::VideoId(1)).unwrap();
        look(&mut Test::of(&reading, &strays, 0, policy, 1.0), place)
    }

    /// What is found of the star with another least score and floor.
    fn found(rows: &[Row], policy: &Policy, least: f64, floor: f64) -> Option<Spike> {
        test(rows, policy, |test, place| {
            (test.least, test.floor) = (least, floor);
            test.spike(place)
        })
    }

    #[test]
    fn a_score_fires_at_its_bounds_and_not_below_them() {
        let rows =
            [vec![video(10.0, &[5_000, 5_400, 11_400])], times(12, &video(10.0, &[5_000, 5_400, 5_780]))].concat();
        let spike = found(&rows, &Policy::default(), 0.0, 1.0).unwrap();
        let (z, ratio, certain) = (spike.z.unwrap(), spike.own.unwrap().ratio, spike.certain as f64);
        let policy = |self_multiple| Policy { self_multiple, close_margin: 0.0, ..Policy::default() };
        let check = |what: &str, policy: Policy, least, floor, wanted| {
            let spike = found(&rows, &policy, least, floor).unwrap();
            assert_eq!((spike.fires, spike.lasts), wanted, "{what}");
        };
        check("all three bounds met", policy(ratio), z, certain, (true, true));
        check("a hair short of the pace", policy(ratio.next_up()), z, certain, (false, true));
        check("a hair short of the score", policy(ratio), z.next_up(), certain, (false, false));
        check("a hair short of the floor", policy(ratio), z, certain.next_up(), (false, true));
        let stands_out = |least: fn(f64) -> f64| {
            test(&rows, &Policy::default(), |test, place| {
                let most = test.strays[1].z(place).unwrap() + MOST_BONUS;
                test.least = least(most);
                test.stands_out(place)
            })
        };
        assert_eq!([stands_out(|most| most), stands_out(f64::next_up)], [true, false]);
    }

    #[test]
    fn a_first_growth_fires_at_its_bounds_and_not_below_them() {
        let others = times(12, &video(10.0, &[5_000, 5_400]));
        let rows = |age_days| [vec![video(age_days, &[5_000, 25_000])], others.clone()].concat();
        let found = |age_days, age_multiple| {
            found(&rows(age_days), &Policy { age_multiple, ..Policy::default() }, 0.0, 1.0).map(|spike| spike.fires)
        };
        assert_eq!(found(1.5, 1.0), Some(true), "half a day old before it grew");
        assert_eq!(found(1.499_99, 1.0), None, "a second less");
        let ratio = test(&rows(1.5), &Policy::default(), |test, place| test.spike(place).unwrap().age.unwrap().ratio);
        assert_eq!([found(1.5, ratio), found(1.5, ratio.next_up())], [Some(true), Some(false)]);
    }

    #[test]
    fn among_few_videos_multiples_fire_at_their_bounds_and_not_below_them() {
        let star = video(10.0, &[5_000, 5_400, 25_400]);
        let rows = |others| [vec![star.clone()], times(others, &video(10.0, &[5_000, 5_400, 5_780]))].concat();
        let z = |others| found(&rows(others), &Policy::default(), 0.0, 1.0).unwrap().z;
        assert!(z(VIDEOS_TO_SCORE - 2).is_none() && z(VIDEOS_TO_SCORE - 1).is_some(), "eight have scores");
        let is_looked_at = |others| {
            test(&rows(others), &Policy::default(), |test, place| {
                test.least = f64::INFINITY;
                test.stands_out(place)
            })
        };
        assert_eq!([VIDEOS_TO_SCORE - 2, VIDEOS_TO_SCORE - 1].map(is_looked_at), [true, false]);
        let rows = rows(3);
        let (multiple, ratio) = test(&rows, &Policy::default(), |test, place| {
            (test.others.multiple(place).unwrap(), test.spike(place).unwrap().own.unwrap().ratio)
        });
        let check = |what: &str, small_multiple, pace: f64, wanted| {
            let policy = Policy { small_multiple, self_multiple: pace / SMALL_PACE, ..Policy::default() };
            let spike = found(&rows, &policy, 0.0, 1.0).unwrap();
            assert_eq!((spike.fires, spike.lasts), wanted, "{what}");
        };
        check("both bounds met", multiple, ratio, (true, true));
        check("a hair short of the others' multiple", multiple.next_up(), ratio, (false, false));
        check("a hair short of twice the pace", multiple, ratio.next_up(), (false, true));
    }

    #[test]
    fn what_came_just_now_adds_by_its_share_of_a_days_views() {
        let check = |what: &str, (days, certain): (f64, u64), common, wanted: f64| {
            let grown = Grown {
                days,
                age_before: None,
                from: 1_000,
                gain: certain,
                certain,
                step: 1,
                likes: None,
                before: None,
            };
            let added = bonus(&grown, common);
            assert!((added - wanted).abs() < 1e-3, "{what}: {added}");
        };
        check("a quarter", (1.0, 250), 0.0, 0.0);
        check("a half", (1.0, 500), 0.0, 0.485);
        check("a half in two days", (2.0, 500), 0.0, 0.0);
        check("a quarter in half a day", (0.5, 250), 0.0, 0.0);
        check("a half, on a day on which all gain twice as much", (1.0, 500), 0.693, 0.0);
        check("on a day on which all gain half as much it is no more", (1.0, 500), -0.693, 0.485);
        check("next to nothing", (1.0, 10), 0.0, LEAST_BONUS);
        check("nothing", (1.0, 0), 0.0, LEAST_BONUS);
        check("ten times", (1.0, 10_000), 0.0, MOST_BONUS);
    }
}
