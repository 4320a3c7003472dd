//! The real binary against the simulated provider, over real HTTP and with a real store: what
//! a user of the command line gets, on good days and on bad ones.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod again;
mod arithmetic;
mod bench;
mod beside;
mod budget;
mod commands;
#[cfg(feature = "demo")]
mod demo;
mod exports;
mod faults;
mod faults_beside;
mod files;
mod formats;
mod hostile;
mod kept;
mod keys;
mod killed;
mod membership;
mod naive;
mod ops;
mod provider;
mod readme;
mod round_trip;
mod several;
mod tool;
