//! A `[[notifier]]` table: whom alerts are told to, and which campaigns name it.

use std::collections::BTreeSet;

use lettre::message::Mailbox;

use super::keys::{Keys, Problems, Span};
use crate::{
    nearest::hint,
    notify::{Encryption, Kind, Mail, Notifier, Quiet, TIERS, tier},
    secret::Source,
};

/// Messages of a day to one notifier, after which the rest of a run goes into one.
pub(super) const CAP: u32 = 10;
/// Every kind of notifier.
pub(super) const KINDS: [&str; 5] = ["slack", "webhook", "email", "exec", "stdout"];
pub(super) const PORT_STARTTLS: u32 = 587;
pub(super) const PORT_TLS: u32 = 465;
/// Every encryption of mail, the usual one first.
pub(super) const TLS: [&str; 3] = ["starttls", "implicit", "none"];

/// All notifiers that can be read, in their order, and the names of all.
pub(super) fn read_all(tables: Vec<Keys<'_>>, problems: &mut Problems<'_>) -> (Vec<Notifier>, BTreeSet<String>) {
    let mut names = BTreeSet::new();
    let mut notifiers = Vec::new();
    for mut keys in tables {
        let span = keys.span.clone();
        let name = keys.spanned_text("name", problems).map(|(_, name)| name).filter(|name| !name.trim().is_empty());
        match &name {
            None => problems.push(span, "name: the notifier has none; campaigns call it by its name"),
            Some(name) if !names.insert(name.clone()) => {
                problems.push(span, format!("notifier \"{name}\" stands twice; give one another name"));
            }
            Some(_) => {}
        }
        notifiers.extend(read(name.unwrap_or_default(), keys, problems));
    }
    (notifiers, names)
}

/// The notifiers that a table names, by `notifiers = [...]`; `None` where it says nothing.
pub(super) fn named(keys: &mut Keys<'_>, problems: &mut Problems<'_>) -> Option<Vec<(Span, String)>> {
    keys.texts("notifiers", problems)
}

/// The names, each of which must be a notifier's.
pub(super) fn known(
    named: Vec<(Span, String)>,
    notifiers: &BTreeSet<String>,
    problems: &mut Problems<'_>,
) -> Vec<String> {
    let mut names = Vec::new();
    for (span, name) in named {
        if !notifiers.contains(&name) {
            let hint = hint(&name, notifiers.iter().map(String::as_str));
            problems.push(span, format!("notifiers: no [[notifier]] is called \"{name}\"{hint}"));
        } else if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// `{ env = "NAME" }`, `{ file = "path" }` or `{ command = "..." }`: a secret stands in no config.
pub(super) fn source(keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems<'_>) -> Option<Source> {
    let mut table = keys.source(key, problems)?;
    let source = source_in(&mut table, key, problems);
    table.end(problems);
    source
}

/// The same, of a table that holds other keys too.
pub(super) fn source_in(table: &mut Keys<'_>, key: &'static str, problems: &mut Problems<'_>) -> Option<Source> {
    let span = table.span.clone();
    let given: Vec<Source> = [
        table.spanned_text("env", problems).map(|(_, name)| Source::Environment(name)),
        table.spanned_text("file", problems).map(|(_, path)| Source::File(path.into())),
        table.spanned_text("command", problems).map(|(_, command)| Source::Command(command)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let [source] = given.as_slice() {
        return Some(source.clone());
    }
    problems.push(span, format!("{key}: say where it comes from by one of env, file or command"));
    None
}

fn read(name: String, mut keys: Keys<'_>, problems: &mut Problems<'_>) -> Option<Notifier> {
    let span = keys.span.clone();
    let (is_known, kind) = kind(&mut keys, &span, problems);
    let min_tier = tier_of(&mut keys, "min_tier", problems);
    let notifier = Notifier {
        name,
        min_tier: min_tier.unwrap_or(tagpulse_core::AlertTier::Watch),
        quiet: quiet(&mut keys, problems),
        digest: keys.switch("digest", problems).unwrap_or(true),
        cap: keys.whole("cap", 0, problems).map_or(CAP, |cap| cap.value),
        allow_private: keys.switch("allow_private", problems).unwrap_or(false),
        insecure: keys.switch("insecure", problems).unwrap_or(false),
        kind: kind.clone().unwrap_or(Kind::Stdout),
    };
    // With an unknown kind, which keys it has is unknown too.
    if is_known {
        keys.end(problems);
    }
    kind.map(|_| notifier)
}

/// Whether the kind is known, and the kind with its keys, if they are right.
fn kind(keys: &mut Keys<'_>, span: &Span, problems: &mut Problems<'_>) -> (bool, Option<Kind>) {
    let Some((at, kind)) = keys.spanned_text("kind", problems) else {
        problems.push(span.clone(), format!("kind: the notifier has none; use one of {}", KINDS.join(", ")));
        return (false, None);
    };
    if !KINDS.contains(&kind.as_str()) {
        let hint = hint(&kind, KINDS);
        problems.push(at, format!("kind: \"{kind}\" is none; use one of {}{hint}", KINDS.join(", ")));
        return (false, None);
    }
    (true, of_kind(&kind, keys, span, problems))
}

fn of_kind(kind: &str, keys: &mut Keys<'_>, span: &Span, problems: &mut Problems<'_>) -> Option<Kind> {
    let lacks = |key: &str, problems: &mut Problems<'_>| {
        problems.push(span.clone(), format!("{key}: a notifier of kind \"{kind}\" needs it"));
    };
    match kind {
        "slack" | "webhook" => {
            let before = problems.count();
            let url = source(keys, "url", problems);
            if url.is_none() && problems.count() == before {
                lacks("url", problems);
            }
            if kind == "slack" {
                return Some(Kind::Slack { url: url? });
            }
            let secret = source(keys, "secret", problems);
            Some(Kind::Webhook { url: url?, secret })
        }
        "email" => mail(keys, span, problems).map(Kind::Email),
        "exec" => {
            let command: Vec<String> =
                keys.texts("command", problems).unwrap_or_default().into_iter().map(|(_, part)| part).collect();
            if command.first().is_none_or(|program| program.trim().is_empty()) {
                problems.push(
                    span.clone(),
                    "command: give the program and its arguments as a list, such as [\"/usr/local/bin/tell\", \"-v\"]",
                );
            }
            Some(Kind::Exec { command })
        }
        _ => Some(Kind::Stdout),
    }
}

fn mail(keys: &mut Keys<'_>, span: &Span, problems: &mut Problems<'_>) -> Option<Mail> {
    let host = keys.spanned_text("host", problems).map(|(_, host)| host);
    if host.is_none() {
        problems.push(span.clone(), "host: the mail server's name is missing");
    }
    let encryption = match keys.spanned_text("tls", problems) {
        None => Encryption::StartTls,
        Some((at, text)) => match text.as_str() {
            "starttls" => Encryption::StartTls,
            "implicit" => Encryption::Implicit,
            "none" => Encryption::None,
            _ => {
                let hint = hint(&text, TLS);
                problems.push(at, format!("tls: \"{text}\" is none; use one of {}{hint}", TLS.join(", ")));
                Encryption::StartTls
            }
        },
    };
    let usual = if encryption == Encryption::Implicit { PORT_TLS } else { PORT_STARTTLS };
    let port = keys.whole_within("port", 1..=u16::MAX.into(), problems).map_or(usual, |port| port.value);
    let user = keys.spanned_text("user", problems).map(|(_, user)| user);
    let password = source(keys, "password", problems);
    if user.is_some() != password.is_some() {
        problems.push(span.clone(), "user and password go together; give both or none");
    }
    let before = problems.count();
    let (from, recipients) = (keys.spanned_text("from", problems), keys.texts("to", problems).unwrap_or_default());
    if (from.is_none() || recipients.is_empty()) && problems.count() == before {
        problems.push(span.clone(), "from and to: a mail needs a sender and at least one recipient");
    }
    let from = from.and_then(|(at, text)| mailbox("from", at, &text, problems));
    let mut to = Vec::new();
    for (at, text) in recipients {
        to.extend(mailbox("to", at, &text, problems));
    }
    let ca_file = keys.spanned_text("ca_file", problems).map(|(_, path)| path.into());
    let port = u16::try_from(port).unwrap_or(u16::MAX);
    Some(Mail { host: host?, port, encryption, user, password, from: from?, to, ca_file })
}

fn mailbox(key: &str, at: Span, text: &str, problems: &mut Problems<'_>) -> Option<Mailbox> {
    match text.parse() {
        Ok(mailbox) => Some(mailbox),
        Err(_) => {
            let message = "is no mail address; write anna@example.com or Anna <anna@example.com>";
            problems.push(at, format!("{key}: \"{text}\" {message}"));
            None
        }
    }
}

fn tier_of(keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems<'_>) -> Option<tagpulse_core::AlertTier> {
    let (at, text) = keys.spanned_text(key, problems)?;
    let found = tier(&text);
    if found.is_none() {
        let hint = hint(&text, TIERS);
        problems.push(at, format!("{key}: \"{text}\" is no tier; there are watch, hot, viral and mega{hint}"));
    }
    found
}

fn quiet(keys: &mut Keys<'_>, problems: &mut Problems<'_>) -> Option<Quiet> {
    let mut table = keys.table("quiet", problems)?;
    let span = table.span.clone();
    let mut minute = |key: &'static str| {
        let (at, text) = table.spanned_text(key, problems)?;
        let minute = Quiet::minute(&text);
        if minute.is_none() {
            problems.push(at, format!("{key}: \"{text}\" is no time of day; write it as \"22:00\""));
        }
        Some(minute.unwrap_or(0))
    };
    let (from, to) = (minute("from"), minute("to"));
    let unless = tier_of(&mut table, "unless", problems);
    table.end(problems);
    let (Some(from), Some(to)) = (from, to) else {
        problems.push(span, "quiet: needs from and to, such as { from = \"22:00\", to = \"07:00\" }");
        return None;
    };
    Some(Quiet { from, to, unless })
}
