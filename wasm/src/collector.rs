//! The Collector, and the listing that it gives.

use tagpulse_core::{Collected, CollectorOptions, Failure};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::convert::{Thrown, given, object};

/// The machine that a host drives.
#[wasm_bindgen]
pub struct Collector(tagpulse_core::Collector);

#[wasm_bindgen]
impl Collector {
    /// A collection that has asked nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &JsValue) -> Result<Collector, Thrown> {
        Ok(Self(tagpulse_core::Collector::new(CollectorOptions::read(given(settings))?)?))
    }

    /// What to do next, as a plain object.
    pub fn next(&mut self, now_ms: f64) -> JsValue {
        object(&self.0.next(now_ms as u64))
    }

    /// Hands a whole answer over.
    pub fn feed(
        &mut self,
        id: u32,
        status: u16,
        retry_after: Option<String>,
        bytes: &[u8],
        now_ms: f64,
    ) -> Result<(), Thrown> {
        Ok(self.0.feed(id, status, retry_after.as_deref(), bytes, now_ms as u64)?)
    }

    /// Tells that there is no whole answer.
    pub fn fail(&mut self, id: u32, kind: &str, now_ms: f64, partial: Option<Vec<u8>>) -> Result<(), Thrown> {
        // A word that is none of the contract's says as little as a broken connection.
        let failure = Failure::from_name(kind).unwrap_or(Failure::Truncated);
        Ok(self.0.fail(id, failure, partial.as_deref().unwrap_or_default(), now_ms as u64)?)
    }

    /// How far it is.
    pub fn progress(&self) -> JsValue {
        object(&self.0.progress())
    }

    /// Ends it; throws when nothing was learned.
    pub fn finish(self) -> Result<Listing, Thrown> {
        let Collected { snapshot, error, usage } = self.0.finish();
        match (snapshot, error) {
            (Some(snapshot), error) => Ok(Listing { snapshot, error, usage }),
            (None, Some(error)) => Err(error.into()),
            (None, None) => Err(tagpulse_core::Error::new(
                tagpulse_core::ErrorCode::Aborted,
                "the collection ended before its first page",
            )
            .into()),
        }
    }

    /// All of it as bytes.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }

    /// The collector of those bytes.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> Result<Collector, Thrown> {
        Ok(Self(tagpulse_core::Collector::from_bytes(bytes)?))
    }
}

/// What a collection learned.
#[wasm_bindgen]
pub struct Listing {
    pub(crate) snapshot: tagpulse_core::Snapshot,
    error: Option<tagpulse_core::Error>,
    usage: tagpulse_core::Usage,
}

#[wasm_bindgen]
impl Listing {
    /// The reading's time in milliseconds.
    #[wasm_bindgen(getter, js_name = takenAt)]
    pub fn taken_at(&self) -> f64 {
        self.snapshot.header.taken_at.seconds() as f64 * 1000.0
    }

    /// How many videos it holds, each once.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.snapshot.videos.len()
    }

    /// Why it is partial, or null.
    #[wasm_bindgen(getter)]
    pub fn error(&self) -> JsValue {
        object(&self.error)
    }

    /// What it cost.
    #[wasm_bindgen(getter)]
    pub fn usage(&self) -> JsValue {
        object(&self.usage)
    }
}
