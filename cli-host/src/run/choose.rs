//! Which campaigns of the config a run reads: those whose time is over are left, and those that
//! were given another name are found under it.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Error, ErrorCode, Timestamp, clean};

use crate::{config::Config, format::Ran, options::Options, output, store::Store, zone};

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
        match campaign.settings().end {
            Some(end) if is_over(config, &campaign, now)? => {
                let tail_days = config.extra(campaign.name()).tail_days;
                over.push(Over { campaign: campaign.name().to_owned(), end, tail_days });
            }
            _ => current.push(campaign),
        }
    }
    Ok((current, over))
}

/// Whether a campaign's end and its tail lie in the past.
///
/// # Errors
/// When its zone cannot be had.
pub(crate) fn is_over(config: &Config, campaign: &Campaign, now: Timestamp) -> Result<bool> {
    let Some(end) = campaign.settings().end else { return Ok(false) };
    let tail_days = config.extra(campaign.name()).tail_days;
    let today = zone::load(&campaign.settings().zone, now)?.day(now);
    Ok(i64::from(today.number()) > i64::from(end.number()) + i64::from(tail_days))
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

/// A campaign that fails before anything was asked, and its place among all.
pub(super) type Failed = (usize, Ran);

/// Parts the campaigns into those to read and those that fail, because their newest reading
/// is of a time that the clock has not reached: a reading before it is put in its place and nobody is told of it, right
/// where somebody gave its time, and never meant where a clock did.
///
/// # Errors
/// When no campaign has a reading that the clock has reached: then it is the clock that is wrong, and would date what is
/// paid for wrongly.
pub(super) fn in_order(
    options: &Options,
    store: &Store,
    campaigns: Vec<Campaign>,
) -> Result<(Vec<Campaign>, Vec<Failed>)> {
    let (mut current, mut ahead, mut reached) = (Vec::new(), Vec::new(), false);
    for (place, campaign) in campaigns.into_iter().enumerate() {
        let readings = store.readings(campaign.name())?;
        match readings.last().filter(|newest| **newest > options.now) {
            Some(newest) if options.by_clock => {
                ahead.push((place, campaign.name().to_owned(), *newest));
                continue;
            }
            Some(newest) if !readings.contains(&options.now) => {
                let (name, now) = (clean(campaign.name(), 100), options.now);
                let placed =
                    format!("{name}: the reading of {now} goes before that of {newest}; nobody is told of a past day");
                output::warn(options.quiet, &placed);
            }
            Some(_) => {}
            None => reached |= !readings.is_empty(),
        }
        current.push(campaign);
    }
    let mut failed = Vec::new();
    for (place, campaign, newest) in ahead {
        let (name, now) = (clean(&campaign, 100), options.now);
        let remedy = format!("`tagpulse withdraw \"{name}\" --at {newest}` takes it out if that time is wrong");
        anyhow::ensure!(
            reached,
            "{name}: the clock says {now}, but the newest reading is of {newest}; set the clock right, or say \
             --now {now} if a reading before the newest is meant; {remedy}"
        );
        let message = format!("the newest reading is of {newest}, which the clock ({now}) has not reached; {remedy}");
        output::complain(&format!("{name}: {message}"));
        let error = Some(Error::new(ErrorCode::OutOfOrder, message));
        failed.push((place, Ran { campaign, shown: None, error, is_old: false }));
    }
    Ok((current, failed))
}
