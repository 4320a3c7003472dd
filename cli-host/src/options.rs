//! The command line, the environment, the config and the defaults made into one: checked
//! values, each knowing where it comes from.

mod campaigns;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Result;
use etcetera::BaseStrategy;
use tagpulse_core::{CollectorOptions, Timestamp};

pub(crate) use campaigns::{from_flags, stored, to_run};

use crate::{
    args::{Common, Format, RunArgs},
    config::{self, Config, Extra},
    exit::{Exit, Stop},
    look::Look,
    pseudonym::Pseudonyms,
    url::{self, BaseUrl},
};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A flag.
    Flag,
    /// A variable of the environment.
    Environment(&'static str),
    /// A line of the config, as `file:line`.
    Config(String),
    /// Nothing else was said.
    Default,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment(name) => f.write_str(name),
            Self::Config(place) => f.write_str(place),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    /// The value.
    pub(crate) value: T,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

impl<T> Setting<T> {
    /// The first that is given: flag, environment, config.
    fn first(flag: Option<T>, variable: Option<(&'static str, T)>, file: Option<(T, String)>) -> Option<Self> {
        let flag = flag.map(|value| Self { value, origin: Origin::Flag });
        let variable = || variable.map(|(name, value)| Self { value, origin: Origin::Environment(name) });
        let file = || file.map(|(value, place)| Self { value, origin: Origin::Config(place) });
        flag.or_else(variable).or_else(file)
    }

    /// As [`Self::first`], and the default where nothing is given.
    fn first_or(flag: Option<T>, variable: Option<(&'static str, T)>, file: Option<(T, String)>, default: T) -> Self {
        Self::first(flag, variable, file).unwrap_or(Self { value: default, origin: Origin::Default })
    }
}

/// What every command needs.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The config file.
    pub(crate) config: Config,
    /// The store's file.
    pub(crate) store: Setting<PathBuf>,
    /// The time that counts as now.
    pub(crate) now: Timestamp,
    /// Whether that is the clock's, and nobody's word.
    pub(crate) by_clock: bool,
    /// How results are written.
    pub(crate) format: Format,
    /// What pages look like.
    pub(crate) look: Look,
    /// Where results are written; stdout when `None`.
    pub(crate) output: Option<PathBuf>,
    /// Whether progress and warnings are kept back.
    pub(crate) quiet: bool,
    /// What stands for people in results and messages; their names when `None`.
    pub(crate) pseudonyms: Option<Pseudonyms>,
}

impl Options {
    /// Checks the common flags and reads the config.
    ///
    /// # Errors
    /// Exit 2 for a bad time, 78 for a bad config or environment.
    pub(crate) fn new(common: &Common) -> Result<Self> {
        let named = common.config.clone().or_else(|| variable("TAGPULSE_CONFIG").map(PathBuf::from));
        let config = config::load(named.as_deref())?;
        let now = match &common.now {
            Some(text) => time(text, "--now")?,
            None => clock(),
        };
        let in_environment = variable("TAGPULSE_STORE").map(|path| ("TAGPULSE_STORE", PathBuf::from(path)));
        let store = match Setting::first(common.store.clone(), in_environment, config.placed(config.store.as_ref())) {
            Some(store) => store,
            None => Setting { value: default_store()?, origin: Origin::Default },
        };
        let (format, output) = (common.format, common.output.clone());
        let look = Look::new(common)?;
        let pseudonyms = common.pseudonymise.then(|| Pseudonyms::load(common.quiet)).transpose()?;
        let by_clock = common.now.is_none();
        Ok(Self { config, store, now, by_clock, format, look, output, quiet: common.quiet, pseudonyms })
    }

    /// Refuses a time at which no reading can have been taken.
    ///
    /// # Errors
    /// Exit 2 for a flag, 1 for a clock.
    pub(crate) fn can_be_of_a_reading(&self) -> Result<()> {
        let now = self.now;
        if now.seconds() >= EARLIEST_READING {
            return Ok(());
        }
        Err(match self.by_clock {
            true => Stop::error(Exit::Error, format!("the clock says {now}, when there was no TikTok; set it right")),
            false => Stop::error(Exit::Usage, format!("--now: there was no TikTok on {now}; give the reading's time")),
        })
    }
}

/// What a run needs beside.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// The provider's address.
    pub(crate) base_url: Setting<BaseUrl>,
    /// Credits that the run may cost at most.
    pub(crate) max_credits: Option<Setting<u32>>,
    /// Credits that all runs of a day may cost at most.
    pub(crate) max_credits_per_day: Option<Setting<u32>>,
    /// Credits that all runs of a month may cost at most.
    pub(crate) max_credits_per_month: Option<Setting<u32>>,
    /// Requests that may be out at a time.
    pub(crate) concurrency: Setting<u32>,
    /// Pages read of one hashtag at most.
    pub(crate) max_pages: Setting<u32>,
    /// Time-out of one request in milliseconds.
    pub(crate) timeout_ms: Setting<u32>,
    /// The longest wait before a retry in milliseconds.
    pub(crate) max_wait_ms: Setting<u32>,
    /// What the host alone knows of each campaign of the config.
    pub(crate) extras: BTreeMap<String, Extra>,
    /// Videos that are read again by themselves, where the run's flag says so.
    recheck: Option<u32>,
    /// The same of campaigns that are not in the config.
    else_recheck: u32,
}

impl Limits {
    /// Checks a run's flags against environment and config.
    ///
    /// # Errors
    /// Exit 2 when a flag is wrong, 78 when environment or config is.
    pub(crate) fn new(args: &RunArgs, config: &Config) -> Result<Self> {
        // The core knows the defaults.
        let defaults = CollectorOptions::new(Vec::new(), clock());
        let in_environment = variable("TAGPULSE_BASE_URL").map(|url| ("TAGPULSE_BASE_URL", url));
        let address = Setting::first_or(
            args.base_url.clone(),
            in_environment,
            config.placed(config.base_url.as_ref()),
            url::DEFAULT.to_owned(),
        );
        let exit = if address.origin == Origin::Flag { Exit::Usage } else { Exit::Config };
        let base = BaseUrl::parse(&address.value, args.insecure_http)
            .map_err(|message| Stop::error(exit, format!("{message} ({})", address.origin)))?;
        let flags =
            [("--max-credits", args.max_credits), ("--max-pages", args.max_pages), ("--concurrency", args.concurrency)];
        for (flag, value) in flags {
            if value == Some(0) {
                return Err(Stop::error(Exit::Usage, format!("{flag} 0 allows nothing; use 1 or more, or --dry-run")));
            }
        }
        let file = config;
        let timeout = whole_variable("TAGPULSE_TIMEOUT_MS")?;
        let max_wait = whole_variable("TAGPULSE_MAX_WAIT_MS")?;
        Ok(Self {
            base_url: Setting { value: base, origin: address.origin },
            max_credits: Setting::first(args.max_credits, None, file.placed(file.max_credits.as_ref())),
            max_credits_per_day: Setting::first(None, None, file.placed(file.max_credits_per_day.as_ref())),
            max_credits_per_month: Setting::first(None, None, file.placed(file.max_credits_per_month.as_ref())),
            concurrency: Setting::first_or(args.concurrency, None, file.placed(file.concurrency.as_ref()), 1),
            max_pages: Setting::first_or(
                args.max_pages,
                None,
                file.placed(file.max_pages.as_ref()),
                defaults.max_pages,
            ),
            timeout_ms: Setting::first_or(None, timeout, file.placed(file.timeout_ms.as_ref()), defaults.timeout_ms),
            max_wait_ms: Setting::first_or(
                None,
                max_wait,
                file.placed(file.max_wait_ms.as_ref()),
                defaults.max_wait_ms,
            ),
            extras: config.extras_by_name(),
            recheck: args.recheck,
            else_recheck: config.else_extra.recheck,
        })
    }

    /// Large videos of a campaign that are read again by themselves, at most.
    pub(crate) fn recheck(&self, campaign: &str) -> u32 {
        let own = || self.extras.get(campaign).map_or(self.else_recheck, |extra| extra.recheck);
        self.recheck.unwrap_or_else(own)
    }
}

/// Reads a time from a flag.
///
/// # Errors
/// Exit 2 naming the flag.
pub(crate) fn time(text: &str, flag: &str) -> Result<Timestamp> {
    Timestamp::parse(text).map_err(|error| Stop::error(Exit::Usage, format!("{flag}: {error}")))
}

/// 2016-01-01: TikTok has no reading from before its first year.
const EARLIEST_READING: i64 = 1_451_606_400;

/// 9999-01-01: a clock beyond is no clock.
const LATEST_CLOCK: i64 = 253_370_764_800;

/// The system's clock, read here and in the ledger only.
pub(crate) fn clock() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(0);
    Timestamp::from_seconds(seconds.clamp(0, LATEST_CLOCK)).expect("clamped to the range")
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn whole_variable(name: &'static str) -> Result<Option<(&'static str, u32)>> {
    let Some(text) = variable(name) else { return Ok(None) };
    let bad = |_| Stop::error(Exit::Config, format!("{name}: \"{text}\" is no whole number of milliseconds"));
    text.parse().map(|value| Some((name, value))).map_err(bad)
}

fn default_store() -> Result<PathBuf> {
    let folders = etcetera::choose_base_strategy().map_err(|error| {
        Stop::error(Exit::Config, format!("no folder for the store ({error}); name one with --store"))
    })?;
    Ok(folders.data_dir().join("tagpulse").join("tagpulse.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_before_the_environment_before_the_config() {
        let check = |flag, variable, expected, origin| {
            let setting = Setting::first_or(flag, variable, Some((3, "a.toml:7".to_owned())), 4);
            assert_eq!((setting.value, setting.origin), (expected, origin));
        };
        check(Some(1), Some(("X", 2)), 1, Origin::Flag);
        check(None, Some(("X", 2)), 2, Origin::Environment("X"));
        check(None, None, 3, Origin::Config("a.toml:7".to_owned()));
        assert_eq!(Setting::first_or(None, None, None, 4).origin, Origin::Default);
    }

    #[test]
    fn a_run_that_may_do_nothing_is_a_slip() {
        let args = RunArgs { max_credits: Some(0), ..RunArgs::default() };
        let error = Limits::new(&args, &Config::default()).unwrap_err();
        assert_eq!(crate::exit::exit_of(&error), Exit::Usage);
    }

    #[test]
    fn a_bad_time_names_its_flag() {
        assert!(time("noon", "--now").unwrap_err().to_string().starts_with("--now: \"noon\""));
    }
}
