//! The Collector, and the listing that it gives.

use serde::Serialize;
use tagpulse_core::{
    Collected, CollectorOptions, Error, ErrorCode, Failure, Given, HashtagListing, Snapshot, Timestamp, Usage, to_json,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::convert::told;

/// The machine that a host drives.
#[wasm_bindgen]
pub struct Collector(tagpulse_core::Collector);

#[wasm_bindgen]
impl Collector {
    /// A collection that has asked nothing yet.
    pub fn start(options: &[u8]) -> Option<Collector> {
        let options = CollectorOptions::read(Given::from_bytes(options));
        told(options.and_then(tagpulse_core::Collector::new)).map(Self)
    }

    /// What to do next, as JSON text.
    pub fn next(&mut self, now_ms: f64) -> String {
        to_json(&self.0.next(now_ms as u64))
    }

    /// Hands a whole answer over.
    pub fn feed(&mut self, id: u32, status: u16, retry_after: &str, bytes: &[u8], now_ms: f64) -> bool {
        told(self.0.feed(id, status, Some(retry_after), bytes, now_ms as u64)).is_some()
    }

    /// Tells that there is no whole answer.
    pub fn fail(&mut self, id: u32, kind: &str, now_ms: f64, partial: &[u8]) -> bool {
        // A word that is none of the contract's says as little as a broken connection.
        let failure = Failure::from_name(kind).unwrap_or(Failure::Truncated);
        told(self.0.fail(id, failure, partial, now_ms as u64)).is_some()
    }

    /// How far it is, as JSON text.
    pub fn progress(&self) -> String {
        to_json(&self.0.progress())
    }

    /// Ends it; fails when nothing was learned.
    pub fn finish(self) -> Option<Listing> {
        let Collected { snapshot, error, usage } = self.0.finish();
        let Some(snapshot) = snapshot else {
            let unread = || Error::new(ErrorCode::Aborted, "the collection ended before its first page");
            return told(Err(error.unwrap_or_else(unread)));
        };
        Some(Listing { snapshot, error, usage })
    }

    /// All of it as bytes.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }

    /// The collector of those bytes.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> Option<Collector> {
        told(tagpulse_core::Collector::from_bytes(bytes)).map(Self)
    }
}

/// What a collection learned.
#[wasm_bindgen]
pub struct Listing {
    pub(crate) snapshot: Snapshot,
    error: Option<Error>,
    usage: Usage,
}

/// A listing's facts.
#[derive(Serialize)]
struct About<'a> {
    taken_at: Timestamp,
    /// What it is a listing of.
    hashtags: &'a [HashtagListing],
    /// How many videos it holds, each once.
    size: usize,
    /// Why it is partial, or null.
    error: &'a Option<Error>,
    /// What it cost.
    usage: &'a Usage,
}

#[wasm_bindgen]
impl Listing {
    /// Its facts as JSON text.
    pub fn about(&self) -> String {
        let Self { snapshot, error, usage } = self;
        let header = &snapshot.header;
        to_json(&About {
            taken_at: header.taken_at,
            hashtags: &header.hashtags,
            size: snapshot.videos.len(),
            error,
            usage,
        })
    }
}
