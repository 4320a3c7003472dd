//! Gives the wasm's exports names of one letter. Only the glue calls them, and esbuild writes it with the same
//! names (`pkg/scripts/bundle.js`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::{Export, Module, ModuleConfig};

/// The module with its exports renamed, and the new name of each by the old one; those that the glue does not call
/// are none any more. A name without `_` stays: it could be that of something else in JavaScript.
pub(crate) fn shortened(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut module: Module = ModuleConfig::new().generate_name_section(true).parse(wasm).context("the bound wasm")?;
    let is_called = |name: &str| {
        let parts = glue.split("wasm.").skip(1);
        parts
            .map(|part| part.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).next())
            .any(|call| call == Some(name))
    };
    let unused: Vec<_> = module.exports.iter().filter(|export| !is_called(&export.name)).map(Export::id).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    let mut letters = ('a'..='z').chain('A'..='Z').map(String::from);
    let mut names = BTreeMap::new();
    for export in module.exports.iter_mut().filter(|export| export.name.contains('_')) {
        let short = letters.next().context("more exports than letters")?;
        names.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    Ok((module.emit_wasm(), names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_that_are_called_have_letters_and_plain_names_stay() {
        let glue = "new Data(wasm.memory.buffer); wasm.history_open(1, wasm.__wbindgen_free);";
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        for name in ["memory", "history_open", "__wbindgen_free", "history"] {
            module.exports.add(name, memory);
        }
        let (wasm, names) = shortened(&module.emit_wasm(), glue).expect("a valid wasm");
        assert_eq!(names, [("__wbindgen_free", "b"), ("history_open", "a")].map(|(a, b)| (a.into(), b.into())).into());
        let exported: Vec<_> =
            Module::from_buffer(&wasm).expect("one again").exports.iter().map(|e| e.name.clone()).collect();
        assert_eq!(exported, ["memory", "a", "b"]);
    }
}
