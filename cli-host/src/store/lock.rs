//! One run at a time: a lock on a file beside the store, and a row that says who has it.
//!
//! The system frees the file's lock when its process dies, so a killed run never keeps the
//! next one out. The row is for the message, and for people who look.

use std::fs::{File, TryLockError};

use anyhow::{Context, Result};
use rusqlite::{OptionalExtension, params};

use super::Store;

/// The claim to be the one run on a store; dropping it ends the claim.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Store {
    /// Claims the store for this process.
    ///
    /// # Errors
    /// When another process has it; the message names it.
    pub(crate) fn lock(&self, now: i64) -> Result<Lock> {
        let mut path = self.path.clone().into_os_string();
        path.push(".lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).context("the store's lock file")?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let sql = "SELECT owner, heartbeat FROM lock";
                let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
                let (owner, beat) =
                    self.db.query_row(sql, [], read).optional()?.unwrap_or_else(|| ("another process".to_owned(), now));
                let ago = now.saturating_sub(beat).max(0);
                anyhow::bail!(
                    "the store {} is in use by {owner}, last heard {ago} s ago; wait for it or name another with --store",
                    self.path.display()
                );
            }
            // Some network folders cannot lock; SQLite's own locks still keep the rows whole.
            Err(TryLockError::Error(_)) => {}
        }
        self.heartbeat(now)?;
        Ok(Lock { _file: file })
    }

    /// Says that the owner lives.
    pub(crate) fn heartbeat(&self, now: i64) -> Result<()> {
        let owner = format!("process {}", std::process::id());
        let sql = "INSERT OR REPLACE INTO lock (one, owner, heartbeat) VALUES (1, ?1, ?2)";
        self.db.prepare_cached(sql)?.execute(params![owner, now])?;
        Ok(())
    }
}
