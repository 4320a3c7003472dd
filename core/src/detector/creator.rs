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
    let sized = |view: &super::reading::View<'_>| Some(view.views as f64 / reading.curve.share(view.age?));
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
