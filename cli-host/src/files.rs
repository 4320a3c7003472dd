//! Reports from files: without a store (`analyze`), or into it (`import`).

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tagpulse_core::{Error, ErrorCode, Input, Snapshot, Timestamp, analyze as report_of, read_files, tutorial_days};

use crate::{
    args::{AnalyzeArgs, ImportArgs},
    exit::{Exit, Stop},
    format::{Document, Kind, Shown},
    options::{self, Options},
    output,
    run::{shown, zone_for},
    store::{Durability, Store},
    zone,
};

/// A file's name and bytes.
type File = (String, Vec<u8>);

/// `tagpulse analyze`
///
/// # Errors
/// Exit 1 for files that cannot be read, 2 for bad flags.
pub(crate) fn analyze(options: &Options, args: &AnalyzeArgs) -> Result<Exit> {
    let campaign = options::from_flags(&options.config, None, args.campaign.as_deref(), &args.settings)?;
    let zone = zone::load(&campaign.settings().zone, options.now)?;
    let snapshot = snapshot(&load(&args.files)?, args.dialect.as_deref(), options.now)?;
    let previous = match &args.previous_at {
        Some(text) => {
            let at = options::time(text, "--previous-at")?;
            Some(self::snapshot(&load(&args.previous)?, args.dialect.as_deref(), at)?)
        }
        None => None,
    };
    let report = report_of(&snapshot, previous.as_ref(), &campaign, &zone).map_err(of_files)?;
    let hashtags = campaign.settings().hashtags.clone();
    output::show(options, &Document::Report(&Shown { report, zone, kind: Kind::Files, hashtags }))?;
    Ok(Exit::Done)
}

/// `tagpulse import`
///
/// # Errors
/// Exit 1 for files that cannot be read, 2 for bad flags.
pub(crate) fn import(options: &Options, args: &ImportArgs) -> Result<Exit> {
    let mut store = Store::open(&options.store.value, Durability::Full)?;
    let _lock = store.lock(options::clock().seconds())?;
    let campaign = options::from_flags(&options.config, Some(&store), args.campaign.as_deref(), &args.settings)?;
    let zone = zone_for(&store, &campaign, options.now)?;
    let (mut days, mut answers) = (Vec::new(), Vec::new());
    for file in load(&args.files)? {
        match tutorial_days(&file.1).map_err(|error| named(&file.0, &error))? {
            Some(found) => days.extend(found),
            None => answers.push(file),
        }
    }
    // Both kinds are read before anything is stored.
    let snapshot = match answers.is_empty() {
        true => None,
        false => Some(snapshot(&answers, args.dialect.as_deref(), options.now)?),
    };
    if !days.is_empty() {
        let added = store.add_days(&campaign, &zone, &days)?;
        let stood = days.len().saturating_sub(added);
        output::warn(options.quiet, &format!("{added} imported days are new, {stood} were stored before"));
    }
    let Some(snapshot) = snapshot else {
        output::show(options, &Document::History(&store.days(&campaign, &zone)?))?;
        return Ok(Exit::Done);
    };
    if store.readings(campaign.name())?.contains(&options.now) {
        output::warn(options.quiet, &format!("a reading of {} is stored already; nothing changed", options.now));
    }
    let report = store.put(&campaign, &zone, &snapshot, true)?;
    let shown = shown(&store, &campaign, zone, report)?;
    output::show(options, &Document::Report(&shown))?;
    Ok(Exit::Done)
}

fn load(paths: &[PathBuf]) -> Result<Vec<File>> {
    paths.iter().map(|path| load_one(path)).collect()
}

fn load_one(path: &Path) -> Result<File> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read stdin")?;
        return Ok(("stdin".to_owned(), bytes));
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    // The name alone: a report is passed on, and folders say more than it should.
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, bytes))
}

fn snapshot(files: &[File], dialect: Option<&str>, at: Timestamp) -> Result<Snapshot> {
    let inputs: Vec<Input<'_>> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    read_files(&inputs, dialect, at).map_err(of_files)
}

fn named(name: &str, error: &Error) -> anyhow::Error {
    of_files(Error::new(error.code, format!("{}: {}", tagpulse_core::clean(name, 200), error.message)))
}

/// A file is wrong for good, whatever its code would say of a provider.
#[allow(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn of_files(error: Error) -> anyhow::Error {
    let usage = matches!(error.code, ErrorCode::BadSettings | ErrorCode::OutOfOrder);
    Stop::error(if usage { Exit::Usage } else { Exit::Error }, error.message)
}
