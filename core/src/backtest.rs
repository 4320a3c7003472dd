//! What a policy would have sent: past readings, folded again as if each were new.
//!
//! It reads lines of observations and writes nothing. Their order does not matter: readings are
//! put in the order of time, and the rows of one in the order of ids.

use serde::Serialize;

use crate::{
    Alert, AlertTier, Campaign, Counts, Detector, Error, ErrorCode, Header, History, Input, Listed, Rechecked,
    Rejected, Rejections, SCHEMA_VERSION, Settings, Snapshot, Timestamp, Usage, Video, VideoId, Zone,
    compose::Members,
    field::{Field, NoVideos, Slot, Table, Values, table, walk},
    hashtags::Gathered,
    history::Names,
    normalize, rank,
    reader::{Reader, Scalar},
    scalar,
};

/// The keys of an observation. Three of its values are none of a video's: they are read into slots
/// that a row has no other use for.
const ROW: Table = table![
    ("campaign", Field::Value(CAMPAIGN)),
    ("taken_at", Field::Value(TAKEN_AT)),
    ("video_id", Field::Value(Slot::Id)),
    ("author", Field::Value(Slot::Author)),
    ("views", Field::Value(Slot::Views)),
    ("likes", Field::Value(Slot::Likes)),
    ("comments", Field::Value(Slot::Comments)),
    ("shares", Field::Value(Slot::Shares)),
    ("created", Field::Value(Slot::Created)),
    ("followers", Field::Value(Slot::Followers)),
    ("under", Field::Value(UNDER)),
];
const CAMPAIGN: Slot = Slot::TagId;
const TAKEN_AT: Slot = Slot::Cursor;
/// Null of a video that was read by itself.
const UNDER: Slot = Slot::HasMore;

/// What would have been sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Backtest {
    /// The version of this document's shape.
    pub schema_version: u32,
    /// The campaigns, by name.
    pub campaigns: Vec<Replayed>,
    /// The messages, by campaign and time.
    pub alerts: Vec<Sent>,
}

/// A campaign whose readings were folded again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replayed {
    /// Its name.
    pub campaign: String,
    /// Readings, suspect ones among them.
    pub readings: u32,
    /// Readings that change nothing because they cannot be true.
    pub suspect: u32,
    /// The first reading.
    pub first: Option<Timestamp>,
    /// The last reading.
    pub last: Option<Timestamp>,
    /// Videos ever seen.
    pub videos: u64,
    /// Messages about videos.
    pub about_videos: u32,
    /// Messages about the whole campaign.
    pub about_campaign: u32,
}

/// A message that would have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sent {
    /// The campaign's name.
    pub campaign: String,
    /// The reading that raised it.
    pub taken_at: Timestamp,
    /// The video; null when it is about the whole campaign.
    pub video_id: Option<VideoId>,
    /// How urgent it is.
    pub tier: AlertTier,
    /// The same in 0 to 100.
    pub severity: u8,
    /// The rules that fired.
    pub detectors: Vec<Detector>,
    /// Why.
    pub reason: String,
    /// The alert's key.
    pub key: String,
}

impl From<Alert> for Sent {
    fn from(alert: Alert) -> Self {
        let Alert { campaign, taken_at, video_id, tier, severity, detectors, reason, key, .. } = alert;
        Self { campaign, taken_at, video_id, tier, severity, detectors, reason, key }
    }
}

impl Backtest {
    /// One without a campaign.
    pub fn new() -> Self {
        Self { schema_version: SCHEMA_VERSION, ..Self::default() }
    }

    /// Adds a campaign by its readings, oldest first.
    ///
    /// # Errors
    /// `zone_span`, `out_of_order`.
    pub fn add(
        &mut self,
        campaign: &Campaign,
        zone: &Zone,
        readings: impl IntoIterator<Item = Snapshot>,
    ) -> Result<(), Error> {
        let mut history = History::new(campaign.name());
        let mut replayed = Replayed {
            campaign: crate::text::owned(campaign.name()),
            readings: 0,
            suspect: 0,
            first: None,
            last: None,
            videos: 0,
            about_videos: 0,
            about_campaign: 0,
        };
        for snapshot in readings {
            history.take_in(&snapshot, campaign, zone, true)?;
            let at = snapshot.header.taken_at;
            replayed.readings += 1;
            replayed.suspect += u32::from(history.newest.as_ref().is_some_and(|newest| newest.suspect.is_some()));
            replayed.first = replayed.first.or(Some(at));
            replayed.last = Some(at);
            for alert in history.raised_at(at).into_iter().filter(|alert| alert.notifies) {
                let count =
                    if alert.video_id.is_some() { &mut replayed.about_videos } else { &mut replayed.about_campaign };
                *count += 1;
                self.alerts.push(alert.into());
            }
        }
        if let Some(at) = replayed.last {
            replayed.videos = Members::of(&history, campaign, &zone.until(at)).videos.len() as u64;
        }
        self.campaigns.push(replayed);
        Ok(())
    }
}

/// What would have been sent for lines of observations, under these settings; the campaigns'
/// names are the rows' own. `zone` covers the newest reading.
///
/// # Errors
/// `unknown_shape` for a line that is no observation, naming file and line; `bad_settings`.
///
/// ```
/// # use tagpulse_core::{Input, Settings, Zone, backtest};
/// let lines = br#"{"campaign":"a","taken_at":"2026-11-23T06:00:00Z","video_id":"7412345678901234567","views":10}"#;
/// let result = backtest(&[Input { name: "past.ndjson", bytes: lines }], &Settings::default(), &Zone::utc())?;
/// assert_eq!((result.campaigns[0].readings, result.alerts.len()), (1, 0));
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn backtest(inputs: &[Input<'_>], settings: &Settings, zone: &Zone) -> Result<Backtest, Error> {
    let mut rows = Rows::default();
    for input in inputs {
        rows.read(input)?;
    }
    let mut result = Backtest::new();
    let keys = rank::sorted(std::mem::take(&mut rows.keys));
    for number in rows.campaigns() {
        let name = crate::text::owned(rows.names.get(number).unwrap_or_default());
        let campaign = Campaign::new(Settings { campaign: name, hashtags: Vec::new(), ..settings.clone() })?;
        let begin = keys.partition_point(|key| (key >> 96) < u128::from(number));
        let end = keys.partition_point(|key| (key >> 96) <= u128::from(number));
        let of_campaign = keys.get(begin..end).unwrap_or_default();
        let readings = of_campaign.chunk_by(|a, b| a >> 32 == b >> 32).map(|keys| rows.reading(keys));
        result.add(&campaign, zone, readings)?;
    }
    Ok(result)
}

/// Rows in the order in which they came.
#[derive(Default)]
struct Rows {
    names: Names,
    /// Campaign in the highest bits, then time, then the row's place.
    keys: Vec<u128>,
    /// A row without a video had no id, or a bad one.
    videos: Vec<Option<Video>>,
    blank: Vec<bool>,
    /// Whether a row's video was read by itself.
    alone: Vec<bool>,
}

impl Rows {
    fn read(&mut self, input: &Input<'_>) -> Result<(), Error> {
        let mut values = Values::default();
        let mut hashtags = Gathered::default();
        let first = self.videos.len();
        for (line, number) in input.bytes.split(|byte| *byte == b'\n').zip(1_u32..) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let bad = |what: &str| {
                let file = crate::clean(input.name, 200);
                Err(Error::new(ErrorCode::UnknownShape, text!("{}, line {}: {}", file, number, what)))
            };
            values.clear();
            if walk(&mut Reader::new(line), ROW, &mut values, &mut NoVideos) != Ok(true) {
                return bad("no object; give one observation a line, with campaign, taken_at and video_id");
            }
            let Some(campaign) = scalar::string(values.get(CAMPAIGN)) else {
                return bad("campaign: missing; it names whose video it is");
            };
            let at = scalar::string(values.get(TAKEN_AT)).unwrap_or_default();
            let at = match Timestamp::parse(&at) {
                Ok(at) => at,
                Err(error) => return bad(&text!("taken_at: {}", error.message)),
            };
            let campaign = u128::from(self.names.number(campaign.as_bytes()));
            // A time is under 2^38 seconds.
            self.keys.push(campaign << 96 | u128::from(at.seconds().unsigned_abs()) << 32 | self.videos.len() as u128);
            let id = scalar::id(values.get(Slot::Id), false);
            self.blank.push(id.as_ref().is_err_and(|bad| bad.blank));
            self.alone.push(matches!(values.get(UNDER), Scalar::Null));
            self.videos.push(id.ok().map(|id| normalize::video(id, &values, None, &mut hashtags)));
        }
        let named = hashtags.finish();
        for video in self.videos.get_mut(first..).unwrap_or_default().iter_mut().flatten() {
            named.give(&mut video.hashtags);
        }
        Ok(())
    }

    /// The numbers of the campaigns, by name.
    fn campaigns(&self) -> Vec<u32> {
        let mut numbers = Vec::new();
        for number in 0..self.names.len() as u32 {
            let before = |other: &u32| self.names.get(*other) < self.names.get(number);
            let place = numbers.partition_point(before);
            numbers.insert(place, number);
        }
        numbers
    }

    /// The reading of some rows, each taken out of its place.
    fn reading(&mut self, keys: &[u128]) -> Snapshot {
        let seconds = keys.first().map_or(0, |key| (key >> 32) as u64);
        let mut rejected = Rejections::default();
        let mut by_id = Vec::with_capacity(keys.len());
        for key in keys {
            let place = *key as u32 as usize;
            match self.videos.get(place) {
                Some(Some(video)) => by_id.push(u128::from(video.video_id.0) << 32 | place as u128),
                _ => rejected.push(no_id(), self.blank.get(place) == Some(&true)),
            }
        }
        let mut videos: Vec<Listed> = Vec::with_capacity(by_id.len());
        let mut rechecked = Vec::new();
        let mut duplicates = 0;
        for key in rank::sorted(by_id) {
            let place = key as u32 as usize;
            let Some(video) = self.videos.get_mut(place).and_then(Option::take) else { continue };
            if self.alone.get(place) == Some(&true) {
                rechecked.push(Rechecked { video_id: video.video_id, counts: video.counts });
                continue;
            }
            match videos.last_mut().filter(|last| last.video.video_id == video.video_id) {
                Some(last) => {
                    duplicates += 1;
                    merge(&mut last.video, video);
                }
                None => videos.push(Listed { video, under: Vec::new() }),
            }
        }
        let header = Header {
            taken_at: Timestamp::default().plus(i64::try_from(seconds).unwrap_or(0)),
            hashtags: Vec::new(),
            duplicates,
            rejected,
            usage: Usage::default(),
            sources: None,
            recheck_failed: 0,
        };
        Snapshot { header, videos, rechecked }
    }
}

/// Two rows of one video in one reading: the larger of each, whichever came first.
fn merge(into: &mut Video, other: Video) {
    let (ours, theirs) = (into.counts.array(), other.counts.array());
    into.counts = Counts::from_array(std::array::from_fn(|at| {
        let count = |counts: &[Option<u64>; 5]| counts.get(at).copied().flatten();
        count(&ours).max(count(&theirs))
    }));
    into.author = into.author.take().max(other.author);
    into.created = into.created.max(other.created);
    into.author_followers = into.author_followers.max(other.author_followers);
}

fn no_id() -> Rejected {
    Rejected {
        page: 1,
        index: 0,
        id: None,
        field: crate::text::owned("video_id"),
        reason: crate::text::owned("the id is missing or no number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(campaign: &str, day: u32, id: u64, views: u64) -> String {
        format!(
            "{{\"campaign\":\"{campaign}\",\"taken_at\":\"2026-11-{day:02}T06:00:00Z\",\"video_id\":\"{id}\",\
             \"author\":\"a{}\",\"views\":{views},\"likes\":{},\"created\":{}}}",
            id % 7,
            views / 20,
            1_793_500_000 + id * 977
        )
    }

    fn rows() -> Vec<String> {
        let mut rows = Vec::new();
        for day in 5..15 {
            for id in 1..=30 {
                let burst = if id == 4 && day >= 12 { 40_000 + u64::from(day) * 100 } else { 0 };
                rows.push(row("a", day, id, 900 + id * 40 + u64::from(day) * 15 + burst));
                rows.push(row("b", day, 100 + id, 500 + id * 30 + u64::from(day) * 9));
            }
        }
        rows
    }

    fn run(rows: &[String]) -> Backtest {
        let bytes = rows.join("\n");
        backtest(&[Input { name: "past.ndjson", bytes: bytes.as_bytes() }], &Settings::default(), &Zone::utc()).unwrap()
    }

    #[test]
    fn a_spike_is_told_once_whatever_the_order_of_the_rows() {
        let rows = rows();
        let result = run(&rows);
        assert_eq!(result.campaigns.iter().map(|one| one.readings).collect::<Vec<_>>(), [10, 10]);
        let about: Vec<_> = result.alerts.iter().filter(|sent| sent.video_id.is_some()).collect();
        assert_eq!(about.len(), 1, "{about:?}");
        assert_eq!((about[0].campaign.as_str(), about[0].key.as_str()), ("a", "a/4/2026-11-12"));
        let mut other: Vec<String> = rows.iter().rev().step_by(2).cloned().collect();
        other.extend(rows.iter().rev().skip(1).step_by(2).cloned());
        // A row that came twice counts once.
        other.push(rows[7].clone());
        assert_eq!(crate::to_json(&run(&other).alerts), crate::to_json(&result.alerts));
    }

    #[test]
    fn what_a_video_gains_on_days_without_a_count_is_no_spike_of_the_next() {
        let mut rows = rows();
        for day in 5..15 {
            let row = row("a", day, 31, 5_000 + 900 * u64::from(day));
            let is_left_out = (9..13).contains(&day);
            rows.push(if is_left_out { row.replace("\"views\":", "\"views\":null,\"were\":") } else { row });
        }
        let told: Vec<_> = run(&rows).alerts.into_iter().filter_map(|sent| sent.video_id).collect();
        assert_eq!(told, [VideoId(4)]);
    }

    #[test]
    fn the_tutorials_policy_tells_every_day_on_which_its_rule_holds() {
        let rows = rows().join("\n");
        let settings = Settings { policy: crate::Policy::preset("tutorial").unwrap(), ..Settings::default() };
        let result = backtest(&[Input { name: "x", bytes: rows.as_bytes() }], &settings, &Zone::utc()).unwrap();
        let keys: Vec<&str> = result.alerts.iter().map(|sent| sent.key.as_str()).collect();
        assert_eq!(
            keys,
            ["a/4/average/2026-11-12", "a/4/average/2026-11-13", "a/4/average/2026-11-14"],
            "{:?}",
            result.alerts
        );
    }

    #[test]
    fn what_is_no_observation_is_named_by_its_line() {
        let refused = |lines: &str, part: &str| {
            let input = Input { name: "past.ndjson", bytes: lines.as_bytes() };
            let error = backtest(&[input], &Settings::default(), &Zone::utc()).unwrap_err();
            assert!(error.message.contains(part), "{part} not in {error}");
        };
        let good = row("a", 5, 1, 1);
        refused(&format!("{good}\n\n[1]"), "past.ndjson, line 3: no object");
        refused("{\"taken_at\":\"2026-11-05T06:00:00Z\"}", "line 1: campaign: missing");
        refused("{\"campaign\":\"a\",\"taken_at\":\"today\"}", "line 1: taken_at: \"today\" is no time");
    }

    #[test]
    fn rows_without_an_id_make_a_reading_suspect() {
        let mut rows = rows();
        for row in &mut rows {
            if row.contains("2026-11-14") && row.contains("\"a\"") && row.contains("0,\"likes\"") {
                *row = row.replace("\"video_id\":\"", "\"video_id\":\"\",\"was\":\"");
            }
        }
        let blank = rows.iter().filter(|row| row.contains("\"was\"")).count();
        let suspect = run(&rows).campaigns[0].suspect;
        assert_eq!(suspect, u32::from(blank * 2 > 30), "{blank} of 30 are blank");
    }
}
