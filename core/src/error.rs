//! One error type for everything the core can refuse.
//!
//! A stable code for programs and a message for people: the message names the value, the
//! place and the remedy. The same type stands in reports (`hashtags[].error`), so it is
//! data as well as a Rust error.

use serde::{Serialize, Serializer};

use crate::codec::{choice, record};

/// The codes stand once: the enum, its texts and its bytes are made of this list.
macro_rules! codes {
    ($($(#[$about:meta])* $code:ident = $text:literal,)*) => {
        /// What went wrong, as a code that stays the same between releases.
        ///
        /// New codes are appended: bytes hold their position.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
        pub enum ErrorCode {
            $($(#[$about])* $code,)*
        }

        impl ErrorCode {
            /// The code as it stands in documents and in JavaScript, such as `"unknown_shape"`.
            ///
            /// ```
            /// assert_eq!(tagpulse_core::ErrorCode::UnknownShape.as_str(), "unknown_shape");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)*
                }
            }
        }

        choice!(ErrorCode { $($code,)* });

        #[cfg(test)]
        const ALL: &[ErrorCode] = &[$(ErrorCode::$code,)*];
    };
}

codes! {
    /// The input has no byte, or only white space.
    EmptyBody = "empty_body",
    /// An HTML page came where JSON was expected.
    Html = "html",
    /// The provider asks whether a person is there.
    Captcha = "captcha",
    /// An error object under a status that says success.
    ProviderError = "provider_error",
    /// Valid JSON of a shape that no dialect knows.
    UnknownShape = "unknown_shape",
    /// The bytes end, or break, in the middle of a document.
    Truncated = "truncated",
    /// The hashtag does not exist at the provider.
    NotFound = "not_found",
    /// The key is missing, invalid or not allowed (401, 403).
    Auth = "auth",
    /// The provider's credits are spent (402).
    Credits = "credits",
    /// The endpoint is retired (410).
    Gone = "gone",
    /// The provider refused a parameter (400, 422).
    InvalidRequest = "invalid_request",
    /// Too many requests, still after the retries (429).
    RateLimited = "rate_limited",
    /// The provider failed (5xx, or a status that no rule knows).
    Upstream = "upstream",
    /// No connection.
    Connect = "connect",
    /// No answer in time.
    Timeout = "timeout",
    /// An answer larger than the limit.
    TooLarge = "too_large",
    /// Stopped by the user.
    Aborted = "aborted",
    /// The credit budget does not allow even one request.
    Budget = "budget",
    /// An answer for a request that is not outstanding.
    NoSuchRequest = "no_such_request",
    /// Bytes that are not a history, or whose checksum does not match.
    HistoryCorrupt = "history_corrupt",
    /// A history written by a later release.
    HistoryTooNew = "history_too_new",
    /// A history or a listing of another campaign.
    OtherCampaign = "other_campaign",
    /// Bytes that are not a collector's, or whose checksum does not match.
    CollectorCorrupt = "collector_corrupt",
    /// A reading older than the newest one.
    OutOfOrder = "out_of_order",
    /// The zone's table does not cover the time that is needed.
    ZoneSpan = "zone_span",
    /// A setting outside its range.
    BadSettings = "bad_settings",
    /// A time that cannot be read or is out of range.
    BadTime = "bad_time",
    /// A campaign without a reading.
    NoReading = "no_reading",
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

record!(Error { code, message });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_in_documents_is_the_code_in_programs() {
        for code in ALL {
            assert_eq!(crate::to_json(code), format!("\"{code}\""));
        }
    }
}
