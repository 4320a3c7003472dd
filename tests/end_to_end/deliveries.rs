//! Alerts reach whom they are meant for, once taken never again and else again and again, always
//! under the same key; and a run does not fail because of them.

use ring::hmac;
use serde_json::Value;
use tagpulse_sandbox::Sandbox;

use crate::{
    provider::{calm, start, world},
    receiver::{Answer, Got, Receiver},
    tool::{Ended, Tool, rfc3339},
};

/// What the webhooks of these tests are signed with.
pub(crate) const SIGNED_WITH: &str = "a-secret-of-the-tests-5c1f";

/// One campaign whose policy tells much, told to the notifiers that follow.
pub(crate) const TELLS_MUCH: &str = "\
notifiers = [\"hook\"]\n[delivery]\ntimeout_ms = 5000\nwait_ms = 1\n\
[[campaign]]\nname = \"spring\"\nhashtags = [\"glow\"]\nmultiple = 3\npolicy = \"tutorial\"\n";

/// A webhook called `hook`, at `$HOOK`.
pub(crate) const HOOK: &str = "\
[[notifier]]\nname = \"hook\"\nkind = \"webhook\"\nurl = { env = \"HOOK\" }\nsecret = { env = \"SIGNED_WITH\" }\n\
allow_private = true\ndigest = false\n";

/// A tool with this receiver as its webhook, and its provider.
pub(crate) fn stage(receiver: &Receiver, more: &str) -> (Tool, Sandbox) {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox)
        .with_secret("HOOK", &receiver.url("/hooks/T0A1B2C3D4/very-secret-part"))
        .with_secret("SIGNED_WITH", SIGNED_WITH);
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{HOOK}{more}"));
    (tool, sandbox)
}

/// The daily run at an instant.
pub(crate) fn run(tool: &Tool, now: i64) -> Ended {
    tool.call(&["run", "--now", &rfc3339(now), "--format", "json"])
}

/// The keys of the alerts that a run's report says are to be told.
pub(crate) fn raised(ran: &Ended) -> Vec<String> {
    let report = ran.report();
    let alerts = report["alerts"].as_array().unwrap().iter().filter(|alert| alert["notifies"] == true);
    sorted(alerts.map(|alert| alert["key"].as_str().unwrap().to_owned()).collect())
}

/// The keys of the alerts in messages that were taken.
pub(crate) fn taken(got: &[Got]) -> Vec<String> {
    sorted(got.iter().filter(|got| got.taken).flat_map(Got::keys).collect())
}

fn sorted(mut keys: Vec<String>) -> Vec<String> {
    keys.sort();
    keys
}

/// What waits, by `alerts --undelivered`.
pub(crate) fn waiting(tool: &Tool) -> Vec<Value> {
    let document = tool.call(&["alerts", "--undelivered", "--format", "json"]).expect(0).json();
    document["waiting"].as_array().unwrap().clone()
}

#[test]
fn every_alert_is_told_once_and_signed() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    let ran = run(&tool, sandbox.now()).expect(0);
    let got = receiver.got();
    assert!(raised(&ran).len() >= 2, "{ran}");
    assert_eq!(taken(&got), raised(&ran));
    assert!(ran.stderr.is_empty() && waiting(&tool).is_empty(), "{ran}");
    for message in &got {
        let (id, at) = (message.header("webhook-id").unwrap(), message.header("webhook-timestamp").unwrap());
        assert_eq!((message.header("idempotency-key"), &message.json()["id"]), (Some(id), &Value::from(id)));
        let key = hmac::Key::new(hmac::HMAC_SHA256, SIGNED_WITH.as_bytes());
        let signature = base64(message.header("webhook-signature").unwrap().strip_prefix("v1,").unwrap());
        hmac::verify(&key, format!("{id}.{at}.{}", message.body).as_bytes(), &signature).unwrap();
    }
    // The same run again, and a later one without news.
    run(&tool, sandbox.now()).expect(0);
    tool.call(&["alerts", "--send"]).expect(0);
    assert_eq!(receiver.got().len(), got.len());
}

fn base64(text: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap()
}

#[test]
fn a_receiver_that_recovers_within_the_run_gets_the_same_again() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    receiver.answer(&[Answer::Status(500, "oops"), Answer::Closed]);
    let ran = run(&tool, sandbox.now()).expect(0);
    let got = receiver.got();
    assert_eq!(taken(&got), raised(&ran));
    assert_eq!(got.len(), raised(&ran).len() + 2);
    for again in &got[1..3] {
        assert_eq!((again.header("webhook-id"), &again.body), (got[0].header("webhook-id"), &got[0].body));
    }
    assert!(ran.stderr.is_empty(), "{ran}");
}

#[test]
fn what_nobody_took_waits_for_a_later_run() {
    let check = |answer: &Answer, says: &str| {
        let receiver = Receiver::start();
        let (tool, sandbox) = stage(&receiver, "");
        receiver.answer(&vec![answer.clone(); 500]);
        let now = sandbox.now();
        let ran = run(&tool, now).expect(0);
        assert!(ran.stderr.contains(" not delivered, kept for the next run: ") && ran.stderr.contains(says), "{ran}");
        assert_eq!(waiting(&tool).len(), raised(&ran).len());
        let told = tool.call(&["alerts", "--undelivered"]).expect(0);
        assert!(told.stdout.contains(says) && told.stdout.contains("spring/"), "{told}");
        assert_eq!(deliveries(&tool), ["waiting"], "nobody has taken one");
        assert!(
            alerts(&tool, "text").lines().all(|line| !line.contains(" watch ") || line.ends_with("(waits to be sent)"))
        );
        assert!(alerts(&tool, "md").contains("| waits |") && !alerts(&tool, "md").contains("| yes |"));
        let first = receiver.got()[0].clone();
        // Some hours later there is a run without news of its own.
        receiver.answer(&[]);
        let later = run(&tool, now + 7 * 3_600).expect(0);
        let got = receiver.got();
        let all = sorted([raised(&ran), raised(&later)].concat());
        assert_eq!(taken(&got), all);
        assert_eq!(deliveries(&tool), ["delivered"]);
        assert!(!alerts(&tool, "text").contains(" sent)") && alerts(&tool, "html").contains(">yes<"));
        let again = got.iter().find(|got| got.taken && got.keys() == first.keys()).unwrap();
        assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
        assert!(waiting(&tool).is_empty());
    };
    check(&Answer::Status(503, "<b>down\u{1b}[2J</b>"), "answered 503");
    check(&Answer::Status(404, "no such hook very-secret-part"), "answered 404: no such hook ***");
    check(&Answer::Closed, "the answer broke off");
}

fn alerts(tool: &Tool, format: &str) -> String {
    tool.call(&["alerts", "spring", "--format", format]).expect(0).stdout
}

/// What became of the campaign's alerts, each answer once.
fn deliveries(tool: &Tool) -> Vec<Value> {
    let document: Value = serde_json::from_str(&alerts(tool, "json")).unwrap();
    let mut all: Vec<Value> =
        document["alerts"].as_array().unwrap().iter().map(|alert| alert["delivery"].clone()).collect();
    all.dedup();
    all
}

#[test]
fn alerts_that_nobody_is_told_of_are_not_said_to_be_sent() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    tool.write("tagpulse.toml", TELLS_MUCH.replace("notifiers = [\"hook\"]\n", ""));
    assert!(!raised(&run(&tool, sandbox.now()).expect(0)).is_empty());
    assert_eq!((deliveries(&tool), receiver.got().len()), (vec![Value::Null], 0));
    assert!(alerts(&tool, "text").contains("   (sent to nobody)\n"));
    assert!(alerts(&tool, "md").contains("| to nobody |") && !alerts(&tool, "md").contains("| yes |"));
    // A report says what it knows: that they are messages.
    let report = tool.call(&["report", "spring", "--format", "md"]).expect(0);
    assert!(report.stdout.contains("| To be sent |"), "{report}");
}

#[test]
fn a_receiver_that_never_answers_is_given_up() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    tool.write(
        "tagpulse.toml",
        format!("{TELLS_MUCH}{HOOK}").replace("timeout_ms = 5000", "timeout_ms = 500\ntries = 2"),
    );
    receiver.answer(&[Answer::Nothing, Answer::Nothing]);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("no answer"), "{ran}");
    // The others were not tried: they would have waited as long.
    assert_eq!(receiver.got().len(), 2);
    assert_eq!(waiting(&tool).len(), raised(&ran).len());
}

#[test]
fn a_redirect_is_not_followed() {
    let (receiver, elsewhere) = (Receiver::start(), Receiver::start());
    let (tool, sandbox) = stage(&receiver, "");
    receiver.answer(&vec![Answer::Redirect(elsewhere.url("/")); 500]);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("answered 307, a redirect, which is not followed"), "{ran}");
    assert!(elsewhere.got().is_empty());
    // It would say the same again at once, so each message was tried once.
    assert_eq!(receiver.got().len(), raised(&ran).len());
}

#[test]
fn nobody_is_there() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with_secret("HOOK", &format!("http://127.0.0.1:{port}/x")).with("SIGNED_WITH", "s");
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{HOOK}"));
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("no connection"), "{ran}");
    let sent = tool.call(&["alerts", "--send"]).expect(1);
    assert!(sent.stdout.contains("0 messages sent"), "{sent}");
    // Each time one message was tried, and the next time another one first.
    let attempts: Vec<u64> = waiting(&tool).iter().map(|waiting| waiting["attempts"].as_u64().unwrap()).collect();
    assert_eq!((attempts.iter().sum::<u64>(), attempts.iter().max()), (6, Some(&3)));
}

#[test]
fn an_address_that_is_not_public_is_refused_unless_it_is_allowed() {
    let receiver = Receiver::start();
    let sandbox = start(calm(world(150)));
    let check = |url: &str, says: &str| {
        let tool = Tool::of(&sandbox).with_secret("HOOK", url).with("SIGNED_WITH", "s");
        let config = format!("{TELLS_MUCH}{HOOK}").replace("allow_private = true", "insecure = true");
        tool.write("tagpulse.toml", config);
        let ran = run(&tool, sandbox.now()).expect(0);
        assert!(ran.stderr.contains("refused to connect to") && ran.stderr.contains(says), "{ran}");
        assert!(waiting(&tool)[0]["last_error"].as_str().unwrap().contains("allow_private"));
    };
    check(&receiver.url("/x"), "127.0.0.1: it is not public");
    check(&receiver.url("/x").replace("127.0.0.1", "localhost"), "(the address of \"localhost\")");
    check(&receiver.url("/x").replace("127.0.0.1", "[::ffff:127.0.0.1]"), "it is not public");
    check(&receiver.url("/x").replace("127.0.0.1", "2130706433"), "127.0.0.1");
    check("http://169.254.169.254/latest/meta-data", "169.254.169.254");
    check("https://[fd00:ec2::254]/", "fd00:ec2::254");
    assert!(receiver.got().is_empty());
}

#[test]
fn http_goes_to_this_machine_only() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with_secret("HOOK", "http://hooks.example.com/x").with("SIGNED_WITH", "s");
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{HOOK}"));
    let tested = tool.call(&["notify-test"]).expect(1);
    assert!(tested.stderr.contains("hook: url: it is http") && tested.stderr.contains("use https"), "{tested}");
}
