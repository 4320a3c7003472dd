//! What is stored of a campaign: its reports, changes and days. Nothing is sent.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Timestamp, Zone, clean};

use crate::{
    args::{NameArgs, ReportArgs},
    exit::{Exit, Stop},
    format::{Document, Shown},
    options::{self, Options},
    output,
    run::{shown, zone_for},
    store::Store,
};

/// `tagpulse report`
///
/// # Errors
/// Exit 2 when there is no such campaign or reading.
pub(crate) fn report(options: &Options, args: &ReportArgs) -> Result<Exit> {
    let shown = find(options, args)?;
    output::show(options, &Document::Report(&shown))?;
    // What is asked for by its time is meant to be old.
    if args.at.is_none() && args.date.is_none() {
        let (mut store, campaign, zone) = open(options, &args.name)?;
        if let Some(alert) = store.history(&campaign, &zone)?.overdue(&campaign, &zone, options.now) {
            output::warn(options.quiet, &format!("{}: {}", clean(campaign.name(), 100), clean(&alert.reason, 200)));
        }
    }
    Ok(Exit::Done)
}

/// `tagpulse diff`
///
/// # Errors
/// Exit 2 when there is no such campaign or reading.
pub(crate) fn diff(options: &Options, args: &ReportArgs) -> Result<Exit> {
    let shown = find(options, args)?;
    output::show(options, &Document::Diff(&shown))?;
    Ok(Exit::Done)
}

/// `tagpulse history`
///
/// # Errors
/// Exit 2 when there is no such campaign.
pub(crate) fn history(options: &Options, args: &NameArgs) -> Result<Exit> {
    let (mut store, campaign, zone) = open(options, &args.name)?;
    output::show(options, &Document::History(&store.days(&campaign, &zone)?))?;
    Ok(Exit::Done)
}

/// The store, and a campaign in it by name.
///
/// # Errors
/// Exit 2 when there is none.
pub(crate) fn open(options: &Options, name: &str) -> Result<(Store, Campaign, Zone)> {
    let store = Store::open_existing(&options.store.value)?;
    let campaign = options::stored(&options.config, &store, name)?;
    let zone = zone_for(&store, &campaign, options.now)?;
    Ok((store, campaign, zone))
}

fn find(options: &Options, args: &ReportArgs) -> Result<Shown> {
    let (mut store, campaign, zone) = open(options, &args.name)?;
    let at = instant(&mut store, &campaign, &zone, args)?;
    let Some(report) = store.report_at(&campaign, &zone, at)? else {
        let readings = store.readings(campaign.name())?;
        let near = readings.iter().min_by_key(|reading| reading.seconds().abs_diff(at.seconds()));
        let near = near.map_or_else(String::new, |near| format!("; the nearest is of {near}"));
        return Err(Stop::error(Exit::Usage, format!("no reading of {at}{near}")));
    };
    shown(&store, &campaign, zone, report)
}

/// The instant of the reading that is meant: a time, a day's last trusted one, or the newest.
fn instant(store: &mut Store, campaign: &Campaign, zone: &Zone, args: &ReportArgs) -> Result<Timestamp> {
    if let Some(text) = &args.at {
        return options::time(text, "--at");
    }
    let readings = store.readings(campaign.name())?;
    if let Some(text) = &args.date {
        let day = Day::parse(text).map_err(|error| Stop::error(Exit::Usage, format!("--date: {error}")))?;
        let trusted = store.days(campaign, zone)?.days.into_iter().find(|figures| figures.date == day);
        let trusted = trusted.map(|figures| figures.taken_at).filter(|at| readings.contains(at));
        let any = || readings.iter().rev().find(|at| zone.day(**at) == day).copied();
        return trusted.or_else(any).ok_or_else(|| {
            Stop::error(Exit::Usage, format!("no reading on {day}; `tagpulse history` lists the days that have one"))
        });
    }
    let none = || Stop::error(Exit::Usage, "the campaign has no reading yet; `tagpulse run` takes one");
    readings.last().copied().ok_or_else(none)
}
