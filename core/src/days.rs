//! A campaign's days, as a history keeps them and the document `history` shows them.

use serde::Serialize;

use crate::{
    Day, Ratio, Timestamp,
    codec::{choice, record},
};

/// A campaign's days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryDocument {
    /// The version of this document's shape.
    pub schema_version: u32,
    /// The campaign's name.
    pub campaign: String,
    /// The days that have a reading, oldest first; a day without one is absent, never 0.
    pub days: Vec<DayFigures>,
}

/// A civil day: that of its last trusted reading.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayFigures {
    /// The day.
    pub date: Day,
    /// Its last trusted reading.
    pub taken_at: Timestamp,
    /// Where the figures come from.
    pub origin: Origin,
    /// Videos known.
    pub total_videos: u64,
    /// Their views.
    pub total_views: u64,
    /// Their engagement.
    pub total_engagement: u64,
    /// Views gained since the base by known and published videos; null without a base.
    pub views_gained: Option<i64>,
    /// Videos created since the base; null without one.
    pub published: Option<u64>,
    /// Known videos over those on TikTok's pages.
    pub coverage_share: Option<Ratio>,
    /// Alerts raised on that day.
    pub alerts: u32,
    /// Hours from the base, over which `views_gained` and `published` are; 48 behind a day without a reading. Null
    /// without a base, and where an earlier release wrote the history.
    pub gained_over_hours: Option<Ratio>,
}

impl DayFigures {
    /// A day that the tutorial's script counted: its figures and no more.
    pub fn tutorial(date: Day, total_videos: u64, total_views: u64, total_engagement: u64) -> Self {
        Self {
            date,
            taken_at: Timestamp::default().plus(i64::from(date.number()) * crate::time::DAY_SECONDS),
            origin: Origin::Tutorial,
            total_videos,
            total_views,
            total_engagement,
            views_gained: None,
            published: None,
            coverage_share: None,
            alerts: 0,
            gained_over_hours: None,
        }
    }
}

/// Where a day's figures come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A reading of the listing.
    Reading,
    /// The tutorial's `campaign_history.json`: shown, never a base.
    Tutorial,
}

record!(DayFigures {
    date,
    taken_at,
    origin,
    total_videos,
    total_views,
    total_engagement,
    views_gained,
    published,
    coverage_share,
    alerts,
} since 4 { gained_over_hours });
choice!(Origin { Reading, Tutorial });
