//! Which campaigns a command is about, and with which settings.

use anyhow::Result;
use tagpulse_core::{Campaign, Day, Hashtag, Settings};

use crate::{
    args::{CampaignArgs, RunArgs},
    config::Config,
    exit::{Exit, Stop},
    nearest::hint,
    store::Store,
    zone,
};

/// Settings with what the flags say put over them.
///
/// # Errors
/// Exit 2 naming the flag.
fn with_flags(mut settings: Settings, flags: &CampaignArgs) -> Result<Campaign> {
    if !flags.hashtags.is_empty() {
        settings.hashtags.clone_from(&flags.hashtags);
    }
    if let Some(name) = &flags.zone {
        if let Some(problem) = zone::problem(name) {
            return Err(Stop::error(Exit::Usage, format!("--{problem}")));
        }
        settings.zone.clone_from(name);
    }
    for (flag, text, day) in [("--start", &flags.start, &mut settings.start), ("--end", &flags.end, &mut settings.end)]
    {
        if let Some(text) = text {
            let parsed = Day::parse(text).map_err(|error| Stop::error(Exit::Usage, format!("{flag}: {error}")))?;
            *day = Some(parsed);
        }
    }
    settings.exclude.extend(flags.exclude.iter().cloned());
    settings.multiple = flags.multiple.unwrap_or(settings.multiple);
    settings.top = flags.top.unwrap_or(settings.top);
    Campaign::new(settings).map_err(|error| Stop::error(Exit::Usage, error.message))
}

/// The campaign that flags make: that of the config or the store under this name, or a new one.
///
/// # Errors
/// Exit 2 naming the flag.
pub(crate) fn from_flags(
    config: &Config,
    store: Option<&Store>,
    name: Option<&str>,
    flags: &CampaignArgs,
) -> Result<Campaign> {
    let first = flags.hashtags.first().and_then(|hashtag| Hashtag::parse(hashtag).ok());
    let name = name.map(str::to_owned).or_else(|| first.map(|hashtag| hashtag.as_str().to_owned()));
    let base = match &name {
        Some(name) => find(config, store, name)?,
        None => None,
    };
    let fresh = || Settings { campaign: name.unwrap_or_default(), ..config.defaults.clone() };
    with_flags(base.unwrap_or_else(fresh), flags)
}

/// The campaigns of a run: those named, or all of the config, or the one that `--hashtag` makes.
///
/// # Errors
/// Exit 2 for an unknown name, or when there is nothing to run.
pub(crate) fn to_run(config: &Config, args: &RunArgs) -> Result<Vec<Campaign>> {
    if !args.settings.hashtags.is_empty() {
        if !args.names.is_empty() {
            return Err(Stop::error(Exit::Usage, "give campaigns of the config or --hashtag, not both"));
        }
        return Ok(vec![from_flags(config, None, args.campaign.as_deref(), &args.settings)?]);
    }
    if config.campaigns.is_empty() {
        let why = match &config.path {
            Some(path) => format!("{} has none; write a [[campaign]] into it", path.display()),
            None => "there is no config; `tagpulse init` writes one".to_owned(),
        };
        return Err(Stop::error(Exit::Usage, format!("no campaign to run: {why}, or give --hashtag TAG")));
    }
    if args.names.is_empty() {
        return config.campaigns.iter().map(|settings| with_flags(settings.clone(), &args.settings)).collect();
    }
    let mut chosen: Vec<Campaign> = Vec::new();
    for name in &args.names {
        let Some(settings) = config.campaigns.iter().find(|settings| is_called(settings, name)) else {
            let names = config.campaigns.iter().map(|settings| settings.campaign.as_str());
            return Err(unknown(name, names));
        };
        if chosen.iter().all(|campaign| campaign.name() != settings.campaign) {
            chosen.push(with_flags(settings.clone(), &args.settings)?);
        }
    }
    Ok(chosen)
}

/// A campaign that has been stored: with the config's settings, else with those it was stored with.
///
/// # Errors
/// Exit 2 when the store has none of that name.
pub(crate) fn stored(config: &Config, store: &Store, name: &str) -> Result<Campaign> {
    let names = store.campaigns()?;
    if let Some(settings) = find(config, Some(store), name)? {
        if names.contains(&settings.campaign) {
            return Ok(Campaign::new(settings)?);
        }
        if let Some((_, old)) = config.extra(&settings.campaign).was.iter().find(|(_, was)| names.contains(was)) {
            let (new, old) = (tagpulse_core::clean(&settings.campaign, 60), tagpulse_core::clean(old, 60));
            let message = format!(
                "\"{new}\" is still \"{old}\" in the store, until `tagpulse run` renames it; ask for \"{old}\""
            );
            return Err(Stop::error(Exit::Usage, message));
        }
    }
    Err(unknown(name, names.iter().map(String::as_str)))
}

fn find(config: &Config, store: Option<&Store>, name: &str) -> Result<Option<Settings>> {
    if let Some(settings) = config.campaigns.iter().find(|settings| is_called(settings, name)) {
        return Ok(Some(settings.clone()));
    }
    let Some(store) = store else { return Ok(None) };
    if let Some(settings) = store.settings(name)? {
        return Ok(Some(settings));
    }
    match Hashtag::parse(name) {
        Ok(hashtag) => store.settings(hashtag.as_str()),
        Err(_) => Ok(None),
    }
}

/// Whether a campaign is meant: by its name, or by its hashtag where that is its name.
fn is_called(settings: &Settings, name: &str) -> bool {
    settings.campaign == name || Hashtag::parse(name).is_ok_and(|hashtag| settings.campaign == hashtag.as_str())
}

fn unknown<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone) -> anyhow::Error {
    let list: Vec<&str> = names.clone().take(10).collect();
    let known = if list.is_empty() { "there is none yet".to_owned() } else { format!("known: {}", list.join(", ")) };
    let shown = tagpulse_core::clean(name, 60);
    Stop::error(Exit::Usage, format!("no campaign \"{shown}\"{}; {known}", hint(name, names)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::exit_of;

    fn config() -> Config {
        let settings = |name: &str| Settings {
            campaign: name.into(),
            hashtags: vec![format!("{name}tag")],
            ..Settings::default()
        };
        Config { campaigns: vec![settings("spring"), settings("autumn")], ..Config::default() }
    }

    #[test]
    fn names_choose_and_slips_are_named() {
        let run = |names: &[&str]| {
            to_run(
                &config(),
                &RunArgs { names: names.iter().map(|name| (*name).to_owned()).collect(), ..RunArgs::default() },
            )
        };
        assert_eq!(run(&[]).unwrap().len(), 2);
        assert_eq!(run(&["autumn", "autumn"]).unwrap()[0].name(), "autumn");
        let error = run(&["sprin"]).unwrap_err();
        assert!(error.to_string().contains("did you mean \"spring\"?"), "{error}");
        assert_eq!(exit_of(&error), Exit::Usage);
    }

    #[test]
    fn a_hashtag_makes_a_campaign_of_its_name() {
        let settings =
            CampaignArgs { hashtags: vec!["https://www.tiktok.com/tag/Glow".into()], ..CampaignArgs::default() };
        let campaigns = to_run(&Config::default(), &RunArgs { settings, ..RunArgs::default() }).unwrap();
        assert_eq!(campaigns[0].name(), "glow");
        let bad = CampaignArgs { hashtags: vec!["a b".into()], ..CampaignArgs::default() };
        let error = to_run(&Config::default(), &RunArgs { settings: bad, ..RunArgs::default() }).unwrap_err();
        assert_eq!(exit_of(&error), Exit::Usage);
    }
}
