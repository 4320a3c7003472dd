//! Takes the words out of the wasm's panics: each ends in a trap, as panics in wasm do anyway.
//!
//! The shipped module imports nothing, so a panic's message could be told to nobody; what writes it
//! (formatting, the hook, the places in the source) is weight that every download would carry. rustc
//! has an option for that only in its unstable form, which wants the standard library built anew.

use anyhow::{Context, Result, ensure};
use walrus::{ConstExpr, DataKind, Function, FunctionId, FunctionKind, Module, ModuleConfig, ir::Value};

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

/// What all formatting goes through, panics' and other.
const FORMATTING: &str = "4core3fmt5write";

/// What panics show numbers and the standard library's errors with, and what gives their words to a hook. Nobody
/// calls them once panics are emptied, but they stand in the table of functions, which is kept whole.
const SHOWN: [&str; 4] = [
    "3num3impjNtB9_7Display3fmt",
    "4core3fmt5Debug3fmt",
    "5panic12PanicPayload6as_str",
    "5panic12PanicPayload6as_strB9_",
];

/// What panics say. Nothing shorter: it could be a part of something else.
const SAID: [&str; 18] = [
    "AccessError",
    "called `Option::unwrap()` on a `None` value",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "insertion index (is ",
    ") should be <= len (is ",
    "removal index (is ",
    ") should be < len (is ",
    "assertion failed: self.is_char_boundary(new_len)",
    "assertion failed: mid <= self.len()",
    "mid > len",
    "Tried to shrink to a larger capacity",
    "capacity overflow",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
];

/// The module with each of those functions emptied; what only they called goes when it is optimised.
pub(crate) fn emptied(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module: Module = ModuleConfig::new().generate_name_section(true).parse(wasm).context("cargo's wasm")?;
    ensure!(
        empty(&mut module, &PANICS) > 0,
        "no panic was found by its name in the wasm; is it stripped, or are names mangled anew?"
    );
    walrus::passes::gc::run(&mut module);
    ensure!(
        !module.funcs.iter().any(|function| is_one_of(function, &[FORMATTING])),
        "the wasm has the standard library's formatting, 2 KB of it; write `text!` or `add!` (core/src/words.rs) \
         where something that it calls has `format!`, `write!` or `to_string`"
    );
    empty(&mut module, &SHOWN);
    forget_words(&mut module);
    Ok(module.emit_wasm())
}

/// Empties the functions of those names; how many there are.
fn empty(module: &mut Module, names: &[&str]) -> usize {
    let named = |function: &&Function| is_one_of(function, names);
    let found: Vec<FunctionId> = module.funcs.iter().filter(named).map(Function::id).collect();
    for id in &found {
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(*id).kind {
            let mut body = function.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
    found.len()
}

fn is_one_of(function: &Function, names: &[&str]) -> bool {
    function.name.as_deref().is_some_and(|name| names.iter().any(|end| name.ends_with(end)))
}

/// Sets to zero what only panics read: what they say, their places in the source, and the files' names.
/// Zeros weigh nothing once they are compressed.
fn forget_words(module: &mut Module) {
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = module.data.get_mut(segment);
        if let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind {
            clear_places(&mut data.value, base as u32 as usize);
            for said in SAID {
                clear_text(&mut data.value, said.as_bytes());
            }
            // The digits of numbers to 99, in pairs.
            let pairs: String = (0..100).map(|number| format!("{number:02}")).collect();
            clear_text(&mut data.value, pairs.as_bytes());
        }
    }
}

fn clear_text(data: &mut [u8], text: &[u8]) {
    let places: Vec<usize> = (0..data.len()).filter(|at| data[*at..].starts_with(text)).collect();
    for at in places {
        data[at..at + text.len()].fill(0);
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
    fn texts_are_cleared_wherever_they_stand() {
        let mut data = b"a text, another text".to_vec();
        clear_text(&mut data, b"text");
        assert_eq!(data, b"a \0\0\0\0, another \0\0\0\0");
    }

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
