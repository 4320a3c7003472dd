//! Between JavaScript's values and the core's.

use serde::Serialize;
use tagpulse_core::{Campaign, Error, Given, Report, Settings, Timestamp, Zone, ZoneTable, to_json};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

// What is used of JavaScript's own library. `js-sys` has all of it, and its bridge between
// promises and futures comes along: 1 KB of the compressed wasm.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Error)]
    type JsError;
    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> JsError;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &JsError, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_code(this: &JsError, code: &str);

    #[wasm_bindgen(js_namespace = JSON, js_name = parse)]
    fn parse_json(text: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = Object, js_name = entries)]
    fn entries_of(object: &JsValue) -> Vec<JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = from)]
    fn items_of(iterable: &JsValue) -> Vec<JsValue>;

    type Symbol;
    #[wasm_bindgen(static_method_of = Symbol, getter)]
    fn iterator() -> JsValue;
}

/// An error of the core on its way to JavaScript, where it becomes a real `Error` with a `code`.
pub struct Thrown(Error);

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Thrown> for JsValue {
    #[inline(never)]
    fn from(Thrown(error): Thrown) -> Self {
        let thrown = JsError::new(&error.message);
        thrown.set_name("TagpulseError");
        thrown.set_code(error.code.as_str());
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
    let mut fields = Vec::new();
    for pair in entries_of(options) {
        if let [key, option] = &items_of(&pair)[..] {
            fields.push((key.as_string().unwrap_or_default(), read(option)));
        }
    }
    Given::Fields(fields)
}

/// One option: a plain value, or a list of them. Only a policy is an object, and nests no deeper.
fn value(option: &JsValue) -> Given {
    // A list, or what can be gone through like one: a set, a typed array.
    if option.is_object() && is_iterable(option) {
        return Given::List(items_of(option).iter().map(plain).collect());
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

/// A small document as a plain object, by way of its text: a second serializer would be 2 KB more
/// of the compressed wasm.
pub(crate) fn object<T: Serialize>(document: &T) -> JsValue {
    parse_json(&to_json(document))
}

/// A report as text: one function for all that give one.
#[inline(never)]
pub(crate) fn written(report: Report) -> String {
    report.to_json()
}

/// Checked settings.
pub(crate) fn campaign(settings: &JsValue) -> Result<Campaign, Thrown> {
    Ok(Campaign::new(Settings::read(given(settings))?)?)
}

/// The campaign's zone with the table that the host made of `Intl`. UTC needs none.
pub(crate) fn zone(campaign: &Campaign, table: Option<Vec<f64>>) -> Result<Zone, Thrown> {
    Ok(Zone::new(&campaign.settings().zone, table.and_then(zone_table))?)
}

/// The zone of times without an offset, where one is given.
pub(crate) fn naive_zone(table: Option<Vec<f64>>) -> Result<Option<Zone>, Thrown> {
    Ok(table.and_then(zone_table).map(|table| Zone::new("", Some(table))).transpose()?)
}

/// Begin and end, then pairs of a Unix second and the offset from it on.
fn zone_table(numbers: Vec<f64>) -> Option<ZoneTable> {
    let (&[begin, end], pairs) = numbers.split_first_chunk()?;
    let mut changes = Vec::new();
    for [at, offset] in pairs.as_chunks().0 {
        changes.push((*at as i64, *offset as i32));
    }
    Some(ZoneTable { begin: begin as i64, end: end as i64, changes })
}

/// A time in milliseconds.
pub(crate) fn timestamp(millis: f64) -> Result<Timestamp, Thrown> {
    Ok(Timestamp::from_millis(millis)?)
}
