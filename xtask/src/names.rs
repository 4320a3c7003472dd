//! Gives what the wasm imports and exports names of a letter or two, in the module and in its glue: nobody
//! else reads them, and 0.7 KB of the download is theirs. What the glue never asks for is exported no more.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use walrus::{ExportItem, Module};

/// What the glue calls the module's exports.
const EXPORTS: &str = "wasm.";

/// Shortens the names in the module; gives the glue that says them.
pub(crate) fn shortened(module: &mut Module, glue: &str) -> Result<String> {
    let unused: Vec<_> =
        module.exports.iter().filter(|export| !asks_for(glue, &export.name)).map(walrus::Export::id).collect();
    for id in unused {
        module.exports.delete(id);
    }
    let mut names: HashMap<String, String> = HashMap::new();
    for (place, import) in module.imports.iter_mut().enumerate() {
        ensure!(words(glue).any(|word| word == import.name), "the glue has nothing to import under `{}`", import.name);
        names.insert(std::mem::replace(&mut import.name, short(place)), short(place));
    }
    for (place, export) in module.exports.iter_mut().enumerate() {
        // Who looks at the memory from outside finds it under the name that all modules give it.
        if matches!(export.item, ExportItem::Memory(_)) {
            continue;
        }
        // With what stands before it, so that the same word elsewhere stays.
        names.insert(format!("{EXPORTS}{}", export.name), short(place));
        export.name = short(place);
    }
    let mut written = String::with_capacity(glue.len());
    for word in words(glue) {
        let asked = written.ends_with(EXPORTS).then(|| names.get(&format!("{EXPORTS}{word}"))).flatten();
        written.push_str(asked.or_else(|| names.get(word)).map_or(word, String::as_str));
    }
    Ok(written)
}

fn asks_for(glue: &str, export: &str) -> bool {
    let mut before = "";
    words(glue).any(|word| {
        let is_asked = word == export && before == ".";
        before = word;
        is_asked
    })
}

/// The glue in names and what stands between them.
fn words(glue: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = glue;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| is_name(c) != is_name(first)).unwrap_or(rest.len());
        let word;
        (word, rest) = rest.split_at(end);
        Some(word)
    })
}

/// `a` to `z`, then `aa`.
fn short(place: usize) -> String {
    let letter = char::from(b'a' + (place % 26) as u8);
    if place < 26 { letter.to_string() } else { short(place / 26 - 1) + &letter.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_glue_and_the_rest_of_it_stays() {
        // (module (import "glue" "f_1" (func)) (func) (export "g" (func 1)) (export "h" (func 1)) (export "i" (func 1)))
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0c\x01\x04glue\x03f_1\0\0\x03\x02\x01\0\
            \x07\x0d\x03\x01g\0\x01\x01h\0\x01\x01i\0\x01\x0a\x04\x01\x02\0\x0b";
        let mut module = Module::from_buffer(wasm).expect("a valid wasm");
        let glue = "const to = { f_1: function() { g(\"é h\"); } }; wasm.i(wasm.g, f_1_);";
        let written = shortened(&mut module, glue).expect("the glue has all names");
        assert_eq!(written, "const to = { a: function() { g(\"é h\"); } }; wasm.b(wasm.a, f_1_);");
        let names: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!((module.imports.iter().next().expect("one").name.as_str(), names), ("a", vec!["a", "b"]));
        assert!(shortened(&mut module, "wasm.b()").is_err());
    }

    #[test]
    fn short_names_differ() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(short), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
