//! The bytes of a history, version 4: the first one had no videos that were read by themselves, the second no mark on
//! counts that are carried, the third no hours of a day's gain, and a growth of the campaign for every reading of a day.
//!
//! Only differences are written: times against each other and against the time that an id
//! carries, counts against those of the reading before. That keeps a video under 200 bytes.

use super::{
    Captions, History, Kept, Lists, Tracked,
    entries::Entries,
    fold::room_for,
    readings::KEPT,
    tracked::{CARRIED, Entry, Packed, UNKNOWN},
};
use crate::{
    Timestamp, VideoId,
    codec::{Record, Source, since},
    places::Places,
};

impl Record for History {
    fn put(&self, out: &mut Vec<u8>) {
        self.campaign.put(out);
        self.readings.put(out);
        self.kept.put(out);
        self.newest.put(out);
        self.authors.put(out);
        self.followers.put(out);
        self.hashtags.put(out);
        // Lists that no video has any more are left out; the others are numbered by first use.
        let mut numbers = vec![0_u32; self.lists.len()];
        let mut used = vec![Vec::new()];
        for video in &self.videos {
            for number in [video.hashtags, video.under] {
                if let Some(place) = numbers.get_mut(number as usize).filter(|place| **place == 0 && number > 0) {
                    *place = used.len() as u32;
                    used.push(self.lists.get(number).to_vec());
                }
            }
        }
        used.put(out);
        self.days.put(out);
        self.outbox.put(out);
        self.watch.put(out);
        (self.videos.len() as u64).put(out);
        let mut before = 0;
        for (place, video) in self.videos.iter().enumerate() {
            let first = video.first_seen.seconds();
            (first - std::mem::replace(&mut before, first)).put(out);
            put_video(video, self.captions.get(place), &self.kept, &numbers, out);
        }
    }

    fn get(source: &mut Source<'_>) -> Self {
        let mut history = Self {
            campaign: Record::get(source),
            readings: Record::get(source),
            kept: Record::get(source),
            newest: Record::get(source),
            authors: Record::get(source),
            followers: Record::get(source),
            hashtags: Record::get(source),
            lists: Lists::from(source),
            days: Record::get(source),
            outbox: Record::get(source),
            watch: Record::get(source),
            captions: Captions::default(),
            videos: Vec::new(),
            places: Places::default(),
        };
        if !has_readings_in_order(&history) {
            source.fail::<()>();
            return history;
        }
        let mut first_seen = 0_i64;
        let videos = usize::try_from(u64::get(source)).unwrap_or(usize::MAX);
        // A video takes more than eight bytes, so no claim makes this reserve more than there is.
        let likely = videos.min(source.left() / 8);
        history.videos.reserve(room_for(likely));
        history.places.reserve(likely);
        let mut entries = Vec::new();
        for place in 0..videos {
            if source.is_failed() {
                break;
            }
            first_seen = first_seen.saturating_add(i64::get(source));
            let Ok(first) = Timestamp::from_seconds(first_seen) else {
                source.fail::<()>();
                break;
            };
            let (video, caption) = get_video(first, &history.kept, &mut entries, source);
            history.videos.push(video);
            if let Some(caption) = caption {
                history.captions.push(place, caption);
            }
        }
        // By itself: in a large campaign each insertion waits for the memory, and many wait at once.
        let (places, videos) = (&mut history.places, &history.videos);
        for (place, video) in videos.iter().enumerate() {
            let is_it = |place: usize| videos.get(place).is_some_and(|known| known.id == video.id);
            if places.insert(video.id.0, place, &is_it).is_some() {
                source.fail::<()>();
                break;
            }
        }
        history
    }
}

/// Whether the readings kept are ascending, and the newest is none before them.
fn has_readings_in_order(history: &History) -> bool {
    let follows = |a: &Kept, b: &Kept| a.number < b.number && a.taken_at < b.taken_at;
    let is_last =
        |last: &Kept| last.number == history.readings && history.newest().is_some_and(|newest| newest >= last.taken_at);
    history.kept.len() <= KEPT && history.kept.is_sorted_by(follows) && history.kept.last().is_none_or(is_last)
}

const fn id_time(id: VideoId) -> i64 {
    (id.0 >> 32) as i64
}

fn newest(kept: &[Kept]) -> i64 {
    kept.last().map_or(0, |kept| kept.taken_at.seconds())
}

fn put_video(video: &Tracked, caption: Option<&str>, kept: &[Kept], lists: &[u32], out: &mut Vec<u8>) {
    video.id.put(out);
    video.created.get().map(|created| created - id_time(video.id)).put(out);
    (newest(kept) - video.last_seen.seconds()).put(out);
    video.author.get().put(out);
    video.duration_s.get().put(out);
    video.told_average.put(out);
    video.seen.put(out);
    video.rechecked.put(out);
    for list in [video.hashtags, video.under] {
        lists.get(list as usize).copied().unwrap_or(0).put(out);
    }
    caption.map(crate::text::owned).put(out);
    put_entries(video, kept, out);
}

fn get_video(
    first_seen: Timestamp,
    kept: &[Kept],
    entries: &mut Vec<Entry>,
    source: &mut Source<'_>,
) -> (Tracked, Option<String>) {
    let id = VideoId::get(source);
    let mut video = Tracked {
        id,
        first_seen,
        created: Option::<i64>::get(source).and_then(|created| created.checked_add(id_time(id))).into(),
        last_seen: Timestamp::default().plus(newest(kept).saturating_sub(i64::get(source))),
        author: Option::<u32>::get(source).into(),
        duration_s: Option::<u32>::get(source).into(),
        told_average: Record::get(source),
        seen: Record::get(source),
        rechecked: since(2, source),
        hashtags: Record::get(source),
        under: Record::get(source),
        entries: Entries::default(),
    };
    let caption = Record::get(source);
    video.entries = get_entries(kept, entries, source);
    (video, caption)
}

/// Bits 0 to 4 of an entry's head: which counts changed. Bits 5 to 7: the place of its reading.
const COUNTS: usize = 5;

fn put_entries(video: &Tracked, kept: &[Kept], out: &mut Vec<u8>) {
    (video.entries.earlier() as u64).put(out);
    let mut before = Packed::UNKNOWN;
    for entry in video.entries.iter() {
        let place = kept.iter().position(|kept| kept.number == entry.reading).unwrap_or(0);
        let mut head = (place as u8) << COUNTS;
        // Which counts follow is known when they have been written.
        let at = out.len();
        out.push(0);
        for (bit, (now, then)) in entry.counts.0.into_iter().zip(before.0).enumerate() {
            // Unknown never replaces known, so what differs is known.
            if now != then {
                head |= 1 << bit;
                // Both are under 2^53. The lowest bit says whether it is carried.
                let more = (now & !CARRIED) as i64 - known(then) as i64;
                (more << 1 | i64::from(now & CARRIED != 0)).put(out);
            }
        }
        if let Some(place) = out.get_mut(at) {
            *place = head;
        }
        before = entry.counts;
    }
}

/// The count; 0 before there is any.
const fn known(count: u64) -> u64 {
    if count == UNKNOWN { 0 } else { count & !CARRIED }
}

/// Reads them into a list that is used for one video after the other.
fn get_entries(kept: &[Kept], entries: &mut Vec<Entry>, source: &mut Source<'_>) -> Entries {
    let mut last = Entry::default();
    let earlier = u64::get(source);
    if earlier > kept.len() as u64 {
        return source.fail();
    }
    entries.clear();
    for place in 0..=earlier {
        let head = source.byte();
        let Some(reading) = kept.get(usize::from(head >> COUNTS)) else { return source.fail() };
        if last.reading > reading.number {
            return source.fail();
        }
        if place > 0 && last.reading < reading.number {
            entries.push(last);
        }
        let mut counts = last.counts;
        for (bit, count) in counts.0.iter_mut().enumerate() {
            if head >> bit & 1 == 1 {
                let mut more = i64::get(source);
                let mut carried = 0;
                if source.version >= 3 {
                    carried = (more as u64) << 63;
                    more >>= 1;
                }
                let now = (known(*count) as i64).saturating_add(more);
                let now = u64::try_from(now).ok().filter(|now| *now <= crate::MAX_COUNT);
                // A count that is known stays known.
                *count = now.unwrap_or_else(|| source.fail()) | carried;
            }
        }
        last = Entry { reading: reading.number, counts };
    }
    entries.push(last);
    Entries::of(entries)
}
