//! Takes the words out of the wasm's panics: each ends in a trap, as panics in wasm do anyway.
//!
//! The shipped module imports nothing, so a panic's message could be told to nobody; what writes it
//! (formatting, the hook, the places in the source) is weight that every download would carry. rustc
//! has an option for that only in its unstable form, which wants the standard library built anew.

use anyhow::{Context, Result, ensure};
use walrus::{ConstExpr, DataKind, FunctionId, FunctionKind, Module, ModuleConfig, ir::Value};

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
    forget_places(&mut module);
    Ok(module.emit_wasm())
}

fn panics(name: Option<&str>) -> bool {
    name.is_some_and(|name| PANICS.iter().any(|panic| name.ends_with(panic)))
}

/// Sets to zero what only panics read: their places in the source, and the files' names. Zeros weigh
/// nothing once they are compressed.
fn forget_places(module: &mut Module) {
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = module.data.get_mut(segment);
        if let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind {
            clear_places(&mut data.value, base as u32 as usize);
        }
    }
}

/// A place is a name's address and length, a line and a column, of four bytes each.
fn clear_places(data: &mut [u8], base: usize) {
    let word = |data: &[u8], at: usize| {
        data.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
    };
    let name = |data: &[u8], at: usize| {
        let begin = word(data, at)?.checked_sub(base)?;
        let range = begin..begin.checked_add(word(data, at + 4)?)?;
        let (line, column) = (word(data, at + 8)?, word(data, at + 12)?);
        let is_file = data.get(range.clone())?.ends_with(b".rs");
        (is_file && (1..100_000).contains(&line) && (1..1_000).contains(&column)).then_some(range)
    };
    let places = (0..data.len()).step_by(4).filter_map(|at| Some((at, name(data, at)?)));
    let places: Vec<_> = places.collect();
    for (at, name) in places {
        data[at..at + 16].fill(0);
        data[name].fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_cleared_and_nothing_beside_them() {
        let mut data = b"words".to_vec();
        data.extend(b"core/src/x.rs.s");
        // At 20: the name at 5, 13 bytes, line 7, column 9; then a text of 5 bytes at 0.
        for word in [1005_u32, 13, 7, 9, 1000, 5] {
            data.extend(word.to_le_bytes());
        }
        clear_places(&mut data, 1000);
        assert_eq!(&data[..20], b"words\0\0\0\0\0\0\0\0\0\0\0\0\0.s");
        assert_eq!(data[20..36], [0; 16]);
        assert_eq!(data[36..], [232, 3, 0, 0, 5, 0, 0, 0]);
    }
}
