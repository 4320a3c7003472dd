//! A campaign's readings, made again of rows some of which are lost. Rows say what changed, so one that is
//! lost would let an older count stand in its place: where one may have been, the count is unknown.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;
use rusqlite::{Connection, types::Value};
use tagpulse_core::{Counts, Header, Listed, Rechecked, Snapshot, Timestamp, Video, VideoId};

use super::{Incomplete, Repaired};
use crate::number::counted;
use crate::store::{
    readings::{State, append, blank},
    salvage::{Salvaged, Values},
    seen,
};

/// Rows of changes by reading and video.
type Changes<'a> = HashMap<i64, BTreeMap<i64, &'a Values>>;

/// Writes the readings of a campaign in their order.
pub(super) fn fill(
    db: &Connection,
    salvaged: &Salvaged,
    (campaign, name): (i64, &str),
    is_alone: bool,
    repaired: &mut Repaired,
) -> Result<()> {
    let mut stored: Vec<(i64, Header, &Values)> = Vec::new();
    let mut lost: BTreeMap<i64, Option<Timestamp>> = BTreeMap::new();
    for row in salvaged.rows("reading").iter().filter(|row| row.get(1) == Some(&Value::Integer(campaign))) {
        let Some(id) = number(row, 0) else { continue };
        match header(row) {
            Some(header) => stored.push((id, header, row)),
            None => {
                lost.insert(id, number(row, 2).and_then(|at| Timestamp::from_seconds(at).ok()));
            }
        }
    }
    stored.sort_by_key(|(_, header, _)| header.taken_at);
    stored.dedup_by_key(|(_, header, _)| header.taken_at);
    for [of, at, id] in &salvaged.reading_index {
        if *of == campaign && stored.iter().all(|(known, ..)| known != id) {
            lost.insert(*id, Timestamp::from_seconds(*at).ok());
        }
    }
    let (counts, attributes) = (changes(salvaged.rows("observation")), changes(salvaged.rows("attribute")));
    if is_alone {
        for id in counts.keys().chain(attributes.keys()) {
            if stored.iter().all(|(known, ..)| known != id) {
                lost.entry(*id).or_insert(None);
            }
        }
    }
    let mut tell = |taken_at: Option<Timestamp>, lacks: String| {
        repaired.incomplete.push(Incomplete { campaign: name.to_owned(), taken_at, lacks });
    };
    lost.values().for_each(|at| tell(*at, "all of it: its row was lost".to_owned()));

    let last = last_known(salvaged, campaign);
    let mut videos: HashMap<u32, Video> = last.iter().map(|(number, video)| (*number, blank(video.video_id))).collect();
    let mut state = State::default();
    for (id, header, row) in stored {
        let listed = match row.get(5) {
            Some(Value::Blob(bytes)) => seen::decode(bytes),
            _ => seen::decode(&[0xff]),
        };
        // What changed in a reading that is lost is known from there on.
        let before: Vec<i64> = lost.keys().copied().filter(|gone| *gone < id).collect();
        for reading in before.iter().chain([&id]) {
            apply(&mut videos, counts.get(reading), read_counts);
            apply(&mut videos, attributes.get(reading), read_attributes);
        }
        lost.retain(|gone, _| *gone > id);
        let Ok(listed) = listed else {
            tell(Some(header.taken_at), "all of it: the list of its videos cannot be read".to_owned());
            continue;
        };
        let (mut unknown, mut gone) = (0, 0);
        let mut snapshot = Snapshot { header, videos: Vec::with_capacity(listed.len()), rechecked: Vec::new() };
        // Counts of what was not listed are of videos that were read by themselves.
        let numbers: HashSet<u32> = listed.iter().map(|(number, _)| *number).collect();
        let own = counts.get(&id).into_iter().flatten().filter_map(|(number, _)| u32::try_from(*number).ok());
        for video in own.filter(|number| !numbers.contains(number)).filter_map(|number| videos.get(&number)) {
            snapshot.rechecked.push(Rechecked { video_id: video.video_id, counts: video.counts });
        }
        snapshot.rechecked.sort_by_key(|again| again.video_id);
        for (number, mut under) in listed {
            let Some(video) = videos.get_mut(&number) else {
                gone += 1;
                continue;
            };
            let has =
                |changes: &Changes<'_>| changes.get(&id).is_some_and(|rows| rows.contains_key(&i64::from(number)));
            let mut is_unsure = false;
            if !has(&counts) && in_hole(salvaged, "observation", id, number) {
                (video.counts, video.author_followers) = (Counts::default(), None);
                is_unsure = true;
            }
            if !has(&attributes) && in_hole(salvaged, "attribute", id, number) {
                if let Some(last) = last.get(&number) {
                    let counts = (video.counts, video.author_followers);
                    *video = last.clone();
                    (video.counts, video.author_followers) = counts;
                }
                is_unsure = true;
            }
            unknown += u64::from(is_unsure);
            under.retain(|place| usize::from(*place) < snapshot.header.hashtags.len());
            snapshot.videos.push(Listed { video: video.clone(), under });
        }
        if gone > 0 {
            tell(Some(snapshot.header.taken_at), format!("{}, whose rows were lost", counted(gone, "video")));
        }
        if unknown > 0 {
            let videos = counted(unknown, "video");
            let lacks = format!("what changed of up to {videos}, whose rows may have been lost: unknown");
            tell(Some(snapshot.header.taken_at), lacks);
        }
        let origin =
            if let Some(Value::Text(origin)) = row.get(3) { origin } else { crate::store::readings::COLLECTED };
        append(db, campaign, &mut state, &snapshot, origin)?;
    }
    Ok(())
}

/// The header of a reading's row, when it can be read and is the row's.
pub(super) fn header(row: &Values) -> Option<Header> {
    let Some(Value::Blob(bytes)) = row.get(4) else { return None };
    let header = Header::from_bytes(bytes).ok()?;
    (Some(header.taken_at.seconds()) == number(row, 2)).then_some(header)
}

fn changes(rows: &[Values]) -> Changes<'_> {
    let mut changes: Changes<'_> = HashMap::new();
    for row in rows {
        if let (Some(reading), Some(video)) = (number(row, 0), number(row, 1)) {
            changes.entry(reading).or_default().entry(video).or_insert(row);
        }
    }
    changes
}

/// The campaign's videos as they were listed last, by their numbers; of those whose rows are lost the id, where the
/// index has it.
fn last_known(salvaged: &Salvaged, campaign: i64) -> HashMap<u32, Video> {
    let mut videos = HashMap::new();
    for row in salvaged.rows("video").iter().filter(|row| number(row, 0) == Some(campaign)) {
        if let (Some(at), Some(id)) = (number(row, 1).and_then(|at| u32::try_from(at).ok()), number(row, 2)) {
            let mut video = blank(VideoId(id.cast_unsigned()));
            counts_from(row, 3, &mut video);
            attributes_from(row, 9, &mut video);
            videos.entry(at).or_insert(video);
        }
    }
    for [of, id, at] in &salvaged.video_index {
        if let (true, Ok(at)) = (*of == campaign, u32::try_from(*at)) {
            videos.entry(at).or_insert_with(|| blank(VideoId(id.cast_unsigned())));
        }
    }
    // Of two numbers of one video, the first holds.
    let mut first: HashMap<VideoId, u32> = HashMap::new();
    for (at, video) in &videos {
        let held = first.entry(video.video_id).or_insert(*at);
        *held = (*held).min(*at);
    }
    videos.retain(|at, video| first.get(&video.video_id) == Some(at));
    videos
}

fn apply(videos: &mut HashMap<u32, Video>, rows: Option<&BTreeMap<i64, &Values>>, read: impl Fn(&Values, &mut Video)) {
    for (at, row) in rows.into_iter().flatten() {
        if let Some(video) = u32::try_from(*at).ok().and_then(|at| videos.get_mut(&at)) {
            read(row, video);
        }
    }
}

fn in_hole(salvaged: &Salvaged, table: &str, reading: i64, video: u32) -> bool {
    let key = (reading, i64::from(video));
    let holes = salvaged.tables.get(table).map_or(&[][..], |found| &found.holes);
    holes.iter().any(|[from, to]| from.is_none_or(|from| from < key) && to.is_none_or(|to| key < to))
}

fn read_counts(row: &Values, video: &mut Video) {
    counts_from(row, 2, video);
}

fn read_attributes(row: &Values, video: &mut Video) {
    attributes_from(row, 2, video);
}

fn counts_from(row: &Values, first: usize, video: &mut Video) {
    let count = |at: usize| number(row, first + at).map(i64::cast_unsigned);
    video.counts = Counts::from_array([count(0), count(1), count(2), count(3), count(4)]);
    video.author_followers = count(5);
}

fn attributes_from(row: &Values, first: usize, video: &mut Video) {
    let text = |at: usize| if let Some(Value::Text(text)) = row.get(first + at) { Some(text.clone()) } else { None };
    video.author = text(0);
    video.desc = text(1);
    video.created = number(row, first + 2);
    video.duration_s = number(row, first + 3).and_then(|seconds| u32::try_from(seconds).ok());
    let names = text(4).unwrap_or_default();
    let names: Vec<&str> = serde_json::from_str(&names).unwrap_or_default();
    video.hashtags = names.into_iter().collect();
}

fn number(row: &Values, at: usize) -> Option<i64> {
    if let Some(Value::Integer(number)) = row.get(at) { Some(*number) } else { None }
}
