//! In the rows people are forgotten and figures are not; the core's own `History::forget` says the same of both.

use rusqlite::params;
use tagpulse_core::{Campaign, Policy, Rejected, Report, Request, Settings, Snapshot, Timestamp, VideoId, Zone};

use super::{Forgotten, Whom};
use crate::store::{
    Durability, Outcome, Page, Store,
    tests::{at, reading, video},
};

fn campaign(exclude: &[&str], mute: &[&str]) -> Campaign {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let policy = Policy { mute: texts(mute), ..Policy::default() };
    let settings = Settings {
        campaign: "spring".into(),
        hashtags: vec!["springglow".into()],
        exclude: texts(exclude),
        policy,
        ..Settings::default()
    };
    Campaign::new(settings).unwrap()
}

/// Thirty videos of five creators, in whose texts their name stands; followers grow, and one of them has a hit.
fn day(day: i64) -> Snapshot {
    let video = |id: u64| {
        let views = if id == 21 && day > 1 { 60_000 * (day as u64 - 1) } else { 100 + id + 10 * (day + 5) as u64 };
        let mut listed = video(id, Some(views));
        let author = author(id, day);
        listed.video.desc = Some(format!("{author} says {id}"));
        listed.video.hashtags = ["springglow", "shared", author.as_str()].into_iter().collect();
        listed.video.author = Some(author);
        listed.video.author_followers = Some(900 + 60 * (day + 5) as u64 + id % 5);
        listed
    };
    reading(day, (1..=30).map(video).collect())
}

/// Creator 1 is called otherwise from the third day on.
fn author(id: u64, day: i64) -> String {
    if id % 5 == 1 && day > 1 { "renamed_one".to_owned() } else { format!("creator_{}", id % 5) }
}

fn stored(campaign: &Campaign, days: i64) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("store.db"), Durability::Full).unwrap();
    for number in 0..days {
        store.put(campaign, &Zone::utc(), &day(number), false).unwrap();
    }
    (folder, store)
}

/// A report without names and texts; `parted` also without the number of creators.
fn figures(mut report: Report, parted: bool) -> String {
    for video in &mut report.top_videos {
        (video.author, video.desc, video.url) = (None, None, None);
        video.hashtags.clear();
        if parted {
            video.author_followers = None;
        }
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
    if parted {
        report.creators.total = 0;
        report.creators.top.clear();
    }
    report.to_json()
}

fn report(store: &mut Store, campaign: &Campaign, at: Timestamp) -> Report {
    store.report_at(campaign, &Zone::utc(), at).unwrap().unwrap()
}

fn stands(folder: &tempfile::TempDir, text: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let has = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
    };
    files.filter(has).map(|path| path.display().to_string()).collect()
}

#[test]
fn every_figure_of_every_day_stays_and_is_that_of_the_core() {
    let check = |exclude: &[&str], mute: &[&str]| {
        let campaign = campaign(exclude, mute);
        let (folder, mut store) = stored(&campaign, 4);
        let before: Vec<Report> = (0..4).map(|day| report(&mut store, &campaign, at(day))).collect();
        let days = store.days(&campaign, &Zone::utc()).unwrap();
        let mut history = store.history(&campaign, &Zone::utc()).unwrap();
        history.forget("renamed_one", &campaign);
        let forgotten = store.forget(&campaign, &Whom::Creator("Renamed_One".into())).unwrap();
        store.erase().unwrap();
        assert_eq!((forgotten.found, forgotten.videos), (6, 6));
        for text in ["creator_1", "renamed_one"] {
            assert_eq!(stands(&folder, text), Vec::<String>::new(), "{text} with {exclude:?}");
        }
        assert!(!stands(&folder, "creator_2 says 2").is_empty());
        for (day, before) in (0..).zip(before) {
            let after = report(&mut store, &campaign, at(day));
            assert_eq!(figures(after, false), figures(before, false), "day {day} with {exclude:?}");
        }
        assert_eq!(store.days(&campaign, &Zone::utc()).unwrap(), days);
        let in_core = history.report(&campaign, &Zone::utc()).unwrap();
        let in_rows = store.history(&campaign, &Zone::utc()).unwrap().report(&campaign, &Zone::utc()).unwrap();
        assert_eq!(figures(in_rows, false), figures(in_core, false), "{exclude:?}");
    };
    check(&[], &[]);
    // The settings are the config's, which is not the store's to change.
    check(&["creator_2"], &["creator_3"]);
}

#[test]
fn what_is_left_out_or_muted_stays_so() {
    for (exclude, mute) in [(&["creator_3"][..], &[][..]), (&[], &["@creator_3"])] {
        let with = campaign(exclude, mute);
        let (folder, mut store) = stored(&with, 4);
        let before = report(&mut store, &with, at(3));
        store.forget(&with, &Whom::Creator("creator_3".into())).unwrap();
        store.erase().unwrap();
        assert_eq!(stands(&folder, "creator_3"), Vec::<String>::new());
        // The settings that are stored now name nobody.
        let settings = store.settings("spring").unwrap().unwrap();
        assert_eq!(settings.exclude.len() + settings.policy.mute.len(), 0);
        let without = Campaign::new(settings).unwrap();
        let after = report(&mut store, &without, at(3));
        assert_eq!(after.coverage.excluded, before.coverage.excluded);
        assert_eq!(figures(after, false), figures(before, false));
    }
}

#[test]
fn later_and_older_readings_bring_nobody_back() {
    let campaign = campaign(&[], &[]);
    let (folder, mut store) = stored(&campaign, 2);
    let (_other, mut untouched) = stored(&campaign, 2);
    store.forget(&campaign, &Whom::Creator("creator_1".into())).unwrap();
    store.erase().unwrap();
    for number in [2, 3, -2, 4] {
        let snapshot = day(number);
        let with = untouched.put(&campaign, &Zone::utc(), &snapshot, true).unwrap();
        let without = store.put(&campaign, &Zone::utc(), &snapshot, true).unwrap();
        // In the untouched store the new name is a creator's whom nobody knew; here it is nobody's from the start.
        assert_eq!(without.total_views, with.total_views);
        assert!(store.carried_is_right(&campaign, &Zone::utc()).unwrap(), "day {number}");
        for text in ["creator_1", "renamed_one"] {
            assert_eq!(stands(&folder, text), Vec::<String>::new(), "{text} after day {number}");
        }
    }
}

#[test]
fn a_video_goes_and_the_creators_others_stay() {
    let campaign = campaign(&[], &[]);
    let (folder, mut store) = stored(&campaign, 4);
    let before: Vec<Report> = (0..4).map(|day| report(&mut store, &campaign, at(day))).collect();
    let mut history = store.history(&campaign, &Zone::utc()).unwrap();
    history.forget("23", &campaign);
    let forgotten = store.forget(&campaign, &Whom::Video(VideoId(23))).unwrap();
    store.erase().unwrap();
    assert_eq!((forgotten.found, forgotten.videos), (1, 1));
    assert_eq!(stands(&folder, "creator_3 says 23"), Vec::<String>::new());
    assert!(!stands(&folder, "creator_3 says 28").is_empty());
    let in_core = history.report(&campaign, &Zone::utc()).unwrap();
    let in_rows = store.history(&campaign, &Zone::utc()).unwrap().report(&campaign, &Zone::utc()).unwrap();
    assert_eq!(figures(in_rows, false), figures(in_core, false));
    for (day, before) in (0..).zip(before) {
        let after = report(&mut store, &campaign, at(day));
        assert_eq!(after.creators.total, before.creators.total + 1);
        assert_eq!(after.total_views, before.total_views);
    }
    store.put(&campaign, &Zone::utc(), &day(4), false).unwrap();
    assert!(store.carried_is_right(&campaign, &Zone::utc()).unwrap());
    assert_eq!(stands(&folder, "creator_3 says 23"), Vec::<String>::new());
    let again = store.forget(&campaign, &Whom::Video(VideoId(23))).unwrap();
    assert_eq!(again, Forgotten { found: 1, ..Forgotten::default() });
    assert!(store.carried_is_right(&campaign, &Zone::utc()).unwrap());
}

#[test]
fn a_video_whose_creator_nobody_knows_is_forgotten_for_good() {
    let campaign = campaign(&[], &[]);
    let (folder, mut store) = stored(&campaign, 0);
    let nobodys = |number| {
        let mut day = day(number);
        (day.videos[4].video.author, day.videos[4].video.desc) = (None, Some("a secret".to_owned()));
        day
    };
    store.put(&campaign, &Zone::utc(), &nobodys(0), false).unwrap();
    assert_eq!(store.forget(&campaign, &Whom::Video(VideoId(5))).unwrap().videos, 1);
    store.put(&campaign, &Zone::utc(), &nobodys(1), false).unwrap();
    store.erase().unwrap();
    assert_eq!(stands(&folder, "a secret"), Vec::<String>::new());
    assert!(store.carried_is_right(&campaign, &Zone::utc()).unwrap());
}

#[test]
fn everybody_goes_and_what_is_nobodys_stays() {
    let campaign = campaign(&["creator_4"], &[]);
    let (folder, mut store) = stored(&campaign, 4);
    let before: Vec<Report> = (0..4).map(|day| report(&mut store, &campaign, at(day))).collect();
    assert!(store.knows_anybody("spring").unwrap());
    assert_eq!(store.forget(&campaign, &Whom::Everybody).unwrap().videos, 30);
    store.erase().unwrap();
    assert!(!store.knows_anybody("spring").unwrap());
    for text in ["creator_0", "creator_1", "creator_4", "renamed_one", " says "] {
        assert_eq!(stands(&folder, text), Vec::<String>::new(), "{text}");
    }
    let settings = store.settings("spring").unwrap().unwrap();
    let campaign = Campaign::new(settings).unwrap();
    for (day, before) in (0..).zip(before) {
        let after = report(&mut store, &campaign, at(day));
        // Creator 4 is left out, under whatever name.
        let expected = before.hashtags_used.iter().filter(|used| used.videos == 24);
        assert_eq!(after.hashtags_used, expected.cloned().collect::<Vec<_>>(), "day {day}");
        assert_eq!(after.hashtags_used.len(), 2, "day {day}");
        assert_eq!(figures(after, false), figures(before, false), "day {day}");
    }
    store.put(&campaign, &Zone::utc(), &day(4), false).unwrap();
    assert!(store.carried_is_right(&campaign, &Zone::utc()).unwrap());
    assert!(!store.knows_anybody("spring").unwrap());
}

#[test]
fn what_stands_beside_the_videos_names_nobody_either() {
    let campaign = campaign(&[], &[]);
    let (folder, mut store) = stored(&campaign, 0);
    let reject = |day: &mut Snapshot, reason: &str| {
        let rejected = Rejected { page: 1, index: 0, id: None, field: "error".into(), reason: reason.into() };
        day.header.rejected.push(rejected, false);
    };
    let mut first = day(0);
    reject(&mut first, "the source says: @Creator_1 is private");
    reject(&mut first, "the source says: @creator_12 is private");
    store.put(&campaign, &Zone::utc(), &first, false).unwrap();
    let alert = "{\"key\":\"spring/1/x\",\"video_id\":\"1\",\"author\":\"creator_1\",\"url\":\"https://x/@creator_1\"}";
    let sql = "INSERT INTO alert (id, campaign, key, taken_at, alert) VALUES (9, 1, 'spring/1/x', 5, ?1)";
    store.db.execute(sql, [alert]).unwrap();
    let sql = "INSERT INTO delivery (alert, notifier, next_at, last_error) VALUES (9, 'hook', 0, 'no: \"@creator_1\"')";
    store.db.execute(sql, []).unwrap();
    store.mute("spring", "@creator_1", at(9)).unwrap();
    store.mute("spring", "@creator_2", at(9)).unwrap();
    // Two answers of a reading under way, one of which has a video of theirs that is stored.
    store.open_readings(at(1), &["spring"], 0).unwrap();
    for (cursor, bytes) in [("0", "{\"id\":\"31\"}"), ("30", "{\"id\":\"26\"}"), ("60", "{\"by\":\"CREATOR_1\"}")] {
        let request = Request { body: cursor.into(), ..request() };
        let row = store.begin(at(1), "spring", &request, 0).unwrap();
        let outcome = Outcome { status: Some(200), credits: 1, credits_possible: 0 };
        let page = Page { request: &request, bytes: bytes.as_bytes() };
        store.complete(at(1), row, outcome, Some(&page), 0).unwrap();
    }
    let forgotten = store.forget(&campaign, &Whom::Creator("creator_1".into())).unwrap();
    store.erase().unwrap();
    let counts = (forgotten.videos, forgotten.alerts, forgotten.mutes, forgotten.notes, forgotten.answers);
    assert_eq!(counts, (6, 1, 1, 1, 2));
    let left: Vec<String> = stands(&folder, "creator_1").into_iter().collect();
    // Another creator's name begins so.
    store.db.execute("UPDATE reading SET header = x''", []).unwrap();
    store.erase().unwrap();
    assert_eq!((left.len(), stands(&folder, "creator_1").len()), (1, 0));
    let waiting = store.waiting(Some("spring")).unwrap();
    assert_eq!((waiting.len(), &waiting[0].last_error), (1, &None));
    let told: serde_json::Value = serde_json::from_str(&waiting[0].text).unwrap();
    assert_eq!((&told["author"], &told["url"], &told["video_id"]), (&().into(), &().into(), &"1".into()));
    let mut muted: Vec<String> = Vec::new();
    let mut statement = store.db.prepare("SELECT what FROM mute WHERE until = ?1 ORDER BY what").unwrap();
    let mut rows = statement.query(params![at(9).seconds()]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        muted.push(row.get(0).unwrap());
    }
    assert_eq!(muted, ["1", "11", "16", "21", "26", "6", "@creator_2"]);
}

#[test]
fn other_names_of_theirs_are_told_where_others_still_have_them() {
    let campaign = campaign(&[], &[]);
    let (_folder, mut store) = stored(&campaign, 2);
    let mut partly = day(2);
    partly.videos.truncate(3);
    store.put(&campaign, &Zone::utc(), &partly, false).unwrap();
    let forgotten = store.forget(&campaign, &Whom::Creator("renamed_one".into())).unwrap();
    assert_eq!((forgotten.videos, forgotten.also_called), (1, vec!["creator_1".to_owned()]));
    // The earlier name leads to all that ever had it.
    let forgotten = store.forget(&campaign, &Whom::Creator("creator_1".into())).unwrap();
    assert_eq!((forgotten.videos, forgotten.also_called), (5, Vec::new()));
}

#[test]
fn nobody_is_found_under_a_part_of_a_name() {
    let campaign = campaign(&[], &[]);
    let (_folder, mut store) = stored(&campaign, 2);
    let right = store.history(&campaign, &Zone::utc()).unwrap().to_bytes();
    for who in ["creator", "creator_", "creator_11", "%", "_", "(forgotten 1)"] {
        let forgotten = store.forget(&campaign, &Whom::Creator(who.into())).unwrap();
        assert_eq!(forgotten, Forgotten::default(), "{who}");
    }
    assert_eq!(store.history(&campaign, &Zone::utc()).unwrap().to_bytes(), right);
}

fn request() -> Request {
    Request {
        id: 1,
        method: "POST".into(),
        path: "/hashtag/videos".into(),
        headers: Vec::new(),
        body: String::new(),
        timeout_ms: 1,
        max_bytes: 1,
        hashtag: "springglow".into(),
        cursor: String::new(),
        attempt: 0,
    }
}

#[test]
fn marks_are_told_by_sql_as_by_the_core() {
    let campaign = campaign(&["a"], &["b"]);
    let (_folder, store) = stored(&campaign, 0);
    for name in ["a", "b", "c", ""] {
        let mark = tagpulse_core::forgotten_name(name, 7, &campaign);
        let sql = format!("SELECT {} FROM (SELECT ?1 AS author)", super::MARKED);
        assert!(store.db.query_row(&sql, [mark], |row| row.get::<_, bool>(0)).unwrap());
    }
}
