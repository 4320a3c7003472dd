//! S-H-ESD on each video's own series of daily gains: is the newest an anomaly upwards?

use crate::Reading;
use anomaly_detection::{AnomalyDetector, Direction};
use std::collections::HashMap;

/// The shortest period that its decomposition takes: a video's days have none that is known.
const PERIOD: usize = 2;
/// Up to this share of a series may be anomalies; one of five, the shortest series tested.
const MOST_ANOMALIES: f32 = 0.2;
const LEAST_LENGTH: usize = 5;
/// Older gains say little about a video's pace today.
const MOST_LENGTH: usize = 28;

#[derive(Default)]
pub(crate) struct Series(HashMap<(String, String), Vec<f32>>);

impl Series {
    pub(crate) fn alerted(&mut self, reading: &Reading, alpha: f64) -> Vec<usize> {
        let mut alerted = Vec::new();
        for (place, gain) in reading.ln_gains() {
            let series = self.0.entry((reading.campaign.clone(), reading.videos[place].clone())).or_default();
            series.push(gain as f32);
            if series.len() > MOST_LENGTH {
                series.remove(0);
            }
            // The floor first: it is cheap, and both must hold.
            if reading.is_over_floor(place) && newest_stands_out(series, alpha as f32) {
                alerted.push(place);
            }
        }
        alerted
    }
}

fn newest_stands_out(series: &[f32], alpha: f32) -> bool {
    let mut set_up = AnomalyDetector::params();
    set_up.alpha(alpha).max_anoms(MOST_ANOMALIES).direction(Direction::Positive);
    // Refused are series that are too short for it.
    let found = (series.len() >= LEAST_LENGTH).then(|| set_up.fit(series, PERIOD));
    found.is_some_and(|found| found.is_ok_and(|found| found.anomalies().contains(&(series.len() - 1))))
}
