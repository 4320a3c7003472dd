//! Between JavaScript's values and the core's.
//!
//! Only numbers, texts and bytes cross. JavaScript's own values could, too, and errors as such; what
//! handles them is 1 KB of the compressed wasm.

use std::cell::Cell;

use tagpulse_core::{Campaign, Error, Given, Report, Settings, Timestamp, Zone, ZoneTable, to_json};

thread_local! {
    /// What the last call met. JavaScript asks for it where a call gave nothing.
    static FAILURE: Cell<Option<Error>> = const { Cell::new(None) };
}

/// What a call gives; an error waits for [`failure`].
pub(crate) fn told<T>(result: Result<T, Error>) -> Option<T> {
    result.map_err(|error| FAILURE.set(Some(error))).ok()
}

/// The error that waits.
pub(crate) fn failure() -> Option<String> {
    FAILURE.take().map(|error| to_json(&error))
}

/// A report as text: one function for all that give one.
#[inline(never)]
pub(crate) fn written(report: Report) -> String {
    report.to_json()
}

/// Checked settings.
pub(crate) fn campaign(settings: &[u8]) -> Result<Campaign, Error> {
    Campaign::new(Settings::read(Given::from_bytes(settings))?)
}

/// The campaign's zone with the table that the host made of `Intl`: empty for UTC, which needs none.
pub(crate) fn zone(campaign: &Campaign, table: &[f64]) -> Result<Zone, Error> {
    Zone::new(&campaign.settings().zone, zone_table(table))
}

/// The zone of times without an offset, where its table is given.
pub(crate) fn naive_zone(table: &[f64]) -> Result<Option<Zone>, Error> {
    zone_table(table).map(|table| Zone::new("", Some(table))).transpose()
}

/// Begin and end, then pairs of a Unix second and the offset from it on.
fn zone_table(numbers: &[f64]) -> Option<ZoneTable> {
    let (&[begin, end], pairs) = numbers.split_first_chunk()?;
    let mut changes = Vec::new();
    for [at, offset] in pairs.as_chunks().0 {
        changes.push((*at as i64, *offset as i32));
    }
    Some(ZoneTable { begin: begin as i64, end: end as i64, changes })
}

/// A time in milliseconds.
pub(crate) fn timestamp(millis: f64) -> Result<Timestamp, Error> {
    Timestamp::from_millis(millis)
}
