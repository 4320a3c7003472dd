//! Tells a channel of Slack, by an incoming webhook.
//!
//! What strangers wrote stands in `plain_text` alone, in which nothing is a mention, a link or
//! mark-up; the line for notifications has Slack's three characters escaped. Links are the core's.

use serde_json::{Value, json};

use super::{
    Context, Failure, Notifier,
    http::{Allowed, Target},
    message::Message,
};
use crate::secret::Source;

/// Alerts that a message lists; Slack takes fifty blocks.
const LISTED: usize = 20;

/// Posts the message.
pub(super) async fn send(
    notifier: &Notifier,
    url: &Source,
    message: &Message,
    context: Context<'_>,
) -> Result<(), Failure> {
    let allowed = Allowed { private: notifier.allow_private, insecure: notifier.insecure };
    let target = Target::new(url, allowed, context)?;
    let body = body(message).to_string();
    target.post(|request| request.header("content-type", "application/json").body(body)).await
}

/// What Slack is sent.
pub(super) fn body(message: &Message) -> Value {
    let lines = message.lines();
    let mut blocks = vec![plain(&message.headline())];
    for line in lines.iter().take(LISTED) {
        blocks.push(plain(&line.text));
        if let Some(url) = &line.url {
            blocks.push(json!({"type": "context", "elements": [{"type": "mrkdwn", "text": format!("<{url}>")}]}));
        }
    }
    if lines.len() > LISTED {
        blocks.push(plain(&format!("and {} more; `tagpulse alerts` lists all", lines.len() - LISTED)));
    }
    json!({
        "text": escaped(&message.headline()), "mrkdwn": false, "parse": "none", "link_names": false,
        "unfurl_links": false, "unfurl_media": false, "blocks": blocks,
    })
}

fn plain(text: &str) -> Value {
    json!({"type": "section", "text": {"type": "plain_text", "text": escaped(text), "emoji": false}})
}

/// With what Slack reads as control characters written as entities.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::message::tests::note;

    #[test]
    fn a_long_digest_keeps_within_what_slack_takes() {
        let notes = (0..90).map(|video| note("a", &video.to_string(), "hot", 60)).collect();
        let body = body(&Message::of("k".into(), notes));
        let blocks = body["blocks"].as_array().unwrap();
        assert!(blocks.len() <= 50, "{}", blocks.len());
        assert!(blocks.last().unwrap()["text"]["text"].as_str().unwrap().starts_with("and 70 more"));
    }
}
