//! The share of its 90-day views that a video has at an age.

use libm::{log, log2, pow};

/// Share of the 90-day views reached at `age_days`; 1 at 90 days, a little above later.
///
/// Pieces as published for two billion videos; below one day the exponent is an assumption.
pub(crate) fn share_at(age_days: f64) -> f64 {
    let a = age_days;
    if a <= 0.0 {
        0.0
    } else if a <= 1.0 {
        0.32 * pow(a, 0.27)
    } else if a <= 2.0 {
        0.32 + 0.06 * log2(a)
    } else if a <= 7.0 {
        0.38 + 0.17 * log(a / 2.0) / log(3.5)
    } else if a <= 90.0 {
        0.55 + 0.45 * log(a / 7.0) / log(90.0 / 7.0)
    } else {
        1.0 + 0.02 * log(a / 90.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_meet_and_rise() {
        for (age, share) in [(0.0, 0.0), (1.0, 0.32), (2.0, 0.38), (7.0, 0.55), (90.0, 1.0)] {
            assert!((share_at(age) - share).abs() < 1e-9, "age {age}");
            assert!(share_at(age + 1e-6) >= share_at(age));
        }
    }
}
