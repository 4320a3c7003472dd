//! `cargo xtask size --levels`: what the compiler's levels cost and bring, side by side: bytes to
//! download, and the time from an export's bytes to its report.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{node, pkg, sh};

/// The last one is what is shipped, so that the folder is left as it was.
const LEVELS: [&str; 4] = ["2", "3", "s", "z"];
/// Videos of the export.
const VIDEOS: &str = "20000";
/// Each level once a round, so that the machine's moods meet all of them.
const ROUNDS: usize = 7;

/// Builds the package at each level, measures and prints a table.
pub(super) fn print() -> Result<()> {
    let folder = sh::target_dir().join("levels");
    fs::create_dir_all(&folder)?;
    let export = folder.join("export.json");
    let mut sandbox = sh::cargo(&["run", "--quiet", "--release", "--package=tagpulse-sandbox", "--", "--save"]);
    sh::run(sandbox.arg(&export).args(["--videos", VIDEOS]))?;
    let mut packages = Vec::new();
    for level in LEVELS {
        pkg::build_at(level)?;
        packages.push(kept(&folder, level)?);
    }
    let mut times = vec![Vec::new(); LEVELS.len()];
    for _ in 0..ROUNDS {
        for (package, times) in packages.iter().zip(&mut times) {
            times.push(measure(package, &export)?);
        }
    }
    println!("\nopt-level    gzip  ms for {VIDEOS} videos, median of {ROUNDS}");
    for ((level, package), times) in LEVELS.iter().zip(&packages).zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{level:<9} {:>7}  {:>6.1}", gzip(package)?, times[ROUNDS / 2]);
    }
    Ok(())
}

/// A copy of the built package, as much of it as is imported.
fn kept(folder: &Path, level: &str) -> Result<PathBuf> {
    let package = folder.join(format!("level-{level}"));
    fs::create_dir_all(package.join("dist"))?;
    fs::copy(node::folder().join("package.json"), package.join("package.json"))?;
    for entry in fs::read_dir(node::folder().join("dist"))? {
        let entry = entry?;
        fs::copy(entry.path(), package.join("dist").join(entry.file_name()))?;
    }
    Ok(package)
}

fn measure(package: &Path, export: &Path) -> Result<f64> {
    let script = sh::root().join("tests/bench/javascript/measure.js");
    let printed = sh::read(Command::new("node").arg(script).arg(package).args(["tagpulse", "small"]).arg(export))?;
    let result: serde_json::Value = serde_json::from_str(&printed)?;
    result["ms"].as_f64().context("measure.js printed no time")
}

fn gzip(package: &Path) -> Result<String> {
    let table = sh::read(node::node(&["scripts/sizes.js"]).arg(package.join("dist")))?;
    let line = table.lines().find(|line| line.ends_with("\ttagpulse.wasm")).context("no tagpulse.wasm")?;
    Ok(line.split('\t').nth(1).unwrap_or_default().to_owned())
}
