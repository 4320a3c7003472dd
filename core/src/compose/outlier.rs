//! How far a few videos stand above the others of their age.
//!
//! In a large campaign nearly everybody may be of comparable age, and a list of them for each of the few would
//! cost more than the rest of a report. So everybody stands once, in the order of views; who is of comparable age
//! to each of the few is counted block by block, and only the block that a median is in is looked through.

use super::spread::quantile;
use crate::{Ratio, SMALL, gather::gather, rank};

/// Fewer other videos of comparable age make no outlier score.
const COMPARABLE_LEAST: usize = 3;
/// Videos that are counted together: they fit into the processor's first cache.
const BLOCK: usize = 2048;

/// Everybody whose views are known.
pub(super) struct Everybody {
    /// Views and age in 32 bits each, which nearly all have room in: age 0 where it is unknown.
    keys: Vec<u64>,
    /// The same of those with more views than that, in 64 bits each; in the wasm of all.
    wide: Vec<u128>,
    youngest: u32,
    oldest: u32,
}

impl Everybody {
    pub(super) fn with_room(room: usize) -> Self {
        let room = if SMALL { 0 } else { room };
        Self { keys: Vec::with_capacity(room), wide: Vec::new(), youngest: u32::MAX, oldest: 0 }
    }

    /// Takes a video's views, and its age in seconds where that is known.
    #[inline]
    pub(super) fn take(&mut self, views: u64, age: Option<u64>) {
        let age = age.map_or(0, in_32_bits);
        if SMALL || views > u64::from(u32::MAX) {
            self.wide.push(u128::from(views) << 64 | u128::from(age));
        } else {
            self.keys.push(views << 32 | u64::from(age));
        }
        if !SMALL {
            (self.youngest, self.oldest) = (self.youngest.min(age), self.oldest.max(age));
        }
    }

    /// Of each of a few, given by views and age, the views over the median of the other videos between half and twice
    /// its age; and everybody's views in ascending order.
    pub(super) fn scores(mut self, few: &[Option<(u64, u64)>], spare: &mut Vec<u64>) -> (Vec<Option<Ratio>>, Vec<u64>) {
        if !SMALL {
            self.keys = rank::sorted_with(self.keys, 32, spare);
        }
        self.wide = rank::sorted_above(self.wide, 64);
        let counts = if SMALL { Vec::new() } else { self.counts(few) };
        let mut counts = counts.iter().map(Vec::as_slice);
        let score = |one: &Option<(u64, u64)>| {
            let (views, age) = (*one)?;
            let counts = if SMALL { &[] } else { counts.next()? };
            let usual = self.usual(Comparable::to(age), counts, views)?;
            Ratio::of(i128::from(views) * 1_000_000, usual.millionths())
        };
        let scores = gather(few.iter().map(score));
        let mut views = self.keys;
        if !SMALL {
            views.iter_mut().for_each(|key| *key >>= 32);
        }
        self.wide.iter().for_each(|key| views.push((key >> 64) as u64));
        (scores, views)
    }

    /// How many are comparable to each of the few, block by block: for all of them while it is in the cache.
    fn counts(&self, few: &[Option<(u64, u64)>]) -> Vec<Vec<usize>> {
        let mut counts = gather(few.iter().flatten().map(|(_, age)| (Comparable::to(*age), Vec::new())));
        let mut ages = Vec::with_capacity(BLOCK);
        for block in self.keys.chunks(BLOCK) {
            ages.clear();
            ages.extend(block.iter().map(|key| *key as u32));
            for (to, counts) in &mut counts {
                // Where it is everybody, nobody needs to be looked at.
                let is_everybody = to.has(self.youngest) && to.has(self.oldest);
                counts.push(if is_everybody { block.len() } else { to.count(&ages) });
            }
        }
        gather(counts.into_iter().map(|(_, counts)| counts))
    }

    /// The median of the views of all that are comparable to one but itself, which is among them under its views;
    /// none where they are too few.
    fn usual(&self, to: Comparable, counts: &[usize], views: u64) -> Option<Ratio> {
        let wide = gather(self.wide.iter().filter(|key| to.has(**key as u32)).map(|key| (key >> 64) as u64));
        let others = if SMALL { 0 } else { counts.iter().sum() };
        let count = (wide.len() + others).checked_sub(1)?;
        // Any of those that have as many views may be the one: those from there on move up a place.
        let at = |place| {
            let found = if SMALL { Err(place) } else { self.at(place, to, counts) };
            found.map_or_else(|behind| wide.get(behind).copied(), Some)
        };
        let other = |place: usize| at(place).filter(|other| *other < views).or_else(|| at(place + 1));
        let pair = &mut |at| other(at).map(|low| (low, other(at + 1).unwrap_or(low)));
        if count < COMPARABLE_LEAST { None } else { quantile(count, 50, 1, pair) }
    }

    /// The views at a place of the order of those that are comparable; else how many places it is behind the last.
    fn at(&self, mut place: usize, to: Comparable, counts: &[usize]) -> Result<u64, usize> {
        for (block, count) in self.keys.chunks(BLOCK).zip(counts) {
            if place < *count {
                let found = block.iter().filter(|key| to.has(**key as u32)).nth(place);
                return found.map(|key| key >> 32).ok_or(place);
            }
            place -= count;
        }
        Err(place)
    }
}

/// Ages in seconds do not exceed it before 2106.
fn in_32_bits(age: u64) -> u32 {
    u32::try_from(age).unwrap_or(u32::MAX)
}

/// Who is of comparable age to one: between half and twice as old.
#[derive(Clone, Copy)]
struct Comparable {
    youngest: u32,
    /// Seconds from the youngest to the oldest.
    span: u32,
}

impl Comparable {
    fn to(age: u64) -> Self {
        let age = in_32_bits(age);
        Self { youngest: age / 2, span: age.saturating_mul(2) - age / 2 }
    }

    const fn has(self, age: u32) -> bool {
        age.wrapping_sub(self.youngest) <= self.span
    }

    fn count(self, ages: &[u32]) -> usize {
        ages.iter().map(|age| u32::from(self.has(*age))).sum::<u32>() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The score by a list of the others.
    fn expected(all: &[(u64, u64)], (views, age): (u64, u64)) -> Option<Ratio> {
        let near = all.iter().filter(|(_, other)| (age / 2..=age * 2).contains(other));
        let mut others: Vec<u64> = near.map(|(views, _)| *views).collect();
        others.swap_remove(others.iter().position(|other| *other == views).unwrap());
        others.sort_unstable();
        let pair = &mut |at: usize| Some((*others.get(at)?, *others.get(at + 1).or(others.last())?));
        let usual = quantile(others.len(), 50, 1, pair).filter(|_| others.len() >= COMPARABLE_LEAST)?;
        Ratio::of(i128::from(views) * 1_000_000, usual.millionths())
    }

    fn check(all: &[(u64, u64)]) {
        let mut everybody = Everybody::with_room(all.len());
        all.iter().for_each(|(views, age)| everybody.take(*views, (*age > 0).then_some(*age)));
        let few: Vec<(u64, u64)> = all.iter().copied().step_by(7).filter(|(_, age)| *age > 0).collect();
        let given: Vec<Option<(u64, u64)>> = few.iter().copied().map(Some).chain([None]).collect();
        let mut views: Vec<u64> = all.iter().map(|(views, _)| *views).collect();
        views.sort_unstable();
        let scores = few.iter().map(|one| expected(all, *one)).chain([None]).collect();
        assert_eq!(everybody.scores(&given, &mut Vec::new()), (scores, views), "{}", all.len());
    }

    #[test]
    fn the_median_of_the_others_is_that_of_a_list_of_them() {
        let mixed = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for count in [0_u64, 1, 3, 4, 5, 40, 41, 3_000, 9_000] {
            let aged = |n: u64| ((mixed(n ^ 77) >> 20) >> (n % 44), 3_600 + mixed(n) % 90_000);
            let all: Vec<(u64, u64)> = (0..count).map(aged).collect();
            check(&all);
            // Some whose age is unknown.
            check(&all.iter().map(|(views, age)| (*views, if age % 5 == 0 { 0 } else { *age })).collect::<Vec<_>>());
        }
    }

    #[test]
    fn where_all_are_of_comparable_age_their_order_is_enough() {
        check(&[9, 3, 3, 700, 41, 0, 1 << 40, 3].map(|views| (views, 50_000)));
    }
}
