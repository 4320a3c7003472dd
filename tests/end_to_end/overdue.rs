//! A provider that is down makes no reading. That nobody could read a campaign for a day and a half
//! is told all the same, once, and again only after a reading in between.

use tagpulse_sandbox::WorldOptions;

use crate::{
    provider::{calm, start},
    tool::{TAG, Tool, rfc3339},
};

/// Nothing listens there.
const DOWN: [&str; 2] = ["--base-url", "http://127.0.0.1:9"];

fn told(tool: &Tool) -> Vec<String> {
    let alerts = tool.call(&["alerts", TAG, "--format", "json"]).expect(0).json();
    let stale = alerts["alerts"].as_array().unwrap().iter().filter(|alert| alert["detectors"][0] == "stale");
    stale.map(|alert| alert["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_campaign_that_nobody_could_read_is_told_once() {
    let sandbox = start(calm(WorldOptions { videos: 40, hashtags: vec![TAG.into()], ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    let at = |hours: i64| begin + hours * 3600;
    tool.run(begin, &[]).expect(0);

    tool.run(at(24), &DOWN).expect(6);
    assert_eq!(told(&tool), Vec::<String>::new(), "a day is no news");
    let failed = tool.run(at(40), &DOWN).expect(6);
    let [reason] = told(&tool).try_into().unwrap();
    assert!(reason.starts_with("no reading that can be trusted for 40 h; the figures are those of "), "{reason}");
    assert!(failed.stderr.contains(&reason), "{failed}");
    tool.run(at(64), &DOWN).expect(6);
    assert_eq!(told(&tool).len(), 1, "it lasts, and is told");

    // A reading in between, and it begins anew.
    sandbox.set_now(at(70));
    tool.run(at(70), &[]).expect(0);
    tool.run(at(100), &DOWN).expect(6);
    assert_eq!(told(&tool).len(), 1);
    tool.run(at(110), &DOWN).expect(6);
    assert_eq!(told(&tool).len(), 2);
    let check = tool.call(&["check"]).expect(0);
    assert!(check.stdout.contains("the carried state equals them"), "{check}");
}

#[test]
fn the_newest_report_says_how_old_it_is_and_one_of_a_day_does_not() {
    let sandbox = start(calm(WorldOptions { videos: 40, hashtags: vec![TAG.into()], ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox);
    let begin = sandbox.now();
    tool.run(begin, &[]).expect(0);
    let report = |hours: i64, more: &[&str]| {
        let now = rfc3339(begin + hours * 3600);
        tool.call(&[&["report", TAG, "--now", &now], more].concat()).expect(0)
    };
    assert_eq!(report(35, &[]).stderr, "");
    let old = report(36, &[]);
    assert!(old.stderr.contains("warning: glow: no reading that can be trusted for 36 h"), "{old}");
    assert_eq!(old.stdout, report(35, &[]).stdout, "the document is what was read");
    assert_eq!(report(36, &["--at", &rfc3339(begin)]).stderr, "");
    assert_eq!(report(36, &["--quiet"]).stderr, "");
}

#[test]
fn of_several_campaigns_each_says_how_old_it_is() {
    let hashtags = vec!["glow".to_owned(), "beach".to_owned()];
    let sandbox = start(calm(WorldOptions { videos: 40, hashtags, ..WorldOptions::seeded(5) }));
    let tool = Tool::of(&sandbox);
    tool.write(
        "tagpulse.toml",
        "[[campaign]]\nname = \"spring\"\nhashtags = [\"glow\"]\n\
         [[campaign]]\nname = \"summer\"\nhashtags = [\"beach\"]\n",
    );
    let begin = sandbox.now();
    let at = |hours: i64| rfc3339(begin + hours * 3600);
    tool.call(&["run", "spring", "--now", &at(0)]).expect(0);
    tool.call(&["run", "summer", "--now", &at(20)]).expect(0);
    let warned = |more: &[&str]| {
        let ended = tool.call(&[&["report"], more].concat()).expect(0);
        ["spring", "summer"].map(|name| ended.stderr.contains(&format!("warning: {name}: no reading that can be")))
    };
    assert_eq!(warned(&["--now", &at(35)]), [false, false]);
    assert_eq!(warned(&["--now", &at(40)]), [true, false]);
    assert_eq!(warned(&["--now", &at(60)]), [true, true]);
    assert_eq!(warned(&["spring", "summer", "--now", &at(60)]), [true, true]);
    assert_eq!(warned(&["--now", &at(60), "--date", &at(0)[..10]]), [false, false]);
}
