//! Tells by mail: text and HTML, over TLS unless the server is this machine or the config says
//! otherwise. The server's name is resolved here, so that the connection goes to an address that
//! was looked at, and its certificate is checked for the name.

use std::path::PathBuf;

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::{Mailbox, Message as Letter, MultiPart, header},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::{
    Context, Failure, Notifier,
    guard::Guard,
    message::{Line, Message},
};
use crate::secret::{Secret, Source};

/// A mail server, and who writes to whom.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mail {
    /// The server's name.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// How the connection is kept private.
    pub(crate) encryption: Encryption,
    /// Who logs in.
    pub(crate) user: Option<String>,
    /// With which password.
    pub(crate) password: Option<Source>,
    /// The sender.
    pub(crate) from: Mailbox,
    /// The recipients.
    pub(crate) to: Vec<Mailbox>,
    /// A certificate (PEM) that is trusted besides those of the system.
    pub(crate) ca_file: Option<PathBuf>,
}

/// How a connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// It begins in the clear and is encrypted before anything is told; else nothing is told.
    StartTls,
    /// From the first byte.
    Implicit,
    /// Not at all.
    None,
}

/// Sends the mail.
pub(super) async fn send(
    notifier: &Notifier,
    mail: &Mail,
    message: &Message,
    context: Context<'_>,
) -> Result<(), Failure> {
    let letter = letter(mail, message).map_err(|error| Failure::later(format!("cannot write the mail: {error}")))?;
    let guard = Guard { allow_private: notifier.allow_private };
    let addresses = guard.addresses(&mail.host, mail.port).await.map_err(|error| {
        if error.starts_with(super::guard::REFUSED) { Failure::later(error) } else { Failure::soon(error) }
    })?;
    let local = notifier.allow_private && addresses.iter().all(|address| address.ip().is_loopback());
    if mail.encryption == Encryption::None && !local && !notifier.insecure {
        return Err(Failure::later("tls: \"none\" would send mail and password in the clear; use starttls"));
    }
    let password = match &mail.password {
        None => None,
        Some(source) => {
            let text = source.read(context.quiet).map_err(|error| Failure::later(format!("password: {error:#}")))?;
            let gives = || Failure::later(format!("password: {source} gives no line of text"));
            Some(Secret::password(&text).ok_or_else(gives)?)
        }
    };
    let hidden = hidden(mail, password.as_ref());
    let mut last = Failure::soon("the server has no address");
    for address in addresses {
        let transport = transport(mail, address.ip().to_string(), password.as_ref())?;
        match transport.send(letter.clone()).await {
            Ok(_) => return Ok(()),
            Err(error) => {
                let reached = error.status().is_some() || error.is_response() || error.is_client();
                last = of_error(&error).without(&hidden);
                // What another address of the server says would be the same.
                if reached {
                    break;
                }
            }
        }
    }
    Err(last)
}

/// The password, and the forms in which a server was sent it: PLAIN and LOGIN are Base64.
fn hidden(mail: &Mail, password: Option<&Secret>) -> Vec<Secret> {
    let (Some(user), Some(password)) = (&mail.user, password) else { return Vec::new() };
    let text = password.expose();
    let forms = [format!("\0{user}\0{text}"), text.to_owned()];
    let forms = forms.iter().filter_map(|form| Secret::new(&STANDARD.encode(form)));
    forms.chain([password.clone()]).collect()
}

fn transport(
    mail: &Mail,
    address: String,
    password: Option<&Secret>,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
    let tls = match mail.encryption {
        Encryption::None => Tls::None,
        Encryption::StartTls => Tls::Required(parameters(mail)?),
        Encryption::Implicit => Tls::Wrapper(parameters(mail)?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address)
        .port(mail.port)
        // A try as a whole has one.
        .timeout(None)
        .tls(tls);
    if let (Some(user), Some(password)) = (&mail.user, password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
    }
    Ok(builder.build())
}

fn parameters(mail: &Mail) -> Result<TlsParameters, Failure> {
    // Refused only when another provider was installed before, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = TlsParameters::builder(mail.host.clone());
    if let Some(path) = &mail.ca_file {
        let named = |error: &dyn std::fmt::Display| Failure::later(format!("ca_file {}: {error}", path.display()));
        let pem = std::fs::read(path).map_err(|error| named(&error))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| named(&error))?);
    }
    builder.build_rustls().map_err(|error| Failure::later(format!("cannot set up TLS: {error}")))
}

/// The mail as it is sent.
pub(super) fn letter(mail: &Mail, message: &Message) -> Result<Letter, lettre::error::Error> {
    let domain = mail.from.email.domain();
    let mut builder = Letter::builder()
        .from(mail.from.clone())
        .subject(message.headline())
        // The same however often it is sent, so that mail programs show it once.
        .message_id(Some(format!("<{}@{domain}>", message.id())))
        .date_now();
    // Nobody's absence is answered to a program.
    builder = builder.raw_header(header::HeaderValue::new(
        header::HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    ));
    for to in &mail.to {
        builder = builder.to(to.clone());
    }
    let lines = message.lines();
    builder.multipart(MultiPart::alternative_plain_html(text(&lines), html(&message.headline(), &lines)))
}

fn text(lines: &[Line]) -> String {
    let of = |line: &Line| format!("{}\n{}\n", line.text, line.url.as_deref().unwrap_or_default());
    lines.iter().map(of).collect()
}

fn html(title: &str, lines: &[Line]) -> String {
    let page = maud::html! {
        (maud::DOCTYPE)
        meta charset="utf-8";
        title { (title) }
        ul {
            @for line in lines {
                li {
                    (line.text)
                    @if let Some(url) = &line.url { br; a href=(url) { (url) } }
                }
            }
        }
    };
    // Maud leaves single quotes, since its attributes stand in double ones; a mail program may write them anew.
    page.into_string().replace('\'', "&#39;")
}

fn of_error(error: &lettre::transport::smtp::Error) -> Failure {
    let mut reason = error.to_string();
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        let text = source.to_string();
        if !reason.contains(&text) {
            reason = format!("{reason}: {text}");
        }
        cause = source;
    }
    // What the server refuses for good, and what only the config can mend.
    if error.is_permanent() || error.is_client() { Failure::later(reason) } else { Failure::soon(reason) }
}
