//! Sends what the Collector asks for, and tells what came: nothing here knows the protocol.

use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::{Client, Response, header, redirect, retry};
use tagpulse_core::{Account, Failure, Request};

use crate::{options::clock, secret::Secret, url::BaseUrl};

/// So much of an answer about the account is read: some names and numbers.
const MOST_OF_ACCOUNT: usize = 65_536;

/// What came of a request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A whole answer.
    Whole {
        /// Its status.
        status: u16,
        /// Its `Retry-After`, in seconds.
        retry_after: Option<String>,
        /// Its body.
        bytes: Vec<u8>,
    },
    /// No whole answer, and what came of its body.
    Failed(Failure, Vec<u8>),
}

/// A client that holds the key.
#[derive(Debug)]
pub(crate) struct Sender {
    client: Client,
    base: BaseUrl,
    secret: Secret,
}

impl Sender {
    /// A client for the provider at `base`.
    ///
    /// # Errors
    /// When the system has no TLS roots or no sockets.
    pub(crate) fn new(base: BaseUrl, secret: Secret) -> Result<Self> {
        // Refused only when another provider was installed before, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("tagpulse/", env!("CARGO_PKG_VERSION")))
            // A redirect would take the key to wherever it points.
            .redirect(redirect::Policy::none())
            // Retries are the Collector's: each one is counted.
            .retry(retry::never());
        if base.loopback {
            builder = builder.no_proxy();
        }
        Ok(Self { client: builder.build().context("cannot set up HTTPS")?, base, secret })
    }

    /// The key, for redaction.
    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Where the provider is.
    pub(crate) fn base(&self) -> &str {
        self.base.as_str()
    }

    /// Sends a request and reads its answer within the request's limits.
    pub(crate) async fn send(&self, request: &Request) -> Answer {
        let mut partial = Vec::new();
        let limit = Duration::from_millis(request.timeout_ms.into());
        match tokio::time::timeout(limit, self.exchange(request, &mut partial)).await {
            Ok(Ok((status, retry_after))) => {
                Answer::Whole { status, retry_after, bytes: self.secret.redact_bytes(partial) }
            }
            Ok(Err(failure)) => Answer::Failed(failure, self.secret.redact_bytes(partial)),
            Err(_) => Answer::Failed(Failure::Timeout, Vec::new()),
        }
    }

    /// Asks for the account's state, which costs nothing: its status and body.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub(crate) async fn usage(&self, timeout: Duration) -> Result<(u16, Vec<u8>)> {
        let ask = async {
            let address = self.base.beside(Account::BESIDE_BASE);
            let send = self.client.get(address).bearer_auth(self.secret.expose()).send();
            let mut response = send.await.map_err(|error| error.without_url().to_string())?;
            let mut body = Vec::new();
            match read(&mut response, MOST_OF_ACCOUNT, &mut body).await {
                Ok(()) => Ok((response.status().as_u16(), body)),
                Err(Failure::TooLarge) => Err(format!("it is longer than {MOST_OF_ACCOUNT} bytes")),
                Err(_) => Err("it broke off".to_owned()),
            }
        };
        match tokio::time::timeout(timeout, ask).await {
            Ok(Ok((status, bytes))) => Ok((status, self.secret.redact_bytes(bytes))),
            Ok(Err(reason)) => Err(anyhow::anyhow!(self.secret.redact(&reason))),
            Err(_) => Err(anyhow::anyhow!("no answer within {} ms", timeout.as_millis())),
        }
    }

    async fn exchange(&self, request: &Request, body: &mut Vec<u8>) -> Result<(u16, Option<String>), Failure> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap_or(reqwest::Method::POST);
        let mut builder = self.client.request(method, self.base.join(&request.path)).bearer_auth(self.secret.expose());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let mut response = builder.body(request.body.clone()).send().await.map_err(|error| failure_of(&error))?;
        let status = response.status().as_u16();
        let retry_after = retry_after(&response);
        match read(&mut response, request.max_bytes as usize, body).await {
            // A broken answer that was no success tells enough by its status.
            Err(Failure::Truncated) if !(200..300).contains(&status) => Ok((status, retry_after)),
            result => result.map(|()| (status, retry_after)),
        }
    }
}

/// Reads a body to its end; what is longer than it may be is dropped, what breaks off is kept.
async fn read(response: &mut Response, most: usize, body: &mut Vec<u8>) -> Result<(), Failure> {
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(()),
            Err(_) => return Err(Failure::Truncated),
        }
        if body.len() > most {
            body.clear();
            return Err(Failure::TooLarge);
        }
    }
}

fn retry_after(response: &Response) -> Option<String> {
    let written = |name| Some(response.headers().get(name)?.to_str().ok()?.trim());
    Some(in_seconds(written(header::RETRY_AFTER)?, written(header::DATE)))
}

/// `Retry-After` in seconds: a date is measured from the answer's own, so that no clock has to be right; without one, from
/// the system's. Anything else stays as it came.
fn in_seconds(retry_after: &str, date: Option<&str>) -> String {
    // RFC 9110 has them all end so.
    let seconds = |text: &str| {
        let date = Some(text).filter(|text| text.ends_with(" GMT"))?;
        Some(chrono::DateTime::parse_from_rfc2822(date).ok()?.timestamp())
    };
    let Some(until) = seconds(retry_after) else { return retry_after.to_owned() };
    let now = date.and_then(seconds).unwrap_or_else(|| clock().seconds());
    until.saturating_sub(now).max(0).to_string()
}

/// Before any byte of an answer: only a request that never left is free of charge.
fn failure_of(error: &reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        Failure::Connect
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Truncated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_to_wait_for_is_told_in_seconds_from_the_answers_own() {
        let date = Some("Mon, 21 Sep 2026 14:13:20 GMT");
        assert_eq!(in_seconds("Mon, 21 Sep 2026 14:13:24 GMT", date), "4");
        assert_eq!(in_seconds("Mon, 21 Sep 2026 14:12:00 GMT", date), "0");
        assert_eq!(in_seconds("Mon, 21 Sep 2020 14:13:24 GMT", None), "0");
        assert!(in_seconds("Tue, 21 Sep 2100 14:13:24 GMT", Some("today")).parse::<u64>().unwrap() > 1_000_000);
        for other in ["7", "1.5", "-5", "soon", "Mon, 99 Foo 2026 14:13:24 GMT"] {
            assert_eq!(in_seconds(other, date), other);
        }
    }
}
