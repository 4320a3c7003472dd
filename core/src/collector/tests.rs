//! The machine in virtual time: a scripted provider answers, no clock runs.

use super::*;
use crate::{Timestamp, VideoId};

fn options() -> CollectorOptions {
    CollectorOptions::new(vec!["glow".into()], Timestamp::from_seconds(1_790_000_000).unwrap())
}

const LOOKUP: &str =
    r#"{"data":{"challengeInfo":{"challenge":{"id":"7"},"stats":{"videoCount":900,"viewCount":5}}},"credits_used":1}"#;

fn page(ids: std::ops::Range<u64>, cursor: &str, more: u8) -> String {
    let items: Vec<String> =
        ids.map(|id| format!(r#"{{"aweme_id":"{id}","desc":"","statistics":{{"play_count":{id}}}}}"#)).collect();
    format!(
        r#"{{"data":{{"aweme_list":[{}],"cursor":"{cursor}","has_more":{more}}},"credits_used":1}}"#,
        items.join(",")
    )
}

/// What the provider does with one request.
enum Answer {
    Body(u16, String),
    Limit(&'static str),
    Fails(Failure),
}

fn ok(body: impl Into<String>) -> Answer {
    Answer::Body(200, body.into())
}

/// Runs a collection against a script; gives the result and the milliseconds waited.
fn run(options: CollectorOptions, script: Vec<Answer>) -> (Collected, u64) {
    let mut collector = Collector::new(options).unwrap();
    let mut script = script.into_iter();
    let (mut now, mut waited) = (0, 0);
    loop {
        match collector.next(now) {
            Step::Done => break,
            Step::Wait { ms } => {
                now += ms;
                waited += ms;
            }
            Step::Request(request) => {
                assert_eq!(collector.next(now + 1), Step::Request(request.clone()), "the same until answered");
                // Every state survives the trip through bytes.
                match script.next().expect("a request too many") {
                    Answer::Body(status, body) => {
                        collector.feed(request.id, status, None, body.as_bytes(), now).unwrap();
                    }
                    Answer::Limit(after) => collector.feed(request.id, 429, Some(after), b"", now).unwrap(),
                    Answer::Fails(failure) => collector.fail(request.id, failure, b"", now).unwrap(),
                }
                let bytes = collector.to_bytes();
                assert_eq!(Collector::from_bytes(&bytes).unwrap().to_bytes().len(), restored_length(&collector));
            }
        }
    }
    assert!(script.next().is_none(), "the script has an answer left");
    (collector.finish(), waited)
}

fn restored_length(collector: &Collector) -> usize {
    let mut again = Collector::from_bytes(&collector.to_bytes()).unwrap();
    again.wait_until = None;
    again.to_bytes().len()
}

fn stop(collected: &Collected) -> (Option<StopReason>, usize) {
    let snapshot = collected.snapshot.as_ref().unwrap();
    (snapshot.header.hashtags[0].stop_reason, snapshot.videos.len())
}

#[test]
fn pages_to_the_end_with_duplicates_across_them() {
    let (collected, _) = run(options(), vec![ok(LOOKUP), ok(page(1..31, "30", 1)), ok(page(25..40, "60", 0))]);
    assert_eq!(stop(&collected), (Some(StopReason::NoMore), 39));
    let header = &collected.snapshot.unwrap().header;
    assert_eq!((header.duplicates, header.usage.credits, header.hashtags[0].pages), (6, 3, 2));
    assert_eq!(header.hashtags[0].tiktok_videos, Some(900));
    assert_eq!(collected.error, None);
}

#[test]
fn a_listing_that_never_ends_stops_with_its_reason() {
    let endless = vec![ok(LOOKUP), ok(page(1..31, "30", 1)), ok(page(0..0, "60", 1)), ok(page(0..0, "90", 1))];
    assert_eq!(stop(&run(options(), endless).0), (Some(StopReason::NothingNew), 30));
    let stuck = vec![ok(LOOKUP), ok(page(1..31, "30", 1)), ok(page(31..61, "30", 1))];
    assert_eq!(stop(&run(options(), stuck).0), (Some(StopReason::CursorStuck), 60));
    let pages = vec![ok(LOOKUP), ok(page(1..31, "30", 1)), ok(page(31..61, "60", 1))];
    let budget = CollectorOptions { max_pages: 2, ..options() };
    assert_eq!(stop(&run(budget, pages).0), (Some(StopReason::PageBudget), 60));
    let videos = vec![ok(LOOKUP), ok(page(1..31, "30", 1))];
    let budget = CollectorOptions { max_videos: Some(30), ..options() };
    assert_eq!(stop(&run(budget, videos).0), (Some(StopReason::VideoBudget), 30));
    let gone = vec![ok(LOOKUP), ok(page(1..31, "30", 1)), ok(r#"{"data":{"has_more":false},"credits_used":1}"#)];
    assert_eq!(stop(&run(options(), gone).0), (Some(StopReason::NoMore), 30));
}

#[test]
fn credits_never_exceed_the_budget() {
    let budget = CollectorOptions { max_credits: Some(2), ..options() };
    let (collected, _) = run(budget, vec![ok(LOOKUP), ok(page(1..31, "30", 1))]);
    assert_eq!(stop(&collected), (Some(StopReason::CreditBudget), 30));
    assert_eq!(collected.usage.credits, 2);
    let (nothing, _) = run(CollectorOptions { max_credits: Some(0), ..options() }, vec![]);
    assert_eq!(nothing.error.unwrap().code, ErrorCode::Budget);
    assert!(nothing.snapshot.is_none());
    // A time-out may have been billed, so it counts.
    let possible = CollectorOptions { max_credits: Some(1), ..options() };
    let (collected, _) = run(possible, vec![Answer::Fails(Failure::Timeout)]);
    assert_eq!((collected.usage.credits, collected.usage.credits_possible), (0, 1));
}

#[test]
fn waits_are_asked_for_clamped_or_drawn() {
    let end = || vec![ok(LOOKUP), ok(page(1..2, "0", 0))];
    let with = |first: Answer| [vec![first], end()].concat_answers();
    assert_eq!(run(options(), with(Answer::Limit("3"))).1, 3000);
    assert_eq!(run(options(), with(Answer::Limit("3600"))).1, 8000);
    let body = r#"{"error":{"code":"limit","retry_after":2}}"#;
    assert_eq!(run(options(), with(Answer::Body(429, body.into()))).1, 2000);
    assert!(run(options(), with(Answer::Body(500, String::new()))).1 <= 500);
    // A date is the host's to turn into seconds.
    assert!(run(options(), with(Answer::Limit("Mon, 21 Sep 2026 14:13:24 GMT"))).1 <= 500);
}

#[test]
fn what_a_refusal_says_that_it_cost_counts() {
    let check = |status, body: &str, credits, credits_possible| {
        let (collected, _) = run(options(), vec![Answer::Body(status, body.into())]);
        assert_eq!(collected.usage, Usage { requests: 1, credits, credits_possible }, "{status} {body}");
    };
    check(404, r#"{"error":"not found","credits_used":1}"#, 1, 0);
    check(404, r#"{"error":"not found","credits_used":0}"#, 0, 0);
    check(404, r#"{"error":"not found"}"#, 0, 1);
    check(404, "", 0, 1);
    check(401, r#"{"error":"no key"}"#, 0, 0);
    check(402, r#"{"credits_used":2}"#, 2, 0);
}

#[test]
fn what_the_provider_reports_beside_null_is_told_and_tried_again() {
    let limited = || ok(r#"{"data":{"challengeInfo":null},"error":"upstream rate limited","credits_used":0}"#);
    let (collected, _) = run(options(), vec![limited(), limited(), limited()]);
    let error = collected.error.unwrap();
    assert_eq!(error.code, ErrorCode::ProviderError);
    assert!(error.message.contains("upstream rate limited"), "{error}");
    assert_eq!(collected.usage, Usage { requests: 3, credits: 0, credits_possible: 0 });
    let (good, _) = run(options(), vec![limited(), ok(LOOKUP), ok(page(1..3, "2", 0))]);
    assert_eq!(stop(&good), (Some(StopReason::NoMore), 2));
}

#[test]
fn an_error_beside_videos_keeps_them_and_ends_the_listing() {
    let half = |error: &str| page(1..31, "30", 1).replacen('{', &format!(r#"{{"error":{error},"#), 1);
    let behind =
        |error: &str| page(1..31, "30", 1).trim_end_matches('}').to_owned() + &format!(r#","error":{error}}}"#);
    for error in [r#"{"code":"partial","message":"half of the list"}"#, r#""half of the list""#] {
        for body in [half(error), behind(error)] {
            let (collected, _) = run(options(), vec![ok(LOOKUP), ok(body.clone())]);
            assert_eq!(stop(&collected), (Some(StopReason::Error), 30), "{body}");
            assert_eq!(collected.usage, Usage { requests: 2, credits: 2, credits_possible: 0 });
            let listing = &collected.snapshot.unwrap().header.hashtags[0];
            assert!(!listing.listing_ended && listing.error == collected.error, "{body}");
            let error = collected.error.unwrap();
            assert_eq!(error.code, ErrorCode::ProviderError);
            assert!(error.message.contains("half of the list"), "{error}");
        }
    }
    for fine in ["null", "false", r#""""#, r#"{"code":"ok","message":"done"}"#, "{}"] {
        let (collected, _) = run(options(), vec![ok(LOOKUP), ok(half(fine)), ok(page(31..40, "60", 0))]);
        assert_eq!(stop(&collected), (Some(StopReason::NoMore), 39), "{fine}");
        assert_eq!(collected.error, None, "{fine}");
    }
}

#[test]
fn a_page_that_is_cut_behind_no_item_is_none() {
    let cut = || ok(r#"{"data":{"aweme_list":[]"#);
    let (nothing, _) = run(options(), vec![ok(LOOKUP), cut(), cut(), cut()]);
    assert!(nothing.snapshot.is_none());
    assert_eq!(nothing.error.unwrap().code, ErrorCode::Truncated);
    let (first, _) = run(options(), vec![ok(LOOKUP), ok(page(1..31, "30", 1)), cut(), cut(), cut()]);
    assert_eq!(stop(&first), (Some(StopReason::Error), 30));
    assert_eq!(first.snapshot.unwrap().header.hashtags[0].pages, 1);
}

trait Concat {
    fn concat_answers(self) -> Vec<Answer>;
}

impl Concat for [Vec<Answer>; 2] {
    fn concat_answers(self) -> Vec<Answer> {
        self.into_iter().flatten().collect()
    }
}

#[test]
fn each_fault_ends_as_it_should_and_keeps_what_was_gathered() {
    let check = |fault: fn() -> Answer, tries: usize, code: ErrorCode| {
        let faults = (0..tries).map(|_| fault());
        let script = [ok(LOOKUP), ok(page(1..31, "30", 1))].into_iter().chain(faults).collect();
        let (collected, _) = run(options(), script);
        assert_eq!(stop(&collected), (Some(StopReason::Error), 30), "{code}");
        assert_eq!(collected.error.unwrap().code, code);
        let fault: Vec<Answer> = (0..tries).map(|_| fault()).collect();
        let (nothing, _) = run(options(), fault);
        assert!(nothing.snapshot.is_none(), "{code}");
    };
    check(|| Answer::Body(500, "x".into()), 3, ErrorCode::Upstream);
    check(|| Answer::Body(429, String::new()), 3, ErrorCode::RateLimited);
    check(|| Answer::Body(401, "{}".into()), 1, ErrorCode::Auth);
    check(|| Answer::Body(402, "{}".into()), 1, ErrorCode::Credits);
    check(|| Answer::Body(404, "{}".into()), 1, ErrorCode::NotFound);
    check(|| Answer::Body(410, "{}".into()), 1, ErrorCode::Gone);
    check(|| Answer::Body(400, "{}".into()), 1, ErrorCode::InvalidRequest);
    check(|| Answer::Body(302, String::new()), 1, ErrorCode::Upstream);
    check(|| ok("<html>"), 3, ErrorCode::Html);
    check(|| ok(""), 3, ErrorCode::EmptyBody);
    check(|| ok(r#"{"type":"verify"}"#), 3, ErrorCode::Captcha);
    check(|| ok(r#"{"error":"x"}"#), 3, ErrorCode::ProviderError);
    check(|| ok(r#"{"results":[]}"#), 1, ErrorCode::UnknownShape);
    check(|| ok("{\"da"), 3, ErrorCode::Truncated);
    check(|| Answer::Fails(Failure::Connect), 3, ErrorCode::Connect);
    check(|| Answer::Fails(Failure::Timeout), 3, ErrorCode::Timeout);
    check(|| Answer::Fails(Failure::Truncated), 3, ErrorCode::Truncated);
    check(|| Answer::Fails(Failure::TooLarge), 1, ErrorCode::TooLarge);
    check(|| Answer::Fails(Failure::Aborted), 1, ErrorCode::Aborted);
}

#[test]
fn what_could_be_throttling_is_asked_once_more() {
    let null = r#"{"data":{"challengeInfo":null},"credits_used":1}"#;
    let (good, _) = run(options(), vec![ok(null), ok(LOOKUP), ok(page(0..0, "0", 0)), ok(page(1..3, "2", 0))]);
    assert_eq!(stop(&good), (Some(StopReason::NoMore), 2));
    assert_eq!(good.usage.credits, 4);
    let (unknown, _) = run(options(), vec![ok(null), ok(null)]);
    assert_eq!(unknown.error.unwrap().code, ErrorCode::NotFound);
    let (empty, _) = run(options(), vec![ok(LOOKUP), ok(page(0..0, "0", 0)), ok(page(0..0, "0", 0))]);
    assert_eq!(stop(&empty), (Some(StopReason::NoMore), 0));
}

#[test]
fn the_items_of_the_last_try_are_kept() {
    let whole = page(1..31, "30", 1);
    let (cut, _) = whole.split_at(whole.len() / 2);
    let (collected, _) = run(options(), vec![ok(LOOKUP), ok(cut), ok(cut), ok(cut)]);
    let (reason, videos) = stop(&collected);
    assert_eq!(reason, Some(StopReason::Error));
    assert!((10..20).contains(&videos), "{videos}");
    assert_eq!(collected.usage.credits_possible, 3);
}

#[test]
fn one_hashtags_error_leaves_the_others() {
    let two = CollectorOptions { hashtags: vec!["a".into(), "b".into()], ..options() };
    let (collected, _) = run(two, vec![Answer::Body(404, "{}".into()), ok(LOOKUP), ok(page(1..3, "2", 0))]);
    let snapshot = collected.snapshot.unwrap();
    assert_eq!(snapshot.videos[0].under, [1]);
    assert_eq!(snapshot.header.hashtags[0].error.as_ref().unwrap().code, ErrorCode::NotFound);
    assert_eq!(collected.error.unwrap().code, ErrorCode::NotFound);
}

#[test]
fn an_answer_nobody_asked_for_is_refused() {
    let mut collector = Collector::new(options()).unwrap();
    assert_eq!(collector.feed(1, 200, None, b"", 0).unwrap_err().code, ErrorCode::NoSuchRequest);
    let Step::Request(request) = collector.next(0) else { panic!() };
    assert!(collector.feed(request.id + 1, 200, None, b"", 0).is_err());
    assert!(Collector::new(CollectorOptions { hashtags: vec![], ..options() }).is_err());
    assert!(Collector::new(CollectorOptions { dialect: Some("x".into()), ..options() }).is_err());
}

#[test]
fn a_later_process_goes_on_where_this_one_stopped() {
    let mut collector = Collector::new(options()).unwrap();
    let Step::Request(lookup) = collector.next(0) else { panic!() };
    collector.feed(lookup.id, 200, None, LOOKUP.as_bytes(), 0).unwrap();
    let Step::Request(first) = collector.next(0) else { panic!() };
    collector.feed(first.id, 200, None, page(1..31, "30", 1).as_bytes(), 0).unwrap();
    let Step::Request(out) = collector.next(0) else { panic!() };

    let mut later = Collector::from_bytes(&collector.to_bytes()).unwrap();
    let Step::Request(again) = later.next(900_000) else { panic!() };
    assert_eq!((&again.body, &again.cursor), (&out.body, &out.cursor));
    later.feed(again.id, 200, None, page(20..40, "60", 0).as_bytes(), 0).unwrap();
    let collected = later.finish();
    assert_eq!(stop(&collected), (Some(StopReason::NoMore), 39));
    assert_eq!((collected.usage.credits, collected.usage.credits_possible), (3, 1));
}

fn detail(id: u64, views: u64) -> Answer {
    ok(format!(
        r#"{{"data":{{"aweme_detail":{{"aweme_id":"{id}","desc":"","statistics":{{"play_count":{views}}}}}}},"credits_used":1}}"#
    ))
}

/// A listing of the videos 1 to 5, and what is asked for behind it.
fn with_rechecks(ids: &[u64], max: u32, answers: Vec<Answer>) -> Collected {
    let recheck = ids.iter().copied().map(VideoId).collect();
    let options = CollectorOptions { recheck, max_rechecks: max, ..options() };
    let script: Vec<Answer> = [ok(LOOKUP), ok(page(1..6, "30", 0))].into_iter().chain(answers).collect();
    run(options, script).0
}

fn rechecked(collected: &Collected) -> (Vec<(u64, Option<u64>)>, u32) {
    let snapshot = collected.snapshot.as_ref().unwrap();
    assert_eq!((snapshot.videos.len(), snapshot.header.hashtags.len()), (5, 1));
    let read = snapshot.rechecked.iter().map(|again| (again.video_id.0, again.counts.views)).collect();
    (read, snapshot.header.recheck_failed)
}

#[test]
fn the_first_candidates_that_no_listing_had_are_read_by_themselves() {
    let check = |ids: &[u64], max, answers, expected: &[(u64, Option<u64>)]| {
        let collected = with_rechecks(ids, max, answers);
        assert_eq!(rechecked(&collected), (expected.to_vec(), 0), "{ids:?}");
        assert_eq!((collected.error, collected.usage.credits as usize), (None, 2 + expected.len()), "{ids:?}");
    };
    check(&[], 9, vec![], &[]);
    check(&[9, 8], 0, vec![], &[]);
    check(&[3, 1], 9, vec![], &[]);
    check(&[3, 90, 1, 80, 70], 2, vec![detail(90, 7), detail(80, 6)], &[(90, Some(7)), (80, Some(6))]);
    check(&[90, 90, 3, 90], 9, vec![detail(90, 7)], &[(90, Some(7))]);
    let nameless = ok(r#"{"aweme_detail":{"aweme_id":"90","statistics":{"digg_count":5}}}"#);
    check(&[90], 9, vec![nameless], &[(90, None)]);
}

#[test]
fn a_video_that_the_provider_does_not_give_is_unknown_and_costs_no_second_try() {
    let null = || ok(r#"{"data":{"aweme_detail":null},"credits_used":1}"#);
    let check = |answer: fn() -> Answer| {
        let collected = with_rechecks(&[90, 80], 9, vec![answer(), detail(80, 6)]);
        assert_eq!(rechecked(&collected), (vec![(80, Some(6))], 1));
        assert_eq!(collected.error, None);
        collected.usage
    };
    assert_eq!(check(|| Answer::Body(404, "{}".into())), Usage { requests: 4, credits: 3, credits_possible: 1 });
    assert_eq!(check(|| detail(91, 6)).credits, 4);
    assert_eq!(check(|| ok(r#"{"aweme_detail":{"aweme_id":"90","status":{"is_delete":true}}}"#)).credits, 4);
    // The one that was read counts, whatever is reported or cut behind it.
    let beside =
        || ok(r#"{"data":{"aweme_detail":{"aweme_id":"90","desc":"","statistics":{"play_count":7}}},"error":"x"}"#);
    assert_eq!(rechecked(&with_rechecks(&[90], 9, vec![beside()])), (vec![(90, Some(7))], 0));
    let collected = with_rechecks(&[90], 9, vec![null()]);
    assert_eq!((rechecked(&collected), collected.usage.credits), ((vec![], 1), 3));
}

#[test]
fn what_goes_wrong_with_a_single_video_is_tried_again_and_ends_them_all() {
    let check = |answer: fn() -> Answer, tries: usize, code| {
        let answers = [detail(90, 7)].into_iter().chain((0..tries).map(|_| answer())).collect();
        let collected = with_rechecks(&[90, 80, 70], 9, answers);
        assert_eq!(rechecked(&collected), (vec![(90, Some(7))], 2), "{code:?}");
        let listing = &collected.snapshot.as_ref().unwrap().header.hashtags[0];
        assert_eq!((listing.stop_reason, &listing.error), (Some(StopReason::NoMore), &None), "{code:?}");
        assert_eq!(collected.error.unwrap().code, code);
    };
    check(|| Answer::Body(500, "{}".into()), 3, ErrorCode::Upstream);
    check(|| Answer::Body(302, "{}".into()), 1, ErrorCode::Upstream);
    check(|| Answer::Limit("0"), 3, ErrorCode::RateLimited);
    check(|| Answer::Fails(Failure::Timeout), 3, ErrorCode::Timeout);
    check(|| Answer::Fails(Failure::TooLarge), 1, ErrorCode::TooLarge);
    check(|| Answer::Fails(Failure::Aborted), 1, ErrorCode::Aborted);
    check(|| ok("<html>"), 3, ErrorCode::Html);
    check(|| ok("{\"data\":{\"aweme_detail\":{\"aweme_id\":\"80\","), 3, ErrorCode::Truncated);
    check(|| ok(r#"{"result":{"entries":[{"vid":"v1"}]}}"#), 1, ErrorCode::UnknownShape);
    check(|| ok(r#"{"data":{"aweme_detail":null},"error":"slow down"}"#), 3, ErrorCode::ProviderError);
    check(|| Answer::Body(401, "{}".into()), 1, ErrorCode::Auth);
    check(|| Answer::Body(402, "{}".into()), 1, ErrorCode::Credits);
    check(|| Answer::Body(410, "{}".into()), 1, ErrorCode::Gone);
    // And the next try may bring it.
    let answers = vec![Answer::Body(503, String::new()), detail(90, 7), ok(""), detail(80, 6)];
    assert_eq!(rechecked(&with_rechecks(&[90, 80], 9, answers)), (vec![(90, Some(7)), (80, Some(6))], 0));
}

#[test]
fn single_videos_are_within_the_budget_and_need_a_page_before_them() {
    let ids = [90, 80, 70].map(VideoId).to_vec();
    let budget = CollectorOptions { max_credits: Some(4), max_videos: Some(3), recheck: ids.clone(), ..options() };
    let script = vec![ok(LOOKUP), ok(page(1..6, "30", 0)), detail(90, 7), detail(80, 6)];
    let (collected, _) = run(budget, script);
    assert_eq!(rechecked(&collected), (vec![(90, Some(7)), (80, Some(6))], 1));
    assert_eq!((collected.error, collected.usage.credits), (None, 4));
    let (nothing, _) = run(CollectorOptions { recheck: ids, ..options() }, vec![Answer::Body(404, "{}".into())]);
    assert!(nothing.snapshot.is_none());
}

#[test]
fn a_single_video_that_was_read_is_not_asked_for_again_by_a_later_process() {
    let recheck = [3, 90, 80].map(VideoId).to_vec();
    let mut collector = Collector::new(CollectorOptions { recheck, ..options() }).unwrap();
    let mut asked = Vec::new();
    for answer in [
        LOOKUP.to_owned(),
        page(1..6, "30", 0),
        r#"{"aweme_detail":{"aweme_id":"90","desc":"","statistics":{"play_count":7}}}"#.to_owned(),
    ] {
        let Step::Request(request) = collector.next(0) else { panic!() };
        asked.push((request.path.clone(), request.hashtag.clone(), request.cursor.clone()));
        collector.feed(request.id, 200, None, answer.as_bytes(), 0).unwrap();
        collector = Collector::from_bytes(&collector.to_bytes()).unwrap();
    }
    assert_eq!(asked[2], ("/video".into(), String::new(), "90".into()));
    assert_eq!(collector.progress().hashtag, None);
    let Step::Request(last) = collector.next(0) else { panic!() };
    assert_eq!(last.body, r#"{"video_id":"80"}"#);
    let mut later = Collector::from_bytes(&collector.to_bytes()).unwrap();
    let Step::Request(again) = later.next(0) else { panic!() };
    assert_eq!(again.body, last.body);
    later.feed(again.id, 404, None, b"", 0).unwrap();
    assert_eq!(later.next(0), Step::Done);
    assert_eq!(rechecked(&later.finish()), (vec![(90, Some(7))], 1));
}
