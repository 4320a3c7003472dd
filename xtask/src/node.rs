//! Node and npm: found or asked for with the remedy, and the package's tools installed
//! from its lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::sh;

/// The folder of the npm package.
pub(crate) fn folder() -> PathBuf {
    sh::root().join("pkg")
}

/// Whether Node and npm can be started here.
pub(crate) fn available() -> bool {
    let starts = |mut command: Command| {
        command
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    starts(Command::new("node")) && starts(npm(&[]))
}

/// Node in the package's folder.
pub(crate) fn node(arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder()).args(arguments);
    command
}

/// npm in the package's folder.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    // On Windows npm is a batch file, which has to be named in full.
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder()).args(arguments);
    command
}

/// Installs the package's development tools.
pub(crate) fn install() -> Result<()> {
    install_in(&folder())
}

/// Installs what a folder's lock file names, unless it stands there by the same lock file.
pub(crate) fn install_in(folder: &Path) -> Result<()> {
    if !available() {
        bail!("`node` and `npm` are needed and were not found; install Node 20 or later, which has both");
    }
    let file = folder.join("package-lock.json");
    let lock = fs::read(&file).with_context(|| file.display().to_string())?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    // The tools' binaries work without their install scripts, so none is run.
    sh::run(npm(&["ci", "--ignore-scripts"]).current_dir(folder))?;
    fs::write(&stamp, lock).with_context(|| stamp.display().to_string())
}
