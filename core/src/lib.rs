//! The core of tagpulse: bytes and the time in, plain data out.
//!
//! It normalises the videos of a hashtag's listings, keeps a campaign's history, writes its
//! report, says what changed and what stands out. It performs no I/O and reads no clock,
//! environment or randomness, so equal input gives byte-equal output on every target; clippy
//! enforces that (`clippy.toml` beside this crate's manifest).
#![warn(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unreachable
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

// Its macros are for all below.
#[macro_use]
mod words;

/// In the wasm size counts for more than speed: what only saves time stays out of it, and gives the same.
const SMALL: bool = cfg!(target_family = "wasm");

mod alert;
mod analyze;
mod answer;
mod backtest;
mod bytes;
mod codec;
mod collector;
mod compose;
mod days;
mod detector;
mod dialect;
mod encoding;
mod episode;
mod error;
mod field;
mod figures;
mod gather;
mod given;
mod goals;
mod hashtag;
mod hashtags;
mod history;
mod letters;
mod normalize;
mod places;
mod policy;
mod provider;
mod rank;
mod ratio;
mod reader;
mod report;
mod scalar;
mod scan;
#[cfg(feature = "schema")]
pub mod schema;
mod settings;
mod sheet;
mod snapshot;
mod text;
mod time;
mod video;
mod write;
mod zone;

/// The README's Rust example runs as a test of this crate.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

pub use alert::{Alert, Detector, Tier as AlertTier};
pub use analyze::{Input, TutorialDays, analyze, read_files, tutorial_days};
pub use backtest::{Backtest, Replayed, Sent, backtest};
pub use collector::{Collected, Collector, CollectorOptions, Failure, Progress, Request, Step};
pub use days::{DayFigures, HistoryDocument, Origin};
pub use dialect::dialects;
pub use error::{Error, ErrorCode};
pub use given::Given;
pub use goals::{GoalPace, Goals, Wanted};
pub use hashtag::Hashtag;
pub use hashtags::Hashtags;
pub use history::{Grown, Held, History, forgotten_name, is_forgotten};
pub use normalize::{Both, Hints, Normalized, normalize};
pub use policy::{Policy, Preset};
pub use provider::Account;
pub use ratio::Ratio;
pub use report::*;
pub use settings::{Campaign, Settings};
pub use snapshot::{
    HashtagListing, Header, Listed, Rechecked, Rejected, Rejections, Snapshot, Source, StopReason, Usage,
};
pub use text::clean;
pub use time::{Day, Timestamp};
pub use video::{Counts, MAX_COUNT, Video, VideoId, video_url};
pub use write::to_json;
pub use zone::{ZONE_TABLE_BEGIN, Zone, ZoneTable};
