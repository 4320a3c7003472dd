//! A `[[campaign]]` table to the settings that the core reads.

use std::collections::HashSet;

use tagpulse_core::{Campaign, Day, Policy, Settings, Wanted};

use super::keys::{Keys, Problems, Span};
use crate::zone;

/// The settings that may stand at the top, for all campaigns.
pub(super) fn defaults(keys: &mut Keys<'_>, problems: &mut Problems<'_>) -> Settings {
    let mut settings = Settings::default();
    let mut places = Places::default();
    shared(keys, &mut settings, &mut places, problems);
    if check(&settings, &places, &keys.span, problems).is_none() {
        // Told once; the campaigns that take it over have their own problems only.
        settings = Settings { zone: settings.zone, ..Settings::default() };
    }
    settings
}

/// The campaigns, each over the defaults.
pub(super) fn read_all(tables: Vec<Keys<'_>>, defaults: &Settings, problems: &mut Problems<'_>) -> Vec<Settings> {
    let mut names = HashSet::new();
    let mut campaigns = Vec::new();
    for keys in tables {
        let span = keys.span.clone();
        let settings = read(keys, defaults, problems);
        if !settings.hashtags.is_empty() && !names.insert(settings.campaign.clone()) {
            problems
                .push(span, format!("campaign \"{}\" stands twice; give one of them another name", settings.campaign));
        }
        campaigns.push(settings);
    }
    campaigns
}

fn read(mut keys: Keys<'_>, defaults: &Settings, problems: &mut Problems<'_>) -> Settings {
    let mut settings = defaults.clone();
    let mut places = Places::default();
    if let Some((span, name)) = keys.spanned_text("name", problems) {
        places.push(("campaign", span));
        settings.campaign = name;
    }
    let before = problems.count();
    for (span, hashtag) in keys.texts("hashtags", problems).unwrap_or_default() {
        places.push(("hashtags", span));
        settings.hashtags.push(hashtag);
    }
    let wrong_hashtags = problems.count() > before;
    for (key, day) in [("start", &mut settings.start), ("end", &mut settings.end)] {
        if let Some((span, text)) = keys.date(key, problems) {
            match Day::parse(&text) {
                Ok(parsed) => *day = Some(parsed),
                Err(error) => problems.push(span.clone(), format!("{key}: {error}")),
            }
            places.push((key, span));
        }
    }
    if let Some(exclude) = keys.texts("exclude", problems) {
        settings.exclude.extend(exclude.into_iter().map(|(_, creator)| creator));
    }
    shared(&mut keys, &mut settings, &mut places, problems);
    let span = keys.span.clone();
    keys.end(problems);
    if settings.hashtags.is_empty() {
        if !wrong_hashtags {
            problems.push(span, "hashtags: the campaign has none; give at least one");
        }
        return settings;
    }
    check(&settings, &places, &span, problems).unwrap_or(settings)
}

/// Keys that stand at the top and in a campaign.
fn shared(keys: &mut Keys<'_>, settings: &mut Settings, places: &mut Places, problems: &mut Problems<'_>) {
    if let Some((span, name)) = keys.spanned_text("zone", problems) {
        if let Some(problem) = zone::problem(&name) {
            problems.push(span, problem);
        }
        settings.zone = name;
    }
    if let Some((span, multiple)) = keys.number("multiple", problems) {
        places.push(("multiple", span));
        settings.multiple = multiple;
    }
    if let Some((span, top)) = keys.number("top", problems) {
        places.push(("top", span.clone()));
        if top.fract() != 0.0 || !(1.0..=1000.0).contains(&top) {
            problems.push(span, format!("top: {top} is no whole number from 1 to 1000"));
        } else {
            settings.top = top as u16;
        }
    }
    if let Some((span, price)) = keys.number("price", problems) {
        places.push(("price", span));
        settings.price = Some(price);
    }
    if let Some((inner, given)) = keys.given("goals") {
        match Wanted::read(given) {
            // A table says all goals, also those that stand at the top.
            Ok(goals) => settings.goals = goals,
            Err(error) => inner.tell("goals", &error.message, problems),
        }
        places.push(("goals", inner.span));
    }
    if let Some((inner, given)) = keys.given("policy") {
        match Policy::read(given) {
            Ok(policy) => settings.policy = policy,
            Err(error) => inner.tell("policy", &error.message, problems),
        }
    }
    if let Some((_, currency)) = keys.spanned_text("currency", problems) {
        settings.currency = Some(currency);
    }
}

/// Where the values stand that the core checks, by the word its message begins with.
type Places = Vec<(&'static str, Span)>;

/// The settings in their one form, or `None` when the core refuses them; each of its messages
/// goes to the value it names.
fn check(settings: &Settings, places: &Places, whole: &Span, problems: &mut Problems<'_>) -> Option<Settings> {
    match Campaign::new(settings.clone()) {
        Ok(campaign) => Some(campaign.settings().clone()),
        Err(error) => {
            let mut hashtag = 0;
            for message in messages(&error.message) {
                let word = message.split(':').next().unwrap_or_default();
                let mut named = places.iter().filter(|(key, _)| *key == word).map(|(_, span)| span);
                let span = match word {
                    // Several hashtags share the word: the one that cannot be read is meant.
                    "hashtags" => {
                        let bad = |text: &String| tagpulse_core::Hashtag::parse(text).is_err();
                        let nth = settings.hashtags.iter().enumerate().filter(|(_, text)| bad(text)).nth(hashtag);
                        hashtag += 1;
                        nth.and_then(|(at, _)| named.nth(at))
                    }
                    _ => named.next(),
                };
                problems.push(span.unwrap_or(whole).clone(), message.clone());
            }
            None
        }
    }
}

/// The single problems of a refusal, each with the remedy that follows behind the same separator.
fn messages(all: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for part in all.split("; ") {
        match messages.last_mut() {
            Some(last) if part.starts_with("use ") || part.starts_with("give ") => {
                last.push_str("; ");
                last.push_str(part);
            }
            _ => messages.push(part.to_owned()),
        }
    }
    messages
}
