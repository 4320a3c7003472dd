//! Every format of every command that has one, against texts with which somebody attacks it.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::{
    hostile::{Attack, attacks},
    tool::Tool,
};

/// A store with two readings of videos whose every text is an attack.
fn attacked(attacks: &[Attack]) -> Tool {
    let tool = Tool::alone();
    for (day, views) in [(20, 1_000), (21, 90_000), (22, 700_000)] {
        let video = |(at, attack): (usize, &Attack)| {
            json!({
                "video_id": (7_500_000_000_000_000_000_u64 + at as u64).to_string(),
                "author": { "unique_id": attack.text }, "desc": attack.text,
                "play_count": views + at, "digg_count": views / 9, "comment_count": 3, "share_count": 1,
                "create_time": 1_763_500_000, "text_extra": [{ "hashtag_name": attack.text }],
            })
        };
        let videos: Vec<Value> = attacks.iter().enumerate().map(video).collect();
        tool.write("page.json", json!({ "videos": videos }).to_string());
        let now = format!("2025-11-{day}T06:00:00Z");
        let campaign = "=glow | <b>\"'";
        tool.call(&["import", "page.json", "--campaign", campaign, "--hashtag", "glow", "--top", "100", "--now", &now])
            .expect(0);
    }
    tool
}

const CAMPAIGN: &str = "=glow | <b>\"'";

fn every_document(tool: &Tool, format: &str) -> Vec<String> {
    let span = ["report", CAMPAIGN, "--from", "2025-11-20", "--to", "2025-11-22"];
    let calls: [&[&str]; 6] = [
        &["report", CAMPAIGN],
        &["report", CAMPAIGN, CAMPAIGN],
        &span,
        &["diff", CAMPAIGN],
        &["history", CAMPAIGN],
        &["alerts", CAMPAIGN],
    ];
    calls.iter().map(|call| tool.call(&[call, &["--format", format][..]].concat()).expect(0).stdout).collect()
}

#[test]
fn no_attack_acts_in_a_page() {
    let attacks = attacks();
    let tool = attacked(&attacks);
    tool.write("note.md", attacks.iter().map(|attack| attack.text.clone() + "\n\n").collect::<String>());
    let client = ["report", CAMPAIGN, "--format", "html", "--for", "client", "--note", "note.md", "--title", "<i>\""];
    let mut pages = every_document(&tool, "html");
    pages.push(tool.call(&client).expect(0).stdout);
    for page in &pages {
        attacks.iter().for_each(|attack| attack.is_harmless_in("html", page));
        assert!(page.contains("default-src 'none'") && !page.contains("<script"), "{page}");
        for loads in [" src=\"http", "url(", "@import", "<link", "<iframe", "<object", "<base"] {
            assert!(!page.contains(loads), "{loads} in {page}");
        }
        let hidden =
            |letter: char| letter.is_control() && letter != '\n' || ('\u{202a}'..='\u{202e}').contains(&letter);
        assert!(!page.contains(hidden), "a control character in {page}");
    }
}

#[test]
fn no_attack_acts_in_markdown() {
    let attacks = attacks();
    let tool = attacked(&attacks);
    for page in every_document(&tool, "md") {
        attacks.iter().for_each(|attack| attack.is_harmless_in("markdown", &page));
        for event in Parser::new_ext(&page, Options::all()) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("https://www.tiktok.com/@"), "{dest_url} in {page}");
                }
                Event::Start(Tag::Image { .. }) | Event::Html(_) => panic!("{event:?} in {page}"),
                Event::InlineHtml(tag) => assert!(["<sub>", "</sub>"].contains(&&*tag), "{tag} in {page}"),
                _ => {}
            }
        }
    }
}

#[test]
fn no_attack_acts_in_a_sheet() {
    let attacks = attacks();
    let tool = attacked(&attacks);
    let daily = tool.call(&["export", "--daily", "--format", "csv"]).expect(0).stdout;
    for sheet in every_document(&tool, "csv").into_iter().chain([daily]) {
        let mut rows = csv::Reader::from_reader(sheet.as_bytes());
        let mut cells = 0;
        for row in rows.records() {
            for cell in &row.expect("a sheet whose rows are as long as its columns") {
                cells += 1;
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}']);
                assert!(!formula || cell.parse::<f64>().is_ok(), "{cell:?} in {sheet}");
            }
        }
        assert!(cells > 5 && sheet.contains("'=glow"), "{sheet}");
    }
}

#[test]
fn a_format_without_meaning_is_refused_by_name() {
    let tool = Tool::alone();
    for format in ["csv", "md", "html"] {
        let refused = tool.call(&["check", "--format", format]).expect(2);
        assert!(refused.stderr.contains(&format!("--format {format} has no meaning for")), "{refused}");
    }
    assert!(tool.call(&["check", "--locale", "tlh"]).expect(2).stderr.contains("--locale: \"tlh\" is not known"));
}

#[test]
fn every_attack_comes_back_from_an_export_as_it_was() {
    let tool = attacked(&attacks());
    let report = |tool: &Tool| tool.call(&["report", CAMPAIGN, "--format", "json"]).expect(0).json();
    for format in ["ndjson", "csv"] {
        let file = format!("export.{format}");
        tool.call(&["export", "--format", format, "--output", &file]).expect(0);
        let other = Tool::alone();
        other.write(&file, std::fs::read(tool.path(&file)).unwrap());
        other.call(&["import", &file, "--campaign", CAMPAIGN, "--hashtag", "glow", "--top", "100"]).expect(0);
        let (ours, theirs) = (report(&other), report(&tool));
        for (key, value) in theirs.as_object().unwrap() {
            assert_eq!(&ours[key], value, "{key} by {format}");
        }
    }
}
