//! The provider behind the socket: answers requests, bills them and keeps the ledger.
//!
//! No I/O and no clock: a raw request goes in, a reply comes out.

use crate::faults::{Fault, FaultKind, LONE_SURROGATE, LONE_SURROGATE_MARK, PastEnd, at_random, replacement, spoil};
use crate::ledger::{Entry, Ledger, Outcome};
use crate::options::{Order, SandboxOptions, Shape};
use crate::page::{Item, Page};
use crate::reply::{Delivery, Reply, out_of_credits, throttled};
use crate::request::{Ask, Endpoint, Loose, Raw};
use crate::shapes::aweme::{self, Meter};
use crate::shapes::{Stats, tutorial};
use crate::world::draw::{Purpose, stream};
use crate::world::{Counts, World};
use rand::seq::SliceRandom;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an unlimited account shows as its balance.
const UNLIMITED_CREDITS: u64 = 1_000_000;
/// Videos on a page, by default and at most.
const DEFAULT_COUNT: u64 = 20;
const MAX_COUNT: u64 = 30;

/// Everything that changes while a sandbox runs.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: Arc<World>,
    options: SandboxOptions,
    port: u16,
    pub(crate) now: i64,
    pub(crate) faults: Vec<Fault>,
    pub(crate) ledger: Ledger,
    pub(crate) in_flight: usize,
    /// Times that a hashtag and cursor were asked at a `now`.
    attempts: BTreeMap<(String, String, i64), u32>,
    /// Listings at the present `now`.
    listings: BTreeMap<String, Arc<[(usize, Counts)]>>,
    /// Resets so far: a request from before one settles nothing after it.
    generation: u64,
}

/// Names a pending request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    generation: u64,
    seq: u64,
}

impl State {
    pub(crate) fn new(options: SandboxOptions, world: Arc<World>, port: u16) -> Self {
        Self {
            now: options.now.unwrap_or_else(|| world.options().end()),
            faults: options.faults.clone(),
            world,
            options,
            port,
            ledger: Ledger::default(),
            in_flight: 0,
            attempts: BTreeMap::new(),
            listings: BTreeMap::new(),
            generation: 0,
        }
    }

    pub(crate) fn set_now(&mut self, now: i64) {
        self.now = now;
        self.listings.clear();
    }

    /// Back to how it was started: time, faults, ledger, credits.
    pub(crate) fn reset(&mut self) {
        let fresh = Self::new(self.options.clone(), Arc::clone(&self.world), self.port);
        *self = Self { in_flight: self.in_flight, generation: self.generation + 1, ..fresh };
    }

    pub(crate) fn settle(&mut self, ticket: Ticket, outcome: Outcome) {
        if ticket.generation == self.generation {
            self.ledger.settle(ticket.seq, outcome);
        }
    }

    /// Answers a request of the API and enters it in the ledger as pending.
    pub(crate) fn answer(&mut self, raw: Raw) -> (Ticket, Reply) {
        let ask = Ask::of(&raw, self.options.shape, &self.world);
        let seq = self.ledger.totals.requests;
        let asked = (ask.hashtag.clone(), ask.cursor.clone(), self.now);
        let asked = self.attempts.entry(asked).or_default();
        let attempt = *asked;
        *asked += 1;
        let reply = self.reply(&ask, attempt, seq);
        let dropped = reply.delivery == Delivery::Nothing;
        self.ledger.push(Entry {
            seq,
            path: raw.path,
            hashtag: ask.hashtag,
            cursor: ask.cursor,
            attempt,
            now: self.now,
            status: (!dropped).then_some(reply.status),
            credits: if ask.endpoint.is_billed() { reply.credits() } else { 0 },
            outcome: Outcome::Pending,
            authorized: raw.authorization.is_some(),
            user_agent: raw.user_agent,
        });
        let generation = self.generation;
        (Ticket { generation, seq }, reply)
    }

    fn reply(&mut self, ask: &Ask, attempt: u32, seq: u64) -> Reply {
        if ask.endpoint == Endpoint::Elsewhere {
            return Reply::json(200, &json!({}));
        }
        if ask.key.as_deref() != Some(self.options.key.as_str()) {
            return Reply::error(401, "missing or invalid API key");
        }
        // This request is one of those in flight.
        let others = self.in_flight.saturating_sub(1);
        if self.options.concurrency.is_some_and(|most| others >= most) {
            return Reply::json(429, &throttled(others, 1)).with_header("retry-after", "1");
        }
        let day = self.world.options().day_of(self.now);
        let hitting = self.faults.iter().filter(|f| f.hits(ask, attempt, day, self.now));
        let mut kinds: Vec<FaultKind> = hitting.map(|fault| fault.kind.clone()).collect();
        if ask.endpoint.is_billed() {
            kinds.extend(at_random(self.options.world.seed, self.options.fault_rate, seq));
        }
        let replaced = kinds.iter().find_map(|kind| replacement(kind, ask, self.port));
        let mut reply = replaced.unwrap_or_else(|| self.in_order(ask, &kinds));
        for kind in &kinds {
            match kind {
                FaultKind::Drop => reply.delivery = Delivery::Nothing,
                FaultKind::Truncated { fraction } => reply.delivery = Delivery::Cut(*fraction),
                FaultKind::Delay { ms } => reply.delay_ms += ms,
                _ => {}
            }
        }
        reply.delay_ms += self.options.latency_ms;
        reply
    }

    /// The answer of a provider that works, but for faults inside a page or a lookup.
    fn in_order(&mut self, ask: &Ask, kinds: &[FaultKind]) -> Reply {
        let spent = self.ledger.totals.credits;
        let balance = self.options.balance.unwrap_or(UNLIMITED_CREDITS.max(spent + 1));
        if ask.endpoint == Endpoint::Usage {
            return Reply::json(
                200,
                &json!({
                    "plan": "sandbox", "credit_balance": balance.saturating_sub(spent),
                    "purchased_credits": balance, "searches_used": spent,
                }),
            );
        }
        let Ok(params) = &ask.params else {
            return Reply::error(400, "the body is not a JSON object of strings and numbers");
        };
        if spent >= balance {
            return Reply::json(402, &out_of_credits(0));
        }
        let meter = Meter { response_time_ms: 120 + self.options.latency_ms, credits_remaining: balance - spent - 1 };
        match (ask.endpoint, params.subject(ask.endpoint, self.options.shape)) {
            // Any name at all makes the provider look, and answer that it found nothing.
            (Endpoint::Lookup, None) if params.name.is_some() => self.lookup(None, kinds, meter),
            (Endpoint::Lookup, Some(name)) => self.lookup(Some(&name), kinds, meter),
            (Endpoint::Videos, Some(id)) => match page_asked(ask, params.count.as_ref().filter(|_| self.has_pages())) {
                Some(asked) => self.videos(&id, asked, kinds, meter),
                None => Reply::error(400, "cursor is not an offset, or count not 1 to 30"),
            },
            (Endpoint::Video, Some(id)) if self.options.shape == Shape::Aweme => self.video(&id, kinds, meter),
            (Endpoint::Lookup | Endpoint::Videos, None) => Reply::error(400, "a required parameter is missing"),
            (Endpoint::Video, None) => Reply::error(400, "video_id is missing"),
            _ => Reply::error(404, "no such endpoint"),
        }
    }

    /// A shape without pages ignores the parameters about them.
    fn has_pages(&self) -> bool {
        self.options.shape == Shape::Aweme
    }

    fn lookup(&self, name: Option<&str>, kinds: &[FaultKind], meter: Meter) -> Reply {
        let hidden = kinds.contains(&FaultKind::ChallengeNull);
        let found = name.filter(|_| !hidden);
        let found = found.and_then(|name| self.world.hashtag(name));
        match self.options.shape {
            Shape::Tutorial => tutorial::lookup(found),
            Shape::Aweme => {
                let found = found.map(|tag| (tag, Stats::of(&self.world, tag, self.now)));
                aweme::lookup(found, self.options.stats_place, meter)
            }
        }
    }

    fn videos(&mut self, id: &str, asked: (u64, u64), kinds: &[FaultKind], meter: Meter) -> Reply {
        let world = Arc::clone(&self.world);
        let Some(hashtag) = world.hashtag(id) else {
            return Reply::error(404, "no hashtag has this id");
        };
        let listing = self.listing(&hashtag.name);
        let repeats = FaultKind::EndlessHasMore { past_end: PastEnd::LastPage };
        let asked = match self.options.shape {
            Shape::Aweme => asked,
            Shape::Tutorial => (0, listing.len().max(1) as u64),
        };
        let repeats = kinds.contains(&repeats);
        let mut page = Page::cut(&world, &listing, asked, self.now, repeats, &self.options);
        for kind in kinds {
            spoil(&mut page, kind);
        }
        let mut reply = match self.options.shape {
            Shape::Aweme => aweme::listing(&page, &world, &self.options, meter),
            Shape::Tutorial => tutorial::listing(&page),
        };
        if kinds.contains(&FaultKind::LoneSurrogate) {
            let text = String::from_utf8_lossy(&reply.body);
            reply.body = text.replace(LONE_SURROGATE_MARK, LONE_SURROGATE).into_bytes();
        }
        reply
    }

    /// One video again, with the faults of a page that has it alone; without an item it is not there.
    fn video(&self, id: &str, kinds: &[FaultKind], meter: Meter) -> Reply {
        let truth = id.parse().ok().and_then(|id| self.world.video_at(id, self.now));
        let items = truth.map(|truth| Item::of(truth, &self.options)).into_iter().collect();
        let mut page = Page { items, cursor: 0, next_cursor: 0, has_more: false, list_missing: false };
        for kind in kinds {
            spoil(&mut page, kind);
        }
        aweme::detail(page.items.first(), &self.world, &self.options, meter)
    }

    fn listing(&mut self, hashtag: &str) -> Arc<[(usize, Counts)]> {
        if let Some(cached) = self.listings.get(hashtag) {
            return Arc::clone(cached);
        }
        let mut ranked = self.world.ranking(hashtag, self.now, 0);
        match self.options.order {
            Order::Ranked => {}
            Order::Reversed => ranked.reverse(),
            Order::Shuffled(seed) => {
                let day = self.world.options().day_of(self.now);
                ranked.shuffle(&mut stream(seed, Purpose::Shuffle, day, 0));
            }
        }
        let ranked: Arc<[_]> = ranked.into();
        self.listings.insert(hashtag.to_owned(), Arc::clone(&ranked));
        ranked
    }
}

/// Offset and size of the page that is asked for; `None` when either is invalid.
fn page_asked(ask: &Ask, count: Option<&Loose>) -> Option<(u64, u64)> {
    let count = match count {
        Some(count) => count.text().parse().ok()?,
        None => DEFAULT_COUNT,
    };
    let valid = (1..=MAX_COUNT).contains(&count);
    valid.then_some((ask.cursor.parse().ok()?, count))
}
