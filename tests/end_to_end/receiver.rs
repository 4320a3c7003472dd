//! A receiver of messages over HTTP: it answers as it is told, in turn, and keeps what it got.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::Value;

/// How a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// With this status and body.
    Status(u16, &'static str),
    /// With this status, and everything that came as its body.
    Repeat(u16),
    /// With a redirect to there.
    Redirect(String),
    /// Not at all, until the caller gives up.
    Nothing,
    /// By closing the connection.
    Closed,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether it was answered with a success.
    pub(crate) taken: bool,
}

/// The receiver; it ends with the test.
pub(crate) struct Receiver {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: Vec<Answer>,
    got: Vec<Got>,
}

impl Receiver {
    /// Answers everything with 200, unless told otherwise.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // An error here is a caller that left.
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
        Self { port, state }
    }

    /// An address of it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The next answers; 200 after them.
    pub(crate) fn answer(&self, answers: &[Answer]) {
        self.state().answers = answers.to_vec();
    }

    /// Everything that came so far.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.state().got.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Got {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The keys of the alerts in it.
    pub(crate) fn keys(&self) -> Vec<String> {
        let message = self.json();
        let alerts = message["alerts"].as_array().unwrap();
        alerts.iter().map(|alert| alert["key"].as_str().unwrap().to_owned()).collect()
    }
}

fn serve(mut stream: &TcpStream, shared: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            // The caller died before it had sent a whole head.
            return Ok(());
        }
        if line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let headers: Vec<(String, String)> = lines
        .iter()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or("0", |(_, value)| value);
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body)?;
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let whole = format!("{}\n", lines.join(" "));
    let answer = {
        let mut state = shared.lock().unwrap();
        let answer = if state.answers.is_empty() { Answer::Status(200, "ok") } else { state.answers.remove(0) };
        let taken = matches!(answer, Answer::Status(200..300, _));
        state.got.push(Got { path, headers, body: String::from_utf8(body).unwrap(), taken });
        answer
    };
    let respond = |stream: &mut &TcpStream, head: &str, body: &str| {
        let length = body.len();
        write!(stream, "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
    };
    match answer {
        Answer::Repeat(status) => respond(&mut stream, &format!("{status} X"), &whole),
        Answer::Status(status, body) => respond(&mut stream, &format!("{status} X"), body),
        Answer::Redirect(target) => respond(&mut stream, &format!("307 X\r\nlocation: {target}"), ""),
        Answer::Closed => Ok(()),
        Answer::Nothing => {
            // Until the caller closes its end.
            stream.read(&mut [0]).map(|_| ())
        }
    }
}
