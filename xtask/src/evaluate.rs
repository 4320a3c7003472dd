//! `cargo xtask evaluate`: judges the detection of viral videos on simulated worlds, beside
//! other people's detectors, all scored the same way, and writes EVALUATION.md.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::sh;

mod alert;
mod measure;
mod panel;
mod reading;
mod report;
mod rival;
mod score;
mod worlds;

pub(crate) fn command(arguments: &[String]) -> Result<ExitCode> {
    let options = Options::read(arguments)?;
    if let Some(folder) = &options.write_worlds {
        worlds::write(folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = sh::target_dir().join("evaluate");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut runner = rival::Runner::start(&folder, options.tagpulse.as_deref());
    if options.tune {
        measure::tune(&folder, &mut runner)?;
        return Ok(ExitCode::SUCCESS);
    }
    // First, for a path that is wrong is told at once.
    let panel = match &options.panel {
        Some(file) => panel::section(file, &folder, &mut runner)?,
        None => panel::NONE.to_owned(),
    };
    let results = measure::measure(&folder, &mut runner, options.quick)?;
    // A tenth of the seeds tells whether everything runs; it does not replace the figures.
    let file = if options.quick { folder.join("EVALUATION.md") } else { sh::root().join("EVALUATION.md") };
    fs::write(&file, report::document(&results, &panel, options.quick))?;
    eprintln!("wrote {}", file.display());
    Ok(ExitCode::SUCCESS)
}

const KNOWN: &str = "--quick, --panel FILE, --tagpulse BINARY, --tune, --write-worlds FOLDER";

/// What the command line asks for.
#[derive(Debug, Default)]
struct Options {
    /// A tenth of the seeds.
    quick: bool,
    /// Print the rivals' figures by threshold, on the seeds to tune on, and do nothing else.
    tune: bool,
    /// Write the worlds to tune on into this folder, and do nothing else.
    write_worlds: Option<PathBuf>,
    /// Observations of real videos.
    panel: Option<PathBuf>,
    /// This binary instead of the one of this tree, to judge an older release.
    tagpulse: Option<PathBuf>,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("`{argument}` needs a path after it"));
            match argument.as_str() {
                "--quick" => options.quick = true,
                "--tune" => options.tune = true,
                "--write-worlds" => options.write_worlds = Some(value()?.into()),
                "--panel" => options.panel = Some(value()?.into()),
                "--tagpulse" => options.tagpulse = Some(value()?.into()),
                _ => bail!("`{argument}` is not understood; known here: {KNOWN}"),
            }
        }
        Ok(options)
    }
}
