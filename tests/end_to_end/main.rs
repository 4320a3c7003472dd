//! The real binary against the simulated provider, over real HTTP and with a real store: what
//! a user of the command line gets, on good days and on bad ones.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod again;
mod agency;
mod alert_docs;
mod arithmetic;
mod begin;
mod bench;
mod beside;
mod budget;
mod clock_changes;
mod commands;
mod damaged;
mod deliveries;
#[cfg(feature = "demo")]
mod demo;
mod expiry;
mod exports;
mod faults;
mod faults_beside;
mod files;
mod formats;
mod hard_failures;
mod hostile;
mod hostile_alerts;
mod kept;
mod keys;
mod killed;
mod killed_telling;
mod logs;
mod mail_server;
mod mails;
mod membership;
mod morning;
mod naive;
mod notifiers;
mod ops;
mod outbox;
mod overdue;
mod own;
mod people;
mod provider;
mod pseudonyms;
mod readme;
mod receiver;
mod recheck;
mod renamed;
mod round_trip;
mod secrets;
mod several;
mod side_by_side;
mod spans;
mod stores;
mod tool;
