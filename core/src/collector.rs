//! The Collector: all protocol knowledge, as a machine that a host drives.
//!
//! Which request comes next, paging, retries and waits, when to stop, what it cost. It sends
//! nothing itself, so browser, edge and native host behave alike.

mod contract;
mod listing;
mod recheck;
mod refuse;

pub use contract::{Collected, CollectorOptions, Failure, Progress, Request, Step};
use listing::{Next, Phase, Reading};

use crate::{
    Error, ErrorCode, Hashtag, Header, Rechecked, Rejections, Snapshot, StopReason, Usage, bytes, codec::record,
    gather::gather, hashtag, normalize::Hints, provider, scalar, snapshot::Merge,
};

/// Retries after the first try.
const RETRIES: u32 = 2;
/// The first wait's upper end in milliseconds; it doubles with every retry.
const FIRST_WAIT_MS: u64 = 500;
/// The largest answer that is taken. A page of 30 videos has 1 MB; the tutorial's shape has no pages.
const MAX_BYTES: u32 = 64 * 1024 * 1024;
/// As the message about a larger one says.
const _: () = assert!(MAX_BYTES == 64 << 20);

/// A collection under way.
///
/// ```
/// # use tagpulse_core::{Collector, CollectorOptions, Step, Timestamp};
/// let taken_at = Timestamp::parse("2026-11-23T06:00:00Z")?;
/// let mut collector = Collector::new(CollectorOptions::new(vec!["springglow".into()], taken_at))?;
/// let Step::Request(lookup) = collector.next(0) else { panic!() };
/// assert_eq!(lookup.path, "/hashtag");
/// collector.feed(lookup.id, 200, None, br#"{"id":"229207"}"#, 5)?;
/// let Step::Request(page) = collector.next(5) else { panic!() };
/// collector.feed(page.id, 200, None, br#"{"videos":[{"video_id":"7412345678901234567","play_count":9}]}"#, 9)?;
/// assert_eq!(collector.next(9), Step::Done);
/// assert_eq!(collector.finish().snapshot.unwrap().videos.len(), 1);
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub struct Collector {
    options: CollectorOptions,
    hashtags: Vec<Hashtag>,
    /// One a hashtag, and one of single videos behind them.
    readings: Vec<Reading>,
    /// The place of the hashtag being read.
    current: u32,
    merge: Merge,
    rechecked: Vec<Rechecked>,
    rejected: Rejections,
    usage: Usage,
    pages: u32,
    next_id: u32,
    outstanding: Option<Request>,
    wait_until: Option<u64>,
    random: u64,
    /// The error that ends the whole collection.
    fatal: Option<Error>,
}

impl Collector {
    /// A collection that has sent nothing yet.
    ///
    /// # Errors
    /// `bad_settings` naming hashtags or a dialect that cannot be.
    pub fn new(options: CollectorOptions) -> Result<Self, Error> {
        let mut problems = String::new();
        let hashtags = hashtag::each_once(&options.hashtags, &mut problems);
        if !problems.is_empty() {
            return Err(Error::new(ErrorCode::BadSettings, problems));
        }
        Hints { dialect: options.dialect.as_deref(), ..Hints::default() }.check()?;
        if hashtags.is_empty() {
            return Err(Error::new(ErrorCode::BadSettings, "hashtags: none given; give at least one"));
        }
        if hashtags.len() > usize::from(u16::MAX) {
            return Err(Error::new(ErrorCode::BadSettings, "hashtags: more than 65535 given"));
        }
        let mut readings: Vec<Reading> = gather(hashtags.iter().map(Reading::new));
        readings.push(Reading::of_single_videos());
        Ok(Self {
            readings,
            hashtags,
            current: 0,
            merge: Merge::default(),
            rechecked: Vec::new(),
            rejected: Rejections::default(),
            usage: Usage::default(),
            pages: 0,
            next_id: 1,
            outstanding: None,
            wait_until: None,
            random: u64::from_le_bytes(options.seed),
            fatal: None,
            options,
        })
    }

    /// What to do next, at a time of any origin that only grows. The same until it is answered.
    pub fn next(&mut self, now_ms: u64) -> Step {
        if let Some(request) = &self.outstanding {
            return Step::Request(request.clone());
        }
        while self.fatal.is_none() {
            self.end_rechecks();
            let Some(reading) = self.readings.get(self.current as usize) else { return Step::Done };
            if reading.is_over() {
                self.current = self.current.saturating_add(1);
                continue;
            }
            if let Some(until) = self.wait_until.filter(|until| *until > now_ms) {
                return Step::Wait { ms: until - now_ms };
            }
            self.wait_until = None;
            if !self.budget_allows() {
                let error = Error::new(ErrorCode::Budget, "the credit budget does not allow another request");
                self.stop_all(StopReason::CreditBudget, &error);
                return Step::Done;
            }
            self.outstanding = self.request();
            return self.outstanding.clone().map_or(Step::Done, Step::Request);
        }
        Step::Done
    }

    fn budget_allows(&self) -> bool {
        let needed = self.usage.credits.saturating_add(self.usage.credits_possible).saturating_add(1);
        self.options.max_credits.is_none_or(|budget| needed <= budget)
    }

    fn request(&mut self) -> Option<Request> {
        let reading = self.readings.get(self.current as usize)?;
        let shown_id;
        let (path, body, cursor) = match reading.phase() {
            Phase::Lookup => {
                let hashtag = self.hashtags.get(self.current as usize)?;
                (provider::LOOKUP_PATH, provider::lookup_body(hashtag), "lookup")
            }
            Phase::Page { id, cursor } => (provider::LISTING_PATH, provider::page_body(id, cursor), cursor.as_str()),
            Phase::Recheck { place } => {
                let id = *self.options.recheck.get(*place as usize)?;
                shown_id = text!("{}", id);
                (provider::VIDEO_PATH, provider::video_body(id), shown_id.as_str())
            }
            Phase::Over => return None,
        };
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        Some(Request {
            id,
            method: crate::text::owned("POST"),
            path: crate::text::owned(path),
            headers: vec![(crate::text::owned("content-type"), crate::text::owned("application/json"))],
            body,
            timeout_ms: self.options.timeout_ms,
            max_bytes: MAX_BYTES,
            hashtag: crate::text::owned(reading.name()),
            cursor: crate::text::owned(cursor),
            attempt: reading.attempt(),
        })
    }

    /// Hands over the answer to a request: any status, the header `Retry-After` in seconds, the
    /// body. A host knows when the answer came, so it turns a date in that header into seconds; what
    /// is no whole number asks for nothing. A body that broke off goes through [`Self::fail`].
    ///
    /// # Errors
    /// `no_such_request` for another id than that of the request that is out.
    pub fn feed(
        &mut self,
        id: u32,
        status: u16,
        retry_after: Option<&str>,
        bytes: &[u8],
        now_ms: u64,
    ) -> Result<(), Error> {
        let request = self.take(id)?;
        if !(200..300).contains(&status) {
            self.charge(provider::credits_used(bytes), !provider::is_free(status));
            let error = provider::status_error(status, &request.path, &request.hashtag, bytes);
            match error.code {
                ErrorCode::RateLimited | ErrorCode::Upstream if status == 429 || status >= 500 => {
                    let header = retry_after.and_then(|seconds| scalar::digits(seconds.as_bytes()));
                    let seconds = header.or_else(|| provider::body_retry_after(bytes));
                    self.retry(error, seconds.map(|seconds| seconds.saturating_mul(1000)), now_ms);
                }
                ErrorCode::NotFound if self.is_rechecking() => self.turn_to_next_video(),
                ErrorCode::NotFound | ErrorCode::Upstream => self.stop_current(error),
                _ => self.fatal = Some(error),
            }
            return Ok(());
        }
        self.success(bytes, now_ms);
        Ok(())
    }

    fn success(&mut self, bytes: &[u8], now_ms: u64) {
        let place = self.current as usize;
        let Some(reading) = self.readings.get_mut(place) else { return };
        let last_try = reading.attempt() >= RETRIES;
        let (next, charge) = match reading.phase() {
            Phase::Lookup => reading.looked_up(bytes),
            Phase::Recheck { place } => {
                let id = self.options.recheck.get(*place as usize).copied().unwrap_or_default();
                recheck::read(bytes, self.options.dialect.as_deref(), id, &mut self.rechecked)
            }
            _ => {
                let under = u16::try_from(place).unwrap_or(u16::MAX);
                reading.page(
                    bytes,
                    self.options.dialect.as_deref(),
                    last_try,
                    self.pages.saturating_add(1),
                    under,
                    &mut self.merge,
                    &mut self.rejected,
                )
            }
        };
        self.charge(charge, true);
        match next {
            Next::Go { .. } if self.is_rechecking() => self.turn_to_next_video(),
            Next::Go { page } => {
                self.pages = self.pages.saturating_add(u32::from(page));
                self.stop_by_budget();
            }
            Next::Again(error) => self.retry(error, None, now_ms),
            Next::Stop(error) => self.stop_current(error),
        }
    }

    fn stop_by_budget(&mut self) {
        let videos = u32::try_from(self.merge.len()).unwrap_or(u32::MAX);
        let Some(reading) = self.readings.get_mut(self.current as usize).filter(|reading| !reading.is_over()) else {
            return;
        };
        if self.options.max_videos.is_some_and(|max| videos >= max) {
            reading.stop(StopReason::VideoBudget, None);
        } else if reading.pages() >= self.options.max_pages {
            reading.stop(StopReason::PageBudget, None);
        }
    }

    /// Tells that a request has no whole answer; `partial` is what came of its body.
    ///
    /// # Errors
    /// `no_such_request` for another id than that of the request that is out.
    pub fn fail(&mut self, id: u32, failure: Failure, partial: &[u8], now_ms: u64) -> Result<(), Error> {
        self.take(id)?;
        let error = match failure {
            Failure::Truncated if !partial.is_empty() => {
                // Its items count if no try brings more; the reader says where it ends.
                self.success(partial, now_ms);
                return Ok(());
            }
            Failure::Connect => {
                Error::new(ErrorCode::Connect, "no connection to the provider; check network and base URL")
            }
            Failure::Timeout => Error::new(
                ErrorCode::Timeout,
                text!("no answer from the provider within {} ms", self.options.timeout_ms),
            ),
            Failure::Truncated => Error::new(
                ErrorCode::Truncated,
                "the connection broke before the answer's end; check network and base URL, or try later",
            ),
            Failure::TooLarge => Error::new(ErrorCode::TooLarge, "an answer of more than 64 MiB"),
            Failure::Aborted => Error::new(ErrorCode::Aborted, "stopped by the user"),
        };
        self.charge(None, failure != Failure::Connect);
        match failure {
            Failure::Aborted => self.fatal = Some(error),
            Failure::TooLarge => self.stop_current(error),
            _ => self.retry(error, None, now_ms),
        }
        Ok(())
    }

    fn take(&mut self, id: u32) -> Result<Request, Error> {
        self.outstanding.take_if(|request| request.id == id).ok_or_else(|| {
            Error::new(ErrorCode::NoSuchRequest, text!("request {} is not out; answer the one that next() gave", id))
        })
    }

    /// Counts a request: what its answer says it cost, or that it may have cost one credit.
    fn charge(&mut self, credits: Option<u32>, may_be_billed: bool) {
        self.usage.requests = self.usage.requests.saturating_add(1);
        match credits {
            Some(credits) => self.usage.credits = self.usage.credits.saturating_add(credits),
            None => {
                self.usage.credits_possible = self.usage.credits_possible.saturating_add(u32::from(may_be_billed));
            }
        }
    }

    fn retry(&mut self, error: Error, asked_ms: Option<u64>, now_ms: u64) {
        let Some(reading) = self.readings.get_mut(self.current as usize) else { return };
        if reading.attempt() >= RETRIES {
            reading.stop(StopReason::Error, Some(error));
            return;
        }
        let cap = u64::from(self.options.max_wait_ms);
        let jitter = (FIRST_WAIT_MS << reading.attempt()).min(cap);
        reading.try_again();
        let wait = asked_ms.map_or_else(|| self.random_up_to(jitter), |asked| asked.min(cap));
        self.wait_until = Some(now_ms.saturating_add(wait));
    }

    /// SplitMix64: full jitter needs no better.
    fn random_up_to(&mut self, max: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % max.saturating_add(1)
    }

    fn stop_current(&mut self, error: Error) {
        if let Some(reading) = self.readings.get_mut(self.current as usize) {
            reading.stop(StopReason::Error, Some(error));
        }
    }

    fn stop_all(&mut self, reason: StopReason, error: &Error) {
        let mut stopped = false;
        for reading in self.readings.iter_mut().filter(|reading| !reading.is_over()) {
            reading.stop(reason, (reason == StopReason::Error).then(|| error.clone()));
            stopped = true;
        }
        if stopped && self.pages == 0 {
            self.fatal = Some(error.clone());
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let reading = self.readings.get(self.current as usize);
        Progress {
            hashtag: reading.map(|reading| crate::text::owned(reading.name())).filter(|name| !name.is_empty()),
            pages: reading.map_or(0, Reading::pages),
            videos: u32::try_from(self.merge.len()).unwrap_or(u32::MAX),
            credits: self.usage.credits,
        }
    }

    /// What it has cost so far.
    pub const fn usage(&self) -> Usage {
        self.usage
    }

    /// Ends the collection with what was gathered. Called before `Done`, what is open counts as
    /// stopped by the user.
    pub fn finish(mut self) -> Collected {
        if self.outstanding.take().is_some() {
            self.charge(None, true);
        }
        let open = self.fatal.clone().unwrap_or_else(|| Error::new(ErrorCode::Aborted, "stopped before the end"));
        let budget = open.code == ErrorCode::Budget;
        self.stop_all(if budget { StopReason::CreditBudget } else { StopReason::Error }, &open);
        self.choose_rechecks();
        let recheck_failed = self.options.recheck.len().saturating_sub(self.rechecked.len());
        let mut hashtags = gather(self.readings.into_iter().map(Reading::into_listing));
        let error = self.fatal.or_else(|| hashtags.iter().find_map(|listing| listing.error.clone()));
        // That of the single videos is none.
        hashtags.truncate(self.hashtags.len());
        let (videos, duplicates) = self.merge.finish();
        self.rejected.doubt(&videos);
        let header = Header {
            taken_at: self.options.taken_at,
            hashtags,
            duplicates,
            rejected: self.rejected,
            usage: self.usage,
            sources: None,
            recheck_failed: u32::try_from(recheck_failed).unwrap_or(u32::MAX),
        };
        let snapshot = (self.pages > 0).then_some(Snapshot { header, videos, rechecked: self.rechecked });
        Collected { snapshot, error, usage: self.usage }
    }

    /// The collection as bytes, so that a later process can go on where this one stops.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes::seal(bytes::Kind::Collector, self)
    }

    /// A collection from its bytes. A request that was out counts as possibly billed and comes again.
    ///
    /// # Errors
    /// `collector_corrupt` for any other bytes, and for those of another version.
    pub fn from_bytes(sealed: &[u8]) -> Result<Self, Error> {
        let mut collector: Self = bytes::open(bytes::Kind::Collector, sealed)?;
        if collector.outstanding.take().is_some() {
            collector.charge(None, true);
        }
        collector.wait_until = None;
        Ok(collector)
    }
}

record!(Collector {
    options,
    hashtags,
    readings,
    current,
    merge,
    rechecked,
    rejected,
    usage,
    pages,
    next_id,
    outstanding,
    wait_until,
    random,
    fatal,
});

#[cfg(test)]
mod tests;
