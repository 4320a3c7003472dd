//! Figures as they are printed.

use crate::evaluate::measure::{Measured, Results};
use crate::evaluate::score::Counts;

/// A rival on a world, as far as it is known.
pub(super) enum Cell<'r> {
    Measured(&'r Measured),
    Not(&'r str),
}

impl Cell<'_> {
    /// Why there is no figure.
    pub(super) fn why(&self) -> &str {
        match self {
            Cell::Measured(_) => "",
            // One cause a cell: the whole chain stands in the run's output.
            Cell::Not(reason) if reason.starts_with("not built") => "not built",
            Cell::Not(_) => "not measured",
        }
    }
}

pub(super) fn cell<'r>(results: &'r Results, world: &'static str, rival: &'static str) -> Cell<'r> {
    match results.get(&(world, rival)) {
        Some(Ok(measured)) => Cell::Measured(measured),
        Some(Err(reason)) => Cell::Not(reason),
        None => Cell::Not("not measured"),
    }
}

/// A figure with so many decimals, or a dash where nothing was counted.
pub(super) fn fixed(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
}

/// Median and 5 to 95 % over the seeds in which there was something to count.
pub(super) fn spread(measured: &Measured, of: impl Fn(&Counts) -> Option<f64>, decimals: usize) -> String {
    let mut values: Vec<f64> = measured.counts.iter().filter_map(of).collect();
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| quantile(&values, share);
    match (at(0.05), at(0.5), at(0.95)) {
        (Some(low), Some(mid), Some(high)) => {
            format!("{mid:.decimals$} ({low:.decimals$} to {high:.decimals$})")
        }
        _ => "-".to_owned(),
    }
}

/// Linear between the neighbours.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let (low, high) = (*sorted.get(place.floor() as usize)?, *sorted.get(place.ceil() as usize)?);
    Some(low + (high - low) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_are_over_the_seeds_that_count() {
        let counts = |found| Counts { spikes: 10, found, ..Counts::default() };
        let mut measured = Measured { counts: (0..=10).map(counts).collect(), ..Measured::default() };
        measured.counts.push(Counts::default());
        assert_eq!(spread(&measured, Counts::recall, 2), "0.50 (0.05 to 0.95)");
        assert_eq!(spread(&Measured::default(), Counts::recall, 2), "-");
    }

    #[test]
    fn nothing_counted_is_a_dash() {
        assert_eq!(fixed(None, 2), "-");
        assert_eq!(fixed(Some(0.126), 2), "0.13");
    }
}
