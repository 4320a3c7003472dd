//! Readings as rows and back, without loss: what was listed, in which counts, under which
//! hashtags, in which order: what a fold numbers depends on it.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, Row, params};
use tagpulse_core::{Counts, Hashtags, Header, Listed, Rechecked, Snapshot, Timestamp, Video, VideoId};

use super::{
    damage::Damaged,
    seen::{self, Seen},
};

/// Where a reading comes from.
pub(super) const COLLECTED: &str = "run";
/// A reading from files.
pub(super) const IMPORTED: &str = "import";

/// The videos of a campaign as they were listed last before some reading.
#[derive(Default)]
pub(super) struct State {
    numbers: HashMap<VideoId, u32>,
    /// By number; `None` before the first listing.
    videos: Vec<Option<Video>>,
}

impl State {
    /// The newest state, from the videos' own rows.
    pub(super) fn newest(db: &Connection, campaign: i64) -> Result<Self> {
        let mut state = Self::default();
        let sql = "SELECT number, views, likes, comments, shares, saves, followers, author, caption, created,
                          duration_s, hashtags, video_id FROM video WHERE campaign = ?1 ORDER BY number";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([campaign])?;
        while let Some(row) = rows.next()? {
            let mut video = blank(VideoId(row.get::<_, i64>(12)?.cast_unsigned()));
            read_counts(row, &mut video)?;
            read_attributes(row, 7, &mut video)?;
            state.numbers.insert(video.video_id, row.get(0)?);
            state.videos.push(Some(video));
        }
        Ok(state)
    }

    fn slot(&mut self, id: VideoId) -> Option<&mut Option<Video>> {
        self.numbers.get(&id).and_then(|number| self.videos.get_mut(*number as usize))
    }

    /// A video's number, and whether it is a new one, whose row is to be made.
    fn number(&mut self, id: VideoId) -> Result<(u32, bool)> {
        let next = u32::try_from(self.videos.len())?;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.videos.push(None);
        }
        Ok((number, number == next))
    }

    /// All videos, none of them listed yet.
    fn unlisted(db: &Connection, campaign: i64) -> Result<(Self, Vec<VideoId>)> {
        let mut statement = db.prepare_cached("SELECT video_id FROM video WHERE campaign = ?1 ORDER BY number")?;
        let rows = statement.query_map([campaign], |row| Ok(VideoId(row.get::<_, i64>(0)?.cast_unsigned())))?;
        let ids: Vec<VideoId> = rows.collect::<Result<_, _>>()?;
        let numbers = (0..).zip(&ids).map(|(number, id)| (*id, number)).collect();
        Ok((Self { numbers, videos: vec![None; ids.len()] }, ids))
    }
}

pub(super) fn blank(video_id: VideoId) -> Video {
    Video {
        video_id,
        author: None,
        desc: None,
        created: None,
        counts: Counts::default(),
        author_followers: None,
        duration_s: None,
        observed: None,
        hashtags: Hashtags::default(),
    }
}

/// Appends a reading after `state`, which becomes the state after it.
pub(super) fn append(
    db: &Connection,
    campaign: i64,
    state: &mut State,
    snapshot: &Snapshot,
    origin: &str,
) -> Result<()> {
    let sql = "INSERT INTO reading (campaign, taken_at, origin, header, seen) VALUES (?1, ?2, ?3, ?4, x'')";
    let header = snapshot.header.to_bytes();
    let values = params![campaign, snapshot.header.taken_at.seconds(), origin, header];
    let reading = db.prepare_cached(sql)?.insert(values)?;
    let mut seen: Vec<Seen> = Vec::with_capacity(snapshot.videos.len());
    for Listed { video, under } in &snapshot.videos {
        let (number, is_new) = state.number(video.video_id)?;
        seen.push((number, under.clone()));
        let slot = state.videos.get_mut(number as usize).context("a video's number is out of range")?;
        if slot.as_ref() != Some(video) {
            if write_changes(db, reading, number, slot.as_ref(), video)? {
                write_video(db, campaign, number, is_new, video)?;
            }
            *slot = Some(video.clone());
        }
    }
    let mut taken: HashSet<u32> = seen.iter().map(|(number, _)| *number).collect();
    for Rechecked { video_id, counts } in &snapshot.rechecked {
        let (number, is_new) = state.number(*video_id)?;
        // A video is listed or read by itself, once.
        if !taken.insert(number) {
            continue;
        }
        let slot = state.videos.get_mut(number as usize).context("a video's number is out of range")?;
        let video = Video { counts: *counts, ..slot.clone().unwrap_or_else(|| blank(*video_id)) };
        write_counts(db, reading, number, &video)?;
        write_video(db, campaign, number, is_new, &video)?;
        *slot = Some(video);
    }
    let sql = "UPDATE reading SET seen = ?2 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![reading, seen::encode(&seen)])?;
    Ok(())
}

/// What a reading showed that the listing before did not; gives whether there is any.
fn write_changes(db: &Connection, reading: i64, number: u32, before: Option<&Video>, video: &Video) -> Result<bool> {
    let counts = |video: &Video| (video.counts, video.author_followers);
    let are_counted_anew = before.map(counts) != Some(counts(video));
    if are_counted_anew {
        write_counts(db, reading, number, video)?;
    }
    fn attributes(video: &Video) -> (&Option<String>, &Option<String>, Option<i64>, Option<u32>, &Hashtags) {
        (&video.author, &video.desc, video.created, video.duration_s, &video.hashtags)
    }
    let is_described_anew = before.map(attributes) != Some(attributes(video));
    if is_described_anew {
        let sql = "INSERT INTO attribute (reading, number, author, caption, created, duration_s, hashtags)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Video { author, desc, created, duration_s, .. } = video;
        let values = params![reading, number, author, desc, created, duration_s, names(video)?];
        db.prepare_cached(sql)?.execute(values)?;
    }
    Ok(are_counted_anew || is_described_anew)
}

fn write_counts(db: &Connection, reading: i64, number: u32, video: &Video) -> Result<()> {
    let [views, likes, comments, shares, saves, followers] = counts(video);
    let sql = "INSERT INTO observation (reading, number, views, likes, comments, shares, saves, followers)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = params![reading, number, views, likes, comments, shares, saves, followers];
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// The video's own row: as it was listed last.
fn write_video(db: &Connection, campaign: i64, number: u32, is_new: bool, video: &Video) -> Result<()> {
    // At once and whole: a row that grows moves its neighbours.
    let sql = if is_new {
        "INSERT INTO video (campaign, number, views, likes, comments, shares, saves, followers,
                            author, caption, created, duration_s, hashtags, video_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    } else {
        "UPDATE video SET views = ?3, likes = ?4, comments = ?5, shares = ?6, saves = ?7, followers = ?8,
                          author = ?9, caption = ?10, created = ?11, duration_s = ?12, hashtags = ?13
         WHERE campaign = ?1 AND number = ?2 AND video_id = ?14"
    };
    let [views, likes, comments, shares, saves, followers] = counts(video);
    let Video { author, desc, created, duration_s, .. } = video;
    let (hashtags, id) = (names(video)?, video.video_id.0.cast_signed());
    db.prepare_cached(sql)?.execute(params![
        campaign, number, views, likes, comments, shares, saves, followers, author, desc, created, duration_s,
        hashtags, id
    ])?;
    Ok(())
}

/// Counts and followers as the columns have them.
fn counts(video: &Video) -> [Option<i64>; 6] {
    let [views, likes, comments, shares, saves] = video.counts.array();
    [views, likes, comments, shares, saves, video.author_followers].map(|count| count.map(u64::cast_signed))
}

/// Hashtags as their column has them.
fn names(video: &Video) -> Result<String> {
    Ok(serde_json::to_string(&video.hashtags)?)
}

/// Inserts a reading before later ones. What the later ones showed stays the same.
pub(super) fn insert_between(db: &Connection, campaign: i64, snapshot: &Snapshot, origin: &str) -> Result<()> {
    replace(db, campaign, snapshot.header.taken_at, Some((snapshot, origin)))?;
    Ok(())
}

/// Takes the reading at an instant out, as if it had never been. A video that no other reading has keeps its number
/// and nothing else, but that its person was forgotten.
pub(super) fn take_out(db: &Connection, campaign: i64, at: Timestamp) -> Result<()> {
    let state = replace(db, campaign, at, None)?;
    for (video_id, number) in &state.numbers {
        let known = state.videos.get(*number as usize).and_then(Option::as_ref);
        match known {
            Some(video) => write_video(db, campaign, *number, false, video)?,
            None => {
                let sql = "SELECT author FROM video WHERE campaign = ?1 AND number = ?2";
                let author: Option<String> =
                    db.prepare_cached(sql)?.query_row(params![campaign, number], |row| row.get(0))?;
                let author = author.filter(|author| tagpulse_core::is_forgotten(author));
                write_video(db, campaign, *number, false, &Video { author, ..blank(*video_id) })?;
            }
        }
    }
    Ok(())
}

/// Puts a reading, or none, into the place of that at an instant; gives the state after all. The later ones' rows of
/// changes are made anew, because a change is relative to the listing before.
fn replace(db: &Connection, campaign: i64, at: Timestamp, by: Option<(&Snapshot, &str)>) -> Result<State> {
    let mut later = Vec::new();
    let mut state = State::unlisted(db, campaign)?.0;
    for_each(db, campaign, |reading, origin| {
        if reading.header.taken_at > at {
            later.push((reading, origin.to_owned()));
            return Ok(());
        }
        if reading.header.taken_at == at {
            return Ok(());
        }
        for listed in reading.videos {
            if let Some(slot) = state.slot(listed.video.video_id) {
                *slot = Some(listed.video);
            }
        }
        for Rechecked { video_id, counts } in reading.rechecked {
            if let Some(slot) = state.slot(video_id) {
                slot.get_or_insert_with(|| blank(video_id)).counts = counts;
            }
        }
        Ok(())
    })?;
    for table in ["observation", "attribute"] {
        let sql = format!(
            "DELETE FROM {table} WHERE reading IN (SELECT id FROM reading WHERE campaign = ?1 AND taken_at >= ?2)"
        );
        db.execute(&sql, params![campaign, at.seconds()])?;
    }
    db.execute("DELETE FROM reading WHERE campaign = ?1 AND taken_at >= ?2", params![campaign, at.seconds()])?;
    if let Some((snapshot, origin)) = by {
        append(db, campaign, &mut state, snapshot, origin)?;
    }
    for (reading, origin) in later {
        append(db, campaign, &mut state, &reading, &origin)?;
    }
    Ok(state)
}

/// Gives every reading of a campaign, oldest first, as it was taken, with its origin.
pub(super) fn for_each(
    db: &Connection,
    campaign: i64,
    mut each: impl FnMut(Snapshot, &str) -> Result<()>,
) -> Result<()> {
    let (_, ids) = State::unlisted(db, campaign)?;
    let mut videos: Vec<Video> = ids.into_iter().map(blank).collect();
    let sql = "SELECT id, header, seen, origin FROM reading WHERE campaign = ?1 ORDER BY taken_at";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([campaign])?;
    while let Some(row) = rows.next()? {
        let reading: i64 = row.get(0)?;
        let counted = "SELECT * FROM observation WHERE reading = ?1";
        let observed = apply(db, counted, reading, &mut videos, read_observation)?;
        apply(db, "SELECT * FROM attribute WHERE reading = ?1", reading, &mut videos, |row, video| {
            read_attributes(row, 2, video)
        })?;
        let header = Header::from_bytes(row.get_ref(1)?.as_blob()?).context(Damaged)?;
        let seen = seen::decode(row.get_ref(2)?.as_blob()?).context(Damaged)?;
        let video =
            |number: u32| videos.get(number as usize).context("a stored reading names a video that is not stored");
        let numbers: HashSet<u32> = seen.iter().map(|(number, _)| *number).collect();
        let mut rechecked = Vec::new();
        for number in observed.into_iter().filter(|number| !numbers.contains(number)) {
            let Video { video_id, counts, .. } = *video(number).context(Damaged)?;
            rechecked.push(Rechecked { video_id, counts });
        }
        rechecked.sort_by_key(|again| again.video_id);
        let listed = seen.into_iter().map(|(number, under)| Ok(Listed { video: video(number)?.clone(), under }));
        let videos = listed.collect::<Result<_>>().context(Damaged)?;
        each(Snapshot { header, videos, rechecked }, &row.get::<_, String>(3)?)?;
    }
    Ok(())
}

/// Applies a reading's changes; gives the numbers of the videos that have one, ascending.
fn apply(
    db: &Connection,
    sql: &str,
    reading: i64,
    videos: &mut [Video],
    read: impl Fn(&Row<'_>, &mut Video) -> Result<()>,
) -> Result<Vec<u32>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([reading])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(1)?;
        let video = videos.get_mut(number as usize).context("a stored change names a video that is not stored");
        read(row, video.context(Damaged)?)?;
        numbers.push(number);
    }
    Ok(numbers)
}

/// Counts in the columns 1 to 6.
fn read_counts(row: &Row<'_>, video: &mut Video) -> Result<()> {
    counts_from(row, 1, video)
}

/// Counts in the columns 2 to 7.
fn read_observation(row: &Row<'_>, video: &mut Video) -> Result<()> {
    counts_from(row, 2, video)
}

fn counts_from(row: &Row<'_>, first: usize, video: &mut Video) -> Result<()> {
    let count = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(first + at)?.map(i64::cast_unsigned));
    video.counts = Counts::from_array([count(0)?, count(1)?, count(2)?, count(3)?, count(4)?]);
    video.author_followers = count(5)?;
    Ok(())
}

fn read_attributes(row: &Row<'_>, first: usize, video: &mut Video) -> Result<()> {
    video.author = row.get(first)?;
    video.desc = row.get(first + 1)?;
    video.created = row.get(first + 2)?;
    video.duration_s = row.get(first + 3)?;
    let names = row.get::<_, String>(first + 4)?;
    let names: Vec<&str> = serde_json::from_str(&names).context("a video's stored hashtags").context(Damaged)?;
    video.hashtags = names.into_iter().collect();
    Ok(())
}

/// The newest reading's instant.
pub(super) fn newest(db: &Connection, campaign: i64) -> Result<Option<Timestamp>> {
    let sql = "SELECT max(taken_at) FROM reading WHERE campaign = ?1";
    let seconds: Option<i64> = db.prepare_cached(sql)?.query_row([campaign], |row| row.get(0))?;
    Ok(seconds.map(Timestamp::from_seconds).transpose()?)
}

/// Whether there is a reading at an instant.
pub(super) fn exists(db: &Connection, campaign: i64, at: Timestamp) -> Result<bool> {
    let sql = "SELECT 1 FROM reading WHERE campaign = ?1 AND taken_at = ?2";
    Ok(db.prepare_cached(sql)?.query_row(params![campaign, at.seconds()], |_| Ok(())).optional()?.is_some())
}
