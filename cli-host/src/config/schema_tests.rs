//! The schema against the reader: what one takes the other takes, and the file that editors fetch is
//! that of this reader.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

use super::{
    keys::ASKED,
    parse,
    schema::{ADDRESS, schema},
    tests::template_with_every_key,
};

fn from_root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn checked_in() -> Value {
    let text = std::fs::read_to_string(from_root("cli-host/config.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A TOML text as editors give it to a validator.
fn as_json(text: &str) -> Value {
    fn of(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => json!(text),
            DeValue::Integer(digits) => json!(i64::from_str_radix(digits.as_str(), digits.radix()).unwrap()),
            DeValue::Float(digits) => json!(digits.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(on) => json!(on),
            DeValue::Datetime(date) => json!(date.to_string()),
            DeValue::Array(items) => items.iter().map(|item| of(item.get_ref())).collect(),
            DeValue::Table(table) => {
                table.iter().map(|(key, value)| (key.get_ref().to_string(), of(value.get_ref()))).collect()
            }
        }
    }
    of(&DeValue::Table(DeTable::parse(text).unwrap().into_inner()))
}

/// What an editor would underline.
fn underlined(text: &str) -> Vec<String> {
    let schema = checked_in();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    validator.iter_errors(&as_json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_file_is_the_schema_of_the_reader() {
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    let path = from_root("cli-host/config.schema.json");
    if std::env::var_os("TAGPULSE_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    // A checkout on Windows may have turned the line ends.
    let stands = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        stands == text,
        "cli-host/config.schema.json is not what the config's reader gives; run `cargo xtask schema`"
    );
    assert_eq!(checked_in()["$id"], ADDRESS);
    assert_eq!(crate::init::TEMPLATE.lines().next(), Some(&*format!("#:schema {ADDRESS}")));
}

#[test]
fn every_key_of_the_reader_stands_in_the_file_and_every_key_of_the_file_is_read() {
    fn collect(name: &str, value: &Value, keys: &mut BTreeSet<(String, String)>) {
        for (key, below) in value["properties"].as_object().into_iter().flatten() {
            assert!(below["description"].is_string(), "{key} in [{name}] has no description");
            keys.insert((name.to_owned(), key.clone()));
            let child = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            collect(&child, below, keys);
            collect(&child, &below["items"], keys);
        }
    }
    let mut stands = BTreeSet::new();
    collect("", &checked_in(), &mut stands);
    ASKED.take();
    parse(&template_with_every_key()).unwrap();
    let asked: BTreeSet<_> = ASKED.take().into_keys().map(|(table, key)| (table, key.to_owned())).collect();
    assert_eq!(stands, asked);
}

#[test]
fn the_example_configs_are_right() {
    let page = |path: &str| std::fs::read_to_string(from_root(path)).unwrap();
    let mut configs = vec![crate::init::TEMPLATE.to_owned(), template_with_every_key()];
    for text in [page("README.md"), page("docs/alerts.md")] {
        let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        configs.extend(blocks.map(str::to_owned));
    }
    assert!(configs.len() >= 4);
    for config in configs {
        assert_eq!(underlined(&config), Vec::<String>::new(), "{config}");
        parse(&config).unwrap();
    }
}

#[test]
fn a_misspelt_key_is_refused_by_both() {
    let template: String = template_with_every_key()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let keys: BTreeSet<&str> = template
        .split([' ', '\n'])
        .zip(template.split([' ', '\n']).skip(1))
        .filter(|(_, next)| *next == "=")
        .map(|(key, _)| key)
        .collect();
    assert!(keys.len() > 50, "{keys:?}");
    for key in keys {
        let at = template.find(&format!("{key} = ")).unwrap();
        let slip = format!("{}{}x = {}", &template[..at], key, &template[at + key.len() + 3..]);
        assert!(parse(&slip).is_err(), "{key}");
        assert!(!underlined(&slip).is_empty(), "{key}x is not underlined");
    }
}

#[test]
fn what_one_takes_the_other_takes() {
    let campaign = |line: &str| format!("{line}\n[[campaign]]\nhashtags = [\"a\"]\n");
    let in_campaign = |line: &str| format!("[[campaign]]\nhashtags = [\"a\"]\n{line}\n");
    let notifier = |rest: &str| format!("[[notifier]]\nname = \"n\"\n{rest}\n");
    let agree = |config: &str, right: bool| {
        assert_eq!(parse(config).is_ok(), right, "the reader of {config}: {:?}", parse(config));
        assert_eq!(underlined(config).is_empty(), right, "the schema of {config}: {:?}", underlined(config));
    };
    for right in
        ["zone = \"${NO_SUCH:-UTC}\"", "max_pages = 1", "top = 1000", "policy = \"tutorial\"", "multiple = 0.5"]
    {
        agree(&campaign(right), true);
    }
    for wrong in
        ["max_pages = 0", "max_pages = \"3\"", "max_credits = 5000000000", "http = 3", "http = { timeout_ms = 0 }"]
    {
        agree(&campaign(wrong), false);
    }
    // A variable is a text: where a number stands, neither takes one.
    agree(&campaign("max_credits = \"${NO_SUCH:-5}\""), false);
    let both = [
        ("start = 2026-01-02", true),
        ("start = \"2026-01-02\"", true),
        ("start = \"${NO_SUCH:-2026-01-02}\"", true),
        ("start = \"soon\"", false),
        ("was = \"x\"", true),
        ("was = [\"x\", \"y\"]", true),
        ("was = 3", false),
        ("top = 0", false),
        ("top = 1.5", false),
        ("multiple = 0", false),
        ("price = -1", false),
        ("tail_days = 0", true),
        ("goals = { views = 5000, by = 2026-05-31 }", true),
        ("goals = { views = \"many\" }", false),
        ("goals = { videos = 0 }", false),
        ("goals = { view = 5000 }", false),
        ("policy = { preset = \"tutorial\", mute = [\"@a\"] }", true),
        ("policy = { gain_floor = 2500 }", true),
        ("policy = { gain_floor = 0 }", false),
        ("policy = { daily_chance = 2 }", false),
        ("policy = { gain_flor = 2500 }", false),
        ("policy = \"careful\"", false),
        ("policy = \"${NO_SUCH:-tutorial}\"", true),
    ];
    both.iter().for_each(|(line, right)| agree(&in_campaign(line), *right));
    agree("[[campaign]]\nname = \"a\"\n", false);
    agree("[[campaign]]\nhashtags = []\n", false);
    let url = "url = { env = \"X\" }";
    let kinds = [
        ("kind = \"stdout\"", true),
        ("kind = \"${NO_SUCH:-stdout}\"", true),
        ("kind = \"slak\"", false),
        ("kind = \"slack\"", false),
        (&*format!("kind = \"slack\"\n{url}"), true),
        (&*format!("kind = \"slack\"\n{url}\nsecret = {{ env = \"Y\" }}"), false),
        (&*format!("kind = \"webhook\"\n{url}\nsecret = {{ env = \"Y\" }}"), true),
        ("kind = \"webhook\"\nurl = { env = \"X\", file = \"y\" }", false),
        ("kind = \"webhook\"\nurl = \"https://example.com\"", false),
        ("kind = \"exec\"", false),
        ("kind = \"exec\"\ncommand = [\"true\"]", true),
        ("kind = \"stdout\"\nmin_tier = \"hto\"", false),
        ("kind = \"stdout\"\nquiet = { from = \"22:00\" }", false),
        ("kind = \"stdout\"\nquiet = { from = \"22:00\", to = \"7:00\" }", false),
        ("kind = \"stdout\"\nquiet = { from = \"22:00\", to = \"07:00\", unless = \"mega\" }", true),
        ("kind = \"email\"\nhost = \"h\"\nfrom = \"a@b.de\"\nto = [\"c@d.de\"]\nport = 70000", false),
        ("kind = \"email\"\nhost = \"h\"\nfrom = \"a@b.de\"\nto = [\"c@d.de\"]\ntls = \"ssl\"", false),
        ("kind = \"email\"\nhost = \"h\"\nfrom = \"a@b.de\"\nto = [\"c@d.de\"]\nuser = \"u\"", false),
        ("kind = \"email\"\nhost = \"h\"\nfrom = \"a@b.de\"\nto = [\"c@d.de\"]", true),
    ];
    kinds.iter().for_each(|(rest, right)| agree(&notifier(rest), *right));
    agree("[[notifier]]\nkind = \"stdout\"\n", false);
    agree("[[notifier]]\nname = \" \"\nkind = \"stdout\"\n", false);
}
