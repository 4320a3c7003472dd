//! What is exported and imported again gives the same reports.

use serde_json::Value;
use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};

use crate::tool::{KEY, TAG, Tool, rfc3339};

const DAYS: u32 = 4;

/// A tool with a few days of a campaign, and their instants.
fn stored() -> (Tool, Vec<String>) {
    let world = WorldOptions { videos: 90, days: 8, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(11) };
    let options = SandboxOptions { key: KEY.to_owned(), ..SandboxOptions::of(world.clone()) };
    let sandbox = Sandbox::start(options).unwrap();
    let tool = Tool::of(&sandbox);
    let mut instants = Vec::new();
    for day in 0..DAYS {
        let now = world.day_start(day) + 6 * 3600;
        sandbox.set_now(now);
        tool.run(now, &[]).expect(0);
        instants.push(rfc3339(now));
    }
    (tool, instants)
}

fn report(tool: &Tool, at: &str) -> Value {
    let mut report = tool.call(&["report", TAG, "--at", at, "--format", "json"]).expect(0).json();
    report["cost"].take();
    report
}

/// A tool whose empty store read another's export; its own export is the same.
pub(crate) fn moved(tool: &Tool, format: &str) -> Tool {
    let file = format!("export.{format}");
    tool.call(&["export", TAG, "--format", format, "--output", &file]).expect(0);
    let other = Tool::alone();
    other.write(&file, std::fs::read(tool.path(&file)).unwrap());
    other.call(&["import", &file, "--hashtag", TAG]).expect(0);
    let again = other.call(&["export", TAG, "--format", format]).expect(0).stdout;
    assert!(again == std::fs::read_to_string(tool.path(&file)).unwrap(), "the second export differs in {format}");
    other
}

#[test]
fn an_export_gives_equal_reports_in_an_empty_store() {
    let (tool, instants) = stored();
    for format in ["ndjson", "csv"] {
        let other = moved(&tool, format);
        for at in &instants {
            assert_eq!(report(&other, at), report(&tool, at), "{format} at {at}");
        }
        let history = |tool: &Tool| tool.call(&["history", TAG, "--format", "json"]).expect(0).stdout;
        assert_eq!(history(&other), history(&tool), "{format}");
    }
}

#[test]
fn an_export_whose_ids_a_spreadsheet_rounded_is_refused_with_the_remedy() {
    let (tool, _) = stored();
    let whole = tool.call(&["export", TAG, "--format", "csv"]).expect(0).stdout;
    let with_ids = |of: &dyn Fn(&str) -> String| -> String {
        let row = |line: &str| {
            let cells: Vec<&str> = line.splitn(4, ',').collect();
            match cells.as_slice() {
                [campaign, at, id, rest] if id.parse::<u64>().is_ok() => format!("{campaign},{at},{},{rest}\n", of(id)),
                _ => format!("{line}\n"),
            }
        };
        whole.lines().map(row).collect()
    };
    let other = Tool::alone();
    let refused = |sheet: String, says: &str| {
        other.write("sheet.csv", sheet);
        let ran = other.call(&["import", "sheet.csv", "--hashtag", TAG]).expect(1);
        assert!(ran.stderr.contains(says) && ran.stderr.contains("open a copy with video_id as text"), "{ran}");
    };
    // As shown in a cell, and as a number of fifteen digits.
    refused(with_ids(&|id| format!("{}.{}E+18", &id[..1], &id[1..6])), "E+18\" is no id: a spreadsheet rounded it");
    refused(with_ids(&|id| format!("{}0000", &id[..15])), "half of the ids end in 000");
    other.write("sheet.csv", with_ids(&str::to_owned));
    other.call(&["import", "sheet.csv", "--hashtag", TAG]).expect(0);
}

#[test]
fn an_export_is_what_a_backtest_reads() {
    let (tool, _) = stored();
    tool.call(&["export", TAG, "--output", "export.ndjson"]).expect(0);
    let of = |source: &str| tool.call(&["backtest", source, "--format", "json"]).expect(0).json();
    assert_eq!(of("export.ndjson"), of(TAG));
}

#[test]
fn days_are_rows_that_a_sheet_can_be_grown_by() {
    let (tool, instants) = stored();
    let sheet = tool.call(&["export", "--daily", TAG, "--format", "csv"]).expect(0).stdout;
    let lines: Vec<&str> = sheet.lines().collect();
    let columns = "campaign,date,taken_at,origin,total_videos,total_views,total_engagement,views_gained,published,\
                   coverage_share,alerts,gained_over_hours";
    assert_eq!((lines[0], lines.len()), (columns, instants.len() + 1));
    let rows = tool.call(&["export", "--daily", TAG, "--format", "ndjson"]).expect(0).stdout;
    for (row, at) in rows.lines().zip(&instants) {
        let row: Value = serde_json::from_str(row).unwrap();
        assert_eq!((row["campaign"].as_str(), row["taken_at"].as_str()), (Some(TAG), Some(at.as_str())));
    }
}
