//! Names that many videos share, each stored once.

use crate::{
    gather::gather,
    places::{Places, hash},
};

/// Names by number, in the order of first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// All names, one behind the other: a name of its own in memory costs twice as much.
    text: String,
    /// Where each ends in it.
    ends: Vec<usize>,
    /// Numbers by the name's hash; a name whose hash is taken stands under the next free one.
    numbers: Places,
}

impl Names {
    pub(crate) fn from_list(names: &[String]) -> Self {
        let mut all = Self::default();
        all.ends.reserve(names.len());
        all.numbers.reserve(names.len());
        for name in names {
            all.number(name);
        }
        all
    }

    pub(crate) fn list(&self) -> Vec<String> {
        gather((0..self.len() as u32).filter_map(|number| self.get(number).map(crate::text::owned)))
    }

    /// The number of a name, a new one where it has none.
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        match self.look(name) {
            Ok(number) => number as u32,
            Err(free) => {
                let number = self.ends.len();
                self.text.push_str(name);
                self.ends.push(self.text.len());
                self.numbers.insert(free, number);
                number as u32
            }
        }
    }

    /// Looks where a name belongs, as [`Places::glance`].
    pub(crate) fn glance(&self, name: &str) -> u64 {
        self.numbers.glance(hash(name.as_bytes()))
    }

    /// The number of a name that has one.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.look(name).ok().map(|number| number as u32)
    }

    /// The number of a name, or the key under which it would stand.
    fn look(&self, name: &str) -> Result<usize, u64> {
        find(&self.numbers, hash(name.as_bytes()), &|number| {
            let span = self.span(number);
            span.and_then(|(begin, end)| self.text.as_bytes().get(begin..end)) == Some(name.as_bytes())
        })
    }

    /// The name of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        let (begin, end) = self.span(number as usize)?;
        self.text.get(begin..end)
    }

    /// Where a name begins and ends.
    #[inline]
    fn span(&self, number: usize) -> Option<(usize, usize)> {
        let begin = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some((begin, *self.ends.get(number)?))
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }
}

/// The number that stands under a hash and is the one looked for, or the free key.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline)]
pub(super) fn find(numbers: &Places, hash: u64, is_it: &dyn Fn(usize) -> bool) -> Result<usize, u64> {
    let mut key = hash;
    while let Some(number) = numbers.get(key) {
        if is_it(number) {
            return Ok(number);
        }
        key = key.wrapping_add(1);
    }
    Err(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number() {
        let mut names = Names::default();
        assert_eq!([names.number("a"), names.number("b"), names.number("a")], [0, 1, 0]);
        assert_eq!((names.find("b"), names.find("c"), names.get(1)), (Some(1), None, Some("b")));
        assert_eq!(Names::from_list(&names.list()).find("b"), Some(1));
    }
}
