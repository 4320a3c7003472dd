//! `cargo xtask test`: builds everything, tests the Rust crates and then the npm package
//! as users get it (packed, installed elsewhere), runs each fuzz target for some seconds, and
//! ends with one line of counts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::counts::Counts;
use crate::{fuzz, node, pkg, sh};

mod examples;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [all] = crate::flags(arguments, ["--all"])?;
    let mut counts = Counts::default();
    counts.add(part("cargo test", || rust_tests(all)));
    counts.add(part("npm package", || package_tests(all)));
    counts.add(part("examples", || examples::tests(all)));
    counts.add(part("fuzz", fuzz::tests));

    let list = sh::root().join("tests/may-skip.txt");
    let counts = counts.settle(&fs::read_to_string(&list).unwrap_or_default());
    for name in counts.skipped() {
        println!("skipped: {name}");
    }
    for name in counts.failed() {
        println!("failed: {name}");
    }
    println!("{counts}");
    Ok(match counts.failed() {
        [] => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// A part that breaks off is a failure, and the next part runs all the same.
fn part(name: &str, run: impl FnOnce() -> Result<Counts>) -> Counts {
    run().unwrap_or_else(|error| {
        eprintln!("{name}: {error:#}");
        Counts::default().finish(name, false)
    })
}

fn rust_tests(all: bool) -> Result<Counts> {
    let mut command = sh::cargo(&["test", "--locked", "--release", "--workspace", "--no-fail-fast"]);
    if all {
        command.env("TAGPULSE_TEST_ALL", "1");
    }
    let mut counts = Counts::default();
    let succeeded = sh::stream(&mut command, |line| counts.rust_line(line))?;
    Ok(counts.finish("cargo test", succeeded))
}

/// Tests of the tarball, which is what users install, beside the two binaries.
fn package_tests(all: bool) -> Result<Counts> {
    if !node::available() {
        eprintln!("`node` and `npm` were not found: the npm package is not tested; install Node 20 or later");
        let mut counts = Counts::default();
        counts.skip("node (not installed)");
        return Ok(counts);
    }
    // With the features of `cargo test --workspace`, so that nothing is compiled twice.
    sh::run(&mut sh::cargo(&["build", "--locked", "--release", "--workspace", "--bins"]))?;
    pkg::build()?;
    let installed = Temporary::new()?;
    install_tarball(&installed.0)?;

    let mut command = node::node(&[
        "--test",
        "--test-timeout=300000",
        "--test-reporter=./scripts/reporter.js",
        "--test-reporter-destination=stdout",
    ]);
    command
        .args(test_files()?)
        .env("TAGPULSE_PKG_INSTALLED", &installed.0)
        .env("TAGPULSE_BIN", sh::binary("tagpulse"))
        .env("TAGPULSE_SANDBOX_BIN", sh::binary("tagpulse-sandbox"));
    if all {
        command.env("TAGPULSE_TEST_ALL", "1");
    }
    let mut counts = Counts::default();
    let succeeded = sh::stream(&mut command, |line| counts.node_line(line))?;
    Ok(counts.finish("node --test", succeeded))
}

/// Packs the package and installs the tarball in `folder`, without a network.
fn install_tarball(folder: &Path) -> Result<()> {
    sh::run(node::npm(&["pack", "--loglevel=error", "--pack-destination"]).arg(folder))?;
    let tarball = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"))
        .context("npm pack wrote no tarball")?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    sh::run(
        node::npm(&["install", "--offline", "--loglevel=error", "--ignore-scripts", "--no-package-lock"])
            .arg(tarball)
            .current_dir(folder),
    )
}

/// Named one by one: Node 20 and 22 read a folder's name differently.
fn test_files() -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(node::folder().join("test"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.js"))
        .collect();
    files.sort();
    Ok(files)
}

/// An empty folder outside the repository, where no other `node_modules` is found.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("tagpulse-pkg-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self(folder))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What stays behind lies in the system's temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}
