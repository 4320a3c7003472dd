//! The two lines of text that a simulation is written as.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// One video in one reading. The rows of one campaign and `taken_at` are one reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The campaign's name.
    pub campaign: String,
    /// Unix seconds of the reading; RFC 3339 in text.
    #[serde(serialize_with = "write_time", deserialize_with = "read_time")]
    pub taken_at: i64,
    /// Digits; empty where the provider gave none.
    pub video_id: String,
    /// The creator's handle.
    pub author: Option<String>,
    /// Views, as the source shows them.
    pub views: Option<u64>,
    /// Likes, as the source shows them.
    pub likes: Option<u64>,
    /// Comments, as the source shows them.
    pub comments: Option<u64>,
    /// Shares, as the source shows them.
    pub shares: Option<u64>,
    /// Unix seconds of the upload.
    pub created: Option<i64>,
    /// The creator's followers.
    pub followers: Option<u64>,
}

/// A spike that a detector should have told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrueSpike {
    /// The campaign's name.
    pub campaign: String,
    /// The video.
    pub video_id: String,
    /// Day of the campaign, from 0, on which it begins.
    pub onset_day: u32,
    /// Unix seconds at which it begins: no reading up to then has anything of it.
    #[serde(serialize_with = "write_time", deserialize_with = "read_time")]
    pub onset_at: i64,
    /// Unix seconds up to which it brings a tenth or more of its first day's views a day.
    #[serde(serialize_with = "write_time", deserialize_with = "read_time")]
    pub active_until: i64,
    /// Views that it brings in all.
    pub total_size: u64,
    /// Views that it brings on its first day, ordinary growth aside.
    pub first_day_gain: u64,
}

fn write_time<S: Serializer>(seconds: &i64, to: S) -> Result<S::Ok, S::Error> {
    let time = DateTime::from_timestamp(*seconds, 0).expect("a world lies between 2015 and 2100");
    to.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn read_time<'a, D: Deserializer<'a>>(from: D) -> Result<i64, D::Error> {
    let text = String::deserialize(from)?;
    let time = DateTime::parse_from_rfc3339(&text);
    time.map(|time| time.timestamp())
        .map_err(|error| D::Error::custom(format!("`{text}` is no RFC 3339 time: {error}")))
}
