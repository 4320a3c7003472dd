//! No secret is seen in anything that the tool writes: every command, in every format, while all
//! goes well and while everybody repeats the secrets they were sent.

use crate::{
    deliveries::{HOOK, SIGNED_WITH, TELLS_MUCH},
    mail_server::MailServer,
    mails,
    provider::{calm, start, world},
    receiver::{Answer, Receiver},
    tool::{Tool, rfc3339},
};

const PASSWORD: &str = "mail-password-77c0";
/// Base64 of `\0alerts\0` and the password, as a mail server is sent it.
const LOGIN: &str = "AGFsZXJ0cwBtYWlsLXBhc3N3b3JkLTc3YzA=";
const FROM_A_COMMAND: &str = "from-a-password-manager-0042";

#[test]
fn no_secret_is_written_anywhere() {
    let (hook, slack, ping, mail) = (Receiver::start(), Receiver::start(), Receiver::start(), MailServer::start());
    let sandbox = start(calm(world(150)));
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("slack");
    std::fs::write(&file, slack.url("/services/T00/B00/slack-secret-part")).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let tool = Tool::of(&sandbox)
        .with_secret("HOOK", &hook.url("/hooks/hook-secret-part?token=query-secret-part"))
        .with_secret("PING", &ping.url("/ping-secret-part"))
        .with_secret("SIGNED_WITH", SIGNED_WITH)
        .with_secret("MAIL_PASSWORD", PASSWORD)
        // Only looked for: these are sent or read in another way.
        .with_secret("UNUSED_1", "hook-secret-part")
        .with_secret("UNUSED_2", "query-secret-part")
        .with_secret("UNUSED_3", "ping-secret-part")
        .with_secret("UNUSED_4", "slack-secret-part")
        .with_secret("UNUSED_5", LOGIN)
        .with_secret("UNUSED_6", FROM_A_COMMAND);
    let command = elsewhere.path().join("vault");
    std::fs::write(&command, format!("echo {FROM_A_COMMAND}")).unwrap();
    let hook_too = HOOK
        .replace("\"hook\"", "\"too\"")
        .replace("{ env = \"SIGNED_WITH\" }", &format!("{{ command = \"sh {}\" }}", command.display()));
    let config = format!("ping_url = {{ env = \"PING\", allow_private = true }}\n{TELLS_MUCH}{HOOK}{hook_too}")
        .replace("notifiers = [\"hook\"]", "notifiers = [\"hook\", \"too\", \"chat\", \"post\"]")
        + &format!(
            "[[notifier]]\nname = \"chat\"\nkind = \"slack\"\nurl = {{ file = \"{}\" }}\nallow_private = true\n",
            file.display()
        )
        + &mails::config(&mail).replace("\"hook\"", "\"post\"");
    tool.write("tagpulse.toml", config);
    tool.write("ca.pem", &mail.certificate);
    let now = sandbox.now();
    // Every call looks for every secret in what was printed, and in every file: the store's too.
    let everything = || {
        for format in ["text", "json", "ndjson"] {
            for command in [
                &["check"][..],
                &["report", "spring"],
                &["diff", "spring"],
                &["history", "spring"],
                &["alerts", "spring"],
                &["alerts", "--undelivered"],
                &["cost"],
                &["run", "--dry-run"],
            ] {
                tool.call(&[command, &["--format", format]].concat()).expect(0);
                tool.call(&[command, &["--format", format, "--output", "written"]].concat()).expect(0);
            }
        }
        for format in ["csv", "md", "html"] {
            for command in ["report", "diff", "history", "alerts"] {
                tool.call(&[command, "spring", "--format", format]).expect(0);
                tool.call(&[command, "spring", "--format", format, "--output", "written"]).expect(0);
            }
        }
        tool.call(&["notify-test", "--log-format", "json"]);
        tool.call(&["alerts", "--send"]);
    };
    let repeat = || {
        for receiver in [&hook, &slack, &ping] {
            receiver.answer(&vec![Answer::Repeat(400); 100]);
        }
        mail.refuse(&vec![
            ("AUTH", "535 5.7.8 mail-password-77c0 or AGFsZXJ0cwBtYWlsLXBhc3N3b3JkLTc3YzA= is wrong");
            50
        ]);
    };
    repeat();
    let ran = tool.call(&["run", "--now", &rfc3339(now)]).expect(0);
    for name in ["hook", "too", "chat", "post", "ping_url"] {
        assert!(ran.stderr.contains(&format!("warning: {name}: ")) && ran.stderr.contains("***"), "{name}: {ran}");
    }
    repeat();
    everything();
    // A value alone, without what stands around it in the address.
    hook.answer(&vec![Answer::Status(400, "bad token query-secret-part"); 100]);
    slack.answer(&vec![Answer::Status(400, "no hook slack-secret-part"); 100]);
    let sent = tool.call(&["alerts", "--send"]).expect(1);
    assert!(sent.stderr.contains("bad token ***") && sent.stderr.contains("no hook ***"), "{sent}");
    everything();
    for receiver in [&hook, &slack, &ping] {
        receiver.answer(&[]);
    }
    mail.refuse(&[]);
    tool.call(&["run", "--now", &rfc3339(now + 7 * 3_600)]).expect(0);
    everything();
    assert!(hook.got().iter().any(|got| got.taken) && !mail.letters().is_empty());
    let letter = &mail.letters()[0];
    assert_eq!(letter.login.as_deref(), Some(LOGIN));
}

#[test]
fn what_keeps_a_notifier_from_telling_is_found_before_it_has_to() {
    let tool = Tool::alone().with("SIGNED_WITH", SIGNED_WITH);
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{HOOK}[[notifier]]\nname = \"idle\"\nkind = \"stdout\"\n"));
    let check = tool.call(&["check"]).expect(1);
    assert!(check.stdout.contains("notifier hook: url: $HOOK is not set"), "{check}");
    assert!(check.stdout.contains("notifier idle: no campaign names it"), "{check}");
    assert!(check.stdout.contains("secret                *** from $SIGNED_WITH"), "{check}");
}
