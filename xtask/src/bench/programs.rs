//! Builds and finds everything that is started: our own programs, the yardsticks, the npm package,
//! Python and its libraries. What is missing is said with its reason, and its contestants with it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::python::{self, Python};
use crate::{node, pkg, sh};

/// A program, or why it cannot be measured here.
pub(super) type Found<T> = Result<T, String>;

/// Everything that is started.
pub(super) struct Programs {
    pub(super) ingest: PathBuf,
    pub(super) memory: PathBuf,
    pub(super) yardsticks: PathBuf,
    /// The folder of the built package.
    pub(super) package: Found<PathBuf>,
    pub(super) python: Found<Python>,
}

pub(super) fn build() -> Result<Programs> {
    sh::run(&mut sh::cargo(&["build", "--locked", "--release", "--package=tagpulse-sandbox"]))?;
    Ok(Programs {
        ingest: bench_target("ingest")?,
        memory: bench_target("memory")?,
        yardsticks: yardsticks()?,
        package: package()?,
        python: python::find()?,
    })
}

fn package() -> Result<Found<PathBuf>> {
    if !node::available() {
        return Ok(Err("`node` and `npm` were not found".to_owned()));
    }
    pkg::build()?;
    Ok(Ok(node::folder()))
}

/// A bench target of the core; cargo tells where it is.
fn bench_target(name: &str) -> Result<PathBuf> {
    let messages = sh::read(
        sh::cargo(&["build", "--locked", "--release", "--package=tagpulse-core", "--bench", name])
            .arg("--message-format=json-render-diagnostics"),
    )?;
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message["executable"].as_str()?))
    };
    messages.lines().filter_map(executable).next_back().with_context(|| format!("cargo built no {name}"))
}

pub(super) fn yardsticks_folder() -> PathBuf {
    sh::root().join("tests/bench/yardsticks")
}

/// For this very processor: their libraries choose their instructions when they are compiled.
/// Ours is built as it is released.
fn yardsticks() -> Result<PathBuf> {
    let target = super::folder().join("yardsticks");
    sh::run(
        sh::cargo(&["build", "--locked", "--release"])
            .current_dir(yardsticks_folder())
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTFLAGS", "-C target-cpu=native"),
    )?;
    Ok(target.join("release").join(format!("tagpulse-yardsticks{}", std::env::consts::EXE_SUFFIX)))
}
