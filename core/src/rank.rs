//! Orders by number: one sort and one way to keep the best, for every section.
//!
//! Each further type that is sorted would cost the wasm kilobytes.

/// The numbers in ascending order, by their bytes from the lowest: the cost is linear, and the
/// slices' own sort is 4 KB of the wasm.
#[inline(never)]
pub(crate) fn sorted(mut numbers: Vec<u128>) -> Vec<u128> {
    let used = numbers.iter().fold(0, |used, number| used | number);
    let mut moved = vec![0; numbers.len()];
    for shift in (0..u128::BITS).step_by(8).take_while(|shift| used >> shift != 0) {
        let byte = |number: u128| usize::from((number >> shift) as u8);
        let mut places = [0_usize; 256];
        for number in &numbers {
            if let Some(count) = places.get_mut(byte(*number)) {
                *count += 1;
            }
        }
        let mut begin = 0;
        for place in &mut places {
            begin += std::mem::replace(place, begin);
        }
        for number in &numbers {
            if let Some(place) = places.get_mut(byte(*number)) {
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
    fn numbers_are_sorted_by_all_their_bytes() {
        let numbers: Vec<u128> =
            (0..1000_u128).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_0c7d_1234_5677) >> (n % 100)).collect();
        let mut expected = numbers.clone();
        expected.sort_unstable();
        assert_eq!(sorted(numbers), expected);
        assert_eq!(sorted(vec![]), [] as [u128; 0]);
        assert_eq!(sorted(vec![u128::MAX, 0, 1]), [0, 1, u128::MAX]);
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
