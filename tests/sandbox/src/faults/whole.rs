//! Faults that take the whole answer's place.

use super::{CaptchaForm, FaultKind};
use crate::reply::{Reply, error_body};
use crate::request::Ask;
use serde_json::json;

/// Where a redirect leads unless told: this server by a name that is not the base URL's.
pub(crate) const ELSEWHERE: &str = "/_sandbox/elsewhere";

/// The reply that this fault puts in the answer's place, if it is such a fault.
pub(crate) fn replacement(kind: &FaultKind, ask: &Ask, port: u16) -> Option<Reply> {
    Some(match kind {
        FaultKind::Status { code, body, retry_after } => {
            let documented = || error_body(*code, retry_after.as_deref());
            let body = body.clone().unwrap_or_else(documented);
            let reply = Reply::new(*code, body);
            match retry_after {
                Some(after) => reply.with_header("retry-after", after),
                None => reply,
            }
        }
        FaultKind::Html => Reply::new(
            200,
            "<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head>\
             <body><h1>Checking your browser</h1></body></html>\n",
        )
        .with_header("content-type", "text/html; charset=utf-8"),
        FaultKind::EmptyBody => Reply::new(200, ""),
        FaultKind::Captcha { form } => Reply::json(
            200,
            &match form {
                CaptchaForm::Verify => json!({"code": "10000", "type": "verify"}),
                CaptchaForm::StatusCode => json!({"statusCode": 10110, "statusMsg": ""}),
            },
        ),
        FaultKind::ErrorObject { code, message } => {
            Reply::json(200, &json!({"error": {"code": code, "message": message}}))
        }
        FaultKind::UnknownShape => {
            Reply::json(200, &json!({"result": {"entries": [{"vid": "v1", "plays": 12}], "next": "abc"}}))
        }
        FaultKind::EchoKey => {
            let key = ask.key.as_deref().unwrap_or("none");
            let message = format!("bad request with header Authorization: Bearer {key}");
            Reply::json(400, &json!({"error": {"code": "bad_request", "message": message}}))
        }
        FaultKind::Redirect { location } => {
            let elsewhere = || format!("http://localhost:{port}{ELSEWHERE}");
            let location = location.clone().unwrap_or_else(elsewhere);
            Reply::new(302, "").with_header("location", &location)
        }
        FaultKind::BigBody { bytes } => {
            let padding = "x".repeat(*bytes);
            let data = json!({"aweme_list": [], "has_more": 0, "padding": padding});
            Reply::json(200, &json!({ "data": data }))
        }
        _ => return None,
    })
}
