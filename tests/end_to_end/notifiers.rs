//! Each kind of notifier for itself, the health check, and what a config may say of them.

use crate::{
    deliveries::{HOOK, TELLS_MUCH, raised, run, stage},
    provider::{calm, start, world},
    receiver::{Answer, Receiver},
    tool::{Tool, rfc3339},
};

const SLACK: &str =
    "[[notifier]]\nname = \"hook\"\nkind = \"slack\"\nurl = { file = \"secrets/slack\" }\nallow_private = true\n";

#[test]
fn slack_gets_a_line_and_a_link() {
    let receiver = Receiver::start();
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{SLACK}"));
    // A file is meant from the config's folder on.
    std::fs::create_dir(tool.path("secrets")).unwrap();
    tool.write("secrets/slack", receiver.url("/services/T0/B0/x") + "\n");
    #[cfg(unix)]
    std::fs::set_permissions(tool.path("secrets/slack"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.is_empty(), "{ran}");
    let got = receiver.got();
    assert!(!got.is_empty() && got.len() == raised(&ran).len());
    assert_eq!(got[0].path, "/services/T0/B0/x");
    let message = got[0].json();
    let line = message["blocks"][1]["text"]["text"].as_str().unwrap();
    assert!(line.starts_with("watch: @") && line.contains("the average"), "{message}");
    let link = message["blocks"][2]["elements"][0]["text"].as_str().unwrap();
    assert!(link.starts_with("<https://www.tiktok.com/@") && link.ends_with('>') && !link.contains('|'), "{link}");
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_can_change_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let receiver = Receiver::start();
    let tool = Tool::alone();
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{SLACK}"));
    std::fs::create_dir(tool.path("secrets")).unwrap();
    tool.write("secrets/slack", receiver.url("/x"));
    let tested = |mode: u32| {
        std::fs::set_permissions(tool.path("secrets/slack"), std::fs::Permissions::from_mode(mode)).unwrap();
        tool.call(&["notify-test", "hook"])
    };
    let refused = tested(0o606).expect(1);
    assert!(refused.stderr.contains("can be written by others; chmod 600 it"), "{refused}");
    assert!(receiver.got().is_empty());
    let warned = tested(0o644).expect(0);
    assert!(warned.stderr.contains("can be read by others"), "{warned}");
    assert_eq!(tested(0o600).expect(0).stderr, "tagpulse: hook: sent\n");
    // Who mounts secrets decides who reads them.
    let folder = tool.path("secrets").display().to_string();
    let mounted = Tool::alone().with("CREDENTIALS_DIRECTORY", &folder);
    mounted.write("tagpulse.toml", format!("{TELLS_MUCH}{SLACK}").replace("secrets/", &format!("{folder}/")));
    tested(0o644).expect(0);
    assert_eq!(mounted.call(&["notify-test"]).expect(0).stderr, "tagpulse: hook: sent\n");
}

#[cfg(unix)]
#[test]
fn a_program_gets_each_message_on_its_stdin_and_no_key() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with_secret("PING", "https://10.0.0.1/ping-secret");
    let ping = "ping_url = { env = \"PING\" }\n";
    let command = "command = [\"sh\", \"-c\", \"cat >> told; echo \\\"key: $SCAVIO_API_KEY$PING\\\" >> key\"]\n";
    tool.write("tagpulse.toml", format!("{ping}{TELLS_MUCH}[[notifier]]\nname = \"hook\"\nkind = \"exec\"\n{command}"));
    let ran = run(&tool, sandbox.now()).expect(0);
    let told = std::fs::read_to_string(tool.path("told")).unwrap();
    assert_eq!(told.lines().count(), raised(&ran).len());
    for line in told.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!((&message["schema_version"], &message["kind"]), (&1.into(), &"alert".into()));
    }
    assert!(std::fs::read_to_string(tool.path("key")).unwrap().lines().all(|line| line == "key: "));
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}[[notifier]]\nname = \"hook\"\nkind = \"exec\"\ncommand = [\"sh\", \"-c\", \"echo no >&2; exit 7\"]\n"));
    let failed = tool.call(&["notify-test"]).expect(1);
    assert!(failed.stderr.contains("7: no"), "{failed}");
}

#[test]
fn stdout_has_the_messages_behind_the_document() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}[[notifier]]\nname = \"hook\"\nkind = \"stdout\"\n"));
    let ran = run(&tool, sandbox.now()).expect(0);
    let lines: Vec<serde_json::Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["campaigns"][0]["campaign"], "spring");
    assert!(lines.len() > 1 && lines[1..].iter().all(|line| line["kind"] == "alert"), "{ran}");
    let test = tool.call(&["notify-test"]).expect(0);
    assert!(test.stdout.contains("alerts of your campaigns arrive here"), "{test}");
}

#[test]
fn a_test_message_says_what_it_is() {
    let receiver = Receiver::start();
    let (tool, _sandbox) = stage(&receiver, "");
    tool.call(&["notify-test", "hook"]).expect(0);
    let message = receiver.got()[0].json();
    assert_eq!((&message["kind"], &message["alerts"]), (&"test".into(), &serde_json::json!([])));
    let slip = tool.call(&["notify-test", "hok"]).expect(2);
    assert!(slip.stderr.contains("did you mean \"hook\"?"), "{slip}");
    receiver.answer(&[Answer::Status(403, "")]);
    let refused = tool.call(&["notify-test"]).expect(1);
    assert!(refused.stderr.contains("hook: answered 403"), "{refused}");
    assert_eq!(receiver.got().len(), 2);
}

#[test]
fn a_health_check_hears_how_a_run_began_and_ended() {
    let receiver = Receiver::start();
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with_secret("PING", &receiver.url("/ping/0a1b2c3d-uuid"));
    let campaign = "ping_url = { env = \"PING\", allow_private = true }\n[delivery]\ntimeout_ms = 5000\n\
                    [[campaign]]\nhashtags = [\"glow\"]\n";
    tool.write("tagpulse.toml", campaign);
    let paths = || -> Vec<String> { receiver.got().into_iter().map(|got| got.path).collect() };
    let now = rfc3339(sandbox.now());
    tool.call(&["run", "--dry-run", "--now", &now]).expect(0);
    assert!(paths().is_empty());
    tool.call(&["run", "--now", &now]).expect(0);
    assert_eq!(paths(), ["/ping/0a1b2c3d-uuid/start", "/ping/0a1b2c3d-uuid"]);
    // A run that fails, and one that never comes so far.
    tool.write("tagpulse.toml", campaign.replace("glow", "nosuchtag"));
    tool.call(&["run", "--now", &now]).expect(1);
    let without_key = Tool::alone().with("PING", &receiver.url("/ping/0a1b2c3d-uuid"));
    without_key.write("tagpulse.toml", campaign);
    without_key.call(&["run"]).expect(4);
    let ends: Vec<String> = paths()[2..].to_vec();
    let (start, fail) = ("/ping/0a1b2c3d-uuid/start", "/ping/0a1b2c3d-uuid/fail");
    assert_eq!(ends, [start, fail, start, fail]);
    // That nobody hears it is no failure.
    receiver.answer(&[Answer::Status(500, "0a1b2c3d-uuid"), Answer::Closed]);
    tool.write("tagpulse.toml", campaign);
    let ran = tool.call(&["run", "--now", &now]).expect(0);
    assert!(ran.stderr.contains("warning: ping_url: answered 500: ***"), "{ran}");
}

#[test]
fn what_a_config_says_wrong_of_notifiers_is_told_with_its_place() {
    let tool = Tool::alone();
    let check = |text: &str, place: &str, part: &str| {
        tool.write("tagpulse.toml", text);
        let ended = tool.call(&["check"]).expect(78);
        assert!(ended.stderr.contains(place) && ended.stderr.contains(part), "expected {place} {part} of {ended}");
    };
    let notifier = |text: &str| format!("[[notifier]]\nname = \"a\"\n{text}\n");
    check(&notifier("kind = \"slak\""), "toml:3:8: ", "did you mean \"slack\"?");
    check(&notifier("kind = \"slack\""), "toml:1:1: ", "url: a notifier of kind \"slack\" needs it");
    check(
        &notifier("kind = \"slack\"\nurl = \"https://hooks.slack.com/x\""),
        "toml:4:7: ",
        "no secret stands in a config",
    );
    check(
        &notifier("kind = \"slack\"\nurl = { env = \"A\", file = \"b\" }"),
        "toml:4:7: ",
        "one of env, file or command",
    );
    check(&notifier("kind = \"slack\"\nurl = { evn = \"A\" }"), "toml:4:9: ", "\"evn\" is no key here");
    check(&notifier("kind = \"stdout\"\nmin_tier = \"big\""), "toml:4:12: ", "watch, hot, viral and mega");
    check(&notifier("kind = \"stdout\"\nquiet = { from = \"25:00\", to = \"07:00\" }"), "toml:4:18: ", "\"25:00\"");
    check(&notifier("kind = \"stdout\"\nquiet = { from = \"22:00\" }"), "toml:4:9: ", "needs from and to");
    check(&notifier("kind = \"stdout\"\ndigest = 1"), "toml:4:10: ", "true or false");
    check(&notifier("kind = \"exec\"\ncommand = []"), "toml:1:1: ", "as a list");
    check(
        &notifier("kind = \"email\"\nhost = \"h\"\nfrom = \"nobody\"\nto = [\"a@b.c\"]"),
        "toml:5:8: ",
        "no mail address",
    );
    check(&notifier("kind = \"stdout\"\nhost = \"h\""), "toml:4:1: ", "\"host\" is no key here");
    check(&(notifier("kind = \"stdout\"") + &notifier("kind = \"stdout\"")), "toml:4:1: ", "stands twice");
    check("[[notifier]]\nkind = \"stdout\"\n", "toml:1:1: ", "name: the notifier has none");
    check(
        &format!("[[campaign]]\nhashtags = [\"a\"]\nnotifiers = [\"hok\"]\n{HOOK}"),
        "toml:3:14: ",
        "did you mean \"hook\"?",
    );
    check("ping_url = { allow_private = true }\n", "toml:1:12: ", "one of env, file or command");
    check("[delivery]\ntries = 0\n", "toml:2:9: ", "tries");
}
