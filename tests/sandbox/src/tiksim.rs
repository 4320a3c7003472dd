//! Observations of simulated campaigns for detectors of viral videos, beside the answers.
//!
//! The [`World`](crate::World) knows how videos grow. This module reads it once or twice a
//! day as a collector would, lays the traps of real readings on top, and keeps the truth
//! apart. The worlds by name are in [`SimWorld`]: mild and hard ones, one without spikes,
//! one for each trap and one for each parameter that might have been tuned to.

mod knobs;
mod observation;
mod simulate;
#[cfg(test)]
mod tests;
mod traps;
#[cfg(test)]
mod twins;
mod worlds;

pub use observation::{Observation, TrueSpike};
pub use simulate::{SimOptions, Simulation, simulate};
pub use traps::Trap;
pub use worlds::{SEEDS_TO_JUDGE, SEEDS_TO_TUNE, SimGroup, SimWorld};
