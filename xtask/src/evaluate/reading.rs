//! Readings as simple detectors want them: clean, with each video's gain in 24 hours.
//!
//! Blank ids are dropped and duplicates merged, so that rivals are judged by their rule and
//! not by the reader that somebody would write around it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use tagpulse_sandbox::Observation;

/// A gain counts over the newest interval of at least this many seconds.
const LEAST_INTERVAL: i64 = 20 * 3_600;
/// Keeps a handful of views from being a multiple of nothing; as in the presets.
const SMOOTHING: f64 = 50.0;
const DAY: f64 = 86_400.0;

/// One reading of one campaign; the vectors are parallel, one entry a video.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Reading {
    pub(crate) campaign: String,
    /// RFC 3339, as in the observations.
    pub(crate) taken_at: String,
    #[serde(skip)]
    pub(crate) seconds: i64,
    pub(crate) videos: Vec<String>,
    pub(crate) views: Vec<u64>,
    /// Likes, comments and shares.
    #[serde(skip)]
    pub(crate) engagement: Vec<u64>,
    /// Views gained in 24 hours, scaled; None for a video that was not seen before.
    pub(crate) gains: Vec<Option<f64>>,
    /// ln of that gain by the views at the interval's beginning, each with [`SMOOTHING`] added.
    pub(crate) relative: Vec<Option<f64>>,
    /// Views at the beginning of that interval.
    #[serde(skip)]
    pub(crate) before: Vec<Option<u64>>,
}

/// The readings in these observations, by campaign and time.
pub(crate) fn readings(observations: &[Observation]) -> Vec<Reading> {
    let mut grouped: BTreeMap<(&str, i64), BTreeMap<&str, &Observation>> = BTreeMap::new();
    for row in observations {
        let reading = grouped.entry((&row.campaign, row.taken_at)).or_default();
        if !row.video_id.is_empty() && row.views.is_some() {
            reading.insert(&row.video_id, row);
        }
    }
    let mut known: HashMap<(&str, &str), Vec<(i64, u64)>> = HashMap::new();
    let grouped = grouped.into_iter();
    grouped
        .map(|((campaign, seconds), rows)| {
            let mut reading = Reading::empty(campaign, seconds);
            for (id, row) in rows {
                let views = row.views.unwrap_or_default();
                let history = known.entry((campaign, id)).or_default();
                let base = history.iter().rev().find(|(then, _)| seconds - then >= LEAST_INTERVAL);
                let gained =
                    |(then, before): &(i64, u64)| (views as f64 - *before as f64) * DAY / (seconds - then) as f64;
                reading.gains.push(base.map(gained));
                let relative =
                    |base: &(i64, u64)| ((gained(base).max(0.0) + SMOOTHING) / (base.1 as f64 + SMOOTHING)).ln();
                reading.relative.push(base.map(relative));
                reading.before.push(base.map(|(_, before)| *before));
                reading.videos.push(id.to_owned());
                reading.views.push(views);
                let parts = [row.likes, row.comments, row.shares];
                reading.engagement.push(parts.into_iter().flatten().sum());
                history.push((seconds, views));
            }
            reading
        })
        .collect()
}

impl Reading {
    fn empty(campaign: &str, seconds: i64) -> Self {
        Self {
            campaign: campaign.to_owned(),
            taken_at: rfc3339(seconds),
            seconds,
            videos: Vec::new(),
            views: Vec::new(),
            engagement: Vec::new(),
            gains: Vec::new(),
            relative: Vec::new(),
            before: Vec::new(),
        }
    }
}

fn rfc3339(seconds: i64) -> String {
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(hours: i64, id: &str, views: u64) -> Observation {
        Observation {
            campaign: "c".to_owned(),
            taken_at: hours * 3_600,
            video_id: id.to_owned(),
            author: None,
            views: Some(views),
            likes: Some(2),
            comments: Some(1),
            shares: None,
            created: None,
            followers: None,
        }
    }

    #[test]
    fn gains_are_over_a_day_and_scaled_and_rows_are_cleaned() {
        let rows = [
            row(0, "1", 100),
            row(0, "1", 100),
            row(12, "1", 150),
            row(24, "1", 300),
            row(24, "", 9),
            row(72, "1", 700),
        ];
        let readings = readings(&rows);
        let gains: Vec<_> = readings.iter().map(|reading| reading.gains.clone()).collect();
        // At 24 h the base is 0 h, not 12 h; at 72 h it is 24 h, two days before.
        assert_eq!(gains, [vec![None], vec![None], vec![Some(200.0)], vec![Some(200.0)]]);
        assert_eq!(readings[3].before, [Some(300)]);
        assert_eq!(readings[0].engagement, [3]);
        assert_eq!(readings[2].taken_at, "1970-01-02T00:00:00Z");
    }
}
