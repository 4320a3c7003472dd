//! Simulated days: snapshots by hand, figures by hand.

use super::*;
use crate::{Counts, Listed, Rejections, Settings, Usage, Video};

/// 2026-09-22T06:00:00Z.
const DAY_1: i64 = 1_790_056_800;

pub(super) fn campaign() -> Campaign {
    Campaign::new(Settings { campaign: "spring".into(), ..Settings::default() }).unwrap()
}

/// A reading so many hours after the first day's, of videos by number and views.
pub(super) fn reading(hours: i64, videos: &[(u64, u64)]) -> Snapshot {
    let taken_at = Timestamp::from_seconds(DAY_1 + hours * 3600).unwrap();
    let listed = |(number, views): &(u64, u64)| Listed {
        video: Video {
            video_id: VideoId(*number),
            author: Some(format!("author{}", number % 3)),
            desc: Some(format!("caption {number}")),
            created: Some(DAY_1 - 86_400 + (*number % 1_000) as i64 * 60),
            counts: Counts { views: Some(*views), likes: Some(views / 10), ..Counts::default() },
            author_followers: Some(2_000),
            duration_s: None,
            observed: None,
            hashtags: ["glow"].into_iter().collect(),
        },
        under: Vec::new(),
    };
    Snapshot {
        header: Header {
            taken_at,
            hashtags: Vec::new(),
            duplicates: 0,
            rejected: Rejections::default(),
            usage: Usage::default(),
            sources: None,
            recheck_failed: 0,
        },
        videos: videos.iter().map(listed).collect(),
        rechecked: Vec::new(),
    }
}

fn advance(history: &mut History, hours: i64, videos: &[(u64, u64)]) -> Report {
    let report = history.advance(&reading(hours, videos), &campaign(), &Zone::utc()).unwrap();
    // Carried as bytes, and read again, it stays the same.
    let bytes = history.to_bytes();
    *history = History::from_bytes(&bytes).unwrap();
    assert_eq!(history.to_bytes(), bytes);
    assert_eq!(history.report(&campaign(), &Zone::utc()).unwrap().to_json(), report.to_json());
    report
}

#[test]
fn totals_are_over_every_video_ever_seen() {
    let mut history = History::new("spring");
    let first = advance(&mut history, 0, &[(1, 100), (2, 200), (3, 300)]);
    assert_eq!((first.total_videos, first.total_views, first.total_engagement), (3, 600, 60));
    assert_eq!((first.new_videos_24h, first.diff.is_none()), (None, true));

    // 2 is not listed, 4 is published since, 1 falls.
    let mut second = reading(24, &[(3, 400), (1, 90), (4, 50)]);
    second.videos[2].video.created = Some(DAY_1 + 5);
    let report = history.advance(&second, &campaign(), &Zone::utc()).unwrap();
    assert_eq!((report.total_videos, report.total_views), (4, 740));
    assert_eq!((report.new_videos_24h, report.view_growth_24h), (Some(1), Some(140)));
    assert_eq!((report.coverage.not_seen, report.coverage.carried_views), (1, 200));
    let diff = report.diff.unwrap();
    assert_eq!((diff.published, diff.found, diff.gained, diff.fallen, diff.not_seen, diff.back), (1, 0, 1, 1, 1, 0));
    assert_eq!((diff.view_growth.known, diff.view_growth.published), (90, 50));
    assert_eq!(diff.top_contributors[0].video_id, VideoId(3));

    // 2 comes back, 5 is old and found late.
    let third = advance(&mut history, 48, &[(1, 90), (2, 260), (3, 400), (4, 50), (5, 1000)]);
    let diff = third.diff.unwrap();
    assert_eq!((diff.found, diff.back, diff.view_growth.found, diff.view_growth.back), (1, 1, 1000, 60));
    assert_eq!(third.view_growth_24h, Some(1060));
    assert_eq!(history.days().days.len(), 3);
    assert_eq!(history.days().days[2].views_gained, Some(0));
}

#[test]
fn without_a_base_creators_are_new_whom_no_reading_had_before() {
    let mut history = History::new("spring");
    let mut creators = |hours: i64, videos: &[(u64, u64)]| {
        let report = advance(&mut history, hours, videos);
        (report.creators.new, report.creators.returning, report.coverage.suspect.is_some())
    };
    assert_eq!(creators(0, &[(1, 100), (2, 200), (4, 300)]), (2, 0, false));
    assert_eq!(creators(3, &[(1, 110), (2, 200), (4, 300), (3, 10)]), (1, 2, false));
    assert_eq!(creators(6, &[(1, 0), (2, 0), (4, 0), (3, 0)]), (0, 3, true));
}

#[test]
fn the_same_reading_again_changes_nothing() {
    let mut history = History::new("spring");
    let first = advance(&mut history, 0, &[(1, 100)]);
    let bytes = history.to_bytes();
    let again = history.advance(&reading(0, &[(1, 999)]), &campaign(), &Zone::utc()).unwrap();
    assert_eq!(again.to_json(), first.to_json());
    assert_eq!(history.to_bytes(), bytes);
    let error = history.advance(&reading(-1, &[(1, 1)]), &campaign(), &Zone::utc()).unwrap_err();
    assert_eq!(error.code, ErrorCode::OutOfOrder);
    let other = Campaign::new(Settings { campaign: "other".into(), ..Settings::default() }).unwrap();
    assert_eq!(history.advance(&reading(9, &[]), &other, &Zone::utc()).unwrap_err().code, ErrorCode::OtherCampaign);
    assert_eq!(history.to_bytes(), bytes);
}

#[test]
fn a_suspect_reading_changes_no_figure() {
    let day = [(1, 100), (2, 200), (3, 300), (4, 400), (5, 500)];
    let zeros = day.map(|(number, _)| (number, 0));
    let suspects: [(&str, Snapshot); 4] = [
        ("5 of 5 known videos have 0 views now", reading(24, &zeros)),
        ("nothing is listed where 5 videos were", reading(24, &[])),
        ("9 of 10 items are no videos", {
            let mut blank = reading(24, &[(1, 100)]);
            (blank.header.rejected.blank_ids, blank.header.rejected.total) = (9, 9);
            blank
        }),
        ("2 of 2 items are no videos", {
            let mut foreign = reading(24, &[]);
            foreign.header.rejected.total = 2;
            foreign
        }),
    ];
    for (reason, snapshot) in suspects {
        let mut history = History::new("spring");
        advance(&mut history, 0, &day);
        let report = history.advance(&snapshot, &campaign(), &Zone::utc()).unwrap();
        assert_eq!(report.coverage.suspect.as_deref(), Some(reason));
        assert_eq!((report.total_views, report.diff.is_none(), report.alerts.len()), (1500, true, 0));
        assert_eq!(history.days().days.len(), 1);
        // The next good reading is compared with the last good one.
        let next = advance(&mut history, 48, &day.map(|(number, views)| (number, views + 1)));
        assert_eq!(next.diff.unwrap().view_growth.total, 5);
    }
    let mut history = History::new("spring");
    let mut zeros = reading(0, &zeros);
    for listed in &mut zeros.videos {
        listed.video.counts.likes = Some(0);
    }
    let report = history.advance(&zeros, &campaign(), &Zone::utc()).unwrap();
    assert_eq!(report.coverage.suspect.as_deref(), Some("all counts of all 5 videos are 0"));
}

#[test]
fn an_alert_is_raised_once_and_waits_until_it_is_acknowledged() {
    let many: Vec<(u64, u64)> = (1..=30).map(|number| (number, 100)).collect();
    let mut hit = many.clone();
    hit[0].1 = 90_000;
    let mut history = History::new("spring");
    assert!(advance(&mut history, 0, &many).alerts.is_empty());
    let report = advance(&mut history, 24, &hit);
    assert_eq!((report.viral_videos, report.alerts.len()), (1, 2));
    let [spike, average] = report.alerts.as_slice() else { panic!() };
    let key = spike.key.clone();
    assert_eq!((key.as_str(), spike.notifies, spike.tier), ("spring/1/2026-09-23", true, crate::AlertTier::Hot));
    // The tutorial's rule is shown, and not sent.
    assert_eq!((average.key.as_str(), average.notifies), ("spring/1/average", false));
    assert_eq!(average.reason, "engagement 9,000, 29.0x the average 309 of 30 videos");
    // Of the video it is told once; the next day says that nobody has posted since.
    let next = advance(&mut history, 48, &hit);
    assert_eq!(next.alerts.iter().map(|alert| alert.detectors[0]).collect::<Vec<_>>(), [crate::Detector::Silence]);
    assert_eq!(history.pending(), [spike.clone(), next.alerts[0].clone()]);
    assert!(history.acknowledge(&next.alerts[0].key));
    assert!(history.acknowledge(&key));
    assert!(!history.acknowledge(&key));
    assert!(history.pending().is_empty());
    // A first reading raises nothing: nobody was watching before.
    assert!(advance(&mut History::new("spring"), 0, &hit).alerts.is_empty());
}

#[test]
fn the_tutorials_rule_cannot_fire_in_a_campaign_of_ten() {
    let mut ten: Vec<(u64, u64)> = (1..=10).map(|number| (number, 0)).collect();
    ten[0].1 = 1_000_000;
    let report = advance(&mut History::new("spring"), 0, &ten);
    assert_eq!((report.viral_videos, report.viral_rule.can_fire), (0, false));
    ten.push((11, 0));
    let report = advance(&mut History::new("spring"), 0, &ten);
    assert_eq!((report.viral_videos, report.viral_rule.can_fire), (1, true));
}

#[test]
fn membership_is_applied_when_a_report_is_made() {
    let mut history = History::new("spring");
    advance(&mut history, 0, &[(1, 100), (2, 200), (3, 300)]);
    let settings = Settings { campaign: "spring".into(), exclude: vec!["@Author1".into()], ..Settings::default() };
    let report = history.report(&Campaign::new(settings.clone()).unwrap(), &Zone::utc()).unwrap();
    assert_eq!((report.total_videos, report.coverage.excluded.creator), (2, 1));
    let settings = Settings { start: Some(crate::Day::parse("2026-09-23").unwrap()), exclude: vec![], ..settings };
    let report = history.report(&Campaign::new(settings).unwrap(), &Zone::utc()).unwrap();
    assert_eq!((report.total_videos, report.coverage.excluded.before_start), (0, 3));
    assert_eq!((report.avg_views, report.rates.er_views_pooled), (0, None));
}

#[test]
fn the_bytes_stay_bounded() {
    let mut history = History::new("spring");
    let days = 40_u64;
    for day in 0..days {
        let videos: Vec<(u64, u64)> =
            (0..500).map(|n| (7_000_000_000_000_000_000 + n * 977_777_777, n * 5_000 + day * (n % 70) * 31)).collect();
        history.advance(&reading(day as i64 * 24, &videos), &campaign(), &Zone::utc()).unwrap();
    }
    let bytes = history.to_bytes().len() as u64;
    assert!(bytes <= 200 * 500 + 300 * days, "{bytes}");
    assert_eq!(history.kept.len(), 8);
}

#[test]
fn a_rate_whose_count_nobody_knows_is_null() {
    // Likes and views are known, comments, shares and saves are not.
    let report = advance(&mut History::new("spring"), 0, &[(1, 1000), (2, 3000)]);
    let rates = report.rates;
    assert_eq!((rates.like_rate_views, rates.comment_rate_views), (crate::Ratio::of(1, 10), None));
    assert_eq!((rates.share_rate_views, rates.save_rate_views), (None, None));
}

#[test]
fn likes_of_a_video_of_unknown_views_are_in_no_rate_of_views() {
    let mut snapshot = reading(0, &[(1, 1000), (2, 500_000)]);
    snapshot.videos[1].video.counts.views = None;
    let report = History::new("spring").advance(&snapshot, &campaign(), &Zone::utc()).unwrap();
    // 100 of 1,000; with the other's 50,000 likes it would be 50 a view.
    assert_eq!((report.total_views, report.total_engagement), (1000, 50_100));
    let rates = report.rates;
    assert_eq!((rates.er_views_pooled, rates.like_rate_views), (crate::Ratio::of(1, 10), crate::Ratio::of(1, 10)));
    assert_eq!(rates.er_views_median, crate::Ratio::of(1, 10));
}

#[test]
fn views_that_nobody_knew_at_the_base_are_no_gain() {
    let mut history = History::new("spring");
    let mut first = reading(0, &[(1, 100), (2, 200)]);
    first.videos[1].video.counts.views = None;
    history.advance(&first, &campaign(), &Zone::utc()).unwrap();
    let report = advance(&mut history, 24, &[(1, 150), (2, 900_000), (3, 7)]);
    // The totals differ by all of it, and no video gained 900,000 in a day.
    assert_eq!((report.new_videos_24h, report.view_growth_24h), (Some(1), Some(900_057)));
    let diff = report.diff.unwrap();
    assert_eq!((diff.new, diff.found, diff.gained, diff.back), (1, 1, 1, 0));
    let growth = diff.view_growth;
    assert_eq!((growth.known, growth.published, growth.found, growth.back), (50, 0, 900_007, 0));
    assert_eq!(diff.top_contributors.iter().map(|video| video.gained).collect::<Vec<_>>(), [50]);
    assert_eq!(history.days().days[1].views_gained, Some(50));
}

#[test]
fn growth_from_counts_that_the_base_carried_is_none_since_the_base() {
    let mut history = History::new("spring");
    advance(&mut history, 0, &[(1, 100), (2, 200), (3, 300)]);
    advance(&mut history, 24, &[(1, 110), (3, 310)]);
    // Seen once more between the base and now, and by neither of them.
    advance(&mut history, 42, &[(1, 120), (2, 900), (3, 320)]);
    let diff = advance(&mut history, 48, &[(1, 130), (3, 330)]).diff.unwrap();
    assert_eq!(diff.elapsed_hours, crate::Ratio::of(24, 1).unwrap());
    assert_eq!((diff.view_growth.known, diff.view_growth.back, diff.back, diff.not_seen), (40, 700, 0, 1));
}

#[test]
fn how_far_ahead_a_zones_table_goes_does_not_matter() {
    let taken_at = DAY_1 + 3600;
    let table = |end: i64, changes: &[(i64, i32)]| {
        let table = crate::ZoneTable { begin: crate::ZONE_TABLE_BEGIN, end, changes: changes.to_vec() };
        Zone::new("Europe/Berlin", Some(table)).unwrap()
    };
    let summer = (0, 7200);
    let short = table(taken_at + 2 * 86_400, &[summer]);
    let long = table(taken_at + 400 * 86_400, &[summer, (taken_at + 40 * 86_400, 3600)]);
    let mut snapshot = reading(1, &[(1, 100), (2, 200)]);
    snapshot.videos[0].video.created = Some(taken_at + 60 * 86_400);
    let report = |zone: &Zone| History::new("spring").advance(&snapshot, &campaign(), zone).unwrap().to_json();
    assert_eq!(report(&short), report(&long));
}

#[test]
fn lists_of_hashtags_that_changed_do_not_pile_up() {
    let mut history = History::new("spring");
    for day in 0..30 {
        let mut snapshot = reading(day * 24, &(0..200).map(|n| (n + 1, n * 100)).collect::<Vec<_>>());
        for (number, listed) in snapshot.videos.iter_mut().enumerate() {
            let name = |tag: usize| format!("tag{}", (tag * (day as usize + 1) + number) % 13);
            let names: Vec<String> = (0..12).map(name).collect();
            listed.video.hashtags = names.iter().map(String::as_str).collect();
        }
        history.advance(&snapshot, &campaign(), &Zone::utc()).unwrap();
        let bytes = history.to_bytes();
        assert_eq!(History::from_bytes(&bytes).unwrap().to_bytes(), bytes);
        history = History::from_bytes(&bytes).unwrap();
    }
    let bytes = history.to_bytes().len();
    assert!(bytes <= 200 * 200 + 300 * 30, "{bytes}");
}

#[test]
fn days_of_the_tutorial_stand_beside_and_never_over() {
    let mut history = History::new("spring");
    advance(&mut history, 0, &[(1, 100)]);
    let mut old = history.days().days.remove(0);
    old.total_views = 5;
    let earlier = DayFigures { date: crate::Day::from_number(old.date.number() - 1), ..old };
    history.add_days(&[earlier, old]);
    let days = history.days().days;
    assert_eq!(
        days.iter().map(|day| (day.origin, day.total_views)).collect::<Vec<_>>(),
        [(Origin::Tutorial, 5), (Origin::Reading, 100)]
    );
}

/// Bytes as they are, to seal what no history writes.
struct Raw(Vec<u8>);

impl crate::codec::Record for Raw {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
    fn get(_: &mut crate::codec::Source<'_>) -> Self {
        Self(Vec::new())
    }
}

#[test]
fn state_under_a_good_checksum_is_refused_or_is_a_history() {
    let mut history = History::new("spring");
    let mut first = reading(0, &[(1, 100), (2, 200), (3, 300)]);
    first.videos[1].video.hashtags = ["glow", "hair"].into_iter().collect();
    history.advance(&first, &campaign(), &Zone::utc()).unwrap();
    advance(&mut history, 24, &[(1, 150), (4, 5)]);
    let sealed = history.to_bytes();
    let state = &sealed[9..];
    let mut taken = 0;
    for at in 0..state.len() {
        for value in 0..=u8::MAX {
            let mut changed = state.to_vec();
            changed[at] = value;
            let Ok(other) = History::from_bytes(&bytes::seal(bytes::Kind::History, &Raw(changed))) else { continue };
            taken += 1;
            let written = other.to_bytes();
            let again = History::from_bytes(&written).unwrap_or_else(|error| panic!("{at} as {value}: {error}"));
            assert_eq!(again.to_bytes(), written, "byte {at} as {value}");
            let _ = other.report(&campaign(), &Zone::utc());
        }
    }
    assert!(taken > state.len(), "the state itself at least: {taken}");
}

#[test]
fn bytes_bring_their_name_where_settings_have_none() {
    let mut history = History::new("spring");
    history.advance(&reading(0, &[(1, 10)]), &campaign(), &Zone::utc()).unwrap();
    let bytes = history.to_bytes();
    let opened = History::from_bytes(&bytes).unwrap();
    let mut nameless = Campaign::new(Settings::default()).unwrap();
    assert_eq!(nameless.name(), "campaign");
    assert_eq!(opened.check_campaign(&nameless).unwrap_err().code, ErrorCode::OtherCampaign);
    nameless.name_after(&opened);
    opened.check_campaign(&nameless).unwrap();
    let mut other = Campaign::new(Settings { campaign: "autumn".into(), ..Settings::default() }).unwrap();
    other.name_after(&opened);
    assert_eq!(other.name(), "autumn");
}

#[test]
fn captions_are_of_the_campaigns_own_videos() {
    let settings =
        Settings { campaign: "spring".into(), exclude: vec!["author0".into()], top: 20, ..Settings::default() };
    let campaign = Campaign::new(settings).unwrap();
    let caption_of_89 = |day: &Snapshot| {
        let report = History::new("spring").advance(day, &campaign, &Zone::utc()).unwrap();
        assert!(report.top_videos.iter().all(|video| video.desc.is_some()));
        report.top_videos.into_iter().find(|video| video.video_id == VideoId(89)).unwrap().desc.unwrap()
    };
    // All that have more views than 89 are of a creator who is left out.
    let videos: Vec<(u64, u64)> = (1..=90).map(|n| (n, if n % 3 == 0 { n + 1_000_000 } else { n })).collect();
    assert_eq!(caption_of_89(&reading(0, &videos)), "caption 89");
    // Listed a second time, with fewer views than the twenty others: the later caption stands.
    let others = (1..30).filter(|n| n % 3 > 0).take(19).map(|n| (n, n + 10));
    let videos: Vec<(u64, u64)> = [(89, 1_000)].into_iter().chain(others).chain([(89, 1)]).collect();
    let mut twice = reading(0, &videos);
    twice.videos[0].video.desc = Some("the first".into());
    assert_eq!(caption_of_89(&twice), "caption 89");
}
