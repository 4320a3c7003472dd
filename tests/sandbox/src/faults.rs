//! Everything that goes wrong with such an API, by name, so that a test can order it.
//!
//! In JSON a fault is an object: `{"hashtag": "glow", "cursor": "30", "attempt": 0,
//! "kind": {"status": {"code": 503}}}`; a kind without parameters is its bare name,
//! `"kind": "drop"`. Unknown fields are refused: a misspelt fault would test nothing.

mod page;
mod whole;

pub(crate) use page::{LONE_SURROGATE, LONE_SURROGATE_MARK, spoil};
pub(crate) use whole::{ELSEWHERE, replacement};

use crate::request::{Ask, Loose};
use crate::world::draw::{Purpose, stream};
use rand::RngExt;
use serde::{Deserialize, Deserializer, Serialize};

/// One thing that goes wrong, and when. Conditions that are `None` always hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Name of the hashtag, in any case of letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashtag: Option<String>,
    /// The offset asked for (`"0"`, `"30"`), or `"lookup"`, `"video"` or `"usage"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many times this hashtag and cursor were asked before at the same `now`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Day of the campaign, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<i64>,
    /// The simulated time, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    /// What happens.
    pub kind: FaultKind,
}

/// What goes wrong. Those about items change a page of videos and leave a lookup alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FaultKind {
    /// This status, with the documented error body unless another is given.
    Status {
        /// HTTP status.
        code: u16,
        /// The body, sent as it is.
        #[serde(default)]
        body: Option<String>,
        /// The `Retry-After` header: seconds (in JSON also a number) or an HTTP date.
        #[serde(default, deserialize_with = "text_or_number")]
        retry_after: Option<String>,
    },
    /// The connection is closed without an answer.
    Drop,
    /// The answer breaks off; its Content-Length promises the rest.
    Truncated {
        /// Share of the body that is sent, 0 to 1.
        #[serde(default = "half")]
        fraction: f64,
    },
    /// An HTML page with status 200.
    Html,
    /// Nothing with status 200.
    EmptyBody,
    /// A page without videos though more remain: throttling.
    EmptyList,
    /// A captcha in place of the answer, status 200.
    Captcha {
        /// Which of the two known bodies.
        #[serde(default)]
        form: CaptchaForm,
    },
    /// `{"error": {code, message}}` with status 200.
    ErrorObject {
        /// The error's code.
        #[serde(default = "throttled")]
        code: String,
        /// The error's message.
        #[serde(default = "throttled")]
        message: String,
    },
    /// `has_more` on every page, also past the end.
    EndlessHasMore {
        /// What the pages past the end hold.
        #[serde(default)]
        past_end: PastEnd,
    },
    /// The cursor asked for comes back, with `has_more`.
    StuckCursor,
    /// No list key at all, and no more pages.
    MissingList,
    /// A 200 of a shape that nobody has described.
    UnknownShape,
    /// The middle item has no author.
    ItemWithoutAuthor,
    /// The middle item's id is `""`.
    ItemWithoutId,
    /// Every id is `""`.
    AllBlankIds,
    /// Every count is 0.
    AllZeroCounts,
    /// The hashtag "does not exist".
    ChallengeNull,
    /// The first caption holds the JSON escape of half a character.
    LoneSurrogate,
    /// The first item holds escape sequences, bidi controls and `</script>`.
    TerminalEscapes,
    /// Every count is null.
    NullCounts,
    /// Every count is a string.
    StringCounts,
    /// Every count is abbreviated: `"541.2K"`.
    AbbreviatedCounts,
    /// Every count is a float: `680.0`.
    FloatCounts,
    /// Every count is negative, as after an overflow.
    NegativeCounts,
    /// Every count is 3 % lower than it was: a correction by the platform.
    LowerCounts,
    /// The first item stands on the page twice.
    DuplicateItem,
    /// The answer comes late.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// A 400 whose message repeats the bearer key.
    EchoKey,
    /// A 302 to another address.
    Redirect {
        /// The address; by default this server under another host name.
        #[serde(default)]
        location: Option<String>,
    },
    /// A 200 with an empty page and this much padding.
    BigBody {
        /// Bytes of padding.
        bytes: usize,
    },
}

/// The two captcha bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptchaForm {
    /// `{"code":"10000","type":"verify"}`
    #[default]
    Verify,
    /// `{"statusCode":10110}`
    StatusCode,
}

/// What pages past the end hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PastEnd {
    /// No videos.
    #[default]
    Empty,
    /// The last page's videos again.
    LastPage,
}

fn half() -> f64 {
    0.5
}

fn throttled() -> String {
    "throttled".to_owned()
}

fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let value = Option::<Loose>::deserialize(from)?;
    Ok(value.as_ref().map(Loose::text))
}

impl From<FaultKind> for Fault {
    /// A fault that always happens.
    fn from(kind: FaultKind) -> Self {
        Self { hashtag: None, cursor: None, attempt: None, day: None, now: None, kind }
    }
}

impl Fault {
    /// Reads a list of faults.
    ///
    /// ```
    /// use tagpulse_sandbox::{Fault, FaultKind};
    /// let faults = Fault::list(r#"[{"cursor": "30", "kind": "drop"}]"#)?;
    /// assert_eq!(faults[0].kind, FaultKind::Drop);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the text is no JSON array of faults, or names a field that faults do not have.
    pub fn list(json: &str) -> serde_json::Result<Vec<Self>> {
        serde_json::from_str(json)
    }

    /// Whether it happens to this request, asked `attempt` times before.
    pub(crate) fn hits(&self, ask: &Ask, attempt: u32, day: i64, now: i64) -> bool {
        let hashtag = self.hashtag.as_deref();
        hashtag.is_none_or(|name| name.eq_ignore_ascii_case(&ask.hashtag))
            && self.cursor.as_deref().is_none_or(|c| c == ask.cursor)
            && self.attempt.is_none_or(|nth| nth == attempt)
            && self.day.is_none_or(|d| d == day)
            && self.now.is_none_or(|n| n == now)
    }
}

/// The fault of the fault rate, if this request is one of those that fail.
pub(crate) fn at_random(seed: u64, rate: f64, seq: u64) -> Option<FaultKind> {
    let mut rng = stream(seed, Purpose::FaultRate, seq as i64, 0);
    if rng.random::<f64>() >= rate {
        return None;
    }
    let code = match rng.random_range(0..5) {
        0 => 500,
        1 => 502,
        2 => 503,
        3 => 429,
        _ => return Some(FaultKind::Drop),
    };
    Some(FaultKind::Status { code, body: None, retry_after: (code == 429).then(|| "0".to_owned()) })
}
