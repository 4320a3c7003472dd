//! What strangers write acts in no message: every attack as an alert of its own, told to every
//! kind of notifier.

use std::fmt::Write as _;

use rusqlite::params;
use serde_json::{Value, json};

use crate::{
    hostile::{Attack, attacks},
    mail_server::MailServer,
    mails,
    provider::{calm, start, world},
    receiver::Receiver,
    tool::{Tool, rfc3339},
};

const NOTIFIERS: [&str; 5] = ["chat", "json", "hook", "program", "screen"];

/// A store in which every attack is the handle and the reason of an alert that waits for everybody.
fn stage(mail: &MailServer, slack: &Receiver, webhook: &Receiver) -> (Tool, Vec<Attack>) {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox)
        .with("SLACK", &slack.url("/services/x"))
        .with("WEBHOOK", &webhook.url("/x"))
        .with("MAIL_PASSWORD", "p");
    let mut config = "[[campaign]]\nname = \"spring\"\nhashtags = [\"glow\"]\nmultiple = 1000\n".to_owned();
    for (name, kind, more) in [
        ("chat", "slack", "url = { env = \"SLACK\" }\nallow_private = true"),
        ("json", "webhook", "url = { env = \"WEBHOOK\" }\nallow_private = true"),
        ("program", "exec", "command = [\"sh\", \"-c\", \"cat >> told\"]"),
        ("screen", "stdout", ""),
    ] {
        let _ = writeln!(config, "[[notifier]]\nname = \"{name}\"\nkind = \"{kind}\"\ndigest = false\n{more}");
    }
    tool.write("tagpulse.toml", config + &mails::config(mail));
    tool.write("ca.pem", &mail.certificate);
    tool.call(&["run", "--now", &rfc3339(sandbox.now())]).expect(0);
    let attacks = attacks();
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    for (nth, attack) in attacks.iter().enumerate() {
        let key = format!("spring/{nth:03}/2026-11-23");
        let alert = json!({
            "key": key, "campaign": attack.text, "taken_at": "2026-11-23T06:00:00Z", "video_id": nth.to_string(),
            "author": attack.text, "url": null, "tier": "hot", "severity": 60, "notifies": true,
            "detectors": ["spike"], "reason": attack.text,
        });
        let sql = "INSERT INTO alert (campaign, key, taken_at, alert) VALUES (1, ?1, 0, ?2)";
        db.execute(sql, params![key, alert.to_string()]).unwrap();
        let row = db.last_insert_rowid();
        for notifier in NOTIFIERS {
            db.execute("INSERT INTO delivery (alert, notifier, next_at) VALUES (?1, ?2, 0)", params![row, notifier])
                .unwrap();
        }
    }
    (tool, attacks)
}

#[test]
fn every_attack_arrives_harmless_everywhere() {
    let (mail, slack, webhook) = (MailServer::start(), Receiver::start(), Receiver::start());
    let (tool, attacks) = stage(&mail, &slack, &webhook);
    let screen = tool.call(&["alerts", "--send"]).expect(0);
    assert!(screen.stdout.contains(&format!("{} messages sent", attacks.len() * NOTIFIERS.len())), "{screen}");
    let told = std::fs::read_to_string(tool.path("told")).unwrap();
    let (posted, chat, letters) = (webhook.got(), slack.got(), mail.letters());
    assert_eq!((posted.len(), chat.len(), letters.len()), (attacks.len(), attacks.len(), attacks.len()));
    assert_eq!(told.lines().count(), attacks.len());
    let listed = tool.call(&["alerts", "spring"]).expect(0);
    for (nth, attack) in attacks.iter().enumerate() {
        attack.is_harmless_in("terminal", &screen.stdout);
        attack.is_harmless_in("terminal", &listed.stdout);
        // Programs get the text as it is, in letters that do nothing on the way.
        for line in [posted[nth].body.as_str(), told.lines().nth(nth).unwrap()] {
            attack.is_harmless_in("terminal", line);
            let message: Value = serde_json::from_str(line).unwrap();
            assert_eq!(message["alerts"][0]["author"], attack.text);
        }
        let message = chat[nth].json();
        let mut words = vec![message["text"].as_str().unwrap()];
        for block in message["blocks"].as_array().unwrap() {
            assert_eq!((&block["type"], &block["text"]["type"]), (&"section".into(), &"plain_text".into()));
            words.push(block["text"]["text"].as_str().unwrap());
        }
        for text in words {
            attack.is_harmless_in("slack", text);
            assert!(!text.contains(['<', '>', '\n']), "{text}");
        }
        let letter = &letters[nth];
        let names: Vec<String> =
            letter.headers().iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
        let expected =
            ["From", "Subject", "Message-ID", "Date", "Auto-Submitted", "To", "MIME-Version", "Content-Type"];
        assert_eq!(names, expected, "{letter:?}");
        let parts = letter.parts();
        attack.is_harmless_in("mail", &parts[0].1.replace('\r', ""));
        attack.is_harmless_in("mail", &letter.header("Subject"));
        attack.is_harmless_in("html", &parts[1].1);
        assert_eq!(parts[1].1.matches('<').count(), 8, "{}", parts[1].1);
        assert!(!parts[1].1.contains("'>") && letter.commands.len() == 3, "{letter:?}");
    }
}
