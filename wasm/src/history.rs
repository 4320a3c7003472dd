//! The history: bytes in, a report a reading, bytes out.

use tagpulse_core::{Campaign, to_json};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{
    collector::Listing,
    convert::{Thrown, campaign, object, written, zone},
};

/// A campaign's history and settings.
#[wasm_bindgen]
pub struct History {
    history: tagpulse_core::History,
    campaign: Campaign,
}

#[wasm_bindgen]
impl History {
    /// Starts a history, or opens that of the bytes.
    pub fn open(bytes: Option<Vec<u8>>, settings: &JsValue) -> Result<History, Thrown> {
        let mut campaign = campaign(settings)?;
        let history = match bytes {
            Some(bytes) => tagpulse_core::History::from_bytes(&bytes)?,
            None => tagpulse_core::History::new(campaign.name()),
        };
        campaign.name_after(&history);
        history.check_campaign(&campaign)?;
        Ok(Self { history, campaign })
    }

    /// The hashtags to collect.
    #[wasm_bindgen(getter)]
    pub fn hashtags(&self) -> JsValue {
        object(&self.campaign.settings().hashtags)
    }

    /// The zone's name.
    #[wasm_bindgen(getter)]
    pub fn zone(&self) -> String {
        self.campaign.settings().zone.clone()
    }

    /// The newest reading's time in milliseconds.
    #[wasm_bindgen(getter)]
    pub fn newest(&self) -> Option<f64> {
        self.history.newest().map(|newest| newest.seconds() as f64 * 1000.0)
    }

    /// Folds a reading in; gives the report as JSON text.
    pub fn advance(&mut self, listing: &Listing, zone_table: Option<Vec<f64>>) -> Result<String, Thrown> {
        let zone = zone(&self.campaign, zone_table)?;
        Ok(written(self.history.advance(&listing.snapshot, &self.campaign, &zone)?))
    }

    /// The newest reading's report as JSON text.
    pub fn report(&self, zone_table: Option<Vec<f64>>) -> Result<String, Thrown> {
        let zone = zone(&self.campaign, zone_table)?;
        Ok(written(self.history.report(&self.campaign, &zone)?))
    }

    /// The ids of its videos, those with the most views first.
    pub fn largest(&self, zone_table: Option<Vec<f64>>) -> Result<JsValue, Thrown> {
        let zone = zone(&self.campaign, zone_table)?;
        Ok(object(&self.history.largest(&self.campaign, &zone)))
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
