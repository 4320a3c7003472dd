//! Videos that were read again by themselves, over simulated days.

use super::{
    tests::{campaign, reading},
    *,
};
use crate::{Counts, Rechecked, Settings};

/// A reading of some videos, and of others by themselves.
fn with(hours: i64, listed: &[(u64, u64)], alone: &[(u64, Option<u64>)]) -> Snapshot {
    let again = |(number, views): &(u64, Option<u64>)| Rechecked {
        video_id: VideoId(*number),
        counts: Counts { views: *views, ..Counts::default() },
    };
    Snapshot { rechecked: alone.iter().map(again).collect(), ..reading(hours, listed) }
}

fn advance(history: &mut History, snapshot: &Snapshot) -> Report {
    let report = history.advance(snapshot, &campaign(), &Zone::utc()).unwrap();
    let bytes = history.to_bytes();
    *history = History::from_bytes(&bytes).unwrap();
    assert_eq!(history.to_bytes(), bytes);
    assert_eq!(history.report(&campaign(), &Zone::utc()).unwrap().to_json(), report.to_json());
    report
}

#[test]
fn its_counts_are_fresh_and_it_stays_not_seen() {
    let mut history = History::new("spring");
    advance(&mut history, &with(0, &[(1, 100), (2, 200), (3, 300)], &[]));
    // 2 is read by itself, 3 is not listed, 1 is listed and cannot be both, 9 is nobody's.
    let again = with(24, &[(1, 110)], &[(2, Some(250)), (1, Some(999)), (9, Some(5))]);
    let report = advance(&mut history, &again);
    assert_eq!((report.total_videos, report.total_views, report.total_engagement), (3, 660, 61));
    let coverage = &report.coverage;
    assert_eq!((coverage.listed, coverage.known, coverage.not_seen), (1, 3, 2));
    assert_eq!((coverage.carried_views, coverage.rechecked, coverage.recheck_failed), (300, 1, 0));
    let diff = report.diff.unwrap();
    assert_eq!((diff.not_seen, diff.gained, diff.back), (2, 2, 0));
    assert_eq!((diff.view_growth.known, diff.view_growth.back), (60, 0));
    let top = &report.top_videos[1];
    assert_eq!((top.video_id, top.views, top.last_seen), (VideoId(2), Some(250), reading(0, &[]).header.taken_at));
    assert_eq!(top.views_per_hour.unwrap().millionths(), 50 * 1_000_000 / 24);
}

#[test]
fn growth_belongs_where_the_counts_before_were_read() {
    let mut history = History::new("spring");
    let listed = |views: u64| [(1, views), (4, views), (5, views)];
    let known = [(1, 100), (4, 100), (5, 100), (2, 200), (3, 300)];
    advance(&mut history, &with(0, &known, &[]));
    advance(&mut history, &with(24, &listed(110), &[(2, Some(250))]));
    // 2 was read yesterday, so that its growth is of one day; 3 was carried, so that its own is of two.
    let report = advance(&mut history, &with(48, &listed(120), &[(2, Some(260)), (3, Some(500))]));
    let growth = report.diff.as_ref().unwrap().view_growth;
    assert_eq!((growth.known, growth.back, report.diff.unwrap().back), (30 + 10, 200, 0));
    // 2 is listed again: that is news of the listing, and none of its growth.
    let report = advance(&mut history, &with(72, &[(1, 130), (4, 130), (2, 270)], &[(3, Some(510))]));
    let diff = report.diff.unwrap();
    assert_eq!((diff.view_growth.known, diff.view_growth.back, diff.back), (10 + 10 + 10 + 10, 0, 1));
}

#[test]
fn what_gave_nothing_keeps_its_counts_and_is_told() {
    let mut history = History::new("spring");
    let known = [(1, 100), (2, 200), (3, 300), (4, 400), (5, 500)];
    advance(&mut history, &with(0, &known, &[]));
    let mut some = with(24, &[(1, 100)], &[(2, None), (3, Some(0))]);
    some.header.recheck_failed = 7;
    let report = advance(&mut history, &some);
    assert_eq!((report.total_views, report.coverage.not_seen), (1_500, 4));
    // Of 2 no count came; no views where there were 300 are rubbish.
    assert_eq!((report.coverage.rechecked, report.coverage.recheck_failed), (0, 9));
    let suspect = advance(&mut history, &with(48, &[(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)], &[]));
    assert!(suspect.coverage.suspect.is_some());
    let nothing = with(72, &[], &[(2, Some(900))]);
    let mut whole = History::new("spring");
    advance(&mut whole, &with(0, &known, &[]));
    let report = advance(&mut whole, &nothing);
    assert_eq!((report.total_views, report.coverage.rechecked, report.coverage.not_seen), (1_500, 0, 5));
}

#[test]
fn no_baseline_knows_of_it() {
    let day = |day: u64| -> Vec<(u64, u64)> {
        (1..=30).filter(|id| id % 7 > 0 || day.is_multiple_of(4)).map(|id| (id, 1_000 * id + day * 50 * id)).collect()
    };
    let (mut plain, mut again) = (History::new("spring"), History::new("spring"));
    for number in 0..12 {
        let hours = number as i64 * 24;
        let alone: Vec<(u64, Option<u64>)> = [7, 14, 21, 28].map(|id| (id, Some(id * 9_000 + number * 40_000))).into();
        plain.advance(&reading(hours, &day(number)), &campaign(), &Zone::utc()).unwrap();
        advance(&mut again, &with(hours, &day(number), &alone));
        assert_eq!(again.kept, plain.kept);
        assert_eq!(again.watch, plain.watch);
        let spikes = |history: &History| -> Vec<String> {
            let all = history.outbox.iter().map(|queued| queued.alert.clone());
            all.filter(|alert| alert.detectors != [crate::Detector::Average]).map(|alert| alert.reason).collect()
        };
        assert_eq!(spikes(&again), spikes(&plain));
    }
}

#[test]
fn the_largest_come_first_and_those_that_do_not_count_not_at_all() {
    let mut history = History::new("spring");
    let mut day = reading(0, &[(1, 100), (2, 5_000_000_000), (3, 0), (4, 300), (5, 300), (6, 40)]);
    day.videos[5].video.counts.views = None;
    advance(&mut history, &day);
    let ids = |history: &History, campaign: &Campaign| -> Vec<u64> {
        history.largest(campaign, &Zone::utc()).iter().map(|id| id.0).collect()
    };
    assert_eq!(ids(&history, &campaign()), [2, 4, 5, 1, 3, 6]);
    let exclude = vec!["author1".to_owned()];
    let other = Campaign::new(Settings { campaign: "spring".into(), exclude, ..Settings::default() }).unwrap();
    assert_eq!(ids(&history, &other), [2, 5, 3, 6]);
    history.forget("author2", &campaign());
    assert_eq!(ids(&history, &campaign()), [4, 1, 3, 6]);
    assert_eq!(History::new("spring").largest(&campaign(), &Zone::utc()), []);
}

#[test]
fn the_bytes_say_which_counts_a_reading_left_out() {
    let mut history = History::new("spring");
    for day in 0..12 {
        let mut listed = reading(day * 24, &[(1, 100), (2, 200 + 9 * day as u64), (3, 300)]);
        listed.videos[0].video.counts.views = (day % 3 == 0).then_some(100);
        listed.videos[1].video.counts.likes = None;
        listed.videos[2].video.counts.views = (day % 4 > 0).then_some(300 + day as u64);
        advance(&mut history, &listed);
        let again = History::from_bytes(&history.to_bytes()).unwrap();
        assert_eq!(again.videos, history.videos, "day {day}");
    }
    let shown = |kept: &Kept| history.videos[0].packed_at(kept.number).shown_views().is_some();
    let wanted = [4, 5, 6, 7, 8, 9, 10, 11].map(|day| day % 3 == 0);
    assert_eq!(history.kept.iter().map(shown).collect::<Vec<_>>(), wanted);
}

#[test]
fn the_bytes_of_version_1_are_read() {
    let dump = include_str!("../../../tests/stores/version-1.sql");
    let line = dump.lines().find(|line| line.starts_with("INSERT INTO carried")).unwrap();
    let bytes = bytes_of(line.split('\'').nth(1).unwrap());
    assert_eq!(bytes[4], 1);
    let history = History::from_bytes(&bytes).unwrap();
    assert_eq!((history.videos.len(), history.newest.as_ref().unwrap().header.recheck_failed), (6, 0));
    let written = history.to_bytes();
    assert_eq!([&bytes, &written].map(|bytes| History::is_current(bytes)), [false, true]);
    assert_eq!(written[4], 4);
    assert_eq!(History::from_bytes(&written).unwrap().to_bytes(), written);
}

#[test]
fn the_bytes_of_version_3_are_read_and_know_no_hours() {
    let bytes = bytes_of(include_str!("../../../tests/stores/history-version-3.hex"));
    assert_eq!((bytes[4], History::is_current(&bytes)), (3, false));
    let history = History::from_bytes(&bytes).unwrap();
    let days: Vec<_> =
        history.days.iter().map(|day| (day.total_views, day.views_gained, day.gained_over_hours)).collect();
    let gains = [(800, None), (1_000, Some(200)), (1_400, Some(400)), (17_400, Some(16_000)), (17_500, Some(100))];
    assert_eq!(days, gains.map(|(views, gained)| (views, gained, None)));
    let written = history.to_bytes();
    assert_eq!(written[4], 4);
    let again = History::from_bytes(&written).unwrap();
    assert_eq!((&again.days, &again.watch), (&history.days, &history.watch));
    assert_eq!(again.to_bytes(), written);
}

/// Bytes of pairs of hexadecimal digits.
fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
