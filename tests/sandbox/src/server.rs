//! HTTP around the [`State`]: connections, waiting, CORS, and answers that break off.

use crate::control::{CONTROL_PATH, control};
use crate::faults::ELSEWHERE;
use crate::ledger::Outcome;
use crate::payload::Payload;
use crate::reply::{Delivery, Reply};
use crate::request::Raw;
use crate::state::{State, Ticket};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, HeaderName, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// The state, shared between the server's thread and the handle.
pub(crate) type Shared = Arc<Mutex<State>>;

/// The state is whole after every request, also when a test's thread has panicked.
pub(crate) fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Accepts connections for as long as it is polled.
pub(crate) async fn accept(listener: TcpListener, shared: Shared) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of sockets, for instance: others will be closed.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        // Without it small answers wait; when it fails they only wait.
        let _ = stream.set_nodelay(true);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| serve(request, Arc::clone(&shared)));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // An error here is a client that left, or a fault at work.
            let _ = connection.await;
        });
    }
}

async fn serve(request: Request<Incoming>, shared: Shared) -> io::Result<Response<Payload>> {
    if request.method() == Method::OPTIONS {
        return respond(Reply::new(204, ""));
    }
    let raw = raw(request).await?;
    if raw.path.starts_with(CONTROL_PATH) && raw.path != ELSEWHERE {
        return respond(control(&mut lock(&shared), &raw));
    }
    let (pending, reply) = Pending::begin(&shared, raw);
    if reply.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(reply.delay_ms)).await;
    }
    pending.settle(match reply.delivery {
        Delivery::Whole => Outcome::Answered,
        Delivery::Cut(_) => Outcome::Truncated,
        Delivery::Nothing => Outcome::Dropped,
    });
    respond(reply)
}

async fn raw(request: Request<Incoming>) -> io::Result<Raw> {
    let (head, body) = request.into_parts();
    let text = |name: HeaderName| {
        let value = head.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Ok(Raw {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        authorization: text(AUTHORIZATION),
        user_agent: text(USER_AGENT),
        body: body.collect().await.map_err(io::Error::other)?.to_bytes().to_vec(),
    })
}

/// The response, or the error that makes hyper close the connection without one.
fn respond(reply: Reply) -> io::Result<Response<Payload>> {
    if reply.delivery == Delivery::Nothing {
        return Err(io::Error::other("dropped by a fault"));
    }
    let mut response = Response::builder()
        .status(reply.status)
        .header("access-control-allow-origin", "*")
        .header("access-control-allow-methods", "GET, POST, OPTIONS")
        .header("access-control-allow-headers", "authorization, content-type")
        .header("access-control-expose-headers", "retry-after");
    if !reply.headers.iter().any(|(name, _)| *name == "content-type") {
        response = response.header("content-type", "application/json");
    }
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Payload::new(reply.body, reply.delivery)).map_err(io::Error::other)
}

/// A request in flight. One whose client goes away is dropped unsettled: abandoned.
struct Pending {
    shared: Shared,
    ticket: Ticket,
}

impl Pending {
    fn begin(shared: &Shared, raw: Raw) -> (Self, Reply) {
        let mut state = lock(shared);
        state.in_flight += 1;
        let (ticket, reply) = state.answer(raw);
        drop(state);
        let shared = Arc::clone(shared);
        (Self { shared, ticket }, reply)
    }

    fn settle(self, outcome: Outcome) {
        lock(&self.shared).settle(self.ticket, outcome);
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let mut state = lock(&self.shared);
        state.in_flight -= 1;
        state.settle(self.ticket, Outcome::Abandoned);
    }
}
