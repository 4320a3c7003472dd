//! A campaign under another name: its rows stay, and say the new one.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::Snapshot;

use super::{Store, readings};

impl Store {
    /// Gives a stored campaign another name; whether there was one of the old name to be given it.
    /// Readings that were taken under the new name meanwhile join the others. What was carried is
    /// folded again.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<bool> {
        let transaction = self.db.transaction()?;
        let db = &transaction;
        let Some(campaign) = id_of(db, from)? else { return Ok(false) };
        let meanwhile = id_of(db, to)?;
        if let Some(other) = meanwhile {
            db.execute("UPDATE campaign SET name = '' WHERE id = ?1", [other])?;
        }
        db.execute("UPDATE campaign SET name = ?2 WHERE id = ?1", params![campaign, to])?;
        // Keys of alerts begin with the campaign's name, by which a report finds what was told.
        let sql = "UPDATE alert SET key = ?3 || substr(key, length(?2) + 1),
                     alert = json_set(alert, '$.campaign', ?3, '$.key', ?3 || substr(key, length(?2) + 1))
                   WHERE campaign = ?1";
        db.execute(sql, params![campaign, from, to])?;
        for table in ["request", "pending", "mute"] {
            let sql = format!("UPDATE OR IGNORE {table} SET campaign = ?2 WHERE campaign = ?1");
            db.execute(&sql, params![from, to])?;
        }
        if let Some(other) = meanwhile {
            join(db, campaign, other)?;
        }
        db.execute("DELETE FROM carried WHERE campaign = ?1", [campaign])?;
        transaction.commit()?;
        Ok(true)
    }
}

fn id_of(db: &Connection, name: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM campaign WHERE name = ?1";
    Ok(db.query_row(sql, [name], |row| row.get(0)).optional()?)
}

/// Moves everything of `other` into `campaign`. Of two readings at one instant, or two figures of
/// one day, those of `campaign` stay.
fn join(db: &Connection, campaign: i64, other: i64) -> Result<()> {
    let mut moved: Vec<(Snapshot, String)> = Vec::new();
    readings::for_each(db, other, |snapshot, origin| {
        moved.push((snapshot, origin.to_owned()));
        Ok(())
    })?;
    for table in ["alert", "day"] {
        db.execute(
            &format!("UPDATE OR IGNORE {table} SET campaign = ?1 WHERE campaign = ?2"),
            params![campaign, other],
        )?;
    }
    for table in ["observation", "attribute"] {
        let sql = format!("DELETE FROM {table} WHERE reading IN (SELECT id FROM reading WHERE campaign = ?1)");
        db.execute(&sql, [other])?;
    }
    for table in ["alert", "day", "reading", "video", "carried"] {
        db.execute(&format!("DELETE FROM {table} WHERE campaign = ?1"), [other])?;
    }
    db.execute("DELETE FROM campaign WHERE id = ?1", [other])?;
    for (snapshot, origin) in moved {
        let at = snapshot.header.taken_at;
        if readings::newest(db, campaign)?.is_none_or(|newest| newest < at) {
            readings::append(db, campaign, &mut readings::State::newest(db, campaign)?, &snapshot, &origin)?;
        } else if !readings::exists(db, campaign, at)? {
            readings::insert_between(db, campaign, &snapshot, &origin)?;
        }
    }
    Ok(())
}
