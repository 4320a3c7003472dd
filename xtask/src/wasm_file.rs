//! Reads a built wasm: which modules it imports from, and how large its functions are.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// What is asked of a wasm.
#[derive(Default)]
pub(crate) struct WasmFile {
    /// `module name` of every import.
    pub(crate) imports: Vec<(String, String)>,
    /// Bytes of code of each function, by its name, largest first.
    pub(crate) functions: Vec<(String, usize)>,
    /// Bytes of each kind of section.
    pub(crate) sections: BTreeMap<String, usize>,
}

/// Reads the sections that are asked about; the rest is only measured.
pub(crate) fn read(bytes: &[u8]) -> Result<WasmFile> {
    let mut file = WasmFile::default();
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    let mut bodies = Vec::new();
    let mut imported_functions = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.context("not a valid wasm")?;
        if let Some((id, range)) = payload.as_section() {
            let name = match &payload {
                Payload::CustomSection(custom) => format!("custom {}", custom.name()),
                _ => section_name(id).to_owned(),
            };
            *file.sections.entry(name).or_default() += range.len();
        }
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if matches!(import.ty, TypeRef::Func(_)) {
                        imported_functions += 1;
                    }
                    let names = (import.module.to_owned(), import.name.to_owned());
                    file.imports.push(names);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(section) = custom.as_known() {
                    for name in section {
                        if let Name::Function(map) = name? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, demangled(naming.name));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    file.functions = (imported_functions..)
        .zip(bodies)
        .map(|(index, size)| {
            let name = names.remove(&index);
            (name.unwrap_or_else(|| format!("function {index}")), size)
        })
        .collect();
    file.functions.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    Ok(file)
}

/// `core::fmt::write` for `_ZN4core3fmt5write17h...E`.
fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

fn section_name(id: u8) -> &'static str {
    match id {
        1 => "types",
        2 => "imports",
        3 => "functions",
        4 => "tables",
        5 => "memory",
        6 => "globals",
        7 => "exports",
        9 => "elements",
        10 => "code",
        11 => "data",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_import_is_listed_with_its_module() {
        // (module (type (func)) (import "a" "b" (func (type 0))))
        let bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0";
        let file = read(bytes).expect("a valid wasm");
        assert_eq!(file.imports, [("a".to_owned(), "b".to_owned())]);
        assert!(file.functions.is_empty());
    }

    #[test]
    fn what_is_no_wasm_is_an_error() {
        assert!(read(b"not a wasm").is_err());
    }
}
