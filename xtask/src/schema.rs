//! The JSON Schemas that are checked in: the report's in `core`, generated from the core's Rust types
//! like the npm package's types, and the config's in `cli-host`, which a test of its reader writes. So
//! nothing stands twice.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::sh;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [check] = crate::flags(arguments, ["--check"])?;
    if check {
        check_fresh()?;
    } else {
        fs::write(file(), report_text()?).context("core/report.schema.json")?;
        sh::run(config_test().env("TAGPULSE_BLESS", "1"))?;
        sh::say("wrote core/report.schema.json and cli-host/config.schema.json");
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails if a checked-in schema is not that of the types or the reader.
pub(crate) fn check_fresh() -> Result<()> {
    let stands = fs::read_to_string(file()).unwrap_or_default();
    // A checkout on Windows may have turned the line ends.
    if stands.replace("\r\n", "\n") != report_text()? {
        bail!("core/report.schema.json is not what the types give; run `cargo xtask schema` and commit it");
    }
    sh::run(&mut config_test())
}

/// The test that compares the config's schema with its reader, or writes it when it is blessed.
fn config_test() -> Command {
    let name = "config::schema_tests::the_file_is_the_schema_of_the_reader";
    let mut command = sh::cargo(&["test", "--locked", "--release", "--quiet", "--bin=tagpulse"]);
    command.args(sh::PRODUCT).args(["--", "--exact", name]);
    command
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
