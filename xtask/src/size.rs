//! `cargo xtask size`: what users download, what it is made of, and the budget it has.

mod levels;

use std::fs;
use std::io::ErrorKind;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{node, pkg, sh, wasm_file};

/// What the core may take with every dialect and the detectors, in bytes, gzipped; with all that is
/// planned it may be 100 KB in the end. Not reached; every run says by how much.
const WASM_GZIP_GOAL: u64 = 95_000;

/// A change that makes the wasm larger than this fails: what is allowed in the end. Lower it
/// with every step towards the goal.
const WASM_GZIP_LIMIT: u64 = 95_700;

/// How many of the largest functions are listed.
const LISTED_FUNCTIONS: usize = 15;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [levels] = crate::flags(arguments, ["--levels"])?;
    if levels {
        levels::print()?;
        return Ok(ExitCode::SUCCESS);
    }
    pkg::build()?;
    let gzip = print_sizes()?;
    print_parts()?;
    print_by_gzip()?;
    let over = gzip.saturating_sub(WASM_GZIP_GOAL);
    println!("\n{gzip} bytes gzipped; the goal is {WASM_GZIP_GOAL} ({over} over), the limit {WASM_GZIP_LIMIT}");
    within_limit(gzip)?;
    Ok(ExitCode::SUCCESS)
}

/// The check: the package is built already.
pub(crate) fn check() -> Result<()> {
    within_limit(print_sizes()?)
}

fn within_limit(gzip: u64) -> Result<()> {
    if gzip > WASM_GZIP_LIMIT {
        bail!("the wasm has {gzip} bytes gzipped, the limit is {WASM_GZIP_LIMIT}; `cargo xtask size` says what grew");
    }
    Ok(())
}

/// A table of everything in `dist`; gives the gzipped size of the wasm.
fn print_sizes() -> Result<u64> {
    // Node's zlib: what servers and CDNs send, and no compressor to build here.
    let table = sh::read(&mut node::node(&["scripts/sizes.js", "dist"]))?;
    println!("{:>9} {:>9} {:>9}  file", "raw", "gzip", "brotli");
    let mut wasm_gzip = None;
    for line in table.lines() {
        let [raw, gzip, brotli, file] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("pkg/scripts/sizes.js printed `{line}`, not four columns");
        };
        println!("{raw:>9} {gzip:>9} {brotli:>9}  {file}");
        if file == "tagpulse.wasm" {
            wasm_gzip = Some(gzip.parse()?);
        }
    }
    wasm_gzip.context("pkg/dist has no tagpulse.wasm")
}

/// What the program itself makes of the wasm, where there is one: Node's zlib is made for speed and finds less.
fn print_by_gzip() -> Result<()> {
    for level in ["-6", "-9"] {
        match Command::new("gzip").arg(level).arg("-c").arg(pkg::shipped_wasm()).output() {
            Ok(made) => println!("{:>9}  by gzip {level}", made.stdout.len()),
            Err(missing) if missing.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).context("gzip"),
        }
    }
    Ok(())
}

/// The sections and the largest functions of the wasm.
fn print_parts() -> Result<()> {
    let shipped = wasm_file::read(&fs::read(pkg::shipped_wasm())?)?;
    println!("\nsections");
    for (name, bytes) in &shipped.sections {
        println!("{bytes:>9}  {name}");
    }
    let named = wasm_file::read(&fs::read(pkg::named_wasm())?)?;
    println!("\nlargest of {} functions (bytes, uncompressed)", named.functions.len());
    for (name, bytes) in named.functions.iter().take(LISTED_FUNCTIONS) {
        println!("{bytes:>9}  {name}");
    }
    Ok(())
}
