//! What is stored of a campaign: its reports, changes and days. Nothing is sent.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Timestamp, Zone, clean};

use crate::{
    args::{Format, NameArgs, ReadingArgs, ReportArgs},
    exit::{Exit, Stop, exit_of},
    format::{Compared, Document, Ran, Shown},
    options::{self, Options},
    output,
    run::{listing_error, shown, totals, zone_for},
    span,
    store::Store,
};

/// `tagpulse report`
///
/// # Errors
/// Exit 2 when there is no such campaign or reading.
pub(crate) fn report(options: &Options, args: &ReportArgs) -> Result<Exit> {
    let look = options.look.with(&args.look)?;
    if look.client.is_some() && !matches!(options.format, Format::Md | Format::Html) {
        return Err(Stop::error(Exit::Usage, "--for client makes a page; give --format html or md"));
    }
    if let (Some(from), Some(to)) = (&args.from, &args.to) {
        let days = span::days_of(from, to)?;
        let [name] = args.names.as_slice() else {
            return Err(Stop::error(Exit::Usage, "--from and --to are for one campaign; leave the others out"));
        };
        let (mut store, campaign, zone) = open(options, name)?;
        let span = span::of(&mut store, &campaign, zone, days)?;
        output::show_as(options, &Document::Span(&span), &look)?;
        return Ok(Exit::Done);
    }
    let (date, at) = (args.date.as_deref(), args.at.as_deref());
    let names = if args.names.is_empty() { every_name(options)? } else { args.names.clone() };
    if let [name] = names.as_slice() {
        output::show_as(options, &Document::Report(&find(options, name, date, at)?), &look)?;
        warn_overdue(options, name, args)?;
        return Ok(Exit::Done);
    }
    if look.client.is_some() {
        return Err(Stop::error(Exit::Usage, "--for client is for one campaign; leave the others out"));
    }
    let mut campaigns = Vec::new();
    for name in &names {
        let campaign = options::stored(&options.config, &Store::open_existing(&options.store.value)?, name)?;
        let shown = match find(options, name, date, at) {
            Ok(shown) => Some(shown),
            // Of all campaigns one that has nothing there is a line, not the end.
            Err(error) if args.names.is_empty() && exit_of(&error) == Exit::Usage => None,
            Err(error) => return Err(error),
        };
        let error = shown.as_ref().and_then(|shown| listing_error(&shown.report));
        campaigns.push((campaign, Ran { campaign: name.clone(), shown, error }));
    }
    let together: Vec<_> = campaigns.iter().map(|(campaign, ran)| (campaign, ran)).collect();
    let mut store = Store::open_existing(&options.store.value)?;
    let totals = totals(&mut store, &together, &options.config.extras_by_name())?;
    let campaigns = campaigns.into_iter().map(|(_, ran)| ran).collect();
    output::show_as(options, &Document::Compare(&Compared { campaigns, totals }), &look)?;
    Ok(Exit::Done)
}

/// Stored campaigns: those of the config in its order, or all where it has none.
fn every_name(options: &Options) -> Result<Vec<String>> {
    let stored = Store::open_existing(&options.store.value)?.campaigns()?;
    let of_config = options.config.campaigns.iter().map(|settings| settings.campaign.clone());
    let names: Vec<String> = of_config.filter(|name| stored.contains(name)).collect();
    if !names.is_empty() {
        return Ok(names);
    }
    if stored.is_empty() {
        return Err(Stop::error(Exit::Usage, "the store has no campaign yet; `tagpulse run` takes a first reading"));
    }
    Ok(stored)
}

/// Says on stderr when the newest reading is too old to be trusted.
fn warn_overdue(options: &Options, name: &str, args: &ReportArgs) -> Result<()> {
    // What is asked for by its time is meant to be old.
    if let (None, None) = (&args.at, &args.date) {
        let (mut store, campaign, zone) = open(options, name)?;
        if let Some(alert) = store.history(&campaign, &zone)?.overdue(&campaign, &zone, options.now) {
            output::warn(options.quiet, &format!("{}: {}", clean(campaign.name(), 100), clean(&alert.reason, 200)));
        }
    }
    Ok(())
}

/// `tagpulse diff`
///
/// # Errors
/// Exit 2 when there is no such campaign or reading.
pub(crate) fn diff(options: &Options, args: &ReadingArgs) -> Result<Exit> {
    let shown = find(options, &args.name, args.date.as_deref(), args.at.as_deref())?;
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

fn find(options: &Options, name: &str, date: Option<&str>, at: Option<&str>) -> Result<Shown> {
    let (mut store, campaign, zone) = open(options, name)?;
    let at = instant(&mut store, &campaign, &zone, date, at)?;
    let Some(report) = store.report_at(&campaign, &zone, at)? else {
        let readings = store.readings(campaign.name())?;
        let near = readings.iter().min_by_key(|reading| reading.seconds().abs_diff(at.seconds()));
        let near = near.map_or_else(String::new, |near| format!("; the nearest is of {near}"));
        return Err(Stop::error(Exit::Usage, format!("no reading of {at}{near}")));
    };
    let mut days = store.days(&campaign, &zone)?.days;
    days.retain(|day| day.date <= report.date);
    let shown = shown(&store, &campaign, zone, report)?;
    Ok(Shown { days, ..shown })
}

/// The instant of the reading that is meant: a time, a day's last trusted one, or the newest.
fn instant(
    store: &mut Store,
    campaign: &Campaign,
    zone: &Zone,
    date: Option<&str>,
    at: Option<&str>,
) -> Result<Timestamp> {
    if let Some(text) = at {
        return options::time(text, "--at");
    }
    let readings = store.readings(campaign.name())?;
    if let Some(text) = date {
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
