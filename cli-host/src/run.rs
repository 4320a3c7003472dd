//! The daily run: campaigns side by side, each failing for itself, nothing paid for twice.

mod choose;
mod one;
mod resume;
#[cfg(all(test, feature = "demo"))]
mod tests;
mod totals;

use std::cell::RefCell;

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use tagpulse_core::{Campaign, Report, Timestamp, Zone};

use crate::{
    args::RunArgs,
    collect::Network,
    exit::Exit,
    forget,
    format::{Compared, Document, Kind, Ran, RunResult, Shown},
    http::Sender,
    interrupt::Interrupt,
    notify,
    options::{self, Limits, Options},
    output,
    own::Own,
    plan,
    progress::Progress,
    secret,
    store::{Durability, Store},
    traffic::{Answers, Budget, Gate},
    zone,
};
pub(crate) use choose::is_over;
use one::One;
pub(crate) use one::listing_error;
pub(crate) use totals::totals;

/// `tagpulse run`
///
/// # Errors
/// When nothing could be run at all; what fails in a campaign stands in the result.
pub(crate) fn run(options: &Options, args: &RunArgs) -> Result<Exit> {
    options.can_be_of_a_reading()?;
    let campaigns = options::to_run(&options.config, args)?;
    let named = !args.names.is_empty() || !args.settings.hashtags.is_empty();
    let (campaigns, over) = match named {
        true => (campaigns, Vec::new()),
        false => choose::by_time(&options.config, campaigns, options.now)?,
    };
    choose::tell(&over, options.quiet);
    let limits = Limits::new(args, &options.config)?;
    if args.dry_run {
        // Nothing is made: where there is no store, nothing was spent.
        let path = &options.store.value;
        let mut store = path.is_file().then(|| Store::open_to_read(path)).transpose()?;
        let campaigns = match &store {
            Some(store) => choose::in_order(options, store, campaigns)?.0,
            None => campaigns,
        };
        let budget = Budget::of(&limits, store.as_ref(), options.now)?;
        output::show(
            options,
            &Document::Plan(&plan::of(&campaigns, &limits, (store.as_mut(), &budget), options.now)?),
        )?;
        return Ok(Exit::Done);
    }
    let sender = Sender::new(limits.base_url.value.clone(), secret::load(options.quiet)?)?;
    let mut store = Store::open(&options.store.value, Durability::Full)?;
    let _lock = store.lock(options::clock().seconds())?;
    choose::by_name(&options.config, &mut store, &campaigns, options.quiet)?;
    let (campaigns, failed) = choose::in_order(options, &store, campaigns)?;
    store.route(notify::routes(&options.config, &campaigns));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut result, mut exits, mut host) = runtime.block_on(async {
        let mut host = Host {
            store,
            sender,
            interrupt: Interrupt::listen()?,
            progress: Progress::new(options.quiet),
            quiet: options.quiet,
        };
        let (result, exits) = host.run(&campaigns, &limits, options.now).await?;
        anyhow::Ok((result, exits, host))
    })?;
    for (place, ran) in failed {
        exits.insert(place, ran.error.as_ref().map_or(Exit::Error, |error| Exit::of(error.code)));
        result.all.campaigns.insert(place, ran);
    }
    let shown = output::show(options, &Document::Run(&result));
    // What cannot be delivered waits, and is no failure of the run.
    runtime.block_on(notify::deliver(&mut host.store, options, &mut host.interrupt, notify::Due::Now))?;
    let forgotten = forget::after_run(options, &mut host.store);
    shown?;
    forgotten?;
    let sent = |shown: &Shown| shown.report.alerts.iter().any(|alert| alert.notifies);
    let alerts = |ran: &Ran| ran.shown.as_ref().is_some_and(sent);
    let exit = Exit::merge(&exits);
    let alerted = args.fail_on_alert && exit == Exit::Done && result.all.campaigns.iter().any(alerts);
    Ok(if alerted { Exit::Alerts } else { exit })
}

/// What a run works with.
pub(crate) struct Host {
    /// The store, claimed.
    pub(crate) store: Store,
    /// The provider.
    pub(crate) sender: Sender,
    /// The user's wish to stop.
    pub(crate) interrupt: Interrupt,
    /// How far it is.
    pub(crate) progress: Progress,
    /// Whether warnings are kept back.
    pub(crate) quiet: bool,
}

impl Host {
    /// Runs campaigns at one instant, as many side by side as requests may be out.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn run(
        &mut self,
        campaigns: &[Campaign],
        limits: &Limits,
        now: Timestamp,
    ) -> Result<(RunResult, Vec<Exit>)> {
        let taken_at = resume::prepare(self, campaigns, limits, now).await?;
        let gate = Gate::new(limits.concurrency.value, Budget::of(limits, Some(&self.store), taken_at)?);
        let one = One {
            store: RefCell::new(&mut self.store),
            network: Network {
                sender: &self.sender,
                interrupt: &self.interrupt,
                progress: &self.progress,
                gate: &gate,
                answers: &Answers::default(),
            },
            limits,
            taken_at,
            quiet: self.quiet,
        };
        let at_a_time = limits.concurrency.value as usize;
        let work =
            campaigns.iter().enumerate().map(async |(place, campaign)| anyhow::Ok((place, one.run(campaign).await?)));
        let mut ended: Vec<(usize, (Ran, Exit))> = stream::iter(work).buffer_unordered(at_a_time).try_collect().await?;
        ended.sort_by_key(|(place, _)| *place);
        let (ran, exits): (Vec<Ran>, Vec<Exit>) = ended.into_iter().map(|(_, ended)| ended).unzip();
        let together: Vec<_> = campaigns.iter().zip(&ran).collect();
        let totals = totals(&mut self.store, &together, &limits.extras)?;
        let credits_used = self.store.spent(taken_at)?.credits;
        let all = Compared { campaigns: ran, totals };
        Ok((RunResult { started_at: taken_at, credits_used, all }, exits))
    }
}
/// A campaign's zone, over all its readings and this instant.
///
/// # Errors
/// When no zone has that name, or the store fails.
pub(crate) fn zone_for(store: &Store, campaign: &Campaign, at: Timestamp) -> Result<Zone> {
    let newest = store.readings(campaign.name())?.last().copied();
    zone::load(&campaign.settings().zone, newest.unwrap_or(at).max(at))
}

/// A report of a stored reading, ready to show; `own` are the user's accounts.
pub(crate) fn shown(
    store: &mut Store,
    campaign: &Campaign,
    zone: Zone,
    report: Report,
    own: &[String],
) -> Result<Shown> {
    let first = store.readings(campaign.name())?.first() == Some(&report.taken_at);
    let kind = if first { Kind::First } else { Kind::Later };
    let own = Own::of(store, campaign, &zone, report.taken_at, own)?;
    Ok(Shown { report, zone, kind, hashtags: campaign.settings().hashtags.clone(), days: Vec::new(), own })
}
