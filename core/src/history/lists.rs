//! Lists of names' numbers that many videos share, each stored once: the hashtags of a video,
//! and those that it was listed under.

use super::names::find;
use crate::places::{Places, hash_of};

/// Lists by number, in the order of first use; number 0 is the empty list.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    /// All lists, one behind the other: where hardly two videos share one, each in memory of its own
    /// would cost more than what stands in it.
    numbers: Vec<u32>,
    /// Where each ends in them.
    ends: Vec<usize>,
    /// Places by the list's hash; a list whose hash is taken stands under the next free one.
    places: Places,
}

impl Default for Lists {
    fn default() -> Self {
        Self::from_lists(&[Vec::new()])
    }
}

impl Lists {
    pub(crate) fn from_lists(lists: &[Vec<u32>]) -> Self {
        let mut all = Self { numbers: Vec::new(), ends: Vec::new(), places: Places::default() };
        for list in lists {
            all.number(list);
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
        let found = find(&self.places, hash, &|place| self.get(place as u32) == list);
        let number = found.unwrap_or_else(|free| {
            self.places.insert(free, self.len());
            self.numbers.extend_from_slice(list);
            self.ends.push(self.numbers.len());
            self.len() - 1
        });
        number as u32
    }

    /// The list of a number.
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(0);
        self.numbers.get(begin..end).unwrap_or_default()
    }
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
        assert_eq!(Lists::from_lists(&all).get(1), [1, 2]);
    }
}
