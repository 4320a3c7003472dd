//! Starts other programs: every command is said before it runs, and a failure names it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The repository's root, wherever xtask was called from.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where cargo builds, also when the user moved it.
pub(crate) fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A binary of the workspace, once it is built.
pub(crate) fn binary(name: &str) -> PathBuf {
    target_dir().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The cargo that runs us, in the root, so that the pinned toolchain is used throughout.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    command
}

/// The packages that are tested, chosen alike by all that builds for the tests: cargo unites features over what is
/// chosen, and a dependency with others is compiled once more. xtask itself is compiled by then, with what it needs alone.
pub(crate) const PRODUCT: [&str; 2] = ["--workspace", "--exclude=xtask"];

/// What is being done, on stderr, as a line of its own.
pub(crate) fn say(text: &str) {
    eprintln!("--- {text}");
}

/// Runs a command whose output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = spelled(command);
    say(&line);
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("could not start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and gives its stdout; its stderr is shown.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let line = spelled(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command, shows its stdout line by line as it comes, and gives each line to
/// `each`. The result is whether it succeeded.
pub(crate) fn stream(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let line = spelled(command);
    say(&line);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{line}`"))?;
    let Some(stdout) = child.stdout.take() else {
        bail!("`{line}` has no stdout");
    };
    let mut reader = BufReader::new(stdout);
    let mut bytes = Vec::new();
    // Bytes, not `lines()`: a test may print what is not UTF-8.
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        std::io::stdout().write_all(&bytes)?;
        each(String::from_utf8_lossy(&bytes).trim_end());
        bytes.clear();
    }
    Ok(child.wait()?.success())
}

/// The command as a person would type it.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut text = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        text.push(' ');
        text.push_str(&argument.replace(&format!("{}/", root().display()), ""));
    }
    text
}
