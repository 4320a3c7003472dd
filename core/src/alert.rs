//! Alerts, and the outbox in which they wait until a host has delivered them.

use serde::Serialize;

use crate::{
    Timestamp, VideoId,
    codec::{choice, record},
};

/// Something that a campaign manager is told about one video.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// Stays the same however often it is sent: the receiver drops a second one.
    pub key: String,
    /// The campaign's name.
    pub campaign: String,
    /// The reading that raised it.
    pub taken_at: Timestamp,
    /// The video.
    pub video_id: VideoId,
    /// Its creator's handle.
    pub author: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// How urgent it is.
    pub tier: Tier,
    /// The rules that fired.
    pub detectors: Vec<Detector>,
    /// Why, in words made of the same numbers.
    pub reason: String,
}

/// How urgent an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AlertTier"))]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Worth a look.
    Watch,
}

/// The rules that can raise an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Detector {
    /// The tutorial's: engagement over a multiple of the campaign's average.
    Average,
}

/// An alert in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Queued {
    pub(crate) alert: Alert,
    pub(crate) delivered: bool,
}

choice!(Tier { Watch });
choice!(Detector { Average });
record!(Alert { key, campaign, taken_at, video_id, author, url, tier, detectors, reason });
record!(Queued { alert, delivered });
