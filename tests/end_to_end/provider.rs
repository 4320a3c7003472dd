//! Sandboxes for these tests, and a bare client that reads their listings as the tool would.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::time::Duration;

use serde_json::{Value, json};
use tagpulse_sandbox::{Fault, FaultKind, Sandbox, SandboxOptions, WorldOptions};

use crate::tool::{KEY, TAG};

/// A campaign of one hashtag with so many videos.
pub(crate) fn world(videos: usize) -> WorldOptions {
    WorldOptions { videos, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(11) }
}

/// Serves a world in which every video is listed once, at the end of its days.
pub(crate) fn calm(world: WorldOptions) -> SandboxOptions {
    let world = WorldOptions { absent_share: 0.0, ..world };
    SandboxOptions { key: KEY.to_owned(), page_shift: false, heavy: false, ..SandboxOptions::of(world) }
}

/// Starts it.
pub(crate) fn start(options: SandboxOptions) -> Sandbox {
    Sandbox::start(options).unwrap()
}

/// A fault at a cursor (or `lookup`), every time.
pub(crate) fn at(cursor: &str, kind: FaultKind) -> Fault {
    Fault { cursor: Some(cursor.to_owned()), ..Fault::from(kind) }
}

/// A fault at a cursor, the first time only.
pub(crate) fn once(cursor: &str, kind: FaultKind) -> Fault {
    Fault { attempt: Some(0), ..at(cursor, kind) }
}

/// An answer of this status and nothing else.
pub(crate) fn status(code: u16) -> FaultKind {
    FaultKind::Status { code, body: None, retry_after: None }
}

/// Returns when so many requests have arrived; fails when the caller ends before.
pub(crate) fn arrived(sandbox: &Sandbox, caller: &mut Child, requests: usize) {
    while sandbox.ledger().requests.len() < requests {
        let ended = caller.try_wait().unwrap();
        assert!(ended.is_none(), "ended before request {requests}: {ended:?}, {:?}", sandbox.ledger().requests);
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Videos and views that the provider would list of the hashtag, the first `limit` of them.
pub(crate) fn listed(sandbox: &Sandbox, hashtag: &str, limit: usize) -> (u64, u64) {
    let listing = sandbox.world().listing(hashtag, sandbox.now(), 0);
    let first = listing.iter().take(limit);
    (first.len() as u64, first.map(|truth| truth.counts.views).sum())
}

/// The bytes of every page of a hashtag's listing, in order.
pub(crate) fn pages(sandbox: &Sandbox, hashtag: &str) -> Vec<Vec<u8>> {
    let id = sandbox.world().hashtags().iter().find(|tag| tag.name == hashtag).unwrap().id.to_string();
    let mut pages = Vec::new();
    let mut cursor = "0".to_owned();
    loop {
        let body = json!({"hashtag_id": id, "cursor": cursor, "count": 30});
        let bytes = post(sandbox.port(), "/api/v1/tiktok/hashtag/videos", &body);
        let page: Value = serde_json::from_slice(&bytes).unwrap();
        pages.push(bytes);
        let data = &page["data"];
        if data["has_more"] != 1 {
            return pages;
        }
        cursor = data["cursor"].to_string();
    }
}

fn post(port: u16, path: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: sandbox\r\nconnection: close\r\n\
         authorization: Bearer {KEY}\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + &body).as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    answer.split_off(head)
}
