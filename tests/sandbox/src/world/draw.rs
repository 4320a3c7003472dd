//! Independent streams of random numbers.
//!
//! Every purpose draws from a stream of its own, so that an option which changes one of
//! them (fewer spikes, no absences) leaves the rest of the world as it was.

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;

/// What a stream is drawn for; the number is part of every key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Hashtag = 1,
    Creators = 2,
    Video = 3,
    Growth = 4,
    Platform = 5,
    SpikeChoice = 6,
    Absence = 7,
    Ranking = 8,
    Shuffle = 9,
    PageShift = 10,
    FaultRate = 11,
    Trap = 12,
    PlatformDay = 13,
}

/// The stream for a purpose and two indices, such as a video and a day.
pub(crate) fn stream(seed: u64, purpose: Purpose, a: i64, b: i64) -> ChaCha8Rng {
    let mut key = [0; 32];
    for (slot, word) in key.chunks_exact_mut(8).zip([
        seed.to_le_bytes(),
        (purpose as u64).to_le_bytes(),
        a.to_le_bytes(),
        b.to_le_bytes(),
    ]) {
        slot.copy_from_slice(&word);
    }
    ChaCha8Rng::from_seed(key)
}

/// One draw of N(0, 1).
pub(crate) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// True with this probability.
pub(crate) fn chance(rng: &mut ChaCha8Rng, probability: f64) -> bool {
    rng.random::<f64>() < probability
}

/// One of these, evenly.
pub(crate) fn pick<'a, T: ?Sized>(rng: &mut ChaCha8Rng, from: &[&'a T]) -> &'a T {
    from[rng.random_range(0..from.len())]
}
