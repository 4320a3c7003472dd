//! Where results and messages go: results to stdout or a file, everything else to stderr.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::ColorChoice;
use anyhow::{Context, Result};
use serde::Serialize;
use tagpulse_core::{Timestamp, clean, to_json};

use crate::{
    args::{Format, LogFormat},
    format::{Document, render},
    look::Look,
    options::{Options, clock},
    place,
};

/// Settles once whether there is colour: the flag, NO_COLOR, a pipe.
pub(crate) fn set_colour(no_color: bool) {
    if no_color {
        ColorChoice::Never.write_global();
    }
}

/// Shows a document as the options ask.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn show(options: &Options, document: &Document<'_>) -> Result<()> {
    show_as(options, document, &options.look)
}

/// Shows a document in a look of its own.
///
/// # Errors
/// When it cannot be written, or has no such format.
pub(crate) fn show_as(options: &Options, document: &Document<'_>, look: &Look) -> Result<()> {
    let shown = match &options.pseudonyms {
        None => render(options.format, document, look)?,
        Some(pseudonyms) => pseudonyms.with(document, |document| render(options.format, document, look))?,
    };
    let output = options.output.as_deref();
    // Text has colours to take away where they do not belong. In other formats such characters are data, except
    // where they would act: on a terminal.
    if options.format == Format::Text {
        write(output, &shown)
    } else if output.is_none() && std::io::stdout().is_terminal() {
        write_bytes(None, for_terminal(&shown).as_bytes())
    } else {
        write_bytes(output, shown.as_bytes())
    }
}

/// Lines of data without what a terminal would take for a command.
fn for_terminal(data: &str) -> String {
    data.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

/// Writes results to stdout, or to a file as a whole or not at all.
///
/// # Errors
/// When that fails; a reader of stdout that has gone away is no error.
pub(crate) fn write(output: Option<&Path>, text: &str) -> Result<()> {
    match output {
        None => to_stdout(&mut anstream::stdout().lock(), text.as_bytes()),
        Some(_) => write_bytes(output, anstream::adapter::strip_str(text).to_string().as_bytes()),
    }
}

fn to_stdout(stdout: &mut impl Write, bytes: &[u8]) -> Result<()> {
    match stdout.write_all(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to stdout"),
    }
}

/// Writes results as they are.
fn write_bytes(output: Option<&Path>, bytes: &[u8]) -> Result<()> {
    let Some(path) = output else { return to_stdout(&mut std::io::stdout().lock(), bytes) };
    let named = || format!("cannot write {}", path.display());
    let path = &meant(path);
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        // A device or a pipe takes bytes as they come; to put a file in its place would destroy it.
        let mut there = std::fs::File::options().write(true).open(path).with_context(named)?;
        return there.write_all(bytes).with_context(named);
    }
    let folder = folder_of(path);
    let mut file = new_file(folder).map_err(|error| place::refused(folder, &error)).with_context(named)?;
    file.write_all(bytes).with_context(named)?;
    file.as_file().sync_all().with_context(named)?;
    file.persist(path).with_context(named)?;
    Ok(())
}

/// Looks whether results can be written there, before anything is paid for or sent; nothing is written.
///
/// # Errors
/// Why they cannot.
pub(crate) fn look_at(path: &Path) -> Result<()> {
    let named = || format!("cannot write {}; name another file with --output", path.display());
    let path = meant(path);
    match path.metadata() {
        Ok(there) if there.is_dir() => Err(anyhow::anyhow!("it is a folder")).with_context(named),
        // A pipe that is opened waits for who reads it.
        Ok(there) if !there.is_file() => Ok(()),
        _ => place::in_folder(folder_of(&path)).with_context(named),
    }
}

/// A link stays one: what it leads to is written.
fn meant(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether messages are JSON: settled once, before the first.
static JSON_LOG: AtomicBool = AtomicBool::new(false);

/// Settles how messages are written.
pub(crate) fn set_log_format(format: LogFormat) {
    JSON_LOG.store(format == LogFormat::Json, Ordering::Relaxed);
}

/// Whether messages are for programs.
pub(crate) fn logs_json() -> bool {
    JSON_LOG.load(Ordering::Relaxed)
}

/// A message for programs.
#[derive(Serialize)]
struct Logged<'a, T> {
    time: Timestamp,
    level: &'static str,
    message: &'a str,
    #[serde(flatten)]
    more: Option<T>,
}

/// Tells a problem on stderr.
pub(crate) fn complain(message: &str) {
    tell("error", "", message);
}

/// Tells a warning on stderr, unless nobody wants it.
pub(crate) fn warn(quiet: bool, message: &str) {
    if !quiet {
        tell("warning", "warning: ", message);
    }
}

/// Tells on stderr what was done, unless nobody wants it.
pub(crate) fn inform(quiet: bool, message: &str) {
    if !quiet {
        tell("info", "", message);
    }
}

fn tell(level: &'static str, prefix: &str, message: &str) {
    if logs_json() {
        log::<()>(level, message, None);
    } else {
        // Nobody is left to tell when stderr is closed.
        let _ = writeln!(anstream::stderr(), "tagpulse: {prefix}{message}");
    }
}

/// Writes a message for programs, with more beside it.
pub(crate) fn log<T: Serialize>(level: &'static str, message: &str, more: Option<T>) {
    let line = to_json(&Logged { time: clock(), level, message, more }) + "\n";
    // In one piece, so that lines of several writers stay whole.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// A message of several lines, each made harmless for the terminal.
pub(crate) fn harmless(message: &str) -> String {
    let lines: Vec<String> = message.lines().map(|line| clean(line, 500)).collect();
    lines.join("\n  ")
}

/// A file beside the target, as readable as any other new file: a report is made to be read.
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_without_colour() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        write(Some(&path), "\u{1b}[1mbold\u{1b}[0m\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "bold\n");
        assert!(write(Some(&folder.path().join("none/report.txt")), "x").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_written_to_and_not_replaced() {
        use std::os::unix::{fs::FileTypeExt, net::UnixListener};
        let folder = tempfile::tempdir().unwrap();
        let (file, link, socket) = (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
        std::fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(Some(&link), "new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert!(write(Some(&socket), "x").is_err());
        assert!(std::fs::metadata(&socket).unwrap().file_type().is_socket());
        write(Some(Path::new("/dev/null")), "x").unwrap();
        assert!(write(Some(folder.path()), "x").is_err());
        assert!(look_at(folder.path()).is_err());
        for path in [&link, &socket, Path::new("/dev/null"), &folder.path().join("new")] {
            look_at(path).unwrap();
        }
    }

    #[test]
    fn data_cannot_act_on_a_terminal() {
        assert_eq!(for_terminal("a,\u{1b}[2Jb\u{9b}\u{7}\r\n"), "a,[2Jb\n");
    }

    #[test]
    fn messages_cannot_act_on_a_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{202e}"), "a[2Jb\n  c");
    }
}
