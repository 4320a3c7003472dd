//! Whatever the provider does: the right exit code, a message that names it, and nothing lost
//! that was gathered before. The harness looks for the key in everything each case writes.

use serde_json::Value;
use tagpulse_sandbox::{CaptchaForm, Fault, FaultKind, PastEnd, SandboxOptions, WorldOptions};

use crate::{
    provider::{at, calm, listed, once, start, status, world},
    tool::{TAG, Tool, rfc3339},
};

/// What the report holds.
#[derive(Clone, Copy)]
enum Kept {
    All,
    /// The first videos of the listing.
    First(usize),
    /// At least so many of its first videos, but not all.
    Over(usize),
    Nothing,
}
use Kept::{All, First, Nothing, Over};

/// Name, fault, exit code, error code, part of the message, what is kept, requests sent.
/// Without faults a run sends the lookup and five pages.
type Case = (&'static str, Fault, i32, &'static str, &'static str, Kept, usize);

fn check((name, fault, code, error, says, kept, requests): Case) {
    let sandbox = start(SandboxOptions { faults: vec![fault], ..calm(world(150)) });
    // Only the case about it has an answer that takes longer.
    let tool = Tool::of(&sandbox).with("TAGPULSE_TIMEOUT_MS", if error == "timeout" { "250" } else { "20000" });
    let all = listed(&sandbox, TAG, usize::MAX);
    assert!(all.0 > 120 && all.0 <= 150, "the cases count on five pages");
    let ran = tool.run(sandbox.now(), &[]);
    assert_eq!(ran.code, Some(code), "{name}: {ran}");
    assert!(ran.stderr.contains(says), "{name}: expected \"{says}\" of {ran}");
    let campaign = &ran.json()["campaigns"][0];
    assert_eq!(campaign["error"]["code"], if error.is_empty() { Value::Null } else { error.into() }, "{name}");
    let ledger = sandbox.ledger();
    assert_eq!(ledger.requests.len(), requests, "{name}: {:?}", ledger.requests);
    let report = &campaign["report"];
    let figures = || (report["total_videos"].as_u64().unwrap(), report["total_views"].as_u64().unwrap());
    match kept {
        All => assert_eq!(figures(), all, "{name}"),
        First(count) => assert_eq!(figures(), listed(&sandbox, TAG, count), "{name}"),
        Over(count) => {
            let seen = usize::try_from(figures().0).unwrap();
            assert!(count < seen && (seen as u64) < all.0, "{name}: {seen}");
            assert_eq!(figures(), listed(&sandbox, TAG, seen), "{name}");
        }
        Nothing => assert!(report.is_null(), "{name}: {ran}"),
    }
    if matches!(kept, Nothing) {
        return;
    }
    // A partial listing says so, and is stored.
    assert_eq!(report["hashtags"][0]["error"]["code"], campaign["error"]["code"], "{name}");
    let stored = tool.call(&["report", TAG, "--format", "json"]).expect(0);
    assert!(ran.stdout.contains(stored.stdout.trim_end()), "{name}: {stored}");
}

const BESIDE_NULL: &str = r#"{"data":{"challengeInfo":null},"error":{"code":"limit","message":"slow down"}}"#;
const CUT_EMPTY: &str = r#"{"data":{"aweme_list":[]"#;
const PAY: &str = r#"{"error":{"message":"all spent","billing_url":"https://x.test/pay"}}"#;

fn limited(seconds: &str) -> FaultKind {
    FaultKind::Status { code: 429, body: None, retry_after: Some(seconds.to_owned()) }
}

fn body(code: u16, body: &str) -> FaultKind {
    FaultKind::Status { code, body: Some(body.to_owned()), retry_after: None }
}

fn truncated() -> FaultKind {
    FaultKind::Truncated { fraction: 0.5 }
}

#[test]
fn what_passes_is_waited_for() {
    [
        ("limited once", once("60", limited("2")), 0, "", "", All, 7),
        ("limited until a date", once("60", limited("Mon, 30 Jun 2025 12:00:00 GMT")), 0, "", "", All, 7),
        ("500 once", once("60", status(500)), 0, "", "", All, 7),
        ("dropped once", once("60", FaultKind::Drop), 0, "", "", All, 7),
        ("truncated once", once("60", truncated()), 0, "", "", All, 7),
        ("captcha at the lookup once", once("lookup", captcha(CaptchaForm::Verify)), 0, "", "", All, 7),
        ("first page empty once", once("0", FaultKind::EmptyList), 0, "", "", All, 7),
        ("unknown for once", once("lookup", FaultKind::ChallengeNull), 0, "", "", All, 7),
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn what_stays_ends_the_listing_and_keeps_it() {
    [
        ("limited", at("60", limited("1")), 6, "rate_limited", "429", First(60), 6),
        ("500", at("60", status(500)), 6, "upstream", "500", First(60), 6),
        ("503 at once", at("lookup", status(503)), 6, "upstream", "503", Nothing, 3),
        ("dropped", at("60", FaultKind::Drop), 6, "truncated", "the connection broke", First(60), 6),
        ("truncated", at("60", truncated()), 6, "truncated", "end", Over(60), 6),
        ("HTML", at("60", FaultKind::Html), 6, "html", "HTML", First(60), 6),
        ("empty body", at("60", FaultKind::EmptyBody), 6, "empty_body", "empty", First(60), 6),
        ("captcha", at("60", captcha(CaptchaForm::Verify)), 6, "captcha", "captcha", First(60), 6),
        ("captcha by code", at("60", captcha(CaptchaForm::StatusCode)), 6, "captcha", "captcha", First(60), 6),
        ("error object", at("60", error_object()), 6, "provider_error", "slow down", First(60), 6),
        ("error beside null", at("lookup", body(200, BESIDE_NULL)), 6, "provider_error", "slow down", Nothing, 3),
        ("cut behind no item", at("0", body(200, CUT_EMPTY)), 6, "truncated", "ends", Nothing, 4),
        ("too slow", at("60", FaultKind::Delay { ms: 60_000 }), 6, "timeout", "250 ms", First(60), 6),
        ("too large", at("60", FaultKind::BigBody { bytes: 66 << 20 }), 6, "too_large", "more than", First(60), 4),
        ("redirect", at("60", FaultKind::Redirect { location: None }), 6, "upstream", "redirect", First(60), 4),
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn what_no_retry_mends_is_not_retried() {
    [
        ("400", at("60", status(400)), 1, "invalid_request", "/hashtag/videos (status 400", First(60), 4),
        ("422", at("60", status(422)), 1, "invalid_request", "422", First(60), 4),
        ("echoed key", at("60", FaultKind::EchoKey), 1, "invalid_request", "Bearer ***", First(60), 4),
        ("401 at once", at("lookup", status(401)), 4, "auth", "401", Nothing, 1),
        ("401 later", at("60", status(401)), 4, "auth", "the key", First(60), 4),
        ("403", at("lookup", status(403)), 4, "auth", "403", Nothing, 1),
        ("402", at("60", status(402)), 5, "credits", "billing.example.com", First(60), 4),
        ("402 at once", at("lookup", status(402)), 5, "credits", "402", Nothing, 1),
        ("402 inside", at("lookup", body(402, PAY)), 5, "credits", "all spent; https://x.test/pay", Nothing, 1),
        ("404", at("60", status(404)), 1, "not_found", "/hashtag/videos for #glow (status 404", First(60), 4),
        ("404 at once", at("lookup", status(404)), 1, "not_found", "this run, check base_url", Nothing, 1),
        ("410", at("60", status(410)), 1, "gone", "410", First(60), 4),
        ("unknown shape", at("60", FaultKind::UnknownShape), 1, "unknown_shape", "result", First(60), 4),
        ("unknown lookup", at("lookup", FaultKind::UnknownShape), 1, "unknown_shape", "result", Nothing, 1),
        ("no list at all", at("0", FaultKind::MissingList), 1, "unknown_shape", "data", Nothing, 2),
        ("no such hashtag", at("lookup", FaultKind::ChallengeNull), 1, "not_found", "spelling", Nothing, 2),
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn what_is_not_there_is_named_and_so_is_an_address_where_nothing_is() {
    let world = WorldOptions { hashtags: vec![TAG.to_owned(), "shine".to_owned()], ..world(60) };
    let sandbox = start(calm(world));
    let run = |tool: &Tool| {
        tool.call(&[
            "run",
            "--hashtag",
            TAG,
            "--hashtag",
            "shine",
            "--now",
            &rfc3339(sandbox.now()),
            "--format",
            "json",
        ])
    };
    // One of two.
    sandbox.set_faults(vec![Fault { hashtag: Some("shine".to_owned()), ..at("lookup", status(404)) }]);
    let tool = Tool::of(&sandbox);
    let ran = run(&tool).expect(1);
    let told = "the provider has nothing under /hashtag for #shine (status 404: ";
    assert!(ran.stderr.contains(told) && !ran.stderr.contains("base_url"), "{ran}");
    // What is stored is the core's, as from every host.
    let stored = ran.report()["hashtags"][1]["error"]["message"].as_str().unwrap().to_owned();
    assert!(stored.starts_with(told) && stored.ends_with("404)"), "{stored}");
    assert!(ran.report()["hashtags"][0]["error"].is_null(), "{ran}");
    // An address with a slip of the pen.
    let wrong = format!("{}/v2", sandbox.base_url());
    let ran = run(&Tool::of(&sandbox).with("TAGPULSE_BASE_URL", &wrong)).expect(1);
    let told = format!("; nothing has been found at {wrong} in this run, check base_url");
    assert!(ran.stderr.contains(&told) && ran.stderr.contains("for #glow (status 404"), "{ran}");
}

#[test]
fn a_listing_that_lies_ends_all_the_same() {
    let endless = |past_end| Fault::from(FaultKind::EndlessHasMore { past_end });
    [
        ("endless, empty", endless(PastEnd::Empty), 0, "", "", All, 8),
        ("endless, repeated", endless(PastEnd::LastPage), 0, "", "", All, 8),
        ("cursor stands still", at("60", FaultKind::StuckCursor), 0, "", "", First(90), 4),
        ("list missing at the end", at("60", FaultKind::MissingList), 0, "", "", First(60), 4),
        ("no author", at("60", FaultKind::ItemWithoutAuthor), 0, "", "", All, 6),
        ("half a character", at("60", FaultKind::LoneSurrogate), 0, "", "", All, 6),
        ("hostile caption", at("60", FaultKind::TerminalEscapes), 0, "", "", All, 6),
        ("counts as text", at("60", FaultKind::StringCounts), 0, "", "", All, 6),
        ("counts as floats", at("60", FaultKind::FloatCounts), 0, "", "", All, 6),
    ]
    .into_iter()
    .for_each(check);
}

fn captcha(form: CaptchaForm) -> FaultKind {
    FaultKind::Captcha { form }
}

fn error_object() -> FaultKind {
    FaultKind::ErrorObject { code: "busy".to_owned(), message: "slow down".to_owned() }
}
