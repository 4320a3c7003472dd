//! `quality`: do likes come with the views? Few make a gain unusual, never "fake": a video that
//! reaches other people, or an advertisement, has few too.

use super::{reading::Grown, stat::median};

/// Likes are counted as this many more, so that none has a share too.
const SMOOTHING: f64 = 0.5;
/// Gains under so many views have too few likes to tell.
const VIEWS: u64 = 500;
/// Videos of such gains that make a usual share.
const VIDEOS: usize = 5;

/// Likes per view of a gain; none where too little is known.
pub(super) fn rate(grown: &Grown) -> Option<f64> {
    (grown.gain >= VIEWS).then_some((grown.likes? as f64 + SMOOTHING) / grown.gain as f64)
}

/// The campaign's usual likes per view gained today, of the rates of all; none where too few tell.
pub(super) fn usual(rates: &[f64]) -> Option<f64> {
    (rates.len() >= VIDEOS).then(|| median(rates))
}

#[cfg(test)]
mod tests {
    use crate::{
        Detector,
        detector::cases::{fires, times, video},
    };

    #[test]
    fn views_without_the_usual_likes() {
        // Five likes for a hundred views.
        let usual = times(6, &video(10.0, &[10_000, 11_000]).likes(&[500, 550]));
        let star = |views: u64, likes: u64| video(10.0, &[10_000, 10_000 + views]).likes(&[500, 500 + likes]);
        let check = |what: &str, star, others: &[_], wanted| {
            assert_eq!(fires(Detector::Quality, &star, others), wanted, "{what}");
        };
        check("five likes for ten thousand views", star(10_000, 5), &usual, true);
        check("as many as the others have, for ten times their views", star(10_000, 50), &usual, true);
        check("a fifth of the usual", star(10_000, 101), &usual, false);
        check("likes as usual", star(10_000, 500), &usual, false);
        check("none for 400 views, which are too few to tell", star(400, 0), &usual, false);
        check("among three others", star(10_000, 5), &usual[..3], false);
        check("likes that nobody knows", video(10.0, &[10_000, 20_000]), &usual, false);
        check("likes that are not known today", star(10_000, 5).without_likes(1), &usual, false);
        check("likes that were taken back are none", video(10.0, &[10_000, 20_000]).likes(&[500, 400]), &usual, true);
    }
}
