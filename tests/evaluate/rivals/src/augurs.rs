//! augurs' double MAD: the gains of a reading's videos against each other, each side of the
//! median with its own spread.

use crate::Reading;
use augurs_outlier::{MADDetector, OutlierDetector};

pub(crate) fn alerted(reading: &Reading, of: (Vec<usize>, Vec<f64>), threshold: f64) -> Vec<usize> {
    let (places, gains) = of;
    if !places.iter().any(|place| reading.is_over_floor(*place)) {
        return Vec::new();
    }
    // A series a video, a time stamp each: the detector compares series.
    let series: Vec<&[f64]> = gains.chunks(1).collect();
    let detector = MADDetector::with_threshold(threshold);
    // It refuses what has no spread on one side; then nothing can be said.
    let Ok(found) = detector.preprocess(&series).and_then(|prepared| detector.detect(&prepared)) else {
        return Vec::new();
    };
    let mut sorted = gains.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let all = places.iter().zip(&gains).enumerate();
    all.filter(|(series, (_, gain))| found.outlying_series.contains(series) && **gain > median)
        .map(|(_, (place, _))| *place)
        .filter(|place| reading.is_over_floor(*place))
        .collect()
}
