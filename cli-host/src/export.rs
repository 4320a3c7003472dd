//! What is stored, for other programs: the days of campaigns.

use anyhow::Result;

use crate::{
    args::ExportArgs,
    exit::{Exit, Stop},
    format::Document,
    options::{self, Options},
    output,
    run::zone_for,
    store::Store,
};

/// `tagpulse export`
///
/// # Errors
/// Exit 2 when there is no such campaign.
pub(crate) fn export(options: &Options, args: &ExportArgs) -> Result<Exit> {
    let mut store = Store::open_existing(&options.store.value)?;
    let names = if args.names.is_empty() { store.campaigns()? } else { args.names.clone() };
    if !args.daily {
        return Err(Stop::error(Exit::Usage, "give --daily"));
    }
    let mut all = Vec::new();
    for name in names {
        let campaign = options::stored(&options.config, &store, &name)?;
        let zone = zone_for(&store, &campaign, options.now)?;
        all.push(store.days(&campaign, &zone)?);
    }
    output::show(options, &Document::Daily(&all))?;
    Ok(Exit::Done)
}
