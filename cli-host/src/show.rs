//! What is stored of a campaign: its reports, changes and days. Nothing is sent.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Settings, Timestamp, Zone, clean};

use crate::{
    args::{Format, NameArgs, ReadingArgs, ReportArgs},
    exit::{Exit, Stop, exit_of},
    format::{Compared, Document, Ran, Shown},
    options::{self, Options},
    output,
    run::{is_over, listing_error, shown, totals, zone_for},
    span,
    store::Store,
    withdraw::nearest,
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
        let span = span::of(&mut store, &campaign, zone, days, &own_of(options, &campaign))?;
        output::show_as(options, &Document::Span(&span), &look)?;
        return Ok(Exit::Done);
    }
    let when = When { date: args.date.as_deref(), at: args.at.as_deref() };
    let mut store = Store::open_to_read(&options.store.value)?;
    let names = if args.names.is_empty() { every_name(options, &store)? } else { args.names.clone() };
    if let [name] = names.as_slice() {
        let (campaign, zone) = named(options, &store, name)?;
        let shown = find(options, &mut store, &campaign, zone, when)?;
        output::show_as(options, &Document::Report(&shown), &look)?;
        warn_overdue(options, &mut store, &campaign, &shown.zone, when)?;
        return Ok(Exit::Done);
    }
    if look.client.is_some() {
        return Err(Stop::error(Exit::Usage, "--for client is for one campaign; leave the others out"));
    }
    let stored = store.campaigns()?;
    let mut campaigns = Vec::new();
    for name in &names {
        let is_unread = |settings: &&Settings| settings.campaign == *name && !stored.contains(name);
        let unread = options.config.campaigns.iter().find(is_unread).filter(|_| args.names.is_empty());
        let (campaign, shown) = match unread {
            Some(settings) => (Campaign::new(settings.clone())?, None),
            None => {
                let (campaign, zone) = named(options, &store, name)?;
                match find(options, &mut store, &campaign, zone, when) {
                    Ok(shown) => (campaign, Some(shown)),
                    // Of all campaigns one that has nothing there is a line, not the end.
                    Err(error) if args.names.is_empty() && exit_of(&error) == Exit::Usage => (campaign, None),
                    Err(error) => return Err(error),
                }
            }
        };
        let error = shown.as_ref().and_then(|shown| listing_error(&shown.report));
        campaigns.push((campaign, Ran { campaign: name.clone(), shown, error, is_old: false }));
    }
    if when.is_newest() {
        mark_old(options, &mut campaigns)?;
    }
    let together: Vec<_> = campaigns.iter().map(|(campaign, ran)| (campaign, ran)).collect();
    let totals = totals(&mut store, &together, &options.config.extras_by_name())?;
    let (asked, campaigns): (Vec<Campaign>, Vec<Ran>) = campaigns.into_iter().unzip();
    let compared = Compared { campaigns, totals };
    output::show_as(options, &Document::Compare(&compared), &look)?;
    for (campaign, ran) in asked.iter().zip(&compared.campaigns) {
        if let Some(shown) = &ran.shown {
            warn_overdue(options, &mut store, campaign, &shown.zone, when)?;
        }
    }
    Ok(Exit::Done)
}

/// Readings that lie closer together are of one morning, in seconds: less than a day, as daily runs are not to the minute.
const ONE_MORNING: i64 = 20 * 3600;

/// Marks campaigns that others were read after, but for those whose time is over: nobody reads them any more.
fn mark_old(options: &Options, campaigns: &mut [(Campaign, Ran)]) -> Result<()> {
    let taken_at = |ran: &Ran| Some(ran.shown.as_ref()?.report.taken_at.seconds());
    let newest = campaigns.iter().filter_map(|(_, ran)| taken_at(ran)).max();
    for (campaign, ran) in campaigns {
        let is_before = newest.zip(taken_at(ran)).is_some_and(|(newest, at)| newest - at >= ONE_MORNING);
        ran.is_old = is_before && !is_over(&options.config, campaign, options.now)?;
    }
    Ok(())
}

/// The campaigns of the config in its order if any of them is stored, those without a reading among them; or all that are
/// stored.
fn every_name(options: &Options, store: &Store) -> Result<Vec<String>> {
    let stored = store.campaigns()?;
    let names: Vec<String> = options.config.campaigns.iter().map(|settings| settings.campaign.clone()).collect();
    if names.iter().any(|name| stored.contains(name)) {
        return Ok(names);
    }
    if stored.is_empty() {
        return Err(Stop::error(Exit::Usage, "the store has no campaign yet; `tagpulse run` takes a first reading"));
    }
    Ok(stored)
}

/// Says on stderr when the newest reading is too old to be trusted.
fn warn_overdue(options: &Options, store: &mut Store, campaign: &Campaign, zone: &Zone, when: When<'_>) -> Result<()> {
    // What is asked for by its time is meant to be old.
    if when.is_newest()
        && let Some(alert) = store.history(campaign, zone)?.overdue(campaign, zone, options.now)
    {
        output::warn(options.quiet, &format!("{}: {}", clean(campaign.name(), 100), clean(&alert.reason, 200)));
    }
    Ok(())
}

/// `tagpulse diff`
///
/// # Errors
/// Exit 2 when there is no such campaign or reading.
pub(crate) fn diff(options: &Options, args: &ReadingArgs) -> Result<Exit> {
    let (mut store, campaign, zone) = open(options, &args.name)?;
    let when = When { date: args.date.as_deref(), at: args.at.as_deref() };
    let shown = find(options, &mut store, &campaign, zone, when)?;
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

/// The store to read, and a campaign in it by name.
///
/// # Errors
/// Exit 2 when there is none.
pub(crate) fn open(options: &Options, name: &str) -> Result<(Store, Campaign, Zone)> {
    let store = Store::open_to_read(&options.store.value)?;
    let (campaign, zone) = named(options, &store, name)?;
    Ok((store, campaign, zone))
}

fn named(options: &Options, store: &Store, name: &str) -> Result<(Campaign, Zone)> {
    let campaign = options::stored(&options.config, store, name)?;
    let zone = zone_for(store, &campaign, options.now)?;
    Ok((campaign, zone))
}

/// Which of a campaign's readings is meant.
#[derive(Clone, Copy)]
struct When<'a> {
    date: Option<&'a str>,
    at: Option<&'a str>,
}

impl When<'_> {
    const fn is_newest(self) -> bool {
        self.date.is_none() && self.at.is_none()
    }
}

fn find(options: &Options, store: &mut Store, campaign: &Campaign, zone: Zone, when: When<'_>) -> Result<Shown> {
    let at = instant(store, campaign, &zone, when)?;
    let Some(report) = store.report_at(campaign, &zone, at)? else {
        let readings = store.readings(campaign.name())?;
        return Err(Stop::error(Exit::Usage, format!("no reading of {at}{}", nearest(&readings, at))));
    };
    let mut days = store.days(campaign, &zone)?.days;
    days.retain(|day| day.date <= report.date);
    let shown = shown(store, campaign, zone, report, &own_of(options, campaign))?;
    Ok(Shown { days, ..shown })
}

/// The user's own accounts, by the config.
fn own_of(options: &Options, campaign: &Campaign) -> Vec<String> {
    options.config.extra(campaign.name()).own
}

/// The instant of the reading that is meant: a time, a day's last trusted one, or the newest.
fn instant(store: &mut Store, campaign: &Campaign, zone: &Zone, when: When<'_>) -> Result<Timestamp> {
    if let Some(text) = when.at {
        return options::time(text, "--at");
    }
    let readings = store.readings(campaign.name())?;
    if let Some(text) = when.date {
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
