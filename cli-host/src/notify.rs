//! Alerts to people and programs: whom they are told to, in which words, and what becomes of it.
//!
//! An alert that is to be told waits in the store's outbox from the moment it exists. It is sent
//! after its run, again on later ones until somebody has taken it, and always under the same key.
//! A further kind of notifier is one file beside these and one arm below.

mod deliver;
mod email;
mod exec;
mod failure;
mod guard;
mod http;
mod look;
mod message;
mod ping;
mod quiet;
mod slack;
mod stdout;
mod test;
mod webhook;

use std::path::Path;
use std::time::Duration;

use tagpulse_core::AlertTier;

pub(crate) use deliver::{Delivered, Due, deliver, routes};
pub(crate) use email::{Encryption, Mail};
pub(crate) use look::{problems, secret_variables};
pub(crate) use ping::{Ping, pinged};
pub(crate) use quiet::Quiet;
pub(crate) use test::test;

use crate::{args::Format, secret::Source};
use failure::Failure;
use message::Message;

/// Somebody whom alerts are told to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notifier {
    /// What campaigns call it.
    pub(crate) name: String,
    /// How it is reached.
    pub(crate) kind: Kind,
    /// The least urgent tier that it is told.
    pub(crate) min_tier: AlertTier,
    /// When it is not disturbed.
    pub(crate) quiet: Option<Quiet>,
    /// Whether what is over `cap` goes into one message.
    pub(crate) digest: bool,
    /// Alerts that are told alone on one day, over all campaigns.
    pub(crate) cap: u32,
    /// Whether it may be on a private network or this machine.
    pub(crate) allow_private: bool,
    /// Whether it may be reached without TLS elsewhere than on this machine.
    pub(crate) insecure: bool,
}

/// How a notifier is reached.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// An incoming webhook of Slack.
    Slack {
        /// Its address, which is its password.
        url: Source,
    },
    /// Any program that takes JSON by HTTP.
    Webhook {
        /// Its address.
        url: Source,
        /// What its messages are signed with.
        secret: Option<Source>,
    },
    /// Mail.
    Email(Mail),
    /// A program on this machine.
    Exec {
        /// The program and its arguments.
        command: Vec<String>,
    },
    /// The standard output of this one.
    Stdout,
}

/// How often and how long a delivery is tried in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Time-out of one try.
    pub(crate) timeout_ms: u32,
    /// Tries of one message.
    pub(crate) tries: u32,
    /// The wait before the second try; it doubles from then on.
    pub(crate) wait_ms: u32,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { timeout_ms: 10_000, tries: 3, wait_ms: 1_000 }
    }
}

/// What every try needs.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    timeout: Duration,
    format: Format,
    quiet: bool,
    /// Variables of the environment that hold secrets: no other program needs them.
    secrets: &'a [String],
}

impl Notifier {
    /// Files are meant from this folder on.
    pub(crate) fn look_in(&mut self, folder: &Path) {
        if let Kind::Email(mail) = &mut self.kind {
            mail.ca_file = mail.ca_file.take().map(|path| folder.join(path));
        }
        self.sources_mut().for_each(|source| source.look_in(folder));
    }

    /// Where its secrets come from.
    fn sources_mut(&mut self) -> impl Iterator<Item = &mut Source> {
        let sources: [Option<&mut Source>; 2] = match &mut self.kind {
            Kind::Slack { url } => [Some(url), None],
            Kind::Webhook { url, secret } => [Some(url), secret.as_mut()],
            Kind::Email(mail) => [mail.password.as_mut(), None],
            Kind::Exec { .. } | Kind::Stdout => [None, None],
        };
        sources.into_iter().flatten()
    }

    /// Tries once to tell a message. No secret stands in what comes back.
    async fn send(&self, message: &Message, context: Context<'_>) -> Result<(), Failure> {
        let work = async {
            match &self.kind {
                Kind::Slack { url } => slack::send(self, url, message, context).await,
                Kind::Webhook { url, secret } => webhook::send(self, url, secret.as_ref(), message, context).await,
                Kind::Email(mail) => email::send(self, mail, message, context).await,
                Kind::Exec { command } => exec::send(command, message, context.secrets).await,
                Kind::Stdout => stdout::send(message, context),
            }
        };
        match tokio::time::timeout(context.timeout, work).await {
            Ok(result) => result,
            Err(_) => Err(Failure::soon(format!("no answer within {} ms", context.timeout.as_millis()))),
        }
    }
}

/// Every tier's name, the least urgent first.
pub(crate) const TIERS: [&str; 4] = ["watch", "hot", "viral", "mega"];

/// A tier by its name in documents.
pub(crate) fn tier(name: &str) -> Option<AlertTier> {
    [AlertTier::Watch, AlertTier::Hot, AlertTier::Viral, AlertTier::Mega].into_iter().find(|tier| tier.as_str() == name)
}
