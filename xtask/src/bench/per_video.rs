//! Time and memory a video, natively, from a small campaign to one of a million videos.

use anyhow::{Context, Result};
use serde_json::Value;

use super::inputs;
use super::programs::Programs;
use super::rounds::Spread;
use crate::sh;

/// What an answer of this size took.
pub(super) struct PerVideo {
    pub(super) videos: usize,
    /// Bytes of the answer.
    pub(super) input: u64,
    pub(super) time: Spread,
    /// Bytes at the peak, above the answer's own.
    pub(super) peak: u64,
}

pub(super) fn measure(programs: &Programs, sizes: [usize; 3], rounds: usize) -> Result<Vec<PerVideo>> {
    let answers = sizes.map(inputs::of_size).into_iter().collect::<Result<Vec<_>>>()?;
    let mut taken = vec![Vec::new(); answers.len()];
    for _ in 0..rounds {
        for (answer, taken) in answers.iter().zip(&mut taken) {
            let printed = read(std::process::Command::new(&programs.ingest).arg("small").arg(&answer.file))?;
            taken.push(printed["ms"].as_f64().context("ingest printed no `ms`")?);
        }
    }
    let told = answers.iter().zip(taken).map(|(answer, taken)| {
        // Counted and not timed: the same in every round.
        let printed = read(std::process::Command::new(&programs.memory).arg(&answer.file))?;
        let peak = printed["peak"].as_u64().context("memory printed no `peak`")?;
        Ok(PerVideo { videos: answer.videos, input: answer.bytes, time: Spread::of(taken), peak })
    });
    told.collect()
}

fn read(command: &mut std::process::Command) -> Result<Value> {
    Ok(serde_json::from_str(&sh::read(command)?)?)
}
