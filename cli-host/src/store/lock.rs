//! One run at a time: a lock on a file beside the store, and a row that says who has it.
//!
//! The system frees the file's lock when its process dies, so a killed run never keeps the
//! next one out. The row is for the message, and for people who look.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::{OptionalExtension, params};

use super::Store;

/// The claim to be the one run on a store; dropping it ends the claim.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Locks the file beside a store; `None` when another process has it.
pub(super) fn claim(store: &Path) -> Result<Option<File>> {
    let path = beside(store, ".lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("cannot open {}, the store's lock file", path.display()))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        // Some network folders cannot lock; SQLite's own locks still keep the rows whole.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// The file of this ending beside a store.
pub(super) fn beside(store: &Path, ending: &str) -> PathBuf {
    let mut path = store.to_owned().into_os_string();
    path.push(ending);
    path.into()
}

impl Store {
    /// Claims the store for this process.
    ///
    /// # Errors
    /// When another process has it; the message names it.
    pub(crate) fn lock(&self, now: i64) -> Result<Lock> {
        let file = match claim(&self.path)? {
            Some(file) => file,
            None => {
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
        };
        self.heartbeat(now).with_context(|| format!("cannot write the store {}", self.path.display()))?;
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
