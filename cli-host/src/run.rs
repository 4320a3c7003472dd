//! The daily run: campaign after campaign, each failing for itself, nothing paid for twice.

mod resume;
#[cfg(all(test, feature = "demo"))]
mod tests;
mod totals;

use anyhow::Result;
use tagpulse_core::{Campaign, CollectorOptions, Error, ErrorCode, Report, StopReason, Timestamp, Zone, clean};

use crate::{
    args::RunArgs,
    collect::{Network, collect},
    exit::Exit,
    format::{Document, Kind, Ran, RunResult, Shown},
    http::Sender,
    interrupt::Interrupt,
    notify,
    options::{self, Limits, Options},
    output, plan,
    progress::Progress,
    secret,
    store::{Durability, Store},
    zone,
};

/// `tagpulse run`
///
/// # Errors
/// When nothing could be run at all; what fails in a campaign stands in the result.
pub(crate) fn run(options: &Options, args: &RunArgs) -> Result<Exit> {
    let campaigns = options::to_run(&options.config, args)?;
    let limits = Limits::new(args, &options.config)?;
    if args.dry_run {
        output::show(options, &Document::Plan(&plan::of(&campaigns, &limits, options.now)?))?;
        return Ok(Exit::Done);
    }
    let sender = Sender::new(limits.base_url.value.clone(), secret::load(options.quiet)?)?;
    let mut store = Store::open(&options.store.value, Durability::Full)?;
    let _lock = store.lock(options::clock().seconds())?;
    store.route(notify::routes(&options.config, &campaigns));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (result, exits, mut host) = runtime.block_on(async {
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
    let shown = output::show(options, &Document::Run(&result));
    // What cannot be delivered waits, and is no failure of the run.
    runtime.block_on(notify::deliver(&mut host.store, options, &mut host.interrupt, notify::Due::Now))?;
    shown?;
    let sent = |shown: &Shown| shown.report.alerts.iter().any(|alert| alert.notifies);
    let alerts = |ran: &Ran| ran.shown.as_ref().is_some_and(sent);
    let exit = Exit::merge(&exits);
    let alerted = args.fail_on_alert && exit == Exit::Done && result.campaigns.iter().any(alerts);
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
    /// Runs campaigns one after another at one instant.
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
        let mut ran = Vec::with_capacity(campaigns.len());
        let mut exits = Vec::with_capacity(campaigns.len());
        let mut stopped: Option<Error> = None;
        for campaign in campaigns {
            let (one, exit) = match &stopped {
                Some(error) => self.skip(campaign, limits, taken_at, error).await?,
                None => match self.campaign(campaign, limits, taken_at).await {
                    Ok(ran) => ran,
                    Err(error) => isolate(campaign, error)?,
                },
            };
            if let Some(error) = one.error.as_ref().filter(|error| stops_the_run(error.code)) {
                stopped.get_or_insert_with(|| error.clone());
            }
            self.tell(&one, taken_at);
            ran.push(one);
            exits.push(exit);
        }
        let totals = totals::of(&mut self.store, campaigns, &ran)?;
        let credits_used = self.store.spent(taken_at)?.credits;
        Ok((RunResult { started_at: taken_at, credits_used, totals, campaigns: ran }, exits))
    }

    async fn campaign(&mut self, campaign: &Campaign, limits: &Limits, taken_at: Timestamp) -> Result<(Ran, Exit)> {
        let zone = zone_for(&self.store, campaign, taken_at)?;
        let (report, error) = match self.store.report_at(campaign, &zone, taken_at)? {
            Some(report) => (Some(report), None),
            None => {
                let options = collector_options(&self.store, campaign, limits, taken_at)?;
                let network =
                    Network { sender: &self.sender, interrupt: &mut self.interrupt, progress: &mut self.progress };
                let collected = collect(&mut self.store, campaign.name(), options, Some(network)).await?;
                let report = match &collected.snapshot {
                    Some(snapshot) => Some(self.store.put(campaign, &zone, snapshot, false)?),
                    None => {
                        self.store.close_reading(taken_at, campaign.name())?;
                        None
                    }
                };
                (report, collected.error)
            }
        };
        // A reading that was stored before tells its error by its listings.
        let error = error.or_else(|| report.as_ref().and_then(listing_error));
        let exit = error.as_ref().map_or(Exit::Done, |error| Exit::of(error.code));
        let shown = match report {
            Some(report) => Some(shown(&self.store, campaign, zone, report)?),
            None => None,
        };
        Ok((Ran { campaign: campaign.name().to_owned(), shown, error }, exit))
    }

    /// A campaign that is not begun because the run was stopped. What a killed run has gathered
    /// for it is stored.
    async fn skip(
        &mut self,
        campaign: &Campaign,
        limits: &Limits,
        taken_at: Timestamp,
        cause: &Error,
    ) -> Result<(Ran, Exit)> {
        let error = Error::new(cause.code, format!("not begun: {}", cause.message));
        resume::close(self, campaign, limits, taken_at).await?;
        let zone = zone_for(&self.store, campaign, taken_at)?;
        let shown = match self.store.report_at(campaign, &zone, taken_at)? {
            Some(report) => Some(shown(&self.store, campaign, zone, report)?),
            None => None,
        };
        Ok((Ran { campaign: campaign.name().to_owned(), shown, error: Some(error) }, Exit::of(cause.code)))
    }

    fn tell(&self, ran: &Ran, taken_at: Timestamp) {
        let name = clean(&ran.campaign, 100);
        match (&ran.error, &ran.shown) {
            (Some(error), Some(_)) => output::complain(&format!(
                "{name}: {}; the reading of {taken_at} is stored as partial",
                output::harmless(&error.message)
            )),
            (Some(error), None) => output::complain(&format!("{name}: {}", output::harmless(&error.message))),
            (None, Some(shown)) if shown.report.coverage.suspect.is_some() => {
                let reason = shown.report.coverage.suspect.as_deref().unwrap_or_default();
                output::warn(self.quiet, &format!("{name}: suspect reading: {}", clean(reason, 200)));
            }
            _ => {}
        }
    }
}

/// A refusal of the core concerns its campaign alone; a store that fails concerns all. The reading
/// stays open: what was paid for is gone on with the next time.
fn isolate(campaign: &Campaign, error: anyhow::Error) -> Result<(Ran, Exit)> {
    let error = error.downcast::<Error>()?;
    let exit = Exit::of(error.code);
    Ok((Ran { campaign: campaign.name().to_owned(), shown: None, error: Some(error) }, exit))
}

/// What the Collector may do for a campaign: the budget less what the run has spent by the
/// ledger, and plus what it will count again from kept answers.
fn collector_options(
    store: &Store,
    campaign: &Campaign,
    limits: &Limits,
    taken_at: Timestamp,
) -> Result<CollectorOptions> {
    let hashtags = campaign.settings().hashtags.clone();
    let spent = store.spent(taken_at)?;
    let kept = store.kept_credits(taken_at, &hashtags)?;
    let mut options = CollectorOptions::new(hashtags, taken_at);
    options.max_credits = limits.max_credits.as_ref().map(|budget| {
        let left = budget.value.saturating_sub(spent.credits.saturating_add(spent.possible));
        left.saturating_add(kept)
    });
    options.max_pages = limits.max_pages.value;
    options.timeout_ms = limits.timeout_ms.value;
    options.max_wait_ms = limits.max_wait_ms.value;
    options.seed = seed();
    Ok(options)
}

/// Eight random bytes for the jitter of waits: the standard library's hasher is seeded by the
/// system, so no crate is needed for them.
fn seed() -> [u8; 8] {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0).to_le_bytes()
}

/// Whether an error concerns every campaign: the key, the credits, the user.
const fn stops_the_run(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Auth | ErrorCode::Credits | ErrorCode::Aborted)
}

/// The error that ended a stored reading's listings, if one did.
fn listing_error(report: &Report) -> Option<Error> {
    let errors = || report.hashtags.iter().filter_map(|listing| listing.error.clone());
    if let Some(error) = errors().find(|error| stops_the_run(error.code)).or_else(|| errors().next()) {
        return Some(error);
    }
    let budget = report.hashtags.iter().any(|listing| listing.stop_reason == Some(StopReason::CreditBudget));
    budget.then(|| Error::new(ErrorCode::Budget, "the credit budget was reached; --max-credits raises it"))
}

/// A campaign's zone, over all its readings and this instant.
///
/// # Errors
/// When no zone has that name, or the store fails.
pub(crate) fn zone_for(store: &Store, campaign: &Campaign, at: Timestamp) -> Result<Zone> {
    let newest = store.readings(campaign.name())?.last().copied();
    zone::load(&campaign.settings().zone, newest.unwrap_or(at).max(at))
}

/// A report of a stored reading, ready to show.
pub(crate) fn shown(store: &Store, campaign: &Campaign, zone: Zone, report: Report) -> Result<Shown> {
    let first = store.readings(campaign.name())?.first() == Some(&report.taken_at);
    let kind = if first { Kind::First } else { Kind::Later };
    let settings = campaign.settings();
    // The core takes goals from 1 to 10^15.
    let goal_views = settings.goal_views.map(|goal| goal as u64);
    Ok(Shown { report, zone, kind, hashtags: settings.hashtags.clone(), goal_views, days: Vec::new() })
}
