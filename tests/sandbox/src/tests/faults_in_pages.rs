//! Faults inside a page that is otherwise in order, in both shapes.

use crate::client::sandbox;
use crate::{FaultKind, PastEnd, Sandbox, Shape};
use serde_json::Value;

fn faulty(kind: FaultKind) -> Sandbox {
    sandbox(|options| options.faults = vec![kind.into()])
}

fn list(answer: &Value) -> &[Value] {
    answer["data"]["aweme_list"].as_array().expect("a list")
}

/// The items of the first page under this fault.
fn items(kind: FaultKind) -> Vec<Value> {
    let answer = faulty(kind).page(0).json();
    assert!(!list(&answer).is_empty());
    list(&answer).to_vec()
}

#[test]
fn lists_go_missing_or_empty() {
    let answer = faulty(FaultKind::EmptyList).page(0).json();
    assert!(list(&answer).is_empty());
    assert_eq!(answer["data"]["has_more"], 1);
    let answer = faulty(FaultKind::MissingList).page(0).json();
    assert!(answer["data"].get("aweme_list").is_none());
    assert_eq!(answer["data"]["has_more"], 0);
}

#[test]
fn has_more_never_ends() {
    for (past_end, empty) in [(PastEnd::Empty, true), (PastEnd::LastPage, false)] {
        let sandbox = faulty(FaultKind::EndlessHasMore { past_end });
        assert_eq!(list(&sandbox.page(0).json()).len(), 30);
        let answer = sandbox.page(6_000).json();
        assert_eq!(list(&answer).is_empty(), empty);
        assert_eq!(answer["data"]["has_more"], 1);
        assert_eq!(answer["data"]["cursor"], 6_030);
    }
}

#[test]
fn the_cursor_sticks() {
    let answer = faulty(FaultKind::StuckCursor).page(30).json();
    assert_eq!(answer["data"]["cursor"], 30);
    assert_eq!(answer["data"]["has_more"], 1);
}

#[test]
fn items_lose_their_author_or_id() {
    let authorless = items(FaultKind::ItemWithoutAuthor);
    let missing = authorless.iter().filter(|item| item.get("author").is_none()).count();
    assert_eq!(missing, 1);
    let blank = |items: &[Value]| items.iter().filter(|item| item["aweme_id"] == "").count();
    assert_eq!(blank(&items(FaultKind::ItemWithoutId)), 1);
    let all = items(FaultKind::AllBlankIds);
    assert_eq!(blank(&all), all.len());
}

#[test]
fn counts_become_zero_null_or_text() {
    let views = |kind| items(kind).remove(0)["statistics"]["play_count"].take();
    assert_eq!(views(FaultKind::AllZeroCounts), 0);
    assert!(views(FaultKind::NullCounts).is_null());
    assert!(views(FaultKind::StringCounts).is_string());
    assert!(views(FaultKind::AbbreviatedCounts).is_string());
    assert!(views(FaultKind::FloatCounts).is_f64());
    assert!(views(FaultKind::NegativeCounts).as_i64() < Some(0));
    let honest = sandbox(|_| {}).page(0).json();
    let honest = list(&honest)[0]["statistics"]["play_count"].as_u64().expect("views");
    assert_eq!(views(FaultKind::LowerCounts), honest - honest * 3 / 100);
}

#[test]
fn an_item_stands_twice() {
    let items = items(FaultKind::DuplicateItem);
    assert_eq!((items.len(), &items[30]), (31, &items[0]));
}

#[test]
fn captions_turn_hostile() {
    let raw = faulty(FaultKind::LoneSurrogate).page(0).text();
    assert_eq!(raw.matches(r#""desc":"\ud83d "#).count(), 1);
    assert!(serde_json::from_str::<Value>(&raw).is_err(), "half a character");
    let item = items(FaultKind::TerminalEscapes).remove(0);
    for text in [&item["desc"], &item["author"]["nickname"]] {
        let text = text.as_str().expect("text");
        assert!(text.contains('\u{1b}') && text.contains("</script>") && text.contains('\u{202e}'));
    }
}

#[test]
fn a_hashtag_is_said_not_to_exist() {
    let sandbox = faulty(FaultKind::ChallengeNull);
    assert!(sandbox.lookup().json()["data"]["challengeInfo"].is_null());
    assert_eq!(list(&sandbox.page(0).json()).len(), 30);
}

#[test]
fn the_tutorials_shape_has_the_same_faults() {
    let answer = |kind: FaultKind| {
        let sandbox = sandbox(|options| {
            options.shape = Shape::Tutorial;
            options.faults = vec![kind.into()];
        });
        sandbox.page(0)
    };
    assert!(answer(FaultKind::MissingList).json().get("videos").is_none());
    assert_eq!(answer(FaultKind::AllBlankIds).json()["videos"][0]["video_id"], "");
    assert!(answer(FaultKind::NullCounts).json()["videos"][0]["play_count"].is_null());
    assert!(answer(FaultKind::LoneSurrogate).text().contains(r#""desc":"\ud83d "#));
}
