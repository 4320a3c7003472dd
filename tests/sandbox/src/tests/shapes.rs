//! Both shapes as described, and the freedoms within them.

use crate::client::sandbox;
use crate::{FlagAs, NumberAs, Order, Shape, StatsPlace, as_shown};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn aweme_lookup_has_info_and_stats_in_three_places() {
    for (place, at) in [
        (StatsPlace::Info, "/data/challengeInfo/stats"),
        (StatsPlace::Challenge, "/data/challengeInfo/challenge/stats"),
        (StatsPlace::V2, "/data/challengeInfo/statsV2"),
    ] {
        let sandbox = sandbox(|options| options.stats_place = place);
        let answer = sandbox.lookup().json();
        let hashtag = &sandbox.world().hashtags()[0];
        let challenge = &answer["data"]["challengeInfo"]["challenge"];
        assert_eq!(challenge["id"], hashtag.id.to_string());
        assert_eq!(challenge["title"], "summerglow");
        let published = sandbox.world().truth(sandbox.now()).len();
        let count = &answer.pointer(at).expect("stats")["videoCount"];
        let expected = match place {
            StatsPlace::V2 => json!(published.to_string()),
            _ => json!(published),
        };
        assert_eq!(*count, expected);
        assert_eq!(answer["credits_used"], 1);
    }
}

#[test]
fn aweme_lookup_finds_nothing_by_the_tutorials_parameter_alone() {
    let sandbox = sandbox(|_| {});
    let id = sandbox.world().hashtags()[0].id.to_string();
    for (body, found) in [
        (json!({"name": "summerglow"}), false),
        (json!({"hashtag_name": "nobodyusesthis"}), false),
        (json!({"hashtag_name": "SummerGlow"}), true),
        (json!({"hashtag_id": id}), true),
    ] {
        let got = sandbox.ask("hashtag", &body);
        assert_eq!(got.status, Some(200));
        assert_eq!(!got.json()["data"]["challengeInfo"].is_null(), found, "{body}");
    }
    assert_eq!(sandbox.ledger().totals.credits, 4);
}

#[test]
fn aweme_pages_walk_the_listing_exactly_without_shifts() {
    let sandbox = sandbox(|options| options.page_shift = false);
    let listing = sandbox.world().listing("summerglow", sandbox.now(), 0);
    let mut walked = Vec::new();
    let mut cursor = 0;
    loop {
        let data = sandbox.page(cursor).json()["data"].take();
        let items = data["aweme_list"].as_array().expect("a list").clone();
        walked.extend(items);
        cursor = data["cursor"].as_u64().expect("a number");
        if data["has_more"] == 0 {
            break;
        }
    }
    assert_eq!(walked.len(), listing.len());
    for (item, truth) in walked.iter().zip(&listing) {
        assert_eq!(item["aweme_id"], truth.video.id.to_string());
        assert_eq!(item["desc"], truth.video.desc);
        assert_eq!(item["create_time"], truth.video.created);
        assert_eq!(item["author"]["unique_id"], truth.author.handle);
        assert_eq!(item["statistics"]["play_count"], truth.counts.views);
        assert_eq!(item["statistics"]["collect_count"], truth.counts.saves);
        assert_eq!(item["video"]["create_time"], 0);
    }
}

#[test]
fn shifting_ranks_repeat_some_videos_and_hide_others() {
    let sandbox = sandbox(|options| options.world.videos = 2_000);
    let listed = sandbox.world().listing("summerglow", sandbox.now(), 0).len();
    let (mut ids, mut items) = (BTreeSet::new(), 0);
    for cursor in (0..listed as u64).step_by(30) {
        let page = sandbox.page(cursor).json();
        assert_eq!(page, sandbox.page(cursor).json_with_credits_of(&page));
        for item in page["data"]["aweme_list"].as_array().expect("a list") {
            items += 1;
            ids.insert(item["aweme_id"].as_str().expect("an id").to_owned());
        }
    }
    assert!(ids.len() < items, "duplicates");
    assert!(ids.len() < listed, "gaps");
    assert!(ids.len() > listed * 9 / 10);
}

impl crate::client::Got {
    /// The answer with another answer's balance, which falls with every request.
    fn json_with_credits_of(&self, other: &Value) -> Value {
        let mut json = self.json();
        json["credits_remaining"] = other["credits_remaining"].clone();
        json
    }
}

#[test]
fn numbers_flags_and_orders_are_options() {
    let sandbox = sandbox(|options| {
        options.cursor_as = NumberAs::String;
        options.count_as = NumberAs::String;
        options.has_more_as = FlagAs::Boolean;
        options.order = Order::Reversed;
        options.rounded = true;
        options.heavy = false;
    });
    let data = sandbox.page(0).json()["data"].take();
    assert_eq!(data["cursor"], "30");
    assert_eq!(data["has_more"], true);
    let listing = sandbox.world().listing("summerglow", sandbox.now(), 0);
    let last = listing.last().expect("videos");
    let item = &data["aweme_list"][0];
    assert_eq!(item["aweme_id"], last.video.id.to_string());
    assert_eq!(item["statistics"]["play_count"], as_shown(last.counts.views).to_string());
    assert!(item["music"].is_null());
}

#[test]
fn tutorial_answers_bare_objects_and_all_videos_at_once() {
    let sandbox = sandbox(|options| options.shape = Shape::Tutorial);
    let hashtag = &sandbox.world().hashtags()[0];
    assert_eq!(sandbox.lookup().json(), json!({"id": hashtag.id.to_string()}));
    // Paging parameters are unknown to it, and ignored.
    let id = hashtag.id.to_string();
    let paged = json!({"hashtag_id": id, "cursor": "next", "count": 99});
    let answer = sandbox.ask("hashtag/videos", &paged).json();
    let listing = sandbox.world().listing("summerglow", sandbox.now(), 0);
    let videos = answer["videos"].as_array().expect("a list");
    assert_eq!(videos.len(), listing.len());
    let truth = &listing[0];
    assert_eq!(
        videos[0],
        json!({
            "video_id": truth.video.id.to_string(),
            "author": {"unique_id": truth.author.handle},
            "desc": truth.video.desc,
            "play_count": truth.counts.views,
            "digg_count": truth.counts.likes,
            "comment_count": truth.counts.comments,
            "share_count": truth.counts.shares,
            "create_time": truth.video.created,
        })
    );
}

#[test]
fn one_video_can_be_asked_again() {
    let sandbox = sandbox(|_| {});
    let truth = sandbox.world().truth(sandbox.now())[3];
    let got = sandbox.ask("video", &json!({"video_id": truth.video.id.to_string()}));
    let detail = got.json()["data"]["aweme_detail"].take();
    assert_eq!(detail["statistics"]["digg_count"], truth.counts.likes);
    let got = sandbox.ask("video", &json!({"video_id": "1"}));
    assert!(got.json()["data"]["aweme_detail"].is_null());
}

#[test]
fn all_pages_of_five_thousand_videos_are_full() {
    let sandbox = sandbox(|options| {
        options.world.videos = 5_050;
        options.world.absent_share = 0.0;
    });
    for page in 0..167 {
        let body = sandbox.page(page * 30).body;
        let ids = body.windows(11).filter(|window| window == b"\"aweme_id\":").count();
        assert!(ids >= 30, "page {page} has {ids} ids in {} bytes", body.len());
    }
}
