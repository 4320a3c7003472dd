//! How counts are spread: quantiles and the Gini coefficient, in integers.

use super::{Members, rates::any_engagement_known};
use crate::{Distribution, Ratio, Spread, gather::gather, rank};

pub(super) fn distribution(members: &Members<'_>) -> Distribution {
    let views = members.videos.iter().filter_map(|video| video.counts().views);
    let engagement = members.videos.iter().filter_map(|video| {
        let counts = video.counts();
        any_engagement_known(&counts).then(|| counts.engagement())
    });
    Distribution { views: spread(gather(views)), engagement: spread(gather(engagement)) }
}

fn spread(values: Vec<u64>) -> Spread {
    let values = rank::sorted(values);
    let whole = |value: Option<&u64>| value.copied().unwrap_or(0);
    let quantile = |percent| quantile(values.len(), percent, 1, &|at| values.get(at).copied()).unwrap_or_default();
    Spread {
        n: values.len() as u64,
        min: whole(values.first()),
        p25: quantile(25),
        median: quantile(50),
        p75: quantile(75),
        p90: quantile(90),
        p99: quantile(99),
        max: whole(values.last()),
        gini: gini(&values),
    }
}

/// The quantile of `n` values over `unit`, linear between order statistics (type 7 of Hyndman and
/// Fan, the default of NumPy and of spreadsheets); `at` gives the value at a place of their order.
fn quantile(n: usize, percent: u64, unit: u64, at: &dyn Fn(usize) -> Option<u64>) -> Option<Ratio> {
    let steps = (n as u64).checked_sub(1)? * percent;
    let place = usize::try_from(steps / 100).ok()?;
    let low = at(place)?;
    let part = steps % 100;
    let high = if part == 0 { low } else { at(place + 1).unwrap_or(low) };
    let hundredths = i128::from(low) * 100 + i128::from(high - low) * i128::from(part);
    Ratio::of(hundredths, i128::from(unit) * 100)
}

/// The median of values over `unit`; `None` without values.
pub(super) fn median(values: &[u64], unit: u64) -> Option<Ratio> {
    quantile(values.len(), 50, unit, &|at| rank::nth(values, at))
}

/// Gini coefficient of sorted values: `(2 sum(i x_i) - (n + 1) sum(x)) / (n sum(x))`, `i` from 1;
/// 0 when the sum is 0.
pub(super) fn gini(sorted: &[u64]) -> Ratio {
    let n = sorted.len() as i128;
    let sum: i128 = sorted.iter().map(|value| i128::from(*value)).sum();
    let weighted: i128 = (1_i128..).zip(sorted).map(|(rank, value)| rank * i128::from(*value)).sum();
    // Far from overflow: ten million values of 2^53 give 2^99.
    Ratio::of(2 * weighted - (n + 1) * sum, n * sum).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let spread = spread(vec![4, 1, 3, 2]);
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
        assert_eq!(median(&[], 1), None);
        assert_eq!(median(&[9, 1, 5, 2], 1), Ratio::of(7, 2));
        assert_eq!(spread(Vec::new()).p99, Ratio::whole(0));
    }
}
