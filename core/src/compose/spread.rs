//! How counts are spread: quantiles and the Gini coefficient, in integers.

use crate::{Distribution, Ratio, Spread, rank};

/// The spread of the counts: of views where they are known, and of engagement where any of it is, in ascending order.
pub(super) fn distribution(views: &[u64], engagement: &[u64]) -> Distribution {
    Distribution { views: spread(views), engagement: spread(engagement) }
}

/// The spread of values in ascending order.
fn spread(values: &[u64]) -> Spread {
    let whole = |value: Option<&u64>| value.copied().unwrap_or(0);
    let quantile =
        |percent| quantile(values.len(), percent, 1, &mut |at| rank::in_order(values, at)).unwrap_or_default();
    Spread {
        n: values.len() as u64,
        min: whole(values.first()),
        p25: quantile(25),
        median: quantile(50),
        p75: quantile(75),
        p90: quantile(90),
        p99: quantile(99),
        max: whole(values.last()),
        gini: gini(values),
    }
}

/// The quantile of `n` values over `unit`, linear between order statistics (type 7 of Hyndman and
/// Fan, the default of NumPy and of spreadsheets); `at` gives the values at a place of their order and
/// behind it.
pub(super) fn quantile(
    n: usize,
    percent: u64,
    unit: u64,
    at: &mut dyn FnMut(usize) -> Option<(u64, u64)>,
) -> Option<Ratio> {
    let steps = (n as u64).checked_sub(1)? * percent;
    let place = usize::try_from(steps / 100).ok()?;
    let (low, high) = at(place)?;
    let part = steps % 100;
    let hundredths = i128::from(low) * 100 + i128::from(high - low) * i128::from(part);
    Ratio::of(hundredths, i128::from(unit) * 100)
}

/// The median of values over `unit`, which changes their order; `None` without values.
pub(super) fn median(values: &mut [u64], unit: u64) -> Option<Ratio> {
    quantile(values.len(), 50, unit, &mut |at| rank::nth(values, at))
}

/// Gini coefficient of sorted values: `(2 sum(i x_i) - (n + 1) sum(x)) / (n sum(x))`, `i` from 1;
/// 0 when the sum is 0.
pub(super) fn gini(sorted: &[u64]) -> Ratio {
    // Each value as often as its place says is once in every sum from a place to the end.
    let (mut sum, mut weighted) = (0_u128, 0_u128);
    for value in sorted.iter().rev() {
        sum += u128::from(*value);
        weighted += sum;
    }
    let (n, sum, weighted) = (sorted.len() as i128, sum as i128, weighted as i128);
    // Far from overflow: ten million values of 2^53 give 2^99.
    Ratio::of(2 * weighted - (n + 1) * sum, n * sum).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let spread = spread(&[1, 2, 3, 4]);
        assert_eq!(spread.median, Ratio::of(5, 2).unwrap());
        assert_eq!(spread.p25, Ratio::of(7, 4).unwrap());
        assert_eq!(spread.p90, Ratio::of(37, 10).unwrap());
        assert_eq!((spread.n, spread.min, spread.max), (4, 1, 4));
    }

    #[test]
    fn gini_of_equals_and_of_one_who_has_all() {
        assert_eq!(gini(&[5, 5, 5]), Ratio::whole(0));
        assert_eq!(gini(&[0, 0, 0, 9]), Ratio::of(3, 4).unwrap());
        assert_eq!(gini(&[]), Ratio::whole(0));
        assert_eq!(gini(&[0]), Ratio::whole(0));
    }

    #[test]
    fn nothing_has_no_median_and_spreads_over_zeros() {
        assert_eq!(median(&mut [], 1), None);
        assert_eq!(median(&mut [9, 1, 5, 2], 1), Ratio::of(7, 2));
        assert_eq!(spread(&[]).p99, Ratio::whole(0));
    }
}
