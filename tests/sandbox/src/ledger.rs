//! The record of every request, for tests that count requests and credits.

use serde::Serialize;

/// One request of the API, as the provider saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Number in order of arrival, from 0.
    pub seq: u64,
    /// The path asked for.
    pub path: String,
    /// The hashtag asked about, by name where the world has it; may be empty.
    pub hashtag: String,
    /// The offset asked for, or `lookup`, `video` or `usage`.
    pub cursor: String,
    /// How many times this hashtag and cursor were asked before at the same `now`.
    pub attempt: u32,
    /// Simulated time, in Unix seconds.
    pub now: i64,
    /// HTTP status; `None` when nothing was answered.
    pub status: Option<u16>,
    /// Credits taken. Answers that break off or never come are billed too.
    pub credits: u64,
    /// What became of the answer.
    pub outcome: Outcome,
    /// Whether an `Authorization` header came with it.
    pub authorized: bool,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Not sent yet.
    Pending,
    /// Sent whole.
    Answered,
    /// The connection was closed without an answer.
    Dropped,
    /// Sent in part.
    Truncated,
    /// The client went away before it was sent.
    Abandoned,
}

/// All requests in order, and their sums.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Ledger {
    /// Every request of the API in order of arrival; of those under
    /// `/_sandbox/` only `elsewhere`, where redirects lead.
    pub requests: Vec<Entry>,
    /// Their sums.
    pub totals: Totals,
}

/// Sums over a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Requests.
    pub requests: u64,
    /// Credits.
    pub credits: u64,
}

impl Ledger {
    pub(crate) fn push(&mut self, entry: Entry) {
        self.totals.requests += 1;
        self.totals.credits += entry.credits;
        self.requests.push(entry);
    }

    /// Settles a pending request; one that a reset has removed meanwhile is left.
    pub(crate) fn settle(&mut self, seq: u64, outcome: Outcome) {
        let mut newest_first = self.requests.iter_mut().rev();
        if let Some(entry) = newest_first.find(|entry| entry.seq == seq)
            && entry.outcome == Outcome::Pending
        {
            entry.outcome = outcome;
        }
    }
}
