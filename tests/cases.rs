//! Cases as data: one file each in `tests/cases`, read here and by the npm package's tests.
//!
//! A file is a line `# what it shows`, the input's bytes, a line `---`, and what `normalize`
//! gives for it: the document, or the error. `TAGPULSE_BLESS=1` writes the last part anew; look
//! at the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use tagpulse_core::Hints;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

fn cases() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for group in fs::read_dir(folder()).unwrap() {
        for case in fs::read_dir(group.unwrap().path()).unwrap() {
            found.push(case.unwrap().path());
        }
    }
    found.sort();
    found
}

/// Where the input begins and ends, and where the expectation begins.
fn parts(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let mark = b"\n---\n";
    let begin = bytes.iter().position(|b| *b == b'\n')? + 1;
    let end = (begin - 1..bytes.len()).rev().find(|at| bytes[*at..].starts_with(mark))?;
    Some((begin, end.max(begin), end + mark.len()))
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let bless = std::env::var_os("TAGPULSE_BLESS").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= 30, "only {} cases in {}", cases.len(), folder().display());
    for path in cases {
        let bytes = fs::read(&path).unwrap();
        let Some((begin, end, expected)) = parts(&bytes) else { panic!("{}: no line ---", path.display()) };
        let given = match tagpulse_core::normalize(&bytes[begin..end], &Hints::default()) {
            Ok(normalized) => tagpulse_core::to_json(&normalized),
            Err(error) => tagpulse_core::to_json(&error),
        };
        if bless {
            let mut blessed = bytes[..expected].to_vec();
            blessed.extend_from_slice(given.as_bytes());
            blessed.push(b'\n');
            fs::write(&path, blessed).unwrap();
        } else if bytes[expected..].trim_ascii_end() != given.as_bytes() {
            wrong.push(format!(
                "{}\n  expected {}\n  given    {given}",
                path.display(),
                String::from_utf8_lossy(&bytes[expected..])
            ));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}
