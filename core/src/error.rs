//! One error type for everything the core can refuse.
//!
//! A stable code for programs and a message for people: the message names the value, the
//! place and the remedy. The same type stands in reports (`hashtags[].error`), so it is
//! data as well as a Rust error.

use serde::{Serialize, Serializer};

use crate::codec::{choice, record};

/// What went wrong, as a code that stays the same between releases.
///
/// New codes are appended: the bytes of a `Collector` hold their position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum ErrorCode {
    /// The input has no byte, or only white space.
    EmptyBody,
    /// An HTML page came where JSON was expected.
    Html,
    /// The provider asks whether a person is there.
    Captcha,
    /// An error object under a status that says success.
    ProviderError,
    /// Valid JSON of a shape that no dialect knows.
    UnknownShape,
    /// The bytes end, or break, in the middle of a document.
    Truncated,
    /// The hashtag does not exist at the provider.
    NotFound,
    /// The key is missing, invalid or not allowed (401, 403).
    Auth,
    /// The provider's credits are spent (402).
    Credits,
    /// The endpoint is retired (410).
    Gone,
    /// The provider refused a parameter (400, 422).
    InvalidRequest,
    /// Too many requests, still after the retries (429).
    RateLimited,
    /// The provider failed (5xx, or a status that no rule knows).
    Upstream,
    /// No connection.
    Connect,
    /// No answer in time.
    Timeout,
    /// An answer larger than the limit.
    TooLarge,
    /// Stopped by the user.
    Aborted,
    /// The credit budget does not allow even one request.
    Budget,
    /// An answer for a request that is not outstanding.
    NoSuchRequest,
    /// Bytes that are not a history, or whose checksum does not match.
    HistoryCorrupt,
    /// A history written by a later release.
    HistoryTooNew,
    /// A history of another campaign.
    OtherCampaign,
    /// Bytes that are not a collector's, or whose checksum does not match.
    CollectorCorrupt,
    /// A reading older than the newest one.
    OutOfOrder,
    /// The zone's table does not cover the time that is needed.
    ZoneSpan,
    /// A setting outside its range.
    BadSettings,
    /// A time that cannot be read or is out of range.
    BadTime,
    /// A campaign without a reading.
    NoReading,
}

impl ErrorCode {
    /// The code as it stands in documents and in JavaScript, such as `"unknown_shape"`.
    ///
    /// ```
    /// assert_eq!(tagpulse_core::ErrorCode::UnknownShape.as_str(), "unknown_shape");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyBody => "empty_body",
            Self::Html => "html",
            Self::Captcha => "captcha",
            Self::ProviderError => "provider_error",
            Self::UnknownShape => "unknown_shape",
            Self::Truncated => "truncated",
            Self::NotFound => "not_found",
            Self::Auth => "auth",
            Self::Credits => "credits",
            Self::Gone => "gone",
            Self::InvalidRequest => "invalid_request",
            Self::RateLimited => "rate_limited",
            Self::Upstream => "upstream",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::TooLarge => "too_large",
            Self::Aborted => "aborted",
            Self::Budget => "budget",
            Self::NoSuchRequest => "no_such_request",
            Self::HistoryCorrupt => "history_corrupt",
            Self::HistoryTooNew => "history_too_new",
            Self::OtherCampaign => "other_campaign",
            Self::CollectorCorrupt => "collector_corrupt",
            Self::OutOfOrder => "out_of_order",
            Self::ZoneSpan => "zone_span",
            Self::BadSettings => "bad_settings",
            Self::BadTime => "bad_time",
            Self::NoReading => "no_reading",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A refusal: a code for programs, a message for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Error {
    /// The stable code.
    pub code: ErrorCode,
    /// Names the value, the place and the remedy; lower case, no full stop, never a key.
    pub message: String,
}

impl Error {
    /// An error with its message.
    #[inline(never)]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

choice!(ErrorCode {
    EmptyBody,
    Html,
    Captcha,
    ProviderError,
    UnknownShape,
    Truncated,
    NotFound,
    Auth,
    Credits,
    Gone,
    InvalidRequest,
    RateLimited,
    Upstream,
    Connect,
    Timeout,
    TooLarge,
    Aborted,
    Budget,
    NoSuchRequest,
    HistoryCorrupt,
    HistoryTooNew,
    OtherCampaign,
    CollectorCorrupt,
    OutOfOrder,
    ZoneSpan,
    BadSettings,
    BadTime,
    NoReading,
});
record!(Error { code, message });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_in_documents_is_the_code_in_programs() {
        for code in [ErrorCode::EmptyBody, ErrorCode::NoSuchRequest, ErrorCode::BadTime] {
            let document = serde_json::to_string(&code).unwrap();
            assert_eq!(document, format!("\"{code}\""));
        }
    }
}
