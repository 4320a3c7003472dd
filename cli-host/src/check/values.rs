//! The values that hold, each with where it comes from: a flag, a variable of the environment, a line of
//! the config, or nowhere. Of a secret it is said where it is read, and no more.

use tagpulse_core::{Policy, Settings};

use super::{Section, Value};
use crate::{
    config::{Config, Extra},
    notify::{Encryption, Kind, Mail, Notifier},
    options::{Limits, Options, Setting},
    secret::{self, Source},
};

/// What holds for every campaign.
pub(super) fn of_all(options: &Options, limits: &Limits) -> Vec<Value> {
    let config = &options.config;
    let limit = |name: &str, limit: &Option<Setting<u32>>| match limit {
        Some(budget) => of(name, budget),
        None => value(name, "no limit", "default"),
    };
    let path = |path: &std::path::Path| path.display().to_string();
    let (key, key_origin) = match secret::source() {
        Some(name) => ("***", name),
        None => ("not set", "set SCAVIO_API_KEY"),
    };
    let base_url = limits.base_url.value.as_str();
    let mut values = vec![
        value("config", config.path.as_deref().map_or("none".to_owned(), path), ""),
        value("key", key, key_origin),
        value(
            "pseudonym_key",
            secret::pseudonym_source().map_or("not set", |_| "***"),
            secret::pseudonym_source().unwrap_or("for --pseudonymise"),
        ),
        value("store", path(&options.store.value), options.store.origin.to_string()),
        value("base_url", base_url, limits.base_url.origin.to_string()),
        limit("max_credits", &limits.max_credits),
        limit("max_credits_per_day", &limits.max_credits_per_day),
        limit("max_credits_per_month", &limits.max_credits_per_month),
        of("concurrency", &limits.concurrency),
        of("max_pages", &limits.max_pages),
        of("timeout_ms", &limits.timeout_ms),
        of("max_wait_ms", &limits.max_wait_ms),
    ];
    // Of campaigns that stand in the store alone.
    let days = config.else_extra.forgets_after().map_or("never".to_owned(), |days| days.to_string());
    values.push(value("forget_after_days", days, from(config, &["forget_after_days"])));
    if !config.notifiers.is_empty() {
        let delivery = [
            ("delivery.timeout_ms", config.delivery.timeout_ms),
            ("delivery.tries", config.delivery.tries),
            ("delivery.wait_ms", config.delivery.wait_ms),
        ];
        values.extend(delivery.map(|(name, number)| value(name, number, from(config, &[name]))));
    }
    if let Some(ping) = &config.ping {
        values.push(value("ping_url", masked(&ping.url), from(config, &["ping_url"])));
    }
    values
}

/// What holds for each campaign and each notifier.
pub(super) fn sections(config: &Config) -> Vec<Section> {
    let campaigns = config.campaigns.iter().zip(&config.extras).zip(&config.told_to).enumerate();
    let campaigns = campaigns.map(|(place, ((settings, extra), told_to))| Section {
        about: "campaign",
        name: settings.campaign.clone(),
        values: of_campaign(config, place, settings, extra, told_to),
    });
    let notifiers = config.notifiers.iter().enumerate().map(|(place, notifier)| Section {
        about: "notifier",
        name: notifier.name.clone(),
        values: of_notifier(config, place, notifier),
    });
    campaigns.chain(notifiers).collect()
}

fn of_campaign(config: &Config, place: usize, settings: &Settings, extra: &Extra, told_to: &[String]) -> Vec<Value> {
    // A campaign's own line before that at the top.
    let origin = |key: &str| from(config, &[&format!("campaign[{place}].{key}"), key]);
    let own_origin = |key: &str| from(config, &[&format!("campaign[{place}].{key}")]);
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let name_origin = match own_origin("name") {
        origin if origin == DEFAULT => "its first hashtag".to_owned(),
        origin => origin,
    };
    let both: Vec<String> =
        [format!("campaign[{place}].own"), "own".to_owned()].iter().filter_map(|key| config.place_of(&[key])).collect();
    let own_accounts = if both.is_empty() { DEFAULT.to_owned() } else { both.join(", ") };
    let was: Vec<String> = extra.was.iter().map(|(_, name)| name.clone()).collect();
    let mut values = vec![
        value("name", &settings.campaign, name_origin),
        value("hashtags", list(&settings.hashtags), own_origin("hashtags")),
        value("zone", &settings.zone, origin("zone")),
        value("start", text(&settings.start.map(|day| day.to_string())), own_origin("start")),
        value("end", text(&settings.end.map(|day| day.to_string())), own_origin("end")),
        value("tail_days", extra.tail_days, origin("tail_days")),
        value(
            "forget_after_days",
            extra.forgets_after().map_or("never".to_owned(), |days| days.to_string()),
            origin("forget_after_days"),
        ),
        value("recheck", extra.recheck, origin("recheck")),
        value("exclude", list(&settings.exclude), own_origin("exclude")),
        value("own", list(&extra.own), own_accounts),
        value("was", list(&was), own_origin("was")),
        value("multiple", settings.multiple, origin("multiple")),
        value("top", settings.top, origin("top")),
        value("price", settings.price.map_or("none".to_owned(), |price| price.to_string()), origin("price")),
        value("currency", text(&settings.currency), origin("currency")),
    ];
    let goals = serde_json::to_value(&settings.goals).unwrap_or_default();
    let wanted = goals.as_object().into_iter().flatten().filter(|(_, goal)| !goal.is_null());
    values.extend(
        wanted.map(|(key, goal)| value(&format!("goals.{key}"), plain(goal), inner(config, place, "goals", key))),
    );
    values.extend(of_policy(config, place, &settings.policy));
    values.push(value("notifiers", list(told_to), origin("notifiers")));
    values
}

/// The preset, and every threshold that differs from its default.
fn of_policy(config: &Config, place: usize, policy: &Policy) -> Vec<Value> {
    let (given, usual) = (serde_json::to_value(policy), serde_json::to_value(Policy::default()));
    let (given, usual) = (given.unwrap_or_default(), usual.unwrap_or_default());
    let mut values = vec![value("policy", plain(&given["preset"]), inner(config, place, "policy", "preset"))];
    let other = given.as_object().into_iter().flatten().filter(|(key, set)| *key != "preset" && usual[*key] != **set);
    values.extend(
        other.map(|(key, set)| value(&format!("policy.{key}"), plain(set), inner(config, place, "policy", key))),
    );
    values
}

/// Where a value of a campaign's inner table is from; the campaign's table stands in place of that at the top.
fn inner(config: &Config, place: usize, table: &str, key: &str) -> String {
    let own = format!("campaign[{place}].{table}");
    let holder = if config.place_of(&[&own]).is_some() { own } else { table.to_owned() };
    from(config, &[&format!("{holder}.{key}"), &holder])
}

fn of_notifier(config: &Config, place: usize, notifier: &Notifier) -> Vec<Value> {
    let own = |key: &str, shown: String| value(key, shown, from(config, &[&format!("notifier[{place}].{key}")]));
    let source = |key: &str, source: &Source| own(key, masked(source));
    let mut values = match &notifier.kind {
        Kind::Slack { url } => vec![own("kind", "slack".into()), source("url", url)],
        Kind::Webhook { url, secret } => {
            let secret =
                secret.as_ref().map_or_else(|| own("secret", "none, not signed".into()), |it| source("secret", it));
            vec![own("kind", "webhook".into()), source("url", url), secret]
        }
        Kind::Email(Mail { host, port, encryption, user, password, from, to, ca_file }) => {
            let tls = match encryption {
                Encryption::StartTls => "starttls",
                Encryption::Implicit => "implicit",
                Encryption::None => "none",
            };
            let to: Vec<String> = to.iter().map(ToString::to_string).collect();
            let mut mail = vec![
                own("kind", "email".into()),
                own("host", host.clone()),
                own("port", port.to_string()),
                own("tls", tls.into()),
                own("from", from.to_string()),
                own("to", list(&to)),
            ];
            mail.extend(user.iter().map(|user| own("user", user.clone())));
            mail.extend(password.iter().map(|password| source("password", password)));
            mail.extend(ca_file.iter().map(|path| own("ca_file", path.display().to_string())));
            mail
        }
        // Arguments may hold what should not be shown.
        Kind::Exec { command } => {
            let (program, rest) =
                command.split_first().map_or(("", 0), |(program, rest)| (program.as_str(), rest.len()));
            let shown = if rest == 0 { program.to_owned() } else { format!("{program} and {rest} arguments") };
            vec![own("kind", "exec".into()), own("command", shown)]
        }
        Kind::Stdout => vec![own("kind", "stdout".into())],
    };
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let quiet = notifier.quiet.map_or("never".to_owned(), |quiet| {
        let unless = quiet.unless.map_or(String::new(), |tier| format!(", unless {}", tier.as_str()));
        format!("{} to {}{unless}", clock(quiet.from), clock(quiet.to))
    });
    values.extend([
        own("min_tier", notifier.min_tier.as_str().into()),
        own("quiet", quiet),
        own("cap", notifier.cap.to_string()),
        own("digest", notifier.digest.to_string()),
        own("allow_private", notifier.allow_private.to_string()),
        own("insecure", notifier.insecure.to_string()),
    ]);
    values
}

const DEFAULT: &str = "default";

/// The place of the first of these keys that the config has.
fn from(config: &Config, keys: &[&str]) -> String {
    config.place_of(keys).unwrap_or_else(|| DEFAULT.to_owned())
}

fn masked(source: &Source) -> String {
    format!("*** from {source}")
}

fn list(texts: &[String]) -> String {
    if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
}

/// A value as a config writes it, without quotes.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        serde_json::Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |it| it.to_string()),
        other => other.to_string(),
    }
}

fn of<T: ToString>(name: &str, setting: &Setting<T>) -> Value {
    value(name, setting.value.to_string(), setting.origin.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "numbers, words and texts made for it alike")]
fn value(name: &str, value: impl ToString, origin: impl Into<String>) -> Value {
    Value { name: name.to_owned(), value: value.to_string(), origin: origin.into() }
}
