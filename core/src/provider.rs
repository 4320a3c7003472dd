//! Scavio's TikTok API: its requests, its answers to a lookup, its errors.
//!
//! Both of its descriptions are served: the documented one and the tutorial's. Unknown
//! parameters are ignored there, so a lookup sends both spellings of the hashtag's name.

use serde::Serialize;

use crate::{
    Error, ErrorCode, Hashtag, VideoId,
    answer::Answer,
    field::{Field, NoVideos, Slot, Table, Values, table, walk},
    reader::{Reader, Scalar},
    scalar, text,
    words::Shown,
};

/// Videos asked for on a page: the most that the provider gives.
const PAGE_SIZE: u32 = 30;

/// Path of the lookup, behind the base URL.
pub(crate) const LOOKUP_PATH: &str = "/hashtag";
/// Path of a listing's pages, behind the base URL.
pub(crate) const LISTING_PATH: &str = "/hashtag/videos";
/// Path of one video, behind the base URL.
pub(crate) const VIDEO_PATH: &str = "/video";

/// The body that looks a hashtag up.
pub(crate) fn lookup_body(hashtag: &Hashtag) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        hashtag_name: &'a str,
        name: &'a str,
    }
    crate::to_json(&Body { hashtag_name: hashtag.as_str(), name: hashtag.as_str() })
}

/// The body that asks for the page at a cursor.
pub(crate) fn page_body(hashtag_id: &str, cursor: &str) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        hashtag_id: &'a str,
        cursor: &'a str,
        count: u32,
    }
    crate::to_json(&Body { hashtag_id, cursor, count: PAGE_SIZE })
}

/// The body that asks for one video.
pub(crate) fn video_body(id: VideoId) -> String {
    #[derive(Serialize)]
    struct Body {
        video_id: VideoId,
    }
    crate::to_json(&Body { video_id: id })
}

/// Whether the answer about one video says that there is none, or that the provider is throttling without a word.
pub(crate) fn has_no_video(bytes: &[u8]) -> bool {
    Answer::look(bytes).is_ok_and(|answer| has_none(&answer, "aweme_detail"))
}

/// Whether there is null under a key, and nothing that the provider reports beside it.
#[inline(never)]
fn has_none(answer: &Answer<'_>, key: &str) -> bool {
    ["data", ""].iter().any(|parent| matches!(answer.fact(parent, key), Scalar::Null))
        && answer.trouble_by_status().is_none()
}

/// What a lookup found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) videos: Option<u64>,
    pub(crate) views: Option<u64>,
}

/// The answer to a lookup; `None` when the hashtag does not exist, or the provider says so
/// because it is throttling.
pub(crate) fn read_lookup(bytes: &[u8]) -> Result<Option<Found>, Error> {
    let answer = Answer::look(bytes)?;
    let mut values = Values::default();
    walk(&mut Reader::new(bytes), LOOKUP, &mut values, &mut NoVideos)
        .map_err(|broken| crate::answer::broken_error(broken, bytes.len(), None))?;
    if let Some(id) = scalar::string(values.get(Slot::TagId)) {
        let count = |slot| scalar::count(values.get(slot));
        return Ok(Some(Found { id, videos: count(Slot::TagVideos), views: count(Slot::TagViews) }));
    }
    if has_none(&answer, "challengeInfo") || has_none(&answer, "id") {
        return Ok(None);
    }
    Err(answer.trouble().unwrap_or_else(|| {
        let mut error = answer.refusal();
        error.message = text!("the lookup's answer has no hashtag id: {}", error.message);
        error
    }))
}

const STATS: Table = table![("videoCount", Field::Value(Slot::TagVideos)), ("viewCount", Field::Value(Slot::TagViews))];

const CHALLENGE_INFO: Table = table![
    (
        "challenge",
        Field::Object(table![
            ("id", Field::Value(Slot::TagId)),
            ("stats", Field::Object(STATS)),
            ("statsV2", Field::Object(STATS)),
        ]),
    ),
    ("stats", Field::Object(STATS)),
    ("statsV2", Field::Object(STATS)),
];

const LOOKUP: Table = table![
    ("id", Field::Value(Slot::TagId)),
    ("data", Field::Object(table![("challengeInfo", Field::Object(CHALLENGE_INFO))])),
    ("challengeInfo", Field::Object(CHALLENGE_INFO)),
];

/// Credits that an answer of any shape says it used.
pub(crate) fn credits_used(bytes: &[u8]) -> Option<u32> {
    const CREDITS: Table = table![("credits_used", Field::Value(Slot::CreditsUsed))];
    let mut values = Values::default();
    walk(&mut Reader::new(bytes), CREDITS, &mut values, &mut NoVideos).ok()?;
    scalar::count(values.get(Slot::CreditsUsed)).and_then(|credits| u32::try_from(credits).ok())
}

/// Whether an answer without a list says that the listing ended before.
pub(crate) fn ends_without_list(bytes: &[u8]) -> bool {
    Answer::look(bytes).is_ok_and(|answer| {
        let more = |parent| scalar::flag(answer.fact(parent, "has_more"));
        answer.trouble().is_none() && (more("data") == Some(false) || more("") == Some(false))
    })
}

/// Seconds that the body of a 429 asks to wait.
pub(crate) fn body_retry_after(bytes: &[u8]) -> Option<u64> {
    let answer = Answer::look(bytes).ok()?;
    scalar::count(answer.fact("", "retry_after")).or_else(|| scalar::count(answer.fact("error", "retry_after")))
}

/// Whether a status is known not to be billed.
pub(crate) const fn is_free(status: u16) -> bool {
    matches!(status, 400 | 401 | 402 | 403 | 410 | 422 | 429 | 502 | 503)
}

/// The error of a status that is no success, with the provider's own words.
pub(crate) fn status_error(status: u16, path: &str, hashtag: &str, bytes: &[u8]) -> Error {
    let (code, what) = match status {
        400 | 422 => (ErrorCode::InvalidRequest, text!("the provider refused the request {}", path)),
        401 | 403 => (
            ErrorCode::Auth,
            crate::text::owned("the provider refused the key; check that it is set, current and allowed"),
        ),
        402 => (ErrorCode::Credits, crate::text::owned("the provider's credits are spent")),
        404 => (ErrorCode::NotFound, text!("the provider has nothing under {} for #{}", path, hashtag)),
        410 => (ErrorCode::Gone, text!("the provider has retired {}; update tagpulse", path)),
        429 => {
            (ErrorCode::RateLimited, crate::text::owned("the provider limits the rate of requests; try again later"))
        }
        300..=399 => (
            ErrorCode::Upstream,
            crate::text::owned("the provider redirects, which is not followed; check the base URL"),
        ),
        _ => (ErrorCode::Upstream, crate::text::owned("the provider failed; try again later")),
    };
    let mut message = text!("{} (status {}", what, u32::from(status));
    if let Ok(answer) = Answer::look(bytes) {
        if let Some(words) = answer.provider_message() {
            words!(": {}", words).show(&mut message);
        }
        let address = |parent: &&str| scalar::string(answer.fact(parent, "billing_url"));
        if let Some(url) = ["", "error", "data"].iter().find_map(address).filter(|_| status == 402) {
            words!("; {}", text::clean(&url, 200)).show(&mut message);
        }
    }
    message.push(')');
    Error::new(code, message)
}

/// What the provider says of the account behind a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The plan, at most 60 characters; `None` where the answer names none.
    pub plan: Option<String>,
    /// Credits that are left, as the answer writes the number.
    pub credits_left: String,
}

impl Account {
    /// What is asked for with a GET beside the base URL, in the place of its last part; free of charge.
    pub const BESIDE_BASE: &str = "usage";

    /// Reads the body of a 200.
    ///
    /// # Errors
    /// `unknown_shape` when no number of credits stands in it, and the errors of what is no JSON object.
    ///
    /// # Examples
    /// ```
    /// let account = tagpulse_core::Account::read(br#"{"data":{"plan":"pro","credit_balance":1234}}"#)?;
    /// assert_eq!((account.plan.as_deref(), account.credits_left.as_str()), (Some("pro"), "1234"));
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let answer = Answer::look(bytes)?;
        // It may stand in the envelope of every other answer.
        for parent in ["data", ""] {
            if let number @ Scalar::Number(_) = answer.fact(parent, "credit_balance") {
                let plan = scalar::string(answer.fact(parent, "plan")).map(|plan| text::clean(&plan, 60));
                return Ok(Self { plan, credits_left: scalar::string(number).unwrap_or_default() });
            }
        }
        Err(Error::new(ErrorCode::UnknownShape, "the answer about the account has no credit_balance that is a number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookups_in_every_documented_place() {
        let found = |id: &str, videos, views| Ok(Some(Found { id: id.into(), videos, views }));
        let check = |body: &str, expected| assert_eq!(read_lookup(body.as_bytes()), expected, "{body}");
        check(r#"{"id":"229207"}"#, found("229207", None, None));
        check(
            r#"{"data":{"challengeInfo":{"challenge":{"id":"7","title":"x"},"stats":{"videoCount":5,"viewCount":119178100000000}}}}"#,
            found("7", Some(5), Some(119_178_100_000_000)),
        );
        check(
            r#"{"data":{"challengeInfo":{"challenge":{"id":7,"stats":{"videoCount":5}}}}}"#,
            found("7", Some(5), None),
        );
        check(
            r#"{"data":{"challengeInfo":{"challenge":{"id":"7"},"statsV2":{"videoCount":"5","viewCount":"9"}}}}"#,
            found("7", Some(5), Some(9)),
        );
        check(r#"{"data":{"challengeInfo":null},"credits_used":1}"#, Ok(None));
        check(r#"{"id":null}"#, Ok(None));
        check(r#"{"code":0,"message":"success","error":null,"data":{"challengeInfo":null}}"#, Ok(None));
        check(r#"{"error":{"code":"ok","message":""},"challengeInfo":null}"#, Ok(None));
        assert_eq!(read_lookup(br#"{"data":{"x":1}}"#).unwrap_err().code, ErrorCode::UnknownShape);
        assert_eq!(read_lookup(br#"{"type":"verify"}"#).unwrap_err().code, ErrorCode::Captcha);
    }

    #[test]
    fn what_the_provider_reports_beside_null_is_no_unknown_hashtag() {
        let check = |body: &str, code, words: &str| {
            let error = read_lookup(body.as_bytes()).unwrap_err();
            assert_eq!(error.code, code, "{body}");
            assert!(error.message.contains(words), "{body}: {error}");
            let video = body.replace("challengeInfo", "aweme_detail");
            assert!(body == video || !has_no_video(video.as_bytes()), "{video}");
        };
        let provider = ErrorCode::ProviderError;
        check(r#"{"data":{"challengeInfo":null},"error":"upstream rate limited"}"#, provider, "upstream rate limited");
        check(r#"{"challengeInfo":null,"error":{"code":"slow","message":"later"}}"#, provider, "slow: later");
        check(r#"{"challengeInfo":null,"error":{"message":"later"}}"#, provider, "later");
        check(r#"{"challengeInfo":null,"error":true,"message":"later"}"#, provider, "later");
        check(r#"{"data":{"challengeInfo":null,"statusCode":10202,"status_msg":"blocked"}}"#, provider, "blocked");
        check(r#"{"data":{"challengeInfo":null},"type":"verify"}"#, ErrorCode::Captcha, "captcha");
        check(r#"{"id":null,"error":"quota exceeded"}"#, provider, "quota exceeded");
        assert!(has_no_video(br#"{"data":{"aweme_detail":null},"message":"success"}"#));
    }

    #[test]
    fn a_refusal_carries_the_providers_words_and_address() {
        let check = |body: &str, words: &str| {
            let error = status_error(402, "/hashtag", "glow", body.as_bytes());
            assert_eq!(error.code, ErrorCode::Credits);
            assert!(error.message.contains(words), "{error}");
        };
        check(r#"{"error":"no credits","billing_url":"https://x.test/pay"}"#, ": no credits; https://x.test/pay)");
        check(r#"{"error":"out","message":"no credits"}"#, ": out: no credits)");
        check(r#"{"error":{"code":"out","billing_url":"https://x.test/pay"}}"#, ": out; https://x.test/pay)");
        check(r#"{"data":{"message":"out","billing_url":"https://x.test/pay"}}"#, ": out; https://x.test/pay)");
        assert_eq!(status_error(500, "/hashtag", "glow", b"<html>").code, ErrorCode::Upstream);
        assert!(status_error(404, "/hashtag", "glow", b"").message.contains("/hashtag for #glow (status 404)"));
    }

    #[test]
    fn an_account_is_read_with_and_without_an_envelope() {
        let account =
            |plan: Option<&str>, left: &str| Account { plan: plan.map(str::to_owned), credits_left: left.to_owned() };
        let check = |body: &str, expected| assert_eq!(Account::read(body.as_bytes()), Ok(expected), "{body}");
        check(r#"{"plan":"pro","credit_balance":12}"#, account(Some("pro"), "12"));
        check(r#"{"data":{"credit_balance":12.5}}"#, account(None, "12.5"));
        check(r#"{"data":{},"credit_balance":-3,"plan":"a\u202eb"}"#, account(Some("ab"), "-3"));
        for body in ["{}", r#"{"credit_balance":null}"#, r#"{"credit_balance":"soon"}"#, r#"{"data":[]}"#] {
            assert_eq!(Account::read(body.as_bytes()).unwrap_err().code, ErrorCode::UnknownShape, "{body}");
        }
        assert_eq!(Account::read(b"<html>").unwrap_err().code, ErrorCode::Html);
    }

    #[test]
    fn both_spellings_are_sent() {
        let tag = Hashtag::parse("#Élan").unwrap();
        assert_eq!(lookup_body(&tag), r#"{"hashtag_name":"élan","name":"élan"}"#);
        assert_eq!(page_body("7", "30"), r#"{"hashtag_id":"7","cursor":"30","count":30}"#);
    }
}
