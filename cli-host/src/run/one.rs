//! One campaign of a run: what it shares with the others is borrowed, what fails is its own.

use anyhow::Result;
use tagpulse_core::{Campaign, CollectorOptions, Error, ErrorCode, Report, StopReason, Timestamp, Zone, clean};

use super::{resume, shown, zone_for};
use crate::{
    collect::{Network, Shared, collect},
    exit::Exit,
    format::{Ran, Shown},
    options::Limits,
    output,
};

/// What the campaigns of a run share.
pub(super) struct One<'a> {
    pub(super) store: Shared<'a>,
    pub(super) network: Network<'a>,
    pub(super) limits: &'a Limits,
    pub(super) taken_at: Timestamp,
    pub(super) quiet: bool,
}

impl One<'_> {
    /// Runs a campaign, and says what went wrong in it.
    ///
    /// # Errors
    /// When the store fails; what the provider does stands in the result.
    pub(super) async fn run(&self, campaign: &Campaign) -> Result<(Ran, Exit)> {
        let (ran, exit) = match self.network.gate.stopped() {
            Some(error) => self.skip(campaign, &error).await?,
            None => match self.campaign(campaign).await {
                Ok(ran) => ran,
                Err(error) => isolate(campaign, error)?,
            },
        };
        if let Some(error) = ran.error.as_ref().filter(|error| stops_the_run(error.code)) {
            self.network.gate.stop(error);
        }
        self.tell(&ran);
        if ran.shown.is_none() {
            self.tell_overdue(campaign)?;
        }
        Ok((ran, exit))
    }

    async fn campaign(&self, campaign: &Campaign) -> Result<(Ran, Exit)> {
        let zone = zone_for(&self.store.borrow(), campaign, self.taken_at)?;
        let stored = self.store.borrow_mut().report_at(campaign, &zone, self.taken_at)?;
        let (report, error) = match stored {
            Some(report) => (Some(report), None),
            None => {
                let options = collector_options(&self.store, campaign, self.limits, self.taken_at)?;
                let collected = collect(&self.store, campaign.name(), options, Some(self.network)).await?;
                // Before anybody else may go on: what concerns all stops all.
                if let Some(error) = collected.error.as_ref().filter(|error| stops_the_run(error.code)) {
                    self.network.gate.stop(error);
                }
                let mut store = self.store.borrow_mut();
                let report = match &collected.snapshot {
                    Some(snapshot) => Some(store.put(campaign, &zone, snapshot, false)?),
                    None => {
                        store.close_reading(self.taken_at, campaign.name())?;
                        None
                    }
                };
                (report, collected.error)
            }
        };
        // A reading that was stored before tells its error by its listings.
        let error = error.or_else(|| report.as_ref().and_then(listing_error));
        let exit = error.as_ref().map_or(Exit::Done, |error| Exit::of(error.code));
        let error = before_a_budget(campaign, error, report.as_ref());
        let is_cut = report.as_ref().is_some_and(is_cut_by_a_budget);
        let exit = if is_cut { Exit::merge(&[exit, Exit::CreditsSpent]) } else { exit };
        let shown = match report {
            Some(report) => Some(self.shown(campaign, zone, report)?),
            None => None,
        };
        Ok((Ran { campaign: campaign.name().to_owned(), shown, error, is_old: false }, exit))
    }

    /// A campaign that is not begun because the run was stopped. What a killed run has gathered
    /// for it is stored.
    async fn skip(&self, campaign: &Campaign, cause: &Error) -> Result<(Ran, Exit)> {
        let error = Error::new(cause.code, format!("not begun: {}", cause.message));
        resume::close(&self.store, campaign, self.limits, self.taken_at, self.quiet).await?;
        let zone = zone_for(&self.store.borrow(), campaign, self.taken_at)?;
        let stored = self.store.borrow_mut().report_at(campaign, &zone, self.taken_at)?;
        let shown = match stored {
            Some(report) => Some(self.shown(campaign, zone, report)?),
            None => None,
        };
        Ok((
            Ran { campaign: campaign.name().to_owned(), shown, error: Some(error), is_old: false },
            Exit::of(cause.code),
        ))
    }

    fn shown(&self, campaign: &Campaign, zone: Zone, report: Report) -> Result<Shown> {
        let own = self.limits.extras.get(campaign.name()).map(|extra| extra.own.as_slice()).unwrap_or_default();
        shown(&mut self.store.borrow_mut(), campaign, zone, report, own)
    }

    /// A campaign that could not be read is an alert when that has lasted.
    fn tell_overdue(&self, campaign: &Campaign) -> Result<()> {
        // A zone that nobody knows is the campaign's error already.
        let Ok(zone) = zone_for(&self.store.borrow(), campaign, self.taken_at) else { return Ok(()) };
        if let Some(alert) = self.store.borrow_mut().tell_overdue(campaign, &zone, self.taken_at)? {
            output::complain(&format!("{}: alert: {}", clean(campaign.name(), 100), clean(&alert.reason, 200)));
        }
        Ok(())
    }

    fn tell(&self, ran: &Ran) {
        let name = clean(&ran.campaign, 100);
        match (&ran.error, &ran.shown) {
            (Some(error), Some(_)) => output::complain(&format!(
                "{name}: {}; the reading of {} is stored as partial",
                output::harmless(&error.message),
                self.taken_at
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
    Ok((Ran { campaign: campaign.name().to_owned(), shown: None, error: Some(error), is_old: false }, exit))
}

/// What the Collector may do for a campaign. Credits are counted at the gate, for all campaigns.
pub(super) fn collector_options(
    store: &Shared<'_>,
    campaign: &Campaign,
    limits: &Limits,
    taken_at: Timestamp,
) -> Result<CollectorOptions> {
    let mut options = CollectorOptions::new(campaign.settings().hashtags.clone(), taken_at);
    options.max_pages = limits.max_pages.value;
    options.timeout_ms = limits.timeout_ms.value;
    options.max_wait_ms = limits.max_wait_ms.value;
    options.seed = seed();
    options.max_rechecks = limits.recheck(campaign.name());
    if options.max_rechecks > 0 {
        let zone = zone_for(&store.borrow(), campaign, taken_at)?;
        options.recheck = store.borrow_mut().history(campaign, &zone)?.largest(campaign, &zone);
        // Those that were not there of late give way: else as many as `recheck` allows, gone for good, would be all
        // that is ever asked for. Where there is room for them, they are asked for all the same.
        let gone = store.borrow().gone(campaign.name(), taken_at)?;
        options.recheck.sort_by_key(|id| gone.contains(id));
    }
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
pub(crate) fn listing_error(report: &Report) -> Option<Error> {
    if let Some(error) = provider_error(report) {
        return Some(error);
    }
    // Which of them stands in no reading.
    let message = "a credit budget ended the listing: max_credits, max_credits_per_day or max_credits_per_month; \
                   raise the one that is spent";
    is_cut_by_a_budget(report).then(|| Error::new(ErrorCode::Budget, message))
}

/// An error of the provider before a budget ended the collection is that of the campaign, as where the Collector
/// counts the credits itself. Which budget it was is told beside it.
fn before_a_budget(campaign: &Campaign, error: Option<Error>, report: Option<&Report>) -> Option<Error> {
    let is_budget = error.as_ref().is_some_and(|error| error.code == ErrorCode::Budget);
    let Some(earlier) = report.filter(|_| is_budget).and_then(provider_error) else { return error };
    let budget = error.map_or_else(String::new, |error| error.message);
    output::complain(&format!("{}: {budget}", clean(campaign.name(), 100)));
    Some(earlier)
}

fn is_cut_by_a_budget(report: &Report) -> bool {
    report.hashtags.iter().any(|listing| listing.stop_reason == Some(StopReason::CreditBudget))
}

/// That of the provider or the user among them, those that concern every campaign first.
fn provider_error(report: &Report) -> Option<Error> {
    let errors = || report.hashtags.iter().filter_map(|listing| listing.error.clone());
    errors().find(|error| stops_the_run(error.code)).or_else(|| errors().next())
}
