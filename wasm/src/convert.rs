//! Between JavaScript's values and the core's.

use js_sys::{Array, Object, Symbol};
use serde::Serialize;
use tagpulse_core::{Campaign, Error, Given, Settings, Timestamp, Zone, ZoneTable};
use wasm_bindgen::{JsCast, JsValue};

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

/// Options that came as a plain object. `serde_wasm_bindgen` would do it too: its messages show
/// floats and escaped texts, which takes 15 KB of the compressed wasm.
pub(crate) fn given(options: &JsValue) -> Given {
    fields(options, &|option| fields(option, &value))
}

/// An object's fields, each read by `read`; what is none is a plain value or a list.
fn fields(options: &JsValue, read: &dyn Fn(&JsValue) -> Given) -> Given {
    if !options.is_object() || is_iterable(options) {
        return value(options);
    }
    let entries = Object::entries(options.unchecked_ref());
    let fields = entries.iter().map(|pair| {
        let pair: Array = pair.unchecked_into();
        (pair.get(0).as_string().unwrap_or_default(), read(&pair.get(1)))
    });
    Given::Fields(fields.collect())
}

/// One option: a plain value, or a list of them. Only a policy is an object, and nests no deeper.
fn value(option: &JsValue) -> Given {
    // A list, or what can be gone through like one: a set, a typed array.
    if option.is_object() && is_iterable(option) {
        return Given::List(Array::from(option).iter().map(|item| plain(&item)).collect());
    }
    plain(option)
}

fn is_iterable(object: &JsValue) -> bool {
    Symbol::iterator().js_in(object)
}

fn plain(value: &JsValue) -> Given {
    if let Some(number) = value.as_f64() {
        return Given::Number(number);
    }
    if let Some(text) = value.as_string() {
        return Given::Text(text);
    }
    // Loosely equal to null: undefined too.
    if value.loose_eq(&JsValue::NULL) { Given::Nothing } else { Given::Other }
}

/// A small document as a plain object: no detour over text.
pub(crate) fn object<T: Serialize>(document: &T) -> JsValue {
    document.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
}

/// Checked settings.
pub(crate) fn campaign(settings: &JsValue) -> Result<Campaign, Thrown> {
    Ok(Campaign::new(Settings::read(given(settings))?)?)
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
