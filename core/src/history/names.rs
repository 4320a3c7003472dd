//! Names that many videos share, each stored once.

use crate::places::Places;

/// Names by number, in the order of first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    names: Vec<String>,
    /// Numbers by the name's hash; a name whose hash is taken stands under the next free one.
    numbers: Places,
}

impl Names {
    pub(crate) fn from_list(names: Vec<String>) -> Self {
        let mut all = Self { names: Vec::with_capacity(names.len()), numbers: Places::default() };
        for name in names {
            all.number(&name);
        }
        all
    }

    pub(crate) fn list(&self) -> &[String] {
        &self.names
    }

    /// The number of a name, a new one where it has none.
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        match self.look(name) {
            Ok(number) => number,
            Err(free) => {
                let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.names.push(crate::text::owned(name));
                self.numbers.insert(free, number as usize);
                number
            }
        }
    }

    /// The number of a name that has one.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.look(name).ok()
    }

    /// The number of a name, or the key under which it would stand.
    fn look(&self, name: &str) -> Result<u32, u64> {
        let mut key = fnv(name.bytes());
        while let Some(number) = self.numbers.get(key) {
            if self.get(number as u32) == Some(name) {
                return Ok(number as u32);
            }
            key = key.wrapping_add(1);
        }
        Err(key)
    }

    /// The name of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(String::as_str)
    }

    pub(crate) const fn len(&self) -> usize {
        self.names.len()
    }
}

/// FNV-1a: a loop of one line is all that names need.
pub(super) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number() {
        let mut names = Names::default();
        assert_eq!([names.number("a"), names.number("b"), names.number("a")], [0, 1, 0]);
        assert_eq!((names.find("b"), names.find("c"), names.get(1)), (Some(1), None, Some("b")));
        assert_eq!(Names::from_list(names.list().to_vec()).find("b"), Some(1));
    }
}
