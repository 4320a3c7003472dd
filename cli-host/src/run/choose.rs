//! Which campaigns of the config a run reads: those whose time is over are left, and those that
//! were given another name are found under it.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Timestamp, clean};

use crate::{config::Config, options::Options, output, store::Store, zone};

/// A campaign that is not read any more.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Over {
    /// Its name.
    pub(crate) campaign: String,
    /// Its last day of publication.
    pub(crate) end: Day,
    /// Days after it that were still read.
    pub(crate) tail_days: u32,
}

/// Parts the campaigns into those to read and those whose tail is over.
///
/// # Errors
/// When a zone cannot be had.
pub(super) fn by_time(config: &Config, campaigns: Vec<Campaign>, now: Timestamp) -> Result<(Vec<Campaign>, Vec<Over>)> {
    let (mut current, mut over) = (Vec::new(), Vec::new());
    for campaign in campaigns {
        let tail_days = config.extra(campaign.name()).tail_days;
        let today = zone::load(&campaign.settings().zone, now)?.day(now);
        match campaign.settings().end {
            Some(end) if i64::from(today.number()) > i64::from(end.number()) + i64::from(tail_days) => {
                over.push(Over { campaign: campaign.name().to_owned(), end, tail_days });
            }
            _ => current.push(campaign),
        }
    }
    Ok((current, over))
}

/// Says what is not read.
pub(super) fn tell(over: &[Over], quiet: bool) {
    for Over { campaign, end, tail_days } in over {
        let name = clean(campaign, 100);
        output::warn(
            quiet,
            &format!(
                "{name}: not read: it ended on {end} and tail_days = {tail_days} are over; \
                 `tagpulse run \"{name}\"` reads it all the same"
            ),
        );
    }
}

/// Gives stored campaigns the names that they have in the config now, and points at those that
/// seem to have been given another one.
///
/// # Errors
/// When the store fails.
pub(super) fn by_name(config: &Config, store: &mut Store, campaigns: &[Campaign], quiet: bool) -> Result<()> {
    for campaign in campaigns {
        let to = campaign.name();
        for (_, from) in &config.extra(to).was {
            if store.rename(from, to)? {
                output::warn(quiet, &format!("\"{}\" is now \"{}\" in the store", clean(from, 100), clean(to, 100)));
            }
        }
    }
    let stored = store.campaigns()?;
    for campaign in campaigns.iter().filter(|campaign| !stored.iter().any(|name| name == campaign.name())) {
        let gone = stored.iter().filter(|name| config.campaigns.iter().all(|settings| settings.campaign != **name));
        for name in gone {
            let same = store.settings(name)?.is_some_and(|before| before.hashtags == campaign.settings().hashtags);
            if same {
                let (new, old) = (clean(campaign.name(), 100), clean(name, 100));
                output::warn(
                    quiet,
                    &format!(
                        "{new}: begins without a history; the store has \"{old}\" with the same hashtags, which the \
                         config has no longer. If it is the same campaign, write was = \"{old}\" in it, now or later"
                    ),
                );
            }
        }
    }
    Ok(())
}

/// A reading before the newest one is put in its place, and nobody is told of it: right where somebody gave
/// its time, and never meant where a clock did. A clock that is wrong would also date what is paid for wrongly for good.
///
/// # Errors
/// When the clock says a time before a campaign's newest reading.
pub(super) fn in_order(options: &Options, store: &Store, campaigns: &[Campaign]) -> Result<()> {
    for campaign in campaigns {
        let readings = store.readings(campaign.name())?;
        let Some(newest) = readings.last().filter(|newest| **newest > options.now) else { continue };
        let (name, now) = (clean(campaign.name(), 100), options.now);
        anyhow::ensure!(
            !options.by_clock,
            "{name}: the clock says {now}, but the newest reading is of {newest}; set the clock right, or say \
             --now {now} if a reading before the newest is meant"
        );
        if !readings.contains(&now) {
            let placed =
                format!("{name}: the reading of {now} goes before that of {newest}; nobody is told of a past day");
            output::warn(options.quiet, &placed);
        }
    }
    Ok(())
}
