//! `tagpulse forget`: people go, figures stay. By name on request, and everybody of a campaign some time after its
//! end, which every run sees to.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Campaign, Day, SCHEMA_VERSION, Settings, VideoId, clean};

use crate::{
    args::ForgetArgs,
    config::Config,
    exit::{Exit, Stop},
    format::Document,
    number::counted,
    options::{self, Options},
    output,
    store::{Forgotten, Store, Whom},
    zone,
};

/// What was forgotten.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ForgetDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// The creator or video asked for; null for everybody of campaigns whose time is over.
    pub(crate) who: Option<String>,
    /// Where something was forgotten.
    pub(crate) campaigns: Vec<ForgottenIn>,
}

/// What was forgotten in a campaign.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ForgottenIn {
    /// The campaign.
    pub(crate) campaign: String,
    /// Its end, and the days after it, when that is why.
    pub(crate) expired: Option<Expiry>,
    /// What was changed.
    #[serde(flatten)]
    pub(crate) forgotten: Forgotten,
}

/// When a campaign's people are forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Expiry {
    /// The campaign's last day.
    pub(crate) end: Day,
    /// Days after it, the last of which is the last on which people are known.
    pub(crate) forget_after_days: u32,
}

/// `tagpulse forget`
///
/// # Errors
/// Exit 1 when nobody of that name is stored, 2 when there is no such campaign.
pub(crate) fn forget(options: &Options, args: &ForgetArgs) -> Result<Exit> {
    let mut store = Store::open_existing(&options.store.value)?;
    let _lock = store.lock(options::clock().seconds())?;
    let config = &options.config;
    let campaigns = match &args.campaign {
        Some(name) => vec![options::stored(config, &store, name)?],
        None => every(config, &store)?,
    };
    let (who, campaigns) = match &args.who {
        None => (None, expire(options, &mut store, &campaigns)?),
        Some(who) => (Some(who.trim().to_owned()), forget_by_name(&mut store, &campaigns, who)?),
    };
    // Also when nothing was found: a call before may have been ended in between.
    store.erase()?;
    if let Some(who) = &who {
        if campaigns.is_empty() {
            return Err(Stop::error(Exit::Error, nobody(&store, args, who)));
        }
        still_named(options, who);
    }
    let document = ForgetDocument { schema_version: SCHEMA_VERSION, who, campaigns };
    output::show(options, &Document::Forget(&document))?;
    Ok(Exit::Done)
}

/// All campaigns of the store, also those of which a first reading is under way.
fn every(config: &Config, store: &Store) -> Result<Vec<Campaign>> {
    let mut campaigns = Vec::new();
    for name in store.campaigns()? {
        campaigns.push(options::stored(config, store, &name)?);
    }
    for campaign in store.begun()? {
        campaigns.push(Campaign::new(Settings { campaign, ..Settings::default() })?);
    }
    Ok(campaigns)
}

fn forget_by_name(store: &mut Store, campaigns: &[Campaign], who: &str) -> Result<Vec<ForgottenIn>> {
    let mut changed = Vec::new();
    for whom in meant(who)? {
        for campaign in campaigns {
            let forgotten = store.forget(campaign, &whom)?;
            let named = forgotten != Forgotten::default();
            if named {
                changed.push(ForgottenIn { campaign: campaign.name().to_owned(), expired: None, forgotten });
            }
        }
        if !changed.is_empty() {
            break;
        }
    }
    Ok(changed)
}

/// A video by its id, else a creator; with `@` a creator.
fn meant(who: &str) -> Result<Vec<Whom>> {
    let who = who.trim();
    let handle = who.trim_start_matches('@');
    if handle.is_empty() {
        return Err(Stop::error(
            Exit::Usage,
            format!("\"{}\" is nobody; give a handle or a video's id", clean(who, 60)),
        ));
    }
    let video = who.parse().ok().map(|id| Whom::Video(VideoId(id)));
    Ok(video.into_iter().chain([Whom::Creator(handle.to_owned())]).collect())
}

fn nobody(store: &Store, args: &ForgetArgs, who: &str) -> String {
    let place = match &args.campaign {
        Some(name) => format!("campaign \"{}\" of the store", clean(name, 100)),
        None => "the store".to_owned(),
    };
    format!(
        "no creator or video \"{}\" in {place} {}; looked at videos, earlier names, alerts, mutes and kept answers",
        clean(who, 60),
        store.path().display()
    )
}

/// Says where the config, which is the user's own, still has a name that the store has no longer.
fn still_named(options: &Options, who: &str) {
    let is_named = |named: &String| crate::store::handle(named.trim()) == crate::store::handle(who);
    for settings in &options.config.campaigns {
        let keys = [("exclude", &settings.exclude), ("policy.mute", &settings.policy.mute)];
        for (key, _) in keys.iter().filter(|(_, named)| named.iter().any(is_named)) {
            let (name, who) = (clean(&settings.campaign, 100), clean(who, 60));
            let message =
                format!("{name}: {key} in the config still names {who}, and the next run stores the config's names");
            output::warn(options.quiet, &format!("{message}; take the name out: what was left out or muted stays so"));
        }
    }
}

/// When a campaign's people are forgotten; never without an end.
pub(crate) fn expiry(config: &Config, campaign: &Campaign) -> Option<Expiry> {
    let end = campaign.settings().end?;
    let forget_after_days = config.extra(campaign.name()).forgets_after()?;
    Some(Expiry { end, forget_after_days })
}

impl Expiry {
    /// The last day on which people are known.
    pub(crate) fn last_day(self) -> Day {
        let days = i32::try_from(self.forget_after_days).unwrap_or(i32::MAX);
        Day::from_number(self.end.number().saturating_add(days))
    }
}

/// Forgets everybody in the campaigns whose time is over.
fn expire(options: &Options, store: &mut Store, campaigns: &[Campaign]) -> Result<Vec<ForgottenIn>> {
    let mut expired = Vec::new();
    for (campaign, expiry) in over(options, store, campaigns)? {
        let forgotten = store.forget(campaign, &Whom::Everybody)?;
        expired.push(ForgottenIn { campaign: campaign.name().to_owned(), expired: Some(expiry), forgotten });
    }
    Ok(expired)
}

/// The campaigns whose time is over, and that still know somebody.
fn over<'a>(options: &Options, store: &Store, campaigns: &'a [Campaign]) -> Result<Vec<(&'a Campaign, Expiry)>> {
    let mut over = Vec::new();
    for campaign in campaigns {
        let Some(expiry) = expiry(&options.config, campaign) else { continue };
        let today = zone::load(&campaign.settings().zone, options.now)?.day(options.now);
        if today > expiry.last_day() && store.knows_anybody(campaign.name())? {
            over.push((campaign, expiry));
        }
    }
    Ok(over)
}

/// Between the run that says that people will be forgotten and the one that does it, in seconds: nearly a day, as daily
/// runs are not to the minute.
const NOTICE: i64 = 20 * 3600;

/// What every run does at its end: forgets everybody in campaigns whose time is over, a line each. A run by the clock
/// says it first, and one of a later day does it: a clock that is wrong once must not cost what cannot come back.
///
/// # Errors
/// When the store fails.
pub(crate) fn after_run(options: &Options, store: &mut Store) -> Result<()> {
    let campaigns = every(&options.config, store)?;
    let over = over(options, store, &campaigns)?;
    let now = options.now.seconds();
    let noticed = store.forgetting_noticed()?.filter(|at| !over.is_empty() && *at <= now);
    if options.by_clock && noticed.is_none_or(|at| now - at < NOTICE) {
        store.notice_forgetting(noticed.or((!over.is_empty()).then_some(now)))?;
        for (campaign, expiry) in over.iter().filter(|_| noticed.is_none()) {
            let message = format!(
                "{}: {}: a run from tomorrow on forgets its handles, captions and addresses, for good; `tagpulse \
                 forget --expired` does it now, another forget_after_days keeps them",
                clean(campaign.name(), 100),
                why(*expiry)
            );
            output::warn(options.quiet, &message);
        }
        return Ok(());
    }
    let expired = expire(options, store, &campaigns)?;
    if expired.is_empty() {
        return Ok(());
    }
    store.notice_forgetting(None)?;
    for ForgottenIn { campaign, expired, forgotten } in &expired {
        let Some(expiry) = expired else { continue };
        let (name, videos) = (clean(campaign, 100), counted(forgotten.videos, "video"));
        output::inform(
            options.quiet,
            &format!(
                "{name}: {}: handles, captions and addresses of {videos} are forgotten, the figures stay",
                why(*expiry)
            ),
        );
    }
    if let Err(error) = store.erase() {
        output::complain(&output::harmless(&format!("{error:#}; say `tagpulse forget --expired` later")));
    }
    Ok(())
}

fn why(Expiry { end, forget_after_days }: Expiry) -> String {
    format!("it ended on {end} and forget_after_days = {forget_after_days} are over")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_video_first_and_an_at_sign_makes_a_creator() {
        let anna = || Whom::Creator("Anna".to_owned());
        assert_eq!((meant(" @Anna ").unwrap(), meant("Anna").unwrap()), (vec![anna()], vec![anna()]));
        assert_eq!(meant("7").unwrap(), [Whom::Video(VideoId(7)), Whom::Creator("7".to_owned())]);
        assert_eq!(meant("@7").unwrap(), [Whom::Creator("7".to_owned())]);
        assert_eq!(crate::exit::exit_of(&meant(" @").unwrap_err()), Exit::Usage);
    }

    #[test]
    fn people_are_known_until_the_last_of_the_days() {
        let expiry = Expiry { end: Day::parse("2026-03-01").unwrap(), forget_after_days: 180 };
        assert_eq!(expiry.last_day().to_string(), "2026-08-28");
    }
}
