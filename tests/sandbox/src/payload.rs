//! A response body that can break off before the length it promised.

use crate::reply::Delivery;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// Time for the part that is sent to leave the socket before the connection is closed.
const FLUSH: Duration = Duration::from_millis(20);

/// A body of known length.
#[derive(Debug)]
pub(crate) struct Payload {
    part: Option<Bytes>,
    promised: u64,
    breaks_off: Option<Pin<Box<Sleep>>>,
}

impl Payload {
    pub(crate) fn new(body: Vec<u8>, delivery: Delivery) -> Self {
        let promised = body.len() as u64;
        let mut part = Bytes::from(body);
        let mut breaks_off = None;
        if let Delivery::Cut(fraction) = delivery {
            // At least one byte stays out, or nothing would be missing.
            let kept = (part.len() as f64 * fraction.clamp(0.0, 1.0)) as usize;
            part.truncate(kept.min(part.len().saturating_sub(1)));
            breaks_off = Some(Box::pin(sleep(FLUSH)));
        }
        Self { part: (!part.is_empty()).then_some(part), promised, breaks_off }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(part) = self.part.take() {
            return Poll::Ready(Some(Ok(Frame::data(part))));
        }
        match &mut self.breaks_off {
            None => Poll::Ready(None),
            Some(flushed) => {
                flushed.as_mut().poll(context).map(|()| Some(Err(io::Error::other("broken off by a fault"))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.part.is_none() && self.breaks_off.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
