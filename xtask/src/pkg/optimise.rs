//! The shipped wasm out of what wasm-bindgen gave: wasm-opt, then functions and variables where gzip makes least
//! of them.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{bound_wasm, shipped_wasm, work_folder};
use crate::{alike, node, order, sh};

/// What rustc turns on for the target by default (1.82 and later). wasm-opt refuses a
/// module that uses what it was not told of, and must use nothing beyond it.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    // Asked for in `compile`: every runtime of the last five years has it, and ingest is twice as fast.
    "--enable-simd",
];

// By size, and by what gzip makes of it; each flag was measured. rustc has inlined what is worth
// it: only bodies smaller than their call are inlined here, 0.3 KB of the download less than
// with none and 1 KB less than with wasm-opt's own measure. Loops and branches are made anew from
// the flat code, which saves 0.3 KB and runs as fast. No Rust data stands in the first kilobyte,
// the stack's far end, so offsets can be folded. Traps are not ignored, which would save 0.3 KB:
// a load or a division could then come before Rust's own check of its index or divisor, and trap.
// Two passes make the file smaller and the download larger, by 0.3 KB: what they move into locals
// and apart from zeros repeats itself where it stands.
const ALWAYS: [&str; 6] = [
    "--always-inline-max-function-size=4",
    "--flexible-inline-max-function-size=4",
    "--one-caller-inline-max-function-size=4",
    "--low-memory-unused",
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
];
const SMALLER: [&str; 5] = ["--generate-global-effects", "--flatten", "--rereloop", "-Oz", "-Oz"];
const STRIPPED: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// The shipped wasm, which the same xtask makes of the same bytes only once: its searches take a minute, and who
/// tests has mostly checked before.
pub(super) fn optimised(bound: &Path) -> Result<()> {
    let (kept, stamp) = (work_folder().join("tagpulse.wasm"), work_folder().join("tagpulse.made-of"));
    let mut made_of = DefaultHasher::new();
    for file in [bound, &std::env::current_exe()?, &node::folder().join("package-lock.json")] {
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut made_of);
    }
    let made_of = format!("{:016x}", made_of.finish());
    let is_made = fs::read_to_string(&stamp).is_ok_and(|stands| stands == made_of);
    if is_made && fs::copy(&kept, shipped_wasm()).is_ok() {
        sh::say("the wasm is the one that was optimised before");
        return Ok(());
    }
    // Until all of it stands, nothing does.
    fs::write(&stamp, "")?;
    optimise(bound)?;
    fs::copy(shipped_wasm(), kept)?;
    fs::write(stamp, made_of).context("what the wasm was made of")
}

fn optimise(bound: &Path) -> Result<()> {
    let shipped = shipped_wasm();
    wasm_opt(&[&ALWAYS[..], &SMALLER, &STRIPPED].concat(), bound, &shipped)?;
    // The same functions, each where it costs least: some 2 KB less to download. A module that is only read
    // and written again grows, so it is optimised on the way.
    let named = work_folder().join("order.wasm");
    fs::write(&named, order::named(&fs::read(&shipped)?)?)?;
    wasm_opt(&[&ALWAYS[..], &["-Oz", "--reorder-functions-by-name"], &STRIPPED].concat(), &named, &shipped)?;
    // Last, since wasm-opt would number variables its own way: 3.7 KB less to download.
    fs::write(&shipped, alike::rewritten(&fs::read(&shipped)?)?).context("the rewritten wasm")
}

/// The built wasm as it is shipped but with the functions' names, which keep it from being optimised as much.
pub(crate) fn named_wasm() -> Result<PathBuf> {
    let named = work_folder().join("tagpulse.named.wasm");
    wasm_opt(&[&ALWAYS[..], &SMALLER, &["--debuginfo"]].concat(), &bound_wasm(), &named)?;
    Ok(named)
}

fn wasm_opt(flags: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut command = node::node(&["node_modules/binaryen/bin/wasm-opt"]);
    command.args(FEATURES).args(flags).arg(from);
    sh::run(command.arg("-o").arg(to))
}
