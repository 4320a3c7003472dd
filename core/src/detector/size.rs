//! `size`: is a video big for its age?

use super::{
    reading::View,
    stat::{Prior, ln},
    stray::Stray,
};

/// Measured within campaigns: the logarithm of a video's views strays by 1.7 to 1.9 (over all of
/// TikTok by 2.56, of which ten times the median is ordinary).
pub(super) const PRIOR: Prior = Prior { spread: 1.9, weight: 20.0, centre: 0.0 };

/// How a video stands to the campaign's for its size, each as if all were of one age.
pub(super) fn stray(view: &View<'_>) -> Option<Stray> {
    let log = ln(1.0 + view.views as f64) - ln(view.age?.share);
    Some(Stray { log, tells: Some(log) })
}

#[cfg(test)]
mod tests {
    use crate::{
        Detector,
        detector::cases::{fires, times, video},
    };

    #[test]
    fn big_for_its_age() {
        let usual = times(60, &video(10.0, &[1_000, 1_010]));
        let check = |what: &str, star, others: &[_], wanted| {
            assert_eq!(fires(Detector::Size, &star, others), wanted, "{what}");
        };
        check("two hundred times the others", video(10.0, &[200_000, 200_500]), &usual, true);
        check("eleven times", video(10.0, &[11_000, 11_110]), &usual, true);
        check("nine times, where ten are asked for", video(10.0, &[9_000, 9_090]), &usual, false);
        check("among a dozen others eleven times is no news", video(10.0, &[11_000, 11_110]), &usual[..12], false);
        check("among a dozen others thirty times is", video(10.0, &[30_000, 30_300]), &usual[..12], true);
        // Where most are small, one in ten is so large.
        let uneven: Vec<_> = (0..60).map(|n| video(10.0, &[10 << (n % 15), 11 << (n % 15)])).collect();
        check("thirty times, where sizes stray as far", video(10.0, &[42_000, 42_300]), &uneven, false);
        check("of an age that nobody knows", video(10.0, &[200_000, 200_500]).without_age(), &usual, false);
        check("its views are not known before", video(10.0, &[0, 200_500]).without_views(0), &usual, false);
    }

    #[test]
    fn sizes_are_as_if_all_were_of_one_age() {
        // At 60 days a video has 2.4 times the views of its second day, whatever its size.
        let (young, old) = (times(60, &video(2.0, &[900, 1_000])), times(60, &video(60.0, &[1_000, 1_010])));
        let veteran = video(60.0, &[20_000, 20_200]);
        assert!(!fires(Detector::Size, &veteran, &young), "eight times, for its age");
        assert!(fires(Detector::Size, &veteran, &old), "twenty times");
        assert!(fires(Detector::Size, &video(1.5, &[1_000, 5_000]), &old), "thirteen times, for its age");
    }

    #[test]
    fn others_of_which_nobody_knows_age_or_views_tell_nothing() {
        let star = video(10.0, &[30_000, 30_300]);
        let usual = times(30, &video(10.0, &[1_000, 1_010]));
        assert!(fires(Detector::Size, &star, &usual));
        let ageless = times(60, &video(10.0, &[1_000, 1_010]).without_age());
        assert!(!fires(Detector::Size, &star, &ageless));
        // With them as 0 it would be more than a thousand times the usual.
        let uncounted = times(60, &usual[0].clone().without_views(0).without_views(1));
        let large = times(30, &video(10.0, &[10_000, 10_100]));
        assert!(!fires(Detector::Size, &star, &[large, uncounted].concat()), "three times those that are known");
    }
}
