//! `size`: is a video big for its age?

use super::{
    reading::Reading,
    stat::{Prior, ln},
    stray::{Stray, Strays},
};

/// Measured within campaigns: the logarithm of a video's views strays by 1.7 to 1.9 (over all of
/// TikTok by 2.56, of which ten times the median is ordinary).
const PRIOR: Prior = Prior { spread: 1.9, weight: 20.0, centre: 0.0 };

/// How each video stands to the campaign's for its size, each as if all were of one age.
pub(super) fn sizes(reading: &Reading<'_>) -> Strays {
    Strays::of(reading, PRIOR, &[], &|view| {
        let log = ln(1.0 + view.views as f64) - ln(view.age?.share);
        Some(Stray { log, tells: Some(log) })
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        Detector,
        detector::cases::{fires, times, video},
    };

    #[test]
    fn big_for_its_age() {
        let usual = times(12, &video(10.0, &[1_000, 1_010]));
        let check = |what: &str, star, others: &[_], wanted| {
            assert_eq!(fires(Detector::Size, &star, others), wanted, "{what}");
        };
        check("two hundred times the others", video(10.0, &[200_000, 200_500]), &usual, true);
        check("nine times, where ten are asked for", video(10.0, &[9_000, 9_050]), &usual, false);
        // At 60 days a video has 2.3 times the views of its second day, whatever its size.
        check("as large, at its age", video(60.0, &[2_300, 2_310]), &times(12, &video(2.0, &[900, 1_010])), false);
        check("among two others twelve times is no news", video(10.0, &[12_000, 12_100]), &usual[..2], false);
        check("of an age that nobody knows", video(10.0, &[200_000, 200_500]).without_age(), &usual, false);
        check("its views are not known before", video(10.0, &[0, 200_500]).without_views(0), &usual, false);
    }
}
