//! `cargo xtask size`: what users download, what it is made of, and the budget it has.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::{node, pkg, sh, wasm_file};

/// The wasm's budget in bytes, gzipped. 60 KB is what the design allows two dialects and
/// the tutorial's detectors (100 KB in the end): augurs, a comparable core, takes 54 KB,
/// and a free Worker has 10 ms of CPU a request in which to start.
const WASM_GZIP_BUDGET: u64 = 60_000;

/// How many of the largest functions are listed.
const LISTED_FUNCTIONS: usize = 15;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    crate::flags(arguments, [])?;
    pkg::build()?;
    let gzip = print_sizes()?;
    print_parts()?;
    if gzip > WASM_GZIP_BUDGET {
        bail!("the wasm has {gzip} bytes gzipped, the budget is {WASM_GZIP_BUDGET}; the functions above say what grew");
    }
    println!("\n{gzip} bytes gzipped of {WASM_GZIP_BUDGET}");
    Ok(ExitCode::SUCCESS)
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
