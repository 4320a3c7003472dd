//! The config file: campaigns, and defaults for every run. All its problems are told at
//! once, each with line and column.

mod campaign;
mod extra;
mod keys;
mod lines;
mod notifier;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod schema_tests;
mod variables;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Result;
use etcetera::BaseStrategy;
use tagpulse_core::{Given, Settings};
use toml::de::{DeTable, DeValue};

use crate::{
    exit::{Exit, Stop},
    notify::{self, Delivery, Notifier, Ping},
};
pub(crate) use extra::Extra;
use keys::{Keys, Problems};

/// A value with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    /// The value.
    pub(crate) value: T,
    /// Its line, from 1.
    pub(crate) line: usize,
}

/// What the config file says; nothing when there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Config {
    /// The file.
    pub(crate) path: Option<PathBuf>,
    /// The store, relative to the config's folder.
    pub(crate) store: Option<Located<PathBuf>>,
    /// The provider's address.
    pub(crate) base_url: Option<Located<String>>,
    /// Credits that a run may cost at most.
    pub(crate) max_credits: Option<Located<u32>>,
    /// Credits that all runs of a day (UTC) may cost at most.
    pub(crate) max_credits_per_day: Option<Located<u32>>,
    /// Credits that all runs of a month (UTC) may cost at most.
    pub(crate) max_credits_per_month: Option<Located<u32>>,
    /// Requests at a time that the provider's plan allows.
    pub(crate) concurrency: Option<Located<u32>>,
    /// Pages read of one hashtag at most.
    pub(crate) max_pages: Option<Located<u32>>,
    /// Time-out of one request.
    pub(crate) timeout_ms: Option<Located<u32>>,
    /// The longest wait before a retry.
    pub(crate) max_wait_ms: Option<Located<u32>>,
    /// Defaults of a campaign, for those that flags make.
    pub(crate) defaults: Settings,
    /// The campaigns in their order.
    pub(crate) campaigns: Vec<Settings>,
    /// Whom alerts are told to.
    pub(crate) notifiers: Vec<Notifier>,
    /// The notifiers of each of `campaigns`, in the same order.
    pub(crate) told_to: Vec<Vec<String>>,
    /// The notifiers of a campaign that is not in the config.
    pub(crate) else_told_to: Vec<String>,
    /// How often and how long a delivery is tried.
    pub(crate) delivery: Delivery,
    /// Variables of the environment that hold secrets.
    pub(crate) secret_variables: Vec<String>,
    /// Who hears that a run began and ended.
    pub(crate) ping: Option<Ping>,
    /// What the host alone knows of each of `campaigns`, in the same order.
    pub(crate) extras: Vec<Extra>,
    /// The line of every key, such as `campaign[0].zone`.
    pub(crate) lines: BTreeMap<String, usize>,
    /// The same of a campaign that is not in the config.
    pub(crate) else_extra: Extra,
}

impl Config {
    /// What the host alone knows of a campaign; for one that is not in the config what stands at its top.
    pub(crate) fn extra(&self, campaign: &str) -> Extra {
        let place = self.campaigns.iter().position(|settings| settings.campaign == campaign);
        place.and_then(|place| self.extras.get(place)).unwrap_or(&self.else_extra).clone()
    }

    /// The same of every campaign.
    pub(crate) fn extras_by_name(&self) -> BTreeMap<String, Extra> {
        self.campaigns.iter().map(|settings| settings.campaign.clone()).zip(self.extras.iter().cloned()).collect()
    }

    /// A value that the file gives, with its place.
    pub(crate) fn placed<T: Clone>(&self, found: Option<&Located<T>>) -> Option<(T, String)> {
        found.map(|found| (found.value.clone(), self.place(found.line)))
    }

    /// Where the first of these keys stands that the file has, as `file:line`.
    pub(crate) fn place_of(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.lines.get(*key)).map(|line| self.place(*line))
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.as_deref().unwrap_or(Path::new("config")).display())
    }
}

/// Reads the config: the file named, else `tagpulse.toml` here, else the user's.
///
/// # Errors
/// Exit 78 with every problem, or when the file named cannot be read.
pub(crate) fn load(named: Option<&Path>) -> Result<Config> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match usual_places().into_iter().find(|path| path.is_file()) {
            Some(path) => path,
            None => return Ok(Config::default()),
        },
    };
    let told = |why: String| Stop::error(Exit::Config, format!("cannot read the config {}: {why}", path.display()));
    let bytes = std::fs::read(&path).map_err(|error| told(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        told(format!("line {line} is not UTF-8; save it in that encoding"))
    })?;
    match parse(&text) {
        Ok(mut config) => {
            if let Some(store) = &mut config.store
                && let Some(folder) = path.parent()
            {
                store.value = folder.join(&store.value);
            }
            if let Some(folder) = path.parent() {
                config.notifiers.iter_mut().for_each(|notifier| notifier.look_in(folder));
                config.ping.iter_mut().for_each(|ping| ping.url.look_in(folder));
            }
            config.path = Some(path);
            Ok(config)
        }
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(|problem| format!("{}:{problem}", path.display())).collect();
            Err(Stop::error(Exit::Config, lines.join("\n")))
        }
    }
}

fn usual_places() -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from("tagpulse.toml")];
    if let Ok(folders) = etcetera::choose_base_strategy() {
        places.push(folders.config_dir().join("tagpulse").join("tagpulse.toml"));
    }
    places
}

/// A TOML text as the core reads options; the problem is `line:column: message`.
///
/// # Errors
/// When it is no TOML.
pub(crate) fn given(text: &str) -> Result<Given, String> {
    let mut problems = Problems::new(text);
    match DeTable::parse(text) {
        Ok(table) => Ok(keys::given(DeValue::Table(table.into_inner()))),
        Err(error) => {
            problems.push(error.span().unwrap_or_default(), error.message());
            Err(problems.finish().join("; "))
        }
    }
}

/// Reads a config's text; the problems are `line:column: message`.
fn parse(text: &str) -> Result<Config, Vec<String>> {
    let mut problems = Problems::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let message = format!("{}; a text stands in straight quotes, a day as 2026-11-23", error.message());
        problems.push(error.span().unwrap_or_default(), message);
    }
    if !problems.is_empty() {
        return Err(problems.finish());
    }
    let span = table.span();
    let mut table = table.into_inner();
    variables::fill(&mut table, &mut problems, &|name| std::env::var(name).ok());
    let lines = lines::of(&table, text);
    let mut keys = Keys::new(table, span);
    let mut config = Config {
        store: keys.text("store", &mut problems).map(|text| text.map(PathBuf::from)),
        base_url: keys.text("base_url", &mut problems),
        max_credits: keys.whole("max_credits", 1, &mut problems),
        max_credits_per_day: keys.whole("max_credits_per_day", 1, &mut problems),
        max_credits_per_month: keys.whole("max_credits_per_month", 1, &mut problems),
        concurrency: keys.whole("concurrency", 1, &mut problems),
        max_pages: keys.whole("max_pages", 1, &mut problems),
        lines,
        ..Config::default()
    };
    if let Some(mut http) = keys.table("http", &mut problems) {
        config.timeout_ms = http.whole("timeout_ms", 1, &mut problems);
        config.max_wait_ms = http.whole("max_wait_ms", 0, &mut problems);
        http.end(&mut problems);
    }
    let mut tables = keys.tables("campaign", &mut problems);
    let told_to: Vec<_> = tables.iter_mut().map(|keys| notifier::named(keys, &mut problems)).collect();
    alerts(&mut config, &mut keys, told_to, &mut problems);
    config.else_extra = Extra::read(&mut keys, &Extra::default(), &mut problems);
    config.defaults = campaign::defaults(&mut keys, &mut problems);
    for table in &mut tables {
        table.inside(&keys);
    }
    keys.end(&mut problems);
    config.extras = tables.iter_mut().map(|keys| Extra::of_campaign(keys, &config.else_extra, &mut problems)).collect();
    config.campaigns = campaign::read_all(tables, &config.defaults, &mut problems);
    extra::check_names(&config.campaigns, &config.extras, &mut problems);
    if problems.is_empty() { Ok(config) } else { Err(problems.finish()) }
}

/// Whom alerts are told to: what stands at the top holds for the campaigns that say nothing else.
fn alerts(
    config: &mut Config,
    keys: &mut Keys<'_>,
    told_to: Vec<Option<Vec<(keys::Span, String)>>>,
    problems: &mut Problems<'_>,
) {
    let (notifiers, names) = notifier::read_all(keys.tables("notifier", problems), problems);
    config.notifiers = notifiers;
    let at_the_top = notifier::named(keys, problems).unwrap_or_default();
    config.else_told_to = notifier::known(at_the_top, &names, problems);
    for named in told_to {
        let known = named.map(|named| notifier::known(named, &names, problems));
        config.told_to.push(known.unwrap_or_else(|| config.else_told_to.clone()));
    }
    if let Some(mut table) = keys.table("delivery", problems) {
        let mut whole = |key, least, usual: u32| table.whole(key, least, problems).map_or(usual, |found| found.value);
        let usual = Delivery::default();
        config.delivery = Delivery {
            timeout_ms: whole("timeout_ms", 1, usual.timeout_ms),
            tries: whole("tries", 1, usual.tries),
            wait_ms: whole("wait_ms", 0, usual.wait_ms),
        };
        table.end(problems);
    }
    if let Some(mut table) = keys.source("ping_url", problems) {
        let url = notifier::source_in(&mut table, "ping_url", problems);
        let allow_private = table.switch("allow_private", problems).unwrap_or(false);
        table.end(problems);
        config.ping = url.map(|url| Ping { url, allow_private });
    }
    config.secret_variables = notify::secret_variables(config);
}

impl<T> Located<T> {
    fn map<U>(self, to: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: to(self.value), line: self.line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn campaigns_take_what_they_do_not_say_from_the_top() {
        let text = "zone = \"Europe/Berlin\"\nmax_credits = 60\nprice = 0.005\ncurrency = \"USD\"\n\
                    [http]\ntimeout_ms = 500\n\
                    [[campaign]]\nname = \"spring\"\nhashtags = [\"#SpringGlow\"]\nstart = 2026-11-01\n\
                    [[campaign]]\nhashtags = [\"b\"]\nzone = \"UTC\"\ntop = 3\n";
        let config = parse(text).unwrap();
        assert_eq!(config.max_credits, Some(Located { value: 60, line: 2 }));
        assert_eq!(config.timeout_ms.unwrap().value, 500);
        let [spring, b] = config.campaigns.as_slice() else { panic!() };
        assert_eq!((spring.campaign.as_str(), spring.zone.as_str(), spring.top), ("spring", "Europe/Berlin", 10));
        assert_eq!(spring.start.unwrap().to_string(), "2026-11-01");
        assert_eq!((b.campaign.as_str(), b.zone.as_str(), b.top, b.price), ("b", "UTC", 3, Some(0.005)));
    }

    #[test]
    fn every_problem_is_told_with_its_place() {
        let text = "max_credit = 5\nzone = \"Europe/Belrin\"\nmax_pages = 0\n\n\
                    [[campaign]]\nhashtag = [\"a\"]\n\
                    [[campaign]]\nhashtags = [\"a b\"]\nmultiple = 0\nstart = \"soon\"\n";
        let problems = parse(text).unwrap_err();
        let check = |line: usize, place: &str, part: &str| {
            let found = &problems[line];
            assert!(found.starts_with(place) && found.contains(part), "{found}");
        };
        check(0, "1:1: ", "did you mean \"max_credits\"?");
        check(1, "2:8: ", "\"Europe/Berlin\"");
        check(2, "3:13: ", "max_pages");
        check(3, "5:1: ", "hashtags");
        check(4, "6:1: ", "did you mean \"hashtags\"?");
        check(5, "8:13: ", "\"a b\"");
        check(6, "9:12: ", "multiple: 0");
        check(7, "10:9: ", "\"soon\"");
        assert_eq!(problems.len(), 8, "{problems:#?}");
    }

    #[test]
    fn what_stands_in_inner_tables_is_told_where_it_stands() {
        let text = "[[campaign]]\nhashtags = [\"a\"]\ngoals = { veiws = 5 }\npolicy = { gain_flor = 3, daily_chance = 9 }\n\
                    [[notifier]]\nname = \"m\"\nkind = \"email\"\nhost = \"h\"\nfrom = \"me\"\nto = [\"a@b.de\"]\nport = 70000\nqiuet = 3\n\
                    [[notifier]]\nname = \"s\"\nkind = \"slack\"\nurl = \"https://x\"\n";
        let problems = parse(text).unwrap_err();
        let expected = [
            ("3:11: ", "\"veiws\" is no key of goals; did you mean \"views\"?"),
            ("4:12: ", "\"gain_flor\" is no key of policy; did you mean \"gain_floor\"?"),
            ("4:27: ", "policy: daily_chance: 9 is outside 0.001 to 1"),
            ("9:8: ", "from: \"me\" is no mail address"),
            ("11:8: ", "port: 70000 is outside 1 to 65535"),
            ("12:1: ", "\"qiuet\" is no key here; did you mean \"quiet\"?"),
            ("16:7: ", "url: expected { env = \"NAME\" }"),
        ];
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
        for (found, (place, part)) in problems.iter().zip(expected) {
            assert!(found.starts_with(place) && found.contains(part), "{place}{part}: {found}");
        }
    }

    #[test]
    fn the_config_to_begin_with_reads_well_also_with_every_key() {
        assert_eq!(parse(crate::init::TEMPLATE).unwrap().campaigns[0].campaign, "spring");
        let config = parse(&template_with_every_key()).unwrap();
        let (settings, extra) = (&config.campaigns[0], &config.extras[0]);
        assert_eq!(config.max_credits_per_month.unwrap().value, 20_000);
        assert_eq!((settings.goals.creators, extra.own.as_slice()), (Some(250.0), &["yourbrand".to_owned()][..]));
        assert_eq!(extra.was[0].1, "old name");
        assert_eq!((config.notifiers.len(), &config.told_to[0]), (notifier::KINDS.len(), &vec!["team".to_owned()]));
        // What is commented out is what holds without it.
        let (usual, bare) = (Config::default(), parse(crate::init::TEMPLATE).unwrap());
        assert_eq!((config.delivery, settings.top), (usual.delivery, bare.campaigns[0].top));
        assert_eq!(extra.forgets_after(), bare.extras[0].forgets_after());
        assert_eq!(settings.multiple.to_bits(), bare.campaigns[0].multiple.to_bits());
        let core = tagpulse_core::CollectorOptions::new(Vec::new(), crate::options::clock());
        let written = [&config.timeout_ms, &config.max_wait_ms, &config.max_pages].map(|it| it.as_ref().unwrap().value);
        assert_eq!(written, [core.timeout_ms, core.max_wait_ms, core.max_pages]);
        assert_eq!(config.base_url.unwrap().value, crate::url::DEFAULT);
    }

    #[test]
    fn the_config_to_begin_with_has_every_key_and_every_kind_that_there_is() {
        let template = template_with_every_key();
        parse(&template).unwrap();
        let asked = keys::ASKED.take();
        let asked: std::collections::BTreeSet<&str> = asked.into_keys().map(|(_, key)| key).collect();
        assert!(asked.contains("ca_file") && asked.contains("unless"), "{asked:?}");
        let stands = |key: &&str| {
            let ways = [format!("\n{key} = "), format!("[{key}]"), format!("{{ {key} = "), format!(", {key} = ")];
            ways.iter().any(|way| template.contains(way))
        };
        let missing: Vec<&str> = asked.into_iter().filter(|key| !stands(key)).collect();
        assert_eq!(missing, Vec::<&str>::new());
        for kind in notifier::KINDS {
            assert!(template.lines().any(|line| line == format!("kind = \"{kind}\"")), "{kind}");
        }
    }

    /// The template with its keys and tables no longer in comments.
    pub(super) fn template_with_every_key() -> String {
        // A key in a comment is `# key = value`; words are longer before their `=`.
        let is_key = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let bare = |line: &str| match line.strip_prefix("# ") {
            Some(bare) if is_key(bare) || bare.starts_with('[') => bare.to_owned(),
            _ => line.to_owned(),
        };
        let lines: Vec<String> = crate::init::TEMPLATE.lines().map(bare).collect();
        lines.join("\n")
    }

    #[test]
    fn what_is_there_and_wrong_is_not_told_as_missing() {
        let text = "[[campaign]]\nhashtags = \"a\"\nnotifiers = [\"team\", \"taem\"]\n\
                    [[notifier]]\nname = \"team\"\nkind = \"email\"\nhost = \"h\"\nfrom = \"me\"\nto = \"a@b.de\"\n";
        let expected = [
            "2:12: hashtags: expected a list such as [\"a\", \"b\"], found string",
            "3:22: notifiers: no [[notifier]] is called \"taem\"; did you mean \"team\"?",
            "8:8: from: \"me\" is no mail address; write anna@example.com or Anna <anna@example.com>",
            "9:6: to: expected a list such as [\"a\", \"b\"], found string",
        ];
        assert_eq!(parse(text).unwrap_err(), expected);
    }

    #[test]
    fn a_key_of_the_top_in_a_campaign_is_told_its_place() {
        let problems = parse("api_key = \"x\"\n[[campaign]]\nhashtags = [\"a\"]\nmax_credits = 5\n").unwrap_err();
        let expected = [
            "1:1: \"api_key\" is no key here; the provider's key stands in no config: set SCAVIO_API_KEY",
            "4:1: \"max_credits\" is no key here; it belongs to the top, before the first [[campaign]]",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn a_variable_that_is_not_set_is_told_where_it_stands_and_once() {
        let text = "zone = \"${TAGPULSE_NONE}\"\n[[campaign]]\nname = \"a\"\nhashtags = [\"b\", \"${TAGPULSE_NONE}\"]\n\
                    start = \"${TAGPULSE_NONE}\"\ngoals = { by = \"${TAGPULSE_NONE}\" }\nwas = \"a\"\n";
        let unset = "the variable TAGPULSE_NONE is not set; set it, or write ${TAGPULSE_NONE:-default}";
        let mut expected = ["1:8", "4:18", "5:9", "6:16"].map(|place| format!("{place}: {unset}")).to_vec();
        expected.push("7:7: was: the campaign is called \"a\" still; take the key out".to_owned());
        assert_eq!(parse(text).unwrap_err(), expected);
    }

    #[test]
    fn two_campaigns_of_one_name_are_a_problem() {
        let text = "[[campaign]]\nhashtags = [\"a\"]\n[[campaign]]\nname = \"a\"\nhashtags = [\"b\"]\n";
        assert!(parse(text).unwrap_err()[0].contains("twice"));
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_place() {
        let problems = parse("zone = \n").unwrap_err();
        assert!(problems[0].starts_with("1:"), "{problems:?}");
    }
}
