//! A campaign under another name: its rows stay, and say the new one.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::Snapshot;

use super::{Store, batch, forget, readings};

impl Store {
    /// Gives a stored campaign another name; whether there was one of the old name to be given it.
    /// Readings that were taken under the new name meanwhile join the others. What was carried is
    /// folded again.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<bool> {
        let transaction = batch::transaction(&mut self.db)?;
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
    merge_deliveries(db, campaign, other)?;
    for table in ["observation", "attribute"] {
        let sql = format!("DELETE FROM {table} WHERE reading IN (SELECT id FROM reading WHERE campaign = ?1)");
        db.execute(&sql, [other])?;
    }
    for table in ["alert", "day", "reading", "video", "carried"] {
        db.execute(&format!("DELETE FROM {table} WHERE campaign = ?1"), [other])?;
    }
    db.execute("DELETE FROM campaign WHERE id = ?1", [other])?;
    for (snapshot, origin) in moved {
        let snapshot = forget::without_the_forgotten(db, campaign, &snapshot)?;
        let at = snapshot.header.taken_at;
        if readings::newest(db, campaign)?.is_none_or(|newest| newest < at) {
            readings::append(db, campaign, &mut readings::State::newest(db, campaign)?, &snapshot, &origin)?;
        } else if !readings::exists(db, campaign, at)? {
            readings::insert_between(db, campaign, &snapshot, &origin)?;
        }
    }
    Ok(())
}

/// Of an alert that both have, that of `campaign` stays. Whoever was told of either is not told again, and
/// whoever waits for either is told of the one that stays.
fn merge_deliveries(db: &Connection, campaign: i64, other: i64) -> Result<()> {
    let sql = "SELECT gone.id, kept.id FROM alert AS gone JOIN alert AS kept ON kept.key = gone.key
               WHERE gone.campaign = ?1 AND kept.campaign = ?2";
    let mut statement = db.prepare(sql)?;
    let pairs = statement.query_map([other, campaign], |row| Ok([row.get(0)?, row.get(1)?]))?;
    for pair in pairs.collect::<Result<Vec<[i64; 2]>, _>>()? {
        let told = "UPDATE delivery SET delivered_at = done.delivered_at, last_error = NULL FROM delivery AS done
                    WHERE done.alert = ?1 AND done.delivered_at IS NOT NULL AND delivery.alert = ?2
                      AND delivery.notifier = done.notifier AND delivery.delivered_at IS NULL";
        db.execute(told, pair)?;
        db.execute("UPDATE OR IGNORE delivery SET alert = ?2 WHERE alert = ?1", pair)?;
        db.execute("DELETE FROM delivery WHERE alert = ?1", [pair[0]])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Durability;

    /// A store in which `spring` and `summer` both raised one alert; deliveries of it are written as they stand.
    fn both_told(spring: &[(&str, Option<i64>)], summer: &[(&str, Option<i64>)]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store.db"), Durability::Relaxed).unwrap();
        for (id, name, deliveries) in [(1, "spring", spring), (2, "summer", summer)] {
            let sql = "INSERT INTO campaign (id, name, settings) VALUES (?1, ?2, '{}')";
            store.db.execute(sql, params![id, name]).unwrap();
            let (key, sql) = (
                format!("{name}/7/viral"),
                "INSERT INTO alert (id, campaign, key, taken_at, alert) VALUES (?1, ?1, ?2, 0, '{}')",
            );
            store.db.execute(sql, params![id, key]).unwrap();
            for (notifier, delivered_at) in deliveries {
                let sql = "INSERT INTO delivery (alert, notifier, next_at, delivered_at) VALUES (?1, ?2, 0, ?3)";
                store.db.execute(sql, params![id, notifier, delivered_at]).unwrap();
            }
        }
        (folder, store)
    }

    #[test]
    fn nobody_is_told_twice_and_nobody_who_waits_is_forgotten() {
        let check = |spring: &[(&str, Option<i64>)], summer: &[(&str, Option<i64>)], joined: &[(&str, Option<i64>)]| {
            let (_folder, mut store) = both_told(spring, summer);
            assert!(store.rename("spring", "summer").unwrap());
            let mut statement =
                store.db.prepare("SELECT alert, notifier, delivered_at FROM delivery ORDER BY notifier").unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
            let rows: Vec<(i64, String, Option<i64>)> = rows.collect::<Result<_, _>>().unwrap();
            let expected: Vec<_> = joined.iter().map(|(notifier, at)| (1, (*notifier).to_owned(), *at)).collect();
            assert_eq!(rows, expected, "{spring:?} and {summer:?}");
        };
        check(&[("hook", Some(5))], &[("hook", Some(9))], &[("hook", Some(5))]);
        check(&[("hook", Some(5))], &[("hook", None)], &[("hook", Some(5))]);
        check(&[("hook", None)], &[("hook", Some(9))], &[("hook", Some(9))]);
        check(&[("hook", None)], &[("hook", None)], &[("hook", None)]);
        check(&[], &[("chat", None), ("hook", Some(9))], &[("chat", None), ("hook", Some(9))]);
        check(&[("chat", None)], &[("hook", None)], &[("chat", None), ("hook", None)]);
    }
}
