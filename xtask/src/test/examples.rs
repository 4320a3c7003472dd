//! Folders with tests of their own that use the package as their readers would: installed from
//! its tarball. Each has its own tools and lock file, so that the package needs none of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::counts::Counts;
use crate::{node, sh};

/// One that is not there has no tests to run.
const FOLDERS: [&str; 4] = ["tests/runtimes", "examples/edge-worker", "examples/dashboard", "tests/browser"];

/// Where the reporter stands, seen from each of the folders.
const REPORTER: &str = "../../pkg/scripts/reporter.js";

/// Runs after the package's own tests, which build it and the binaries.
pub(super) fn tests(all: bool) -> Result<Counts> {
    let mut counts = Counts::default();
    let folders: Vec<&str> = FOLDERS.into_iter().filter(|name| has_tests(&sh::root().join(name))).collect();
    // Without Node the package's tests have named themselves as skipped.
    if folders.is_empty() || !node::available() {
        return Ok(counts);
    }
    let packed = Packed::new()?;
    for name in folders {
        counts.add(super::part(name, || folder_tests(name, &packed.tarball, all)));
    }
    Ok(counts)
}

fn has_tests(folder: &Path) -> bool {
    folder.join("package.json").is_file() && test_files(folder).is_ok_and(|files| !files.is_empty())
}

/// Relative to the folder, so that a command's line can be read; named one by one: Node 20 and 22
/// read a folder's name differently.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    let mut files: Vec<String> = fs::read_dir(folder.join("test"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.js"))
        .map(|name| format!("test/{name}"))
        .collect();
    files.sort();
    Ok(files)
}

fn folder_tests(name: &str, tarball: &Path, all: bool) -> Result<Counts> {
    let folder = sh::root().join(name);
    node::install_in(&folder)?;
    install_tarball(&folder, tarball)?;

    let mut command = Command::new("node");
    command
        .current_dir(&folder)
        .args(["--test", "--test-timeout=300000", "--test-reporter-destination=stdout"])
        .arg(format!("--test-reporter={REPORTER}"))
        .args(test_files(&folder)?)
        .env("TAGPULSE_TARBALL", tarball)
        .env("TAGPULSE_BIN", sh::binary("tagpulse"))
        .env("TAGPULSE_SANDBOX_BIN", sh::binary("tagpulse-sandbox"));
    if all {
        command.env("TAGPULSE_TEST_ALL", "1");
    }
    let mut counts = Counts::default();
    let succeeded = sh::stream(&mut command, |line| counts.node_line(line))?;
    Ok(counts.finish(name, succeeded))
}

/// Beside what the lock file names, which is not changed: it cannot know this build's hash.
fn install_tarball(folder: &Path, tarball: &Path) -> Result<()> {
    // npm takes a tarball of the same version for the same package.
    let installed = folder.join("node_modules/tagpulse");
    if installed.exists() {
        fs::remove_dir_all(&installed).with_context(|| installed.display().to_string())?;
    }
    let flags = ["install", "--offline", "--no-save", "--no-package-lock", "--ignore-scripts", "--loglevel=error"];
    sh::run(node::npm(&flags).arg(tarball).current_dir(folder))
}

/// The package as it would be published, in an empty folder of the system's.
struct Packed {
    folder: PathBuf,
    tarball: PathBuf,
}

impl Packed {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("tagpulse-packed-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let mut packed = Self { folder, tarball: PathBuf::new() };
        sh::run(node::npm(&["pack", "--loglevel=error", "--pack-destination"]).arg(&packed.folder))?;
        packed.tarball = fs::read_dir(&packed.folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|extension| extension == "tgz"))
            .context("npm pack wrote no tarball")?;
        Ok(packed)
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        // What stays behind lies in the system's temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
