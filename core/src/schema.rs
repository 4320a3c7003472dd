//! The contract as JSON Schema, generated from its types. Never in the wasm.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    Backtest, CollectorOptions, Error, Failure, HistoryDocument, Normalized, Progress, Report, Settings, Step, Usage,
};

/// The report document's schema, as it is checked in.
///
/// ```
/// let schema = tagpulse_core::schema::report();
/// assert!(schema["properties"]["view_growth_24h"]["description"].is_string());
/// ```
pub fn report() -> Value {
    documents().into_root_schema_for::<Report>().to_value()
}

/// Every type of the contract under `$defs`: documents as they are written, options as they
/// are read.
pub fn types() -> Value {
    let mut written = documents();
    written.subschema_for::<Report>();
    written.subschema_for::<HistoryDocument>();
    written.subschema_for::<Backtest>();
    written.subschema_for::<Normalized>();
    written.subschema_for::<Step>();
    written.subschema_for::<Progress>();
    written.subschema_for::<Failure>();
    written.subschema_for::<Usage>();
    written.subschema_for::<Error>();
    let mut read = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    read.subschema_for::<Settings>();
    read.subschema_for::<CollectorOptions>();
    let mut definitions: Map<String, Value> = read.take_definitions(true);
    definitions.extend(written.take_definitions(true));
    json!({ "$defs": definitions })
}

fn documents() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}
