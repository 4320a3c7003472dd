//! A campaign's settings: one type, read by every host.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    Day, Error, ErrorCode, History, Policy, Wanted,
    gather::gather,
    given::{Fields, Given, shown},
    hashtag::{self, Hashtag},
    letters,
};

/// What makes a campaign, and how its report is made. Membership (hashtags, days, exclusions)
/// is applied when a report is made, so changing it restates history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields, default))]
pub struct Settings {
    /// The campaign's name, 1 to 100 characters; the first hashtag where it is not given.
    pub campaign: String,
    /// Hashtags, with or without `#`. A video under several of them counts once.
    pub hashtags: Vec<String>,
    /// IANA name of the zone in which days begin, such as `Europe/Berlin`.
    pub zone: String,
    /// First civil day of publication that belongs to the campaign.
    pub start: Option<Day>,
    /// Last civil day of publication that belongs to the campaign.
    pub end: Option<Day>,
    /// Creators whose videos do not count, with or without `@`.
    pub exclude: Vec<String>,
    /// The tutorial's rule: a video stands out above this multiple of the average views.
    /// 0.001 to 1,000,000; taken to a thousandth.
    pub multiple: f64,
    /// How many of the videos with the most views the report lists, 1 to 1,000.
    pub top: u16,
    /// Price of one credit in `currency`; without it no money is printed.
    pub price: Option<f64>,
    /// The currency of `price`, such as `USD`.
    pub currency: Option<String>,
    /// What the campaign is told of: `recommended`, `tutorial`, or an object with what differs.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::Written"))]
    pub policy: Policy,
    /// What is to be reached, and by when; without views there is no pace to watch.
    pub goals: Wanted,
}

const ZONE: &str = "UTC";
const MULTIPLE: f64 = 10.0;
const TOP: u16 = 10;

impl Default for Settings {
    fn default() -> Self {
        Self {
            campaign: String::new(),
            hashtags: Vec::new(),
            zone: crate::text::owned(ZONE),
            start: None,
            end: None,
            exclude: Vec::new(),
            multiple: MULTIPLE,
            top: TOP,
            price: None,
            currency: None,
            policy: Policy::default(),
            goals: Wanted::default(),
        }
    }
}

impl Settings {
    /// Reads settings; what is not given has its default.
    ///
    /// # Errors
    /// `bad_settings` naming every value of another kind.
    pub fn read(given: Given) -> Result<Self, Error> {
        Fields::read(given, |given| Self {
            campaign: given.text("campaign").unwrap_or_default(),
            hashtags: given.texts("hashtags").unwrap_or_default(),
            zone: given.text("zone").unwrap_or_else(|| crate::text::owned(ZONE)),
            start: day(given, "start"),
            end: day(given, "end"),
            exclude: given.texts("exclude").unwrap_or_default(),
            multiple: given.number("multiple").unwrap_or(MULTIPLE),
            top: given.whole("top", u16::MAX.into()).map_or(TOP, |top| top as u16),
            price: given.number("price"),
            currency: given.text("currency"),
            policy: policy(given, "policy"),
            goals: goals(given, "goals"),
        })
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Given::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A creator's handle as it was given, without what stands around it.
#[inline(never)]
pub(crate) fn handle(given: &str) -> &str {
    given.trim().trim_start_matches('@')
}

fn policy(given: &mut Fields, key: &str) -> Policy {
    let written = match given.take(key) {
        Given::Nothing => return Policy::default(),
        other => Policy::read(other),
    };
    written.unwrap_or_else(|error| {
        given.problem(key, &error.message);
        Policy::default()
    })
}

fn goals(given: &mut Fields, key: &str) -> Wanted {
    let written = match given.take(key) {
        Given::Nothing => return Wanted::default(),
        other => Wanted::read(other),
    };
    written.unwrap_or_else(|error| {
        given.problem(key, &error.message);
        Wanted::default()
    })
}

pub(crate) fn day(given: &mut Fields, key: &str) -> Option<Day> {
    let written = given.text(key)?;
    Day::parse(&written).map_err(|error| given.problem(key, &error.message)).ok()
}

/// Settings whose every value is in its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    settings: Settings,
    hashtags: Vec<Hashtag>,
    multiple_thousandths: u64,
}

impl Campaign {
    /// Checks settings and puts them into their one form: hashtags lower-case without `#`,
    /// creators lower-case without `@`.
    ///
    /// # Errors
    /// `bad_settings` naming every value that is out of range, joined by `; `.
    ///
    /// ```
    /// # use tagpulse_core::{Campaign, Settings};
    /// let settings = Settings { hashtags: vec!["#SpringGlow".into()], ..Settings::default() };
    /// let campaign = Campaign::new(settings)?;
    /// assert_eq!(campaign.name(), "springglow");
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn new(mut settings: Settings) -> Result<Self, Error> {
        let mut problems = String::new();
        let hashtags = hashtag::each_once(&settings.hashtags, &mut problems);
        settings.hashtags = gather(hashtags.iter().map(|hashtag| crate::text::owned(hashtag.as_str())));
        if settings.campaign.is_empty()
            && let Some(first) = settings.hashtags.first()
        {
            settings.campaign.clone_from(first);
        }
        let name_length = crate::text::length(&settings.campaign);
        if name_length > 100 || settings.campaign.chars().any(char::is_control) {
            add!(
                &mut problems,
                "campaign: a name of {} characters; use 1 to 100, none of them a control character",
                name_length
            );
        }
        for creator in &mut settings.exclude {
            *creator = letters::lower(handle(creator));
        }
        let multiple_thousandths = (settings.multiple * 1000.0).round();
        if !(1.0..=1e9).contains(&multiple_thousandths) {
            let shown = if settings.multiple.is_nan() { "NaN" } else { &shown(settings.multiple) };
            add!(&mut problems, "multiple: {} is outside 0.001 to 1000000", shown);
        }
        if !(1..=1000).contains(&settings.top) {
            add!(&mut problems, "top: {} is outside 1 to 1000", u32::from(settings.top));
        }
        if settings.price.is_some_and(|price| !(0.0..=1e6).contains(&price)) {
            add!(&mut problems, "price: outside 0 to 1000000; give the price of one credit, such as 0.005");
        }
        settings.goals.check(&mut problems);
        if let (Some(start), Some(end)) = (settings.start, settings.end)
            && start > end
        {
            add!(&mut problems, "start: {} is after end {}", start, end);
        }
        if !problems.is_empty() {
            return Err(Error::new(ErrorCode::BadSettings, problems));
        }
        Ok(Self { settings, hashtags, multiple_thousandths: multiple_thousandths as u64 })
    }

    /// The campaign's name; `campaign` where the settings say neither a name nor a hashtag.
    pub fn name(&self) -> &str {
        if self.settings.campaign.is_empty() { "campaign" } else { &self.settings.campaign }
    }

    /// Takes the name of a history where the settings say none: its bytes know it.
    pub fn name_after(&mut self, history: &History) {
        if self.settings.campaign.is_empty() {
            self.settings.campaign = crate::text::owned(history.campaign());
        }
    }

    /// The campaign's hashtags in the order given, each once.
    pub fn hashtags(&self) -> &[Hashtag] {
        &self.hashtags
    }

    /// The settings in their one form.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The thresholds of its alerts.
    pub const fn policy(&self) -> &Policy {
        &self.settings.policy
    }

    /// The tutorial's multiple in thousandths.
    pub(crate) const fn multiple_thousandths(&self) -> u64 {
        self.multiple_thousandths
    }

    /// Whether a creator's videos are left out.
    pub(crate) fn excludes(&self, author: Option<&str>) -> bool {
        let excluded = &self.settings.exclude;
        let is_named = |author: &str| excluded.iter().any(|name| author.eq_ignore_ascii_case(name));
        author.is_some_and(|author| crate::history::is_left_out(author) || is_named(author))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_named_at_once() {
        let settings = Settings {
            hashtags: vec!["a b".into()],
            multiple: f64::NAN,
            top: 0,
            price: Some(-1.0),
            start: Some(Day::parse("2026-02-02").unwrap()),
            end: Some(Day::parse("2026-02-01").unwrap()),
            ..Settings::default()
        };
        let message = Campaign::new(settings).unwrap_err().message;
        for part in ["\"a b\"", "multiple: NaN", "top: 0", "price:", "2026-02-02 is after"] {
            assert!(message.contains(part), "{part} not in {message}");
        }
    }

    #[test]
    fn a_hashtag_given_twice_counts_once() {
        let settings = Settings { hashtags: vec!["#Élan".into(), "élan".into()], ..Settings::default() };
        let campaign = Campaign::new(settings).unwrap();
        assert_eq!(campaign.settings().hashtags, ["élan"]);
    }
}
