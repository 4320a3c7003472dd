//! What is told when, and in how many messages: urgency, quiet hours, mutes, digests.

use serde_json::Value;
use tagpulse_sandbox::Sandbox;

use crate::{
    deliveries::{raised, run, stage, taken, waiting},
    receiver::{Answer, Got, Receiver},
    tool::Tool,
};

/// The stage with something changed in its config.
fn stage_with(receiver: &Receiver, from: &str, to: &str) -> (Tool, Sandbox) {
    let (tool, sandbox) = stage(receiver, "");
    let config = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    assert!(config.contains(from), "{config}");
    tool.write("tagpulse.toml", config.replace(from, to));
    run(&tool, sandbox.now()).expect(0);
    (tool, sandbox)
}

fn kinds(got: &[Got]) -> Vec<(Value, usize)> {
    got.iter().map(|got| (got.json()["kind"].clone(), got.keys().len())).collect()
}

#[test]
fn over_the_cap_the_rest_goes_into_one_message() {
    let receiver = Receiver::start();
    receiver.answer(&[Answer::Status(200, ""), Answer::Status(503, ""), Answer::Status(200, "")]);
    let (tool, _sandbox) = stage_with(&receiver, "digest = false", "cap = 2\n");
    let got = receiver.got();
    let all = taken(&got).len();
    assert!(all > 4, "{all}");
    let of = |kind: &str, alerts: usize| (Value::from(kind), alerts);
    // The second was sent twice.
    assert_eq!(kinds(&got), [of("alert", 1), of("alert", 1), of("alert", 1), of("digest", all - 2)]);
    assert!(waiting(&tool).is_empty());
    let severity = |got: &Got| got.json()["alerts"][0]["severity"].as_u64().unwrap();
    assert!(severity(&got[0]) >= severity(&got[1]) && severity(&got[1]) >= severity(&got[3]));
}

#[test]
fn a_digest_that_was_not_taken_stays_the_same_message() {
    let receiver = Receiver::start();
    receiver.answer(&vec![Answer::Status(500, ""); 3]);
    let (tool, sandbox) = stage_with(&receiver, "digest = false", "cap = 0\n");
    // The next day there is more to tell, which is a message of its own.
    let next = run(&tool, sandbox.now() + 86_400).expect(0);
    let got = receiver.got();
    let same = |a: &Got, b: &Got| (a.header("webhook-id"), &a.body) == (b.header("webhook-id"), &b.body);
    assert!([1, 2, 4].iter().all(|again| same(&got[*again], &got[0])), "{got:?}");
    // What is new goes first.
    assert_eq!((got.len(), got[3].keys().len()), (5, raised(&next).len()));
    assert!(waiting(&tool).is_empty());
}

#[test]
fn a_message_that_is_never_taken_does_not_hold_up_the_others() {
    let receiver = Receiver::start();
    receiver.answer(&vec![Answer::Status(500, ""); 3]);
    let (tool, _sandbox) = stage_with(&receiver, "digest = false", "digest = false");
    let waits = waiting(&tool);
    let stuck = receiver.got()[0].keys();
    assert!(waits.len() > 2 && receiver.got().len() == 3);
    // The others are taken, and the first one still is not.
    let mut answers = vec![Answer::Status(200, ""); waits.len() - 1];
    answers.extend(vec![Answer::Status(500, ""); 3]);
    receiver.answer(&answers);
    tool.call(&["alerts", "--send"]).expect(1);
    let left = waiting(&tool);
    assert_eq!((left.len(), &left[0]["key"]), (1, &Value::from(stuck[0].as_str())));
    assert_eq!(taken(&receiver.got()).len(), waits.len() - 1);
}

#[test]
fn quiet_hours_hold_messages_until_they_end() {
    let receiver = Receiver::start();
    // The run is at midnight UTC, which is 02:00 in summer's Berlin.
    let quiet = "quiet = { from = \"22:00\", to = \"07:00\", unless = \"viral\" }\n[[campaign]]\nname = \"unused\"\nhashtags = [\"other\"]\n";
    let (tool, sandbox) = stage(&receiver, quiet);
    let config = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    let config = config.replace("name = \"spring\"\n", "name = \"spring\"\nzone = \"Europe/Berlin\"\n");
    tool.write("tagpulse.toml", config);
    let midnight = sandbox.now().div_euclid(86_400) * 86_400;
    sandbox.set_now(midnight);
    let run = |at: i64| tool.call(&["run", "spring", "--now", &crate::tool::rfc3339(at), "--format", "json"]).expect(0);
    let ran = run(midnight);
    assert!(!raised(&ran).is_empty() && receiver.got().is_empty() && ran.stderr.is_empty(), "{ran}");
    assert_eq!(waiting(&tool).len(), raised(&ran).len());
    assert_eq!(waiting(&tool)[0]["attempts"], 0);
    // 06:59 and 07:00 there.
    run(midnight + 5 * 3_600 - 60);
    assert!(receiver.got().is_empty());
    run(midnight + 5 * 3_600);
    assert!(waiting(&tool).is_empty());
    assert!(raised(&ran).iter().all(|key| taken(&receiver.got()).contains(key)));
}

#[test]
fn what_is_not_urgent_enough_is_not_told() {
    let receiver = Receiver::start();
    let (tool, _sandbox) = stage_with(&receiver, "digest = false", "min_tier = \"hot\"\n");
    // The rule of the policy `tutorial` is of tier watch.
    assert!(receiver.got().is_empty() && waiting(&tool).is_empty());
    let alerts = tool.call(&["alerts", "spring", "--format", "json"]).expect(0).json();
    assert!(!alerts["alerts"].as_array().unwrap().is_empty());
}

#[test]
fn who_is_muted_is_noted_and_not_told_until_the_time_is_over() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage_with(&receiver, "digest = false", "digest = false");
    let now = sandbox.now();
    let got = receiver.got();
    let loud = got[0].json()["alerts"][0].clone();
    let (author, video) = (loud["author"].as_str().unwrap(), loud["video_id"].as_str().unwrap());
    let about =
        |got: &[Got], key: &str, value: &str| got.iter().filter(|got| got.json()["alerts"][0][key] == value).count();
    let since = |seen: usize| receiver.got()[seen..].to_vec();
    let day = |nth: i64| now + nth * 86_400;
    let until = |nth: i64| crate::tool::rfc3339(day(nth));
    let at = crate::tool::rfc3339(now);
    let muted =
        tool.call(&["mute", "spring", &format!("@{}", author.to_uppercase()), "--until", &until(2), "--now", &at]);
    assert!(muted.expect(0).stderr.contains("is muted until"));
    let seen = receiver.got().len();
    let ran = run(&tool, day(1)).expect(0);
    assert!(raised(&ran).iter().any(|key| key.contains(video)), "{ran}");
    assert!(!since(seen).is_empty() && about(&since(seen), "author", author) == 0);
    // The time is over, and with it the mute.
    let seen = receiver.got().len();
    run(&tool, day(2)).expect(0);
    assert_eq!(about(&since(seen), "video_id", video), 1);
    // A video, then the whole campaign, then nobody.
    tool.call(&["mute", "spring", video, "--until", &until(9), "--now", &at]).expect(0);
    let seen = receiver.got().len();
    run(&tool, day(3)).expect(0);
    assert!(!since(seen).is_empty() && about(&since(seen), "video_id", video) == 0);
    tool.call(&["mute", "spring", "--until", &until(9), "--now", &at]).expect(0);
    let seen = receiver.got().len();
    run(&tool, day(4)).expect(0);
    assert!(since(seen).is_empty() && waiting(&tool).is_empty());
    tool.call(&["mute", "spring", "--off"]).expect(0);
    tool.call(&["mute", "spring", video, "--off"]).expect(0);
    tool.call(&["mute", "spring", video, "--off"]).expect(2);
    run(&tool, day(5)).expect(0);
    assert_eq!(about(&since(seen), "video_id", video), 1);
    tool.call(&["mute", "spring", "--until", "2020-01-01"]).expect(2);
    tool.call(&["mute", "nosuch", "--until", "2099-01-01"]).expect(2);
}

#[test]
fn a_video_of_two_campaigns_is_told_once_and_names_both() {
    let receiver = Receiver::start();
    let second = "[[campaign]]\nname = \"summer\"\nhashtags = [\"glow\"]\nmultiple = 3\npolicy = \"tutorial\"\n";
    let (tool, sandbox) = stage(&receiver, second);
    let ran = run(&tool, sandbox.now()).expect(0);
    let alerts = |campaign: usize| ran.json()["campaigns"][campaign]["report"]["alerts"].as_array().unwrap().len();
    let got = receiver.got();
    assert!(alerts(0) > 0);
    assert_eq!((got.len(), taken(&got).len()), (alerts(0), alerts(0) + alerts(1)));
    assert!(got.iter().all(|got| got.json()["text"].as_str().unwrap().contains("(spring, summer)")), "{got:?}");
}
