//! Alerts by mail: over TLS, to a server that is sometimes unwell.

use tagpulse_sandbox::Sandbox;

use crate::{
    deliveries::{TELLS_MUCH, raised, run, waiting},
    mail_server::MailServer,
    provider::{calm, start, world},
    tool::Tool,
};

/// The password of these tests, and what a client sends of it: Base64 of `\0alerts\0` and it.
const PASSWORD: &str = "pa ss-w0rd-of-mail";
const LOGIN: &str = "AGFsZXJ0cwBwYSBzcy13MHJkLW9mLW1haWw=";

/// A mail notifier called `hook`, at this server.
pub(crate) fn config(server: &MailServer) -> String {
    format!(
        "[[notifier]]\nname = \"hook\"\nkind = \"email\"\nhost = \"localhost\"\nport = {}\nallow_private = true\n\
         from = \"tagpulse <alerts@example.com>\"\nto = [\"Anna <anna@example.com>\", \"ben@example.org\"]\n\
         user = \"alerts\"\npassword = {{ env = \"MAIL_PASSWORD\" }}\nca_file = \"ca.pem\"\ndigest = false\n",
        server.port
    )
}

fn stage(server: &MailServer) -> (Tool, Sandbox) {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with_secret("MAIL_PASSWORD", PASSWORD);
    tool.write("tagpulse.toml", format!("{TELLS_MUCH}{}", config(server)));
    tool.write("ca.pem", &server.certificate);
    (tool, sandbox)
}

#[test]
fn a_mail_has_text_and_html_and_comes_over_tls() {
    let server = MailServer::start();
    let (tool, sandbox) = stage(&server);
    let ran = run(&tool, sandbox.now()).expect(0);
    let letters = server.letters();
    assert_eq!((letters.len(), ran.stderr.as_str()), (raised(&ran).len(), ""), "{ran}");
    for letter in &letters {
        assert!(letter.secure);
        assert_eq!(letter.login.as_deref(), Some(LOGIN));
        let commands = letter.commands.join(" ");
        assert!(commands.contains("<alerts@example.com>"), "{commands}");
        assert!(commands.contains("<anna@example.com>") && commands.contains("<ben@example.org>"), "{commands}");
        assert!(letter.header("Subject").starts_with("tagpulse: watch @"), "{letter:?}");
        let parts = letter.parts();
        assert!(parts[0].0.contains("text/plain") && parts[1].0.contains("text/html"), "{parts:?}");
        for (_, part) in &parts {
            assert!(part.contains("https://www.tiktok.com/@") && part.contains("the average"), "{letter:?}");
        }
    }
}

#[test]
fn a_mail_that_was_refused_for_now_is_sent_again_under_the_same_id() {
    let server = MailServer::start();
    let (tool, sandbox) = stage(&server);
    server.refuse(&[("RCPT", "451 greylisted"), ("MAIL", "421 busy")]);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert_eq!((server.letters().len(), ran.stderr.as_str()), (raised(&ran).len(), ""), "{ran}");
    let ids = |letters: &[crate::mail_server::Letter]| -> Vec<String> {
        letters.iter().map(|letter| letter.header("Message-ID")).collect()
    };
    let first = ids(&server.letters());
    assert!(first.iter().all(|id| id.ends_with("@example.com>")), "{first:?}");
    // The same of another store.
    let (tool, sandbox) = stage(&server);
    run(&tool, sandbox.now()).expect(0);
    assert_eq!(ids(&server.letters()[first.len()..]), first);
    // Taken, but the connection is cut before that is heard: it is sent again, and the mail program sees one mail.
    let (tool, sandbox) = stage(&server);
    server.cut(1);
    run(&tool, sandbox.now()).expect(0);
    let mut again = ids(&server.letters()[2 * first.len()..]);
    assert_eq!((again.len(), &again[0]), (first.len() + 1, &again[1]));
    again.dedup();
    assert_eq!(again, first);
}

#[test]
fn a_mail_that_was_refused_for_good_waits_for_somebody_to_mend_it() {
    let server = MailServer::start();
    let (tool, sandbox) = stage(&server);
    let refusals = vec![("RCPT", "550 5.1.1 no such box, says pa ss-w0rd-of-mail"); 500];
    server.refuse(&refusals);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("no such box, says ***"), "{ran}");
    let waits = waiting(&tool);
    assert_eq!(waits.len(), raised(&ran).len());
    // For good means that it was tried once.
    assert!(waits.iter().all(|waiting| waiting["attempts"] == 1), "{waits:?}");
    server.refuse(&[]);
    tool.call(&["alerts", "--send"]).expect(0);
    assert_eq!(server.letters().len(), waits.len());
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let server = MailServer::start();
    let (tool, sandbox) = stage(&server);
    let config = format!("{TELLS_MUCH}{}", config(&server));
    tool.write("tagpulse.toml", config.replace("timeout_ms = 5000", "timeout_ms = 50\ntries = 1"));
    server.refuse(&[("EHLO", "")]);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("no answer within 50 ms") && server.letters().is_empty(), "{ran}");
    // Only the first was tried: the others would have waited as long.
    let tried = waiting(&tool).iter().filter(|waiting| waiting["attempts"] == 1).count();
    assert_eq!((tried, waiting(&tool).len()), (1, raised(&ran).len()));
}

#[test]
fn a_server_that_nobody_vouches_for_gets_no_password() {
    let server = MailServer::start();
    let (tool, sandbox) = stage(&server);
    tool.write("ca.pem", &MailServer::start().certificate);
    let ran = run(&tool, sandbox.now()).expect(0);
    assert!(ran.stderr.contains("not delivered") && server.letters().is_empty(), "{ran}");
    // Nor does one without TLS.
    tool.write("ca.pem", &server.certificate);
    server.refuse(&[("EHLO", "250 test"), ("EHLO", "250 test"), ("EHLO", "250 test")]);
    tool.call(&["notify-test"]).expect(1);
    assert!(server.letters().is_empty());
    // Nor one on this machine, unless that is allowed.
    server.refuse(&[]);
    let refused = format!("{TELLS_MUCH}{}", config(&server)).replace("allow_private = true", "");
    tool.write("tagpulse.toml", refused);
    let tested = tool.call(&["notify-test"]).expect(1);
    assert!(tested.stderr.contains("refused to connect to"), "{tested}");
    assert!(server.letters().is_empty());
}
