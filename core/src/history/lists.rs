//! Lists of names' numbers that many videos share, each stored once: the hashtags of a video,
//! and those that it was listed under.

use crate::{
    codec::{Record, Source},
    places::{Places, hash_of},
};

/// Lists by number, in the order of first use; number 0 is the empty list.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    /// All lists, one behind the other: where hardly two videos share one, each in memory of its own
    /// would cost more than what stands in it.
    numbers: Vec<u32>,
    /// Where each ends in them.
    ends: Vec<usize>,
    /// Places by the list's hash.
    places: Places,
}

impl Default for Lists {
    fn default() -> Self {
        let mut all = Self { numbers: Vec::new(), ends: Vec::new(), places: Places::default() };
        all.number(&[]);
        all
    }
}

impl Lists {
    /// Lists out of bytes, each once and the empty one first.
    pub(crate) fn from(source: &mut Source<'_>) -> Self {
        let mut all = Self::default();
        let length = source.length();
        // One that begins with another list, or has none, or has one twice, gives it another number.
        let is_read = |place: usize| all.number(&Vec::<u32>::get(source)) as usize == place;
        if length == 0 || !(0..length).all(is_read) {
            source.fail::<()>();
        }
        all
    }

    /// Every list, in the order of the numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a list, a new one where it has none.
    pub(crate) fn number(&mut self, list: &[u32]) -> u32 {
        let hash = hash_of(list.iter().map(|number| u64::from(*number)));
        let (number, Self { numbers, ends, places }) = (self.len(), self);
        let known = places.insert(hash, number, &|place| of(numbers, ends, place) == list);
        if known.is_none() {
            numbers.extend_from_slice(list);
            ends.push(numbers.len());
        }
        known.unwrap_or(number) as u32
    }

    /// The list of a number.
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        of(&self.numbers, &self.ends, number as usize)
    }
}

#[inline]
fn of<'a>(numbers: &'a [u32], ends: &[usize], number: usize) -> &'a [u32] {
    let begin = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(number).copied().unwrap_or(0);
    numbers.get(begin..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_number() {
        let mut lists = Lists::default();
        assert_eq!(
            [lists.number(&[1, 2]), lists.number(&[]), lists.number(&[2, 1]), lists.number(&[1, 2])],
            [1, 0, 2, 1]
        );
        assert_eq!((lists.get(2), lists.get(9)), (&[2, 1][..], &[][..]));
        let all: Vec<Vec<u32>> = lists.iter().map(<[u32]>::to_vec).collect();
        let read = |lists: &[Vec<u32>]| {
            let mut bytes = Vec::new();
            lists.to_vec().put(&mut bytes);
            let mut source = Source::new(&bytes);
            (Lists::from(&mut source).get(1).to_vec(), source.is_whole())
        };
        assert_eq!(read(&all), (vec![1, 2], true));
        for wrong in [&all[1..], &[], &[vec![], vec![1], vec![1]], &[vec![], vec![]]] {
            assert!(!read(wrong).1, "{wrong:?}");
        }
    }
}
