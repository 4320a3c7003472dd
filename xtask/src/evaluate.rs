//! `cargo xtask evaluate`: judges the detection of viral videos on simulated worlds, beside
//! other people's detectors, all scored the same way.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

mod worlds;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let options = Options::read(arguments)?;
    if let Some(folder) = &options.write_worlds {
        worlds::write(folder)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the command line asks for.
#[derive(Debug, Default)]
struct Options {
    /// Write the worlds to tune on into this folder, and do nothing else.
    write_worlds: Option<PathBuf>,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("`{argument}` needs a path after it"));
            match argument.as_str() {
                "--write-worlds" => options.write_worlds = Some(value()?.into()),
                _ => bail!("`{argument}` is not understood; known here: --write-worlds FOLDER"),
            }
        }
        Ok(options)
    }
}
