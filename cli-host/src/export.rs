//! What is stored, for other programs: all observations, or the days of campaigns.

use anyhow::Result;
use tagpulse_core::Origin;

use crate::{
    args::ExportArgs,
    exit::Exit,
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
    let mut store = Store::open_to_read(&options.store.value)?;
    let names = if args.names.is_empty() { store.campaigns()? } else { args.names.clone() };
    let (mut all, mut observed) = (Vec::new(), Vec::new());
    for name in names {
        let campaign = options::stored(&options.config, &store, &name)?;
        let zone = zone_for(&store, &campaign, options.now)?;
        if args.daily {
            all.push(store.days(&campaign, &zone)?);
            continue;
        }
        let imported = store.days(&campaign, &zone)?.days.iter().any(|day| day.origin == Origin::Tutorial);
        if imported {
            let name = tagpulse_core::clean(campaign.name(), 100);
            output::warn(options.quiet, &format!("{name}: its imported days have no videos; --daily exports them"));
        }
        observed.push((campaign.name().to_owned(), store.snapshots(campaign.name())?));
    }
    match args.daily {
        true => output::show(options, &Document::Daily(&all))?,
        false => output::show(options, &Document::Observations(&observed))?,
    }
    Ok(Exit::Done)
}
