//! The brand's own accounts in a campaign's report: counted, told apart, and marked wherever they are listed.

use crate::{
    provider::{calm, start, world},
    tool::{TAG, Tool, rfc3339},
};

#[test]
fn a_report_tells_own_videos_apart_and_marks_them() {
    let sandbox = start(calm(world(90)));
    let tool = Tool::of(&sandbox);
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
    // Nobody is the user's own who is not named.
    tool.write("tagpulse.toml", config(""));
    for format in ["text", "md", "html"] {
        let report = tool.call(&["report", "spring", "--format", format]).expect(0).stdout;
        assert!(!report.contains("Own accounts") && !report.contains("(own)"), "{report}");
    }
}
