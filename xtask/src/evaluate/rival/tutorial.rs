//! The tutorial's two rules: a video over ten times the average, of views or of engagement.

use crate::evaluate::reading::Reading;

pub(super) const SET_UP: &str = "views or engagement over 10x the campaign's mean, no floor, as published";

pub(super) fn alerted(reading: &Reading) -> Vec<usize> {
    let n = reading.videos.len() as u128;
    let total = |counts: &[u64]| counts.iter().map(|count| u128::from(*count)).sum::<u128>();
    let (views, engagement) = (total(&reading.views), total(&reading.engagement));
    let exceeds = |count: u64, total: u128| u128::from(count) * n > 10 * total;
    let above =
        |place: &usize| exceeds(reading.views[*place], views) || exceeds(reading.engagement[*place], engagement);
    (0..reading.videos.len()).filter(above).collect()
}
