//! What a policy would have told: over files of observations, or over a campaign's own past.
//! Nothing is written.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tagpulse_core::{Backtest, Campaign, Error, Given, Input, Policy, Settings, Timestamp, Zone, backtest as replay};

use crate::{
    args::{BacktestArgs, ReadArgs},
    config,
    exit::{Exit, Stop},
    files::load,
    format::Document,
    options::{self, Options},
    output,
    run::zone_for,
    store::Store,
    zone,
};

/// `tagpulse backtest`
///
/// # Errors
/// Exit 1 for files that are no observations, 2 for a policy or campaign that is none.
pub(crate) fn backtest(options: &Options, args: &BacktestArgs) -> Result<Exit> {
    let policy = args.policy.as_deref().map(policy).transpose()?;
    let files: Vec<PathBuf> = args.sources.iter().map(PathBuf::from).collect();
    let (result, zone) = match args.sources.as_slice() {
        [name] if name != "-" && !files.iter().any(|path| path.is_file()) => {
            of_store(options, name, policy, args.zone.as_deref())?
        }
        _ => of_files(options, &files, policy, args.zone.as_deref())?,
    };
    output::show(options, &Document::Backtest(&result, &zone))?;
    Ok(Exit::Done)
}

fn of_files(
    options: &Options,
    files: &[PathBuf],
    policy: Option<Policy>,
    zone: Option<&str>,
) -> Result<(Backtest, Zone)> {
    let mut settings = options.config.defaults.clone();
    settings.policy = policy.unwrap_or(settings.policy);
    if let Some(zone) = zone {
        zone.clone_into(&mut settings.zone);
    }
    let files = load(files, &ReadArgs::default()).context("no single campaign is named so; give files, or one name")?;
    let inputs: Vec<Input<'_>> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    // Observations may be of any time: the table reaches far ahead.
    let far = Timestamp::parse("2099-12-30T00:00:00Z")?;
    let zone = zone::load(&settings.zone, far)?;
    let result = replay(&inputs, &settings, &zone).map_err(|error| Stop::error(Exit::Error, error.message))?;
    Ok((result, zone))
}

fn of_store(options: &Options, name: &str, policy: Option<Policy>, zone: Option<&str>) -> Result<(Backtest, Zone)> {
    let store = Store::open_to_read(&options.store.value)?;
    let campaign = options::stored(&options.config, &store, name)?;
    let own = campaign.settings().clone();
    let zone_name = zone.map_or_else(|| own.zone.clone(), str::to_owned);
    let campaign = Campaign::new(Settings { policy: policy.unwrap_or(own.policy), zone: zone_name, ..own })?;
    let zone = zone_for(&store, &campaign, options.now)?;
    let mut result = Backtest::new();
    result.add(&campaign, &zone, store.snapshots(campaign.name())?)?;
    Ok((result, zone))
}

/// A policy by a preset's name, or out of a TOML file.
fn policy(given: &str) -> Result<Policy> {
    if let Some(preset) = Policy::preset(given) {
        return Ok(preset);
    }
    let refuse = |error: Error| Stop::error(Exit::Usage, format!("--policy: {}", error.message));
    let text = match std::fs::read_to_string(given) {
        Ok(text) => text,
        Err(error) if Path::new(given).exists() => {
            return Err(Stop::error(Exit::Usage, format!("--policy: cannot read {given}: {error}")));
        }
        Err(_) => return Policy::read(Given::Text(given.to_owned())).map_err(refuse),
    };
    let given = config::given(&text).map_err(|problem| Stop::error(Exit::Usage, format!("{given}:{problem}")))?;
    Policy::read(given).map_err(refuse)
}
