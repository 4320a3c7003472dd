//! Creators: handles as people write them, followers, and how far their videos reach.

use super::draw::{Purpose, chance, normal, pick, stream};
use super::options::WorldOptions;
use libm::exp;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::collections::BTreeSet;

/// A creator of videos.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// Numeric id, 19 digits.
    pub uid: u64,
    /// Handle without `@`: `[a-z0-9._]`, unique in the world.
    pub handle: String,
    /// Display name; any script.
    pub nickname: String,
    /// Followers; `None` when the provider does not know.
    pub followers: Option<u64>,
    /// How far above the ordinary this creator's videos reach, in standard deviations.
    pub(super) reach: f64,
}

/// Median followers of a creator and the spread of their logarithm.
const FOLLOWERS_MEDIAN: f64 = 8_000.0;
const FOLLOWERS_SIGMA: f64 = 1.8;
/// Correlation of a creator's followers with the reach of the creator's videos.
const FOLLOWERS_REACH: f64 = 0.7;

const FIRST: &[&str] = &[
    "mia", "noah", "lena", "kaito", "sofia", "amir", "chloe", "diego", "yuki", "zara", "finn", "ines", "tariq",
    "nadia", "oskar", "priya", "luca", "hanna", "jules", "marisol",
];
const SECOND: &[&str] = &[
    "makes", "daily", "glow", "eats", "fit", "studio", "reads", "outside", "vlogs", "diy", "beauty", "travels",
    "cooks", "official", "wears", "smith", "garcia", "kim", "novak", "silva",
];
const NICKNAMES: &[&str] = &[
    "Mia ✨",
    "Noah B.",
    "レナ",
    "카이토",
    "Sofía Ruiz",
    "أمير",
    "Chloé",
    "Diego 🌮",
    "由紀",
    "Zara | skincare",
    "Finn O'Hara",
    "Inês",
    "T.",
    "Nadia \"N\" K.",
    "Oskar Å",
    "priya",
    "👩🏽‍🍳 cooks",
];

/// The creators of a world.
pub(super) fn creators(options: &WorldOptions) -> Vec<Author> {
    let mut rng = stream(options.seed, Purpose::Creators, 0, 0);
    let mut taken = BTreeSet::new();
    // Three creators for four videos: some post several.
    (0..(options.videos * 3).div_ceil(4).max(1))
        .map(|_| {
            let reach = normal(&mut rng);
            let own = normal(&mut rng) * (1.0 - FOLLOWERS_REACH.powi(2)).sqrt();
            let deviation = FOLLOWERS_SIGMA * (FOLLOWERS_REACH * reach + own);
            let followers = (FOLLOWERS_MEDIAN * exp(deviation)) as u64;
            let known = chance(&mut rng, options.followers_known);
            Author {
                uid: rng.random_range(6_500_000_000_000_000_000..7_400_000_000_000_000_000),
                handle: unique_handle(&mut rng, &mut taken),
                nickname: pick(&mut rng, NICKNAMES).to_owned(),
                followers: known.then_some(followers),
                reach,
            }
        })
        .collect()
}

fn unique_handle(rng: &mut ChaCha8Rng, taken: &mut BTreeSet<String>) -> String {
    let (first, second) = (pick(rng, FIRST), pick(rng, SECOND));
    let joint = pick(rng, &["", ".", "_", "__"]);
    let mut handle = match rng.random_range(0..4) {
        0 => format!("{first}{joint}{second}"),
        1 => format!("{first}{joint}{second}{}", rng.random_range(1..100)),
        2 => format!("{second}{joint}{first}_"),
        _ => format!("{first}.{}", rng.random_range(1_980..2_013)),
    };
    while !taken.insert(handle.clone()) {
        handle = format!("{first}{joint}{second}{}", rng.random_range(100..1_000_000));
    }
    handle
}
