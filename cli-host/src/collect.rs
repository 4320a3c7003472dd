//! Drives the core's Collector with the network, the store's kept answers, or both.
//!
//! Which request comes next, and what an answer means, is the Collector's knowledge; this
//! sends, keeps the ledger, and keeps what was accepted until the reading is closed.

use std::time::{Duration, Instant};

use anyhow::Result;
use tagpulse_core::{Collected, Collector, CollectorOptions, Error, Failure, Request, Step, Timestamp};

use crate::{
    http::{Answer, Sender},
    interrupt::Interrupt,
    options::clock,
    progress::Progress,
    store::{Outcome, Page, Store},
};

/// The network: without it, a reading is made of kept answers alone.
pub(crate) struct Network<'a> {
    /// Sends requests.
    pub(crate) sender: &'a Sender,
    /// Hears the user's wish to stop.
    pub(crate) interrupt: &'a mut Interrupt,
    /// Shows how far it is.
    pub(crate) progress: &'a mut Progress,
}

/// Collects a campaign's reading.
///
/// # Errors
/// When the store cannot be read or written; whatever the provider does stands in the result.
pub(crate) async fn collect(
    store: &mut Store,
    campaign: &str,
    options: CollectorOptions,
    mut network: Option<Network<'_>>,
) -> Result<Collected> {
    let taken_at = options.taken_at;
    let began = Instant::now();
    let now = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    // Without network nobody is waited for: time is moved on instead.
    let mut skipped = 0_u64;
    let mut collector = Collector::new(options)?;
    // Whether the Collector ends with a request that no run has sent.
    let mut unsent = false;
    let mut step = collector.next(now());
    loop {
        match step {
            Step::Done => break,
            Step::Wait { ms } => {
                let Some(network) = &mut network else {
                    skipped = skipped.saturating_add(ms);
                    step = collector.next(now().saturating_add(skipped));
                    continue;
                };
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(ms)) => {}
                    () = network.interrupt.wait() => break,
                }
                step = collector.next(now());
            }
            Step::Request(request) => {
                if let Some(bytes) = store.page(taken_at, &request)? {
                    collector.feed(request.id, 200, None, &bytes, now().saturating_add(skipped))?;
                    step = collector.next(now().saturating_add(skipped));
                    continue;
                }
                let Some(network) = &mut network else {
                    unsent = store.in_flight(taken_at, campaign)? == 0;
                    break;
                };
                network.progress.show(campaign, &collector.progress());
                step = send(store, (campaign, taken_at), &mut collector, &request, network, &now).await?;
            }
        }
    }
    if let Some(network) = &mut network {
        network.progress.clear();
    }
    let mut collected = collector.finish();
    if unsent {
        let usage = collected.snapshot.as_mut().map(|snapshot| &mut snapshot.header.usage);
        for usage in [Some(&mut collected.usage), usage].into_iter().flatten() {
            usage.requests = usage.requests.saturating_sub(1);
            usage.credits_possible = usage.credits_possible.saturating_sub(1);
        }
    }
    if let Some(network) = &network {
        redact(&mut collected, network.sender);
    }
    Ok(collected)
}

/// Sends one request, tells the Collector what came, and completes its row of the ledger.
async fn send(
    store: &mut Store,
    (campaign, taken_at): (&str, Timestamp),
    collector: &mut Collector,
    request: &Request,
    network: &mut Network<'_>,
    now: &impl Fn() -> u64,
) -> Result<Step> {
    let seconds = || clock().seconds();
    store.heartbeat(seconds())?;
    let row = store.begin(taken_at, campaign, request, seconds())?;
    let before = collector.usage();
    let answer = tokio::select! {
        answer = network.sender.send(request) => answer,
        () = network.interrupt.wait() => Answer::Failed(Failure::Aborted, Vec::new()),
    };
    let (mut status, mut whole) = (None, Vec::new());
    match answer {
        Answer::Whole { status: came, retry_after, bytes } => {
            collector.feed(request.id, came, retry_after.as_deref(), &bytes, now())?;
            (status, whole) = (Some(came), bytes);
        }
        Answer::Failed(failure, partial) => collector.fail(request.id, failure, &partial, now())?,
    }
    let after = collector.usage();
    let step = collector.next(now());
    // An answer that it asks for again, now or after a wait, was not accepted.
    let again = match &step {
        Step::Request(next) => (&next.path, &next.body) == (&request.path, &request.body),
        Step::Wait { .. } => true,
        Step::Done => false,
    };
    let accepted = !again && status.is_some_and(|status| (200..300).contains(&status));
    let outcome = Outcome {
        status,
        credits: after.credits.saturating_sub(before.credits),
        credits_possible: after.credits_possible.saturating_sub(before.credits_possible),
    };
    let page = Page { request, bytes: &whole };
    store.complete(taken_at, row, outcome, accepted.then_some(&page), seconds())?;
    Ok(step)
}

/// Takes the key out of every message that came from the provider.
fn redact(collected: &mut Collected, sender: &Sender) {
    let clean = |error: &mut Error| error.message = sender.secret().redact(&error.message);
    collected.error.iter_mut().for_each(clean);
    if let Some(snapshot) = &mut collected.snapshot {
        for listing in &mut snapshot.header.hashtags {
            listing.error.iter_mut().for_each(clean);
        }
        for rejected in &mut snapshot.header.rejected.first {
            rejected.reason = sender.secret().redact(&rejected.reason);
            if let Some(id) = &mut rejected.id {
                *id = sender.secret().redact(id);
            }
        }
    }
}
