//! Credits, keys, balance and concurrency.

use crate::client::{sandbox, send};
use crate::{Fault, FaultKind, Outcome};
use serde_json::json;
use std::thread;
use std::time::Duration;

fn status(code: u16) -> Fault {
    Fault::from(FaultKind::Status { code, body: None, retry_after: None })
}

#[test]
fn some_statuses_are_free() {
    let sandbox = sandbox(|_| {});
    for (code, credits) in [(400, 0), (401, 0), (402, 0), (429, 0), (502, 0), (503, 0), (500, 1), (504, 1)] {
        sandbox.set_faults(vec![status(code)]);
        assert_eq!(sandbox.lookup().status, Some(code));
        let entry = sandbox.ledger().requests.pop().expect("an entry");
        assert_eq!((entry.status, entry.credits), (Some(code), credits));
    }
    sandbox.set_faults(vec![]);
    assert_eq!(sandbox.lookup().json()["credits_remaining"], 1_000_000 - 3);
}

#[test]
fn a_wrong_key_is_refused_without_charge() {
    let sandbox = sandbox(|_| {});
    let got = send(sandbox.port(), "POST", "/api/v1/tiktok/hashtag", "wrong", "{}");
    assert_eq!(got.status, Some(401));
    assert_eq!(got.json()["error"]["code"], "unauthorized");
    assert_eq!(sandbox.ledger().totals.credits, 0);
}

#[test]
fn an_empty_balance_is_a_402_with_an_address() {
    let sandbox = sandbox(|options| options.balance = Some(2));
    assert_eq!(sandbox.lookup().json()["credits_remaining"], 1);
    assert_eq!(sandbox.page(0).json()["credits_remaining"], 0);
    let got = sandbox.page(30);
    assert_eq!(got.status, Some(402));
    let body = got.json();
    assert_eq!(body["credit_balance"], 0);
    assert!(body["billing_url"].is_string() && body["message"].is_string());
    let usage = send(sandbox.port(), "GET", "/api/v1/usage", "sandbox-key", "").json();
    assert_eq!(usage["credit_balance"], 0);
    assert_eq!(usage["searches_used"], 2);
    assert_eq!(sandbox.ledger().totals.credits, 2);
}

#[test]
fn invalid_parameters_are_a_400() {
    let sandbox = sandbox(|_| {});
    let id = sandbox.world().hashtags()[0].id.to_string();
    for body in [
        json!({}),
        json!({"hashtag_id": id, "count": 31}),
        json!({"hashtag_id": id, "count": "0"}),
        json!({"hashtag_id": id, "cursor": "next"}),
        json!({"hashtag_id": [id]}),
    ] {
        assert_eq!(sandbox.ask("hashtag/videos", &body).status, Some(400), "{body}");
    }
    assert_eq!(sandbox.ask("hashtag/videos", &json!({"hashtag_id": "5"})).status, Some(404));
}

#[test]
fn too_many_requests_in_flight_are_throttled() {
    let sandbox = sandbox(|options| {
        options.concurrency = Some(1);
        options.latency_ms = 400;
    });
    thread::scope(|scope| {
        let first = scope.spawn(|| sandbox.lookup());
        while sandbox.ledger().requests.is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
        let second = sandbox.lookup();
        assert_eq!(second.status, Some(429));
        assert_eq!(second.header("retry-after"), Some("1"));
        assert_eq!(second.json()["in_flight"], 1);
        assert_eq!(second.json()["retry_after"], 1);
        assert_eq!(first.join().expect("no panic").status, Some(200));
    });
    assert_eq!(sandbox.lookup().status, Some(200));
    assert_eq!(sandbox.ledger().totals.credits, 2);
}

#[test]
fn a_client_that_leaves_has_paid() {
    let sandbox = sandbox(|options| options.latency_ms = 60_000);
    let body = r#"{"hashtag_name":"summerglow"}"#;
    // Its length must be right: after more bytes hyper would not see the end.
    let length = body.len();
    let head = format!(
        "POST /api/v1/tiktok/hashtag HTTP/1.1\r\nhost: s\r\n\
         authorization: Bearer sandbox-key\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", sandbox.port())).expect("open");
    std::io::Write::write_all(&mut stream, head.as_bytes()).expect("sent");
    let outcome = || sandbox.ledger().requests.first().map(|entry| entry.outcome);
    while outcome().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(outcome(), Some(Outcome::Pending));
    drop(stream);
    while outcome() == Some(Outcome::Pending) {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(outcome(), Some(Outcome::Abandoned));
    assert_eq!(sandbox.ledger().totals.credits, 1);
}

#[test]
fn the_fault_rate_is_a_seeded_share() {
    let run = || {
        let sandbox = sandbox(|options| options.fault_rate = 0.3);
        (0..200).map(|_| sandbox.lookup().status).collect::<Vec<_>>()
    };
    let statuses = run();
    let failed = statuses.iter().filter(|status| **status != Some(200)).count();
    assert!((40..80).contains(&failed), "{failed}");
    assert_eq!(statuses, run());
}
