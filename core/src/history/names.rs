//! Names that many videos share, each stored once.

use crate::{
    codec::{Record, Source, put_text},
    places::{Places, hash},
};

/// Names by number, in the order of first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// All names, one behind the other: a name of its own in memory costs twice as much.
    text: String,
    /// Where each ends in it.
    ends: Vec<usize>,
    /// Numbers by the name's hash.
    numbers: Places,
}

impl Names {
    /// The number of a name, a new one where it has none.
    pub(crate) fn number(&mut self, name: &[u8]) -> u32 {
        let (number, Self { text, ends, numbers }) = (self.len(), self);
        let is_it = |number| span(ends, number).and_then(|span| text.as_bytes().get(span)) == Some(name);
        let known = numbers.insert(hash(name), number, &is_it);
        if known.is_none() {
            text.push_str(&crate::text::lossy(name));
            ends.push(text.len());
        }
        known.unwrap_or(number) as u32
    }

    /// The names without what they are found by: to be read only.
    pub(crate) fn settled(self) -> Self {
        Self { numbers: Places::default(), ..self }
    }

    /// Looks where these names belong, as [`Places::glance`], and at the names that stand there: not at
    /// other names, which are anywhere.
    pub(crate) fn glance<const N: usize>(&self, names: &[&str; N]) -> u64 {
        let hashes = names.map(|name| if name.is_empty() { 0 } else { hash(name.as_bytes()) });
        let numbers = hashes.map(|hash| self.numbers.glance(hash) as usize);
        let begin = |number: &usize| span(&self.ends, *number).map_or(0, |span| span.start);
        let ends = numbers.iter().fold(0, |seen, number| seen ^ begin(number));
        let letter = |number: &usize| self.text.as_bytes().get(begin(number)).copied();
        numbers.iter().fold(ends as u64, |seen, number| seen ^ u64::from(letter(number).unwrap_or(0)))
    }

    /// The number of a name that has one.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        let is_it = |number: usize| self.get(number as u32) == Some(name);
        self.numbers.get(hash(name.as_bytes()), &is_it).map(|number| number as u32)
    }

    /// The name of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        self.text.get(span(&self.ends, number as usize)?)
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Record for Names {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        for number in 0..self.len() as u32 {
            put_text(out, self.get(number).unwrap_or_default());
        }
    }

    fn get(source: &mut Source<'_>) -> Self {
        let mut names = Self::default();
        let length = source.length();
        // Few names are shorter, and no claim makes this reserve much more than there is.
        let likely = length.min(source.left() / 8);
        names.ends.reserve(likely);
        names.numbers.reserve(likely);
        for _ in 0..length {
            if source.is_failed() {
                break;
            }
            names.text.push_str(source.text());
            names.ends.push(names.text.len());
        }
        // By itself: among many names each insertion waits for the memory, and many wait at once.
        let (text, ends, numbers) = (&names.text, &names.ends, &mut names.numbers);
        let name = |number: usize| span(ends, number).and_then(|span| text.as_bytes().get(span)).unwrap_or_default();
        for number in 0..ends.len() {
            // Each once: a second one would move the numbers of those behind it.
            if numbers.insert(hash(name(number)), number, &|other| name(other) == name(number)).is_some() {
                source.fail::<()>();
                break;
            }
        }
        names
    }
}

/// Where the name of a number begins and ends.
#[inline]
fn span(ends: &[usize], number: usize) -> Option<std::ops::Range<usize>> {
    let begin = number.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied())?;
    Some(begin..*ends.get(number)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number() {
        let mut names = Names::default();
        assert_eq!(["a", "b", "a"].map(|name| names.number(name.as_bytes())), [0, 1, 0]);
        assert_eq!((names.find("b"), names.find("c"), names.get(1)), (Some(1), None, Some("b")));
        let mut bytes = Vec::new();
        names.put(&mut bytes);
        let mut source = Source::new(&bytes);
        assert_eq!((<Names as Record>::get(&mut source).find("b"), source.is_whole()), (Some(1), true));
        bytes[4] = b'a';
        let mut twice = Source::new(&bytes);
        <Names as Record>::get(&mut twice);
        assert!(!twice.is_whole());
    }
}
