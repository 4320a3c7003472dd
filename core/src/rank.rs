//! Orders by number: one sort and one way to keep the best, for every section.
//!
//! Each further type that is sorted would cost the wasm kilobytes.

use crate::SMALL;

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
pub(crate) fn sorted<N: Key>(numbers: Vec<N>) -> Vec<N> {
    sorted_above(numbers, 0)
}

/// The same of numbers whose lowest `known` bits are in order already, or may come in any.
#[inline(never)]
pub(crate) fn sorted_above<N: Key>(numbers: Vec<N>, known: u32) -> Vec<N> {
    let moved = vec![N::default(); numbers.len()];
    sorted_between(numbers, moved, known).0
}

/// The same with memory to move them to, which is given back: of a large campaign's numbers the first touch of memory
/// takes as long as a part of the sort.
pub(crate) fn sorted_with<N: Key>(numbers: Vec<N>, known: u32, spare: &mut Vec<N>) -> Vec<N> {
    if SMALL {
        return sorted_above(numbers, known);
    }
    let mut moved = std::mem::take(spare);
    moved.resize(numbers.len(), N::default());
    let (sorted, moved) = sorted_between(numbers, moved, known);
    *spare = moved;
    sorted
}

/// The numbers in order, and the other list.
fn sorted_between<N: Key>(mut numbers: Vec<N>, mut moved: Vec<N>, known: u32) -> (Vec<N>, Vec<N>) {
    let used = numbers.iter().fold(N::default(), |used, number| used | *number);
    let shifts = || (known / 8..N::BYTES).map(|byte| byte * 8).take_while(|shift| !used.ends(*shift));
    // Of many the highest byte first: the parts that it makes fit into the processor's cache.
    if !SMALL
        && numbers.len() > MANY
        && let Some(highest) = shifts().last()
    {
        let ends = by_byte(&numbers, &mut moved, highest);
        let (mut parts, mut rooms) = (moved.as_mut_slice(), numbers.as_mut_slice());
        let mut begin = 0;
        for end in ends {
            let length = end - std::mem::replace(&mut begin, end);
            let (Some(part), Some(room)) = (parts.split_off_mut(..length), rooms.split_off_mut(..length)) else {
                break;
            };
            let (mut part, mut room) = (part, room);
            for shift in shifts().take_while(|shift| *shift < highest) {
                by_byte(part, room, shift);
                std::mem::swap(&mut part, &mut room);
            }
        }
        if shifts().count() % 2 == 1 {
            std::mem::swap(&mut numbers, &mut moved);
        }
    } else {
        for shift in shifts() {
            by_byte(&numbers, &mut moved, shift);
            std::mem::swap(&mut numbers, &mut moved);
        }
    }
    (numbers, moved)
}

/// More numbers do not stay in the processor's cache while they are sorted.
const MANY: usize = 1 << 17;

/// Moves the numbers into the order of one of their bytes, equals in theirs; gives where those of each value end.
fn by_byte<N: Key>(numbers: &[N], moved: &mut [N], shift: u32) -> [usize; 256] {
    let mut places = [0_usize; 256];
    for number in numbers {
        if let Some(count) = places.get_mut(number.byte(shift)) {
            *count += 1;
        }
    }
    let mut begin = 0;
    for place in &mut places {
        begin += std::mem::replace(place, begin);
    }
    for number in numbers {
        if let Some(place) = places.get_mut(number.byte(shift)) {
            if let Some(to) = moved.get_mut(*place) {
                *to = *number;
            }
            *place += 1;
        }
    }
    places
}

/// The places of the numbers in ascending order of `number`, ties in their order. Numbers are taken
/// to 2^32 - 1, which ages in seconds and times since 1970 do not exceed before 2106.
pub(crate) fn order(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let keys = numbers.zip(0_u64..).map(|(number, place)| number.min(u64::from(u32::MAX)) << 32 | place);
    let mut places = sorted_above(keys.collect(), 32);
    for place in &mut places {
        *place &= u64::from(u32::MAX);
    }
    places
}

/// The number that would stand at place `at` of the numbers in ascending order, and the one behind it
/// (itself where there is none). It changes their places; in the wasm they are sorted, which is less code.
#[inline(never)]
pub(crate) fn nth(numbers: &mut [u64], at: usize) -> Option<(u64, u64)> {
    if SMALL || at >= numbers.len() {
        return in_order(&sorted(numbers.to_vec()), at);
    }
    let (_, found, larger) = numbers.select_nth_unstable(at);
    Some((*found, larger.iter().min().copied().unwrap_or(*found)))
}

/// The number at a place and the one behind it, of numbers in ascending order.
pub(crate) fn in_order(sorted: &[u64], at: usize) -> Option<(u64, u64)> {
    let found = *sorted.get(at)?;
    Some((found, sorted.get(at + 1).copied().unwrap_or(found)))
}

/// The items in the ascending order of their keys of at most 96 bits; of equal keys in their own.
pub(crate) fn by_key<T>(items: Vec<T>, key: impl Fn(&T) -> u128) -> Vec<T> {
    let keys = items.iter().zip(0_u128..).map(|(item, place)| key(item) << 32 | place).collect();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let places = sorted_above(keys, 32).into_iter().map(|key| key as u32 as usize);
    places.filter_map(|place| items.get_mut(place).and_then(Option::take)).collect()
}

/// Keeps the places of the largest numbers, largest first; ties in their order.
pub(crate) struct Largest {
    count: usize,
    /// What a number must exceed to be kept; none before there are enough.
    least: Option<u64>,
    /// Number (its bits turned, so that the largest comes first) and place.
    best: Vec<(u64, usize)>,
}

impl Largest {
    /// Keeps so many.
    pub(crate) const fn of(count: usize) -> Self {
        Self { count, least: None, best: Vec::new() }
    }

    /// Takes the number at a place; the places ascend.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn take(&mut self, place: usize, number: u64) {
        if self.least.is_none_or(|least| number > least) {
            self.keep(place, number);
        }
    }

    #[inline(never)]
    fn keep(&mut self, place: usize, number: u64) {
        let key = (!number, place);
        let at = self.best.partition_point(|other| *other <= key);
        self.best.insert(at, key);
        self.best.truncate(self.count);
        let is_full = self.best.len() == self.count;
        self.least = self.best.last().map(|(turned, _)| !turned).or(Some(u64::MAX)).filter(|_| is_full);
    }

    /// The places kept, of the largest number first; ties in their order.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        self.best.iter().map(|(_, place)| *place)
    }

    /// The same with the numbers.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, u64)> {
        self.best.iter().map(|(turned, place)| (*place, !turned))
    }
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
    fn many_are_sorted_part_by_part() {
        for bits in [1, 8, 9, 20, 24, 64] {
            let many: Vec<u64> =
                (0..MANY as u64 + 9).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)).collect();
            let mut expected = many.clone();
            expected.sort_unstable();
            assert_eq!(sorted(many.clone()), expected, "{bits} bits");
            let mut places: Vec<u64> = (0..many.len() as u64).collect();
            places.sort_by_key(|place| many[*place as usize].min(u32::MAX.into()));
            assert_eq!(order(many.into_iter()), places, "{bits} bits");
        }
        assert_eq!(sorted(vec![0_u64; MANY + 1]), vec![0; MANY + 1]);
    }

    #[test]
    fn a_place_in_the_order_is_found_without_sorting() {
        let ascending = sorted(numbers());
        for at in 0..1000 {
            assert_eq!(nth(&mut numbers(), at), Some((ascending[at], ascending[(at + 1).min(999)])), "{at}");
        }
        assert_eq!((nth(&mut numbers(), 1000), nth(&mut [], 0)), (None, None));
        assert_eq!((nth(&mut [0, 0], 1), nth(&mut [7], 0)), (Some((0, 0)), Some((7, 7))));
        let mut two = vec![5; 400];
        two.resize(800, u64::MAX);
        assert_eq!([399, 400].map(|at| nth(&mut two, at)), [Some((5, u64::MAX)), Some((u64::MAX, u64::MAX))]);
        assert_eq!(nth(&mut [9; 400], 399), Some((9, 9)));
        let mut many: Vec<u64> = (0..9_000).map(|n| 1 << 63 | (n * 7919 % 9_000) << 20).collect();
        assert_eq!([0, 4_000, 8_999].map(|at| nth(&mut many, at).unwrap().0 >> 20 & 0xffff), [0, 4_000, 8_999]);
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
        let of = |numbers: &[u64], count| {
            let mut largest = Largest::of(count);
            numbers.iter().enumerate().for_each(|(place, number)| largest.take(place, *number));
            largest.places().collect::<Vec<_>>()
        };
        assert_eq!(of(&[3, 9, 3, 9, 1], 3), [1, 3, 0]);
        assert_eq!(of(&[0, u64::MAX], 9), [1, 0]);
        assert_eq!(of(&[1], 0), [] as [usize; 0]);
        assert_eq!(of(&[], 3), [] as [usize; 0]);
    }
}
