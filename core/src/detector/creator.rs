//! `creator`: did a creator beat their own normal?

use super::{
    reading::{Reading, View},
    stat::median,
};
use crate::gather::gather;

/// Other videos of a creator that make a normal.
const VIDEOS_OF_ONE: usize = 3;
/// Followers added to everyone's: views do not begin with the first follower.
const FOLLOWERS: f64 = 1_000.0;

/// How many times the creator's other videos here, for their ages; where those are under three,
/// how many times the campaign's usual views per follower. None where neither is known.
pub(super) fn multiple(reading: &Reading<'_>, view: &View<'_>, usual_per_follower: Option<f64>) -> Option<f64> {
    let size = sized(view)?;
    let author = view.video.author.get()?;
    let theirs = reading.members.videos.iter().filter(|other| other.author.get() == Some(author));
    let others = theirs.filter(|other| other.id != view.video.id).filter_map(|other| sized(&reading.view(other)?));
    let others: Vec<f64> = gather(others);
    if others.len() >= VIDEOS_OF_ONE {
        return Some(size / median(&others).max(1.0));
    }
    Some(per_follower(reading, view)? / usual_per_follower?)
}

/// Views as if all videos were of one age.
fn sized(view: &View<'_>) -> Option<f64> {
    Some(view.views as f64 / view.age?.share)
}

/// The same per follower of the creator.
pub(super) fn per_follower(reading: &Reading<'_>, view: &View<'_>) -> Option<f64> {
    let followers = reading.history.followers_of(view.video.author.get())?;
    Some(sized(view)? / (followers as f64 + FOLLOWERS))
}

/// The campaign's usual views per follower, of those of all; none where too few tell.
pub(super) fn usual(per_follower: &[f64]) -> Option<f64> {
    let usual = median(per_follower);
    (per_follower.len() > VIDEOS_OF_ONE && usual > 0.0).then_some(usual)
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
        let six_times = || video(10.0, &[6_000, 6_100]);
        let own = times(3, &video(10.0, &[1_000, 1_010]).by("a"));
        check("5.2 times the other three", video(10.0, &[5_200, 5_250]).by("a"), &own, true);
        check("4.9 times", video(10.0, &[4_900, 4_950]).by("a"), &own, false);
        check("two others are no normal", six_times().by("a"), &own[..2], false);
        check("another creator's", six_times().by("b"), &own, false);
        check("of nobody", six_times(), &times(3, &video(10.0, &[1_000, 1_010])), false);
        check("of an age that nobody knows", six_times().by("a").without_age(), &own, false);
        check("its views are not known before", six_times().by("a").without_views(0), &own, false);
        let unknown = times(3, &own[0].clone().without_views(0).without_views(1));
        check("others of which nobody knows the views", six_times().by("a"), &unknown, false);
        let ageless = times(3, &own[0].clone().without_age());
        check("others of which nobody knows the age", six_times().by("a"), &ageless, false);
    }

    #[test]
    fn the_normal_is_the_median_of_the_others_for_their_ages() {
        let by_a = |age, views: &[u64]| video(age, views).by("a");
        // With itself among them it would be 5,000, and the mean of the others is 3,700.
        let others = [by_a(10.0, &[1_000; 2]), by_a(10.0, &[2_000; 2]), by_a(10.0, &[8_000; 2])];
        assert!(fires(Detector::Creator, &by_a(10.0, &[11_000, 12_000]), &others));
        let old = times(3, &by_a(60.0, &[1_000, 1_010]));
        assert!(fires(Detector::Creator, &by_a(1.5, &[1_000, 2_500]), &old), "6.5 times, for its age");
        let young = times(3, &by_a(1.5, &[900, 1_000]));
        assert!(!fires(Detector::Creator, &by_a(60.0, &[6_000, 6_100]), &young), "2.3 times, for its age");
        let unseen = times(3, &by_a(10.0, &[0, 0]));
        assert!(!fires(Detector::Creator, &by_a(10.0, &[1, 2]), &unseen), "of nothing two views are no multiple");
    }

    #[test]
    fn where_a_creator_has_few_videos_followers_stand_in() {
        let of_others = |views: &[u64]| -> Vec<Row> {
            ["b", "c", "d", "e"].into_iter().map(|author| video(10.0, views).by(author).followers(9_000)).collect()
        };
        let others = of_others(&[1_000, 1_010]);
        let star = video(10.0, &[2_000, 2_100]).by("a");
        // A tenth of a view a follower, and one.
        assert!(fires(Detector::Creator, &star.clone().followers(1_000), &others));
        assert!(!fires(Detector::Creator, &star.clone().followers(9_000), &others));
        assert!(!fires(Detector::Creator, &star, &others), "followers that nobody knows");
        let star = star.followers(1_000);
        assert!(fires(Detector::Creator, &star, &others[..3]));
        assert!(!fires(Detector::Creator, &star, &others[..2]), "two others are no usual");
        let beginner = video(10.0, &[300, 310]).by("a").followers(10);
        assert!(!fires(Detector::Creator, &beginner, &others), "views do not begin with the first follower");
        let beginner = video(60.0, &[900, 910]).by("a").followers(1_000);
        assert!(!fires(Detector::Creator, &beginner, &of_others(&[1_000; 2])), "four times, for its age");
        assert!(!fires(Detector::Creator, &star, &of_others(&[0, 0])), "where nobody has views there is no usual");
    }
}
