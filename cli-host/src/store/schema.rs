//! The store's tables.

use anyhow::{Context, Result};
use rusqlite::Connection;

use super::Durability;

/// The version of the tables. A release reads every earlier one.
pub(crate) const VERSION: i64 = 2;

/// How long a statement waits for another process's transaction.
const BUSY_TIMEOUT_MS: u64 = 10_000;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
-- Who runs now; the claim itself is a lock on a file beside, which the system frees when a process dies.
CREATE TABLE lock (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, heartbeat INTEGER NOT NULL);
CREATE TABLE campaign (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, settings TEXT NOT NULL);

-- The truth: what each reading showed. Append-only.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL REFERENCES campaign, taken_at INTEGER NOT NULL,
  origin TEXT NOT NULL, header BLOB NOT NULL, seen BLOB NOT NULL, UNIQUE (campaign, taken_at));
-- `number` counts first sightings; the rest is the video as it was listed last.
CREATE TABLE video (
  campaign INTEGER NOT NULL, number INTEGER NOT NULL, video_id INTEGER NOT NULL,
  views INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, saves INTEGER, followers INTEGER,
  author TEXT, caption TEXT, created INTEGER, duration_s INTEGER, hashtags TEXT NOT NULL,
  PRIMARY KEY (campaign, number), UNIQUE (campaign, video_id)) WITHOUT ROWID;
-- A row where a listing showed other counts than were read of the video before; and one for each video that was read
-- by itself, which is none of those in `seen`.
CREATE TABLE observation (
  reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
  views INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, saves INTEGER, followers INTEGER,
  PRIMARY KEY (reading, number)) WITHOUT ROWID;
-- The same for what seldom changes.
CREATE TABLE attribute (
  reading INTEGER NOT NULL REFERENCES reading, number INTEGER NOT NULL,
  author TEXT, caption TEXT, created INTEGER, duration_s INTEGER, hashtags TEXT NOT NULL,
  PRIMARY KEY (reading, number)) WITHOUT ROWID;
-- Imported days of the tutorial's own history.
CREATE TABLE day (campaign INTEGER NOT NULL, date INTEGER NOT NULL, total_videos INTEGER NOT NULL,
  total_views INTEGER NOT NULL, total_engagement INTEGER NOT NULL, PRIMARY KEY (campaign, date)) WITHOUT ROWID;

-- What was told: facts, written once with the reading that raised them, never made again.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL REFERENCES campaign, key TEXT NOT NULL, taken_at INTEGER NOT NULL,
  alert TEXT NOT NULL, UNIQUE (campaign, key));

-- A fold over the rows above, under the settings beside it.
CREATE TABLE carried (campaign INTEGER PRIMARY KEY, history BLOB NOT NULL, settings TEXT NOT NULL);

-- Readings begun and not closed, and the answers accepted for them.
CREATE TABLE pending (campaign TEXT NOT NULL, taken_at INTEGER NOT NULL, started INTEGER NOT NULL, PRIMARY KEY (campaign, taken_at)) WITHOUT ROWID;
CREATE TABLE page (
  taken_at INTEGER NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL, hashtag TEXT NOT NULL,
  credits INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (taken_at, path, body));

-- Every request: written before it is sent, completed after.
CREATE TABLE request (
  id INTEGER PRIMARY KEY, taken_at INTEGER NOT NULL, campaign TEXT NOT NULL, hashtag TEXT NOT NULL, cursor TEXT NOT NULL,
  attempt INTEGER NOT NULL, sent_at INTEGER NOT NULL, status INTEGER, credits INTEGER NOT NULL DEFAULT 0,
  credits_possible INTEGER NOT NULL DEFAULT 0, completed_at INTEGER);
CREATE INDEX request_taken_at ON request (taken_at);
INSERT INTO meta (key, value) VALUES ('schema_version', 1);
";

/// What each later version adds to the one before; a new store is made by all of them, too.
const MIGRATIONS: [(i64, &str); 1] = [(
    2,
    "
-- The outbox: who is to be told of an alert, in which message, and what became of it.
CREATE TABLE delivery (
  alert INTEGER NOT NULL REFERENCES alert, notifier TEXT NOT NULL, message TEXT, attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL, last_error TEXT, delivered_at INTEGER, PRIMARY KEY (alert, notifier)) WITHOUT ROWID;
CREATE INDEX delivery_waiting ON delivery (notifier) WHERE delivered_at IS NULL;
-- A campaign ('' for all of it), video or creator that nobody is told of until then.
CREATE TABLE mute (
  campaign TEXT NOT NULL, what TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (campaign, what)) WITHOUT ROWID;
-- A goal of views stands among the other goals.
UPDATE campaign SET settings = json_set(settings, '$.goals', json_object('views', json_extract(settings, '$.goal_views')))
  WHERE json_extract(settings, '$.goal_views') IS NOT NULL;
UPDATE campaign SET settings = json_remove(settings, '$.goal_views');
",
)];

/// Pages that are kept in memory, in KB.
const CACHE_KB: i64 = 16_000;

/// Sets the connection up, and makes the tables in an empty file.
pub(super) fn prepare(db: &Connection, durability: Durability) -> Result<()> {
    db.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    // Another program's database, and a later release's store, stay as they are: this would change the file.
    if !is_empty(db)? {
        known_version(db)?;
    }
    db.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Relaxed => "OFF",
    };
    db.pragma_update(None, "synchronous", synchronous)?;
    // What is deleted is overwritten: a raw answer names people who may be forgotten. And nothing of it is put into
    // files elsewhere.
    db.pragma_update(None, "secure_delete", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // The ids of a large campaign come in any order: with SQLite's own 2 MB their index is read and written again and
    // again, and a third of the time of a million videos goes into that.
    db.pragma_update(None, "cache_size", -CACHE_KB)?;
    if is_empty(db)? {
        let transaction = rusqlite::Transaction::new_unchecked(db, rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have been faster.
        if is_empty(&transaction)? {
            transaction.execute_batch(TABLES)?;
        }
        transaction.commit()?;
    }
    if known_version(db)? < VERSION {
        migrate(db)?;
    }
    Ok(())
}

/// Whether the tables are those of this release, where they cannot be brought up to date.
pub(super) fn check_current(db: &Connection) -> Result<()> {
    let found = known_version(db)?;
    anyhow::ensure!(
        found == VERSION,
        "the store has version {found} and cannot be brought to {VERSION} where it may not be written; copy it to a folder \
         of yours, and name the copy with --store"
    );
    Ok(())
}

fn known_version(db: &Connection) -> Result<i64> {
    let found = version(db)?;
    anyhow::ensure!(found <= VERSION, "the store has version {found}, this release reads {VERSION}; use a later one");
    Ok(found)
}

/// Brings the tables of an earlier release up to date, all or nothing.
fn migrate(db: &Connection) -> Result<()> {
    let transaction = rusqlite::Transaction::new_unchecked(db, rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let found = version(&transaction)?;
    for (to, sql) in MIGRATIONS.iter().filter(|(to, _)| *to > found) {
        transaction.execute_batch(sql).with_context(|| format!("cannot bring the store to version {to}"))?;
        transaction.execute("UPDATE meta SET value = ?1 WHERE key = 'schema_version'", [to])?;
    }
    Ok(transaction.commit()?)
}

fn version(db: &Connection) -> Result<i64> {
    let sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'campaign', 'reading')";
    let ours: i64 = db.query_row(sql, [], |row| row.get(0))?;
    anyhow::ensure!(ours > 0, "the file is a database, but no store of tagpulse");
    db.query_row("SELECT value FROM meta WHERE key = 'schema_version'", [], |row| row.get(0)).context("its version")
}

fn is_empty(db: &Connection) -> Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    Ok(tables == 0)
}
