//! `cargo xtask check`: everything about the source that a machine can judge without
//! running the program. All steps run, and all that failed are named together.

use std::fs;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{pkg, schema, sh, size, tidy, wasm_file};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("Cargo.lock", lock_file as fn() -> Result<()>),
    ("tidiness", tidy::check),
    ("formatting", formatting),
    ("lints", native_lints),
    ("lints for wasm32", wasm_lints),
    ("documentation", documentation),
    ("schemas", schema::check_fresh),
    ("wasm imports", wasm_imports),
    ("wasm size", size::check),
];

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    crate::flags(arguments, [])?;
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        sh::say(&format!("check: {name}"));
        if let Err(error) = step() {
            eprintln!("check: {name} failed: {error:#}");
            failed.push(*name);
        }
    }
    if !failed.is_empty() {
        bail!("{} of {} checks failed: {}", failed.len(), STEPS.len(), failed.join(", "));
    }
    eprintln!("all {} checks passed", STEPS.len());
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask` itself writes a stale lock file, so CI calls `cargo --locked xtask`.
fn lock_file() -> Result<()> {
    for manifest in ["Cargo.toml", FUZZ] {
        sh::read(&mut sh::cargo(&["metadata", "--locked", "--format-version=1", "--manifest-path", manifest]))?;
    }
    Ok(())
}

/// The fuzz targets, which the tests build.
const FUZZ: &str = "fuzz/Cargo.toml";

fn formatting() -> Result<()> {
    sh::run(&mut sh::cargo(&["fmt", "--all", "--check"]))?;
    // Workspaces of their own, which `--all` does not know.
    for manifest in ["tests/bench/yardsticks/Cargo.toml", "tests/evaluate/rivals/Cargo.toml", FUZZ] {
        sh::run(&mut sh::cargo(&["fmt", "--check", "--manifest-path", manifest]))?;
    }
    Ok(())
}

fn native_lints() -> Result<()> {
    sh::run(
        sh::cargo(&["clippy", "--locked", "--release", "--workspace", "--all-targets"]).args(["--", "-D", "warnings"]),
    )
}

/// What is compiled for wasm32 only is seen by no native lint.
fn wasm_lints() -> Result<()> {
    pkg::ensure_target()?;
    sh::run(
        sh::cargo(&["clippy", "--locked", "--profile=wasm", "--target", pkg::TARGET])
            .args(["--package=tagpulse-core", "--package=tagpulse-wasm"])
            .args(["--", "-D", "warnings"]),
    )
}

fn documentation() -> Result<()> {
    sh::run(sh::cargo(&["doc", "--locked", "--release", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The core performs no I/O: then its wasm needs nothing but the glue.
fn wasm_imports() -> Result<()> {
    pkg::build()?;
    let file = wasm_file::read(&fs::read(pkg::shipped_wasm())?)?;
    for (module, name) in file.imports {
        if module != pkg::GLUE_MODULE {
            bail!("the wasm imports `{name}` from `{module}`; only the glue may stand there");
        }
    }
    Ok(())
}
