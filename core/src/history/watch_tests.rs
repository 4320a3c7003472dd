//! Alerts over simulated days, small and by hand: what is told, and above all what is not.

use super::*;
use crate::{AlertTier, Counts, Detector, Header, Listed, Policy, Rejections, Settings, Snapshot, Usage, Video};

/// 2026-09-22T06:00:00Z.
const DAY_1: i64 = 1_790_056_800;
/// Videos of the campaign; the first is the one that stories are about.
const VIDEOS: u64 = 40;
const STAR: u64 = 1;

/// Views of a video some hours after the first day's reading, without any story: a curve that
/// falls off with age, a size and a bit of noise of its own.
fn usual(video: u64, hours: i64) -> u64 {
    let age = 3.0 + (video % 9) as f64 + hours as f64 / 24.0;
    let noise = ((video * 7 + hours as u64 / 24 * 13) % 11) as f64 / 400.0;
    ((4_000.0 + 500.0 * video as f64) * (1.0 + 0.35 * (age + noise).ln())) as u64
}

/// A campaign told day by day.
struct Story {
    history: History,
    campaign: Campaign,
    /// What the readings list it under.
    hashtags: Vec<crate::HashtagListing>,
}

impl Story {
    fn new(policy: Policy) -> Self {
        let settings = Settings { campaign: "spring".into(), policy, ..Settings::default() };
        let campaign = Campaign::new(settings).unwrap();
        Self { history: History::new("spring"), campaign, hashtags: Vec::new() }
    }

    /// Alerts of a reading; `change` gives a video's views, or none where it is not listed.
    fn read(&mut self, hours: i64, change: impl Fn(u64, u64) -> Option<u64>) -> Vec<Alert> {
        self.read_of(hours, VIDEOS, change)
    }

    fn read_of(&mut self, hours: i64, videos: u64, change: impl Fn(u64, u64) -> Option<u64>) -> Vec<Alert> {
        let listed = |video: u64| {
            let views = change(video, usual(video, hours))?;
            let counts = Counts { views: Some(views), likes: Some(views / 20), ..Counts::default() };
            let video = Video {
                video_id: crate::VideoId(video),
                author: Some(format!("author{video}")),
                desc: None,
                created: Some(DAY_1 - 86_400 * (3 + video as i64 % 9)),
                counts,
                author_followers: None,
                duration_s: None,
                hashtags: crate::Hashtags::default(),
                observed: None,
            };
            Some(Listed { video, under: Vec::new() })
        };
        let header = Header {
            taken_at: Timestamp::from_seconds(DAY_1 + hours * 3600).unwrap(),
            hashtags: self.hashtags.clone(),
            duplicates: 0,
            rejected: Rejections::default(),
            usage: Usage::default(),
            sources: None,
            recheck_failed: 0,
        };
        let snapshot = Snapshot { header, videos: (1..=videos).filter_map(listed).collect(), rechecked: Vec::new() };
        let report = self.history.advance(&snapshot, &self.campaign, &Zone::utc()).unwrap();
        // The state is carried as bytes from day to day.
        let bytes = self.history.to_bytes();
        self.history = History::from_bytes(&bytes).unwrap();
        assert_eq!(self.history.to_bytes(), bytes);
        report.alerts.into_iter().filter(|alert| alert.detectors[0] != Detector::Silence).collect()
    }

    /// Days without a story, from the first to the one before `day`.
    fn calm(&mut self, days: std::ops::Range<i64>) {
        for day in days {
            let told = self.read(day * 24, |_, views| Some(views));
            assert!(told.iter().all(|alert| !alert.notifies), "day {day}: {told:?}");
        }
    }
}

fn burst(more: u64) -> impl Fn(u64, u64) -> Option<u64> {
    move |video, views| Some(if video == STAR { views + more } else { views })
}

#[test]
fn a_spike_is_told_once_with_its_reason_and_again_only_for_news() {
    let mut story = Story::new(Policy::default());
    story.calm(0..6);
    let told = story.read(6 * 24, burst(40_000));
    let [alert] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((alert.key.as_str(), alert.notifies), ("spring/1/2026-09-28", true));
    assert_eq!(alert.detectors[..3], [Detector::Spike, Detector::Own, Detector::Age]);
    for part in ["views in 24 h", "its own pace", "videos of its age gain here (40 compared)", "the most of 40 today"] {
        assert!(alert.reason.contains(part), "{part} not in {}", alert.reason);
    }
    assert!(alert.tier >= AlertTier::Hot, "{alert:?}");
    // It goes on: silent. It passes 100,000 views: told.
    assert_eq!(story.read(7 * 24, burst(50_000)), []);
    let told = story.read(8 * 24, burst(150_000));
    assert_eq!(told.iter().map(|alert| alert.video_id).collect::<Vec<_>>(), [Some(crate::VideoId(STAR))], "{told:?}");
    assert!(told[0].key.starts_with("spring/1/2026-09-28/"), "the same episode: {}", told[0].key);
    let waiting = story.history.pending();
    assert_eq!(waiting.iter().filter(|alert| alert.video_id.is_some()).count(), 2);
    // The same reading again sends nothing more.
    story.read(8 * 24, burst(900_000));
    assert_eq!(story.history.pending(), waiting);
}

#[test]
fn what_only_looks_like_a_spike_is_not_told() {
    let check = |what: &str, tell: fn(&mut Story) -> Vec<Alert>| {
        let mut story = Story::new(Policy::default());
        story.calm(0..6);
        let told: Vec<Alert> = tell(&mut story).into_iter().filter(|alert| alert.notifies).collect();
        assert!(told.iter().all(|alert| alert.video_id.is_none()), "{what}: {told:?}");
    };
    check("a poll of zeros, and the day after", |story| {
        let mut told = story.read(6 * 24, |_, _| Some(0));
        told.extend(story.read(7 * 24, |_, views| Some(views)));
        told
    });
    check("two missed days", |story| story.read(8 * 24, |_, views| Some(views)));
    check("a platform day of twice the views", |story| {
        story.read(6 * 24, |video, views| Some(views + (views - usual(video, 5 * 24))))
    });
    check("a fall, and the way back", |story| {
        let mut told = story.read(6 * 24, |video, views| Some(if video == STAR { views / 3 } else { views }));
        told.extend(story.read(7 * 24, |_, views| Some(views)));
        told
    });
    check("a third of the listing missing, and back", |story| {
        let mut told = story.read(6 * 24, |video, views| (video % 3 != 0).then_some(views));
        told.extend(story.read(7 * 24, |_, views| Some(views)));
        told
    });
    check("an old video found late with the views of its life", |story| {
        story.read_of(6 * 24, VIDEOS + 1, |video, views| Some(if video > VIDEOS { 5_000_000 } else { views }))
    });
    check("a reading ten minutes later", |story| {
        story.read(5 * 24, |_, views| Some(views));
        story.read(5 * 24 + 1, |_, views| Some(views + 3))
    });
}

#[test]
fn a_video_missing_on_its_day_is_told_when_it_is_seen() {
    let mut story = Story::new(Policy::default());
    story.calm(0..6);
    assert_eq!(story.read(6 * 24, |video, views| (video != STAR).then_some(views)), []);
    let told = story.read(7 * 24, burst(60_000));
    assert!(told.len() == 1 && told[0].reason.contains("views in 48 h"), "{told:?}");
}

#[test]
fn rounding_is_told_by_its_step_where_it_hides_the_gain() {
    let mut story = Story::new(Policy::default());
    story.calm(0..6);
    let star = |count: u64| move |video, views| Some(if video == STAR { count } else { views });
    let told = story.read(6 * 24, star(980_000));
    assert!(!told[0].reason.contains("rounding"), "{told:?}");
    let told = story.read(8 * 24, star(1_000_000));
    assert!(told[0].reason.starts_with("passed 1M views; +20,000 views in 48 h; "), "{told:?}");
    assert!(told[0].reason.ends_with("; ±100,000 by rounding"), "{told:?}");
}

#[test]
fn the_margin_is_asked_for_above_chance() {
    let told = |score_margin: f64| {
        let mut story = Story::new(Policy { score_margin, ..Policy::default() });
        story.calm(0..6);
        story.read(6 * 24, burst(1_500)).iter().filter(|alert| alert.notifies).count()
    };
    assert_eq!([1.1, 20.0].map(told), [1, 0]);
}

#[test]
fn the_floor_is_of_a_day_and_two_days_have_two() {
    let told = |day: i64| {
        // Not before the third growth, and so much of the videos' usual that the floor alone decides.
        let mut story = Story::new(Policy { gain_floor: 25_000.0, ..Policy::default() });
        story.calm(0..6);
        story.read(day * 24, burst(40_000)).iter().filter(|alert| alert.notifies).count()
    };
    assert_eq!([6, 7].map(told), [1, 0]);
}

#[test]
fn what_was_held_back_is_told_under_a_key_of_its_own() {
    let mut story = Story::new(Policy::default());
    story.calm(0..6);
    // The first reading of a hashtag that was added tells nobody.
    story.hashtags = vec![crate::HashtagListing::new("glow")];
    let held = story.read(6 * 24, burst(40_000));
    assert_eq!(held.iter().map(|alert| alert.notifies).collect::<Vec<_>>(), [false]);
    let told = story.read(7 * 24, burst(160_000));
    let [alert] = told.as_slice() else { panic!("{told:?}") };
    // A receiver that keeps keys, as the store does, would drop the first one's.
    assert_eq!((alert.key.as_str(), alert.notifies), ("spring/1/2026-09-28/released", true));
}

#[test]
fn a_burst_seen_in_halves_is_told_once_and_its_tier_a_day_later() {
    let mut story = Story::new(Policy::default());
    story.calm(0..6);
    let first = story.read(6 * 24 - 12, burst(4_000));
    let [alert] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!(alert.tier, AlertTier::Hot);
    assert_eq!(story.read(6 * 24, burst(60_000)), [], "twelve hours later it is the same news");
    let told = story.read(6 * 24 + 12, burst(61_000));
    let [alert] = told.as_slice() else { panic!("{told:?}") };
    assert!(alert.tier > AlertTier::Hot && alert.key.ends_with(alert.tier.as_str()), "{alert:?}");
    assert!(alert.reason.starts_with(&format!("now {}; ", alert.tier.as_str())), "{}", alert.reason);
}

#[test]
fn the_age_of_the_newest_trusted_reading_decides_and_an_end_ends_it() {
    let mut story = Story::new(Policy::default());
    let zone = Zone::utc();
    let at = |hours: i64| Timestamp::from_seconds(DAY_1 + hours * 3600).unwrap();
    assert_eq!(story.history.overdue(&story.campaign, &zone, at(100)), None, "never read");
    story.calm(0..2);
    story.read(30, |_, _| Some(0));
    let overdue = |campaign: &Campaign, hours: i64| story.history.overdue(campaign, &zone, at(hours));
    assert_eq!(overdue(&story.campaign, 24 + 35), None);
    let alert = overdue(&story.campaign, 24 + 36).unwrap();
    assert_eq!(alert.key, format!("spring/stale/{}", at(24)), "the suspect reading does not count");
    assert_eq!(overdue(&story.campaign, 24 + 90).unwrap().key, alert.key);
    assert_eq!(overdue(&story.campaign, 0), None, "an instant before it");
    let end = Some(crate::Day::of(at(24), 0));
    let over = Campaign::new(Settings { end, ..story.campaign.settings().clone() }).unwrap();
    assert_eq!(overdue(&over, 24 + 36), None);
    let policy = Policy::preset("tutorial").unwrap();
    let tutorial = Campaign::new(Settings { policy, ..story.campaign.settings().clone() }).unwrap();
    assert_eq!(overdue(&tutorial, 24 + 36), None);
}

#[test]
fn among_seven_videos_one_is_compared_with_the_others_and_only_watched() {
    let mut story = Story::new(Policy::default());
    for day in 0..4 {
        assert_eq!(story.read_of(day * 24, 7, |_, views| Some(views)), []);
    }
    let told = story.read_of(4 * 24, 7, burst(80_000));
    assert_eq!(told.iter().map(|alert| (alert.tier, alert.notifies)).collect::<Vec<_>>(), [(AlertTier::Watch, true)]);
}

#[test]
fn muted_videos_and_the_days_surplus_are_noted_and_not_sent() {
    let mut story = Story::new(Policy { mute: vec!["@Author1".into()], ..Policy::default() });
    story.calm(0..6);
    let told = story.read(6 * 24, burst(40_000));
    assert_eq!(told.iter().map(|alert| alert.notifies).collect::<Vec<_>>(), [false]);

    let mut story = Story::new(Policy { alerts_per_day: 2.0, ..Policy::default() });
    story.calm(0..6);
    let told = story.read(6 * 24, |video, views| Some(if video <= 5 { views + 40_000 * video } else { views }));
    let sent: Vec<&Alert> = told.iter().filter(|alert| alert.notifies).collect();
    assert_eq!(sent.len(), 3, "two and a digest: {told:?}");
    let ids: Vec<_> = sent.iter().filter_map(|alert| alert.video_id).map(|id| id.0).collect();
    assert!(sent[0].severity >= sent[1].severity && ids.iter().all(|id| *id > 1), "the most urgent: {told:?}");
    let digest = sent.iter().find(|alert| alert.video_id.is_none()).unwrap();
    assert!(digest.reason.starts_with("3 more videos spike today: "), "{}", digest.reason);
    assert_eq!(digest.key, "spring/digest/2026-09-28");
}

#[test]
fn a_campaign_that_nobody_can_read_says_so_once() {
    let mut story = Story::new(Policy::default());
    story.calm(0..3);
    let zeros = |_: u64, _: u64| Some(0);
    assert_eq!(story.read(3 * 24, zeros), [], "a day without is no news");
    let told = story.read(4 * 24, zeros);
    assert_eq!(told.iter().map(|alert| alert.detectors[0]).collect::<Vec<_>>(), [Detector::Stale]);
    assert_eq!(story.read(5 * 24, zeros), []);
}

#[test]
fn a_day_has_one_pulse_and_it_is_that_of_its_last_reading() {
    let mut story = Story::new(Policy::default());
    story.calm(0..4);
    let once = story.history.watch.pulses.clone();
    for hours in [1, 2, 17] {
        story.read(3 * 24 + hours, |_, views| Some(views));
        let pulses = &story.history.watch.pulses;
        assert_eq!((pulses.len(), pulses.last().map(|pulse| pulse.at)), (once.len(), story.history.newest()));
        assert_eq!(pulses[..2], once[..2], "the days before stay");
    }
    // Midnight is an hour on.
    story.read(3 * 24 + 18, |_, views| Some(views));
    assert_eq!(story.history.watch.pulses.len(), once.len() + 1);
}
