//! `cargo xtask fuzz`: every parser of foreign bytes against inputs that nobody wrote, for some seconds each.
//!
//! The targets are the binaries of `fuzz/`, a crate outside the workspace: cargo-fuzz needs a nightly
//! compiler. Where either is missing `cargo xtask test` skips it by name, and nothing is installed.

mod corpus;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::counts::Counts;
use crate::sh;

/// As `tests/may-skip.txt` names it.
const SKIPPED: &str = "fuzz (needs nightly and cargo-fuzz)";

/// Seconds that a target runs, where nobody says how many.
const SECONDS: u32 = 5;

/// What a run of a target came to.
#[derive(Debug, PartialEq)]
struct Figures {
    runs: u64,
    seconds: u64,
    /// Edges of the program's graph that some input went along.
    edges: u64,
}

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let (seconds, named) = read(arguments)?;
    let Some(toolchain) = toolchain() else {
        bail!("{SKIPPED} cannot run: `rustup toolchain install nightly` and `cargo install --locked cargo-fuzz`");
    };
    let targets = targets()?;
    if let Some(unknown) = named.iter().find(|name| !targets.contains(name)) {
        bail!("`{unknown}` is no target; there are {}", targets.join(", "));
    }
    let corpus = sh::root().join("fuzz/corpus");
    let counts = run_each(&toolchain, seconds, if named.is_empty() { &targets } else { &named }, &corpus)?;
    Ok(if counts.failed().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every target for a few seconds, as a part of the tests.
pub(crate) fn tests() -> Result<Counts> {
    let Some(toolchain) = toolchain() else {
        let mut counts = Counts::default();
        counts.skip(SKIPPED);
        return Ok(counts);
    };
    // What earlier runs found would take longer to read than the run itself.
    let corpus = sh::root().join("fuzz/target/seeds");
    if corpus.exists() {
        fs::remove_dir_all(&corpus)?;
    }
    Ok(run_each(&toolchain, SECONDS, &targets()?, &corpus)?.finish("fuzz", true))
}

/// `--seconds N` and targets, in any order.
fn read(arguments: &[String]) -> Result<(u32, Vec<String>)> {
    let (mut seconds, mut named) = (SECONDS, Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--seconds" {
            let given = rest.next().context("`--seconds` needs a number behind it")?;
            seconds = given.parse().with_context(|| format!("`{given}` is no number of seconds"))?;
        } else if argument.starts_with('-') {
            bail!("`{argument}` is not understood; known here: --seconds N, and names of targets");
        } else {
            named.push(argument.clone());
        }
    }
    Ok((seconds, named))
}

/// The nightly toolchain's name, if it is there and cargo-fuzz too.
fn toolchain() -> Option<String> {
    // libFuzzer with no sanitizer: as `run` needs it, it is there on Unix alone.
    let listed = Command::new("rustup").args(["toolchain", "list"]).output().ok().filter(|_| cfg!(unix))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let nightly = listed.split_whitespace().find(|name| name.starts_with("nightly"))?;
    let version = cargo_fuzz(nightly, &["--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success()).then(|| nightly.to_owned())
}

fn cargo_fuzz(toolchain: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.current_dir(sh::root()).args(["run", toolchain, "cargo", "fuzz"]).args(arguments);
    // The caller's cargo is another one.
    command.env_remove("CARGO");
    command
}

/// The targets by name: what the folder holds is what there is.
fn targets() -> Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(sh::root().join("fuzz/targets"))?
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn run_each(toolchain: &str, seconds: u32, targets: &[String], corpus: &Path) -> Result<Counts> {
    corpus::write(corpus)?;
    // No sanitizer: the core has no unsafe code, and a run is twice as fast without one.
    sh::run(&mut cargo_fuzz(toolchain, &["build", "--sanitizer", "none"]))?;
    let mut counts = Counts::default();
    for target in targets {
        match run(toolchain, seconds, target, &corpus.join(target))? {
            Some(Figures { runs, seconds, edges }) => {
                let each = runs / seconds.max(1);
                println!("fuzz {target}: {runs} runs in {seconds} s ({each} a second), {edges} edges covered");
                counts.pass();
            }
            None => counts.fail(format!("fuzz {target}")),
        }
    }
    Ok(counts)
}

/// Runs a target; `None` when an input was found that fails. Its log is shown then.
fn run(toolchain: &str, seconds: u32, target: &str, corpus: &Path) -> Result<Option<Figures>> {
    let mut command = cargo_fuzz(toolchain, &["run", "--sanitizer", "none", target]);
    command.arg(corpus).arg("--");
    // Inputs that take more than a second are told; 64 KB is more than any fixture has.
    command.args([&format!("-max_total_time={seconds}"), "-max_len=65536", "-report_slow_units=1"]);
    sh::say(&format!("fuzz {target}, {seconds} s"));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let stderr = child.stderr.take().context("the fuzzer has no stderr")?;
    let mut log = Vec::new();
    for line in BufReader::new(stderr).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if line.starts_with("Slowest unit") {
            println!("fuzz {target}: {line}");
        }
        log.push(line);
    }
    if child.wait()?.success() {
        return figures(&log).map(Some).with_context(|| format!("the fuzzer printed no figures:\n{}", log.join("\n")));
    }
    // What it says of progress is of no interest any more.
    log.iter().filter(|line| !line.starts_with('#')).for_each(|line| eprintln!("{line}"));
    Ok(None)
}

/// The figures out of libFuzzer's last lines.
fn figures(log: &[String]) -> Option<Figures> {
    let edges = log.iter().rev().find_map(|line| line.split_once(" cov: ")?.1.split(' ').next()?.parse().ok())?;
    let done = log.iter().rev().find_map(|line| line.strip_prefix("Done "))?;
    let mut numbers = done.split(' ').filter_map(|word| word.parse().ok());
    Some(Figures { runs: numbers.next()?, seconds: numbers.next()?, edges })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &str) -> Vec<String> {
        words.split_terminator('|').map(str::to_owned).collect()
    }

    #[test]
    fn arguments() {
        assert_eq!(read(&texts("days|--seconds|9")).unwrap(), (9, texts("days")));
        assert_eq!(read(&[]).unwrap(), (SECONDS, Vec::new()));
        for wrong in ["--seconds", "--seconds|x", "--second"] {
            assert!(read(&texts(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_last_figures_count() {
        let log =
            texts("#2\tINITED cov: 3 ft: 4|#99\tDONE   cov: 512 ft: 15 corp: 20/10Kb|Done 99 runs in 6 second(s)");
        assert_eq!(figures(&log), Some(Figures { runs: 99, seconds: 6, edges: 512 }));
        assert_eq!(figures(&log[..2]), None);
    }
}
