//! Tells on this program's own stdout, for whoever called it.

use std::io::Write;

use super::{Context, Failure, message::Message};
use crate::args::Format;

/// Lines for people, or with any other format one line of JSON.
pub(super) fn send(message: &Message, context: Context<'_>) -> Result<(), Failure> {
    let text = match context.format {
        Format::Text => {
            let lines = message.lines().into_iter().flat_map(|line| [Some(line.text), line.url]).flatten();
            lines.map(|line| format!("{line}\n")).collect()
        }
        _ => message.json() + "\n",
    };
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Failure::soon(error.to_string()))
}
