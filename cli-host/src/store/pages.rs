//! Readings under way: which are open, and the answers accepted for them.
//!
//! What a killed run has paid for is not asked for again. Answers are kept compressed: each is written to the log, from
//! there into the store, and overwritten when its reading is closed.

use std::io::{Read, Write};

use anyhow::Result;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::{Request, Timestamp};

use super::{Outcome, Store, batch};

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
        let transaction = batch::transaction(&mut self.db)?;
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
        let transaction = batch::transaction(&mut self.db)?;
        close(&transaction, taken_at, campaign)?;
        Ok(transaction.commit()?)
    }

    /// The accepted answer to a request under a `taken_at`.
    pub(crate) fn page(&self, taken_at: Timestamp, request: &Request) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT bytes FROM page WHERE taken_at = ?1 AND path = ?2 AND body = ?3";
        let key = params![taken_at.seconds(), request.path, request.body];
        let kept: Option<Vec<u8>> = self.db.prepare_cached(sql)?.query_row(key, |row| row.get(0)).optional()?;
        // One that is damaged is asked for again.
        Ok(kept.and_then(|kept| unpack(kept).ok()))
    }

    /// Completes a request's row of the ledger, and keeps its answer if it was accepted: in one
    /// transaction, so that nothing paid for is lost between the two. Nobody may wait for anything before it is committed.
    pub(crate) fn complete(
        &self,
        taken_at: Timestamp,
        row: i64,
        outcome: Outcome,
        accepted: Option<&Page<'_>>,
        now: i64,
    ) -> Result<()> {
        self.batch()?;
        let sql =
            "UPDATE request SET status = ?2, credits = ?3, credits_possible = ?4, completed_at = ?5 WHERE id = ?1";
        let values = params![row, outcome.status, outcome.credits, outcome.credits_possible, now];
        self.db.prepare_cached(sql)?.execute(values)?;
        if let Some(Page { request, bytes }) = accepted {
            let sql = "INSERT OR REPLACE INTO page (taken_at, path, body, hashtag, credits, bytes)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values =
                params![taken_at.seconds(), request.path, request.body, request.hashtag, outcome.credits, pack(bytes)?];
            self.db.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
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

/// How a gzip file begins, and no answer: what does not begin so is kept as it came, by an earlier release.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// An answer as it is kept. Quickly: the next request waits for it.
fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    packed.write_all(bytes)?;
    packed.finish()
}

/// The answer that is kept so.
pub(super) fn unpack(kept: Vec<u8>) -> std::io::Result<Vec<u8>> {
    if !kept.starts_with(&GZIP) {
        return Ok(kept);
    }
    let mut bytes = Vec::new();
    GzDecoder::new(kept.as_slice()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_and_those_of_earlier_releases_too() {
        let answer = br#"{"data": {"aweme_list": [{"aweme_id": "7412345678901234567"}]}}"#.repeat(1_000);
        let packed = pack(&answer).unwrap();
        assert!(packed.len() * 8 < answer.len(), "{}", packed.len());
        assert_eq!(unpack(answer.clone()).unwrap(), answer);
        assert_eq!(unpack(Vec::new()).unwrap(), b"");
        // Half of it, or with another byte, is none at all.
        assert!(unpack(packed[..packed.len() / 2].to_vec()).is_err());
        let mut other = packed.clone();
        other[packed.len() / 2] ^= 1;
        assert!(unpack(other).is_err());
        assert_eq!(unpack(packed).unwrap(), answer);
    }
}
