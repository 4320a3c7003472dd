//! A seeded TikTok campaign and a provider that serves it, for tests of the whole tool.
//!
//! The real provider costs money, changes by the hour and fails when it likes. This one
//! follows the same contract over real HTTP, in simulated time, from a seed: every listing
//! can be computed again from the [`World`], every request stands in the [`Ledger`], and
//! everything that was ever reported to go wrong can be ordered as a [`Fault`].
//!
//! ```
//! use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};
//!
//! let sandbox = Sandbox::start(SandboxOptions::of(WorldOptions::seeded(7)))?;
//! assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
//!
//! // Twelve days into the campaign:
//! let options = sandbox.world().options();
//! sandbox.set_now(options.day_start(12));
//! let listed = sandbox.world().listing("summerglow", sandbox.now(), 0);
//! assert!(listed.len() < sandbox.world().truth(sandbox.now()).len());
//! assert_eq!(sandbox.ledger().totals.credits, 0);
//! # Ok::<(), std::io::Error>(())
//! ```

mod control;
mod faults;
mod figure;
mod ledger;
mod options;
mod page;
mod payload;
mod reply;
mod request;
mod sandbox;
mod saved;
mod server;
mod shapes;
mod state;
mod tiksim;
mod world;

pub use faults::{CaptchaForm, Fault, FaultKind, PastEnd};
pub use ledger::{Entry, Ledger, Outcome, Totals};
pub use options::{FlagAs, NumberAs, Order, SandboxOptions, Shape, StatsPlace};
pub use sandbox::Sandbox;
pub use saved::saved;
pub use tiksim::{
    Observation, SEEDS_TO_JUDGE, SEEDS_TO_TUNE, SimGroup, SimOptions, SimWorld, Simulation, Trap, TrueSpike, simulate,
};
pub use world::{
    Author, Counts, Hashtag, Noise, PaidStep, Sizes, Spike, Spiking, Video, VideoTruth, World, WorldOptions, as_shown,
    rounding_step,
};

#[cfg(test)]
mod client;
#[cfg(test)]
mod tests;
