//! Lists of names' numbers that many videos share, each stored once: the hashtags of a video,
//! and those that it was listed under.

use super::names::find;
use crate::places::Places;

/// Lists by number, in the order of first use; number 0 is the empty list.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    lists: Vec<Vec<u32>>,
    /// Numbers by the list's hash; a list whose hash is taken stands under the next free one.
    numbers: Places,
}

impl Default for Lists {
    fn default() -> Self {
        Self::from_lists(&[Vec::new()])
    }
}

impl Lists {
    pub(crate) fn from_lists(lists: &[Vec<u32>]) -> Self {
        let mut all = Self { lists: Vec::with_capacity(lists.len()), numbers: Places::default() };
        for list in lists {
            all.number(list);
        }
        all
    }

    pub(crate) const fn all(&self) -> &Vec<Vec<u32>> {
        &self.lists
    }

    /// The number of a list, a new one where it has none.
    pub(crate) fn number(&mut self, list: &[u32]) -> u32 {
        let mut bytes = Vec::with_capacity(list.len() * 4);
        for number in list {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let found = find(&self.numbers, &bytes, &|number| self.lists.get(number).is_some_and(|other| other == list));
        let number = found.unwrap_or_else(|free| {
            self.numbers.insert(free, self.lists.len());
            self.lists.push(list.to_vec());
            self.lists.len() - 1
        });
        number as u32
    }

    /// The list of a number.
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        self.lists.get(number as usize).map_or(&[], Vec::as_slice)
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
        assert_eq!(Lists::from_lists(lists.all()).get(1), [1, 2]);
    }
}
