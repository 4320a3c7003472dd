//! The morning's view over six campaigns: aligned in 80 columns, what needs attention first, each
//! video once in the sums, and the same in JSON.

use serde_json::Value;
use tagpulse_sandbox::{Fault, FaultKind, Sandbox, WorldOptions};

use crate::{
    provider::{calm, start},
    tool::{Ended, Tool, rfc3339},
};

const SIX: &str = "\
zone = \"Europe/Berlin\"
[[campaign]]\nname = \"Spring launch with a very long name\"\nhashtags = [\"glow\", \"beach\"]\ngoals = { views = 900000000000, by = 2026-12-31 }
[[campaign]]\nname = \"summer\"\nhashtags = [\"beach\"]
[[campaign]]\nname = \"autumn\"\nhashtags = [\"leaves\"]
[[campaign]]\nname = \"winter\"\nhashtags = [\"snow\"]
[[campaign]]\nname = \"gone\"\nhashtags = [\"nosuchtag\"]
[[campaign]]\nname = \"half\"\nhashtags = [\"sand\"]\nown = [\"@OWNER\"]\nzone = \"America/New_York\"
";

/// Six campaigns on the last of five days, where one fails and one breaks off.
fn morning() -> (Sandbox, Tool, Ended) {
    let hashtags = ["glow", "beach", "leaves", "snow", "sand"].map(str::to_owned).to_vec();
    let sandbox = start(calm(WorldOptions { videos: 900, hashtags, ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox).with("COLUMNS", "80");
    let begin = sandbox.world().options().day_start(24) + 6 * 3_600;
    let listed = sandbox.world().listing("sand", begin, 0);
    let own = listed[0].author.handle.to_uppercase();
    tool.write("tagpulse.toml", SIX.replace("OWNER", &own));
    for day in 0..4 {
        let now = begin + day * 86_400;
        sandbox.set_now(now);
        tool.call(&["run", "--now", &rfc3339(now)]).expect(3);
    }
    let now = begin + 4 * 86_400;
    sandbox.set_now(now);
    let broken = FaultKind::Status { code: 503, body: None, retry_after: None };
    sandbox.set_faults(vec![Fault {
        hashtag: Some("sand".to_owned()),
        cursor: Some("30".to_owned()),
        ..Fault::from(broken)
    }]);
    let ran = tool.call(&["run", "--now", &rfc3339(now)]).expect(3);
    (sandbox, tool, ran)
}

#[test]
fn a_morning_reads_in_eighty_columns_and_adds_up() {
    let (sandbox, tool, ran) = morning();
    for line in ran.stdout.lines() {
        let alone = line.trim_start().starts_with("https://");
        assert!(alone || line.chars().count() <= 80, "{} columns: {line}\n{ran}", line.chars().count());
    }
    // Read at one time, shown in the zone that most of them have.
    assert!(ran.stdout.starts_with("6 campaigns ") && ran.stdout.lines().next().unwrap().ends_with("Europe/Berlin"));
    // The worst first: what failed, then what broke off.
    let attention: Vec<&str> = ran.stdout.lines().skip_while(|line| *line != "Needs attention").skip(1).collect();
    assert!(attention[0].starts_with("gone  "), "{ran}");
    assert!(ran.stdout.find("gone  ") < ran.stdout.find("half  "), "{ran}");
    assert!(ran.stdout.contains("behind goal") || ran.stdout.contains(" alert"), "{ran}");
    // What text says, the page says, too.
    let page = tool.call(&["report", "--format", "md", "--locale", "de"]).expect(0).stdout.replace('\\', "");
    let goal = ran.stdout.lines().find(|line| line.contains("Goal: ")).unwrap_or_else(|| panic!("{ran}"));
    assert!(page.contains("## Needs attention") && page.contains(": Goal: "), "{goal}\n{page}");
    assert!(page.contains(" Mrd. views"), "{page}");
    let told = json_of(&tool);
    for reason in told.iter().filter(|alert| alert["notifies"] == true).filter_map(|alert| alert["reason"].as_str()) {
        assert!(page.contains("## Alerts") && page.contains(reason), "{reason}\n{page}");
    }
    // The same from the store, without a name.
    let report = tool.call(&["report"]).expect(0);
    let table = |text: &str| -> Vec<String> {
        let from = text.lines().skip_while(|line| !line.contains("status"));
        from.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("gone")).map(str::to_owned).collect()
    };
    assert_eq!(table(&report.stdout), table(&ran.stdout), "{report}");
    let json = tool.call(&["report", "--format", "json"]).expect(0).json();
    let totals = &json["totals"];
    let truth = sandbox.world().truth(sandbox.now()).len() as u64;
    assert_eq!(totals["campaigns"], 5);
    let videos = totals["total_videos"].as_u64().unwrap();
    let each: u64 = json["campaigns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["report"]["total_videos"].as_u64().unwrap_or(0))
        .sum();
    assert!(videos <= truth && videos < each, "{videos} of {truth}, {each} by campaign");
    let part = |voice: &Value| voice["posts"].as_f64().unwrap();
    let parts: f64 = totals["share_of_voice"].as_array().unwrap().iter().map(part).sum();
    assert!((parts - 1.0).abs() < 1e-5, "{totals}");
    assert!(totals["own_videos"].as_u64().unwrap() >= 1, "{totals}");
    let two = tool.call(&["report", "summer", "winter", "--format", "json"]).expect(0).json();
    assert_eq!(two["totals"]["campaigns"], 2);
}

/// The alerts of all campaigns.
fn json_of(tool: &Tool) -> Vec<Value> {
    let json = tool.call(&["report", "--format", "json"]).expect(0).json();
    let campaigns = json["campaigns"].as_array().unwrap().iter();
    campaigns.flat_map(|one| one["report"]["alerts"].as_array().cloned().unwrap_or_default()).collect()
}

#[test]
fn of_campaigns_that_all_failed_nothing_is_known() {
    let sandbox = start(calm(WorldOptions { videos: 50, ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox);
    let campaign = |name: &str| format!("[[campaign]]\nname = \"{name}\"\nhashtags = [\"nosuch{name}\"]\n");
    tool.write("tagpulse.toml", campaign("a") + &campaign("b"));
    let ran = tool.call(&["run", "--now", &rfc3339(sandbox.now())]);
    let line = ran.stdout.lines().find(|line| line.starts_with("all together")).unwrap_or_else(|| panic!("{ran}"));
    assert!(!line.contains('0') && line.contains('-'), "{ran}");
}

#[test]
fn a_campaign_that_has_no_reading_or_half_of_one_stands_beside_the_others_in_every_format() {
    let hashtags = ["glow", "beach"].map(str::to_owned).to_vec();
    let sandbox = start(calm(WorldOptions { videos: 200, hashtags, ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox);
    let campaign = |name: &str, tag: &str| format!("[[campaign]]\nname = \"{name}\"\nhashtags = [\"{tag}\"]\n");
    tool.write("tagpulse.toml", campaign("spring", "glow") + &campaign("summer", "beach"));
    let begin = sandbox.world().options().day_start(24) + 6 * 3_600;
    sandbox.set_now(begin);
    tool.call(&["run", "spring", "--now", &rfc3339(begin)]).expect(0);
    sandbox.set_now(begin + 86_400);
    let broken = FaultKind::Status { code: 503, body: None, retry_after: None };
    let cursor = Some("30".to_owned());
    sandbox.set_faults(vec![Fault { hashtag: Some("beach".to_owned()), cursor, ..Fault::from(broken) }]);
    tool.call(&["run", "--now", &rfc3339(begin + 86_400)]).expect(3);
    let report = |day: i64, format: &str| {
        let date = &rfc3339(begin + day * 86_400)[..10];
        tool.call(&["report", "--date", date, "--format", format]).expect(0).stdout
    };
    let json = |day: i64| -> Value { serde_json::from_str(&report(day, "json")).unwrap() };
    let (none, half) = (&json(0)["campaigns"][1], &json(1)["campaigns"][1]);
    assert_eq!((&none["campaign"], &none["report"], &none["error"]), (&"summer".into(), &Value::Null, &Value::Null));
    assert_eq!((&half["report"]["total_videos"], &half["error"]["code"]), (&30.into(), &"upstream".into()));
    let message = half["error"]["message"].as_str().unwrap();
    let last = |text: &str| text.lines().last().unwrap().to_owned();
    let line = |day: i64| -> Value { serde_json::from_str(&last(&report(day, "ndjson"))).unwrap() };
    assert_eq!((&line(0), &line(1)), (none, half));
    assert!(last(&report(0, "csv")).starts_with("summer,,,") && last(&report(1, "csv")).contains(message));
    let all = json(1)["totals"]["total_videos"].to_string();
    for format in ["md", "html"] {
        // Marks are escaped in Markdown.
        let page = |day: i64| report(day, format).replace('\\', "");
        assert!(page(0).contains("summer: no reading"), "{}", page(0));
        let page = page(1);
        assert!(page.contains(&format!("Together, each video once: {all} videos")), "{page}");
        assert!(page.contains("summer: partial: the provider failed"), "{page}");
    }
}

#[test]
fn a_campaign_that_was_not_read_today_says_so_and_gains_nothing() {
    let (sandbox, tool, _) = morning();
    let before = sandbox.now();
    let now = before + 86_400;
    sandbox.set_now(now);
    let broken = FaultKind::Status { code: 503, body: None, retry_after: None };
    sandbox.set_faults(vec![Fault { hashtag: Some("leaves".to_owned()), ..Fault::from(broken) }]);
    let ran = tool.call(&["run", "--now", &rfc3339(now)]).expect(3);
    let together = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("all together")).unwrap();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let report = tool.call(&["report", "--now", &rfc3339(now)]).expect(0);
    let row =
        |name: &str| report.stdout.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect::<Vec<_>>();
    let [attention, line, _voice] = row("autumn").try_into().unwrap();
    assert!(attention.contains("  not read since ") && attention.ends_with("Europe/Berlin"), "{report}");
    assert!(line.ends_with(&format!("of {}", &rfc3339(before)[..10])), "{report}");
    assert!(row("gone").iter().any(|line| line.ends_with("no reading")), "{report}");
    // What it gained the day before is in no sum of today: as where the run saw nothing of it.
    assert_eq!(together(&report.stdout)[4], together(&ran.stdout)[4], "{report}\n{ran}");
    let page = tool.call(&["report", "--now", &rfc3339(now), "--format", "md"]).expect(0);
    assert!(page.stdout.replace('\\', "").contains("autumn: not read since"), "{page}");
}
