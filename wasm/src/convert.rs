//! Between JavaScript's values and the core's.

use serde::{Serialize, de::DeserializeOwned};
use tagpulse_core::{Campaign, Error, ErrorCode, Settings, Timestamp, Zone, ZoneTable};
use wasm_bindgen::JsValue;

/// An error of the core on its way to JavaScript, where it becomes a real `Error` with a `code`.
pub struct Thrown(Error);

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Thrown> for JsValue {
    fn from(Thrown(error): Thrown) -> Self {
        let thrown = js_sys::Error::new(&error.message);
        thrown.set_name("TagpulseError");
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code.as_str().into());
        thrown.into()
    }
}

/// Options that came as a plain object.
pub(crate) fn options<T: DeserializeOwned>(value: JsValue) -> Result<T, Thrown> {
    let read = serde_wasm_bindgen::from_value(value);
    read.map_err(|error| Thrown(Error::new(ErrorCode::BadSettings, error.to_string())))
}

/// A document as a plain object.
pub(crate) fn object<T: Serialize>(document: &T) -> JsValue {
    js_sys::JSON::parse(&tagpulse_core::to_json(document)).unwrap_or_default()
}

/// Checked settings.
pub(crate) fn campaign(settings: JsValue) -> Result<Campaign, Thrown> {
    Ok(Campaign::new(options::<Settings>(settings)?)?)
}

/// The campaign's zone with the table that the host made of `Intl`: begin and end, then pairs of
/// a Unix second and the offset from it on. UTC needs none.
pub(crate) fn zone(campaign: &Campaign, table: Option<Vec<f64>>) -> Result<Zone, Thrown> {
    let table = table.and_then(|numbers| {
        let (&[begin, end], changes) = numbers.split_first_chunk()?;
        let changes = changes.chunks_exact(2).filter_map(|pair| match *pair {
            [at, offset] => Some((at as i64, offset as i32)),
            _ => None,
        });
        Some(ZoneTable { begin: begin as i64, end: end as i64, changes: changes.collect() })
    });
    Ok(Zone::new(&campaign.settings().zone, table)?)
}

/// A time in milliseconds.
pub(crate) fn timestamp(millis: f64) -> Result<Timestamp, Thrown> {
    Ok(Timestamp::from_millis(millis)?)
}
