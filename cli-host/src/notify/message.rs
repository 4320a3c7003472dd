//! What is told: one alert, or several in a digest, as data and in words.
//!
//! Handles, captions and campaign names are strangers' text. The words here are on one line each
//! and without control characters; what else a place would act on is escaped where it goes.

use base64::Engine;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use tagpulse_core::{AlertTier, SCHEMA_VERSION, clean, to_json};

/// The longest line: Slack takes 3,000 characters, and counts five for an escaped one.
const MOST_CHARACTERS: usize = 500;

/// A stored alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) key: String,
    pub(super) campaign: String,
    pub(super) taken_at: String,
    pub(super) video_id: Option<String>,
    pub(super) author: Option<String>,
    pub(super) url: Option<String>,
    pub(super) tier: String,
    pub(super) severity: u8,
    pub(super) notifies: bool,
    pub(super) detectors: Vec<String>,
    pub(super) reason: String,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The same whenever it is sent again; never that of another message.
    pub(super) key: String,
    /// What it is.
    pub(super) kind: MessageKind,
    /// The alerts, the most urgent first.
    pub(super) notes: Vec<Note>,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MessageKind {
    /// One alert; a video that several campaigns have is told once, with an alert of each.
    Alert,
    /// Several.
    Digest,
    /// None: somebody tries whether it arrives.
    Test,
}

/// An alert in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What happened.
    pub(super) text: String,
    /// Where; made by the core of letters, digits and `.-_/:@?=`.
    pub(super) url: Option<String>,
}

/// A message as programs are sent it.
#[derive(Serialize)]
struct Payload<'a> {
    schema_version: u32,
    id: String,
    key: &'a str,
    kind: MessageKind,
    text: String,
    alerts: &'a [Note],
}

impl Message {
    /// A message of stored alerts.
    pub(super) fn of(key: String, mut notes: Vec<Note>) -> Self {
        notes.sort_by(|a, b| (b.urgency(), &a.key).cmp(&(a.urgency(), &b.key)));
        let one = notes.windows(2).all(|pair| pair[0].is_about_the_video_of(&pair[1]));
        Self { key, kind: if one { MessageKind::Alert } else { MessageKind::Digest }, notes }
    }

    /// A message that says nothing but that it arrived.
    pub(super) fn test(notifier: &str, at: &str) -> Self {
        Self { key: format!("test/{notifier}/{at}"), kind: MessageKind::Test, notes: Vec::new() }
    }

    /// The key in letters that fit everywhere.
    pub(super) fn id(&self) -> String {
        let hash = digest(&SHA256, self.key.as_bytes());
        let letters = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&hash.as_ref()[..18]);
        format!("msg_{letters}")
    }

    /// The message for programs: one line of JSON.
    pub(super) fn json(&self) -> String {
        let text = to_json(&Payload {
            schema_version: SCHEMA_VERSION,
            id: self.id(),
            key: &self.key,
            kind: self.kind,
            text: self.headline(),
            alerts: &self.notes,
        });
        // Some readers of lines take these for the end of one; they can stand within texts only.
        text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
    }

    /// The message in one line, such as a subject.
    pub(super) fn headline(&self) -> String {
        let first = self.notes.first();
        let line = match (self.kind, first) {
            (MessageKind::Test, _) | (_, None) => "tagpulse: this is a test".to_owned(),
            (MessageKind::Alert, Some(note)) => {
                format!("tagpulse: {} {} ({})", note.tier, note.about(), self.campaigns().join(", "))
            }
            (MessageKind::Digest, Some(note)) => {
                let (count, tier) = (self.notes.len(), &note.tier);
                format!("tagpulse: {count} alerts, the most urgent {tier} ({})", self.campaigns().join(", "))
            }
        };
        clean(&line, 200)
    }

    /// The alerts in words, a line each.
    pub(super) fn lines(&self) -> Vec<Line> {
        match self.kind {
            MessageKind::Test => {
                vec![Line { text: "If you read this, alerts of your campaigns arrive here.".to_owned(), url: None }]
            }
            MessageKind::Alert => {
                self.notes.first().map(|note| note.line(&self.campaigns().join(", "))).into_iter().collect()
            }
            MessageKind::Digest => self.notes.iter().map(|note| note.line(&note.campaign)).collect(),
        }
    }

    fn campaigns(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.notes.iter().map(|note| note.campaign.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Note {
    /// How urgent it is, for the order.
    pub(super) fn urgency(&self) -> (Option<AlertTier>, u8) {
        (super::tier(&self.tier), self.severity)
    }

    /// Whether both tell of the same video at the same time, in two campaigns.
    pub(super) fn is_about_the_video_of(&self, other: &Self) -> bool {
        self.video_id.is_some() && (&self.video_id, &self.taken_at) == (&other.video_id, &other.taken_at)
    }

    fn about(&self) -> String {
        match (&self.author, &self.video_id) {
            (Some(author), _) => format!("@{author}"),
            (None, Some(video)) => format!("video {video}"),
            (None, None) => "the campaign".to_owned(),
        }
    }

    fn line(&self, campaigns: &str) -> Line {
        let text = format!("{}: {} in {campaigns}: {}", self.tier, self.about(), self.reason);
        Line { text: clean(&text, MOST_CHARACTERS), url: self.url.clone() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::notify) fn note(campaign: &str, video: &str, tier: &str, severity: u8) -> Note {
        Note {
            key: format!("{campaign}/{video}/2026-11-23"),
            campaign: campaign.to_owned(),
            taken_at: "2026-11-23T06:00:00Z".to_owned(),
            video_id: Some(video.to_owned()),
            author: Some("anna".to_owned()),
            url: Some(format!("https://www.tiktok.com/@anna/video/{video}")),
            tier: tier.to_owned(),
            severity,
            notifies: true,
            detectors: vec!["spike".to_owned()],
            reason: "+40,500 views in 24 h".to_owned(),
        }
    }

    #[test]
    fn a_video_of_two_campaigns_is_one_alert_that_names_both() {
        let message = Message::of("k".into(), vec![note("b", "7", "hot", 60), note("a", "7", "viral", 70)]);
        assert_eq!(message.kind, MessageKind::Alert);
        assert_eq!(message.headline(), "tagpulse: viral @anna (a, b)");
        assert_eq!(message.lines().len(), 1);
        assert_eq!(message.lines()[0].text, "viral: @anna in a, b: +40,500 views in 24 h");
    }

    #[test]
    fn a_digest_begins_with_the_most_urgent() {
        let notes = vec![note("a", "1", "hot", 55), note("a", "2", "mega", 90), note("a", "3", "hot", 60)];
        let message = Message::of("k".into(), notes);
        assert_eq!(message.headline(), "tagpulse: 3 alerts, the most urgent mega (a)");
        let order: Vec<_> = message.notes.iter().map(|note| note.severity).collect();
        assert_eq!(order, [90, 60, 55]);
    }

    #[test]
    fn the_id_is_made_of_the_key_alone() {
        let id = |key: &str| Message::of(key.into(), vec![note("a", "1", "hot", 55)]).id();
        assert_eq!(id("ä/1"), id("ä/1"));
        assert_ne!(id("ä/1"), id("ä/2"));
        let fits = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        assert!(id("ä/1").starts_with("msg_") && id("ä/1").chars().all(fits), "{}", id("ä/1"));
    }
}
