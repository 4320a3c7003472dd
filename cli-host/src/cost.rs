//! What the runs have cost, by the ledger, and what a month will.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Hashtag, SCHEMA_VERSION};

use crate::{
    exit::Exit,
    format::Document,
    options::{self, Options},
    output,
    store::{LedgerRow, Store},
};

/// The forecast is the median of so many last readings, or days.
const LAST: u32 = 7;
/// Days and readings in a month.
const DAYS: u64 = 30;

/// Beside the ledger, where campaigns have hashtags in common.
pub(crate) const SHARED: &str = "A hashtag that campaigns share is read once a run: here it counts for the one that \
                                 asked first, in reports for each";

/// The ledger and the forecast.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CostDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// Spending by month (UTC) and campaign.
    pub(crate) ledger: Vec<LedgerRow>,
    /// What a month of daily readings will cost.
    pub(crate) forecast: Vec<Forecast>,
    /// What a month of days like the last ones will cost over all campaigns: who asks first for what they share
    /// changes, so that the campaigns' own forecasts need not sum to it.
    pub(crate) together: Together,
    /// Hashtags of several campaigns. In a run each is read once: the ledger counts that for the campaign that asked
    /// first, each campaign's report for itself.
    pub(crate) shared_hashtags: Vec<String>,
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

/// The forecast over all campaigns.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Together {
    /// Median credits of the last days (UTC) on which something was sent.
    pub(crate) credits_per_day: u64,
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
    let a_month = |credits: u64| {
        let credits = credits.saturating_mul(DAYS);
        (credits, defaults.price.map(|price| price * credits as f64))
    };
    let mut forecast = Vec::new();
    let mut hashtags = Vec::new();
    for campaign in store.campaigns()? {
        let readings = store.recent_credits(&campaign, LAST)?;
        if readings.is_empty() {
            continue;
        }
        hashtags.extend(options::stored(&options.config, &store, &campaign)?.hashtags().iter().cloned());
        let credits_per_reading = median(readings);
        let (monthly_credits, amount) = a_month(credits_per_reading);
        forecast.push(Forecast { campaign, credits_per_reading, monthly_credits, amount });
    }
    let credits_per_day = median(store.recent_days(LAST)?);
    let (monthly_credits, amount) = a_month(credits_per_day);
    let credits = ledger.iter().map(|row| row.credits).sum();
    let document = CostDocument {
        schema_version: SCHEMA_VERSION,
        credits_possible: ledger.iter().map(|row| row.credits_possible + row.in_flight).sum(),
        amount: defaults.price.map(|price| price * credits as f64),
        currency: defaults.currency.clone(),
        credits,
        ledger,
        forecast,
        together: Together { credits_per_day, monthly_credits, amount },
        shared_hashtags: repeated(hashtags),
    };
    output::show(options, &Document::Cost(&document))?;
    Ok(Exit::Done)
}

/// What stands there more than once, in order.
fn repeated(mut names: Vec<Hashtag>) -> Vec<String> {
    names.sort_unstable();
    let groups = names.chunk_by(|one, other| one == other).filter(|group| group.len() > 1);
    groups.filter_map(|group| Some(group.first()?.as_str().to_owned())).collect()
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
