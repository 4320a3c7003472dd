//! The first steps: a config is written, checked here and with the provider, and run.

use tagpulse_sandbox::{FaultKind, SandboxOptions};

use crate::{
    provider::{at, calm, start, status, world},
    receiver::{Answer, Receiver},
    tool::{KEY, TAG, Tool},
};

#[test]
fn a_config_to_begin_with_is_written_once_and_never_over_another() {
    let tool = Tool::alone();
    tool.call(&["init"]).expect(0);
    let written = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
    tool.call(&["check"]).expect(0);
    let again = tool.call(&["init"]).expect(2);
    assert!(again.stderr.contains("is left as it is"), "{again}");
    assert_eq!(std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap(), written);
    tool.call(&["init", "--config", "other.toml"]).expect(0);
    assert!(tool.path("other.toml").is_file());
}

#[test]
fn the_account_is_asked_for_free() {
    let sandbox = start(SandboxOptions { balance: Some(1_234), ..calm(world(30)) });
    let tool = Tool::of(&sandbox);
    let good = tool.call(&["check", "--online"]).expect(0);
    assert!(good.stdout.contains("plan sandbox, 1234 credits left"), "{good}");
    assert_eq!(sandbox.ledger().totals.credits, 0);
    let check = |kind: FaultKind, code: i32, told: &str| {
        sandbox.set_faults(vec![at("usage", kind)]);
        let bad = tool.call(&["check", "--online"]).expect(code);
        assert!(bad.stdout.contains(told), "{bad}");
    };
    check(status(401), 4, "refuses the key");
    check(status(503), 6, "status 503");
    check(FaultKind::Drop, 6, "no answer about the account");
    check(FaultKind::UnknownShape, 1, "no credit_balance");
}

#[test]
fn an_answer_about_the_account_is_not_read_without_end() {
    let receiver = Receiver::start();
    let tool = Tool::alone().with("TAGPULSE_BASE_URL", &receiver.url("/tiktok")).with("SCAVIO_API_KEY", KEY);
    let padded = |spaces: usize| -> &'static str {
        Box::leak(format!("{{\"plan\":\"pro\",{}\"credit_balance\":5}}", " ".repeat(spaces)).into_boxed_str())
    };
    receiver.answer(&[Answer::Status(200, padded(60_000)), Answer::Status(200, padded(70_000))]);
    let good = tool.call(&["check", "--online"]).expect(0);
    assert!(good.stdout.contains("plan pro, 5 credits left"), "{good}");
    let bad = tool.call(&["check", "--online"]).expect(6);
    assert!(bad.stdout.contains("no answer about the account: it is longer than 65536 bytes"), "{bad}");
}

#[test]
fn variables_of_the_environment_stand_in_a_config() {
    let tool = Tool::alone().with("TEAM_ZONE", "Europe/Belrin").with("TEAM_TAG", TAG);
    tool.write(
        "tagpulse.toml",
        "[[campaign]]\nhashtags = [\"${TEAM_TAG}\"]\n\nzone = \"${TEAM_ZONE:-UTC}\"\nname = \"${NOBODY}\"\n",
    );
    let bad = tool.call(&["check"]).expect(78);
    assert!(bad.stderr.contains("NOBODY is not set") && bad.stderr.contains("\"Europe/Berlin\""), "{bad}");
    let tool = tool.with("TEAM_ZONE", "Europe/Berlin").with("NOBODY", "spring");
    let good = tool.call(&["check"]).expect(0);
    assert!(good.stdout.contains("spring"), "{good}");
}
