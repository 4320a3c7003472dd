//! The bytes of a history, version 1.
//!
//! Only differences are written: ids and times against each other, counts against those of the
//! reading before. That is what keeps a video under 200 bytes.

use serde::{Deserialize, Serialize};

use super::{History, Kept, Names, Newest, Tracked, tracked::Entry, tracked::Packed};
use crate::{Counts, DayFigures, Error, ErrorCode, Timestamp, VideoId, alert::Queued};

/// The state as it is written.
#[derive(Serialize, Deserialize)]
pub(super) struct State {
    campaign: String,
    readings: u32,
    kept: Vec<Kept>,
    newest: Option<Newest>,
    authors: Vec<String>,
    followers: Vec<Option<u64>>,
    hashtags: Vec<String>,
    days: Vec<DayFigures>,
    outbox: Vec<Queued>,
    videos: Vec<Video>,
}

/// A video as it is written.
#[derive(Serialize, Deserialize)]
struct Video {
    id: u64,
    /// Against the time that the id carries.
    created: Option<i64>,
    /// Against the video before.
    first_seen: i64,
    /// Seconds before the newest trusted reading.
    last_seen: i64,
    author: Option<u32>,
    duration_s: Option<u32>,
    told_average: bool,
    seen: u16,
    hashtags: Vec<u32>,
    under: Vec<u32>,
    desc: Option<String>,
    entries: Vec<(u8, Vec<i64>)>,
}

/// Bits 0 to 4 of an entry's head: which counts follow. Bits 5 to 7: the place of its reading.
const COUNTS: usize = 5;

impl State {
    pub(super) fn of(history: &History) -> Self {
        let last = history.kept.last().map_or(0, |kept| kept.taken_at.seconds());
        let mut before = 0;
        let videos = history.videos.iter().map(|video| {
            let first_seen = video.first_seen.seconds() - std::mem::replace(&mut before, video.first_seen.seconds());
            Video {
                id: video.id.0,
                created: video.created.map(|created| created - id_time(video.id)),
                first_seen,
                last_seen: last - video.last_seen.seconds(),
                author: video.author,
                duration_s: video.duration_s,
                told_average: video.told_average,
                seen: video.seen,
                hashtags: video.hashtags.to_vec(),
                under: video.under.to_vec(),
                desc: video.desc.as_deref().map(str::to_owned),
                entries: write_entries(&video.entries, &history.kept),
            }
        });
        Self {
            videos: videos.collect(),
            campaign: history.campaign.clone(),
            readings: history.readings,
            kept: history.kept.clone(),
            newest: history.newest.clone(),
            authors: history.authors.list().to_vec(),
            followers: history.followers.clone(),
            hashtags: history.hashtags.list().to_vec(),
            days: history.days.clone(),
            outbox: history.outbox.clone(),
        }
    }

    pub(super) fn into_history(self) -> Result<History, Error> {
        let corrupt =
            || Error::new(ErrorCode::HistoryCorrupt, "these bytes are no history of tagpulse: a value is out of range");
        let last = self.kept.last().map_or(0, |kept| kept.taken_at.seconds());
        let mut history = History {
            campaign: self.campaign,
            kept: self.kept,
            newest: self.newest,
            authors: Names::from_list(self.authors),
            followers: self.followers,
            hashtags: Names::from_list(self.hashtags),
            days: self.days,
            outbox: self.outbox,
            readings: self.readings,
            ..History::default()
        };
        let mut before = 0_i64;
        for video in self.videos {
            before = before.checked_add(video.first_seen).ok_or_else(corrupt)?;
            let id = VideoId(video.id);
            let place = u32::try_from(history.videos.len()).map_err(|_| corrupt())?;
            if history.places.insert(id, place).is_some() {
                return Err(corrupt());
            }
            history.videos.push(Tracked {
                id,
                author: video.author,
                created: video.created.and_then(|created| created.checked_add(id_time(id))),
                duration_s: video.duration_s,
                desc: video.desc.map(Into::into),
                hashtags: video.hashtags.into(),
                under: video.under.into(),
                first_seen: Timestamp::from_seconds(before)?,
                last_seen: Timestamp::from_seconds(last.checked_sub(video.last_seen).ok_or_else(corrupt)?)?,
                seen: video.seen,
                entries: read_entries(video.entries, &history.kept).ok_or_else(corrupt)?,
                told_average: video.told_average,
            });
        }
        Ok(history)
    }
}

const fn id_time(id: VideoId) -> i64 {
    (id.0 >> 32) as i64
}

fn write_entries(entries: &[Entry], kept: &[Kept]) -> Vec<(u8, Vec<i64>)> {
    let mut before = Counts::default();
    let write = |entry: &Entry| {
        let counts = entry.counts.counts();
        let place = kept.iter().position(|kept| kept.number == entry.reading).unwrap_or(0);
        let mut head = (place as u8) << COUNTS;
        let mut changes = Vec::new();
        for (bit, (now, then)) in counts.array().into_iter().zip(before.array()).enumerate() {
            if now != then
                && let Some(now) = now
            {
                head |= 1 << bit;
                // Both are under 2^53.
                changes.push(now as i64 - then.unwrap_or(0) as i64);
            }
        }
        before = counts;
        (head, changes)
    };
    entries.iter().map(write).collect()
}

fn read_entries(written: Vec<(u8, Vec<i64>)>, kept: &[Kept]) -> Option<Vec<Entry>> {
    let mut before = Counts::default();
    let mut entries = Vec::with_capacity(written.len());
    for (head, changes) in written {
        let reading = kept.get(usize::from(head >> COUNTS))?.number;
        let mut changes = changes.into_iter();
        let mut counts = before.array();
        for (bit, count) in counts.iter_mut().enumerate() {
            if head >> bit & 1 == 1 {
                let then = i64::try_from(count.unwrap_or(0)).ok()?;
                let now = u64::try_from(then.checked_add(changes.next()?)?).ok()?;
                *count = Some(now).filter(|now| *now <= crate::MAX_COUNT);
            }
        }
        before = Counts::from_array(counts);
        entries.push(Entry { reading, counts: Packed::new(before) });
    }
    Some(entries)
}
