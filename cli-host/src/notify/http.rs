//! Posts to an address that somebody configured: where it may be, how long it may take, how much
//! of its answer is read. The address may be a password, so no message repeats it.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header, redirect, retry};

use super::{
    Context, Failure,
    failure::Again,
    guard::{Guard, REFUSED},
};
use crate::secret::{Secret, Source};

/// So much of an answer is read: it is only looked at for a reason, of which less is shown.
const MOST_BYTES: usize = 65_536;
/// The longest wait that a receiver may ask for within a run.
const MOST_WAIT: Duration = Duration::from_secs(30);
/// A part of an address as long as this is taken for a secret.
const SECRET_LENGTH: usize = 8;

/// What an address may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowed {
    /// Private networks and this machine.
    pub(super) private: bool,
    /// `http:` to elsewhere than this machine.
    pub(super) insecure: bool,
}

/// An address that was checked, and the client for it.
pub(super) struct Target {
    client: Client,
    url: Url,
    /// The address and its parts, for redaction.
    hidden: Vec<Secret>,
}

impl Target {
    /// Reads an address from where it is kept, and checks it.
    ///
    /// # Errors
    /// When it is no address that may be posted to.
    pub(super) fn new(source: &Source, allowed: Allowed, context: Context<'_>) -> Result<Self, Failure> {
        let text = source.read(context.quiet).map_err(|error| Failure::later(format!("url: {error:#}")))?;
        let secret = Secret::new(&text).ok_or_else(|| Failure::later(format!("url: {source} gives no address")))?;
        let url = Url::parse(secret.expose())
            .map_err(|error| Failure::later(format!("url: what {source} gives is no address: {error}")))?;
        let guard = Guard { allow_private: allowed.private };
        let host = url.host_str().unwrap_or_default();
        let loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if allowed.insecure || (loopback && allowed.private) => {}
            "http" => return Err(Failure::later("url: it is http, which anybody on the way can read; use https")),
            _ => return Err(Failure::later("url: it is neither https nor http")),
        }
        guard.check_literal(host).map_err(Failure::later)?;
        // Refused only when another provider was installed before, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("tagpulse/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            // Tries are counted and kept in the store.
            .retry(retry::never())
            .dns_resolver(Arc::new(guard))
            .timeout(context.timeout);
        // A proxy would resolve the name itself and reach what it can reach.
        if !allowed.private || loopback {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| Failure::later("cannot set up HTTPS"))?;
        let hidden = hidden(&url, secret);
        Ok(Self { client, url, hidden })
    }

    /// The address with one part more at the end of its path.
    pub(super) fn behind(&mut self, part: &str) {
        let path = format!("{}/{part}", self.url.path().trim_end_matches('/'));
        self.url.set_path(&path);
    }

    /// Posts; what `with` adds to the request is its body and headers. A body is not repeated in a
    /// failure, only the start of the answer to it.
    pub(super) async fn post(&self, with: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Result<(), Failure> {
        let answer = with(self.client.post(self.url.clone())).send().await;
        let result = match answer {
            Ok(answer) => judge(answer).await,
            Err(error) => Err(of_error(&error)),
        };
        result.map_err(|failure| failure.without(&self.hidden))
    }
}

/// The address, and the parts of it that could be its secret.
fn hidden(url: &Url, whole: Secret) -> Vec<Secret> {
    let path = url.path();
    let parts = path.split('/').chain(url.query()).chain(url.password()).chain([url.username()]);
    let long = parts.filter(|part| part.len() >= SECRET_LENGTH).filter_map(Secret::new);
    let mut hidden = vec![whole];
    hidden.extend(Secret::new(url.as_str()));
    hidden.extend(Secret::new(path).filter(|_| path.len() >= SECRET_LENGTH));
    hidden.extend(long);
    hidden
}

fn is_loopback(host: &str) -> bool {
    let literal = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    literal.map_or_else(|_| host == "localhost", |address| address.is_loopback())
}

async fn judge(mut answer: Response) -> Result<(), Failure> {
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    if status.is_redirection() {
        let code = status.as_u16();
        return Err(Failure::later(format!("answered {code}, a redirect, which is not followed; give its target")));
    }
    let wait = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES {
            body.truncate(MOST_BYTES);
            break;
        }
    }
    let said = String::from_utf8_lossy(&body);
    let colon = if said.trim().is_empty() { "" } else { ": " };
    let mut failure = Failure::later(format!("answered {}{colon}{said}", status.as_u16()));
    let passes = status.is_server_error()
        || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS);
    if passes {
        failure.again = Again::Soon(wait.map(|seconds| Duration::from_secs(seconds).min(MOST_WAIT)));
    }
    Err(failure)
}

/// The reason at the bottom of an error; the layers above repeat the address.
fn of_error(error: &reqwest::Error) -> Failure {
    let mut cause: &dyn std::error::Error = error;
    let mut chain = Vec::new();
    while let Some(source) = cause.source() {
        chain.push(source.to_string());
        cause = source;
    }
    if let Some(refused) = chain.iter().find(|text| text.starts_with(REFUSED)) {
        return Failure::later(refused.clone());
    }
    let reason = chain.last().cloned().unwrap_or_else(|| "it failed".to_owned());
    if error.is_timeout() {
        Failure::soon("no answer in time")
    } else if error.is_connect() {
        Failure::soon(format!("no connection: {reason}"))
    } else {
        Failure::soon(format!("the answer broke off: {reason}"))
    }
}
