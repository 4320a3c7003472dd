//! How a sandbox serves its world: the freedoms that the provider's contract leaves.

use crate::faults::Fault;
use crate::world::WorldOptions;

/// Everything about a [`Sandbox`](crate::Sandbox).
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The campaign that is served.
    pub world: WorldOptions,
    /// Simulated time at the start, in Unix seconds; `None` is the end of the world's days.
    pub now: Option<i64>,
    /// TCP port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The bearer key that is accepted.
    pub key: String,
    /// Which description of the API is followed.
    pub shape: Shape,
    /// Most requests in flight before a 429; `None` sets no limit.
    pub concurrency: Option<usize>,
    /// Milliseconds that every answer of the API takes.
    pub latency_ms: u64,
    /// Credits to spend before a 402; `None` never runs out.
    pub balance: Option<u64>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Seeded share of the requests that fail with a 5xx, a 429 or a drop, 0 to 1.
    pub fault_rate: f64,
    /// Lets ranks shift between two pages, so that duplicates and gaps occur.
    pub page_shift: bool,
    /// Order of the listing.
    pub order: Order,
    /// Adds the many nested fields that real items carry and nobody reads.
    pub heavy: bool,
    /// Rounds counts as TikTok shows them.
    pub rounded: bool,
    /// How counts are written.
    pub count_as: NumberAs,
    /// How the answer's cursor is written.
    pub cursor_as: NumberAs,
    /// How `has_more` is written.
    pub has_more_as: FlagAs,
    /// Where a hashtag's statistics stand.
    pub stats_place: StatsPlace,
}

/// The two descriptions of the provider's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The documented shapes: an envelope, `aweme_list`, pages.
    Aweme,
    /// The tutorial's: bare `{"id"}` and `{"videos"}`, no pages.
    Tutorial,
}

/// The order in which a listing is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As ranked.
    Ranked,
    /// Shuffled by this seed, and by the day.
    Shuffled(u64),
    /// Last rank first.
    Reversed,
}

/// JSON type of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberAs {
    /// `12`
    Number,
    /// `"12"`
    String,
}

/// JSON type of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagAs {
    /// `0` and `1`
    Number,
    /// `false` and `true`
    Boolean,
}

/// Where a hashtag's `videoCount` and `viewCount` stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsPlace {
    /// `data.challengeInfo.stats`, as numbers.
    Info,
    /// `data.challengeInfo.challenge.stats`, as numbers.
    Challenge,
    /// `data.challengeInfo.statsV2`, as strings.
    V2,
}

impl SandboxOptions {
    /// Serves this world, everything else as by default.
    #[must_use]
    pub fn of(world: WorldOptions) -> Self {
        Self { world, ..Self::default() }
    }
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            world: WorldOptions::default(),
            now: None,
            port: 0,
            key: "sandbox-key".to_owned(),
            shape: Shape::Aweme,
            concurrency: None,
            latency_ms: 0,
            balance: None,
            faults: Vec::new(),
            fault_rate: 0.0,
            page_shift: true,
            order: Order::Ranked,
            heavy: true,
            rounded: false,
            count_as: NumberAs::Number,
            cursor_as: NumberAs::Number,
            has_more_as: FlagAs::Number,
            stats_place: StatsPlace::Info,
        }
    }
}
