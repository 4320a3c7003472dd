//! The config's JSON Schema, for editors: `config.schema.json`. Which keys there are, of which shape
//! and from which number on, is noted while the reader asks for them; what the core reads is the core's
//! schema; what a key is for, and its default, stands here.
//!
//! Draft 7, which editors of TOML know.

use serde_json::{Map, Value, json};
use tagpulse_core::{CollectorOptions, Settings};

use super::{
    Extra,
    keys::{ASKED, Shape},
    notifier::{CAP, KINDS, PORT_STARTTLS, PORT_TLS, TLS},
};
use crate::notify::{Delivery, TIERS};

/// Where the schema is published: the first line of a config that `init` writes.
pub(super) const ADDRESS: &str = "https://raw.githubusercontent.com/tagpulse/tagpulse/main/cli-host/config.schema.json";

/// A string with a variable of the environment in it: what it becomes is not known here.
const VARIABLE: &str = r"\$\{";

/// What stands at the top and in a campaign.
const BOTH: &[&str] = &["", "campaign"];
const TOP: &[&str] = &[""];
const CAMPAIGN: &[&str] = &["campaign"];
const NOTIFIER: &[&str] = &["notifier"];
const SOURCES: &[&str] = &["ping_url", "notifier.url", "notifier.secret", "notifier.password"];

/// Tables, key, what it is for, and what the reader checks beside its shape, with the default.
type Row = (&'static [&'static str], &'static str, &'static str, Value);

fn rows() -> Vec<Row> {
    let core = CollectorOptions::new(Vec::new(), crate::options::clock());
    let (usual, settings, extra) = (Delivery::default(), Settings::default(), Extra::default());
    let default = |value: Value| json!({ "default": value });
    let none = || json!({});
    let of = |names: &[&str]| json!({ "enum": names });
    let at_least_one = || json!({ "minItems": 1 });
    vec![
        (TOP, "store", "The store's file, relative to this file; without it in the user's data folder.", none()),
        (TOP, "base_url", "The provider's address.", default(crate::url::DEFAULT.into())),
        (TOP, "max_credits", "Credits that a run may cost over all campaigns; without it there is no limit.", none()),
        (TOP, "max_credits_per_day", "Credits that all runs of a day (UTC) may cost together.", none()),
        (TOP, "max_credits_per_month", "Credits that all runs of a month (UTC) may cost together.", none()),
        (TOP, "concurrency", "Requests at a time: as many as the provider's plan allows.", default(1.into())),
        (TOP, "max_pages", "Pages read of one hashtag at most, 30 videos each.", default(core.max_pages.into())),
        (TOP, "http", "Requests to the provider.", none()),
        (&["http"], "timeout_ms", "The time-out of one request, in milliseconds.", default(core.timeout_ms.into())),
        (
            &["http"],
            "max_wait_ms",
            "The longest wait before a retry, in milliseconds.",
            default(core.max_wait_ms.into()),
        ),
        (TOP, "campaign", "A campaign: once for each.", none()),
        (CAMPAIGN, "name", "The campaign's name, 1 to 100 characters; without it its first hashtag.", none()),
        (CAMPAIGN, "hashtags", "Hashtags, with or without #. A video under two of them counts once.", at_least_one()),
        (CAMPAIGN, "start", "First day of publication that counts.", none()),
        (CAMPAIGN, "end", "Last day of publication that counts.", none()),
        (CAMPAIGN, "exclude", "Creators whose videos do not count, with or without @.", none()),
        (CAMPAIGN, "was", "What the campaign was called before, so that its history stays.", none()),
        (BOTH, "zone", "IANA name of the zone in which days begin.", default(settings.zone.into())),
        (
            BOTH,
            "multiple",
            "A video stands out above this multiple of the average views.",
            json!({ "default": settings.multiple, "minimum": 0.001, "maximum": 1e6 }),
        ),
        (
            BOTH,
            "top",
            "How many of the videos with the most views are listed.",
            json!({ "type": "integer", "default": settings.top, "minimum": 1, "maximum": 1000 }),
        ),
        (BOTH, "price", "Price of a credit, for money beside credits.", json!({ "minimum": 0, "maximum": 1e6 })),
        (BOTH, "currency", "The currency of the price, such as USD.", none()),
        (BOTH, "goals", "What is to be reached, and by when; a campaign's stand instead of those at the top.", none()),
        (
            BOTH,
            "policy",
            "What you are told of: a preset, or a table of what differs from it.",
            default("recommended".into()),
        ),
        (BOTH, "tail_days", "Days after `end` that a campaign is still read.", default(extra.tail_days.into())),
        (
            BOTH,
            "forget_after_days",
            "Days after `end` from which handles, captions and addresses are forgotten; figures stay. 0 for never.",
            default(super::extra::FORGET_AFTER_DAYS.into()),
        ),
        (
            BOTH,
            "recheck",
            "Large videos that the listings did not have and that are read again by themselves, a credit each.",
            default(extra.recheck.into()),
        ),
        (BOTH, "own", "Your own accounts: they count, and are shown apart.", none()),
        (
            BOTH,
            "notifiers",
            "Whom alerts are told to, by the names of [[notifier]]s; a campaign's stand instead of \
          those at the top.",
            none(),
        ),
        (TOP, "ping_url", "A health check that hears of a run's beginning and end.", none()),
        (
            &["ping_url"],
            "allow_private",
            "Whether it may be on a private network or this machine.",
            default(false.into()),
        ),
        (SOURCES, "env", "The variable of the environment that holds it.", none()),
        (SOURCES, "file", "The file that holds it, relative to this file.", none()),
        (SOURCES, "command", "The shell command that prints it.", none()),
        (TOP, "delivery", "How a message to a notifier is tried.", none()),
        (&["delivery"], "timeout_ms", "The time-out of a try, in milliseconds.", default(usual.timeout_ms.into())),
        (&["delivery"], "tries", "Tries in one run.", default(usual.tries.into())),
        (
            &["delivery"],
            "wait_ms",
            "The wait before the second try, in milliseconds; it doubles after each.",
            default(usual.wait_ms.into()),
        ),
        (TOP, "notifier", "Somebody whom alerts are told to: once for each.", none()),
        (NOTIFIER, "name", "What campaigns call it.", json!({ "pattern": r"\S" })),
        (NOTIFIER, "kind", "How it is reached.", of(&KINDS)),
        (NOTIFIER, "min_tier", "The least urgent tier that it is told.", json!({ "enum": TIERS, "default": "watch" })),
        (NOTIFIER, "quiet", "When it is left alone, in the campaign's zone.", none()),
        (
            &["notifier.quiet"],
            "from",
            "The first minute, such as 22:00.",
            json!({ "pattern": format!("{HOUR}|{VARIABLE}") }),
        ),
        (
            &["notifier.quiet"],
            "to",
            "The first minute after it; before `from` it is on the next day.",
            json!({ "pattern": format!("{HOUR}|{VARIABLE}") }),
        ),
        (&["notifier.quiet"], "unless", "The tier that is told all the same.", of(&TIERS)),
        (
            NOTIFIER,
            "cap",
            "Messages of a day over all campaigns; what is over goes into one digest.",
            default(CAP.into()),
        ),
        (NOTIFIER, "digest", "Whether what is over `cap` goes into one message, or each alone.", default(true.into())),
        (NOTIFIER, "allow_private", "Whether it may be on a private network or this machine.", default(false.into())),
        (NOTIFIER, "insecure", "Whether it may be reached without encryption.", default(false.into())),
        (NOTIFIER, "url", "Its address, which is a secret.", none()),
        (NOTIFIER, "secret", "What its messages are signed with.", none()),
        (NOTIFIER, "host", "The mail server's name.", none()),
        (NOTIFIER, "tls", "The mail server's encryption.", json!({ "enum": TLS, "default": TLS[0] })),
        (
            NOTIFIER,
            "port",
            "The mail server's port.",
            json!({ "description": format!("The mail server's port; without it {PORT_STARTTLS}, with tls = \"implicit\" {PORT_TLS}.") }),
        ),
        (NOTIFIER, "user", "The account on the mail server; goes with a password.", none()),
        (NOTIFIER, "password", "The account's password.", none()),
        (NOTIFIER, "from", "Who the mail is from.", none()),
        (NOTIFIER, "to", "Who gets the mail.", at_least_one()),
        (
            NOTIFIER,
            "ca_file",
            "The certificate of a server that no public authority vouches for (PEM), relative to \
          this file.",
            none(),
        ),
        (
            NOTIFIER,
            "command",
            "The program and its arguments. It reads each message as a line of JSON.",
            at_least_one(),
        ),
    ]
}

const HOUR: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// What a table needs beside keys of the right shape. The keys that a notifier's kind lacks are those
/// that the reader does not ask for.
fn rules(table: &str) -> Map<String, Value> {
    let rules = match table {
        "campaign" => json!({ "required": ["hashtags"] }),
        "notifier.quiet" => json!({ "required": ["from", "to"] }),
        "notifier" => json!({
            "required": ["name", "kind"],
            "dependencies": { "user": ["password"], "password": ["user"] },
            "allOf": KINDS.map(of_kind),
        }),
        table if SOURCES.contains(&table) => {
            let ways = ["env", "file", "command"].map(|key| json!({ "required": [key] }));
            json!({ "oneOf": ways })
        }
        _ => json!({}),
    };
    rules.as_object().cloned().unwrap_or_default()
}

fn of_kind(kind: &str) -> Value {
    let needs: &[&str] = match kind {
        "slack" | "webhook" => &["url"],
        "email" => &["host", "from", "to"],
        "exec" => &["command"],
        _ => &[],
    };
    let own = keys_of(kind);
    let foreign = KINDS.iter().flat_map(|other| keys_of(other)).filter(|key| !own.contains(key));
    let foreign: Map<String, Value> = foreign.map(|key| (key.to_owned(), Value::Bool(false))).collect();
    json!({
        "if": { "properties": { "kind": { "const": kind } } },
        "then": { "required": needs, "properties": foreign },
    })
}

/// The keys that the reader asks a notifier of a kind for.
fn keys_of(kind: &str) -> Vec<&'static str> {
    let before = ASKED.take();
    super::parse(&format!("[[notifier]]\nname = \"n\"\nkind = \"{kind}\"\n")).ok();
    let asked = ASKED.replace(before);
    asked.into_keys().filter(|(table, _)| table == "notifier").map(|(_, key)| key).collect()
}

/// The whole schema.
pub(super) fn schema() -> Value {
    ASKED.take();
    super::parse(&super::tests::template_with_every_key()).unwrap();
    let asked: Vec<_> = ASKED.take().into_iter().collect();
    let mut schema = table("", &asked);
    let mut core = tagpulse_core::schema::types()["$defs"].clone();
    core.as_object_mut().unwrap().retain(|name, _| ["Policy", "Wanted", "Preset"].contains(&name.as_str()));
    as_config(&mut core);
    let whole = schema.as_object_mut().unwrap();
    whole.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    whole.insert("$id".into(), ADDRESS.into());
    whole.insert("title".into(), "The config of tagpulse".into());
    whole.insert("definitions".into(), core);
    schema
}

fn table(name: &str, asked: &[((String, &'static str), Shape)]) -> Value {
    let keys = asked.iter().filter(|((table, _), _)| table == name);
    let properties: Map<String, Value> =
        keys.map(|((_, key), shape)| ((*key).to_owned(), property(name, key, *shape, asked))).collect();
    let mut table = rules(name);
    table.insert("type".into(), "object".into());
    table.insert("properties".into(), properties.into());
    table.insert("additionalProperties".into(), false.into());
    table.into()
}

fn property(within: &str, key: &str, shape: Shape, asked: &[((String, &'static str), Shape)]) -> Value {
    let of = |rows: &[Row]| rows.iter().position(|(tables, name, ..)| *name == key && tables.contains(&within));
    let rows = rows();
    let (_, _, about, more) = &rows[of(&rows).unwrap_or_else(|| panic!("say what {key} in [{within}] is for"))];
    let child = || table(&if within.is_empty() { key.to_owned() } else { format!("{within}.{key}") }, asked);
    let text = || json!({ "type": "string" });
    let mut value = match shape {
        Shape::Text => text(),
        Shape::Day => json!({ "type": "string", "pattern": format!("{DAY}|{VARIABLE}") }),
        Shape::Whole { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Switch => json!({ "type": "boolean" }),
        Shape::Texts => json!({ "type": "array", "items": text() }),
        Shape::TextOrTexts => json!({ "anyOf": [text(), { "type": "array", "items": text() }] }),
        Shape::Given if key == "policy" => json!({ "anyOf": [reference("Preset"), reference("Policy")] }),
        Shape::Given => json!({ "anyOf": [reference("Wanted")] }),
        Shape::Table | Shape::Source => child(),
        Shape::Tables => json!({ "type": "array", "items": child() }),
    };
    let fields = value.as_object_mut().unwrap();
    fields.insert("description".into(), (*about).into());
    fields.extend(more.as_object().unwrap().clone());
    // One of a few words, or a variable.
    if let Some(words) = fields.remove("enum") {
        fields.insert("anyOf".into(), json!([{ "enum": words }, { "pattern": VARIABLE }]));
    }
    value
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The core's schema as it holds in a config: no null, days as they are written, variables.
fn as_config(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_config),
        Value::Object(fields) => {
            if let Some(kinds) = fields.get_mut("type").filter(|kind| kind.is_array()) {
                *kinds = kinds[0].clone();
            }
            if fields.get("default").is_some_and(Value::is_null) {
                fields.remove("default");
            }
            if fields.get("format").is_some_and(|format| format == "date") {
                fields.insert("pattern".into(), format!("{DAY}|{VARIABLE}").into());
            }
            fields.remove("format");
            if let Some(Value::Array(mut words)) = fields.remove("oneOf") {
                words.push(json!({ "type": "string", "pattern": VARIABLE }));
                fields.insert("anyOf".into(), words.into());
            }
            if let Some(Value::String(to)) = fields.get_mut("$ref") {
                *to = to.replace("#/$defs/", "#/definitions/");
            }
            fields.values_mut().for_each(as_config);
        }
        _ => {}
    }
}
