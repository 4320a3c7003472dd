//! Twice the views in a day: the rule of thumb that looks at growth.

use super::GAIN_FLOOR;
use crate::evaluate::reading::Reading;

pub(super) const SET_UP: &str = "views at least twice those of 24 hours before; gain floor";

pub(super) fn alerted(reading: &Reading) -> Vec<usize> {
    let places = 0..reading.videos.len();
    places
        .filter(|place| match (reading.gains[*place], reading.before[*place]) {
            (Some(gain), Some(before)) => gain >= GAIN_FLOOR && gain >= before as f64,
            _ => false,
        })
        .collect()
}
