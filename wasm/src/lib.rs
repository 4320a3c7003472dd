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

use convert::{Thrown, campaign, timestamp, zone};
use tagpulse_core::Input;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The package's version, which is the core's.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The videos of one answer or file as JSON text.
#[wasm_bindgen]
pub fn normalize(bytes: &[u8], dialect: Option<String>) -> Result<String, Thrown> {
    let normalized = tagpulse_core::normalize(bytes, dialect.as_deref())?;
    Ok(tagpulse_core::to_json(&normalized))
}

/// What `analyze` is given beside its settings.
#[wasm_bindgen]
pub struct Files {
    names: Vec<String>,
    bytes: Vec<Vec<u8>>,
    taken_at: f64,
}

#[wasm_bindgen]
impl Files {
    /// Files read at a time in milliseconds.
    #[wasm_bindgen(constructor)]
    pub fn new(taken_at: f64) -> Files {
        Files { names: Vec::new(), bytes: Vec::new(), taken_at }
    }

    /// Adds a file.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.names.push(name);
        self.bytes.push(bytes);
    }

    fn inputs(&self) -> Vec<Input<'_>> {
        self.names.iter().zip(&self.bytes).map(|(name, bytes)| Input { name, bytes }).collect()
    }

    fn snapshot(&self, dialect: Option<&str>) -> Result<tagpulse_core::Snapshot, Thrown> {
        Ok(tagpulse_core::read_files(&self.inputs(), dialect, timestamp(self.taken_at)?)?)
    }
}

/// The report of files as JSON text.
#[wasm_bindgen]
pub fn analyze(
    files: &Files,
    previous: Option<Files>,
    dialect: Option<String>,
    settings: &JsValue,
    zone_table: Option<Vec<f64>>,
) -> Result<String, Thrown> {
    let campaign = campaign(settings)?;
    let zone = zone(&campaign, zone_table)?;
    let dialect = dialect.as_deref();
    let previous = previous.map(|files| files.snapshot(dialect)).transpose()?;
    let report = tagpulse_core::analyze(&files.snapshot(dialect)?, previous.as_ref(), &campaign, &zone)?;
    Ok(report.to_json())
}

/// What a policy would have told over observations, as JSON text.
#[wasm_bindgen]
pub fn backtest(files: &Files, settings: &JsValue, zone_table: Option<Vec<f64>>) -> Result<String, Thrown> {
    let campaign = campaign(settings)?;
    let zone = zone(&campaign, zone_table)?;
    Ok(tagpulse_core::to_json(&tagpulse_core::backtest(&files.inputs(), campaign.settings(), &zone)?))
}
