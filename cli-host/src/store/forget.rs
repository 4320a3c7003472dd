//! Forgetting people in the store: their rows stay, without a name and without text.
//!
//! In the place of a name stands the core's mark (`forgotten_name`), another one for each name, so that the fold over
//! the rows gives the figures that it gave before. The rows are what counts: what was carried is folded from them
//! again. A video whose name is a mark comes back without its person, whatever a later reading says of it.

mod rows;
mod texts;

use std::{borrow::Cow, collections::HashMap};

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use tagpulse_core::{Campaign, Snapshot, VideoId};

use super::{Store, batch};

/// Names that are marks, as SQL says it; `is_forgotten` of the core.
const MARKED: &str = "author GLOB '(forgotten*'";

/// Who is forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// A creator, by the handle without `@`, in any case.
    Creator(String),
    /// One video.
    Video(VideoId),
    /// Everybody whom the campaign has videos of. Hashtags that several creators wrote are nobody's, and stay.
    Everybody,
}

/// What was changed in a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Forgotten {
    /// Videos that it has of them, those forgotten before among them.
    #[serde(skip)]
    pub(crate) found: u64,
    /// Videos that lost name and text.
    pub(crate) videos: u64,
    /// Alerts that lost name and address.
    pub(crate) alerts: u64,
    /// Mutes of a creator that are now mutes of the creator's videos.
    pub(crate) mutes: u64,
    /// Rejected items and messages of readings that named them.
    pub(crate) notes: u64,
    /// Answers of readings under way that named them; the next run asks for them again.
    pub(crate) answers: u64,
    /// Names under which their videos stood, too, and others of the campaign still stand.
    pub(crate) also_called: Vec<String>,
}

impl Store {
    /// Forgets somebody in a campaign, all or nothing. What was deleted is gone from the file after [`Self::erase`].
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn forget(&mut self, campaign: &Campaign, whom: &Whom) -> Result<Forgotten> {
        let transaction = batch::transaction(&mut self.db)?;
        let db = &transaction;
        let sql = "SELECT id FROM campaign WHERE name = ?1";
        let id: Option<i64> = db.query_row(sql, [campaign.name()], |row| row.get(0)).optional()?;
        let mut forgotten = Forgotten::default();
        if let Some(id) = id {
            forgotten = in_rows(db, id, campaign, whom)?;
        } else {
            rows::choose(db, NONE, whom)?;
        }
        forgotten.answers = texts::answers(db, campaign.name(), whom, &rows::ids(db)?)?;
        transaction.commit()?;
        Ok(forgotten)
    }

    /// When a run last said that people will be forgotten, in seconds; none where nothing is due.
    pub(crate) fn forgetting_noticed(&self) -> Result<Option<i64>> {
        let sql = "SELECT value FROM meta WHERE key = 'forgetting_noticed'";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
    }

    /// Remembers that, or that nothing is due.
    pub(crate) fn notice_forgetting(&self, at: Option<i64>) -> Result<()> {
        match at {
            Some(at) => {
                self.db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('forgetting_noticed', ?1)", [at])?
            }
            None => self.db.execute("DELETE FROM meta WHERE key = 'forgetting_noticed'", [])?,
        };
        Ok(())
    }

    /// Names of campaigns of which a first reading is under way.
    pub(crate) fn begun(&self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT campaign FROM pending WHERE campaign NOT IN (SELECT name FROM campaign) ORDER BY 1";
        let mut statement = self.db.prepare(sql)?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// Whether a campaign still knows anybody.
    pub(crate) fn knows_anybody(&self, campaign: &str) -> Result<bool> {
        let Some(id) = self.campaign_id(campaign)? else { return Ok(false) };
        rows::knows_anybody(&self.db, id)
    }

    /// Writes the file anew without what was deleted, and empties the log beside it.
    ///
    /// # Errors
    /// When there is no room for it, or others read the store all the time.
    pub(crate) fn erase(&self) -> Result<()> {
        let named = || format!("the store {} still has what was forgotten in deleted places", self.path.display());
        self.db.execute_batch("VACUUM").with_context(named)?;
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = self.db.query_row(checkpoint, [], |row| row.get(0)).with_context(named)?;
        anyhow::ensure!(busy == 0, "{}: another program reads it; end that one and say this again", named());
        Ok(())
    }
}

/// No campaign has this row.
const NONE: i64 = 0;

fn in_rows(db: &Connection, id: i64, campaign: &Campaign, whom: &Whom) -> Result<Forgotten> {
    rows::choose(db, id, whom)?;
    let names = rows::names(db, id)?;
    let mut forgotten =
        Forgotten { found: rows::found(db)?, videos: rows::count(db, id, whom)?, ..Forgotten::default() };
    // By name, so before the names are gone.
    forgotten.mutes = texts::mutes(db, id, campaign.name(), whom)?;
    rows::blank(db, id, campaign, whom, &names)?;
    let ids = rows::ids(db)?;
    let named = match whom {
        Whom::Creator(handle) => vec![handle.clone()],
        _ => names.clone(),
    };
    forgotten.alerts = texts::alerts(db, id, &named, &ids)?;
    texts::errors(db, id, whom, &named)?;
    forgotten.notes = texts::headers(db, id, whom, &named)?;
    texts::settings(db, id, whom)?;
    if let Whom::Creator(handle) = whom {
        for name in names.into_iter().filter(|name| !name.eq_ignore_ascii_case(handle)) {
            if rows::is_called(db, id, &name)? {
                forgotten.also_called.push(name);
            }
        }
    }
    db.execute("DELETE FROM carried WHERE campaign = ?1", [id])?;
    Ok(forgotten)
}

/// A reading as it is kept: videos that were forgotten before are in it without person and text.
pub(super) fn without_the_forgotten<'a>(
    db: &Connection,
    campaign: i64,
    snapshot: &'a Snapshot,
) -> Result<Cow<'a, Snapshot>> {
    let sql = format!("SELECT video_id, author, hashtags, followers FROM video WHERE campaign = ?1 AND {MARKED}");
    let mut statement = db.prepare_cached(&sql)?;
    let marked = statement.query_map([campaign], |row| {
        let kept: (String, String, Option<i64>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((VideoId(row.get::<_, i64>(0)?.cast_unsigned()), kept))
    })?;
    let marked: HashMap<VideoId, (String, String, Option<i64>)> = marked.collect::<Result<_, _>>()?;
    if marked.is_empty() {
        return Ok(Cow::Borrowed(snapshot));
    }
    let mut snapshot = snapshot.clone();
    for listed in &mut snapshot.videos {
        let video = &mut listed.video;
        let Some((mark, hashtags, followers)) = marked.get(&video.video_id) else { continue };
        let names: Vec<&str> = serde_json::from_str(hashtags).context("a video's stored hashtags")?;
        video.author = Some(mark.clone());
        video.desc = None;
        video.hashtags = names.into_iter().collect();
        // Who was forgotten with one video of several has no followers there: they are counted once a creator.
        video.author_followers = video.author_followers.filter(|_| followers.is_some());
    }
    Ok(Cow::Owned(snapshot))
}

/// The campaign's row as the rows of its readings name it.
const OF_CAMPAIGN: &str = "reading IN (SELECT id FROM reading WHERE campaign = ?1)";

fn run(db: &Connection, sql: &str, campaign: i64) -> Result<usize> {
    Ok(db.prepare(sql)?.execute(params![campaign])?)
}

#[cfg(test)]
mod tests;
