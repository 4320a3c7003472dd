//! Orders by number: one sort and one way to keep the best, for every section.
//!
//! Each further type that is sorted would cost the wasm a kilobyte.

use std::collections::BinaryHeap;

/// The numbers in ascending order. By a heap: the slices' own sort took 4 KB of the wasm.
#[inline(never)]
pub(crate) fn sorted(numbers: Vec<u128>) -> Vec<u128> {
    BinaryHeap::from(numbers).into_sorted_vec()
}

/// Places of the `count` largest numbers, largest first; ties in their order.
pub(crate) fn largest(numbers: impl Iterator<Item = u64>, count: usize) -> Vec<usize> {
    let mut best: Vec<u128> = Vec::new();
    for (place, number) in numbers.enumerate() {
        keep(&mut best, u128::from(!number) << 64 | place as u128, count);
    }
    best.into_iter().map(|key| key as u64 as usize).collect()
}

/// Keeps `key` if it is among the `count` smallest; `best` is ascending.
#[inline(never)]
fn keep(best: &mut Vec<u128>, key: u128, count: usize) {
    if best.len() >= count {
        if best.last().is_none_or(|last| *last <= key) {
            return;
        }
        best.pop();
    }
    let at = best.partition_point(|other| *other <= key);
    best.insert(at, key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_in_order() {
        let of = |numbers: &[u64], count| largest(numbers.iter().copied(), count);
        assert_eq!(of(&[3, 9, 3, 9, 1], 3), [1, 3, 0]);
        assert_eq!(of(&[0, u64::MAX], 9), [1, 0]);
        assert_eq!(of(&[1], 0), [] as [usize; 0]);
        assert_eq!(of(&[], 3), [] as [usize; 0]);
    }
}
