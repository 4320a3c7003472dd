//! `creator`: did a creator beat their own normal?

use super::{reading::Reading, stat::median};
use crate::{History, gather::gather};

/// Other videos of a creator that make a normal.
const VIDEOS_OF_ONE: usize = 3;
/// Followers added to everyone's: views do not begin with the first follower.
const FOLLOWERS: f64 = 1_000.0;

/// How many times the creator's other videos here, for their ages; where those are under three,
/// how many times the campaign's usual views per follower. None where neither is known.
pub(super) fn multiple(history: &History, reading: &Reading<'_>, place: usize) -> Option<f64> {
    let sized = |view: &super::reading::View<'_>| Some(view.views as f64 / view.age?.share);
    let view = reading.videos.get(place)?;
    let size = sized(view)?;
    let author = view.video.author?;
    let is_other =
        |other: &&super::reading::View<'_>| other.video.author == Some(author) && other.video.id != view.video.id;
    let others: Vec<f64> = gather(reading.videos.iter().filter(is_other).filter_map(sized));
    if others.len() >= VIDEOS_OF_ONE {
        return Some(size / median(&others).max(1.0));
    }
    let per_follower = |view: &super::reading::View<'_>| {
        let followers = history.followers_of(view.video.author)?;
        Some(sized(view)? / (followers as f64 + FOLLOWERS))
    };
    let all: Vec<f64> = gather(reading.videos.iter().filter_map(per_follower));
    let usual = median(&all);
    (all.len() > VIDEOS_OF_ONE && usual > 0.0).then_some(per_follower(view)? / usual)
}

#[cfg(test)]
mod tests {
    use crate::{
        Detector,
        detector::cases::{Row, fires, times, video},
    };

    #[test]
    fn more_than_the_creators_own() {
        let check = |what: &str, star: Row, others: &[Row], wanted| {
            assert_eq!(fires(Detector::Creator, &star, others), wanted, "{what}");
        };
        let own = times(3, &video(10.0, &[1_000, 1_010]).by("a"));
        check("six times the other three", video(10.0, &[6_000, 6_100]).by("a"), &own, true);
        check("four times", video(10.0, &[4_000, 4_100]).by("a"), &own, false);
        check("two others are no normal", video(10.0, &[6_000, 6_100]).by("a"), &own[..2], false);
        check("another creator's", video(10.0, &[6_000, 6_100]).by("b"), &own, false);
        check("of nobody", video(10.0, &[6_000, 6_100]), &times(3, &video(10.0, &[1_000, 1_010])), false);
        check("of an age that nobody knows", video(10.0, &[6_000, 6_100]).by("a").without_age(), &own, false);
    }

    #[test]
    fn where_a_creator_has_few_videos_followers_stand_in() {
        let others: Vec<Row> = ["b", "c", "d", "e"]
            .into_iter()
            .map(|author| video(10.0, &[1_000, 1_010]).by(author).followers(9_000))
            .collect();
        let star = video(10.0, &[2_000, 2_100]).by("a");
        // A tenth of a view a follower, and one.
        assert!(fires(Detector::Creator, &star.clone().followers(1_000), &others));
        assert!(!fires(Detector::Creator, &star.clone().followers(9_000), &others));
        assert!(!fires(Detector::Creator, &star, &others), "followers that nobody knows");
        assert!(!fires(Detector::Creator, &star.followers(1_000), &others[..2]), "two others are no usual");
    }
}
