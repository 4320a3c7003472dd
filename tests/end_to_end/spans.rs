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

#[test]
fn no_hour_counts_twice() {
    let tool = campaign();
    let within = |from: &str, to: &str| {
        let (from, to) = (format!("2026-11-{from}"), format!("2026-11-{to}"));
        let span = tool.call(&["report", "spring", "--from", &from, "--to", &to, "--format", "json"]).expect(0).json();
        let gained = &span["gained_within"];
        (gained["views_gained"].clone(), gained["since"].clone(), gained["days_compared"].clone())
    };
    let expected =
        |hours: i64, since: &str, days: u32| (json!(4 * hours), json!(format!("2026-11-{since}:00:00Z")), json!(days));
    // The days' own figures sum to more: the 2nd is compared to its evening, the 3rd from its morning on, and what the
    // 4th listed counts on the 5th again.
    let days = tool.call(&["history", "spring", "--format", "json"]).expect(0).json();
    let sum: i64 = days["days"].as_array().unwrap().iter().filter_map(|day| day["views_gained"].as_i64()).sum();
    assert!(sum > 4 * 168, "{days}");
    assert_eq!(within("01", "08"), expected(168, "01T06", 5));
    assert_eq!(within("03", "05"), expected(72, "02T06", 3));
    assert_eq!(within("04", "05"), expected(48, "03T06", 2));
    assert_eq!(within("02", "02"), expected(38, "01T06", 1));
    // Of a span behind a gap it is said since when.
    assert_eq!(within("07", "08"), expected(72, "05T06", 1));
    // What cannot be compared is not known, and not nothing.
    assert_eq!(within("01", "01"), (Value::Null, Value::Null, json!(0)));
}

#[test]
fn people_read_since_when() {
    let tool = campaign();
    let says = |span: [&str; 2], format: &str, text: &str| {
        let shown = tool.call(&["report", "spring", "--from", span[0], "--to", span[1], "--format", format]).expect(0);
        assert!(shown.stdout.replace('\\', "").contains(text), "{text} is not in {shown}");
    };
    let gap = ["2026-11-07", "2026-11-08"];
    let text = "from 2026-11-07 to 2026-11-08: +288 views, 0 videos published, 0 alerts (1 of 2 days could be compared; \
                since 5 Nov 2026 06:00 UTC)\n";
    says(gap, "text", text);
    says(gap, "md", "Gains are those since 5 Nov 2026 06:00 UTC, of 1 of 2 days; ");
    says(gap, "csv", ",288,0,2026-11-05T06:00:00Z,2,1\r\n");
    let first = ["2026-11-01", "2026-11-01"];
    says(first, "text", "Gained from 2026-11-01 to 2026-11-01: not known, 0 alerts (0 of 1 days could be compared)\n");
    says(first, "md", "| Views gained | **–** |");
}
