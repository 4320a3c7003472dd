//! What the figures were measured on and with: rows of a table.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use super::programs::{Programs, yardsticks_folder};
use crate::sh;

/// Name and value, in the order of the table.
pub(super) type Rows = Vec<(&'static str, String)>;

pub(super) fn describe(programs: &Programs) -> Result<Rows> {
    let mut rows = vec![
        ("measured on", today()?),
        ("tagpulse", revision()),
        ("processor", processor()),
        ("memory", memory()),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        ("Rust", sh::read(Command::new("rustc").current_dir(sh::root()).arg("--version"))?.trim().to_owned()),
        ("Rust libraries", yardsticks()?),
    ];
    rows.push((
        "Node",
        match &programs.package {
            Ok(_) => sh::read(Command::new("node").arg("--version"))?.trim().to_owned(),
            Err(why) => why.clone(),
        },
    ));
    match &programs.python {
        Ok(python) => {
            rows.push(("Python", python_version(&python.plain)?));
            rows.push((
                "Python libraries",
                match &python.with_libraries {
                    Ok(program) => libraries(program)?,
                    Err(why) => why.clone(),
                },
            ));
        }
        Err(why) => rows.push(("Python", why.clone())),
    }
    Ok(rows)
}

pub(super) fn today() -> Result<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs();
    let now = tagpulse_core::Timestamp::from_seconds(i64::try_from(seconds)?)?.to_string();
    Ok(now.split('T').next().unwrap_or_default().to_owned())
}

pub(super) fn revision() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(sh::root()).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let version = env!("CARGO_PKG_VERSION");
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain", "--untracked-files=no"])) {
        (Some(commit), Some(changed)) if changed.is_empty() => format!("{version}, commit {commit}"),
        (Some(commit), _) => format!("{version}, commit {commit} with changes"),
        _ => version.to_owned(),
    }
}

fn processor() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = proc_value("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    format!("{model}, {cores} cores")
}

fn memory() -> String {
    let kilobytes =
        proc_value("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} GB", kilobytes / 1_000_000))
}

/// What Linux says; elsewhere the file is not there.
fn proc_value(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn python_version(program: &Path) -> Result<String> {
    let version = "import platform; print(platform.python_version())";
    Ok(sh::read(Command::new(program).args(["-c", version]))?.trim().to_owned())
}

fn libraries(program: &Path) -> Result<String> {
    let installed = sh::read(Command::new(program).args(["-m", "pip", "freeze", "--disable-pip-version-check"]))?;
    let wanted = ["duckdb==", "msgspec==", "orjson==", "polars=="];
    let lines = installed.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    Ok(lines.map(|line| line.replace("==", " ")).collect::<Vec<_>>().join(", "))
}

/// The versions in the yardsticks' own lock file.
fn yardsticks() -> Result<String> {
    let lock =
        fs::read_to_string(yardsticks_folder().join("Cargo.lock")).context("tests/bench/yardsticks/Cargo.lock")?;
    let version = |name: &str| {
        let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{name}\"\n")))?;
        Some(format!("{name} {}", entry.split("version = \"").nth(1)?.split('"').next()?))
    };
    Ok(["serde_json", "simd-json", "sonic-rs"].into_iter().filter_map(version).collect::<Vec<_>>().join(", "))
}
