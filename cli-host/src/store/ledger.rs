//! The ledger: a row a request, committed before it is sent and completed after.

use std::collections::HashSet;

use anyhow::Result;
use rusqlite::{OptionalExtension, params};
use tagpulse_core::{Request, Timestamp, VideoId};

use super::{Store, readings::COLLECTED};

/// Readings for which a video that was not there gives way to the next ones: daily ones ask for it again in a week.
const GIVES_WAY: u32 = 6;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The answer's status; `None` without a whole answer.
    pub(crate) status: Option<u16>,
    /// Credits that it says it cost.
    pub(crate) credits: u32,
    /// Credits that it may have cost.
    pub(crate) credits_possible: u32,
}

/// A campaign's spending in a month (UTC).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct LedgerRow {
    /// The month, such as `2026-11`.
    pub(crate) month: String,
    /// The campaign.
    pub(crate) campaign: String,
    /// Requests sent.
    pub(crate) requests: u64,
    /// Credits that the answers say were used.
    pub(crate) credits: u64,
    /// Credits that may have been used by requests without an answer.
    pub(crate) credits_possible: u64,
    /// Requests of runs that were killed while they were out; each may have cost a credit.
    pub(crate) in_flight: u64,
}

impl Store {
    /// Writes a request that is about to be sent, and that its owner lives. It may be sent after the next commit.
    pub(crate) fn begin(&self, taken_at: Timestamp, campaign: &str, request: &Request, now: i64) -> Result<i64> {
        self.batch()?;
        self.heartbeat(now)?;
        let sql = "INSERT INTO request (taken_at, campaign, hashtag, cursor, attempt, sent_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![taken_at.seconds(), campaign, request.hashtag, request.cursor, request.attempt, now];
        Ok(self.db.prepare_cached(sql)?.insert(values)?)
    }

    /// Credits spent, possible and in flight under a `taken_at`: what a run's budget counts.
    pub(crate) fn spent(&self, taken_at: Timestamp) -> Result<Spent> {
        self.spent_within(taken_at.seconds(), taken_at.seconds() + 1)
    }

    /// The same under every `taken_at` from one second on and before another.
    pub(crate) fn spent_within(&self, from: i64, before: i64) -> Result<Spent> {
        let sql = "SELECT coalesce(sum(credits), 0),
                          coalesce(sum(CASE WHEN completed_at IS NULL THEN 1 ELSE credits_possible END), 0)
                   FROM request WHERE taken_at >= ?1 AND taken_at < ?2";
        let read = |row: &rusqlite::Row<'_>| Ok(Spent { credits: row.get(0)?, possible: row.get(1)? });
        Ok(self.db.prepare_cached(sql)?.query_row([from, before], read)?)
    }

    /// Requests of a reading that were sent and never completed: those of a killed run.
    pub(crate) fn in_flight(&self, taken_at: Timestamp, campaign: &str) -> Result<u32> {
        let sql = "SELECT count(*) FROM request WHERE taken_at = ?1 AND campaign = ?2 AND completed_at IS NULL";
        Ok(self.db.prepare_cached(sql)?.query_row(params![taken_at.seconds(), campaign], |row| row.get(0))?)
    }

    /// Whether a single video was asked for under a `taken_at` and is not there; with the credits that the answer says it
    /// cost, for it may have been billed.
    pub(crate) fn not_there(&self, taken_at: Timestamp, request: &Request) -> Result<Option<Option<u32>>> {
        // Only a single video is of no hashtag.
        if !request.hashtag.is_empty() {
            return Ok(None);
        }
        let sql = "SELECT iif(credits_possible = 0, credits, NULL) FROM request
                   WHERE taken_at = ?1 AND hashtag = '' AND cursor = ?2 AND status = 404";
        let key = params![taken_at.seconds(), request.cursor];
        Ok(self.db.prepare_cached(sql)?.query_row(key, |row| row.get(0)).optional()?)
    }

    /// Videos that were asked for by themselves under one of the last readings before this one and were not there:
    /// the provider had nothing under their ids, or an answer without them.
    pub(crate) fn gone(&self, campaign: &str, before: Timestamp) -> Result<HashSet<VideoId>> {
        let sql = "SELECT min(taken_at) FROM (
                     SELECT taken_at FROM reading JOIN campaign ON campaign.id = reading.campaign
                     WHERE name = ?1 AND taken_at < ?2 ORDER BY taken_at DESC LIMIT ?3)";
        let values = params![campaign, before.seconds(), GIVES_WAY];
        let from: Option<i64> = self.db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
        let Some(from) = from else { return Ok(HashSet::new()) };
        // Only a single video is of no hashtag. Nothing under an id is true for all campaigns; an answer without the
        // video shows by the counts that the asking campaign does not have, and others ask for themselves.
        let sql = "SELECT DISTINCT cursor FROM request
                   WHERE taken_at >= ?1 AND taken_at < ?2 AND hashtag = '' AND (status = 404 OR
                     status = 200 AND request.campaign = ?3 AND NOT EXISTS (
                       SELECT 1 FROM campaign JOIN reading ON reading.campaign = campaign.id
                       JOIN video ON video.campaign = campaign.id
                       JOIN observation ON observation.reading = reading.id AND observation.number = video.number
                       WHERE name = ?3 AND reading.taken_at = request.taken_at AND video_id = CAST(cursor AS INTEGER)))";
        let mut statement = self.db.prepare_cached(sql)?;
        let ids = statement.query_map(params![from, before.seconds(), campaign], |row| row.get::<_, String>(0))?;
        let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
        Ok(ids.iter().filter_map(|id| id.parse().ok()).map(VideoId).collect())
    }

    /// The whole ledger by month and campaign.
    pub(crate) fn ledger(&self) -> Result<Vec<LedgerRow>> {
        let sql = "SELECT strftime('%Y-%m', taken_at, 'unixepoch') AS month, campaign, count(*), sum(credits),
                          sum(credits_possible), sum(completed_at IS NULL)
                   FROM request GROUP BY month, campaign ORDER BY month, campaign";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(LedgerRow {
                month: row.get(0)?,
                campaign: row.get(1)?,
                requests: row.get(2)?,
                credits: row.get(3)?,
                credits_possible: row.get(4)?,
                in_flight: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Credits of a campaign's last readings by the ledger, newest first: 0 where others had asked for all of it.
    pub(crate) fn recent_credits(&self, campaign: &str, last: u32) -> Result<Vec<u64>> {
        let sql = "SELECT (SELECT coalesce(sum(credits), 0) FROM request
                           WHERE request.taken_at = reading.taken_at AND request.campaign = name)
                   FROM reading JOIN campaign ON campaign.id = reading.campaign
                   WHERE name = ?1 AND origin = ?2 ORDER BY taken_at DESC LIMIT ?3";
        let mut statement = self.db.prepare_cached(sql)?;
        let credits = statement.query_map(params![campaign, COLLECTED, last], |row| row.get(0))?;
        Ok(credits.collect::<Result<_, _>>()?)
    }

    /// Credits of all campaigns on the last days (UTC) on which something was sent, newest first.
    pub(crate) fn recent_days(&self, last: u32) -> Result<Vec<u64>> {
        let sql = "SELECT sum(credits) FROM request GROUP BY taken_at / 86400 ORDER BY taken_at / 86400 DESC LIMIT ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let credits = statement.query_map([last], |row| row.get(0))?;
        Ok(credits.collect::<Result<_, _>>()?)
    }
}

/// What a run has spent by the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// Credits that answers say were used.
    pub(crate) credits: u32,
    /// Credits that may have been used.
    pub(crate) possible: u32,
}
