//! Where a secret comes from. A file that others can write is none: they could send what it
//! opens to themselves.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::output;

/// Where a secret comes from; not the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A variable of the environment.
    Environment(String),
    /// A file.
    File(PathBuf),
    /// What a shell command prints: password managers are asked this way.
    Command(String),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "${name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            // The command itself may hold what should not be shown.
            Self::Command(_) => f.write_str("command"),
        }
    }
}

impl Source {
    /// A file's relative path is meant from this folder on.
    pub(crate) fn look_in(&mut self, folder: &Path) {
        if let Self::File(path) = self {
            *path = folder.join(&*path);
        }
    }

    /// The text as it stands there. `quiet` keeps the warning about a readable file back.
    ///
    /// # Errors
    /// When it is not there, cannot be read, or lies in a file that others can write.
    pub(crate) fn read(&self, quiet: bool) -> Result<String> {
        match self {
            Self::Environment(name) => std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => anyhow::anyhow!("${name} is not set"),
                std::env::VarError::NotUnicode(_) => anyhow::anyhow!("${name} is not UTF-8"),
            }),
            Self::File(path) => {
                let named = || format!("cannot read \"{}\"", path.display());
                let text = std::fs::read_to_string(path).with_context(named)?;
                if let Some(warning) = exposure(path)? {
                    output::warn(quiet, &warning);
                }
                Ok(text)
            }
            Self::Command(command) => output_of(command),
        }
    }
}

/// A warning when others can read the file; an error when they can write it.
#[cfg(unix)]
fn exposure(path: &Path) -> Result<Option<String>> {
    use std::os::unix::fs::PermissionsExt;
    const WRITABLE_BY_OTHERS: u32 = 0o022;
    const READABLE_BY_OTHERS: u32 = 0o044;
    let path = path.canonicalize()?;
    let mode = std::fs::metadata(&path)?.permissions().mode();
    let shown = path.display();
    anyhow::ensure!(mode & WRITABLE_BY_OTHERS == 0, "\"{shown}\" can be written by others; chmod 600 it");
    // Who mounts secrets decides who reads them, and most do so by the mode 444.
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let mounted = credentials.into_iter().chain([PathBuf::from("/run/secrets")]);
    let is_mounted = mounted.filter_map(|folder| folder.canonicalize().ok()).any(|folder| path.starts_with(folder));
    let told = mode & READABLE_BY_OTHERS != 0 && !is_mounted;
    Ok(told.then(|| format!("the secret in \"{shown}\" can be read by others; chmod 600 it")))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "as on Unix, where it can fail")]
fn exposure(_path: &Path) -> Result<Option<String>> {
    Ok(None)
}

fn output_of(command: &str) -> Result<String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let output = Command::new(shell).arg(flag).arg(command).output().context("cannot start a shell")?;
    anyhow::ensure!(output.status.success(), "the command failed ({})", output.status);
    String::from_utf8(output.stdout).context("the command's output is not UTF-8")
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_judged_by_who_else_can_open_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "k").unwrap();
        let judged = |mode: u32| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            exposure(&path)
        };
        assert_eq!(judged(0o600).unwrap(), None);
        assert!(judged(0o640).unwrap().unwrap().contains("chmod 600"));
        assert!(judged(0o604).unwrap().unwrap().contains("can be read by others"));
        assert!(judged(0o622).unwrap_err().to_string().contains("can be written by others"));
        assert!(judged(0o602).is_err());
    }

    #[test]
    fn a_source_names_itself_and_not_its_secret() {
        assert_eq!(Source::Command("echo hunter2".into()).to_string(), "command");
        assert_eq!(Source::Environment("HOOK".into()).to_string(), "$HOOK");
        let error = Source::Environment("TAGPULSE_NOT_THERE".into()).read(true).unwrap_err();
        assert_eq!(error.to_string(), "$TAGPULSE_NOT_THERE is not set");
        assert_eq!(Source::Command("printf abc".into()).read(true).unwrap(), "abc");
        assert!(Source::Command("echo hunter2; exit 3".into()).read(true).unwrap_err().to_string().contains("failed"));
    }
}
