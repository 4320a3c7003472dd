//! Stores of earlier releases are read, and brought up to date without a loss.

use crate::tool::Tool;

const CONFIG: &str = "\
[[campaign]]\nname = \"spring\"\nhashtags = [\"springglow\"]\nmultiple = 2\npolicy = \"tutorial\"\n";

fn store_of(tool: &Tool, dump: &str) {
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    db.execute_batch(dump).unwrap();
}

#[test]
fn a_store_of_version_1_is_brought_up_to_date() {
    let tool = Tool::alone();
    tool.write("tagpulse.toml", CONFIG);
    store_of(&tool, include_str!("../stores/version-1.sql"));
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("is whole (version 2)"), "{check}");
    assert!(check.stdout.contains("spring: 2 readings, the carried state equals them"), "{check}");
    let told = tool.call(&["alerts", "spring", "--format", "json"]).expect(0).json();
    assert_eq!(told["alerts"].as_array().map(Vec::len), Some(2));
    // What was told before there was an outbox is not told again.
    let waiting = tool.call(&["alerts", "--undelivered", "--format", "json"]).expect(0).json();
    assert_eq!(waiting["waiting"], serde_json::json!([]));
    let report = tool.call(&["report", "spring", "--format", "json"]).expect(0).json();
    assert_eq!((&report["total_videos"], &report["total_views"]), (&6.into(), &132_000.into()));
    // Its carried state is folded anew of the readings, of which the fold knows more now.
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    let version: i64 =
        db.query_row("SELECT unicode(CAST(substr(history, 5, 1) AS TEXT)) FROM carried", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 4);
}

#[test]
fn a_goal_of_version_1_stands_among_the_goals() {
    let tool = Tool::alone();
    let goal = "UPDATE campaign SET settings = json_set(settings, '$.goal_views', 264000);";
    store_of(&tool, &format!("{}\n{goal}", include_str!("../stores/version-1.sql")));
    let report = tool.call(&["report", "spring", "--format", "json"]).expect(0).json();
    assert_eq!(report["goals"]["views"]["share"], 0.5);
}

#[test]
fn a_store_of_a_later_release_is_left_alone() {
    let tool = Tool::alone();
    store_of(&tool, include_str!("../stores/version-1.sql"));
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    db.execute("UPDATE meta SET value = 99", []).unwrap();
    let refused = tool.call(&["alerts", "spring"]).expect(1);
    assert!(refused.stderr.contains("version 99"), "{refused}");
    let tables: i64 =
        db.query_row("SELECT count(*) FROM sqlite_master WHERE name = 'delivery'", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 0);
}
