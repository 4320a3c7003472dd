//! What would keep notifiers from telling anything, for `tagpulse check`, and where their secrets come
//! from. Nothing is sent, and no command asked.

use super::{Kind, Notifier};
use crate::{
    config::Config,
    secret::{KEY, PSEUDONYM_KEY, Source},
};

/// What keeps notifiers from telling anything.
pub(crate) fn problems(config: &Config, quiet: bool) -> Vec<String> {
    let mut problems = Vec::new();
    for notifier in &config.notifiers {
        let name = &notifier.name;
        for (what, source) in sources(notifier) {
            let error = match source {
                // It may ask somebody for a password.
                Source::Command(_) => None,
                source => source.read(quiet).err(),
            };
            problems.extend(error.map(|error| format!("notifier {name}: {what}: {error:#}")));
        }
        let mut told = config.told_to.iter().chain([&config.else_told_to]).flatten();
        if told.all(|named| named != name) {
            problems.push(format!("notifier {name}: no campaign names it; add it to a campaign's notifiers"));
        }
    }
    problems
}

/// Variables of the environment in which secrets stand: the notifiers', the keys' and the health check's.
pub(crate) fn secret_variables(config: &Config) -> Vec<String> {
    let notifiers = config.notifiers.iter().flat_map(sources).map(|(_, source)| source);
    let all = notifiers.chain(config.ping.iter().map(|ping| &ping.url));
    let named = all.filter_map(|source| match source {
        Source::Environment(name) => Some(name.clone()),
        _ => None,
    });
    named.chain([KEY, PSEUDONYM_KEY].map(str::to_owned)).collect()
}

fn sources(notifier: &Notifier) -> Vec<(&'static str, &Source)> {
    match &notifier.kind {
        Kind::Slack { url } => vec![("url", url)],
        Kind::Webhook { url, secret } => {
            [Some(("url", url)), secret.as_ref().map(|secret| ("secret", secret))].into_iter().flatten().collect()
        }
        Kind::Email(mail) => mail.password.iter().map(|password| ("password", password)).collect(),
        Kind::Exec { .. } | Kind::Stdout => Vec::new(),
    }
}
