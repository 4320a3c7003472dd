//! A damaged store is said to be one by every command, saved as far as it can be read, and never lost.

use std::path::PathBuf;

use serde_json::Value;
use tagpulse_sandbox::{Sandbox, WorldOptions};

use crate::{
    provider::{calm, start},
    tool::{Ended, TAG, Tool, rfc3339},
};

const PAGE: usize = 4096;

/// A store of four days of two campaigns.
fn store() -> (Tool, Sandbox, Vec<u8>) {
    let hashtags = vec![TAG.to_owned(), "beach".to_owned()];
    let sandbox = start(calm(WorldOptions { videos: 150, hashtags, ..WorldOptions::seeded(11) }));
    let tool = Tool::of(&sandbox);
    tool.write(
        "tagpulse.toml",
        format!("[[campaign]]\nhashtags = [\"{TAG}\"]\n[[campaign]]\nname = \"summer\"\nhashtags = [\"beach\"]\n"),
    );
    for day in 20..24 {
        let now = sandbox.world().options().day_start(day) + 6 * 3_600;
        sandbox.set_now(now);
        tool.call(&["run", "--now", &rfc3339(now), "--format", "json"]).expect(0);
    }
    let bytes = std::fs::read(tool.path("tagpulse.db")).unwrap();
    (tool, sandbox, bytes)
}

/// The number of the first page of a table's or an index's tree, from 1.
fn root(tool: &Tool, name: &str) -> usize {
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    db.query_row("SELECT rootpage FROM sqlite_master WHERE name = ?1", [name], |row| row.get::<_, i64>(0)).unwrap()
        as usize
}

fn spoil(bytes: &[u8], page: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[(page - 1) * PAGE..page * PAGE].iter_mut().for_each(|byte| *byte ^= 0x5a);
    bytes
}

fn put(tool: &Tool, bytes: &[u8]) {
    for entry in std::fs::read_dir(tool.path("")).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("tagpulse.db") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    tool.write("tagpulse.db", bytes);
}

fn kept(tool: &Tool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(tool.path("")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.display().to_string().contains(".damaged-")).collect()
}

/// Repairs these bytes, looks at what is promised of every repair, and gives its document.
fn repair(tool: &Tool, bytes: &[u8], name: &str) -> Value {
    put(tool, bytes);
    let before = tool.call(&["check"]).expect(1);
    assert!(before.stdout.contains("PROBLEM: ") && before.stdout.contains("check --repair"), "{name}: {before}");
    assert_eq!(kept(tool), Vec::<PathBuf>::new(), "{name}: check alone changes nothing");
    let repaired = tool.call(&["check", "--repair", "--now", "2026-11-23T06:00:00Z", "--format", "json"]).expect(0);
    let [kept] = kept(tool).try_into().unwrap();
    assert!(kept.ends_with("tagpulse.db.damaged-20261123T060000Z"), "{name}: {kept:?}");
    assert_eq!(std::fs::read(kept).unwrap(), bytes, "{name}: the damaged file is kept");
    let after = tool.call(&["check"]).expect(0);
    assert!(after.stdout.contains("is whole") && !after.stdout.contains("PROBLEM"), "{name}: {after}");
    repaired.json()["repair"].clone()
}

fn report(tool: &Tool, name: &str) -> Ended {
    tool.call(&["report", name, "--format", "json", "--quiet"]).expect(0)
}

#[test]
fn every_command_says_that_the_store_is_damaged_and_what_helps() {
    let (tool, sandbox, bytes) = store();
    let says = |bytes: &[u8], name: &str| {
        put(&tool, bytes);
        let sent = sandbox.ledger().totals.requests;
        let now = rfc3339(sandbox.now() + 86_400);
        for command in [&["report", TAG][..], &["history", TAG], &["export"], &["run", "--now", &now]] {
            let ended = tool.call(command).expect(1);
            assert!(ended.stderr.contains("tagpulse check --repair"), "{name}: {ended}");
            assert!(!ended.stderr.contains("panicked"), "{name}: {ended}");
        }
        assert_eq!(sandbox.ledger().totals.requests, sent, "{name}: nothing is sent");
    };
    says(&spoil(&bytes, 1), "the list of tables");
    let check = tool.call(&["check"]).expect(1);
    assert!(check.stdout.contains("PROBLEM: store: "), "{check}");
    let mut header = bytes.clone();
    header[..60].fill(0);
    says(&header, "header");
    // What does not need the damaged table is told all the same.
    put(&tool, &bytes);
    let readings = root(&tool, "reading");
    put(&tool, &spoil(&bytes, readings));
    let check = tool.call(&["check"]).expect(1);
    assert!(check.stdout.contains("PROBLEM: store: reading"), "{check}");
    report(&tool, TAG);
    let refused = tool.call(&["export"]).expect(1);
    assert!(refused.stderr.contains("malformed") && refused.stderr.contains("tagpulse check --repair"), "{refused}");
}

#[test]
fn what_can_be_read_of_each_table_is_kept_and_what_is_lost_is_said() {
    let (tool, _sandbox, bytes) = store();
    put(&tool, &bytes);
    let sound = [report(&tool, TAG).stdout, report(&tool, "summer").stdout];
    let tables = ["campaign", "reading", "observation", "attribute", "video", "request", "carried"];
    let roots: Vec<(&str, usize)> = tables.iter().map(|table| (*table, root(&tool, table))).collect();
    let bytes = std::fs::read(tool.path("tagpulse.db")).unwrap();
    for (table, page) in roots {
        let repaired = repair(&tool, &spoil(&bytes, page), table);
        let saved = repaired["tables"].as_array().unwrap();
        let damaged: Vec<&str> =
            saved.iter().filter(|it| it["unreadable_pages"] != 0).map(|it| it["table"].as_str().unwrap()).collect();
        // The fold is made again; of the rest it is said.
        assert_eq!(damaged, if table == "carried" { vec![] } else { vec![table] }, "{repaired}");
        match table {
            // The videos' ids stand in an index too, their counts and texts in the rows of changes.
            "video" | "carried" | "request" => {
                let now = [report(&tool, TAG).stdout, report(&tool, "summer").stdout];
                assert_eq!(now, sound, "{table}: {repaired}");
            }
            // A page above the others: nearly all rows stand below it, and where one was lost the count is unknown.
            "observation" | "attribute" => {
                let sound: Value = serde_json::from_str(&sound[0]).unwrap();
                assert_eq!(report(&tool, TAG).json()["total_videos"], sound["total_videos"], "{repaired}");
                let lacks = repaired["incomplete"].as_array().unwrap();
                assert!(
                    lacks.iter().all(|it| it["lacks"].as_str().unwrap().starts_with("what changed of up to")),
                    "{repaired}"
                );
            }
            // Its name is known by the index, its settings by the config.
            "campaign" => assert!(repaired["notes"].to_string().contains("its row was lost"), "{repaired}"),
            _ => assert!(!repaired["incomplete"].as_array().unwrap().is_empty(), "{repaired}"),
        }
    }
}

#[test]
fn indexes_headers_and_the_fold_cost_nothing() {
    let (tool, _sandbox, bytes) = store();
    put(&tool, &bytes);
    let sound = report(&tool, TAG).stdout;
    let bytes = std::fs::read(tool.path("tagpulse.db")).unwrap();
    let by_sql = |sql: &str| {
        put(&tool, &bytes);
        rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap().execute_batch(sql).unwrap();
        std::fs::read(tool.path("tagpulse.db")).unwrap()
    };
    let garbled = by_sql("UPDATE carried SET history = x'00ff00'");
    let index = spoil(&bytes, root(&tool, "sqlite_autoindex_reading_1"));
    let mut header = bytes.clone();
    header[..16].fill(0);
    let mut half = bytes.clone();
    half[18..100].fill(0);
    for (name, damaged) in [("carried", garbled), ("index", index), ("header", header), ("half a header", half)] {
        let repaired = repair(&tool, &damaged, name);
        assert_eq!(report(&tool, TAG).stdout, sound, "{name}: {repaired}");
        assert_eq!(repaired["incomplete"], serde_json::json!([]), "{name}: {repaired}");
    }
}

#[test]
fn a_store_that_was_cut_off_keeps_what_stands_before_the_cut() {
    let (tool, _sandbox, bytes) = store();
    for share in [3, 5, 7, 9] {
        let cut = bytes.len() * share / 10 + 123;
        let repaired = repair(&tool, &bytes[..cut], &format!("{share} tenths"));
        let lost = repaired["tables"].as_array().unwrap().iter().any(|it| it["unreadable_pages"] != 0);
        assert!(lost || !repaired["incomplete"].as_array().unwrap().is_empty(), "{share}: {repaired}");
    }
}

#[test]
fn what_is_no_store_is_refused_and_left_as_it_is() {
    let tool = Tool::alone();
    let refused = |bytes: &[u8], part: &str| {
        put(&tool, bytes);
        let ended = tool.call(&["check", "--repair"]).expect(1);
        assert!(ended.stderr.contains(part), "{part}: {ended}");
        assert_eq!(std::fs::read(tool.path("tagpulse.db")).unwrap(), bytes, "{ended}");
        assert_eq!(kept(&tool), Vec::<PathBuf>::new());
    };
    refused("Dear diary, this is no database\n".repeat(300).as_bytes(), "nothing of a store can be read");
    refused(&[0; 20_000], "nothing of a store can be read");
    let other = rusqlite::Connection::open(tool.path("other.db")).unwrap();
    other
        .execute_batch("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO note (text) VALUES ('x')")
        .unwrap();
    drop(other);
    let other = std::fs::read(tool.path("other.db")).unwrap();
    refused(&other, "no store of tagpulse");
    // An empty file is a store that was not begun.
    put(&tool, b"");
    tool.call(&["check", "--repair"]).expect(0);
    assert_eq!(kept(&tool), Vec::<PathBuf>::new());
}

#[test]
fn a_whole_store_is_not_touched_and_a_used_one_is_not_repaired() {
    let (tool, _sandbox, bytes) = store();
    put(&tool, &bytes);
    let check = tool.call(&["check", "--repair"]).expect(0);
    assert!(check.stdout.contains("there is nothing to repair"), "{check}");
    assert_eq!(kept(&tool), Vec::<PathBuf>::new());
    let page = root(&tool, "campaign");
    put(&tool, &spoil(&bytes, page));
    let lock = std::fs::File::create(tool.path("tagpulse.db.lock")).unwrap();
    lock.lock().unwrap();
    let refused = tool.call(&["check", "--repair"]).expect(1);
    assert!(refused.stderr.contains("is in use"), "{refused}");
}
