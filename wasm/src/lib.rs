//! The wasm-bindgen face of the core: decode, call, encode. Nothing here knows the domain.
//!
//! Documents cross as JSON text, written by the core and parsed once by JavaScript; options
//! come in as plain objects. The classes that users see are in `pkg/src`, on top of these.

#![allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned here")]

/// Half the code of the standard one, which would be 3 KB more of the compressed wasm; as fast.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

mod collector;
mod convert;
mod history;

use convert::{campaign, naive_zone, timestamp, told, written, zone};
use tagpulse_core::{Error, Hints, Input, Snapshot};
use wasm_bindgen::prelude::wasm_bindgen;

/// The package's version, which is the core's.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The videos of one answer or file as JSON text.
#[wasm_bindgen]
pub fn normalize(bytes: &[u8], dialect: Option<String>, zone_table: &[f64]) -> Option<String> {
    let normalized = || {
        let zone = naive_zone(zone_table)?;
        let hints = Hints { dialect: dialect.as_deref(), zone: zone.as_ref(), both: None };
        Ok(tagpulse_core::to_json(&tagpulse_core::normalize(bytes, &hints)?))
    };
    told(normalized())
}

/// The error that the last call met, as JSON text; each is given once.
#[wasm_bindgen]
pub fn failure() -> Option<String> {
    convert::failure()
}

/// Files on their way to `analyze`.
#[wasm_bindgen]
#[derive(Default)]
pub struct Files {
    readings: Vec<Snapshot>,
    names: Vec<String>,
    bytes: Vec<Vec<u8>>,
}

#[wasm_bindgen]
impl Files {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Files {
        Files::default()
    }

    /// Adds a file of the reading that `read` ends.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.names.push(name);
        self.bytes.push(bytes);
    }

    /// Reads the files added: they were taken at a time in milliseconds.
    pub fn read(&mut self, taken_at: f64, dialect: Option<String>, zone_table: &[f64]) -> bool {
        told(self.try_read(taken_at, dialect, zone_table)).is_some()
    }

    fn try_read(&mut self, taken_at: f64, dialect: Option<String>, zone_table: &[f64]) -> Result<(), Error> {
        let zone = naive_zone(zone_table)?;
        let hints = Hints { dialect: dialect.as_deref(), zone: zone.as_ref(), both: None };
        let readings = tagpulse_core::read_files(&self.inputs(), &hints, timestamp(taken_at)?)?;
        self.readings.extend(readings);
        self.names.clear();
        self.bytes.clear();
        Ok(())
    }

    fn inputs(&self) -> Vec<Input<'_>> {
        self.names.iter().zip(&self.bytes).map(|(name, bytes)| Input { name, bytes }).collect()
    }
}

/// The report of the readings as JSON text.
#[wasm_bindgen]
pub fn analyze(files: &Files, settings: &[u8], zone_table: &[f64]) -> Option<String> {
    let report = || {
        let campaign = campaign(settings)?;
        let zone = zone(&campaign, zone_table)?;
        Ok(written(tagpulse_core::analyze(&files.readings, &campaign, &zone)?))
    };
    told(report())
}

/// What a policy would have told over observations, as JSON text.
#[wasm_bindgen]
pub fn backtest(files: &Files, settings: &[u8], zone_table: &[f64]) -> Option<String> {
    let document = || {
        let campaign = campaign(settings)?;
        let zone = zone(&campaign, zone_table)?;
        Ok(tagpulse_core::to_json(&tagpulse_core::backtest(&files.inputs(), campaign.settings(), &zone)?))
    };
    told(document())
}
