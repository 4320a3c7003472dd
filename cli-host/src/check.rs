//! Whether config and store are sound, and which values hold.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Account, Campaign, SCHEMA_VERSION};

use crate::{
    args::{CheckArgs, RunArgs},
    config::{Config, Extra},
    exit::Exit,
    forget,
    format::Document,
    http::Sender,
    notify,
    options::{Limits, Options, Origin, Setting, stored},
    output,
    run::zone_for,
    secret,
    store::{Store, VERSION},
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
    /// What was found right.
    pub(crate) good: Vec<String>,
    /// What was found wrong.
    pub(crate) problems: Vec<String>,
}

/// A value and where it comes from; secrets are masked.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Value {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) origin: String,
}

/// `tagpulse check`
///
/// # Errors
/// Exit 78 for a bad config; what is wrong with the store stands in the document.
pub(crate) fn check(options: &Options, args: &CheckArgs) -> Result<Exit> {
    let limits = Limits::new(&RunArgs::default(), &options.config)?;
    let mut document = CheckDocument {
        schema_version: SCHEMA_VERSION,
        values: values(options, &limits),
        campaigns: options.config.campaigns.iter().map(|settings| settings.campaign.clone()).collect(),
        good: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(path) = &options.config.path {
        document.good.push(format!("config {} reads well", path.display()));
    }
    document.problems.extend(notify::problems(&options.config, options.quiet));
    if options.store.value.is_file() {
        look_at_store(options, &mut document)?;
    } else {
        document.good.push(format!("no store yet at {}; the first run makes it", options.store.value.display()));
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
                document.good.push(format!("the provider knows the key: plan {plan}, {credits_left} credits left"));
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

fn values(options: &Options, limits: &Limits) -> Vec<Value> {
    let limit = |name: &'static str, limit: &Option<Setting<u32>>| match limit {
        Some(budget) => of(name, budget),
        None => Value { name, value: "no limit".to_owned(), origin: "default".to_owned() },
    };
    let path = |path: &std::path::Path| path.display().to_string();
    let config = options.config.path.as_deref().map_or("none".to_owned(), path);
    let (key, key_origin) = match secret::source() {
        Some(name) => ("***", name),
        None => ("not set", "set SCAVIO_API_KEY"),
    };
    let mut values = vec![
        Value { name: "config", value: config, origin: String::new() },
        Value { name: "key", value: key.to_owned(), origin: key_origin.to_owned() },
        Value {
            name: "pseudonym_key",
            value: secret::pseudonym_source().map_or("not set", |_| "***").to_owned(),
            origin: secret::pseudonym_source().unwrap_or("for --pseudonymise").to_owned(),
        },
        Value { name: "store", value: path(&options.store.value), origin: options.store.origin.to_string() },
        Value {
            name: "base_url",
            value: limits.base_url.value.as_str().to_owned(),
            origin: limits.base_url.origin.to_string(),
        },
        limit("max_credits", &limits.max_credits),
        limit("max_credits_per_day", &limits.max_credits_per_day),
        limit("max_credits_per_month", &limits.max_credits_per_month),
        of("concurrency", &limits.concurrency),
        of("max_pages", &limits.max_pages),
        of("timeout_ms", &limits.timeout_ms),
        of("max_wait_ms", &limits.max_wait_ms),
    ];
    values.extend(memory(&options.config));
    let mut rechecks: Vec<String> = Vec::new();
    for settings in &options.config.campaigns {
        let recheck = limits.recheck(&settings.campaign);
        if recheck > 0 {
            rechecks.push(format!("{recheck} of {}", tagpulse_core::clean(&settings.campaign, 100)));
        }
    }
    if !rechecks.is_empty() {
        values.push(Value { name: "recheck", value: rechecks.join(", "), origin: "config".to_owned() });
    }
    values.extend(options.config.notifiers.iter().map(|notifier| {
        let (value, origin) = notify::shown(notifier);
        Value { name: "notifier", value, origin }
    }));
    if let Some(ping) = &options.config.ping {
        values.push(Value { name: "ping_url", value: "***".to_owned(), origin: ping.url.to_string() });
    }
    values
}

/// How long people are known: by the top of the config, and by campaigns that say otherwise.
fn memory(config: &Config) -> Vec<Value> {
    let value = |extra: &Extra, whose: &str| Value {
        name: "forget_after_days",
        value: extra.forgets_after().map_or_else(|| "never".to_owned(), |days| days.to_string()) + whose,
        origin: extra
            .forget_after_days
            .as_ref()
            .map_or_else(|| "default".to_owned(), |days| Origin::Config(days.line).to_string()),
    };
    let own = config.campaigns.iter().zip(&config.extras);
    let own = own.filter(|(_, extra)| extra.forget_after_days != config.else_extra.forget_after_days);
    let own =
        own.map(|(settings, extra)| value(extra, &format!(" ({})", tagpulse_core::clean(&settings.campaign, 100))));
    std::iter::once(value(&config.else_extra, "")).chain(own).collect()
}

fn of<T: ToString>(name: &'static str, setting: &Setting<T>) -> Value {
    Value { name, value: setting.value.to_string(), origin: setting.origin.to_string() }
}

fn look_at_store(options: &Options, document: &mut CheckDocument) -> Result<()> {
    let store = Store::open_existing(&options.store.value)?;
    let problems = store.integrity_problems()?;
    if problems.is_empty() {
        document.good.push(format!("store {} is whole (version {VERSION})", store.path().display()));
    }
    document.problems.extend(problems.into_iter().map(|problem| format!("store: {problem}")));
    for name in store.campaigns()? {
        let campaign: Campaign = stored(&options.config, &store, &name)?;
        let readings = store.readings(&name)?;
        let zone = zone_for(&store, &campaign, options.now)?;
        let name = tagpulse_core::clean(&name, 100);
        if store.carried_is_right(&campaign, &zone)? {
            document.good.push(format!("{name}: {} readings, the carried state equals them", readings.len()));
        } else {
            document.problems.push(format!("{name}: the carried state differs from what its readings give"));
        }
        if let Some(expiry) = forget::expiry(&options.config, &campaign) {
            document.good.push(match store.knows_anybody(campaign.name())? {
                true => format!("{name}: handles, captions and addresses are known until {}", expiry.last_day()),
                false => format!("{name}: handles, captions and addresses are forgotten"),
            });
        }
        let open = store.open_readings_of(campaign.name())?;
        if !open.is_empty() {
            document.good.push(format!("{name}: a reading was cut off; the next run goes on with it or closes it"));
        }
    }
    Ok(())
}
