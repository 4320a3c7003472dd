//! Python, and a virtual environment under `target` with the libraries that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::programs::Found;
use crate::sh;

pub(super) struct Python {
    /// For what needs the standard library only.
    pub(super) plain: PathBuf,
    /// That of the virtual environment.
    pub(super) with_libraries: Found<PathBuf>,
}

/// The scripts of the contestants.
pub(super) fn scripts() -> PathBuf {
    sh::root().join("tests/bench/python")
}

pub(super) fn find() -> Result<Found<Python>> {
    let Some(plain) = plain() else {
        return Ok(Err("Python 3 was not found".to_owned()));
    };
    let with_libraries = environment(&plain)?;
    Ok(Ok(Python { plain, with_libraries }))
}

/// A Python for what needs the standard library only.
pub(super) fn plain() -> Option<PathBuf> {
    ["python3", "python"].into_iter().map(PathBuf::from).find(|program| starts(program))
}

fn starts(program: &Path) -> bool {
    let mut command = Command::new(program);
    let quiet = command.args(["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).stdin(Stdio::null());
    quiet.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Made once, and again when the requirements change.
fn environment(plain: &Path) -> Result<Found<PathBuf>> {
    let folder = super::folder().join("venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let requirements = scripts().join("requirements.txt");
    let wanted = fs::read(&requirements).context("tests/bench/python/requirements.txt")?;
    let stamp = folder.join("installed-requirements.txt");
    if starts(&python) && fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(Ok(python));
    }
    let made = sh::run(Command::new(plain).args(["-m", "venv", "--clear"]).arg(&folder)).and_then(|()| {
        sh::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(&requirements))
    });
    if let Err(error) = made {
        return Ok(Err(format!("no virtual environment with the libraries ({error})")));
    }
    fs::write(stamp, wanted)?;
    Ok(Ok(python))
}
