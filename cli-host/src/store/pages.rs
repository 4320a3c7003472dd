//! Readings under way: which are open, and the answers accepted for them.
//!
//! What a killed run has paid for is not asked for again.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::{Request, Timestamp};

use super::{Outcome, Store};

/// An accepted answer.
#[derive(Clone, Debug)]
pub(crate) struct Page<'a> {
    /// The request it answers.
    pub(crate) request: &'a Request,
    /// Its body.
    pub(crate) bytes: &'a [u8],
}

impl Store {
    /// Opens readings of these campaigns; those open already stay so.
    pub(crate) fn open_readings(&mut self, taken_at: Timestamp, campaigns: &[&str], now: i64) -> Result<()> {
        let transaction = self.db.transaction()?;
        for campaign in campaigns {
            let sql = "INSERT OR IGNORE INTO pending (campaign, taken_at, started) VALUES (?1, ?2, ?3)";
            transaction.prepare_cached(sql)?.execute(params![campaign, taken_at.seconds(), now])?;
        }
        Ok(transaction.commit()?)
    }

    /// The open readings of a campaign, oldest first.
    pub(crate) fn open_readings_of(&self, campaign: &str) -> Result<Vec<Timestamp>> {
        let sql = "SELECT taken_at FROM pending WHERE campaign = ?1 ORDER BY taken_at";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([campaign], |row| row.get::<_, i64>(0))?;
        rows.map(|seconds| Ok(Timestamp::from_seconds(seconds?)?)).collect()
    }

    /// Closes a reading that gave nothing to store.
    pub(crate) fn close_reading(&mut self, taken_at: Timestamp, campaign: &str) -> Result<()> {
        let transaction = self.db.transaction()?;
        close(&transaction, taken_at, campaign)?;
        Ok(transaction.commit()?)
    }

    /// The accepted answer to a request under a `taken_at`.
    pub(crate) fn page(&self, taken_at: Timestamp, request: &Request) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT bytes FROM page WHERE taken_at = ?1 AND path = ?2 AND body = ?3";
        let key = params![taken_at.seconds(), request.path, request.body];
        Ok(self.db.prepare_cached(sql)?.query_row(key, |row| row.get(0)).optional()?)
    }

    /// Completes a request's row of the ledger, and keeps its answer if it was accepted: in one
    /// transaction, so that nothing paid for is lost between the two.
    pub(crate) fn complete(
        &mut self,
        taken_at: Timestamp,
        row: i64,
        outcome: Outcome,
        accepted: Option<&Page<'_>>,
        now: i64,
    ) -> Result<()> {
        let transaction = self.db.transaction()?;
        let sql =
            "UPDATE request SET status = ?2, credits = ?3, credits_possible = ?4, completed_at = ?5 WHERE id = ?1";
        let values = params![row, outcome.status, outcome.credits, outcome.credits_possible, now];
        transaction.prepare_cached(sql)?.execute(values)?;
        if let Some(Page { request, bytes }) = accepted {
            let sql = "INSERT OR REPLACE INTO page (taken_at, path, body, hashtag, credits, bytes)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values =
                params![taken_at.seconds(), request.path, request.body, request.hashtag, outcome.credits, bytes];
            transaction.prepare_cached(sql)?.execute(values)?;
        }
        Ok(transaction.commit()?)
    }
}

/// Closes a reading; the last one of its `taken_at` takes the kept answers with it.
pub(super) fn close(db: &Connection, taken_at: Timestamp, campaign: &str) -> Result<()> {
    let sql = "DELETE FROM pending WHERE campaign = ?1 AND taken_at = ?2";
    db.prepare_cached(sql)?.execute(params![campaign, taken_at.seconds()])?;
    let sql = "DELETE FROM page WHERE taken_at = ?1 AND NOT EXISTS (SELECT 1 FROM pending WHERE taken_at = ?1)";
    db.prepare_cached(sql)?.execute([taken_at.seconds()])?;
    Ok(())
}
