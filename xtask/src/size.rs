//! `cargo xtask size`: what users download, what it is made of, and the budget it has.

mod levels;

use std::fs;
use std::io::ErrorKind;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{node, pkg, sh, wasm_file};

/// What the wasm may take, in bytes, by the program `gzip`; with all that is planned it may be 100 KB in the end.
const LIMIT_BY_GZIP: u64 = 95_000;

/// The same by Node's zlib, which is everywhere and finds less: a larger one fails. Lower it with every step; that it
/// comes under the other limit, too, is still wanted.
const LIMIT_BY_NODE: u64 = 95_700;

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
    within_limits(gzip)?;
    Ok(ExitCode::SUCCESS)
}

/// The check: the package is built already.
pub(crate) fn check() -> Result<()> {
    within_limits(print_sizes()?)
}

fn within_limits(by_node: u64) -> Result<()> {
    let by_gzip = by_gzip()?;
    let measured = [("Node's zlib", Some(by_node), LIMIT_BY_NODE), ("`gzip -9`", by_gzip, LIMIT_BY_GZIP)];
    println!("\nthe wasm, gzipped");
    for (by, bytes, limit) in measured {
        let Some(bytes) = bytes else {
            println!("          by {by}: it is not installed");
            continue;
        };
        println!("{bytes:>9}  by {by}, at most {limit}");
        if bytes > limit {
            bail!("by {by} the wasm has {bytes} bytes, the limit is {limit}; `cargo xtask size` says what grew");
        }
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

/// What the program makes of the wasm, where there is one.
fn by_gzip() -> Result<Option<u64>> {
    match Command::new("gzip").args(["-9", "-c"]).arg(pkg::shipped_wasm()).output() {
        Ok(made) if made.status.success() => Ok(Some(made.stdout.len() as u64)),
        Ok(made) => bail!("gzip: {}", String::from_utf8_lossy(&made.stderr)),
        Err(missing) if missing.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).context("gzip"),
    }
}

/// The sections and the largest functions of the wasm.
fn print_parts() -> Result<()> {
    let shipped = wasm_file::read(&fs::read(pkg::shipped_wasm())?)?;
    println!("\nsections");
    for (name, bytes) in &shipped.sections {
        println!("{bytes:>9}  {name}");
    }
    let named = wasm_file::read(&fs::read(pkg::named_wasm()?)?)?;
    println!("\nlargest of {} functions (bytes, uncompressed)", named.functions.len());
    for (name, bytes) in named.functions.iter().take(LISTED_FUNCTIONS) {
        println!("{bytes:>9}  {name}");
    }
    Ok(())
}
