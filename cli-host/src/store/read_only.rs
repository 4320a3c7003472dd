//! A store in a folder that cannot be written: a backup, a mount, somebody else's. It can be read all the same, though
//! SQLite keeps files beside a store that is in use.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::{Connection, OpenFlags};

use super::{Store, damage, lock, outbox::Routes, schema};

impl Store {
    /// Opens a store that must be there already, to read it: also where nothing may be written.
    ///
    /// # Errors
    /// As [`Store::open_existing`], and when what was written last stands in a file beside it that cannot be read there.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self> {
        match Self::open_existing(path) {
            Err(error) if damage::is_unwritable(&error) => as_it_is(path, error),
            opened => opened,
        }
    }
}

/// The file alone, which is whole as long as nothing of it stands in the log beside it.
fn as_it_is(path: &Path, refused: anyhow::Error) -> Result<Store> {
    let log = lock::beside(path, "-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(refused.context(format!(
            "the newest days may stand in {}, which cannot be read in a folder that cannot be written; copy both files \
             to a folder of yours, and name the copy with --store",
            log.display()
        )));
    }
    let named = || format!("cannot read the store {}", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(address(path)?, flags).with_context(named)?;
    schema::check_current(&db).with_context(named)?;
    Ok(Store { db, path: path.to_owned(), routes: Routes::new() })
}

/// The address that tells SQLite to look for nothing beside the file.
fn address(path: &Path) -> Result<String> {
    let text = path.to_str().with_context(|| format!("the path {} is no text; rename it", path.display()))?;
    let mut address = "file:".to_owned();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => address.push(char::from(byte)),
            _ => address += &format!("%{byte:02X}"),
        }
    }
    Ok(address + "?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Durability;

    #[test]
    fn any_name_of_a_file_is_found_and_nothing_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["store.db", "a store?immutable=0#x%41&b.db", "Übersicht.db"] {
            let path = folder.path().join(name);
            drop(Store::open(&path, Durability::Full).unwrap());
            let store = as_it_is(&path, anyhow::anyhow!("read-only")).unwrap();
            assert_eq!(store.campaigns().unwrap(), Vec::<String>::new());
            assert!(damage::is_unwritable(&store.heartbeat(0).unwrap_err()), "{name}");
        }
        // What the log has is not left out in silence.
        std::fs::write(folder.path().join("store.db-wal"), "x").unwrap();
        let refused = as_it_is(&folder.path().join("store.db"), anyhow::anyhow!("read-only")).unwrap_err();
        assert!(format!("{refused:#}").starts_with("the newest days may stand in "), "{refused:#}");
    }
}
