//! Worlds as files: observations for a detector, and the truth beside them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use tagpulse_sandbox::{SEEDS_TO_TUNE, SimWorld};

/// Writes every world, over the seeds that parameters may be chosen on: NAME.ndjson and
/// NAME.truth.ndjson.
pub(crate) fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for world in SimWorld::all() {
        let mut observations = lines(&folder.join(format!("{}.ndjson", world.name)))?;
        let mut truth = lines(&folder.join(format!("{}.truth.ndjson", world.name)))?;
        for seed in SEEDS_TO_TUNE {
            let simulation = world.simulate(seed);
            put(&mut observations, &simulation.observations)?;
            put(&mut truth, &simulation.truth)?;
        }
        observations.flush()?;
        truth.flush()?;
        eprintln!("{}: {}", world.name, world.about);
    }
    eprintln!("seeds {} to {}", SEEDS_TO_TUNE.start, SEEDS_TO_TUNE.end - 1);
    Ok(())
}

/// A new file with each of these as a line of JSON.
pub(crate) fn save(path: &Path, rows: &[impl Serialize]) -> Result<()> {
    let mut to = lines(path)?;
    put(&mut to, rows)?;
    Ok(to.flush()?)
}

fn lines(path: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| path.display().to_string())?))
}

fn put(to: &mut impl Write, rows: &[impl Serialize]) -> Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *to, row)?;
        to.write_all(b"\n")?;
    }
    Ok(())
}
