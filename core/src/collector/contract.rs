//! The Collector's contract: what goes in, what comes out, why it stops.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    Error, Snapshot, Timestamp, Usage, VideoId,
    codec::record,
    given::{Fields, Given},
    scalar,
};

/// What to collect, and how much of it at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase", deny_unknown_fields))]
pub struct CollectorOptions {
    /// Hashtags, with or without `#`, each looked up and read to its end in this order.
    pub hashtags: Vec<String>,
    /// The reading's instant; it alone reaches documents.
    pub taken_at: Timestamp,
    /// Eight bytes from the host's randomness, for the jitter of waits.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub seed: [u8; 8],
    /// The dialect of the answers; found from the bytes where not given.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub dialect: Option<String>,
    /// Credits that all requests together may cost at most.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub max_credits: Option<u32>,
    /// Pages read of one hashtag at most (34: about 1,000 videos).
    #[cfg_attr(feature = "schema", schemars(default = "default_max_pages"))]
    pub max_pages: u32,
    /// Videos after which no further page is read.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub max_videos: Option<u32>,
    /// Known videos, the most wanted first: those that no listing has are read again by themselves, one credit each.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub recheck: Vec<VideoId>,
    /// How many of them at most.
    #[cfg_attr(feature = "schema", schemars(default = "default_max_rechecks"))]
    pub max_rechecks: u32,
    /// Time-out of one request in milliseconds.
    #[cfg_attr(feature = "schema", schemars(default = "default_timeout_ms"))]
    pub timeout_ms: u32,
    /// The longest wait before a retry in milliseconds; also the clamp of `Retry-After`.
    #[cfg_attr(feature = "schema", schemars(default = "default_max_wait_ms"))]
    pub max_wait_ms: u32,
}

const fn default_max_pages() -> u32 {
    34
}

const fn default_max_rechecks() -> u32 {
    20
}

const fn default_timeout_ms() -> u32 {
    30_000
}

const fn default_max_wait_ms() -> u32 {
    8_000
}

impl CollectorOptions {
    /// Options with every default.
    pub fn new(hashtags: Vec<String>, taken_at: Timestamp) -> Self {
        Self {
            hashtags,
            taken_at,
            seed: [0; 8],
            dialect: None,
            max_credits: None,
            max_pages: default_max_pages(),
            max_videos: None,
            recheck: Vec::new(),
            max_rechecks: default_max_rechecks(),
            timeout_ms: default_timeout_ms(),
            max_wait_ms: default_max_wait_ms(),
        }
    }
}

impl CollectorOptions {
    /// Reads options; what is not given has its default.
    ///
    /// # Errors
    /// `bad_settings` naming every value that is missing or of another kind.
    pub fn read(given: Given) -> Result<Self, Error> {
        Fields::read(given, |given| Self {
            hashtags: given.texts("hashtags").unwrap_or_else(|| {
                given.missing("hashtags");
                Vec::new()
            }),
            taken_at: taken_at(given, "takenAt"),
            seed: given.eight_bytes("seed").unwrap_or_default(),
            dialect: given.text("dialect"),
            max_credits: given.whole("maxCredits", u32::MAX),
            max_pages: given.whole("maxPages", u32::MAX).unwrap_or(default_max_pages()),
            max_videos: given.whole("maxVideos", u32::MAX),
            recheck: recheck(given),
            max_rechecks: given.whole("maxRechecks", u32::MAX).unwrap_or(default_max_rechecks()),
            timeout_ms: given.whole("timeoutMs", u32::MAX).unwrap_or(default_timeout_ms()),
            max_wait_ms: given.whole("maxWaitMs", u32::MAX).unwrap_or(default_max_wait_ms()),
        })
    }
}

impl<'de> Deserialize<'de> for CollectorOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Given::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

fn recheck(given: &mut Fields) -> Vec<VideoId> {
    let mut ids = Vec::new();
    for text in given.texts("recheck").unwrap_or_default() {
        match scalar::digits(text.as_bytes()) {
            Some(id) => ids.push(VideoId(id)),
            None => given.problem("recheck", "an id is no number; give those of `largest`"),
        }
    }
    ids
}

fn taken_at(given: &mut Fields, key: &str) -> Timestamp {
    let Some(written) = given.text(key) else {
        given.missing(key);
        return Timestamp::default();
    };
    Timestamp::parse(&written).unwrap_or_else(|error| {
        given.problem(key, &error.message);
        Timestamp::default()
    })
}

/// What the host does next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Step {
    /// Send this, then call `feed` or `fail` with its id. The same request comes again until then.
    Request(Request),
    /// Wait so many milliseconds, then ask again.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Nothing is left to do: call `finish`.
    Done,
}

/// A request that the host sends, with its own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Names the request in `feed` and `fail`.
    pub id: u32,
    /// The HTTP method.
    pub method: String,
    /// The path behind the provider's base URL.
    pub path: String,
    /// Headers beside the host's authorization.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Milliseconds after which to give up and call `fail` with `timeout`.
    pub timeout_ms: u32,
    /// Bytes of the answer's body after which to give up and call `fail` with `too_large`.
    pub max_bytes: u32,
    /// The hashtag it is for, for the host's ledger and progress; empty for one video.
    pub hashtag: String,
    /// `lookup`, the cursor of the page, or the id of the one video.
    pub cursor: String,
    /// 0 for the first try.
    pub attempt: u32,
}

/// Why there is no whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No connection was made, so nothing can have been billed.
    Connect,
    /// No answer in time; it may have been billed.
    Timeout,
    /// The connection broke before the answer's end; the bytes that came are given.
    Truncated,
    /// The answer was larger than `max_bytes`.
    TooLarge,
    /// The user stopped the run.
    Aborted,
}

impl Failure {
    /// The failure of that name: `connect`, `timeout`, `truncated`, `too_large` or `aborted`.
    ///
    /// ```
    /// use tagpulse_core::Failure;
    /// assert_eq!(Failure::from_name("too_large"), Some(Failure::TooLarge));
    /// assert_eq!(Failure::from_name("other"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "connect" => Self::Connect,
            "timeout" => Self::Timeout,
            "truncated" => Self::Truncated,
            "too_large" => Self::TooLarge,
            "aborted" => Self::Aborted,
            _ => return None,
        })
    }
}

/// What a collection gave. Nothing that was gathered is lost to an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Collected {
    /// The reading; `None` when no page of any listing was read, and then no day exists.
    pub snapshot: Option<Snapshot>,
    /// The gravest error; beside a snapshot it says that the reading is partial.
    pub error: Option<Error>,
    /// What it cost.
    pub usage: Usage,
}

/// How far a collection is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Progress {
    /// The hashtag being read; null while single videos are.
    pub hashtag: Option<String>,
    /// Pages read of it.
    pub pages: u32,
    /// Videos gathered in all, each once.
    pub videos: u32,
    /// Credits used in all.
    pub credits: u32,
}

record!(CollectorOptions {
    hashtags,
    taken_at,
    seed,
    dialect,
    max_credits,
    max_pages,
    max_videos,
    recheck,
    max_rechecks,
    timeout_ms,
    max_wait_ms,
});
record!(Request { id, method, path, headers, body, timeout_ms, max_bytes, hashtag, cursor, attempt });
