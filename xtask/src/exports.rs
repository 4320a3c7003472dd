//! Gives the wasm's exports names of one letter. Only the glue calls them, and esbuild writes it with the same
//! names (`pkg/scripts/bundle.js`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::{Module, ModuleConfig};

/// The module with its exports renamed, and the new name of each by the old one. A name without `_` stays: it
/// could be that of something else in JavaScript.
pub(crate) fn shortened(wasm: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut module: Module = ModuleConfig::new().generate_name_section(true).parse(wasm).context("the bound wasm")?;
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
    fn exports_have_letters_and_plain_names_stay() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        for name in ["memory", "history_open", "__wbindgen_free"] {
            module.exports.add(name, memory);
        }
        let (wasm, names) = shortened(&module.emit_wasm()).expect("a valid wasm");
        assert_eq!(names, [("__wbindgen_free", "b"), ("history_open", "a")].map(|(a, b)| (a.into(), b.into())).into());
        let exported: Vec<_> =
            Module::from_buffer(&wasm).expect("one again").exports.iter().map(|e| e.name.clone()).collect();
        assert_eq!(exported, ["memory", "a", "b"]);
    }
}
