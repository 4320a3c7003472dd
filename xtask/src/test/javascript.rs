//! The npm package as its readers get it, packed once: its own tests, and the folders that use it
//! installed from its tarball. Each of those has its own tools and lock file, so that the package
//! needs none of them.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use anyhow::{Context, Result, ensure};

use super::part;
use crate::counts::Counts;
use crate::{node, pkg, sh};

/// What uses the package, beside the package's own tests.
const FOLDERS: [&str; 4] = ["tests/runtimes", "examples/edge-worker", "examples/dashboard", "tests/browser"];

/// Beside the two binaries, which stand for provider and native host.
pub(super) fn tests(all: bool) -> Result<Counts> {
    let mut counts = Counts::default();
    if !node::available() {
        eprintln!("`node` and `npm` were not found: the npm package is not tested; install Node 20 or later");
        counts.skip("node (not installed)");
        return Ok(counts);
    }
    // With the tests, whose dependencies have a say in the features of others: nothing is compiled twice.
    sh::run(sh::cargo(&["build", "--locked", "--release", "--bins", "--tests"]).args(sh::PRODUCT))?;
    pkg::build()?;
    let packed = Packed::new()?;
    counts.add(part("npm package", || package(&packed, all)));
    for name in FOLDERS {
        counts.add(part(name, || user(name, &packed, all)));
    }
    Ok(counts)
}

/// The package's own tests, with it installed in an empty folder.
fn package(packed: &Packed, all: bool) -> Result<Counts> {
    let installed = packed.folder.join("installed");
    fs::create_dir_all(&installed)?;
    fs::write(installed.join("package.json"), "{ \"private\": true }\n")?;
    packed.install(&installed, "--no-package-lock")?;
    node_tests("node --test", &node::folder(), packed, Some(&installed), all)
}

/// The tests of a folder that uses the package.
fn user(name: &str, packed: &Packed, all: bool) -> Result<Counts> {
    let folder = sh::root().join(name);
    node::install_in(&folder)?;
    // npm takes a tarball of the same version for the same package.
    let installed = folder.join("node_modules/tagpulse");
    if installed.exists() {
        fs::remove_dir_all(&installed).with_context(|| installed.display().to_string())?;
    }
    // Beside what the lock file names, which is not changed: it cannot know this build's hash.
    // The lock file is read: without it npm asks the registry for what is installed already.
    packed.install(&folder, "--no-save")?;
    node_tests(name, &folder, packed, None, all)
}

fn node_tests(name: &str, folder: &Path, packed: &Packed, installed: Option<&Path>, all: bool) -> Result<Counts> {
    let files = test_files(folder)?;
    ensure!(!files.is_empty(), "{}/test has no *.test.js", folder.display());
    let mut command = node::node(&["--test", "--test-timeout=300000", "--test-reporter-destination=stdout"]);
    // They mostly wait, for a browser or a runtime: a file for each processor, where Node would leave one out.
    let at_once = available_parallelism().map_or(1, NonZero::get);
    command
        .arg(format!("--test-concurrency={at_once}"))
        .current_dir(folder)
        .arg(format!("--test-reporter={}", node::folder().join("scripts/reporter.js").display()))
        .args(files)
        .env("TAGPULSE_TARBALL", &packed.tarball)
        .env("TAGPULSE_BIN", sh::binary("tagpulse"))
        .env("TAGPULSE_SANDBOX_BIN", sh::binary("tagpulse-sandbox"));
    if let Some(installed) = installed {
        command.env("TAGPULSE_PKG_INSTALLED", installed);
    }
    if all {
        command.env("TAGPULSE_TEST_ALL", "1");
    }
    let mut counts = Counts::default();
    let succeeded = sh::stream(&mut command, |line| counts.node_line(line))?;
    Ok(counts.finish(name, succeeded))
}

/// Relative to the folder, so that a command's line can be read; named one by one: Node 20 and 22
/// read a folder's name differently.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    let tests = folder.join("test");
    let mut files: Vec<String> = fs::read_dir(&tests)
        .with_context(|| tests.display().to_string())?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.js"))
        .map(|name| format!("test/{name}"))
        .collect();
    files.sort();
    Ok(files)
}

/// The package as it would be published, in a folder of the system's, where no other
/// `node_modules` is found.
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

    /// Installs it in a folder, without a network.
    fn install(&self, folder: &Path, keeping: &str) -> Result<()> {
        let flags = ["install", "--offline", "--ignore-scripts", "--loglevel=error", keeping];
        sh::run(node::npm(&flags).arg(&self.tarball).current_dir(folder))
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        // What stays behind lies in the system's temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
