//! Searches by luck, the same on every machine.

use anyhow::{Context, Result, anyhow};

/// What the early throws find decides for all behind them, and luck is worth 0.3 KB of the wasm: each search is done
/// from both, side by side, and the cheapest find is taken.
const SEEDS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03];

/// Numbers that look drawn.
pub(crate) struct Dice(u64);

impl Dice {
    #[cfg(test)]
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        for shift in [13, -7, 17] {
            self.0 ^= if shift > 0 { self.0 << shift } else { self.0 >> -shift };
        }
        (self.0 % bound as u64) as usize
    }
}

/// The least that a search finds with one of several dice; it is told which.
pub(crate) fn least<T: Ord + Send>(search: impl Fn(usize, Dice) -> T + Sync) -> Result<T> {
    std::thread::scope(|scope| {
        let search = &search;
        let spawn = |(place, seed)| scope.spawn(move || search(place, Dice(seed)));
        let searches: Vec<_> = SEEDS.into_iter().enumerate().map(spawn).collect();
        searches.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|_| anyhow!("a search broke off"))?
    .into_iter()
    .min()
    .context("nothing was searched")
}
