//! What a campaign gained from one day to another: what the readings at both ends say, however many lie between.

use serde_json::{Value, json};

use crate::tool::Tool;

/// Four videos whose views are the hours since the first reading; the reading of the 4th lists one of them.
fn campaign() -> Tool {
    let tool = Tool::alone();
    let readings = [
        ("01T06", 0, 4),
        ("02T06", 24, 4),
        // Too near to the next morning to be its base.
        ("02T20", 38, 4),
        ("03T06", 48, 4),
        ("04T06", 72, 1),
        ("05T06", 96, 4),
        ("08T06", 168, 4),
    ];
    let mut rows = "video_id,author,views,likes,taken_at\n".to_owned();
    for (time, hours, listed) in readings {
        for video in 0..listed {
            rows += &format!("741234567890123450{video},anna,{},1,2026-11-{time}:00:00Z\n", 1_000 + hours);
        }
    }
    tool.write("panel.csv", rows);
    tool.call(&["import", "panel.csv", "--campaign", "spring"]).expect(0);
    tool
}

fn within(tool: &Tool, name: &str, from: &str, to: &str) -> Value {
    let (from, to) = (format!("2026-11-{from}"), format!("2026-11-{to}"));
    let span = tool.call(&["report", name, "--from", &from, "--to", &to, "--format", "json"]).expect(0).json();
    span["gained_within"].clone()
}

#[test]
fn the_end_less_the_start() {
    let tool = campaign();
    let within = |from: &str, to: &str| {
        let gained = within(&tool, "spring", from, to);
        (gained["views_gained"].clone(), gained["since"].clone(), gained["elapsed_hours"].clone())
    };
    let expected = |hours: i64, since: &str| (json!(4 * hours), json!(format!("2026-11-{since}:00:00Z")), json!(hours));
    // The 3rd begins with the evening of the 2nd, and the 5th with the 3rd, as the 4th listed one video of four.
    let daily = tool.call(&["export", "spring", "--daily", "--format", "json"]).expect(0).json();
    let days = tool.call(&["history", "spring", "--format", "json"]).expect(0).json();
    assert_eq!(daily["campaigns"][0]["days"], days["days"]);
    let of = |key: &str| -> Vec<Value> { (0..6).map(|at| days["days"][at][key].clone()).collect() };
    assert_eq!(json!(of("views_gained")), json!([null, 4 * 38, 4 * 10, 24, 4 * 48, 4 * 72]));
    assert_eq!(json!(of("gained_over_hours")), json!([null, 38, 10, 24, 48, 72]));
    assert_eq!(within("01", "08"), expected(168, "01T06"));
    assert_eq!(within("03", "05"), expected(58, "02T20"));
    assert_eq!(within("04", "05"), expected(48, "03T06"));
    assert_eq!(within("02", "02"), expected(38, "01T06"));
    // Spans side by side add up, also where a reading between listed one of four: 24 and 3 times 48 hours.
    assert_eq!(within("04", "04").0, json!(24));
    assert_eq!(within("05", "05").0, json!(24 + 3 * 48));
    // Of a span behind a gap it is said since when.
    assert_eq!(within("07", "08"), expected(72, "05T06"));
    // What cannot be compared is not known, and not nothing.
    assert_eq!(within("01", "01"), (Value::Null, Value::Null, Value::Null));
}

#[test]
fn a_video_that_a_listing_missed_keeps_its_growth() {
    let tool = Tool::alone();
    let mut rows = "video_id,author,views,likes,created,taken_at\n".to_owned();
    // `known` misses the 11th; `published` is of the 11th; `found` is of October, and listed on the 12th first.
    let (known, published, found) = (
        ("7412345678901234500", "2026-10-01"),
        ("7412345678901234501", "2026-11-11"),
        ("7412345678901234502", "2026-10-02"),
    );
    let readings = [
        ("10", known, 1_000),
        ("10", ("7412345678901234503", "2026-10-01"), 50),
        ("11", ("7412345678901234503", "2026-10-01"), 60),
        ("11", published, 10),
        ("12", known, 5_000),
        ("12", published, 300),
        ("12", found, 70_000),
    ];
    for (day, (id, created), views) in readings {
        rows += &format!("{id},anna,{views},1,{created}T00:00:00Z,2026-11-{day}T06:00:00Z\n");
    }
    tool.write("panel.csv", rows);
    tool.call(&["import", "panel.csv", "--campaign", "spring"]).expect(0);
    let gained = within(&tool, "spring", "11", "12");
    let keys = ["views_gained", "published", "published_views", "found", "found_views"];
    assert_eq!(keys.map(|key| gained[key].as_i64()), [4_310, 1, 300, 1, 70_000].map(Some), "{gained}");
    let text = tool.call(&["report", "spring", "--from", "2026-11-11", "--to", "2026-11-12"]).expect(0);
    let says = "+4,310 views, 1 video published, 0 alerts (last known counts at the end less those of 10 Nov 2026 06:00 UTC, \
                48 h before; readings on 2 of 2 days; without 1 older video found late, of +70,000 views)\n";
    assert!(text.stdout.contains(says), "{text}");
}

#[test]
fn people_read_since_when() {
    let tool = campaign();
    let says = |span: [&str; 2], format: &str, text: &str| {
        let shown = tool.call(&["report", "spring", "--from", span[0], "--to", span[1], "--format", format]).expect(0);
        assert!(shown.stdout.replace('\\', "").contains(text), "{text} is not in {shown}");
    };
    let gap = ["2026-11-07", "2026-11-08"];
    let text = "from 2026-11-07 to 2026-11-08: +288 views, 0 videos published, 0 alerts (last known counts at the end less \
                those of 5 Nov 2026 06:00 UTC, 3 days before; readings on 1 of 2 days)\n";
    says(gap, "text", text);
    says(gap, "md", "at the end less those of 5 Nov 2026 06:00 UTC, 3 days before: of every video known then, ");
    says(gap, "md", "1 of 2 days have a reading.");
    says(gap, "csv", ",288,0,2026-11-05T06:00:00Z,2,1,0,0,0,72,2026-11-05T06:00:00Z,72\r\n");
    let first = ["2026-11-01", "2026-11-01"];
    says(first, "text", "Gained from 2026-11-01 to 2026-11-01: not known, 0 alerts (readings on 1 of 1 day)\n");
    says(first, "md", "| Views gained | **–** |");
}

#[test]
fn a_gain_over_a_gap_says_over_how_many_hours_it_is() {
    let tool = Tool::alone();
    let mut rows = "video_id,author,views,likes,taken_at\n".to_owned();
    for (day, views) in [(19, 800), (20, 1_000), (21, 1_400), (25, 17_400), (26, 17_500)] {
        rows += &format!("7412345678901234500,anna,{views},1,2026-11-{day}T06:00:00Z\n");
    }
    tool.write("panel.csv", rows);
    tool.call(&["import", "panel.csv", "--campaign", "spring"]).expect(0);
    let shown = |arguments: &[&str], format: &str| {
        tool.call(&[arguments, &["--format", format]].concat()).expect(0).stdout.replace('\\', "")
    };
    let days = tool.call(&["history", "spring", "--format", "json"]).expect(0).json();
    let hours: Vec<Value> = (0..5).map(|at| days["days"][at]["gained_over_hours"].clone()).collect();
    assert_eq!(json!(hours), json!([null, 24, 24, 96, 24]), "{days}");
    let text = shown(&["history", "spring"], "text");
    assert!(text.lines().any(|line| line.starts_with("2026-11-25") && line.ends_with("gained in 4 days")), "{text}");
    assert_eq!(text.matches("gained in").count(), 1, "{text}");
    assert!(text.contains("in 8 days; 1 of more than a day"), "{text}");
    let csv = shown(&["export", "spring", "--daily"], "csv");
    assert!(csv.contains(",gained_over_hours\r\n") && csv.contains(",0,96\r\n"), "{csv}");
    let csv = shown(&["report", "spring", "--date", "2026-11-25"], "csv");
    assert!(csv.contains(",since,gained_over_hours\r\n") && csv.contains(",2026-11-21T06:00:00Z,96\r\n"), "{csv}");
    tool.call(&["import", "panel.csv", "--campaign", "autumn"]).expect(0);
    let csv = shown(&["report", "spring", "autumn"], "csv");
    assert!(csv.contains(",error,since,gained_over_hours\r\n"), "{csv}");
    assert_eq!(csv.matches(",,2026-11-25T06:00:00Z,24\r\n").count(), 2, "{csv}");
    for format in ["md", "html"] {
        let page = shown(&["history", "spring"], format);
        assert!(page.contains("+16,000 (4 days)") && page.contains("25 Nov 2026 is of 4 days"), "{page}");
    }
    // Days without a reading keep their places: the 19th has nothing to be compared with.
    let page = shown(&["report", "spring"], "md");
    assert!(page.contains("Views gained a day: `·▁▁···█▁`"), "{page}");
    assert!(page.contains("25 Nov 2026 is of 4 days"), "{page}");
}

#[test]
fn what_is_only_noted_is_no_alert_of_a_span() {
    let tool = Tool::alone();
    let mut rows = "video_id,author,views,likes,taken_at\n".to_owned();
    for day in [1, 2] {
        for video in 10..30 {
            // One has many times the average engagement on the second day, which the tutorial's rule notes.
            let likes = if (day, video) == (2, 10) { 10_000 } else { 10 };
            rows += &format!("74123456789012345{video},anna,20000,{likes},2026-11-0{day}T06:00:00Z\n");
        }
    }
    tool.write("panel.csv", rows);
    tool.call(&["import", "panel.csv", "--campaign", "spring"]).expect(0);
    let gained = within(&tool, "spring", "02", "02");
    assert_eq!((&gained["alerts"], &gained["noted"]), (&json!(2), &json!(1)), "{gained}");
    let text = tool.call(&["report", "spring", "--from", "2026-11-02", "--to", "2026-11-02"]).expect(0);
    assert!(text.stdout.contains(", 1 alert, 1 noted (last known counts"), "{text}");
    // A report's row counts as its other formats do; a day's has both, as the key of its document.
    let alerts = |arguments: &[&str]| {
        let csv = tool.call(&[arguments, &["--format", "csv"]].concat()).expect(0).stdout;
        let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let at = lines.next().unwrap().iter().position(|column| column == "alerts").unwrap();
        lines.map(|cells| cells[at].clone()).collect::<Vec<_>>()
    };
    assert_eq!(alerts(&["report", "spring"]), ["1"]);
    assert_eq!(alerts(&["report", "spring", "spring"]), ["1", "1"]);
    assert_eq!(alerts(&["export", "--daily"]), ["0", "2"]);
}
