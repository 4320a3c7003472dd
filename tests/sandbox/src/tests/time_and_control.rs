//! Simulated time, and the controls that a test in another language uses.

use crate::client::{Got, sandbox, send};
use crate::{Outcome, Sandbox};
use serde_json::json;

fn control(sandbox: &Sandbox, method: &str, name: &str, body: &str) -> Got {
    send(sandbox.port(), method, &format!("/_sandbox/{name}"), "", body)
}

#[test]
fn time_is_set_and_the_listing_follows() {
    let sandbox = sandbox(|_| {});
    let early = sandbox.world().options().day_start(2);
    let before = sandbox.page(0).text();
    let got = control(&sandbox, "POST", "now", &json!({"now": early}).to_string());
    assert_eq!(got.json()["now"], early);
    assert_eq!(sandbox.now(), early);
    let answer = sandbox.page(0).json();
    let listing = sandbox.world().listing("summerglow", early, 0);
    assert_eq!(answer["data"]["aweme_list"][0]["aweme_id"], listing[0].video.id.to_string());
    assert_ne!(before, sandbox.page(0).text());
    assert_eq!(sandbox.ledger().requests[1].now, early);
}

#[test]
fn the_ledger_is_the_same_over_http() {
    let sandbox = sandbox(|_| {});
    sandbox.lookup();
    sandbox.page(30);
    let got = control(&sandbox, "GET", "ledger", "").json();
    assert_eq!(got, serde_json::to_value(sandbox.ledger()).expect("JSON"));
    assert_eq!(got["totals"], json!({"requests": 2, "credits": 2}));
    assert_eq!(
        got["requests"][1],
        json!({
            "seq": 1, "path": "/api/v1/tiktok/hashtag/videos", "hashtag": "summerglow",
            "cursor": "30", "attempt": 0, "now": sandbox.now(), "status": 200, "credits": 1,
            "outcome": "answered", "authorized": true, "user_agent": "test/1",
        })
    );
    assert_eq!(sandbox.ledger().requests[0].outcome, Outcome::Answered);
}

#[test]
fn faults_come_and_go_over_http() {
    let sandbox = sandbox(|_| {});
    let faults = r#"[{"cursor": "lookup", "kind": {"status": {"code": 500}}}]"#;
    assert_eq!(control(&sandbox, "POST", "faults", faults).status, Some(200));
    assert_eq!(sandbox.lookup().status, Some(500));
    assert_eq!(control(&sandbox, "POST", "faults", "[{}]").status, Some(400));
    assert_eq!(control(&sandbox, "POST", "reset", "").status, Some(200));
    assert_eq!(sandbox.lookup().status, Some(200));
    assert_eq!(sandbox.ledger().totals.requests, 1);
}

#[test]
fn the_truth_can_be_asked() {
    let sandbox = sandbox(|_| {});
    let truth = control(&sandbox, "GET", "truth", "").json();
    let expected = sandbox.world().truth(sandbox.now());
    assert_eq!(truth["videos"].as_array().expect("videos").len(), expected.len());
    assert_eq!(truth["videos"][0]["views"], expected[0].counts.views);
    assert_eq!(truth["spikes"].as_array().expect("spikes").len(), sandbox.world().spikes().len());
}

#[test]
fn browsers_may_ask() {
    let sandbox = sandbox(|_| {});
    let got = send(sandbox.port(), "OPTIONS", "/api/v1/tiktok/hashtag", "", "");
    assert_eq!(got.status, Some(204));
    assert_eq!(got.header("access-control-allow-headers"), Some("authorization, content-type"));
    assert_eq!(sandbox.lookup().header("access-control-allow-origin"), Some("*"));
    assert_eq!(sandbox.ledger().totals.requests, 1);
}

#[test]
fn dropping_it_frees_the_port() {
    let sandbox = sandbox(|_| {});
    let port = sandbox.port();
    drop(sandbox);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}
