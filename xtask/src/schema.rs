//! The contract's JSON Schema: `core/report.schema.json`, checked in, and the schema of
//! which the npm package's types are made. Both are generated from the core's Rust types,
//! so that nothing stands twice.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::sh;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [check] = crate::flags(arguments, ["--check"])?;
    if check {
        check_fresh()?;
    } else {
        fs::write(file(), report_text()?).context("core/report.schema.json")?;
        sh::say("wrote core/report.schema.json");
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails if the checked-in schema is not that of the types.
pub(crate) fn check_fresh() -> Result<()> {
    let stands = fs::read_to_string(file()).unwrap_or_default();
    // A checkout on Windows may have turned the line ends.
    if stands.replace("\r\n", "\n") != report_text()? {
        bail!("core/report.schema.json is not what the types give; run `cargo xtask schema` and commit it");
    }
    Ok(())
}

/// What `pkg/scripts/types.js` turns into `types.d.ts`.
pub(crate) fn types_text() -> Result<String> {
    Ok(serde_json::to_string(&tagpulse_core::schema::types())?)
}

fn report_text() -> Result<String> {
    Ok(serde_json::to_string_pretty(&tagpulse_core::schema::report())? + "\n")
}

fn file() -> PathBuf {
    sh::root().join("core/report.schema.json")
}
