//! Tidiness as a test: files stay short enough to be read at once, and every Rust module
//! says why it exists.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::sh;

/// A file longer than this does more than one thing.
const MOST_LINES: usize = 500;

/// Files written by hand; data, lock files and prose may be long.
const HAND_WRITTEN: [&str; 7] = ["rs", "js", "ts", "html", "css", "yml", "sh"];

/// Folders that hold what is built or fetched, anywhere in the tree.
const NOT_OURS: [&str; 5] = [".git", "target", "node_modules", "dist", "work"];

/// Files that may break a rule, each with the reason.
const ALLOWED: &[(&str, &str)] = &[];

/// Fails with every file that is not tidy.
pub(crate) fn check() -> Result<()> {
    let mut problems = Vec::new();
    visit(sh::root(), &mut problems)?;
    problems.sort();
    if !problems.is_empty() {
        bail!("not tidy:\n  {}", problems.join("\n  "));
    }
    Ok(())
}

fn visit(folder: &Path, problems: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            if !NOT_OURS.iter().any(|skipped| name == *skipped) {
                visit(&path, problems)?;
            }
        } else if let Some(extension) = path.extension().and_then(|text| text.to_str())
            && HAND_WRITTEN.contains(&extension)
        {
            let place = path.strip_prefix(sh::root()).unwrap_or(&path);
            let place = place.to_string_lossy().replace('\\', "/");
            if ALLOWED.iter().all(|(allowed, _)| *allowed != place) {
                problems.extend(problem(&place, &fs::read_to_string(&path)?));
            }
        }
    }
    Ok(())
}

/// What is wrong with a file, if anything.
fn problem(place: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    if lines > MOST_LINES {
        return Some(format!("{place} has {lines} lines, over {MOST_LINES}"));
    }
    let is_module = place.ends_with(".rs") && place.split('/').any(|folder| folder == "src");
    if is_module && !text.starts_with("//!") {
        return Some(format!("{place} does not open with `//!` and why it exists"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn rules() {
        assert_eq!(problem("core/src/a.rs", "//! Why.\n"), None);
        assert!(problem("core/src/a.rs", "use b;\n").is_some());
        assert_eq!(problem("core/tests/a.rs", "use b;\n"), None);
        assert!(problem("pkg/src/a.js", &"x\n".repeat(501)).is_some());
    }
}
