//! The page about alerts: its config is whole, and its commands do what it says.

use crate::tool::Tool;

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/alerts.md")).unwrap()
}

#[cfg(unix)]
#[test]
fn the_config_of_the_page_is_whole() {
    let text = page();
    let config = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let tool = Tool::alone()
        .with("PING_URL", "https://ping.example.com/x")
        .with("DASHBOARD_URL", "https://dashboard.example.com/x")
        .with("DASHBOARD_SECRET", "s");
    tool.write("secret", "https://hooks.slack.com/services/x");
    std::fs::set_permissions(tool.path("secret"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    tool.write("tagpulse.toml", config.replace("/run/secrets/slack", "secret"));
    let check = tool.call(&["check"]).expect(0);
    let shown: Vec<String> =
        check.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "notifier team",
        "kind slack (tagpulse.toml:12)",
        "quiet 22:00 to 07:00, unless mega (tagpulse.toml:15)",
        "secret *** from $DASHBOARD_SECRET (tagpulse.toml:21)",
        "host smtp.example.com (tagpulse.toml:26)",
        "port 587 (default)",
        "command sh and 2 arguments (tagpulse.toml:36)",
    ] {
        assert!(shown.iter().any(|shown| shown == line), "{line} of {check}");
    }
    tool.call(&["notify-test", "log"]).expect(0);
    let told = std::fs::read_to_string(tool.path("alerts.ndjson")).unwrap();
    let message: serde_json::Value = serde_json::from_str(told.trim_end()).unwrap();
    assert_eq!(message["kind"], "test");
}

/// The shape of the message on the page is that of a real one.
#[cfg(unix)]
#[test]
fn the_message_of_the_page_has_the_keys_of_a_real_one() {
    let text = page();
    let shown = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let shown: serde_json::Value = serde_json::from_str(shown).unwrap();
    let sandbox = crate::provider::start(crate::provider::calm(crate::provider::world(150)));
    let tool = Tool::of(&sandbox);
    let log = "[[notifier]]\nname = \"hook\"\nkind = \"exec\"\ncommand = [\"sh\", \"-c\", \"cat >> told\"]\n";
    tool.write("tagpulse.toml", format!("{}{log}", crate::deliveries::TELLS_MUCH));
    crate::deliveries::run(&tool, sandbox.now()).expect(0);
    let told = std::fs::read_to_string(tool.path("told")).unwrap();
    let real: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&shown), keys(&real));
    assert_eq!(keys(&shown["alerts"][0]), keys(&real["alerts"][0]));
}
