//! Places by number: the one map of the core.
//!
//! Open addressing over one vector; the standard library's map would be 2 KB more of the wasm.
//! Its order shows nowhere: it is for look-ups only. The numbers themselves stand where the places
//! lead, and are not kept twice: in a large campaign each look is a miss of the processor's cache, and
//! the smaller the map the fewer there are. So who asks says whether a place is the one.

/// An odd number without pattern: 2^64 over the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
/// No place: the slot is free.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Of the number: where it belongs, and that most others are not it.
    mark: u32,
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
        let larger = vec![Slot { mark: 0, place: FREE }; slots];
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.place != FREE
                && let Err(free) = self.slot(slot.mark, &|_| false)
                && let Some(to) = self.slots.get_mut(free)
            {
                *to = slot;
            }
        }
    }

    /// Looks where a number belongs, and says only something: for looks ahead, which fill the cache. It is the place
    /// that stands there, or 0 where that is another's.
    #[inline]
    pub(crate) fn glance(&self, number: u64) -> u64 {
        let mark = mark(number);
        // Multiplied, not asked: a wrong guess of the processor would end the looks that are under way.
        self.slots.get(self.home(mark)).map_or(0, |slot| u64::from(slot.place) * u64::from(slot.mark == mark))
    }

    /// The first slot of a mark.
    #[inline]
    const fn home(&self, mark: u32) -> usize {
        mark as usize & self.slots.len().wrapping_sub(1)
    }

    /// The place of a mark that is the one looked for, or the free slot where it would stand.
    // Once in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    fn slot(&self, mark: u32, is_it: &dyn Fn(usize) -> bool) -> Result<usize, usize> {
        let mut at = self.home(mark);
        loop {
            match self.slots.get(at) {
                Some(slot) if slot.place == FREE => return Err(at),
                Some(slot) if slot.mark == mark && is_it(slot.place as usize) => return Ok(slot.place as usize),
                Some(_) => at = (at + 1) & self.slots.len().wrapping_sub(1),
                None => return Err(at),
            }
        }
    }

    /// The place of a number, of which `is_it` knows it.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn get(&self, number: u64, is_it: &dyn Fn(usize) -> bool) -> Option<usize> {
        self.slot(mark(number), is_it).ok()
    }

    /// Gives a number its place, unless it has one: that one is given back.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn insert(&mut self, number: u64, place: usize, is_it: &dyn Fn(usize) -> bool) -> Option<usize> {
        if self.taken * 2 >= self.slots.len() {
            self.grow((self.slots.len() * 2).max(16));
        }
        let mark = mark(number);
        match self.slot(mark, is_it) {
            Ok(known) => Some(known),
            Err(free) => {
                // As many places as a campaign could have videos.
                let place = u32::try_from(place).unwrap_or(FREE - 1);
                *self.slots.get_mut(free)? = Slot { mark, place };
                self.taken += 1;
                None
            }
        }
    }
}

/// Every bit of the number decides.
#[inline]
const fn mark(number: u64) -> u32 {
    ((number ^ (number >> 32)).wrapping_mul(MIX) >> 32) as u32
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
        let number = |place: usize| (place as u64) << 40 | 7;
        let mut places = Places::default();
        let get = |places: &Places, wanted: u64| places.get(wanted, &|place| number(place) == wanted);
        assert_eq!(get(&places, 0), None);
        let insert = |places: &mut Places, wanted: u64, place| places.insert(wanted, place, &|at| number(at) == wanted);
        for place in 0..1000 {
            assert_eq!(insert(&mut places, number(place), place), None);
        }
        assert_eq!(
            [3, 2000, 2000].map(|place| insert(&mut places, number(place), place.min(2000))),
            [Some(3), None, Some(2000)]
        );
        assert_eq!((places.len(), get(&places, number(3)), get(&places, number(999))), (1001, Some(3), Some(999)));
        assert_eq!((get(&places, 8), get(&places, u64::MAX)), (None, None));
    }

    #[test]
    fn numbers_with_one_mark_are_told_apart() {
        // All in one row of slots, and all of them found when the map has grown.
        let mut places = Places::default();
        let names: Vec<usize> = (0..40).collect();
        for name in &names {
            assert_eq!(places.insert(7, *name, &|place| place == *name), None);
        }
        assert!(names.iter().all(|name| places.get(7, &|place| place == *name) == Some(*name)));
        assert_eq!(places.get(7, &|_| false), None);
    }
}
