//! Orders by number: one sort and one way to keep the best, for every section.
//!
//! Each further type that is sorted would cost the wasm kilobytes.

use crate::gather::gather;

/// A number to sort by.
pub(crate) trait Key: Copy + Default + std::ops::BitOr<Output = Self> {
    /// How many bytes it has.
    const BYTES: u32;
    /// The byte above `shift` bits.
    fn byte(self, shift: u32) -> usize;
    /// Whether nothing is above `shift` bits.
    fn ends(self, shift: u32) -> bool;
}

macro_rules! key {
    ($type:ty) => {
        impl Key for $type {
            const BYTES: u32 = Self::BITS / 8;
            #[inline(always)]
            fn byte(self, shift: u32) -> usize {
                usize::from((self >> shift) as u8)
            }
            fn ends(self, shift: u32) -> bool {
                self >> shift == 0
            }
        }
    };
}

key!(u64);
// What is sorted by two numbers, or by a number and its place: twice the memory to move.
key!(u128);

/// The numbers in ascending order, by their bytes from the lowest: the cost is linear, and the
/// slices' own sort is 4 KB of the wasm.
#[inline(never)]
pub(crate) fn sorted<N: Key>(mut numbers: Vec<N>) -> Vec<N> {
    let used = numbers.iter().fold(N::default(), |used, number| used | *number);
    let mut moved = vec![N::default(); numbers.len()];
    for shift in (0..N::BYTES).map(|byte| byte * 8).take_while(|shift| !used.ends(*shift)) {
        let mut places = [0_usize; 256];
        for number in &numbers {
            if let Some(count) = places.get_mut(number.byte(shift)) {
                *count += 1;
            }
        }
        let mut begin = 0;
        for place in &mut places {
            begin += std::mem::replace(place, begin);
        }
        for number in &numbers {
            if let Some(place) = places.get_mut(number.byte(shift)) {
                if let Some(to) = moved.get_mut(*place) {
                    *to = *number;
                }
                *place += 1;
            }
        }
        std::mem::swap(&mut numbers, &mut moved);
    }
    numbers
}

/// The places of the numbers in ascending order of `number`, ties in their order. Numbers are taken
/// to 2^32 - 1, which ages in seconds and times since 1970 do not exceed before 2106.
pub(crate) fn order(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let keys = numbers.zip(0_u64..).map(|(number, place)| number.min(u64::from(u32::MAX)) << 32 | place);
    let mut places = sorted(keys.collect());
    for place in &mut places {
        *place &= u64::from(u32::MAX);
    }
    places
}

/// The number that would stand at place `at` of the numbers in ascending order: found byte by byte
/// from the highest, without moving one.
#[inline(never)]
pub(crate) fn nth(numbers: &[u64], mut at: usize) -> Option<u64> {
    if at >= numbers.len() {
        return None;
    }
    let used = numbers.iter().fold(0, |used, number| used | number);
    let (mut found, mut known) = (0_u64, 0_u64);
    for shift in (0..u64::BITS).step_by(8).rev().filter(|shift| used >> shift != 0) {
        let mut counts = [0_usize; 256];
        for number in numbers.iter().filter(|number| **number & known == found) {
            if let Some(count) = counts.get_mut(number.byte(shift)) {
                *count += 1;
            }
        }
        let mut digit = 0;
        while let Some(count) = counts.get(digit).filter(|count| **count <= at) {
            at -= count;
            digit += 1;
        }
        found |= (digit as u64) << shift;
        known |= 0xff << shift;
    }
    Some(found)
}

/// The items in the ascending order of their keys of at most 96 bits; of equal keys in their own.
pub(crate) fn by_key<T>(items: Vec<T>, key: impl Fn(&T) -> u128) -> Vec<T> {
    let keys = items.iter().zip(0_u128..).map(|(item, place)| key(item) << 32 | place).collect();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let places = sorted(keys).into_iter().map(|key| key as u32 as usize);
    places.filter_map(|place| items.get_mut(place).and_then(Option::take)).collect()
}

/// Places of the `count` largest numbers, largest first; ties in their order.
pub(crate) fn largest(numbers: impl Iterator<Item = u64>, count: usize) -> Vec<usize> {
    let mut best: Vec<u128> = Vec::new();
    for (place, number) in numbers.enumerate() {
        keep(&mut best, u128::from(!number) << 64 | place as u128, count);
    }
    gather(best.iter().map(|key| *key as u64 as usize))
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

    fn numbers() -> Vec<u64> {
        (0..1000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (n % 60)).collect()
    }

    #[test]
    fn numbers_are_sorted_by_all_their_bytes() {
        let mut expected = numbers();
        expected.sort_unstable();
        assert_eq!(sorted(numbers()), expected);
        assert!(sorted(Vec::<u64>::new()).is_empty());
        assert_eq!(sorted(vec![u128::MAX, 1 << 64, 7]), [7, 1 << 64, u128::MAX]);
        assert_eq!(sorted(vec![u64::MAX, 0, 1]), [0, 1, u64::MAX]);
    }

    #[test]
    fn a_place_in_the_order_is_found_without_sorting() {
        let (given, ascending) = (numbers(), sorted(numbers()));
        for at in [0, 1, 499, 500, 998, 999] {
            assert_eq!(nth(&given, at), ascending.get(at).copied(), "{at}");
        }
        assert_eq!((nth(&given, 1000), nth(&[], 0), nth(&[0, 0], 1), nth(&[7], 0)), (None, None, Some(0), Some(7)));
    }

    #[test]
    fn places_in_order() {
        assert_eq!(order([5, 1, 5, 0].into_iter()), [3, 1, 0, 2]);
        assert_eq!(order([u64::MAX, 1 << 40].into_iter()), [0, 1]);
    }

    #[test]
    fn items_by_key_and_equals_as_they_came() {
        assert_eq!(
            by_key(vec![(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd')], |item| item.0),
            [(1, 'b'), (2, 'd'), (3, 'a'), (3, 'c')]
        );
    }

    #[test]
    fn the_largest_in_order() {
        let of = |numbers: &[u64], count| largest(numbers.iter().copied(), count);
        assert_eq!(of(&[3, 9, 3, 9, 1], 3), [1, 3, 0]);
        assert_eq!(of(&[0, u64::MAX], 9), [1, 0]);
        assert_eq!(of(&[1], 0), [] as [usize; 0]);
        assert_eq!(of(&[], 3), [] as [usize; 0]);
    }
}
