//! Drives the core's Collector with the network, the store's kept answers, or both.
//!
//! Which request comes next, and what an answer means, is the Collector's knowledge; this
//! sends, keeps the ledger, and keeps what was accepted until the reading is closed.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use anyhow::Result;
use futures_util::FutureExt;
use tagpulse_core::{Collected, Collector, CollectorOptions, Error, ErrorCode, Failure, Request, Step, Timestamp};

use crate::{
    http::{Answer, Sender},
    interrupt::Interrupt,
    options::clock,
    progress::Progress,
    store::{Outcome, Page, Store},
    traffic::{Answers, Claim, Gate, Pass},
};

/// A store that campaigns side by side use in turns, never across a wait.
pub(crate) type Shared<'a> = RefCell<&'a mut Store>;

/// The network: without it, a reading is made of kept answers alone.
#[derive(Clone, Copy)]
pub(crate) struct Network<'a> {
    /// Sends requests.
    pub(crate) sender: &'a Sender,
    /// Hears the user's wish to stop.
    pub(crate) interrupt: &'a Interrupt,
    /// Shows how far it is.
    pub(crate) progress: &'a Progress,
    /// Lets requests through.
    pub(crate) gate: &'a Gate,
    /// What other campaigns of the run ask and were answered.
    pub(crate) answers: &'a Answers,
}

/// Collects a campaign's reading.
///
/// # Errors
/// When the store cannot be read or written; whatever the provider does stands in the result.
pub(crate) async fn collect(
    store: &Shared<'_>,
    campaign: &str,
    options: CollectorOptions,
    network: Option<Network<'_>>,
) -> Result<Collected> {
    let taken_at = options.taken_at;
    let mut collector = Collector::new(options)?;
    let mut clock = Clock::begin();
    let mut claim: Option<Claim<'_>> = None;
    // Whether nobody was asked for the last answer: then there is nobody to wait for.
    let mut replayed = network.is_none();
    // Whether the Collector ends with a request that no run has sent.
    let mut unsent = false;
    let mut step = collector.next(clock.now());
    loop {
        match step {
            Step::Done => break,
            Step::Wait { ms } => {
                store.borrow().commit()?;
                match &network {
                    Some(network) if !replayed => tokio::select! {
                        () = tokio::time::sleep(Duration::from_millis(ms)) => {}
                        () = network.interrupt.wait() => break,
                    },
                    _ => clock.skip(ms),
                }
                step = collector.next(clock.now());
            }
            Step::Request(request) => {
                if let Some(network) = &network
                    && !claim.as_ref().is_some_and(|claim| claim.is_for(&request))
                {
                    // Let go of the last one before the next is waited for.
                    drop(claim.take());
                    let claimed = async {
                        tokio::select! {
                            claimed = network.answers.claim(&request) => Some(claimed),
                            () = network.interrupt.wait() => None,
                        }
                    };
                    claim = at_once_or_committed(store, claimed).await?;
                    if claim.is_none() {
                        collector.refuse(&stopped_by_user());
                        break;
                    }
                }
                let kept = store.borrow().page(taken_at, &request)?;
                let failed = network.as_ref().and_then(|network| network.answers.failed(&request));
                let kept = kept.map(|bytes| Answer::Whole { status: 200, retry_after: None, bytes });
                let kept = kept.or(store.borrow().not_there(taken_at, &request)?.map(not_there));
                if let Some(answer) = kept.or(failed) {
                    replayed = true;
                    tell(&mut collector, &request, &answer, clock.now())?;
                    step = collector.next(clock.now());
                    continue;
                }
                let Some(network) = &network else {
                    unsent = store.borrow().in_flight(taken_at, campaign)? == 0;
                    break;
                };
                replayed = false;
                network.progress.show(campaign, &collector.progress());
                let pass = async {
                    tokio::select! {
                        pass = network.gate.enter() => pass,
                        () = network.interrupt.wait() => Err(stopped_by_user()),
                    }
                };
                let pass = at_once_or_committed(store, pass).await?;
                step = match pass {
                    Ok(pass) => {
                        send(store, (campaign, taken_at), &mut collector, &request, network, pass, &clock).await?
                    }
                    Err(error) => {
                        collector.refuse(&error);
                        Step::Done
                    }
                };
            }
        }
    }
    store.borrow().commit()?;
    if let Some(network) = &network {
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
        doubt_address(&mut collected, network);
        redact(&mut collected, network.sender);
    }
    Ok(collected)
}

/// Waits, but not while an answer waits for the disk: mostly the next request goes at once, and one commit has both.
async fn at_once_or_committed<T>(store: &Shared<'_>, wait: impl Future<Output = T>) -> Result<T> {
    let mut wait = std::pin::pin!(wait);
    if let Some(ended) = wait.as_mut().now_or_never() {
        return Ok(ended);
    }
    store.borrow().commit()?;
    Ok(wait.await)
}

/// Says where was asked, as long as nothing has been found there: then the address may be the wrong one. This is printed;
/// what a listing says of its error is the core's, and the same from every host.
fn doubt_address(collected: &mut Collected, network: &Network<'_>) {
    let missing = collected.error.as_mut().filter(|error| error.code == ErrorCode::NotFound);
    if let Some(error) = missing.filter(|_| !network.gate.is_proven()) {
        let base = network.sender.base();
        error.message += &format!("; nothing has been found at {base} in this run, check base_url");
    }
}

/// The Collector's clock: what nobody is waited for is skipped in it.
struct Clock {
    began: Instant,
    skipped: u64,
}

impl Clock {
    fn begin() -> Self {
        Self { began: Instant::now(), skipped: 0 }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(self.skipped)
    }

    fn skip(&mut self, ms: u64) {
        self.skipped = self.skipped.saturating_add(ms);
    }
}

/// The refusal that the ledger knows of, which says what it cost as the provider does.
fn not_there(credits: Option<u32>) -> Answer {
    let bytes = credits.map(|credits| format!(r#"{{"credits_used":{credits}}}"#).into_bytes());
    Answer::Whole { status: 404, retry_after: None, bytes: bytes.unwrap_or_default() }
}

fn stopped_by_user() -> Error {
    Error::new(ErrorCode::Aborted, "stopped by the user")
}

/// Tells the Collector what came.
fn tell(collector: &mut Collector, request: &Request, answer: &Answer, now: u64) -> Result<()> {
    match answer {
        Answer::Whole { status, retry_after, bytes } => {
            collector.feed(request.id, *status, retry_after.as_deref(), bytes, now)?;
        }
        Answer::Failed(failure, partial) => collector.fail(request.id, *failure, partial, now)?,
    }
    Ok(())
}

/// Sends one request, tells the Collector what came, and completes its row of the ledger. Gives what follows.
async fn send(
    store: &Shared<'_>,
    (campaign, taken_at): (&str, Timestamp),
    collector: &mut Collector,
    request: &Request,
    network: &Network<'_>,
    pass: Pass<'_>,
    time: &Clock,
) -> Result<Step> {
    let seconds = || clock().seconds();
    let row = store.borrow().begin(taken_at, campaign, request, seconds())?;
    store.borrow().commit()?;
    let before = collector.usage();
    let answer = tokio::select! {
        answer = network.sender.send(request) => answer,
        () = network.interrupt.wait() => Answer::Failed(Failure::Aborted, Vec::new()),
    };
    tell(collector, request, &answer, time.now())?;
    let after = collector.usage();
    let step = collector.next(time.now());
    // An answer that it asks for again, now or after a wait, was not accepted.
    let again = match &step {
        Step::Request(next) => (&next.path, &next.body) == (&request.path, &request.body),
        Step::Wait { .. } => true,
        Step::Done => false,
    };
    let status = match &answer {
        Answer::Whole { status, .. } => Some(*status),
        Answer::Failed(..) => None,
    };
    let outcome = Outcome {
        status,
        credits: after.credits.saturating_sub(before.credits),
        credits_possible: after.credits_possible.saturating_sub(before.credits_possible),
    };
    let page = match &answer {
        Answer::Whole { status, bytes, .. } if !again && (200..300).contains(status) => Some(Page { request, bytes }),
        _ => None,
    };
    store.borrow().complete(taken_at, row, outcome, page.as_ref(), seconds())?;
    let accepted = page.is_some();
    if let (Some(429), Step::Wait { ms }) = (status, &step) {
        network.gate.hold(*ms);
    }
    pass.answered(status, outcome.credits.saturating_add(outcome.credits_possible));
    if !again && !accepted && !matches!(answer, Answer::Failed(Failure::Aborted, _)) {
        network.answers.fail(request, answer);
    }
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
