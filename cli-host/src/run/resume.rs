//! What earlier runs left open: a killed run is gone on with, an old one is closed with what
//! it had.

use std::cell::RefCell;

use anyhow::Result;
use tagpulse_core::{Campaign, Timestamp, clean};

use super::{Host, one::collector_options, zone_for};
use crate::{
    collect::{Shared, collect},
    options::{self, Limits},
    output,
};

/// A killed run younger than this is gone on with: its pages still show the same day.
const RESUME_WITHIN: i64 = 6 * 3600;

/// Settles the run's instant, closes what is too old to go on with, and opens the readings.
pub(super) async fn prepare(
    host: &mut Host,
    campaigns: &[Campaign],
    limits: &Limits,
    now: Timestamp,
) -> Result<Timestamp> {
    let mut stored = true;
    for campaign in campaigns {
        stored &= host.store.readings(campaign.name())?.contains(&now);
    }
    if stored {
        return Ok(now);
    }
    let mut open = Vec::new();
    for campaign in campaigns {
        for at in host.store.open_readings_of(campaign.name())? {
            open.push((at, campaign));
        }
    }
    let age = |at: Timestamp| now.seconds() - at.seconds();
    let taken_at = open.iter().map(|(at, _)| *at).filter(|at| age(*at).abs() <= RESUME_WITHIN).max().unwrap_or(now);
    open.sort_by_key(|(at, _)| *at);
    for (at, campaign) in open {
        if at < taken_at {
            close(&RefCell::new(&mut host.store), campaign, limits, at, host.quiet).await?;
        }
    }
    if taken_at != now {
        output::warn(host.quiet, &format!("going on with the run of {taken_at}, which was cut off"));
    }
    let mut to_open = Vec::new();
    for campaign in campaigns {
        if !host.store.readings(campaign.name())?.contains(&taken_at) {
            to_open.push(campaign.name());
        }
    }
    host.store.open_readings(taken_at, &to_open, options::clock().seconds())?;
    Ok(taken_at)
}

/// Closes an old reading as partial, from its kept answers alone.
pub(super) async fn close(
    store: &Shared<'_>,
    campaign: &Campaign,
    limits: &Limits,
    at: Timestamp,
    quiet: bool,
) -> Result<()> {
    let options = collector_options(store, campaign, limits, at)?;
    let collected = collect(store, campaign.name(), options, None).await?;
    let name = clean(campaign.name(), 100);
    let mut store = store.borrow_mut();
    match collected.snapshot {
        Some(snapshot) => {
            let zone = zone_for(&store, campaign, at)?;
            store.put(campaign, &zone, &snapshot, false)?;
            output::warn(quiet, &format!("{name}: the reading of {at} was cut off; it is stored as partial"));
        }
        None => store.close_reading(at, campaign.name())?,
    }
    Ok(())
}
