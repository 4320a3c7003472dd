//! The history: bytes in, a report a reading, bytes out.

use serde::Serialize;
use tagpulse_core::{Campaign, Error, Settings, Timestamp, to_json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    collector::Listing,
    convert::{campaign, told, written, zone},
};

/// A campaign's history and settings.
#[wasm_bindgen]
pub struct History {
    history: tagpulse_core::History,
    campaign: Campaign,
}

/// A history's facts.
#[derive(Serialize)]
struct About<'a> {
    /// Those to collect.
    hashtags: &'a [String],
    /// The zone's name.
    zone: &'a str,
    /// The newest reading's time.
    newest: Option<Timestamp>,
}

#[wasm_bindgen]
impl History {
    /// Starts a history, or opens that of the bytes.
    pub fn open(bytes: Option<Vec<u8>>, settings: &[u8]) -> Option<History> {
        told(Self::try_open(bytes, settings))
    }

    fn try_open(bytes: Option<Vec<u8>>, settings: &[u8]) -> Result<History, Error> {
        let mut campaign = campaign(settings)?;
        let history = match bytes {
            Some(bytes) => tagpulse_core::History::from_bytes(&bytes)?,
            None => tagpulse_core::History::new(campaign.name()),
        };
        campaign.name_after(&history);
        history.check_campaign(&campaign)?;
        Ok(Self { history, campaign })
    }

    /// Its facts as JSON text.
    pub fn about(&self) -> String {
        let Settings { hashtags, zone, .. } = self.campaign.settings();
        to_json(&About { hashtags, zone, newest: self.history.newest() })
    }

    /// Folds a reading in; gives the report as JSON text.
    pub fn advance(&mut self, listing: &Listing, zone_table: &[f64]) -> Option<String> {
        let mut report = || {
            let zone = zone(&self.campaign, zone_table)?;
            Ok(written(self.history.advance(&listing.snapshot, &self.campaign, &zone)?))
        };
        told(report())
    }

    /// The newest reading's report as JSON text.
    pub fn report(&self, zone_table: &[f64]) -> Option<String> {
        let report = || {
            let zone = zone(&self.campaign, zone_table)?;
            Ok(written(self.history.report(&self.campaign, &zone)?))
        };
        told(report())
    }

    /// The ids of its videos, those with the most views first, as JSON text.
    pub fn largest(&self, zone_table: &[f64]) -> Option<String> {
        let zone = told(zone(&self.campaign, zone_table))?;
        Some(to_json(&self.history.largest(&self.campaign, &zone)))
    }

    /// The days as JSON text.
    pub fn days(&self) -> String {
        to_json(&self.history.days())
    }

    /// Alerts that wait, as JSON text.
    pub fn pending(&self) -> String {
        to_json(&self.history.pending())
    }

    /// Marks an alert as delivered.
    pub fn acknowledge(&mut self, key: &str) -> bool {
        self.history.acknowledge(key)
    }

    /// Forgets a creator or a video; how many videos it changed.
    pub fn forget(&mut self, who: &str) -> u32 {
        self.history.forget(who, &self.campaign)
    }

    /// The history as bytes.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.history.to_bytes()
    }
}
