//! The small parsers: the tutorial's own history, hashtags, times, days, zone tables, and options.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tagpulse_core::{
    Campaign, CollectorOptions, Day, Hashtag, History, Settings, Timestamp, TutorialDays, Zone, ZoneTable, clean,
    to_json, tutorial_days,
};
use tagpulse_fuzz::{check_json, now};

fuzz_target!(|input: &[u8]| {
    if let Ok(Some(TutorialDays { days, .. })) = tutorial_days(input) {
        assert!(!days.is_empty() && days.is_sorted_by(|a, b| a.date < b.date), "each day once, in order");
        let mut history = History::new("fuzz");
        history.add_days(&days);
        check_json(&to_json(&history.days()));
        let bytes = history.to_bytes();
        assert_eq!(History::from_bytes(&bytes).expect("its own bytes").to_bytes(), bytes);
    }
    let text = String::from_utf8_lossy(input);
    if let Ok(hashtag) = Hashtag::parse(&text) {
        assert_eq!(Hashtag::parse(hashtag.as_str()).as_ref(), Ok(&hashtag), "a hashtag is its own form");
    }
    if let Ok(time) = Timestamp::parse(&text) {
        assert_eq!(Timestamp::parse(&time.to_string()), Ok(time), "a time is read as it is written");
    }
    if let Ok(day) = Day::parse(&text) {
        assert_eq!((day.to_string(), Day::from_number(day.number())), (text.clone().into_owned(), day));
    }
    let shown = clean(&text, 200);
    // One more where it says that it was cut.
    let most = if shown.ends_with('…') { 201 } else { 200 };
    assert!(shown.chars().count() <= most && !shown.chars().any(char::is_control), "{shown:?}");
    zone(input);
    options(&text);
});

/// A table out of twelve bytes a change, asked for instants near each.
fn zone(input: &[u8]) {
    let (changes, _) = input.as_chunks::<12>();
    let mut table = ZoneTable { begin: 0, end: i64::MAX, changes: Vec::new() };
    for change in changes {
        let [a, b, c, d, e, f, g, h, offset @ ..] = *change;
        table.changes.push((i64::from_le_bytes([a, b, c, d, e, f, g, h]), i32::from_le_bytes(offset)));
    }
    table.begin = table.changes.first().map_or(0, |change| change.0);
    let instants: Vec<i64> = table.changes.iter().map(|change| change.0).collect();
    let Ok(zone) = Zone::new("Fuzz/Zone", Some(table)) else { return };
    for at in instants.into_iter().chain([0, now().seconds()]) {
        let at = Timestamp::default().plus(at);
        assert!(zone.offset_seconds(at).unsigned_abs() <= 26 * 3600);
        let day = zone.day(at);
        assert!((day.number() - Day::of(at, 0).number()).abs() <= 2, "{day} of {at}");
    }
}

fn options(text: &str) {
    if let Ok(settings) = serde_json::from_str::<Settings>(text)
        && let Ok(campaign) = Campaign::new(settings)
    {
        let again = Campaign::new(campaign.settings().clone());
        assert_eq!(again, Ok(campaign), "settings in their one form are those of the same campaign");
    }
    let _ = serde_json::from_str::<CollectorOptions>(text);
}
