//! Faults that replace, delay or break an answer.

use crate::client::{Got, sandbox};
use crate::{CaptchaForm, Fault, FaultKind, Outcome};
use serde_json::json;
use std::time::{Duration, Instant};

/// Asks for a page under this fault.
fn check(kind: FaultKind, expect: impl Fn(&Got)) {
    let sandbox = sandbox(|options| options.faults = vec![kind.into()]);
    expect(&sandbox.page(0));
}

#[test]
fn a_status_comes_with_its_header_and_body() {
    let kind = |code, body: Option<&str>, after: Option<&str>| FaultKind::Status {
        code,
        body: body.map(str::to_owned),
        retry_after: after.map(str::to_owned),
    };
    check(kind(503, None, Some("Wed, 21 Oct 2026 07:28:00 GMT")), |got| {
        assert_eq!(got.status, Some(503));
        assert_eq!(got.header("retry-after"), Some("Wed, 21 Oct 2026 07:28:00 GMT"));
        assert!(got.json()["error"]["message"].is_string());
    });
    check(kind(410, Some("gone, no JSON"), None), |got| {
        assert_eq!((got.status, got.text().as_str()), (Some(410), "gone, no JSON"));
    });
    check(kind(402, None, None), |got| assert!(got.json()["billing_url"].is_string()));
    check(kind(429, None, Some("3")), |got| assert_eq!(got.json()["retry_after"], 3));
}

#[test]
fn a_dropped_connection_answers_nothing() {
    let sandbox = sandbox(|options| options.faults = vec![FaultKind::Drop.into()]);
    let got = sandbox.page(0);
    assert_eq!((got.status, got.head.as_str()), (None, ""));
    let entry = sandbox.ledger().requests.remove(0);
    assert_eq!((entry.status, entry.outcome), (None, Outcome::Dropped));
}

#[test]
fn a_truncated_answer_promises_more_than_it_sends() {
    for fraction in [0.0, 0.5, 1.0] {
        let kind = FaultKind::Truncated { fraction };
        let sandbox = sandbox(|options| options.faults = vec![kind.into()]);
        let got = sandbox.page(0);
        assert_eq!(got.status, Some(200));
        let promised: usize = got.header("content-length").expect("a length").parse().expect("digits");
        let sent = got.body.len() as f64 / promised as f64;
        assert!(got.body.len() < promised && (sent - fraction).abs() < 0.01, "{sent}");
        assert_eq!(sandbox.ledger().requests[0].outcome, Outcome::Truncated);
    }
}

#[test]
fn a_200_can_be_anything() {
    check(FaultKind::Html, |got| {
        assert_eq!(got.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(got.text().starts_with("<!DOCTYPE html>"));
    });
    check(FaultKind::EmptyBody, |got| {
        assert_eq!((got.status, got.body.len()), (Some(200), 0));
    });
    check(FaultKind::Captcha { form: CaptchaForm::Verify }, |got| {
        assert_eq!(got.json(), json!({"code": "10000", "type": "verify"}));
    });
    check(FaultKind::Captcha { form: CaptchaForm::StatusCode }, |got| {
        assert_eq!(got.json()["statusCode"], 10110);
    });
    let error = FaultKind::ErrorObject { code: "x".to_owned(), message: "y".to_owned() };
    check(error, |got| {
        assert_eq!(got.json(), json!({"error": {"code": "x", "message": "y"}}));
    });
    check(FaultKind::UnknownShape, |got| assert!(got.json()["data"].is_null()));
    check(FaultKind::BigBody { bytes: 3_000_000 }, |got| assert!(got.body.len() > 3_000_000));
}

#[test]
fn an_error_can_repeat_the_key() {
    check(FaultKind::EchoKey, |got| {
        assert_eq!(got.status, Some(400));
        assert!(got.text().contains("Bearer sandbox-key"));
    });
}

#[test]
fn a_redirect_leads_to_another_host_that_notes_the_key() {
    let sandbox = sandbox(|options| {
        options.faults = vec![FaultKind::Redirect { location: None }.into()];
    });
    let got = sandbox.page(0);
    assert_eq!(got.status, Some(302));
    let location = format!("http://localhost:{}/_sandbox/elsewhere", sandbox.port());
    assert_eq!(got.header("location"), Some(location.as_str()));
    let there = crate::client::send(sandbox.port(), "GET", "/_sandbox/elsewhere", "any", "");
    assert_eq!(there.status, Some(200));
    let ledger = sandbox.ledger();
    assert!(ledger.requests[1].authorized);
    assert_eq!(ledger.totals.credits, 0);
}

#[test]
fn a_delay_adds_to_another_fault() {
    let clock = Instant::now();
    let sandbox = sandbox(|options| {
        options.faults = vec![FaultKind::Delay { ms: 60 }.into(), FaultKind::EmptyBody.into()];
    });
    assert_eq!(sandbox.page(0).body.len(), 0);
    assert!(clock.elapsed() >= Duration::from_millis(60));
}

#[test]
fn faults_hit_only_what_they_name() {
    let list = r#"[
        {"hashtag": "SummerGlow", "cursor": "30", "attempt": 1, "day": 30, "kind": "drop"},
        {"cursor": "lookup", "now": 5, "kind": "drop"},
        {"hashtag": "other", "kind": "drop"},
        {"cursor": "60", "kind": {"status": {"code": 503, "retry_after": 1}}}
    ]"#;
    let sandbox = sandbox(|options| options.faults = Fault::list(list).expect("faults"));
    assert_eq!(sandbox.lookup().status, Some(200));
    assert_eq!(sandbox.page(0).status, Some(200));
    let thrice = [(); 3].map(|()| sandbox.page(30).status);
    assert_eq!(thrice, [Some(200), None, Some(200)]);
    assert_eq!(sandbox.page(60).header("retry-after"), Some("1"));
    let attempts: Vec<u32> = sandbox.ledger().requests.iter().map(|e| e.attempt).collect();
    assert_eq!(attempts, [0, 0, 0, 1, 2, 0]);
}

#[test]
fn misspelt_faults_are_refused() {
    for list in [
        r#"[{"curser": "30", "kind": "drop"}]"#,
        r#"[{"kind": "dropp"}]"#,
        r#"[{"kind": {"status": {"code": 503, "retry-after": "1"}}}]"#,
    ] {
        assert!(Fault::list(list).is_err(), "{list}");
    }
}
