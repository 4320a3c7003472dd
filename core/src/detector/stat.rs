//! The statistics that detectors share: few, robust, and the same to the last bit everywhere.
//!
//! A sum of floats depends on the order of its parts, so there is none: medians and integers only.

use crate::{gather::gather, rank};

/// What makes a median absolute deviation the standard deviation of a normal distribution:
/// 1 / Phi^-1(3/4).
const MAD_TO_SD: f64 = 1.4826;

/// The natural logarithm.
pub(crate) fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The exponential.
pub(crate) fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The median; 0 without values. They may come in any order.
pub(crate) fn median(values: &[f64]) -> f64 {
    middle(&mut keys(values))
}

/// The median of values that are ordered; it changes their places.
#[inline(never)]
fn middle(keys: &mut [u64]) -> f64 {
    let last_of_half = keys.len().saturating_sub(1) / 2;
    let (low, high) = rank::nth(keys, last_of_half).map_or((0.0, 0.0), |(low, high)| (unordered(low), unordered(high)));
    if keys.len() % 2 == 1 { low } else { (low + high) / 2.0 }
}

#[inline(never)]
fn keys(values: &[f64]) -> Vec<u64> {
    gather(values.iter().map(|value| ordered(*value)))
}

/// A float as a number of the same order.
pub(crate) fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn unordered(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// What is usual among some values: their middle, and how far they stray from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Usual {
    pub(crate) middle: f64,
    pub(crate) spread: f64,
}

/// What is known of a spread before a value is seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prior {
    /// The standard deviation.
    pub(crate) spread: f64,
    /// How many values that knowledge is worth.
    pub(crate) weight: f64,
    /// How many values it is worth that the middle is 0; among three videos the one that spikes
    /// would be the usual.
    pub(crate) centre: f64,
}

/// The spread of some earlier values, and how many they were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    pub(crate) spread: f64,
    pub(crate) values: f64,
}

impl Usual {
    /// The median, and the median absolute deviation shrunk to the prior: few values tell little
    /// of their spread, and equal ones would make anything stand out.
    pub(crate) fn of(values: &[f64], prior: Prior) -> Self {
        Self::with(keys(values), prior, &[]).0
    }

    /// As [`Self::of`] of values that are [`ordered`], with what earlier values told of the spread; and what
    /// these tell. In a large campaign a second list of them would cost more than the medians.
    #[inline(never)]
    pub(crate) fn with(mut keys: Vec<u64>, prior: Prior, earlier: &[Spread]) -> (Self, Spread) {
        let values = keys.len() as f64;
        let middle = middle(&mut keys) * values / (values + prior.centre).max(1.0);
        for key in &mut keys {
            *key = ordered((unordered(*key) - middle).abs());
        }
        let seen = Spread { spread: MAD_TO_SD * self::middle(&mut keys), values };
        let known = Spread { spread: prior.spread, values: prior.weight };
        let (mut variance, mut weight) = (0.0, 0.0);
        for part in [&known, &seen].into_iter().chain(earlier) {
            variance += part.values * part.spread * part.spread;
            weight += part.values;
        }
        (Self { middle, spread: (variance / weight).sqrt() }, seen)
    }

    /// How many spreads a value stands above the middle.
    pub(crate) fn z(&self, value: f64) -> f64 {
        (value - self.middle) / self.spread
    }
}

/// The point that a standard normal variable exceeds with probability `p`, 0 < p <= 1/2
/// (Abramowitz and Stegun 26.2.23, within 0.00045).
pub(crate) fn upper_normal(p: f64) -> f64 {
    let t = (-2.0 * ln(p)).sqrt();
    t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_any_order_and_sign() {
        assert_eq!(median(&[]), 0.0);
        assert_eq!(median(&[3.0, -1.0, 2.0]), 2.0);
        assert_eq!(median(&[2.0, -4.0, -2.0, 8.0]), 0.0);
        assert_eq!(median(&[-1.5, -2.5]), -2.0);
    }

    #[test]
    fn few_values_have_the_spread_that_was_known_before() {
        let prior = Prior { spread: 0.9, weight: 20.0, centre: 0.0 };
        assert!((Usual::of(&[1.0, 1.0, 1.0], prior).spread - 0.839).abs() < 0.001);
        let many: Vec<f64> = (0..1000).map(|n| f64::from(n) / 100.0).collect();
        let usual = Usual::of(&many, prior);
        assert!((usual.middle - 4.995).abs() < 1e-9 && (usual.spread - 3.67).abs() < 0.05, "{usual:?}");
        assert!((usual.z(usual.middle + usual.spread) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_of_the_normal_distribution() {
        for (p, z) in [(0.5, 0.0), (0.025, 1.959_964), (0.001, 3.090_232), (0.000_01, 4.264_891)] {
            assert!((upper_normal(p) - z).abs() < 0.000_5, "{p}");
        }
    }
}
