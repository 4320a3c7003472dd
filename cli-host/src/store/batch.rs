//! A batch of writes: requests that are about to be sent, and answers that came. What each of them says must be on the
//! disk before anything follows from it, and the disk takes milliseconds for each commit, so that those which come
//! together share one.

use anyhow::Result;
use rusqlite::{Connection, Transaction};

use super::Store;

impl Store {
    /// Lets the writes that follow wait for [`Store::commit`], with those that wait already.
    pub(super) fn batch(&self) -> Result<()> {
        if self.db.is_autocommit() {
            self.db.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    /// Has what was written on the disk.
    ///
    /// # Errors
    /// When that fails: what waited is lost then, and nothing may follow from it.
    pub(crate) fn commit(&self) -> Result<()> {
        commit(&self.db)
    }
}

/// A transaction of its own, behind what waits.
pub(super) fn transaction(db: &mut Connection) -> Result<Transaction<'_>> {
    commit(db)?;
    Ok(db.transaction()?)
}

fn commit(db: &Connection) -> Result<()> {
    if !db.is_autocommit() {
        db.execute_batch("COMMIT")?;
    }
    Ok(())
}
