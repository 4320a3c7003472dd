//! Reactions per view: how many likes, comments, shares and saves a view is worth.

use super::draw::normal;
use super::growth::Counts;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rand_distr::Poisson;

/// The 95 % quantile of N(0, 1).
const Z95: f64 = 1.645;

/// 5, 50 and 95 % quantiles of likes, comments, shares and saves per view. Those of the
/// saves are an assumption; the others were measured.
const QUANTILES: [[f64; 3]; 4] =
    [[0.015, 0.053, 0.155], [0.000_11, 0.000_57, 0.003_0], [0.000_3, 0.003_0, 0.055], [0.000_5, 0.004_0, 0.030]];

/// One video's reactions per view, in the order of [`QUANTILES`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates([f64; 4]);

impl Rates {
    pub(crate) fn draw(rng: &mut ChaCha8Rng) -> Self {
        Self(QUANTILES.map(|[low, mid, high]| {
            let z = normal(rng);
            // Log-linear on each side of the median, so that all three quantiles hold.
            let side = if z < 0.0 { mid / low } else { high / mid };
            (mid * libm::pow(side, z / Z95)).min(0.9)
        }))
    }

    /// Expected counts beside this many views, rounded down.
    pub(crate) fn of_views(&self, views: u64) -> Counts {
        let [likes, comments, shares, saves] = self.0.map(|rate| (views as f64 * rate) as u64);
        Counts { views, likes, comments, shares, saves }
    }

    /// Drawn counts beside this many new views; no reaction outnumbers the views.
    pub(crate) fn of_gain(&self, views: u64, rng: &mut ChaCha8Rng) -> Counts {
        let [likes, comments, shares, saves] = self.0.map(|rate| poisson(views as f64 * rate, rng).min(views));
        Counts { views, likes, comments, shares, saves }
    }
}

/// A Poisson draw; 0 for an expectation that is 0.
pub(crate) fn poisson(expected: f64, rng: &mut ChaCha8Rng) -> u64 {
    // `Poisson` refuses 0 and the infinite, which no world has.
    Poisson::new(expected).map_or(0, |distribution| rng.sample::<f64, _>(distribution) as u64)
}
