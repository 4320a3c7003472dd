//! `tagpulse init`: a config to begin with, every key explained.

use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    args::Common,
    exit::{Exit, Stop},
    output,
};

/// What is written: the campaign stands in it, the rest is commented out with its default, or an example
/// where there is none.
pub(crate) const TEMPLATE: &str = include_str!("init.toml");

/// `tagpulse init`
///
/// # Errors
/// Exit 2 when the file is there already.
pub(crate) fn init(common: &Common) -> Result<Exit> {
    let path = common.config.clone().unwrap_or_else(|| PathBuf::from("tagpulse.toml"));
    let shown = path.display();
    let mut file = std::fs::File::options().write(true).create_new(true).open(&path).map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("{shown} is there already and is left as it is; name another with --config")
            }
            _ => format!("cannot write {shown}: {error}"),
        };
        Stop::error(Exit::Usage, message)
    })?;
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {shown}"))?;
    let named = if common.config.is_some() { format!(" --config {shown}") } else { String::new() };
    let next = format!(
        "Wrote {shown}. Put your hashtags in, then:\n  tagpulse check{named}\n  tagpulse run --dry-run{named}\n"
    );
    output::write(common.output.as_deref(), &next)?;
    Ok(Exit::Done)
}
