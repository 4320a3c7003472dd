//! The store: one SQLite file whose rows are the truth about every campaign.
//!
//! Readings are appended and never rewritten. What the next day needs (`carried`) is a fold
//! over them, written in the same transaction, and can be made again to equal bytes.

mod alerts;
mod batch;
mod carried;
mod damage;
mod forget;
mod ledger;
mod lock;
mod outbox;
mod pages;
mod read_only;
mod readings;
mod rename;
mod repair;
mod salvage;
mod schema;
mod seen;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};
use tagpulse_core::Settings;

pub(crate) use damage::{is_damage, message, remedy};
pub(crate) use forget::{Forgotten, Whom};
pub(crate) use ledger::{LedgerRow, Outcome};
pub(crate) use outbox::{Route, Routes, Waiting, handle};
pub(crate) use pages::Page;
pub(crate) use repair::{Repaired, repair, unreadable};
pub(crate) use schema::VERSION;

/// How sure a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// On the disk before it returns: the store of a user.
    Full,
    /// Left to the system: a simulation's store, removed at its end.
    #[cfg_attr(not(feature = "demo"), allow(dead_code, reason = "only the demo asks for it"))]
    Relaxed,
}

/// An open store.
#[derive(Debug)]
pub(crate) struct Store {
    db: Connection,
    path: PathBuf,
    routes: Routes,
}

impl Store {
    /// Opens the store, and makes it where there is none.
    ///
    /// # Errors
    /// When the file cannot be opened, is no store, or is that of a later release.
    pub(crate) fn open(path: &Path, durability: Durability) -> Result<Self> {
        refuse_no_file(path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| {
                format!("cannot make the folder {} of the store; name another with --store", folder.display())
            })?;
        }
        let named = || format!("cannot open the store {}; name another with --store", path.display());
        let db = Connection::open(path).with_context(named)?;
        schema::prepare(&db, durability).with_context(named)?;
        Ok(Self { db, path: path.to_owned(), routes: Routes::new() })
    }

    /// Opens a store that must be there already.
    ///
    /// # Errors
    /// As [`Self::open`], and when there is no file.
    pub(crate) fn open_existing(path: &Path) -> Result<Self> {
        refuse_no_file(path)?;
        let there = path.is_file();
        anyhow::ensure!(there, "no store at {}; `tagpulse run` makes it, --store names another", path.display());
        Self::open(path, Durability::Full)
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Names of all campaigns, in alphabetical order.
    pub(crate) fn campaigns(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached("SELECT name FROM campaign ORDER BY name")?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// The settings that a campaign was last stored with.
    pub(crate) fn settings(&self, name: &str) -> Result<Option<Settings>> {
        let sql = "SELECT settings FROM campaign WHERE name = ?1";
        let text: Option<String> = self.db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?;
        let parse = |text: String| {
            serde_json::from_str(&text)
                .with_context(|| format!("stored settings of \"{name}\""))
                .context(damage::Damaged)
        };
        text.map(parse).transpose()
    }

    /// The campaign's row, if it has one.
    fn campaign_id(&self, name: &str) -> Result<Option<i64>> {
        let sql = "SELECT id FROM campaign WHERE name = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
    }

    /// SQLite's own verdict on the file; empty when all is well.
    pub(crate) fn integrity_problems(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare("PRAGMA integrity_check")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        let lines = lines.iter().flat_map(|line| line.lines()).filter(|line| *line != "ok" && !line.starts_with("***"));
        Ok(lines.map(|line| damage::with_table(&self.db, line)).collect())
    }
}

/// Whether a first run can make a store at a path where none is; nothing is left there.
///
/// # Errors
/// Why it cannot.
pub(crate) fn can_be_made(path: &Path) -> Result<()> {
    refuse_no_file(path)?;
    let named = || format!("there can be no store at {}; name another with --store", path.display());
    crate::place::for_new_file(path).with_context(named)
}

fn refuse_no_file(path: &Path) -> Result<()> {
    let what = if path.is_dir() { "a folder" } else { "no file" };
    let refused = path.exists() && !path.is_file();
    anyhow::ensure!(!refused, "the store {} is {what}; name a file with --store", path.display());
    Ok(())
}

/// Writes the campaign's row and gives its id.
fn upsert_campaign(db: &Connection, settings: &Settings) -> Result<i64> {
    let sql = "INSERT INTO campaign (name, settings) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET settings = excluded.settings RETURNING id";
    let text = serde_json::to_string(settings)?;
    Ok(db.prepare_cached(sql)?.query_row(params![settings.campaign, text], |row| row.get(0))?)
}
