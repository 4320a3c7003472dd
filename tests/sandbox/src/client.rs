//! A bare HTTP client for the unit tests: it shows what a broken answer really looks like.

use crate::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// What came back: nothing, or a head and as much of a body as was sent.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: Option<u16>,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        let text = self.text();
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

pub(crate) fn send(port: u16, method: &str, path: &str, key: &str, body: &str) -> Got {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the sandbox listens");
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: sandbox\r\nuser-agent: test/1\r\nconnection: close\r\n\
         authorization: Bearer {key}\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes()).expect("sent");
    let mut answer = Vec::new();
    // An answer that breaks off is what some tests are about.
    let _ = stream.read_to_end(&mut answer);
    let split = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = answer.split_at(split.map_or(0, |at| at + 4));
    let head = String::from_utf8_lossy(head).into_owned();
    Got { status: head.get(9..12).and_then(|code| code.parse().ok()), head, body: body.to_vec() }
}

impl Sandbox {
    pub(crate) fn ask(&self, path: &str, body: &Value) -> Got {
        let path = format!("/api/v1/tiktok/{path}");
        send(self.port(), "POST", &path, "sandbox-key", &body.to_string())
    }

    /// The page at an offset of the first hashtag, 30 videos.
    pub(crate) fn page(&self, cursor: u64) -> Got {
        let id = self.world().hashtags()[0].id.to_string();
        let cursor = cursor.to_string();
        self.ask("hashtag/videos", &json!({"hashtag_id": id, "cursor": cursor, "count": 30}))
    }

    pub(crate) fn lookup(&self) -> Got {
        let name = &self.world().hashtags()[0].name;
        self.ask("hashtag", &json!({"hashtag_name": name, "name": name}))
    }
}

/// A sandbox with these options changed.
pub(crate) fn sandbox(change: impl FnOnce(&mut SandboxOptions)) -> Sandbox {
    let mut options = SandboxOptions::default();
    change(&mut options);
    Sandbox::start(options).expect("a free port")
}
