//! Round trips: what goes in comes out, and the fold can be made again.

use tagpulse_core::{
    Campaign, Counts, HashtagListing, Header, Listed, Rechecked, Rejections, Request, Settings, Snapshot, Timestamp,
    Usage, Video, VideoId, Zone,
};

use super::{Durability, Outcome, Page, Store, ledger::Spent, readings};

const DAY: i64 = 86_400;
const BEGIN: i64 = 1_790_000_000;

pub(super) fn at(day: i64) -> Timestamp {
    Timestamp::from_seconds(BEGIN + day * DAY).unwrap()
}

pub(super) fn campaign() -> Campaign {
    Campaign::new(Settings { campaign: "spring".into(), hashtags: vec!["springglow".into()], ..Settings::default() })
        .unwrap()
}

pub(super) fn video(id: u64, views: Option<u64>) -> Listed {
    let video = Video {
        video_id: VideoId(id),
        author: Some(format!("author{}", id % 3)),
        desc: Some(format!("caption {id} #springglow")),
        created: Some(BEGIN - 5 * DAY),
        counts: Counts { views, likes: views.map(|views| views / 10), ..Counts::default() },
        author_followers: Some(1_000),
        duration_s: None,
        observed: None,
        hashtags: ["springglow"].into_iter().collect(),
    };
    Listed { video, under: vec![0] }
}

pub(super) fn reading(day: i64, videos: Vec<Listed>) -> Snapshot {
    let mut listing = HashtagListing::new("springglow");
    listing.listed = u32::try_from(videos.len()).unwrap();
    listing.pages = 1;
    let header = Header {
        taken_at: at(day),
        hashtags: vec![listing],
        duplicates: 0,
        rejected: Rejections::default(),
        usage: Usage { requests: 2, credits: 2, credits_possible: 0 },
        sources: None,
        recheck_failed: 0,
    };
    Snapshot { header, videos, rechecked: Vec::new() }
}

/// Four days in which counts rise, fall, become unknown, vanish and come back. Some videos that were not listed are read by
/// themselves: with new counts, with those they had, with unknown ones, and before their first listing.
pub(super) fn days() -> Vec<Snapshot> {
    let mut days = vec![
        reading(0, vec![video(30, Some(100)), video(10, Some(5_000)), video(u64::MAX, None)]),
        reading(1, vec![video(10, Some(6_000)), video(40, Some(7)), video(30, Some(100))]),
        reading(2, vec![video(30, None), video(40, Some(6)), video(5, Some(90_000)), video(u64::MAX, Some(3))]),
        reading(3, vec![video(40, Some(9)), video(10, Some(6_500)), video(30, Some(150))]),
    ];
    let again = |id: u64, views| Rechecked { video_id: VideoId(id), counts: video(id, views).video.counts };
    days[1].rechecked = vec![again(u64::MAX, Some(2))];
    days[1].header.recheck_failed = 3;
    days[2].rechecked = vec![again(10, Some(6_500))];
    days[3].rechecked = vec![again(5, None), again(u64::MAX, Some(3))];
    days
}

fn open(folder: &tempfile::TempDir) -> Store {
    Store::open(&folder.path().join("store.db"), Durability::Relaxed).unwrap()
}

fn stored(store: &Store) -> Vec<Snapshot> {
    let mut out = Vec::new();
    readings::for_each(&store.db, store.campaign_id("spring").unwrap().unwrap(), |snapshot, _| {
        out.push(snapshot);
        Ok(())
    })
    .unwrap();
    out
}

#[test]
fn readings_come_back_as_they_were_and_the_fold_is_made_again_to_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    for snapshot in days() {
        store.put(&campaign(), &Zone::utc(), &snapshot, false).unwrap();
        assert!(store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
    }
    assert_eq!(stored(&store), days());
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
}

#[test]
fn a_carried_row_that_was_spoilt_is_told_and_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    store.put(&campaign(), &Zone::utc(), &days()[0], false).unwrap();
    let right = store.history(&campaign(), &Zone::utc()).unwrap().to_bytes();
    store.db.execute("UPDATE carried SET history = x'00'", []).unwrap();
    assert!(!store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
    assert_eq!(store.history(&campaign(), &Zone::utc()).unwrap().to_bytes(), right);
    assert!(store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
}

#[test]
fn an_older_reading_finds_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    for day in [1, 3, 0, 2] {
        store.put(&campaign(), &Zone::utc(), &days()[day], true).unwrap();
        assert!(store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
    }
    assert_eq!(stored(&store), days());
    let report = store.report_at(&campaign(), &Zone::utc(), at(2)).unwrap().unwrap();
    assert_eq!(report.taken_at, at(2));
}

#[test]
fn a_reading_that_is_taken_out_never_was() {
    for out in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(&folder);
        let (mut left, added) = (days(), reading(4, vec![video(10, Some(7_000)), video(77, Some(1)), video(5, None)]));
        for snapshot in &left {
            store.put(&campaign(), &Zone::utc(), snapshot, false).unwrap();
        }
        let taken_out = left.remove(out).header.taken_at;
        assert!(store.withdraw(&campaign(), &Zone::utc(), taken_out).unwrap());
        assert!(!store.withdraw(&campaign(), &Zone::utc(), taken_out).unwrap());
        assert_eq!(stored(&store), left, "without day {out}");
        // What was listed last is known again: the next day's changes are relative to it.
        store.put(&campaign(), &Zone::utc(), &added, false).unwrap();
        left.push(added);
        assert_eq!(stored(&store), left, "with a day behind it, without day {out}");
        assert!(store.carried_is_right(&campaign(), &Zone::utc()).unwrap());
    }
}

#[test]
fn only_changes_take_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    for day in 0..3_i64 {
        let videos = (0..50).map(|id| video(id, Some(10 + u64::from(id == 7) * day.unsigned_abs()))).collect();
        store.put(&campaign(), &Zone::utc(), &reading(day, videos), false).unwrap();
    }
    let count = |table: &str| -> i64 {
        store.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("observation"), count("attribute"), count("video")), (52, 50, 50));
}

#[test]
fn the_same_instant_again_gives_the_stored_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let first = store.put(&campaign(), &Zone::utc(), &days()[0], false).unwrap();
    let again = store.put(&campaign(), &Zone::utc(), &reading(0, vec![]), false).unwrap();
    assert_eq!(again.to_json(), first.to_json());
    store.put(&campaign(), &Zone::utc(), &days()[1], false).unwrap();
    let later = store.report_at(&campaign(), &Zone::utc(), at(0)).unwrap().unwrap();
    assert_eq!(later.to_json(), first.to_json());
    assert_eq!(store.readings("spring").unwrap(), [at(0), at(1)]);
}

#[test]
fn other_settings_restate_history() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    for snapshot in days() {
        store.put(&campaign(), &Zone::utc(), &snapshot, false).unwrap();
    }
    let settings = Settings { exclude: vec!["author1".into()], ..campaign().settings().clone() };
    let fewer = Campaign::new(settings).unwrap();
    let report = store.history(&fewer, &Zone::utc()).unwrap().report(&fewer, &Zone::utc()).unwrap();
    // Of the ids 5, 10, 30, 40 and 2^64 - 1, author1 has 10 and 40.
    assert_eq!(report.total_videos, 3);
    assert_eq!(report.coverage.excluded.creator, 2);
}

#[test]
fn a_reading_in_the_way_of_a_kill_keeps_its_pages() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let request = Request {
        id: 1,
        method: "POST".into(),
        path: "/hashtag".into(),
        headers: Vec::new(),
        body: "{}".into(),
        timeout_ms: 1,
        max_bytes: 1,
        hashtag: "springglow".into(),
        cursor: "lookup".into(),
        attempt: 0,
    };
    store.open_readings(at(0), &["spring", "other"], 0).unwrap();
    let row = store.begin(at(0), "spring", &request, 0).unwrap();
    assert_eq!(store.spent(at(0)).unwrap().possible, 1);
    let outcome = Outcome { status: Some(200), credits: 1, credits_possible: 0 };
    store.complete(at(0), row, outcome, Some(&Page { request: &request, bytes: b"{}" }), 1).unwrap();
    assert_eq!(open(&folder).spent(at(0)).unwrap(), Spent::default(), "it waits for a commit");
    store.commit().unwrap();
    let mut store = open(&folder);
    assert_eq!(store.open_readings_of("spring").unwrap(), [at(0)]);
    assert_eq!(store.page(at(0), &request).unwrap().as_deref(), Some(&b"{}"[..]));
    assert_eq!((store.spent(at(0)).unwrap().credits, store.spent(at(0)).unwrap().possible), (1, 0));
    store.put(&campaign(), &Zone::utc(), &reading(0, vec![video(1, Some(1))]), false).unwrap();
    assert!(store.page(at(0), &request).unwrap().is_some(), "the other campaign still needs it");
    store.close_reading(at(0), "other").unwrap();
    assert_eq!(store.page(at(0), &request).unwrap(), None);
}

#[test]
fn one_run_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    let lock = store.lock(100).unwrap();
    let error = open(&folder).lock(103).unwrap_err().to_string();
    assert!(error.contains("last heard 3 s ago"), "{error}");
    drop(lock);
    open(&folder).lock(104).unwrap();
}
