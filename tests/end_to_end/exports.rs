//! Exports of other tools: compressed, in other encodings, several in one call, with times of their own.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::tool::{TAG, Tool};

/// The input of a case in `tests/cases`.
pub(crate) fn case(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/cases/{name}.case", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let begin = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
    let mark = b"\n---\n";
    let end = bytes.windows(mark.len()).rposition(|window| window == mark).unwrap();
    bytes[begin..end].to_vec()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn files_of_several_tools_are_one_report() {
    let tool = Tool::alone();
    tool.write("apify.csv", case("apify/sheet"));
    tool.write("web.json.gz", gzip(&case("web/documented")));
    tool.write("page.json", case("aweme/documented"));
    let files = ["apify.csv", "web.json.gz", "page.json", "page.json"];
    let report = tool.call(&[&["analyze"][..], &files, &["--format", "json"]].concat()).expect(0).json();
    let sources = report["coverage"]["sources"].as_array().unwrap();
    let text = |source: &serde_json::Value, key: &str| source[key].as_str().unwrap().to_owned();
    let read: Vec<(String, String, u64)> = sources
        .iter()
        .map(|source| (text(source, "file"), text(source, "dialect"), source["videos"].as_u64().unwrap()))
        .collect();
    let expected =
        [("apify.csv", "apify", 2), ("web.json.gz", "web", 2), ("page.json", "aweme", 1), ("page.json", "aweme", 1)];
    assert_eq!(read, expected.map(|(file, dialect, videos)| (file.to_owned(), dialect.to_owned(), videos)));
    let number = |key: &str| report["coverage"][key].as_u64().unwrap();
    assert_eq!(number("listed") + number("duplicates"), 6, "each video once: {}", report["coverage"]);

    let text = tool.call(&[&["analyze"][..], &files].concat()).expect(0).stdout;
    assert!(text.contains("Read: apify.csv as apify, 2 videos; web.json.gz as web, 2 videos"), "{text}");
}

#[test]
fn what_the_bytes_do_not_say_is_told() {
    let tool = Tool::alone();
    // A hashtag in Shift_JIS, and a time without an offset.
    let head = b"video_id,views,desc,created\n7412345678901234567,5,#".to_vec();
    tool.write("sheet.csv", [head, b"\x93\xfa\x96\x7b,2024-09-08 20:46:55\n".to_vec()].concat());
    let told = ["analyze", "sheet.csv", "--encoding", "shift_jis", "--times-in", "Europe/Berlin", "--format", "json"];
    let report = tool.call(&told).expect(0).json();
    let video = &report["top_videos"][0];
    assert_eq!((&video["hashtags"][0], &video["created"]), (&"日本".into(), &1_725_821_215.into()));
    let ended = tool.call(&["analyze", "sheet.csv", "--dialect", "excel"]).expect(2);
    assert!(ended.stderr.contains("\"excel\"") && ended.stderr.contains("table"), "{ended}");
    let ended = tool.call(&["analyze", "sheet.csv", "--times-in", "Mars/Base"]).expect(2);
    assert!(ended.stderr.contains("Mars/Base"), "{ended}");
}

#[test]
fn rows_with_their_own_times_are_imported_as_days() {
    let tool = Tool::alone();
    let row = |day: u32, views: u32| {
        let row = |id: u32, author: &str, second: u32| {
            format!("741234567890123456{id},{author},{views},2026-11-2{day}T06:00:0{second}Z\n")
        };
        row(7, "anna", 0) + &row(8, "bela", 5)
    };
    let rows = [row(1, 100), row(3, 900), row(2, 300)].concat();
    tool.write("panel.csv", format!("video_id,author,views,taken_at\n{rows}"));
    let import = ["import", "panel.csv", "--hashtag", TAG, "--format", "json"];
    let report = tool.call(&import).expect(0).json();
    assert_eq!((&report["date"], &report["total_views"]), (&"2026-11-23".into(), &1_800.into()));
    assert_eq!(report["view_growth_24h"], 1_200);
    let days = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    let views: Vec<u64> =
        days["days"].as_array().unwrap().iter().map(|day| day["total_views"].as_u64().unwrap()).collect();
    assert_eq!(views, [200, 600, 1_800]);
    // The same file again changes nothing.
    let again = tool.call(&import).expect(0);
    assert!(again.stderr.contains("2026-11-21T06:00:05Z is stored already"), "{again}");
}
