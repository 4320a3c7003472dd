//! `cargo xtask size`: what users download, what it is made of, and the budget it has.

mod levels;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};

use crate::{node, pkg, sh, wasm_file};

/// What the wasm may take, in bytes, gzipped by Node's zlib: `gzip -9` finds 1 % more.
const LIMIT: u64 = 100_000;

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
    within_limit(gzip)?;
    Ok(ExitCode::SUCCESS)
}

/// The check: the package is built already.
pub(crate) fn check() -> Result<()> {
    within_limit(print_sizes()?)
}

fn within_limit(gzip: u64) -> Result<()> {
    println!("\nthe wasm, gzipped\n{gzip:>9}  at most {LIMIT}");
    ensure!(gzip <= LIMIT, "the wasm has {gzip} bytes, the limit is {LIMIT}; `cargo xtask size` says what grew");
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
