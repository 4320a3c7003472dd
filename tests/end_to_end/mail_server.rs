//! A mail server that speaks SMTP with STARTTLS, under a certificate of its own; it refuses what
//! it is told to refuse, and keeps the mails that it took.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// A mail as it was taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    /// What the client said before, without the password.
    pub(crate) commands: Vec<String>,
    /// Headers and body.
    pub(crate) data: String,
    /// Whether it came over TLS.
    pub(crate) secure: bool,
    /// User and password as they were sent: Base64 of `\0user\0password`.
    pub(crate) login: Option<String>,
}

/// The server; it ends with the test.
pub(crate) struct MailServer {
    /// Its port on `localhost`.
    pub(crate) port: u16,
    /// Its certificate (PEM).
    pub(crate) certificate: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    refusals: Vec<(&'static str, &'static str)>,
    cuts: u32,
    letters: Vec<Letter>,
}

impl MailServer {
    /// Takes every mail, unless told otherwise.
    pub(crate) fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let (config, state) = (Arc::new(config), Arc::new(Mutex::new(State::default())));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, shared) = (Arc::clone(&config), Arc::clone(&shared));
                // An error here is a client that left.
                std::thread::spawn(move || converse(Wire::Clear(stream), &config, &shared));
            }
        });
        Self { port, certificate: made.cert.pem(), state }
    }

    /// Answers the next command that begins so with this line, once each; with nothing at all if it is empty.
    pub(crate) fn refuse(&self, refusals: &[(&'static str, &'static str)]) {
        self.state.lock().unwrap().refusals = refusals.to_vec();
    }

    /// Takes the next mails, so many of them, and closes the connection without saying so.
    pub(crate) fn cut(&self, mails: u32) {
        self.state.lock().unwrap().cuts = mails;
    }

    /// The mails so far.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.state.lock().unwrap().letters.clone()
    }
}

impl Letter {
    /// The lines of its headers, folded ones joined.
    pub(crate) fn headers(&self) -> Vec<String> {
        let head = self.data.split_once("\r\n\r\n").unwrap().0;
        head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        self.headers().iter().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
    }

    /// The text and the HTML, decoded.
    pub(crate) fn parts(&self) -> Vec<(String, String)> {
        let kind = self.header("Content-Type");
        let boundary = format!("--{}", kind.split_once("boundary=\"").unwrap().1.trim_end_matches('"'));
        let parts = self.data.split(&boundary).skip(1).take(2).filter_map(|part| part.split_once("\r\n\r\n"));
        parts.map(|(head, body)| (head.to_owned(), decoded(head, body))).collect()
    }
}

fn decoded(head: &str, body: &str) -> String {
    let bytes = if head.contains("quoted-printable") {
        let body = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = body.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let escape = (*first == b'=').then(|| std::str::from_utf8(&after[..2]).unwrap());
            bytes.push(escape.map_or(*first, |digits| u8::from_str_radix(digits, 16).unwrap()));
            rest = if escape.is_some() { &after[2..] } else { after };
        }
        bytes
    } else if head.contains("base64") {
        let body = body.replace("\r\n", "");
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap()
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap()
}

enum Wire {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn say(&mut self, line: &str) -> std::io::Result<()> {
        let bytes = format!("{line}\r\n");
        match self {
            Self::Clear(stream) => stream.write_all(bytes.as_bytes()),
            Self::Tls(stream) => stream.write_all(bytes.as_bytes()).and_then(|()| stream.flush()),
        }
    }

    /// A line without its end; byte by byte, because what follows may be encrypted.
    fn hear(&mut self) -> std::io::Result<String> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            match self {
                Self::Clear(stream) => stream.read_exact(&mut byte)?,
                Self::Tls(stream) => stream.read_exact(&mut byte)?,
            }
            line.push(byte[0]);
        }
        line.truncate(line.len() - 2);
        Ok(String::from_utf8(line).unwrap())
    }
}

fn converse(mut wire: Wire, config: &Arc<ServerConfig>, shared: &Mutex<State>) -> std::io::Result<()> {
    let mut letter = Letter::default();
    wire.say("220 test ESMTP")?;
    loop {
        let line = wire.hear()?;
        let command = line.split(' ').next().unwrap_or_default().to_uppercase();
        let refusal = {
            let mut state = shared.lock().unwrap();
            let place = state.refusals.iter().position(|(start, _)| line.starts_with(start));
            place.map(|place| state.refusals.remove(place).1)
        };
        if let Some(reply) = refusal {
            if reply.is_empty() {
                // Until the client gives up.
                return wire.hear().map(|_| ());
            }
            wire.say(reply)?;
            continue;
        }
        match command.as_str() {
            "EHLO" => {
                let more = if letter.secure { "AUTH PLAIN" } else { "STARTTLS" };
                wire.say(&format!("250-test\r\n250-8BITMIME\r\n250 {more}"))?;
            }
            "STARTTLS" => {
                wire.say("220 go on")?;
                let Wire::Clear(stream) = wire else { return Ok(()) };
                let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
                wire = Wire::Tls(Box::new(StreamOwned::new(connection, stream)));
                letter.secure = true;
            }
            "AUTH" => {
                letter.login = line.split(' ').nth(2).map(str::to_owned);
                wire.say("235 welcome")?;
            }
            "DATA" => {
                wire.say("354 go on")?;
                loop {
                    match wire.hear()?.as_str() {
                        "." => break,
                        // A dot is put before one that begins a line.
                        text => letter.data += &format!("{}\r\n", text.strip_prefix('.').unwrap_or(text)),
                    }
                }
                let mut state = shared.lock().unwrap();
                state.letters.push(letter.clone());
                if let Some(cuts) = state.cuts.checked_sub(1) {
                    state.cuts = cuts;
                    return Ok(());
                }
                drop(state);
                letter.data.clear();
                wire.say("250 taken")?;
            }
            "QUIT" => return wire.say("221 bye"),
            _ => {
                letter.commands.push(line);
                wire.say("250 fine")?;
            }
        }
    }
}
