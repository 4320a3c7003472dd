//! Many damages at random: nothing panics, the file that was there is kept byte by byte, and what stands in
//! its place is a whole store, or nothing was changed.

use std::path::Path;

use rusqlite::Connection;
use tagpulse_core::Timestamp;

use super::*;
use crate::store::tests::{campaign, days};
use tagpulse_core::Zone;

/// A small generator, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T06:00:00Z").unwrap()
}

/// The bytes of a store with small pages, so that every table has several.
fn whole(folder: &Path) -> Vec<u8> {
    let path = folder.join("whole.db");
    let mut store = Store::open(&path, Durability::Relaxed).unwrap();
    for day in days() {
        store.put(&campaign(), &Zone::utc(), &day, false).unwrap();
    }
    store.db.execute("INSERT INTO request (taken_at, campaign, hashtag, cursor, attempt, sent_at, credits) VALUES (1, 'spring', 'a', 'b', 0, 1, 1)", []).unwrap();
    drop(store);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM; PRAGMA journal_mode = WAL")
        .unwrap();
    drop(db);
    std::fs::read(path).unwrap()
}

fn fold(store: &mut Store) -> Result<()> {
    store.history(&campaign(), &Zone::utc()).map(|_| ())
}

/// Repairs these bytes; `None` when that is refused, and then nothing has changed.
fn repaired(folder: &Path, bytes: &[u8]) -> Option<Repaired> {
    let path = folder.join("store.db");
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("store.db") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    std::fs::write(&path, bytes).unwrap();
    match repair(&path, now(), &fold) {
        Ok(repaired) => {
            assert_eq!(std::fs::read(&repaired.kept).unwrap(), bytes, "the damaged file is kept");
            let store = Store::open_existing(&path).unwrap();
            assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
            for name in store.campaigns().unwrap() {
                assert!(store.snapshots(&name).is_ok());
            }
            assert!(store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
            Some(repaired)
        }
        Err(error) => {
            assert_eq!(std::fs::read(&path).unwrap(), bytes, "{error:#}");
            assert!(format!("{error:#}").contains("store"), "{error:#}");
            None
        }
    }
}

#[test]
fn a_whole_store_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = whole(folder.path());
    let repaired = repaired(folder.path(), &bytes).unwrap();
    assert!(repaired.incomplete.is_empty() && repaired.notes.is_empty(), "{repaired:?}");
    let store = Store::open_existing(&folder.path().join("store.db")).unwrap();
    assert_eq!(store.snapshots("spring").unwrap(), days());
    assert_eq!(store.ledger().unwrap().len(), 1);
}

#[test]
fn without_its_first_page_a_store_is_known_by_the_shape_of_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = whole(folder.path());
    bytes[..512].fill(0);
    // Not the size that stores have, which is taken where none is said.
    bytes[16..18].copy_from_slice(&512_u16.to_be_bytes());
    let repaired = repaired(folder.path(), &bytes).unwrap();
    let store = Store::open_existing(&folder.path().join("store.db")).unwrap();
    assert_eq!(store.readings("spring").unwrap().len(), 4, "{repaired:?}");
    assert_eq!(store.snapshots("spring").unwrap().last(), days().last());
}

#[test]
fn each_page_lost_is_said_and_the_rest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = whole(folder.path());
    let mut saved = 0;
    for page in 0..bytes.len() / 512 {
        let mut damaged = bytes.clone();
        damaged[page * 512..(page + 1) * 512].fill(0xa5);
        if let Some(repaired) = repaired(folder.path(), &damaged) {
            let store = Store::open_existing(&folder.path().join("store.db")).unwrap();
            let stands = store.campaigns().unwrap().iter().any(|name| store.snapshots(name).unwrap() == days());
            let said = !repaired.incomplete.is_empty()
                || repaired.tables.iter().any(|it| it.unreadable_pages + it.unreadable_rows > 0);
            assert!(stands || said || !repaired.notes.is_empty(), "page {page}: lost in silence: {repaired:?}");
            saved += 1;
        }
    }
    assert!(saved > bytes.len() / 512 * 9 / 10, "{saved}");
}

#[test]
fn no_damage_panics_or_takes_the_file_away() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = whole(folder.path());
    let (mut dice, mut saved) = (Dice(7), 0);
    for _ in 0..400 {
        let mut damaged = bytes.clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(damaged.len());
            match dice.below(5) {
                0 => damaged.truncate(at.max(1)),
                1 => damaged[at] ^= 1 << dice.below(8),
                2 => {
                    let end = (at + dice.below(2_000)).min(damaged.len());
                    damaged[at..end].iter_mut().for_each(|byte| *byte = dice.below(256) as u8);
                }
                3 => {
                    let (page, other) = (at / 512 * 512, dice.below(bytes.len() / 512) * 512);
                    let end = (page + 512).min(damaged.len());
                    damaged[page..end].copy_from_slice(&bytes[other..other + end - page]);
                }
                _ => {
                    let page = at / 512 * 512;
                    let end = (page + 512).min(damaged.len());
                    damaged[page..end].fill(0);
                }
            }
        }
        saved += usize::from(repaired(folder.path(), &damaged).is_some());
    }
    assert!(saved > 200, "{saved}");
}
