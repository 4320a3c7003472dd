//! `self`: does a video accelerate against its own pace?
//!
//! Growth persists from day to day, so that much today is no news of a video that had much
//! yesterday.

use super::{
    curve::Age,
    reading::{Before, Grown, View},
    stat::Prior,
    stray::Stray,
};

/// Measured: deviations of one day persist into the next with .8, so that their difference
/// strays less than each of them.
pub(super) const PRIOR: Prior = Prior { spread: 0.6, weight: 20.0, centre: 3.0 };

/// How a video's gain stands to that of the time before.
pub(super) fn stray(view: &View<'_>) -> Option<Stray> {
    let grown = view.grown.as_ref()?;
    Some(Stray::of(grown, expected(grown, grown.before.as_ref()?, view.age), 0.0))
}

/// The gain of a video that keeps its pace. It falls with age as the curve does; without an age it is taken to hold.
fn expected(grown: &Grown, before: &Before, age: Option<Age>) -> f64 {
    let longer = grown.days / before.days;
    let slower = match (age, grown.age_before, before.age_before) {
        (Some(age), Some(middle), Some(first)) => {
            ((age.share - middle.share) / (middle.share - first.share).max(1e-9)).min(longer)
        }
        _ => longer,
    };
    before.gain as f64 * slower
}

#[cfg(test)]
mod tests {
    use super::{Age, Before, Grown, expected};
    use crate::{
        Detector,
        detector::cases::{fires, times, video},
    };

    #[test]
    fn a_pace_falls_with_age_and_counts_for_the_time_that_passed() {
        let age = |share| Some(Age { days: 1.0, share });
        let check = |what: &str, days, shares: [Option<Age>; 3], wanted: f64| {
            let [first, middle, now] = shares;
            let before = Before { days: 2.0, age_before: first, from: 0, gain: 1_000 };
            let grown = Grown {
                days,
                age_before: middle,
                from: 1_000,
                gain: 9,
                certain: 9,
                step: 1,
                likes: None,
                before: None,
            };
            assert!((expected(&grown, &before, now) - wanted).abs() < 1e-6, "{what}");
        };
        check("half as much of its life as before", 2.0, [age(0.25), age(0.5), age(0.625)], 500.0);
        check("the half of two days, of which the curve knows no more", 1.0, [age(0.25), age(0.5), age(0.75)], 500.0);
        check("no more than the time allows", 2.0, [age(0.25), age(0.375), age(0.75)], 1_000.0);
        check("without an age the pace holds", 1.0, [None, age(0.5), age(0.625)], 500.0);
    }

    #[test]
    fn faster_than_its_own_pace() {
        let usual = times(12, &video(10.0, &[5_000, 5_400, 5_780]));
        let check = |what: &str, star, wanted| assert_eq!(fires(Detector::Own, &star, &usual), wanted, "{what}");
        check("400 yesterday and 6,000 today", video(10.0, &[5_000, 5_400, 11_400]), true);
        check("much, and as much as yesterday", video(10.0, &[5_000, 25_000, 43_000]), false);
        check("twice as much is a good day", video(10.0, &[5_000, 5_400, 6_200]), false);
        check("20 where there were 2, of which chance makes what it likes", video(10.0, &[10, 12, 32]), false);
        check("its first growth has nothing to be compared with", video(10.0, &[5_400, 11_400]), false);
        check("of a date to come, as fast as yesterday", video(-3.0, &[5_000, 11_000, 17_000]), false);
        check("without an age the pace is taken to hold", video(10.0, &[5_000, 5_400, 11_400]).without_age(), true);
        check("its views of two days ago are not known", video(10.0, &[0, 5_400, 11_400]).without_views(0), false);
    }
}
