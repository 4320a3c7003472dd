//! Whether config and store are sound, and which values hold.

mod values;

use anyhow::{Context, Result};
use serde::Serialize;
use tagpulse_core::{Account, Campaign, SCHEMA_VERSION};

use crate::{
    args::{CheckArgs, RunArgs},
    exit::Exit,
    forget,
    format::Document,
    http::Sender,
    notify,
    number::counted,
    options::{Limits, Options, stored},
    output,
    run::zone_for,
    secret,
    store::{Repaired, Store, VERSION, can_be_made, is_damage, repair, unreadable},
};

/// Everything that was looked at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CheckDocument {
    /// The version of this document's shape.
    pub(crate) schema_version: u32,
    /// The values that hold.
    pub(crate) values: Vec<Value>,
    /// The campaigns of the config.
    pub(crate) campaigns: Vec<String>,
    /// What holds for each campaign and each notifier of the config.
    pub(crate) sections: Vec<Section>,
    /// What was found right.
    pub(crate) good: Vec<String>,
    /// What was found wrong.
    pub(crate) problems: Vec<String>,
    /// What `--repair` did; null when it had nothing to do.
    pub(crate) repair: Option<Repaired>,
}

/// A value and where it comes from; secrets are masked.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Value {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) origin: String,
}

/// The values that hold for a campaign or a notifier.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Section {
    /// `campaign` or `notifier`.
    pub(crate) about: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// The values that hold.
    pub(crate) values: Vec<Value>,
}

/// `tagpulse check`
///
/// # Errors
/// Exit 78 for a bad config; what is wrong with the store stands in the document.
pub(crate) fn check(options: &Options, args: &CheckArgs) -> Result<Exit> {
    let limits = Limits::new(&RunArgs::default(), &options.config)?;
    let mut document = CheckDocument {
        schema_version: SCHEMA_VERSION,
        values: values::of_all(options, &limits),
        campaigns: options.config.campaigns.iter().map(|settings| settings.campaign.clone()).collect(),
        sections: values::sections(&options.config),
        good: Vec::new(),
        problems: Vec::new(),
        repair: None,
    };
    if let Some(path) = &options.config.path {
        let without = if options.config.campaigns.is_empty() { ", and has no [[campaign]] to run" } else { "" };
        document.good.push(format!("config {} reads well{without}", path.display()));
    }
    document.problems.extend(notify::problems(&options.config, options.quiet));
    if options.store.value.is_file() {
        let mut seen = look_at_store(options)?;
        if args.repair {
            if seen.1.is_empty() {
                document.good.push("there is nothing to repair".to_owned());
            } else {
                let store = &options.store.value;
                let repaired = repair(store, options.now, &|store| fold_again(options, store));
                document.repair = Some(repaired.context("the store cannot be repaired")?);
                seen = look_at_store(options)?;
            }
        } else if !seen.1.is_empty() {
            seen.1.push(
                "store: `tagpulse check --repair` makes a new one of what can be read, and keeps this one".to_owned(),
            );
        }
        document.good.extend(seen.0);
        document.problems.extend(seen.1);
    } else {
        match can_be_made(&options.store.value) {
            Ok(()) => {
                let store = options.store.value.display();
                document.good.push(format!("no store yet at {store}; the first run makes it"));
            }
            Err(error) => document.problems.push(format!("store: {error:#}")),
        }
    }
    let online = if args.online { ask(options, &limits, &mut document)? } else { Exit::Done };
    output::show(options, &Document::Check(&document))?;
    if online != Exit::Done {
        return Ok(online);
    }
    Ok(if document.problems.is_empty() { Exit::Done } else { Exit::Error })
}

/// Asks the provider about the account; what it says is a line, what is wrong also the exit.
fn ask(options: &Options, limits: &Limits, document: &mut CheckDocument) -> Result<Exit> {
    let sender = Sender::new(limits.base_url.value.clone(), secret::load(options.quiet)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let timeout = std::time::Duration::from_millis(limits.timeout_ms.value.into());
    let (status, body) = match runtime.block_on(sender.usage(timeout)) {
        Ok(answer) => answer,
        Err(error) => {
            document.problems.push(format!("provider: no answer about the account: {error}"));
            return Ok(Exit::Provider);
        }
    };
    let (exit, problem) = match status {
        200 => match Account::read(&body) {
            Ok(Account { plan, credits_left }) => {
                let plan = plan.as_deref().unwrap_or("unnamed");
                let noun = if credits_left == "1" { "credit" } else { "credits" };
                document.good.push(format!("the provider knows the key: plan {plan}, {credits_left} {noun} left"));
                return Ok(Exit::Done);
            }
            Err(error) => (Exit::of(error.code), error.message),
        },
        401 | 403 => (Exit::KeyRefused, format!("the provider refuses the key (status {status})")),
        _ => (Exit::Provider, format!("the provider does not say what is left (status {status}); try later")),
    };
    document.problems.push(format!("provider: {problem}"));
    Ok(exit)
}

/// What is right and what is wrong with the store.
///
/// # Errors
/// When it cannot be looked at: it is busy, or nothing of it may be read.
fn look_at_store(options: &Options) -> Result<(Vec<String>, Vec<String>)> {
    let (mut good, mut problems) = (Vec::new(), Vec::new());
    match look(options, &mut good, &mut problems) {
        Err(error) if is_damage(&error) => {
            problems.push(format!("store: {error:#}"));
            problems.extend(unreadable(&options.store.value)?.into_iter().map(|line| format!("store: {line}")));
        }
        result => result?,
    }
    Ok((good, problems))
}

fn look(options: &Options, good: &mut Vec<String>, problems: &mut Vec<String>) -> Result<()> {
    let store = Store::open_to_read(&options.store.value)?;
    let found = store.integrity_problems()?;
    if found.is_empty() {
        good.push(format!("store {} is whole (version {VERSION})", store.path().display()));
    }
    problems.extend(found.into_iter().map(|problem| format!("store: {problem}")));
    for name in store.campaigns()? {
        let campaign: Campaign = stored(&options.config, &store, &name)?;
        let readings = store.readings(&name)?;
        let zone = zone_for(&store, &campaign, options.now)?;
        let name = tagpulse_core::clean(&name, 100);
        if store.carried_is_right(&campaign, &zone)? {
            let (count, them) = (readings.len() as u64, if readings.len() == 1 { "it" } else { "them" });
            good.push(format!("{name}: {}, the carried state equals {them}", counted(count, "reading")));
        } else {
            problems.push(format!("{name}: the carried state differs from what its readings give"));
        }
        if let Some(expiry) = forget::expiry(&options.config, &campaign) {
            good.push(match store.knows_anybody(campaign.name())? {
                true => format!("{name}: handles, captions and addresses are known until {}", expiry.last_day()),
                false => format!("{name}: handles, captions and addresses are forgotten"),
            });
        }
        let open = store.open_readings_of(campaign.name())?;
        if !open.is_empty() {
            good.push(format!("{name}: a reading was cut off; the next run goes on with it or closes it"));
        }
    }
    Ok(())
}

/// Makes the fold of every campaign of a repaired store.
fn fold_again(options: &Options, store: &mut Store) -> Result<()> {
    for name in store.campaigns()? {
        let campaign = stored(&options.config, store, &name)?;
        let zone = zone_for(store, &campaign, options.now)?;
        store.history(&campaign, &zone)?;
    }
    Ok(())
}
