//! What all campaigns of a run share on their way to the provider: one gate and one budget, and
//! what one of them was answered.

mod answers;
mod budget;
mod gate;

pub(crate) use answers::{Answers, Claim};
pub(crate) use budget::Budget;
pub(crate) use gate::{Gate, Pass};
