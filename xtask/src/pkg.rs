//! `cargo xtask pkg`: the npm package, from the crate `tagpulse-wasm` to `pkg/dist`.
//!
//! cargo → wasm-bindgen (one glue module) → wasm-opt → one `.wasm` and, by
//! `pkg/scripts/bundle.js`, the entries and types.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{exports, node, panics, schema, sh};

mod optimise;

pub(crate) use optimise::named_wasm;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The glue's name; wasm-bindgen derives the module that the wasm imports from it.
const GLUE: &str = "tagpulse";
/// The only module the wasm may import from.
pub(crate) const GLUE_MODULE: &str = "./tagpulse_bg.js";

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    crate::flags(arguments, [])?;
    build()?;
    Ok(ExitCode::SUCCESS)
}

/// The `.wasm` that is shipped.
pub(crate) fn shipped_wasm() -> PathBuf {
    node::folder().join("dist/tagpulse.wasm")
}

/// What wasm-bindgen gives.
fn bound_wasm() -> PathBuf {
    work_folder().join(format!("glue/{GLUE}_bg.wasm"))
}

/// Builds all of `pkg/dist`.
pub(crate) fn build() -> Result<()> {
    build_with(None)
}

/// The same at another of the compiler's levels, which is for measuring only.
pub(crate) fn build_at(level: &str) -> Result<()> {
    build_with(Some(level))
}

fn build_with(level: Option<&str>) -> Result<()> {
    node::install()?;
    let work = work_folder();
    let glue = work.join("glue");
    for folder in [&glue, &node::folder().join("dist")] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let compiled = compile(level)?;
    sh::say("wasm-bindgen");
    bind(&compiled, &glue)?;
    let bound = bound_wasm();
    let (shortened, names) =
        exports::shortened(&fs::read(&bound)?, &fs::read_to_string(glue.join(format!("{GLUE}.js")))?)?;
    fs::write(&bound, shortened)?;
    fs::write(work.join("exports.json"), serde_json::to_string(&names)?)?;
    optimise::optimised(&bound)?;
    fs::write(work.join("types.schema.json"), schema::types_text()?)?;
    copy_licences()?;
    sh::run(node::node(&["scripts/bundle.js"]).arg(&work))
}

/// Adds the wasm target if it is missing: rustup's automatic installs are off on some machines.
pub(crate) fn ensure_target() -> Result<()> {
    let sysroot = sh::read(std::process::Command::new("rustc").current_dir(sh::root()).args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    if Path::new(sysroot.trim()).is_dir() {
        return Ok(());
    }
    sh::say(&format!("the target {TARGET} is not installed; adding it"));
    sh::run(std::process::Command::new("rustup").current_dir(sh::root()).args(["target", "add", TARGET]))
        .with_context(|| format!("install {TARGET} with what gave you this Rust"))
}

fn work_folder() -> PathBuf {
    sh::target_dir().join("pkg")
}

fn compile(level: Option<&str>) -> Result<PathBuf> {
    ensure_target()?;
    let mut cargo = sh::cargo(&[
        "build",
        "--locked",
        "--profile=wasm",
        "--target",
        TARGET,
        "--package=tagpulse-wasm",
        // The names are wanted once, for `cargo xtask size`; wasm-opt strips them below.
        "--config=profile.wasm.strip=false",
    ]);
    // Panics name their place in the source, which `panics` takes out of the package; the file with the names
    // is kept for `size`, and no path of this machine belongs there either.
    let remapped = source_folders()?.into_iter().map(|(folder, name)| format!("--remap-path-prefix={folder}={name}"));
    // Passes that trade code for speed, which is not to be measured here: 0.7 KB of the download for the
    // first two. The third moves what two branches end with behind them, and in the wasm the values to hand
    // over weigh more than what stood there twice: 0.5 KB. The last one copies a branch's first instruction
    // to where it comes from: 0.2 KB.
    let flags = [
        "-Ctarget-feature=+simd128",
        "-Cllvm-args=-disable-lsr",
        "-Cllvm-args=-enable-pre=false",
        "-Cllvm-args=-sink-common-insts=false",
        "-Cllvm-args=-bonus-inst-threshold=0",
        // The stack stands before the data: with half of the usual megabyte, which is ample without recursion,
        // every address in the code has a byte less.
        "-Clink-arg=-zstack-size=524288",
    ];
    let flags: Vec<String> = remapped.chain(flags.map(str::to_owned)).collect();
    if let Some(level) = level {
        cargo.env("CARGO_PROFILE_WASM_OPT_LEVEL", level);
    }
    sh::run(cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
    let wasm = sh::target_dir().join(TARGET).join("wasm/tagpulse_wasm.wasm");
    ensure!(wasm.is_file(), "cargo built no {}", wasm.display());
    Ok(wasm)
}

/// The folders that sources are compiled from, and what panics call them.
fn source_folders() -> Result<Vec<(String, &'static str)>> {
    let sysroot = sh::read(std::process::Command::new("rustc").current_dir(sh::root()).args(["--print", "sysroot"]))?;
    let home = std::env::home_dir().context("no home folder")?;
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let mut folders = vec![
        (format!("{}/lib/rustlib/src/rust/library", sysroot.trim()), "std"),
        (sh::root().display().to_string(), "tagpulse"),
    ];
    // One folder a registry: its name says where this machine has its crates from.
    for registry in fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten() {
        folders.push((registry.path().display().to_string(), "crates"));
    }
    Ok(folders)
}

fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    let wasm = panics::emptied(&fs::read(wasm).with_context(|| wasm.display().to_string())?)?;
    Bindgen::new()
        .input_bytes(GLUE, wasm)
        .out_name(GLUE)
        // The target whose glue imports nothing; the entries say where the bytes come from.
        .web(true)?
        .omit_default_module_path(true)
        // Types come from the schema and pkg/src/index.d.ts.
        .typescript(false)
        // wasm_file.rs does it, without the hashes.
        .demangle(false)
        .remove_producers_section(true)
        // Memory that is used up does not come back; a new instance does (pkg/src/told.js).
        .reset_state_function(true)
        .generate(folder)
        .context("wasm-bindgen")
}

/// npm packs what lies in the package's folder, and no links out of it.
fn copy_licences() -> Result<()> {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(sh::root().join(name), node::folder().join(name)).context(name)?;
    }
    Ok(())
}
