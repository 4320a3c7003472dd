//! A new store of what can be read of a damaged one. The damaged file is kept beside it under another
//! name; what is lost is said.

mod readings;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};
use serde::Serialize;
use tagpulse_core::{History, Settings, Timestamp};

use crate::number::counted;

use super::{
    Durability, Store, VERSION,
    lock::{beside, claim},
    salvage::{self, Salvaged, Values},
};

/// What a repair did.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Repaired {
    /// Where the damaged file is kept.
    pub(crate) kept: PathBuf,
    /// The tables.
    pub(crate) tables: Vec<Saved>,
    /// Readings that are not what they were.
    pub(crate) incomplete: Vec<Incomplete>,
    /// What else is not what it was.
    pub(crate) notes: Vec<String>,
}

/// What was saved of a table.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Saved {
    /// Its name.
    pub(crate) table: &'static str,
    /// Rows that could be read.
    pub(crate) rows: u64,
    /// Rows that are seen to be there, and could not.
    pub(crate) unreadable_rows: u64,
    /// Pages that could not be read, of as many rows as they had.
    pub(crate) unreadable_pages: u64,
}

/// A reading that is not what it was.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Incomplete {
    /// The campaign.
    pub(crate) campaign: String,
    /// The reading; null when it is not known.
    pub(crate) taken_at: Option<Timestamp>,
    /// What it lacks.
    pub(crate) lacks: String,
}

/// Makes every campaign's fold in the new store.
pub(crate) type Fold<'a> = dyn Fn(&mut Store) -> Result<()> + 'a;

/// Makes a new store of what can be read and puts it in the place of the damaged one.
///
/// # Errors
/// When the file is no store, another process works with it, or the disk does not allow it; then nothing has changed.
pub(crate) fn repair(path: &Path, now: Timestamp, fold: &Fold<'_>) -> Result<Repaired> {
    let shown = path.display();
    let claimed = claim(path)?;
    anyhow::ensure!(claimed.is_some(), "the store {shown} is in use; repair it when nothing else works with it");
    let log = beside(path, "-wal");
    let salvaged = salvage::read(path, &log).with_context(|| format!("cannot read {shown}"))?;
    refuse_what_is_no_store(&salvaged, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let workshop = tempfile::Builder::new().prefix(".tagpulse-repair").tempdir_in(folder);
    let workshop = workshop.with_context(|| format!("cannot write into {}", folder.display()))?;
    let new = workshop.path().join("new.db");
    let mut repaired = Repaired::default();
    {
        let mut store = Store::open(&new, Durability::Full)?;
        let transaction = store.db.unchecked_transaction()?;
        fill(&transaction, &salvaged, &mut repaired)?;
        transaction.commit()?;
        fold(&mut store).context("what was saved gives no history; nothing was changed")?;
        compare_folds(&store.db, &salvaged, &mut repaired)?;
        let problems = store.integrity_problems()?;
        anyhow::ensure!(
            problems.is_empty(),
            "the new store is not whole ({}); nothing was changed",
            problems.join("; ")
        );
    }
    repaired.kept = exchange(path, &log, &new, now)?;
    Ok(repaired)
}

/// What cannot be read of a store, table by table.
///
/// # Errors
/// When the file itself cannot be read.
pub(crate) fn unreadable(path: &Path) -> Result<Vec<String>> {
    let salvaged = salvage::read(path, &beside(path, "-wal"))?;
    let told = |(table, found): (&&str, &salvage::Found)| match (found.unreadable_pages, found.unreadable_rows) {
        (0, 0) => None,
        (0, rows) => Some(format!("{table}: {} cannot be read", counted(rows, "row"))),
        (pages, rows) => {
            Some(format!("{table}: {} and {} cannot be read", counted(pages, "page"), counted(rows, "row")))
        }
    };
    Ok(salvaged.tables.iter().filter_map(told).collect())
}

/// Another program's file, a text, or a store of which nothing is left is not touched.
fn refuse_what_is_no_store(salvaged: &Salvaged, path: &Path) -> Result<()> {
    let shown = path.display();
    if let Some(said) = &salvaged.said {
        let ours = ["campaign", "reading", "observation"].iter().any(|table| said.iter().any(|name| name == table));
        anyhow::ensure!(
            ours || said.is_empty(),
            "{shown} is a database, but no store of tagpulse; it is left as it is, name another with --store"
        );
    }
    if let Some(version) = salvaged.version {
        let known = version <= VERSION;
        anyhow::ensure!(
            known,
            "{shown} has version {version}, this release reads {VERSION}; repair it with a later one"
        );
    }
    let truth = ["campaign", "reading", "observation", "video", "request", "alert", "day"];
    let nothing = truth.iter().all(|table| salvaged.rows(table).is_empty());
    anyhow::ensure!(
        !nothing,
        "nothing of a store can be read in {shown}; it is left as it is: put a backup in its place, or name another \
         store with --store"
    );
    Ok(())
}

/// Says where the fold made again is another than the one that stood there, if that one is whole.
fn compare_folds(db: &Connection, salvaged: &Salvaged, repaired: &mut Repaired) -> Result<()> {
    let sql = "SELECT name, history FROM carried JOIN campaign ON campaign.id = carried.campaign
               WHERE campaign = ?1 AND carried.settings = ?2";
    let mut statement = db.prepare(sql)?;
    for row in salvaged.rows("carried") {
        let [id, Value::Blob(before), settings] = row.as_slice() else { continue };
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?));
        let Some((name, after)) = statement.query_row([id, settings], read).optional()? else { continue };
        if *before != after && History::from_bytes(before).is_ok() {
            repaired.notes.push(format!(
                "campaign \"{name}\": its figures are not those that were carried, and their checksum is right: what was \
                 lost or damaged shows in them"
            ));
        }
    }
    Ok(())
}

/// Keeps the damaged file under another name and puts the new one into its place. At no moment is there none.
fn exchange(path: &Path, log: &Path, new: &Path, now: Timestamp) -> Result<PathBuf> {
    let stamp: String = now.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let name = |nth: u32| match nth {
        1 => beside(path, &format!(".damaged-{stamp}")),
        nth => beside(path, &format!(".damaged-{stamp}-{nth}")),
    };
    let kept = (1..).map(name).find(|kept| !kept.exists()).context("a free name for the damaged file")?;
    // Some file systems have no links.
    std::fs::hard_link(path, &kept)
        .or_else(|_| std::fs::copy(path, &kept).map(|_| ()))
        .with_context(|| format!("cannot keep the damaged store as {}", kept.display()))?;
    // A log beside the new store would be taken for its own.
    if log.exists() {
        let to = beside(&kept, "-wal");
        std::fs::rename(log, &to)
            .with_context(|| format!("cannot keep the damaged store's log as {}", to.display()))?;
    }
    let shared = beside(path, "-shm");
    if shared.exists() {
        std::fs::remove_file(&shared).with_context(|| format!("cannot remove {}", shared.display()))?;
    }
    std::fs::rename(new, path)
        .with_context(|| format!("cannot put the new store in the place of {}", path.display()))?;
    Ok(kept)
}

/// Writes everything that was saved.
fn fill(db: &Connection, salvaged: &Salvaged, repaired: &mut Repaired) -> Result<()> {
    for (table, found) in salvaged.tables.iter().filter(|(table, _)| **table != "carried") {
        repaired.tables.push(Saved {
            table,
            rows: found.rows.len() as u64,
            unreadable_rows: found.unreadable_rows,
            unreadable_pages: found.unreadable_pages,
        });
    }
    let campaigns = campaigns(salvaged, repaired);
    for (id, name, settings) in &campaigns {
        let sql = "INSERT OR IGNORE INTO campaign (id, name, settings) VALUES (?1, ?2, ?3)";
        db.execute(sql, rusqlite::params![id, name, serde_json::to_string(settings)?])?;
    }
    let known = |id: &Value| matches!(id, Value::Integer(id) if campaigns.iter().any(|(known, ..)| known == id));
    let is_json =
        |text: &Value| matches!(text, Value::Text(text) if serde_json::from_str::<serde_json::Value>(text).is_ok());
    insert(db, "day", salvaged.rows("day"), repaired, |row| known(&row[0]))?;
    insert(db, "alert", salvaged.rows("alert"), repaired, |row| known(&row[1]) && is_json(&row[4]))?;
    let alerts: Vec<i64> = ids(db, "SELECT id FROM alert")?;
    let told = |id: &Value| matches!(id, Value::Integer(id) if alerts.contains(id));
    insert(db, "delivery", salvaged.rows("delivery"), repaired, |row| told(&row[0]))?;
    for table in ["mute", "pending", "request"] {
        insert(db, table, salvaged.rows(table), repaired, |_| true)?;
    }
    let pending: Vec<i64> = ids(db, "SELECT taken_at FROM pending")?;
    let open = |at: &Value| matches!(at, Value::Integer(at) if pending.contains(at));
    insert(db, "page", salvaged.rows("page"), repaired, |row| open(&row[0]))?;
    for (id, name, _) in &campaigns {
        readings::fill(db, salvaged, (*id, name), campaigns.len() == 1, repaired)?;
    }
    Ok(())
}

fn ids(db: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut statement = db.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn insert(
    db: &Connection,
    table: &str,
    rows: &[Values],
    repaired: &mut Repaired,
    stands: impl Fn(&Values) -> bool,
) -> Result<()> {
    let mut left_out = 0;
    for row in rows {
        let marks = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT OR IGNORE INTO {table} VALUES ({marks})");
        if !stands(row) || db.prepare_cached(&sql)?.execute(params_from_iter(row))? == 0 {
            left_out += 1;
        }
    }
    if left_out > 0 {
        repaired
            .notes
            .push(format!("{table}: {left_out} of the rows belong to nothing that was saved, and are left out"));
    }
    Ok(())
}

/// Every campaign that a row names, with its name and settings as far as they are known.
fn campaigns(salvaged: &Salvaged, repaired: &mut Repaired) -> Vec<(i64, String, Settings)> {
    let mut campaigns: Vec<(i64, String, Settings)> = Vec::new();
    for row in salvaged.rows("campaign") {
        let [Value::Integer(id), Value::Text(name), Value::Text(settings)] = row.as_slice() else { continue };
        let settings = read_settings(settings).unwrap_or_else(|| {
            repaired
                .notes
                .push(format!("campaign \"{name}\": its stored settings cannot be read; those of a config hold"));
            of_name(salvaged, *id, name)
        });
        if campaigns.iter().all(|(other, called, _)| other != id && called != name) {
            campaigns.push((*id, name.clone(), Settings { campaign: name.clone(), ..settings }));
        }
    }
    let mut named: Vec<i64> = Vec::new();
    for (table, column) in [("reading", 1), ("video", 0), ("alert", 1), ("day", 0)] {
        named.extend(salvaged.rows(table).iter().filter_map(|row| match row.get(column) {
            Some(Value::Integer(id)) => Some(*id),
            _ => None,
        }));
    }
    named.sort_unstable();
    named.dedup();
    for id in named {
        if campaigns.iter().any(|(known, ..)| *known == id) {
            continue;
        }
        let mut name = name_of(salvaged, id);
        if campaigns.iter().any(|(_, taken, _)| *taken == name) {
            name = format!("recovered {id}");
        }
        repaired
            .notes
            .push(format!("campaign \"{name}\": its row was lost; the settings of a config of that name hold"));
        let settings = of_name(salvaged, id, &name);
        campaigns.push((id, name, settings));
    }
    campaigns
}

fn read_settings(text: &str) -> Option<Settings> {
    let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
    // As version 1 wrote it.
    if let Some(views) = value.as_object_mut().and_then(|fields| fields.remove("goal_views"))
        && !views.is_null()
    {
        value["goals"] = serde_json::json!({ "views": views });
    }
    serde_json::from_value(value).ok()
}

/// A lost campaign's name: by the index of names, or its alerts.
fn name_of(salvaged: &Salvaged, id: i64) -> String {
    let indexed = salvaged.names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
    let told = || {
        let alerts = salvaged.rows("alert").iter().filter(|row| row.get(1) == Some(&Value::Integer(id)));
        alerts.filter_map(|row| if let Some(Value::Text(alert)) = row.get(4) { Some(alert) } else { None }).find_map(
            |alert| {
                let alert: serde_json::Value = serde_json::from_str(alert).ok()?;
                alert["campaign"].as_str().map(str::to_owned)
            },
        )
    };
    indexed.or_else(told).unwrap_or_else(|| format!("recovered {id}"))
}

/// Settings of nothing but the name and the hashtags of its last reading.
fn of_name(salvaged: &Salvaged, id: i64, name: &str) -> Settings {
    let headers = salvaged.rows("reading").iter().filter(|row| row.get(1) == Some(&Value::Integer(id)));
    let last = headers.filter_map(readings::header).max_by_key(|header| header.taken_at);
    let hashtags = last.map(|header| header.hashtags.iter().map(|listing| listing.name.clone()).collect());
    Settings { campaign: name.to_owned(), hashtags: hashtags.unwrap_or_default(), ..Settings::default() }
}
