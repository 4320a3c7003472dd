//! `quality`: do likes come with the views? Few make a gain unusual, never "fake": a video that
//! reaches other people, or an advertisement, has few too.

use super::{
    reading::{Grown, Reading},
    stat::median,
};
use crate::gather::gather;

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

/// The campaign's usual likes per view gained today; none where too few tell.
pub(super) fn usual(reading: &Reading<'_>) -> Option<f64> {
    let rates: Vec<f64> = gather(reading.videos.iter().filter_map(|view| rate(view.grown.as_ref()?)));
    (rates.len() >= VIDEOS).then(|| median(&rates))
}
