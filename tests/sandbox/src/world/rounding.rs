//! Counts as TikTok shows them: exact when small, three or four digits when large.

/// The step to which TikTok rounds a count of this size.
///
/// ```
/// assert_eq!(tagpulse_sandbox::rounding_step(4_291_312), 100_000);
/// ```
#[must_use]
pub fn rounding_step(count: u64) -> u64 {
    match count {
        0..10_000 => 1,
        10_000..1_000_000 => 100,
        1_000_000..1_000_000_000 => 100_000,
        _ => 100_000_000,
    }
}

/// A count rounded as TikTok shows it; monotone in the count.
///
/// ```
/// assert_eq!(tagpulse_sandbox::as_shown(4_291_312), 4_300_000);
/// ```
#[must_use]
pub fn as_shown(count: u64) -> u64 {
    let step = rounding_step(count);
    count.saturating_add(step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_exact_and_large_ones_rounded() {
        let cases = [
            (0, 0),
            (9_999, 9_999),
            (12_349, 12_300),
            (12_350, 12_400),
            (999_960, 1_000_000),
            (541_249, 541_200),
            (1_776_621, 1_800_000),
        ];
        for (exact, shown) in cases {
            assert_eq!(as_shown(exact), shown, "{exact}");
        }
    }
}
