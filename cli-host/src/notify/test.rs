//! `tagpulse notify-test`: whether a message arrives, before an alert has to.

use std::time::Duration;

use anyhow::Result;
use tagpulse_core::clean;

use super::{Context, Notifier, message::Message};
use crate::{
    args::NotifyTestArgs,
    exit::{Exit, Stop},
    nearest::hint,
    options::Options,
    output,
};

/// Sends one test message to each notifier that is meant, once.
///
/// # Errors
/// Exit 2 when there is no such notifier.
pub(crate) fn test(options: &Options, args: &NotifyTestArgs) -> Result<Exit> {
    let notifiers = &options.config.notifiers;
    let meant: Vec<&Notifier> = match &args.name {
        None => notifiers.iter().collect(),
        Some(name) => notifiers.iter().filter(|notifier| notifier.name == *name).collect(),
    };
    if meant.is_empty() {
        let slip = match &args.name {
            Some(name) => {
                let known: Vec<&str> = notifiers.iter().map(|notifier| notifier.name.as_str()).collect();
                let hint = hint(name, known.iter().copied());
                let known = if known.is_empty() { "none".to_owned() } else { clean(&known.join(", "), 200) };
                format!("no notifier \"{}\"{hint}; known: {known}", clean(name, 60))
            }
            None => "the config has no [[notifier]]".to_owned(),
        };
        return Err(Stop::error(Exit::Usage, slip));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let timeout = Duration::from_millis(options.config.delivery.timeout_ms.into());
    let secrets = &options.config.secret_variables;
    let context = Context { timeout, format: options.format, quiet: options.quiet, secrets };
    let mut exit = Exit::Done;
    for notifier in meant {
        let message = Message::test(&notifier.name, &options.now.to_string());
        let name = clean(&notifier.name, 60);
        match runtime.block_on(notifier.send(&message, context)) {
            Ok(()) => output::inform(options.quiet, &format!("{name}: sent")),
            Err(failure) => {
                output::complain(&format!("{name}: {}", failure.reason()));
                exit = Exit::Error;
            }
        }
    }
    Ok(exit)
}
