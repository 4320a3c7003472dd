//! Ten times the median: what one does about a mean that the hit itself has raised.

use super::GAIN_FLOOR;
use crate::evaluate::reading::Reading;

pub(super) const SET_UP: &str = "views over 10x the campaign's median; gain floor";

pub(super) fn alerted(reading: &Reading) -> Vec<usize> {
    let mut sorted = reading.views.clone();
    sorted.sort_unstable();
    // The upper median of an even number: a half view decides nothing.
    let Some(median) = sorted.get(sorted.len() / 2) else { return Vec::new() };
    let places = 0..reading.videos.len();
    places
        .filter(|place| {
            reading.views[*place] > 10 * median && reading.gains[*place].is_some_and(|gain| gain >= GAIN_FLOOR)
        })
        .collect()
}
