//! People are forgotten, figures are not.

use super::is_forgotten;
use crate::history::tests::{campaign, reading};
use crate::{Campaign, History, Report, Settings, Snapshot, VideoId, Zone};

/// Two days: thirty videos of three creators, of which video 1 goes viral. Every text names its creator.
fn known() -> History {
    let mut history = History::new("spring");
    for (hours, hit) in [(0, 100), (24, 90_000)] {
        history.advance(&day(hours, hit), &campaign(), &Zone::utc()).unwrap();
    }
    history
}

fn day(hours: i64, hit: u64) -> Snapshot {
    let views: Vec<(u64, u64)> = (1..=30).map(|number| (number, if number == 1 { hit } else { 100 })).collect();
    let mut day = reading(hours, &views);
    for listed in &mut day.videos {
        let author = listed.video.author.clone().unwrap();
        listed.video.desc = Some(format!("by {author} #glow #{author}"));
        listed.video.hashtags = ["glow", author.as_str()].into_iter().collect();
        listed.video.author_followers = Some(5_000 + listed.video.video_id.0 % 3);
    }
    day
}

/// Every figure: the report without what names and what was written.
fn figures(report: &Report) -> String {
    let mut report = report.clone();
    for video in &mut report.top_videos {
        (video.author, video.desc, video.url) = (None, None, None);
        video.hashtags.clear();
    }
    for creator in &mut report.creators.top {
        creator.author.clear();
    }
    for alert in &mut report.alerts {
        (alert.author, alert.url) = (None, None);
    }
    for contributor in report.diff.iter_mut().flat_map(|diff| &mut diff.top_contributors) {
        contributor.author = None;
    }
    report.top_5_creators.clear();
    report.hashtags_used.clear();
    report.to_json()
}

fn report(history: &History, campaign: &Campaign) -> Report {
    history.report(campaign, &Zone::utc()).unwrap()
}

/// All that leaves a history, as one text.
fn everything(history: &History) -> String {
    let bytes = String::from_utf8_lossy(&history.to_bytes()).into_owned();
    let told = format!("{:?} {:?}", history.pending(), history.raised_at(history.newest().unwrap()));
    bytes + &told + &report(history, &campaign()).to_json()
}

fn carried(history: &History) -> History {
    let bytes = history.to_bytes();
    let again = History::from_bytes(&bytes).unwrap();
    assert_eq!(again.to_bytes(), bytes);
    again
}

#[test]
fn a_creator_goes_and_every_figure_stays() {
    for who in ["author1", "@Author1", " @AUTHOR1 "] {
        let mut history = known();
        let before = report(&history, &campaign());
        assert!(everything(&history).matches("author1").count() > 10 && !history.pending().is_empty());
        assert_eq!(history.forget(who, &campaign()), 10);
        let mut history = carried(&history);
        assert!(!everything(&history).contains("author1"), "{who}");
        let after = report(&history, &campaign());
        assert_eq!(figures(&after), figures(&before));
        assert_eq!((after.total_views, after.creators.total), (92_900, 3));
        assert_eq!((after.top_videos[0].author.as_deref(), after.top_videos[0].url.as_deref()), (None, None));
        assert!(is_forgotten(&after.creators.top[0].author));
        assert!(everything(&history).contains("by author2 #glow #author2"), "others stay as they were");
        assert_eq!(history.forget(who, &campaign()), 0);
    }
}

#[test]
fn a_video_listed_again_stays_without_a_person() {
    let (mut history, mut untouched) = (known(), known());
    history.forget("author1", &campaign());
    for hours in [48, 72] {
        history = carried(&history);
        let with = untouched.advance(&day(hours, 95_000), &campaign(), &Zone::utc()).unwrap();
        let without = history.advance(&day(hours, 95_000), &campaign(), &Zone::utc()).unwrap();
        assert_eq!(figures(&without), figures(&with));
        assert!(!everything(&history).contains("author1"));
    }
    // A new video of theirs is a new fact.
    let mut next = day(96, 95_000);
    next.videos[0].video.video_id = VideoId(31);
    history.advance(&next, &campaign(), &Zone::utc()).unwrap();
    assert_eq!(history.author(history.find(VideoId(31)).unwrap()), Some("author1"));
    assert_eq!(history.author(history.find(VideoId(1)).unwrap()), None);
    assert_eq!(history.forget("author1", &campaign()), 1);
    assert!(!everything(&history).contains("author1"));
}

#[test]
fn a_video_goes_by_its_id() {
    let mut history = known();
    let before = report(&history, &campaign());
    assert_eq!(history.forget("1", &campaign()), 1);
    let mut history = carried(&history);
    let after = report(&history, &campaign());
    assert_eq!((after.total_views, after.total_engagement), (before.total_views, before.total_engagement));
    assert_eq!(after.top_videos[0].video_id, VideoId(1));
    assert_eq!((&after.top_videos[0].author, &after.top_videos[0].desc), (&None, &None));
    assert!(after.top_videos[0].hashtags.is_empty());
    assert!(history.pending().iter().all(|alert| alert.author.is_none() && alert.url.is_none()));
    // Their other videos keep their name, and nothing joins the two.
    assert_eq!(after.creators.total, 4);
    assert_eq!(history.author(history.find(VideoId(4)).unwrap()), Some("author1"));
    assert_eq!(history.forget("1", &campaign()), 0);
    // The only video of a creator was all of them.
    let mut one = History::new("spring");
    one.advance(&reading(0, &[(7, 100), (8, 50)]), &campaign(), &Zone::utc()).unwrap();
    let before = report(&one, &campaign());
    assert_eq!(one.forget("7", &campaign()), 1);
    assert_eq!(figures(&report(&one, &campaign())), figures(&before));
    assert!(!everything(&one).contains("author1"));
    history.advance(&day(48, 95_000), &campaign(), &Zone::utc()).unwrap();
    assert_eq!(history.author(history.find(VideoId(1)).unwrap()), None);
}

#[test]
fn who_is_left_out_stays_out() {
    let settings = Settings { campaign: "spring".into(), exclude: vec!["@Author1".into()], ..Settings::default() };
    let excluding = Campaign::new(settings).unwrap();
    for (who, touched) in [("author1", 10), ("1", 1)] {
        let mut history = known();
        let before = report(&history, &excluding);
        assert_eq!(history.forget(who, &excluding), touched);
        let history = carried(&history);
        assert_eq!(before.coverage.excluded.creator, 10);
        assert_eq!(figures(&report(&history, &excluding)), figures(&before), "{who}");
    }
}

#[test]
fn a_name_that_nobody_has_changes_nothing() {
    let mut history = known();
    let bytes = history.to_bytes();
    for who in ["nobody", "author", "author11", "", "@", "99", "-1", "(forgotten 0)"] {
        assert_eq!(history.forget(who, &campaign()), 0, "{who}");
    }
    assert_eq!(history.to_bytes(), bytes);
}

#[test]
fn what_a_creator_was_called_before_goes_too() {
    let mut history = known();
    let mut renamed = day(48, 95_000);
    for listed in renamed.videos.iter_mut().filter(|listed| listed.video.video_id.0 % 3 == 1) {
        listed.video.author = Some("newname".to_owned());
    }
    history.advance(&renamed, &campaign(), &Zone::utc()).unwrap();
    assert_eq!(history.forget("newname", &campaign()), 10);
    let everything = everything(&carried(&history));
    // Hashtags of the text that is known, too.
    assert!(!everything.contains("newname") && !everything.contains("author1"));
}

#[test]
fn data_that_calls_itself_forgotten_moves_nobody() {
    let mut history = History::new("spring");
    let mut day = reading(0, &[(1, 10), (2, 20), (3, 30), (4, 40)]);
    for (listed, name) in day.videos.iter_mut().zip(["anna", "(forgotten 0)", "bert", "(forgotten 0))"]) {
        listed.video.author = Some(name.to_owned());
    }
    history.advance(&day, &campaign(), &Zone::utc()).unwrap();
    assert_eq!(history.forget("anna", &campaign()), 1);
    let history = carried(&history);
    assert_eq!(report(&history, &campaign()).creators.total, 4);
    assert_eq!(history.author(history.find(VideoId(3)).unwrap()), Some("bert"));
}

#[test]
fn who_was_muted_stays_muted() {
    for (mute, told) in [(vec![], true), (vec!["@author1".to_owned()], false)] {
        let policy = crate::Policy { mute, ..crate::Policy::default() };
        let settings = Settings { policy, ..campaign().settings().clone() };
        let campaign = Campaign::new(settings).unwrap();
        let mut history = History::new("spring");
        history.advance(&day(0, 100), &campaign, &Zone::utc()).unwrap();
        assert_eq!(history.forget("author1", &campaign), 10);
        let report = history.advance(&day(24, 90_000), &campaign, &Zone::utc()).unwrap();
        let alerts: Vec<_> = report.alerts.iter().filter(|alert| alert.video_id == Some(VideoId(1))).collect();
        assert!(!alerts.is_empty());
        assert_eq!(alerts.iter().any(|alert| alert.notifies), told, "{alerts:?}");
    }
}

#[test]
fn nobody_is_read_with_the_mark_for_a_name() {
    let body = br#"{"videos":[{"video_id":"1","play_count":1,"author":"(forgotten, left out 0)"}]}"#;
    let page = crate::normalize(body, &crate::Hints::default()).unwrap();
    assert_eq!(page.videos[0].author, None);
}
