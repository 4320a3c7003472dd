//! Places by number: the one map of the core.
//!
//! Open addressing over one vector; the standard library's map would be 2 KB more of the wasm.
//! Its order shows nowhere: it is for look-ups only.

/// An odd number without pattern: 2^64 over the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
/// No place: the slot is free.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    number: u64,
    place: u32,
}

/// A map from numbers to places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// None, or a power of two of them, at most half of them taken.
    slots: Vec<Slot>,
    taken: usize,
}

impl Places {
    /// How many numbers have a place.
    pub(crate) const fn len(&self) -> usize {
        self.taken
    }

    /// Makes room for so many numbers more.
    pub(crate) fn reserve(&mut self, more: usize) {
        let wanted = (self.taken.saturating_add(more).saturating_mul(2)).next_power_of_two();
        if wanted > self.slots.len() {
            self.grow(wanted.max(16));
        }
    }

    #[inline(never)]
    fn grow(&mut self, slots: usize) {
        let larger = vec![Slot { number: 0, place: FREE }; slots];
        for slot in std::mem::replace(&mut self.slots, larger) {
            let at = self.slot(slot.number);
            if let Some(to) = self.slots.get_mut(at).filter(|_| slot.place != FREE) {
                *to = slot;
            }
        }
    }

    /// Looks where a number belongs, and says only something: for looks ahead, which fill the cache.
    #[inline]
    pub(crate) fn glance(&self, number: u64) -> u64 {
        self.slots.get(self.home(number)).map_or(0, |slot| slot.number)
    }

    /// The first slot of a number.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn home(&self, number: u64) -> usize {
        // Folded before and after, so that every bit of the number decides.
        let mixed = (number ^ (number >> 32)).wrapping_mul(MIX);
        (mixed ^ (mixed >> 29)) as usize & self.slots.len().wrapping_sub(1)
    }

    /// The slot of a number, or the free one where it belongs.
    #[inline(never)]
    fn slot(&self, number: u64) -> usize {
        let mut at = self.home(number);
        loop {
            at &= self.slots.len().wrapping_sub(1);
            match self.slots.get(at) {
                Some(slot) if slot.place != FREE && slot.number != number => at += 1,
                _ => return at,
            }
        }
    }

    /// The place of a number.
    pub(crate) fn get(&self, number: u64) -> Option<usize> {
        let slot = self.slots.get(self.slot(number))?;
        (slot.place != FREE).then_some(slot.place as usize)
    }

    /// Gives a number its place, unless it has one: that one is given back.
    #[inline(never)]
    pub(crate) fn insert(&mut self, number: u64, place: usize) -> Option<usize> {
        if self.taken * 2 >= self.slots.len() {
            self.grow((self.slots.len() * 2).max(16));
        }
        let at = self.slot(number);
        let slot = self.slots.get_mut(at)?;
        if slot.place != FREE {
            return Some(slot.place as usize);
        }
        // As many places as a campaign could have videos.
        *slot = Slot { number, place: u32::try_from(place).unwrap_or(FREE - 1) };
        self.taken += 1;
        None
    }
}

/// A number made of bytes, for a place under it: eight at a time, as they stand.
// Once in the wasm, where size counts.
#[cfg_attr(target_family = "wasm", inline(never))]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    // The last eight, of which the word before may have some already; or all, where there are fewer.
    let last = bytes.last_chunk::<8>().map_or_else(
        || rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        |last| u64::from_le_bytes(*last),
    );
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    mix(words.fold(bytes.len() as u64, mix), last)
}

/// A number made of numbers.
#[inline]
pub(crate) fn hash_of(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(1, mix)
}

#[inline]
const fn mix(hash: u64, number: u64) -> u64 {
    (hash.rotate_left(23) ^ number).wrapping_mul(MIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_find_their_places() {
        let mut places = Places::default();
        assert_eq!(places.get(0), None);
        let number = |place: usize| (place as u64) << 40 | 7;
        for place in 0..1000 {
            assert_eq!(places.insert(number(place), place), None);
        }
        assert_eq!([3, 2000, 2000].map(|place| places.insert(number(place), 30)), [Some(3), None, Some(30)]);
        assert_eq!((places.len(), places.get(number(3)), places.get(number(999))), (1001, Some(3), Some(999)));
        assert_eq!((places.get(8), places.get(u64::MAX)), (None, None));
    }
}
