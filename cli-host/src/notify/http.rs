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
/// A part of a path as long as this is taken for a secret.
const SECRET_LENGTH: usize = 8;
/// A password or a parameter's value as long as this is one; shorter ones are words and numbers such as a status.
const VALUE_LENGTH: usize = 4;

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

/// The address, and the parts of it that could be its secret, as they stand in it and as a receiver reads them.
fn hidden(url: &Url, whole: Secret) -> Vec<Secret> {
    let query = url.query().unwrap_or_default();
    let (bare, given): (Vec<&str>, Vec<&str>) = query.split('&').partition(|part| !part.contains('='));
    let values = given.iter().filter_map(|part| Some(part.split_once('=')?.1));
    let paths = url.path().split('/').chain([url.path(), query, url.username()]).chain(bare);
    let parts = paths
        .map(|part| (part, SECRET_LENGTH))
        .chain(values.chain(url.password()).map(|value| (value, VALUE_LENGTH)))
        .filter(|(part, least)| part.len() >= *least)
        .flat_map(|(part, _)| [part.to_owned(), decoded(url, part), decoded(url, &part.replace('+', "%20"))]);
    let mut hidden: Vec<Secret> = parts.filter_map(|part| Secret::password(&part)).collect();
    hidden.push(whole);
    hidden.extend(Secret::new(url.as_str()));
    // A part of another would leave the rest of it.
    hidden.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
    hidden
}

/// A part of an address without its percent signs.
fn decoded(url: &Url, part: &str) -> String {
    let mut alone = url.clone();
    alone.set_query(Some(&format!("={}", part.replace('&', "%26").replace('+', "%2B"))));
    alone.query_pairs().next().map_or_else(String::new, |(_, value)| value.into_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_an_address_that_a_receiver_repeats_is_shown() {
        let check = |url: &str, said: &str, shown: &str| {
            let hidden = hidden(&Url::parse(url).unwrap(), Secret::new(url).unwrap());
            assert_eq!(Failure::later(said).without(&hidden).reason(), shown, "{url}");
        };
        let at = |rest: &str| format!("https://hooks.test/{rest}");
        check(&at("in?token=SECRET"), "answered 401: bad token SECRET", "answered 401: bad token ***");
        check(&at("in?a=1&token=s3cr"), "answered 401: s3cr, a=1", "answered 401: ***, a=1");
        check(&at("in?token=se%2Fcr%26et"), "bad se/cr&et or se%2Fcr%26et", "bad *** or ***");
        check(&at("in?token=a+se%2Bcret"), "bad \"a se+cret\" or a+se+cret", "bad \"***\" or ***");
        check(&at("in?token=schl%C3%BCssel"), "bad schl\u{fc}ssel", "bad ***");
        check(&at("in?bare-secret"), "bad bare-secret", "bad ***");
        check(&at("services/T0A1B2C3D/B0A1B2C3D/x7Yz"), "no B0A1B2C3D in T0A1B2C3D", "no *** in ***");
        check(&at("in%20the%20path"), "no hook in the path", "no hook ***");
        // One within another: the longer one first.
        check(&at("x?a=1234&b=1234-5678"), "1234-5678", "***");
        check("https://u:pass@hooks.test/", "u may not enter with pass", "u may not enter with ***");
        check(&at("in?status=401"), "answered 401", "answered 401");
    }
}
