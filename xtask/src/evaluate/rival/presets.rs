//! This project's own policies, through the binary that users run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::Files;
use crate::evaluate::alert::{self, Alert};
use crate::sh;

/// One observation, to learn whether the binary knows the command.
const PROBE: &str = concat!(
    r#"{"campaign":"probe","taken_at":"2025-06-01T06:00:00Z","video_id":"7511057032090976118","author":"a","views":1,"#,
    r#""likes":0,"comments":0,"shares":0,"created":1748750000,"followers":null}"#,
    "\n"
);

/// The binary that was given, or that of this tree; fails if it has no `backtest`.
pub(super) fn binary(folder: &Path, given: Option<&Path>) -> Result<PathBuf> {
    let binary = match given {
        Some(binary) => binary.to_owned(),
        None => build()?,
    };
    let probe = folder.join("probe.ndjson");
    fs::write(&probe, PROBE)?;
    let status = backtest(&binary, "recommended", &probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.with_context(|| format!("not built: {} does not start", binary.display()))?;
    if !status.success() {
        bail!("not built: this `tagpulse` has no `backtest`");
    }
    Ok(binary)
}

fn build() -> Result<PathBuf> {
    sh::run(&mut sh::cargo(&["build", "--locked", "--release", "--package", "tagpulse"]))?;
    Ok(sh::target_dir().join("release").join(format!("tagpulse{}", std::env::consts::EXE_SUFFIX)))
}

/// What a policy would have sent.
pub(super) fn alerts(binary: &Path, policy: &str, files: &Files) -> Result<Vec<Alert>> {
    let to = File::create(&files.alerts).with_context(|| files.alerts.display().to_string())?;
    let status = backtest(binary, policy, &files.observations).stdout(to).status()?;
    if !status.success() {
        bail!("`tagpulse backtest --policy {policy}` failed on {} ({status})", files.observations.display());
    }
    let mut alerts = alert::read(&files.alerts)?;
    if policy == "recommended" {
        alerts.retain(|alert| !alert.is_evidence_only());
    }
    Ok(alerts)
}

fn backtest(binary: &Path, policy: &str, observations: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("backtest").arg(observations).args(["--policy", policy, "--format", "ndjson", "--quiet"]);
    command
}
