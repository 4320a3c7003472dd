//! The brand's own accounts in a campaign's report: counted, told apart, and marked wherever they are listed.

use std::collections::BTreeSet;

use crate::{
    deliveries::{run, stage},
    provider::{calm, start, world},
    receiver::Receiver,
    tool::{TAG, Tool, rfc3339},
};

#[test]
fn a_report_tells_own_videos_apart_and_marks_them() {
    let sandbox = start(calm(world(90)));
    let tool = Tool::of(&sandbox).with_secret("TAGPULSE_PSEUDONYM_KEY", "a-key-of-these-tests-91d2");
    // The creator of the largest video, who is in every list, written as people write names.
    let listing = sandbox.world().listing(TAG, sandbox.now(), 0);
    let largest = listing.iter().max_by_key(|truth| truth.counts.views).unwrap();
    let brand = &largest.author.handle;
    let of_brand = || listing.iter().filter(|truth| truth.author.handle == *brand);
    let (videos, views) = (of_brand().count(), of_brand().map(|truth| truth.counts.views).sum::<u64>());
    let config = |own: &str| format!("{own}[[campaign]]\nname = \"spring\"\nhashtags = [\"{TAG}\"]\n");
    tool.write("tagpulse.toml", config(&format!("own = [\"@{}\"]\n", brand.to_uppercase())));
    let now = rfc3339(sandbox.now());
    let ran = tool.call(&["run", "--now", &now]).expect(0);
    let noun = if videos == 1 { "video" } else { "videos" };
    let told = format!("Own accounts: {videos} {noun} with ");
    assert!(ran.stdout.contains(&told), "{told} is not in {ran}");
    assert!(ran.stdout.contains(&format!("@{brand} (own)")), "{ran}");
    let json = tool.call(&["run", "--now", &now, "--format", "json"]).expect(0).json();
    assert_eq!((&json["totals"]["own_videos"], &json["totals"]["own_views"]), (&videos.into(), &views.into()));
    for format in ["text", "md", "html"] {
        let report = tool.call(&["report", "spring", "--format", format]).expect(0).stdout.replace('\\', "");
        let told = format!("Own accounts: {videos} {}", if format == "text" { noun } else { "videos" });
        assert!(report.contains(&told) && report.contains(" (own)"), "{told} is not in {report}");
    }
    let client =
        tool.call(&["report", "spring", "--for", "client", "--format", "md"]).expect(0).stdout.replace('\\', "");
    assert!(client.contains("Own accounts: "), "{client}");
    // Who is hidden is the user's own all the same.
    let hidden = tool.call(&["report", "spring", "--format", "json", "--pseudonymise"]).expect(0).json();
    let pseudonym = &hidden["top_videos"][0]["author"].as_str().unwrap();
    for arguments in [&["report", "spring"][..], &["run", "--now", &now]] {
        for format in ["text", "md", "html"] {
            let report = tool.call(&[arguments, &["--format", format, "--pseudonymise"]].concat()).expect(0);
            let text = report.stdout.replace('\\', "");
            assert!(text.contains(&format!("{pseudonym} (own)")), "{pseudonym} is not in {report}");
            assert!(!report.stdout.contains(brand.as_str()), "{report}");
        }
    }
    // Nobody is the user's own who is not named.
    tool.write("tagpulse.toml", config(""));
    for format in ["text", "md", "html"] {
        let report = tool.call(&["report", "spring", "--format", format]).expect(0).stdout;
        assert!(!report.contains("Own accounts") && !report.contains("(own)"), "{report}");
    }
}

#[test]
fn what_was_told_of_own_videos_is_marked_by_the_config_of_now() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    let tool = tool.with_secret("TAGPULSE_PSEUDONYM_KEY", "a-key-of-these-tests-91d2");
    run(&tool, sandbox.now()).expect(0);
    let alerts = |more: &[&str]| tool.call(&[&["alerts", "spring"], more].concat()).expect(0);
    let told = alerts(&["--format", "json"]).json()["alerts"].as_array().unwrap().clone();
    assert!(told.iter().all(|alert| alert["own"] == false), "{told:?}");
    let authors: BTreeSet<&str> = told.iter().filter_map(|alert| alert["author"].as_str()).collect();
    assert!(authors.len() > 1, "{authors:?}");
    let brand = authors.first().unwrap();
    let of_brand = told.iter().filter(|alert| alert["author"] == **brand).count();
    tool.write(
        "tagpulse.toml",
        format!("own = [\"{brand}\"]\n[[campaign]]\nname = \"spring\"\nhashtags = [\"{TAG}\"]\n"),
    );
    for hidden in [&[][..], &["--pseudonymise"]] {
        for format in ["text", "md", "html"] {
            let shown = alerts(&[&["--format", format], hidden].concat());
            assert_eq!(shown.stdout.replace('\\', "").matches(" (own)").count(), of_brand, "{format}: {shown}");
        }
        for format in ["json", "ndjson"] {
            let shown = alerts(&[&["--format", format], hidden].concat());
            assert_eq!(shown.stdout.matches("\"own\":true").count(), of_brand, "{format}: {shown}");
        }
        let csv = alerts(&[&["--format", "csv"], hidden].concat());
        let lines: Vec<&str> = csv.stdout.lines().collect();
        assert!(lines[0].ends_with(",own,delivery"), "{csv}");
        assert_eq!(lines.iter().filter(|line| line.rsplit(',').nth(1) == Some("true")).count(), of_brand, "{csv}");
    }
}
