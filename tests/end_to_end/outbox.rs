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
fn people_read_times_in_their_zone() {
    let receiver = Receiver::start();
    receiver.answer(&vec![Answer::Status(500, ""); 3]);
    let (tool, sandbox) = stage(&receiver, "");
    let config = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    tool.write("tagpulse.toml", format!("zone = \"Asia/Tokyo\"\n{config}"));
    let midnight = sandbox.now().div_euclid(86_400) * 86_400;
    sandbox.set_now(midnight);
    run(&tool, midnight).expect(0);
    let shown = |arguments: &[&str]| tool.call(arguments).expect(0).stdout.replace('\\', "");
    let report = shown(&["report", "spring"]);
    let (_, day) = report.lines().next().unwrap().rsplit_once("   ").unwrap();
    let clock = day.strip_suffix(" Asia/Tokyo").unwrap();
    assert!(clock.ends_with(" 09:00"), "{report}");
    // Programs get the instant, people what the report says, too.
    let told =
        tool.call(&["alerts", "spring", "--format", "json"]).expect(0).json()["alerts"].as_array().unwrap().len();
    let alerts = shown(&["alerts", "spring"]);
    assert!(told > 1 && alerts.contains("Times in Asia/Tokyo\n") && alerts.matches(clock).count() == told, "{alerts}");
    let page = shown(&["alerts", "spring", "--format", "md"]);
    assert!(page.contains("| Time (Asia/Tokyo) |") && page.matches(" 09:00 |").count() == told, "{page}");
    let replayed = shown(&["backtest", "spring"]);
    assert!(replayed.contains(&format!(" to {day}, ")), "{replayed}");
    let page = shown(&["backtest", "spring", "--format", "md"]);
    assert!(page.contains("| Time (Asia/Tokyo) |"), "{page}");
    let waits = shown(&["alerts", "--undelivered"]);
    assert!(waits.contains("; next from ") && waits.contains(" Asia/Tokyo on\n"), "{waits}");
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
    assert!(muted.expect(0).stderr.contains("is muted until "));
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

/// Several campaigns of one hashtag, read one after another; all are told to `hook`.
fn of_several(receiver: &Receiver, cap: usize) -> (Tool, Sandbox) {
    let campaign = |name: &str, policy: &str| {
        format!(
            "[[campaign]]\nname = \"{name}\"\nhashtags = [\"glow\"]\nzone = \"UTC\"\nmultiple = 3\npolicy = \"{policy}\"\n"
        )
    };
    let more =
        ["autumn", "winter"].map(|name| campaign(name, "tutorial")).concat() + &campaign("urgent", "recommended");
    let (tool, sandbox) = stage(receiver, &more);
    let config = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    let config = config.replace("digest = false", &format!("cap = {cap}"));
    tool.write("tagpulse.toml", format!("zone = \"Asia/Tokyo\"\n{config}"));
    (tool, sandbox)
}

#[test]
fn the_runs_of_a_day_share_the_cap_over_all_campaigns() {
    let all = {
        let receiver = Receiver::start();
        let (tool, sandbox) = of_several(&receiver, 500);
        tool.call(&["run", "spring", "--now", &crate::tool::rfc3339(sandbox.now())]).expect(0);
        receiver.got().len()
    };
    assert!(all > 3, "{all}");
    let receiver = Receiver::start();
    let (tool, sandbox) = of_several(&receiver, all + 2);
    // A day in Tokyo begins at 15:00 UTC; the runs are at 20:00, 04:00, 14:59 and 15:00.
    let evening = sandbox.now().div_euclid(86_400) * 86_400 + 20 * 3_600;
    let told = |campaign: &str, at: i64| {
        let seen = receiver.got().len();
        sandbox.set_now(at);
        tool.call(&["run", campaign, "--now", &crate::tool::rfc3339(at)]).expect(0);
        kinds(&receiver.got()[seen..])
    };
    let alone = |messages: usize| vec![(Value::from("alert"), 1); messages];
    let digest = |alerts: usize| vec![(Value::from("digest"), alerts)];
    let first = told("spring", evening);
    assert_eq!(first, alone(first.len()));
    let second = told("autumn", evening + 8 * 3_600);
    let left = all + 2 - first.len();
    assert_eq!(second, [alone(left), digest(second.last().unwrap().1)].concat());
    assert!(left > 0 && second.last().unwrap().1 > 1, "{second:?}");
    let third = told("winter", evening + 19 * 3_600 - 60);
    assert_eq!(third, digest(third[0].1));
    // A new day there.
    let fourth = told("spring", evening + 19 * 3_600);
    assert_eq!(fourth, alone(fourth.len()));
    assert!(fourth.len() > 1 && waiting(&tool).is_empty());
}

#[test]
fn what_nobody_took_counts_on_the_day_on_which_it_comes() {
    let receiver = Receiver::start();
    let (tool, sandbox) = of_several(&receiver, 3);
    let day = |nth: i64| {
        let (seen, at) = (receiver.got().len(), sandbox.now() + nth * 86_400);
        tool.call(&["run", "spring", "--now", &crate::tool::rfc3339(at)]).expect(0);
        receiver.got()[seen..].to_vec()
    };
    receiver.answer(&vec![Answer::Status(404, ""); 100]);
    let failed = day(0);
    assert_eq!(kinds(&failed).iter().filter(|(kind, _)| kind == "alert").count(), 3);
    receiver.answer(&[]);
    let next = day(1);
    // Of the second day one digest, which is new and goes first; then what waits.
    assert_eq!(next[0].json()["kind"], "digest");
    assert_eq!(
        next[1..].iter().map(|got| &got.body).collect::<Vec<_>>(),
        failed.iter().map(|got| &got.body).collect::<Vec<_>>()
    );
    // They came on the second day; on the third it has its own number again.
    assert_eq!(kinds(&day(2)).iter().filter(|(kind, _)| kind == "alert").count(), 3);
}

#[test]
fn the_most_urgent_of_all_campaigns_go_alone() {
    let receiver = Receiver::start();
    let (tool, sandbox) = of_several(&receiver, 1);
    let urgency = |alert: &Value| {
        let tier = ["watch", "hot", "viral", "mega"].iter().position(|tier| alert["tier"] == *tier).unwrap();
        (tier, alert["severity"].as_u64().unwrap())
    };
    let world = sandbox.world();
    let largest = world.spikes().iter().max_by_key(|spike| spike.first_day_gain).unwrap();
    let mut chosen = 0;
    for nth in -4..3 {
        let (seen, at) = (receiver.got().len(), world.options().day_start(largest.day) + nth * 86_400);
        sandbox.set_now(at);
        run(&tool, at).expect(0);
        let got = receiver.got()[seen..].to_vec();
        let Some(digest) = got.get(1) else { continue };
        assert_eq!((got.len(), &digest.json()["kind"]), (2, &Value::from("digest")));
        let alone = urgency(&got[0].json()["alerts"][0]);
        let rest: Vec<_> = digest.json()["alerts"].as_array().unwrap().iter().map(urgency).collect();
        assert!(rest.iter().all(|other| *other <= alone), "{alone:?} {rest:?}");
        chosen += usize::from(rest.iter().any(|other| *other < alone));
    }
    assert!(chosen > 0, "no day on which one was more urgent than others");
}
