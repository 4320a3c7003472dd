//! An answer before it is HTTP: what is sent, what it costs, and how it breaks off.

use serde::Serialize;
use serde_json::json;

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) delivery: Delivery,
    /// Milliseconds to wait before it is sent.
    pub(crate) delay_ms: u64,
}

/// How much of an answer reaches the client.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Delivery {
    Whole,
    /// This share of the body, 0 to 1.
    Cut(f64),
    Nothing,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), delivery: Delivery::Whole, delay_ms: 0 }
    }

    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        let text = serde_json::to_vec(body).expect("answers hold no maps with odd keys");
        Self::new(status, text)
    }

    /// The documented body of an error, with a message of its own.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        let error = json!({"code": code_of(status), "message": message});
        Self::json(status, &json!({ "error": error }))
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Credits that the provider takes for an answer with this status.
    pub(crate) fn credits(&self) -> u64 {
        let free = [302, 400, 401, 402, 403, 410, 422, 429, 502, 503];
        u64::from(!free.contains(&self.status))
    }
}

/// The documented body of a status that a fault asked for.
pub(crate) fn error_body(status: u16, retry_after: Option<&str>) -> String {
    match status {
        402 => out_of_credits(0),
        429 => throttled(1, retry_after.and_then(|after| after.parse().ok()).unwrap_or(1)),
        _ => {
            let message = format!("simulated {status}");
            json!({"error": {"code": code_of(status), "message": message}})
        }
    }
    .to_string()
}

/// Body of a 402.
pub(crate) fn out_of_credits(balance: u64) -> serde_json::Value {
    json!({
        "error": "insufficient_credits",
        "credit_balance": balance,
        "message": "you are out of credits",
        "billing_url": "https://billing.example.com/top-up",
    })
}

/// Body of a 429; `retry_after` in seconds.
pub(crate) fn throttled(in_flight: usize, retry_after: u64) -> serde_json::Value {
    json!({
        "error": "concurrency_limit",
        "in_flight": in_flight,
        "retry_after": retry_after,
    })
}

fn code_of(status: u16) -> &'static str {
    match status {
        400 | 422 => "invalid_parameter",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        410 => "gone",
        _ => "upstream_error",
    }
}
