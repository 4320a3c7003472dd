//! The agency's morning: `cargo bench --bench campaigns` prints it, and its section of BENCHMARKS.md can be measured
//! anew alone.

use std::process::Command;

use anyhow::{Context, Result};

use super::machine;
use super::python;
use crate::sh;

/// The heading of the section.
const HEADING: &str = "\n## An agency's morning\n";
/// The section by hand that stands behind it.
pub(super) const BY_HAND: &str = "what a morning is made of";

/// The section, with its heading.
pub(super) fn measure(quick: bool) -> Result<String> {
    let mut command = sh::cargo(&["bench", "--locked", "--package=tagpulse", "--bench=campaigns"]);
    if quick {
        command.args(["--", "--quick"]);
    }
    let table = sh::read(with_python(&mut command)?)?;
    let (today, revision) = (machine::today()?, machine::revision());
    Ok(format!("{HEADING}\nMeasured on {today}, tagpulse {revision}.\n{}\n", table.trim_end()))
}

/// Tells it which Python runs the tutorial's script.
fn with_python(command: &mut Command) -> Result<&mut Command> {
    let python = python::plain().context("the tutorial's script needs Python 3.10 or later, which was not found")?;
    Ok(command.env("TAGPULSE_BENCH_PYTHON", python))
}

/// A document with this section measured anew.
///
/// # Errors
/// When the document has no such section, before anything is measured.
pub(super) fn renew(document: &str, measure: impl FnOnce() -> Result<String>) -> Result<String> {
    let document = document.replace("\r\n", "\n");
    let [before, _, after] = parts(&document)?;
    Ok(format!("{before}{}{after}", measure()?))
}

/// This section as a document has it.
///
/// # Errors
/// When it has none.
pub(super) fn kept(document: &str) -> Result<String> {
    let document = document.replace("\r\n", "\n");
    let [_, section, _] = parts(&document)?;
    Ok(section.to_owned())
}

/// What stands before this section, the section, and what stands behind it.
fn parts(document: &str) -> Result<[&str; 3]> {
    let behind = format!("\n<!-- by hand: {BY_HAND} -->\n");
    let found = document.find(HEADING).and_then(|begin| {
        let (before, rest) = document.split_at(begin);
        let (section, after) = rest.split_at(rest.find(&behind)?);
        Some([before, section, after])
    });
    found.with_context(|| {
        format!(
            "BENCHMARKS.md has no `{}` with `{}` behind it; `cargo xtask bench` writes them",
            HEADING.trim(),
            behind.trim()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_section_is_changed() {
        let document = |figures: &str| {
            format!("# Benchmarks\n\n## Goals\n{HEADING}\n{figures}\n\n<!-- by hand: {BY_HAND} -->\nwords\n## Last\n")
        };
        let renewed = renew(&document("old"), || Ok(format!("{HEADING}\nnew\n"))).unwrap();
        assert_eq!(renewed, document("new"));
        assert_eq!(renew(&renewed, || kept(&document("old"))).unwrap(), document("old"));
        assert!(renew("# Benchmarks\n", || unreachable!("nothing is measured for nothing")).is_err());
    }
}
