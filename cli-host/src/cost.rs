//! What the runs have cost, by the ledger, and what a month will.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::SCHEMA_VERSION;

use crate::{
    exit::Exit,
    format::Document,
    options::Options,
    output,
    store::{LedgerRow, Store},
};

/// The forecast is the median of so many last readings.
const LAST_READINGS: u32 = 7;
/// Readings in a month.
const DAYS: u64 = 30;

/// The ledger and the forecast.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CostDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// Spending by month (UTC) and campaign.
    pub(crate) ledger: Vec<LedgerRow>,
    /// What a month of daily readings will cost.
    pub(crate) forecast: Vec<Forecast>,
    /// Credits of all rows.
    pub(crate) credits: u64,
    /// Possible credits of all rows, those in flight among them.
    pub(crate) credits_possible: u64,
    /// `credits` at the configured price; null without one.
    pub(crate) amount: Option<f64>,
    /// The price's currency.
    pub(crate) currency: Option<String>,
}

/// A campaign's forecast.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Forecast {
    /// The campaign.
    pub(crate) campaign: String,
    /// Median credits of its last readings.
    pub(crate) credits_per_reading: u64,
    /// Those times 30.
    pub(crate) monthly_credits: u64,
    /// That at the configured price; null without one.
    pub(crate) amount: Option<f64>,
}

/// `tagpulse cost`
///
/// # Errors
/// When there is no store.
pub(crate) fn cost(options: &Options) -> Result<Exit> {
    let store = Store::open_to_read(&options.store.value)?;
    let defaults = &options.config.defaults;
    let ledger = store.ledger()?;
    let mut names: Vec<&str> = ledger.iter().map(|row| row.campaign.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut forecast = Vec::new();
    for name in names {
        let credits_per_reading = median(store.recent_credits(name, LAST_READINGS)?);
        let monthly_credits = credits_per_reading.saturating_mul(DAYS);
        let amount = defaults.price.map(|price| price * monthly_credits as f64);
        forecast.push(Forecast { campaign: name.to_owned(), credits_per_reading, monthly_credits, amount });
    }
    let credits = ledger.iter().map(|row| row.credits).sum();
    let document = CostDocument {
        schema_version: SCHEMA_VERSION,
        credits_possible: ledger.iter().map(|row| row.credits_possible + row.in_flight).sum(),
        amount: defaults.price.map(|price| price * credits as f64),
        currency: defaults.currency.clone(),
        credits,
        ledger,
        forecast,
    };
    output::show(options, &Document::Cost(&document))?;
    Ok(Exit::Done)
}

/// The upper median: of two, the dearer one.
fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_dear_day_does_not_make_the_forecast() {
        assert_eq!(median(vec![6, 100, 7, 6, 8]), 7);
        assert_eq!(median(vec![6, 8]), 8);
        assert_eq!(median(vec![]), 0);
    }
}
