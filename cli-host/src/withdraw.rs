//! `tagpulse withdraw`: a reading that a wrong clock or a wrong file made goes out of the store, as if it had never
//! been. By hand only; what it cost stays in the ledger.

use anyhow::Result;
use tagpulse_core::{Timestamp, clean};

use crate::{
    args::WithdrawArgs,
    exit::{Exit, Stop},
    number::counted,
    options::{self, Options},
    output,
    run::zone_for,
    store::Store,
};

/// Takes the reading at a time out.
///
/// # Errors
/// Exit 2 when there is no such campaign, or no reading of that time.
pub(crate) fn withdraw(options: &Options, args: &WithdrawArgs) -> Result<Exit> {
    let mut store = Store::open_existing(&options.store.value)?;
    let _lock = store.lock(options::clock().seconds())?;
    let campaign = options::stored(&options.config, &store, &args.campaign)?;
    let zone = zone_for(&store, &campaign, options.now)?;
    let at = options::time(&args.at, "--at")?;
    let name = clean(campaign.name(), 100);
    if !store.withdraw(&campaign, &zone, at)? {
        let readings = store.readings(campaign.name())?;
        return Err(Stop::error(Exit::Usage, format!("{name}: no reading of {at}{}", nearest(&readings, at))));
    }
    let left = counted(store.readings(campaign.name())?.len() as u64, "reading");
    let message = format!("{name}: the reading of {at} is taken out (left: {left}); what it cost stays in the ledger");
    output::inform(options.quiet, &message);
    Ok(Exit::Done)
}

/// What to write instead of a time at which there is no reading.
pub(crate) fn nearest(readings: &[Timestamp], at: Timestamp) -> String {
    let nearest = readings.iter().min_by_key(|reading| reading.seconds().abs_diff(at.seconds()));
    nearest.map_or_else(String::new, |nearest| format!("; the nearest is of {nearest}"))
}
