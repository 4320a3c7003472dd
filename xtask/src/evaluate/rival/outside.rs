//! Detectors that are not linked: other languages, heavy dependencies, licences that bind.
//!
//! A program is started once. It reads an order a line (`method`, `threshold`, `readings`,
//! `alerts`), writes the alerts into that file and answers `done`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::Files;
use crate::evaluate::alert::{self, Alert};
use crate::sh;

/// Where a detector lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    /// The crate in tests/evaluate/rivals, outside the workspace.
    Rust,
    /// tests/evaluate/pyod_rivals.py, in an environment of its own.
    Python,
}

/// A running program; it ends when it is dropped, for its orders end.
#[derive(Debug)]
pub(super) struct Outside {
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    // Held so that it lives as long as we talk to it.
    _child: Child,
}

impl Outside {
    /// Builds or installs the program under `folder` and starts it.
    pub(super) fn start(program: Program, folder: &Path) -> Result<Self> {
        let mut command = match program {
            Program::Rust => rust(folder)?,
            Program::Python => python(folder)?,
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (orders, answers) = (child.stdin.take(), child.stdout.take());
        let (Some(orders), Some(answers)) = (orders, answers) else { bail!("a program without pipes") };
        Ok(Self { orders, answers: BufReader::new(answers), _child: child })
    }

    /// The alerts of a method on the readings.
    pub(super) fn alerts(&mut self, method: &str, threshold: f64, files: &Files) -> Result<Vec<Alert>> {
        let (readings, alerts) = (&files.readings, &files.alerts);
        let order = json!({ "method": method, "threshold": threshold, "readings": readings, "alerts": alerts });
        writeln!(self.orders, "{order}").with_context(|| format!("`{method}` takes no orders"))?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        if answer.trim() != "done" {
            bail!("`{method}` answered `{}`, not `done`", answer.trim());
        }
        alert::read(&files.alerts)
    }
}

fn rust(folder: &Path) -> Result<Command> {
    let manifest = sh::root().join("tests/evaluate/rivals/Cargo.toml");
    let target = folder.join("rivals");
    sh::run(
        sh::cargo(&["build", "--locked", "--release", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(Command::new(target.join("release").join(format!("tagpulse-rivals{}", std::env::consts::EXE_SUFFIX))))
}

fn python(folder: &Path) -> Result<Command> {
    let source = sh::root().join("tests/evaluate");
    let requirements = source.join("requirements.txt");
    let environment = folder.join("venv");
    // What was installed last, so that nothing is asked of a registry twice.
    let installed = environment.join("requirements.txt");
    let wanted = std::fs::read(&requirements)?;
    if std::fs::read(&installed).ok().as_ref() != Some(&wanted) {
        let python = if cfg!(windows) { "python" } else { "python3" };
        sh::run(Command::new(python).args(["-m", "venv"]).arg(&environment))?;
        let mut pip = Command::new(interpreter(&environment));
        sh::run(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&requirements))?;
        std::fs::write(&installed, &wanted)?;
    }
    let mut command = Command::new(interpreter(&environment));
    // One core for everybody.
    command.arg(source.join("pyod_rivals.py")).env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1");
    Ok(command)
}

fn interpreter(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}
