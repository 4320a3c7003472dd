//! The demo is the first thing that people see: it works without a key, says on every screen
//! that nothing in it is real, and leads to the next command.

use unicode_width::UnicodeWidthStr;

use crate::tool::Tool;

#[test]
fn thirty_simulated_days() {
    let tool = Tool::alone();
    let demo = tool.call(&["demo"]).expect(0);
    // Screens are the parts between empty lines.
    for screen in demo.stdout.split("\n\n").filter(|screen| !screen.trim().is_empty()) {
        assert!(screen.contains("SIMULATED"), "{screen:?} of {demo}");
    }
    assert!(demo.stdout.starts_with("SIMULATED"), "{demo}");
    assert!(demo.stdout.contains("credits"), "{demo}");
    assert_eq!(demo.stdout.trim_end().lines().last(), Some("  tagpulse run --hashtag YourHashtag --dry-run"), "{demo}");
    assert!(!tool.path("tagpulse.db").exists(), "the user's store is not touched");
    // What it names as next works as it stands.
    tool.call(&["run", "--hashtag", "YourHashtag", "--dry-run"]).expect(0);
}

#[test]
fn a_demo_reads_in_eighty_columns() {
    let demo = Tool::alone().with("COLUMNS", "80").call(&["demo"]).expect(0);
    for line in demo.stdout.lines() {
        assert!(line.width() <= 80, "{} columns: {line}\n{demo}", line.width());
    }
    // An address is whole, and the scale of the days is told.
    let words = demo.stdout.split_whitespace();
    let addresses: Vec<&str> = words.filter(|word| word.starts_with("https://")).collect();
    let whole = |address: &&str| address.rsplit_once("/video/").is_some_and(|(_, id)| id.len() == 19);
    assert!(addresses.len() >= 3 && addresses.iter().all(whole), "{addresses:?}");
    assert!(demo.stdout.lines().any(|line| line.trim_start().starts_with("0 │")), "{demo}");
}

#[test]
fn a_kept_demo_can_be_looked_at() {
    // The environment would name another store than the kept config does.
    let tool = Tool::alone().with("TAGPULSE_STORE", "");
    let demo = tool.call(&["demo", "--keep", "kept", "--quiet"]).expect(0);
    let next = demo.stdout.trim_end().lines().last().unwrap().trim();
    let arguments: Vec<&str> = next.strip_prefix("tagpulse ").unwrap().split(' ').collect();
    let history = tool.call(&arguments).expect(0);
    assert!(history.stdout.starts_with("SIMULATED"), "{history}");
    // A line a day, the title, the bars and the head of the table.
    assert_eq!(history.stdout.lines().count(), 33, "{history}");
    let check = tool.call(&["check", "--config", "kept/tagpulse.toml"]).expect(0);
    assert!(check.stdout.contains("SIMULATED: 30 readings, the carried state equals them"), "{check}");
    tool.call(&["demo", "--keep", "kept"]).expect(2);
}

#[test]
fn programs_get_the_last_days_document() {
    let run = Tool::alone().call(&["demo", "--format", "json"]).expect(0);
    assert_eq!(run.report()["campaign"], "SIMULATED");
}
