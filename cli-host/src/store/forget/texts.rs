//! What names people beside the rows of videos: alerts, messages, mutes, the headers of readings, answers that are
//! kept, stored settings.

use std::collections::HashSet;

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use tagpulse_core::{Header, Settings, VideoId};

use super::Whom;
use crate::store::handle;
use crate::store::pages::unpack;

/// What stands in the place of a text that named somebody.
const GONE: &str = "(forgotten)";

/// Takes name and address off alerts; they are still told, as ones of nobody.
pub(super) fn alerts(db: &Connection, campaign: i64, names: &[String], ids: &[VideoId]) -> Result<u64> {
    let ids: HashSet<String> = ids.iter().map(ToString::to_string).collect();
    let sql = "SELECT id, json_extract(alert, '$.video_id'), json_extract(alert, '$.author'),
                      json_extract(alert, '$.url') FROM alert WHERE campaign = ?1";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([campaign], |row| {
        Ok((row.get::<_, i64>(0)?, [row.get::<_, Option<String>>(1)?, row.get(2)?, row.get(3)?]))
    })?;
    let rows: Vec<(i64, [Option<String>; 3])> = rows.collect::<Result<_, _>>()?;
    let mut changed = 0;
    for (row, [video, author, url]) in rows {
        let is_meant =
            video.is_some_and(|id| ids.contains(&id)) || author.as_deref().is_some_and(|author| is(author, names));
        if is_meant && (author.is_some() || url.is_some()) {
            let sql = "UPDATE alert SET alert = json_set(alert, '$.author', NULL, '$.url', NULL) WHERE id = ?1";
            changed += db.prepare_cached(sql)?.execute([row])? as u64;
        }
    }
    Ok(changed)
}

/// Clears what receivers said of messages, where it repeats a name.
pub(super) fn errors(db: &Connection, campaign: i64, whom: &Whom, names: &[String]) -> Result<()> {
    let sql = "SELECT alert, notifier, last_error FROM delivery
               WHERE last_error IS NOT NULL AND alert IN (SELECT id FROM alert WHERE campaign = ?1)";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([campaign], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (alert, notifier, error) in rows.collect::<Result<Vec<(i64, String, String)>, _>>()? {
        if says(&error, whom, names) {
            let sql = "UPDATE delivery SET last_error = NULL WHERE alert = ?1 AND notifier = ?2";
            db.execute(sql, params![alert, notifier])?;
        }
    }
    Ok(())
}

/// Makes mutes of a creator mutes of the creator's videos.
pub(super) fn mutes(db: &Connection, campaign: i64, name: &str, whom: &Whom) -> Result<u64> {
    let sql = "SELECT video.video_id, mute.until FROM gone JOIN video ON video.number = gone.number
                 JOIN mute ON mute.what = '@' || lower(video.author)
               WHERE video.campaign = ?1 AND mute.campaign = ?2";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map(params![campaign, name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (id, until) in rows.collect::<Result<Vec<(i64, i64)>, _>>()? {
        let sql = "INSERT INTO mute (campaign, what, until) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET until = max(until, excluded.until)";
        db.prepare_cached(sql)?.execute(params![name, VideoId(id.cast_unsigned()).to_string(), until])?;
    }
    let gone = match whom {
        Whom::Creator(who) => {
            db.execute("DELETE FROM mute WHERE campaign = ?1 AND what = ?2", params![name, handle(who)])
        }
        Whom::Everybody => db.execute("DELETE FROM mute WHERE campaign = ?1 AND what LIKE '@%'", [name]),
        // It is one of the creator's other videos, too.
        Whom::Video(_) => Ok(0),
    };
    Ok(gone? as u64)
}

/// Takes rejected items and messages that name somebody out of the headers of readings; how many there were stays.
pub(super) fn headers(db: &Connection, campaign: i64, whom: &Whom, names: &[String]) -> Result<u64> {
    let mut statement = db.prepare("SELECT id, header FROM reading WHERE campaign = ?1")?;
    let rows = statement.query_map([campaign], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut all = 0;
    for (reading, bytes) in rows.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()? {
        let mut header = Header::from_bytes(&bytes)?;
        let changed = scrub(&mut header, whom, names);
        if changed > 0 {
            all += changed;
            db.execute("UPDATE reading SET header = ?2 WHERE id = ?1", params![reading, header.to_bytes()])?;
        }
    }
    Ok(all)
}

fn scrub(header: &mut Header, whom: &Whom, names: &[String]) -> u64 {
    let mut changed = 0;
    let first = &mut header.rejected.first;
    let before = first.len();
    first.retain(|rejected| {
        let id = rejected.id.as_deref().unwrap_or_default();
        !(*whom == Whom::Everybody || says(&rejected.reason, whom, names) || says(id, whom, names))
    });
    changed += (before - first.len()) as u64;
    let errors = header.hashtags.iter_mut().filter_map(|listing| listing.error.as_mut());
    let mut texts: Vec<&mut String> = errors.map(|error| &mut error.message).collect();
    for source in header.sources.iter_mut().flatten() {
        texts.push(&mut source.file);
        texts.extend(source.truncated.as_mut().map(|error| &mut error.message));
    }
    for text in texts {
        if *text != GONE && names.iter().any(|name| contains(text, name)) {
            GONE.clone_into(text);
            changed += 1;
        }
    }
    changed
}

/// Drops kept answers that name somebody: what they say is not stored yet, and is asked for again. Of a campaign in
/// which everybody is forgotten the readings under way end, too.
pub(super) fn answers(db: &Connection, name: &str, whom: &Whom, ids: &[VideoId]) -> Result<u64> {
    let under_way = "taken_at IN (SELECT taken_at FROM pending WHERE campaign = ?1)";
    if *whom == Whom::Everybody {
        let dropped = db.execute(&format!("DELETE FROM page WHERE {under_way}"), [name])?;
        db.execute("DELETE FROM pending WHERE campaign = ?1", [name])?;
        return Ok(dropped as u64);
    }
    let mut statement = db.prepare(&format!("SELECT rowid, bytes FROM page WHERE {under_way}"))?;
    let rows = statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut dropped = 0;
    for (page, bytes) in rows.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()? {
        // What cannot be read may name anybody.
        if unpack(bytes).map_or(true, |bytes| is_about(&bytes, whom, ids)) {
            dropped += db.execute("DELETE FROM page WHERE rowid = ?1", [page])? as u64;
        }
    }
    Ok(dropped)
}

/// Whether an answer has an id or a handle in it. One page too many costs a credit, one too few a person.
fn is_about(bytes: &[u8], whom: &Whom, ids: &[VideoId]) -> bool {
    let ids: HashSet<u64> = ids.iter().map(|id| id.0).collect();
    let numbers = bytes.split(|byte| !byte.is_ascii_digit()).filter_map(|digits| std::str::from_utf8(digits).ok());
    let mut numbers = numbers.filter_map(|digits| digits.parse().ok());
    let has_id = |number: u64| ids.contains(&number) || *whom == Whom::Video(VideoId(number));
    let handle = match whom {
        Whom::Creator(handle) => handle.as_bytes(),
        _ => &[],
    };
    let has_handle = || bytes.windows(handle.len()).any(|window| window.eq_ignore_ascii_case(handle));
    numbers.any(has_id) || (!handle.is_empty() && has_handle())
}

/// Takes names out of the stored settings: the marks hold who is left out or muted.
pub(super) fn settings(db: &Connection, campaign: i64, whom: &Whom) -> Result<()> {
    let text: String = db.query_row("SELECT settings FROM campaign WHERE id = ?1", [campaign], |row| row.get(0))?;
    let mut settings: Settings = serde_json::from_str(&text).context("a campaign's stored settings")?;
    let is_meant = |named: &String| match whom {
        Whom::Creator(who) => handle(named.trim()) == handle(who),
        Whom::Everybody => !named.trim().bytes().all(|byte| byte.is_ascii_digit()),
        Whom::Video(_) => false,
    };
    settings.exclude.retain(|named| !is_meant(named));
    settings.policy.mute.retain(|named| !is_meant(named));
    let stripped = serde_json::to_string(&settings)?;
    if stripped != text {
        db.execute("UPDATE campaign SET settings = ?2 WHERE id = ?1", params![campaign, stripped])?;
    }
    Ok(())
}

/// Whether a stranger's text names one of those who are meant.
fn says(text: &str, whom: &Whom, names: &[String]) -> bool {
    *whom == Whom::Everybody || names.iter().any(|name| contains(text, name))
}

fn is(author: &str, names: &[String]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(author))
}

/// Whether a name stands in a text, in any case, with no letter of a longer name beside it.
fn contains(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let is_of_a_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    !name.is_empty()
        && text.match_indices(&name).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let behind = text[at + found.len()..].chars().next();
            !before.is_some_and(is_of_a_name) && !behind.is_some_and(is_of_a_name)
        })
}
