//! `cargo xtask test`: builds everything, tests the Rust crates and then the npm package
//! as users get it (packed, installed elsewhere), runs each fuzz target for some seconds, and
//! ends with one line of counts.

use std::fs;
use std::process::ExitCode;

use anyhow::Result;

use crate::counts::Counts;
use crate::{fuzz, sh};

mod javascript;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let [all] = crate::flags(arguments, ["--all"])?;
    let mut counts = Counts::default();
    counts.add(part("cargo test", || rust_tests(all)));
    counts.add(part("JavaScript", || javascript::tests(all)));
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
    let mut counts = Counts::default();
    let mut succeeded = true;
    for packages in [&sh::PRODUCT[..], &["--package=xtask"]] {
        let mut command = sh::cargo(&["test", "--locked", "--release", "--no-fail-fast"]);
        command.args(packages);
        if all {
            command.env("TAGPULSE_TEST_ALL", "1");
        }
        succeeded &= sh::stream(&mut command, |line| counts.rust_line(line))?;
    }
    Ok(counts.finish("cargo test", succeeded))
}
