//! Alerts, and the outbox in which they wait until a host has delivered them.

use serde::Serialize;

use crate::{
    Timestamp, VideoId,
    codec::{choice, record},
};

/// Something that a campaign manager is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// Stays the same however often it is sent: the receiver drops a second one.
    pub key: String,
    /// The campaign's name.
    pub campaign: String,
    /// The reading that raised it.
    pub taken_at: Timestamp,
    /// The video; null when it is about the whole campaign.
    pub video_id: Option<VideoId>,
    /// Its creator's handle.
    pub author: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// How urgent it is.
    pub tier: Tier,
    /// The same in 0 to 100, for the order within a tier.
    pub severity: u8,
    /// Whether it is sent. One that is not stands in the report and in the day's digest.
    pub notifies: bool,
    /// The rules that fired: the one that raised it first, then the evidence.
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
    /// Clearly out of the usual.
    Hot,
    /// Going viral.
    Viral,
    /// Among the largest that a campaign ever sees.
    Mega,
}

impl Tier {
    /// The tier as it stands in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Hot => "hot",
            Self::Viral => "viral",
            Self::Mega => "mega",
        }
    }
}

/// The rules that can raise an alert, or be evidence on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Detector {
    /// The tutorial's: engagement over a multiple of the campaign's average.
    Average,
    /// Big for its age.
    Size,
    /// More than the creator's other videos.
    Creator,
    /// Growing faster than videos of its age.
    Age,
    /// Accelerating against its own pace.
    #[serde(rename = "self")]
    Own,
    /// Both together: the alert.
    Spike,
    /// Much of the campaign's gain today.
    Gain,
    /// The whole campaign rises.
    Lift,
    /// Views without the usual likes.
    Quality,
    /// Nothing is published.
    Silence,
    /// The goal is out of reach at this pace.
    Pace,
    /// No reading that can be trusted.
    Stale,
}

impl Detector {
    /// The rule as it stands in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Average => "average",
            Self::Size => "size",
            Self::Creator => "creator",
            Self::Age => "age",
            Self::Own => "self",
            Self::Spike => "spike",
            Self::Gain => "gain",
            Self::Lift => "lift",
            Self::Quality => "quality",
            Self::Silence => "silence",
            Self::Pace => "pace",
            Self::Stale => "stale",
        }
    }
}

/// An alert in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Queued {
    pub(crate) alert: Alert,
    pub(crate) delivered: bool,
}

choice!(Tier { Watch, Hot, Viral, Mega });
choice!(Detector { Average, Size, Creator, Age, Own, Spike, Gain, Lift, Quality, Silence, Pace, Stale });
record!(Alert { key, campaign, taken_at, video_id, author, url, tier, severity, notifies, detectors, reason });
record!(Queued { alert, delivered });
