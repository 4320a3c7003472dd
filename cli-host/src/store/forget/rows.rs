//! The rows of videos: who is meant, and what is written in the place of names and texts.
//!
//! `gone` holds the videos that are meant, `renamed` the mark of each name. Both are temporary tables in memory: a
//! campaign can have as many names as videos.

use anyhow::Result;
use rusqlite::{Connection, params};
use tagpulse_core::{Campaign, VideoId, forgotten_name, is_forgotten};

use super::{MARKED, OF_CAMPAIGN, Whom, run};

/// Writes down which videos are meant.
pub(super) fn choose(db: &Connection, campaign: i64, whom: &Whom) -> Result<()> {
    db.execute_batch(
        "DROP TABLE IF EXISTS temp.gone; DROP TABLE IF EXISTS temp.renamed; DROP TABLE IF EXISTS temp.shared;
         CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY, video_id INTEGER NOT NULL);
         CREATE TEMP TABLE renamed (name TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
         CREATE TEMP TABLE shared (name TEXT PRIMARY KEY) WITHOUT ROWID;",
    )?;
    let all = "INSERT INTO gone SELECT number, video_id FROM video WHERE campaign = ?1";
    match whom {
        Whom::Everybody => run(db, all, campaign)?,
        Whom::Video(id) => db.execute(&format!("{all} AND video_id = ?2"), params![campaign, id.0.cast_signed()])?,
        // Also those that stood under the name once.
        Whom::Creator(handle) => {
            let once = format!("SELECT number FROM attribute WHERE author = ?2 COLLATE NOCASE AND {OF_CAMPAIGN}");
            let sql = format!("{all} AND (author = ?2 COLLATE NOCASE OR number IN ({once}))");
            db.execute(&sql, params![campaign, handle])?
        }
    };
    Ok(())
}

/// How many videos are meant.
pub(super) fn found(db: &Connection) -> Result<u64> {
    Ok(db.query_row("SELECT count(*) FROM gone", [], |row| row.get(0))?)
}

/// How many of them still have a person or a text.
pub(super) fn count(db: &Connection, campaign: i64, whom: &Whom) -> Result<u64> {
    // A single video without a creator gets one of its own, so that it is known for forgotten.
    let nobody = if matches!(whom, Whom::Video(_)) { "1" } else { "0" };
    let sql = format!(
        "SELECT count(*) FROM video WHERE campaign = ?1 AND number IN (SELECT number FROM gone)
           AND (caption IS NOT NULL OR coalesce(NOT ({MARKED}), {nobody}))"
    );
    Ok(db.query_row(&sql, [campaign], |row| row.get(0))?)
}

/// The ids of the videos that are meant.
pub(super) fn ids(db: &Connection) -> Result<Vec<VideoId>> {
    let mut statement = db.prepare("SELECT video_id FROM gone")?;
    let ids = statement.query_map([], |row| Ok(VideoId(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Every name under which they stood, but marks.
pub(super) fn names(db: &Connection, campaign: i64) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT author FROM video WHERE campaign = ?1 AND author IS NOT NULL AND number IN (SELECT number FROM gone)
         UNION SELECT author FROM attribute
           WHERE author IS NOT NULL AND number IN (SELECT number FROM gone) AND {OF_CAMPAIGN} ORDER BY 1"
    );
    let mut statement = db.prepare(&sql)?;
    let names = statement.query_map([campaign], |row| row.get(0))?;
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    Ok(names.into_iter().filter(|name| !is_forgotten(name)).collect())
}

/// Whether a video of the campaign stands under a name.
pub(super) fn is_called(db: &Connection, campaign: i64, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM video WHERE campaign = ?1 AND author = ?2 COLLATE NOCASE)";
    Ok(db.query_row(sql, params![campaign, name], |row| row.get(0))?)
}

/// Whether any row of the campaign has a name or a caption.
pub(super) fn knows_anybody(db: &Connection, campaign: i64) -> Result<bool> {
    let known = format!("(caption IS NOT NULL OR NOT ({MARKED}))");
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM video WHERE campaign = ?1 AND {known})
             OR EXISTS (SELECT 1 FROM attribute WHERE {OF_CAMPAIGN} AND {known})"
    );
    Ok(db.query_row(&sql, [campaign], |row| row.get(0))?)
}

/// Writes the marks in the place of names, and nothing in that of texts.
pub(super) fn blank(db: &Connection, campaign: i64, settings: &Campaign, whom: &Whom, names: &[String]) -> Result<()> {
    let mut next = next_mark(db)?;
    // A video that is forgotten by itself has a creator of its own, at all times.
    let mut own = None;
    if matches!(whom, Whom::Video(_)) {
        if count(db, campaign, whom)? > 0 {
            own = Some(forgotten_name(names.last().map_or("", String::as_str), next, settings));
        }
        followers(db, campaign)?;
    } else {
        for name in names {
            let sql = "INSERT INTO renamed (name, mark) VALUES (?1, ?2)";
            db.prepare_cached(sql)?.execute(params![name, forgotten_name(name, next, settings)])?;
            next += 1;
        }
    }
    let hashtags = match whom {
        Whom::Everybody => {
            share(db, campaign)?;
            "(SELECT json_group_array(value) FROM json_each(hashtags) WHERE value IN (SELECT name FROM shared))"
        }
        _ => "'[]'",
    };
    for (table, of_campaign) in [("video", "campaign = ?1"), ("attribute", OF_CAMPAIGN)] {
        let sql = format!(
            "UPDATE {table} SET author = coalesce(?2, (SELECT mark FROM renamed WHERE name = author), author),
               caption = NULL, hashtags = {hashtags}
             WHERE {of_campaign} AND number IN (SELECT number FROM gone)"
        );
        db.execute(&sql, params![campaign, own])?;
    }
    Ok(())
}

/// Hashtags that the videos of two creators or more carry, and the campaign's own.
fn share(db: &Connection, campaign: i64) -> Result<()> {
    let sql = "INSERT INTO shared SELECT value FROM video, json_each(video.hashtags)
               WHERE campaign = ?1 GROUP BY value HAVING count(DISTINCT author) > 1
               UNION SELECT value FROM campaign, json_each(campaign.settings, '$.hashtags') WHERE campaign.id = ?1";
    run(db, sql, campaign)?;
    Ok(())
}

/// Takes followers off a video that is parted from the others of its creator: they are counted once a creator.
fn followers(db: &Connection, campaign: i64) -> Result<()> {
    let others = "EXISTS (SELECT 1 FROM video AS one JOIN video AS other ON other.author = one.author
                    WHERE one.campaign = ?1 AND other.campaign = ?1 AND one.number <> other.number
                      AND one.number IN (SELECT number FROM gone))";
    for (table, of_campaign) in [("video", "campaign = ?1"), ("observation", OF_CAMPAIGN)] {
        let sql = format!(
            "UPDATE {table} SET followers = NULL
             WHERE {of_campaign} AND number IN (SELECT number FROM gone) AND {others}"
        );
        run(db, &sql, campaign)?;
    }
    Ok(())
}

/// The number behind the largest of all marks: campaigns may be joined one day.
fn next_mark(db: &Connection) -> Result<u32> {
    let sql = format!("SELECT author FROM video WHERE {MARKED} UNION SELECT author FROM attribute WHERE {MARKED}");
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut largest = 0;
    while let Some(row) = rows.next()? {
        let mark: String = row.get(0)?;
        let digits = mark.trim_end_matches(')').rsplit(' ').next().unwrap_or_default();
        largest = largest.max(digits.parse::<u32>().unwrap_or(0));
    }
    Ok(largest.saturating_add(1))
}
