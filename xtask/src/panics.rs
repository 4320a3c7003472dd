//! Takes the words out of the wasm's panics: each ends in a trap, as panics in wasm do anyway.
//!
//! The shipped module imports nothing, so a panic's message could be told to nobody; what writes it
//! (formatting, the hook, the places in the source) is weight that every download would carry. rustc
//! has an option for that only in its unstable form, which wants the standard library built anew.

use anyhow::{Context, Result, ensure};
use walrus::{FunctionId, FunctionKind, Module, ModuleConfig};

/// Functions of the standard library that do not return: what panics end in. By the last parts of
/// their paths, of which the mangled names hold each with its length before it.
const PANICS: [&str; 9] = [
    "4core9panicking9panic_fmt",
    "4core9panicking5panic",
    "4core9panicking18panic_bounds_check",
    "4core5slice5index16slice_index_fail",
    "4core6result13unwrap_failed",
    "4core6option13expect_failed",
    "4core6option13unwrap_failed",
    "5alloc7raw_vec12handle_error",
    "13assert_failed",
];

/// The module with each of those functions emptied; what only they called goes when it is optimised.
pub(crate) fn emptied(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module: Module = ModuleConfig::new().generate_name_section(true).parse(wasm).context("cargo's wasm")?;
    let panics: Vec<FunctionId> =
        module.funcs.iter().filter(|function| panics(function.name.as_deref())).map(walrus::Function::id).collect();
    ensure!(
        !panics.is_empty(),
        "no panic was found by its name in the wasm; is it stripped, or are names mangled anew?"
    );
    for id in panics {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            let mut body = function.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
    Ok(module.emit_wasm())
}

fn panics(name: Option<&str>) -> bool {
    name.is_some_and(|name| PANICS.iter().any(|panic| name.ends_with(panic)))
}
