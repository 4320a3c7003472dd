//! Reports from files: without a store (`analyze`), or into it (`import`).

mod load;

use anyhow::{Context, Result};
use tagpulse_core::{
    Error, ErrorCode, Hints, Input, Snapshot, Timestamp, Zone, analyze as report_of, read_files, tutorial_days,
};

use load::File;
pub(crate) use load::load;

use crate::{
    args::{AnalyzeArgs, ImportArgs, ReadArgs},
    exit::{Exit, Stop},
    format::{Document, Kind, Shown},
    number::counted,
    observations,
    options::{self, Options},
    output,
    run::{shown, zone_for},
    store::{Durability, Store},
    zone,
};

/// Clocks and zones are not that far apart, in seconds.
const A_DAY: i64 = 86_400;

/// Rows that are passed over and told one by one, of a file.
const PASSED_OVER_TOLD: usize = 20;

/// `tagpulse analyze`
///
/// # Errors
/// Exit 1 for files that cannot be read, 2 for bad flags.
pub(crate) fn analyze(options: &Options, args: &AnalyzeArgs) -> Result<Exit> {
    let campaign = options::from_flags(&options.config, None, args.campaign.as_deref(), &args.settings)?;
    let zone = zone::load(&campaign.settings().zone, options.now)?;
    let mut all = Vec::new();
    if let Some(text) = &args.previous_at {
        let at = options::time(text, "--previous-at")?;
        all = readings(&load(&args.previous, &args.read)?, &args.read, at)?;
    }
    all.extend(readings(&load(&args.files, &args.read)?, &args.read, options.now)?);
    let report = report_of(&all, &campaign, &zone).map_err(of_files)?;
    let hashtags = campaign.settings().hashtags.clone();
    let shown = Shown { report, zone, kind: Kind::Files, hashtags, days: Vec::new(), own: crate::own::Own::default() };
    output::show(options, &Document::Report(&shown))?;
    Ok(Exit::Done)
}

/// `tagpulse import`
///
/// # Errors
/// Exit 1 for files that cannot be read, 2 for bad flags.
pub(crate) fn import(options: &Options, args: &ImportArgs) -> Result<Exit> {
    options.can_be_of_a_reading()?;
    let mut store = Store::open(&options.store.value, Durability::Full)?;
    let _lock = store.lock(options::clock().seconds())?;
    let campaign = options::from_flags(&options.config, Some(&store), args.campaign.as_deref(), &args.settings)?;
    let zone = zone_for(&store, &campaign, options.now)?;
    let (mut days, mut answers, mut exported) = (Vec::new(), Vec::new(), Vec::new());
    for file in load(&args.files, &args.read)? {
        if let Some(found) = observations::read(&file.1).with_context(|| tagpulse_core::clean(&file.0, 200))? {
            exported.extend(of_campaign(found, campaign.name())?);
            continue;
        }
        match tutorial_days(&file.1).map_err(|error| named(&file.0, &error))? {
            Some(found) => {
                tell_passed_over(options.quiet, &file.0, &found.passed_over);
                days.extend(found.days);
            }
            None => answers.push(file),
        }
    }
    // Both kinds are read before anything is stored.
    let mut readings = if answers.is_empty() { Vec::new() } else { readings(&answers, &args.read, options.now)? };
    readings.extend(exported);
    readings.sort_by_key(|reading| reading.header.taken_at);
    if !days.is_empty() {
        let added = store.add_days(&campaign, &zone, &days)?;
        let stood = days.len().saturating_sub(added);
        output::warn(options.quiet, &format!("{} new, {stood} stored before", counted(added as u64, "imported day")));
    }
    let mut report = None;
    for reading in &readings {
        let taken_at = reading.header.taken_at;
        if store.readings(campaign.name())?.contains(&taken_at) {
            output::warn(options.quiet, &format!("a reading of {taken_at} is stored already; nothing changed"));
        }
        report = Some(store.put(&campaign, &zone, reading, true)?);
        if taken_at.seconds() > options::clock().seconds() + A_DAY {
            let name = tagpulse_core::clean(campaign.name(), 100);
            let remedy = format!("if that is a slip, `tagpulse withdraw \"{name}\" --at {taken_at}` takes it out");
            output::warn(
                options.quiet,
                &format!("the reading of {taken_at} is stored, and lies ahead of the clock; {remedy}"),
            );
        }
    }
    match report {
        Some(report) => {
            let own = options.config.extra(campaign.name()).own;
            let shown = shown(&mut store, &campaign, zone, report, &own)?;
            output::show(options, &Document::Report(&shown))?;
        }
        None => output::show(options, &Document::History(&store.days(&campaign, &zone)?))?,
    }
    Ok(Exit::Done)
}

/// Says which rows of a file are not imported, and why.
fn tell_passed_over(quiet: bool, name: &str, rows: &[String]) {
    let name = tagpulse_core::clean(name, 200);
    for row in rows.iter().take(PASSED_OVER_TOLD) {
        output::warn(quiet, &format!("{name}: passed over {row}"));
    }
    let rest = rows.len().saturating_sub(PASSED_OVER_TOLD);
    if rest > 0 {
        output::warn(quiet, &format!("{name}: passed over {} more", counted(rest as u64, "row")));
    }
}

/// The readings of an export that belong to a campaign: those under its name, or all where there is one name only.
fn of_campaign(all: Vec<(String, Snapshot)>, campaign: &str) -> Result<Vec<Snapshot>> {
    let mut names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    if names.len() > 1 && !names.contains(&campaign) {
        let names: Vec<String> = names.iter().take(10).map(|name| tagpulse_core::clean(name, 60)).collect();
        let message = format!("the export has no campaign \"{campaign}\"; give --campaign one of {}", names.join(", "));
        return Err(Stop::error(Exit::Usage, message));
    }
    let only = names.len() == 1;
    Ok(all.into_iter().filter(|(name, _)| only || name == campaign).map(|(_, snapshot)| snapshot).collect())
}

/// The readings in files, the oldest first.
fn readings(files: &[File], args: &ReadArgs, at: Timestamp) -> Result<Vec<Snapshot>> {
    let inputs: Vec<Input<'_>> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let told = |error: anyhow::Error| Stop::error(Exit::Usage, format!("--times-in: {error}"));
    let zone: Option<Zone> = args.times_in.as_deref().map(|name| zone::load(name, at)).transpose().map_err(told)?;
    read_files(&inputs, &Hints { dialect: args.dialect.as_deref(), zone: zone.as_ref(), both: Some(both) }, at)
        .map_err(of_files)
}

/// Two halves of a large file, each by a thread.
fn both(one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send)) {
    std::thread::scope(|scope| {
        // Where the system has no thread to spare, the first one reads on.
        let _ = std::thread::Builder::new().spawn_scoped(scope, other);
        one();
    });
}

fn named(name: &str, error: &Error) -> anyhow::Error {
    of_files(Error::new(error.code, format!("{}: {}", tagpulse_core::clean(name, 200), error.message)))
}

/// A file is wrong for good, whatever its code would say of a provider.
#[allow(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn of_files(error: Error) -> anyhow::Error {
    let usage = matches!(error.code, ErrorCode::BadSettings | ErrorCode::OutOfOrder);
    // Columns in another language, or far down: the dialects' names help nobody.
    let remedy = if error.message.contains("a table with the columns") {
        "; one of the first ten rows has to name a column of ids or addresses (video_id, url) and one of counts (views, likes)"
    } else {
        ""
    };
    Stop::error(if usage { Exit::Usage } else { Exit::Error }, error.message + remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_known_columns_is_told_with_its_remedy() {
        let sheet = b"Video-Nummer,Aufrufe\n7412345678901234567,5\n";
        let error = read_files(&[Input { name: "a.csv", bytes: sheet }], &Hints::default(), Timestamp::default());
        let told = of_files(error.unwrap_err()).to_string();
        assert!(
            told.contains("the columns Video-Nummer, Aufrufe") && told.contains("; one of the first ten rows"),
            "{told}"
        );
    }
}
