//! What a video's counts were at readings before the last. With each day a large campaign holds more of them, and in
//! 24 bytes each it holds twice as many as in [`Entry`]'s 48.

use super::tracked::{CARRIED, Entry, Packed, UNKNOWN};

/// The same as [`CARRIED`], of 32 bits.
const CARRIED_SMALL: u32 = 1 << 31;

/// Entries of ascending readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Earlier {
    /// One an entry; where its counts do not fit, two of one reading, the second with their upper halves.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    reading: u32,
    counts: [u32; 5],
}

impl Earlier {
    /// With room for so many entries.
    pub(super) fn with_room(entries: usize) -> Self {
        Self { slots: Vec::with_capacity(entries) }
    }

    /// The entries, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (entry, behind) = self.entry(at)?;
            at = behind;
            Some(entry)
        })
    }

    /// The counts as they were at a reading: of the last entry that is not of a later one.
    pub(super) fn at(&self, reading: u32) -> Option<Packed> {
        let of = self.slots.iter().rfind(|slot| slot.reading <= reading)?.reading;
        let first = self.slots.iter().position(|slot| slot.reading == of)?;
        self.entry(first).map(|(entry, _)| entry.counts)
    }

    /// The entry that begins at a slot, and where the next one does.
    // Once in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn entry(&self, at: usize) -> Option<(Entry, usize)> {
        let Slot { reading, counts } = self.slots.get(at)?;
        let upper = self.slots.get(at + 1).filter(|next| next.reading == *reading);
        let mut entry = Entry { reading: *reading, counts: Packed::UNKNOWN };
        for (place, (to, count)) in entry.counts.0.iter_mut().zip(counts).enumerate() {
            *to = match upper.and_then(|upper| upper.counts.get(place)) {
                Some(upper) => u64::from(*upper) << 32 | u64::from(*count),
                None => large(*count),
            };
        }
        Some((entry, at + 1 + usize::from(upper.is_some())))
    }

    /// Takes the entry of a later reading.
    pub(super) fn push(&mut self, entry: Entry) {
        let Entry { reading, counts: Packed(counts) } = entry;
        let fit = counts.iter().all(|count| large(small(*count)) == *count);
        // Room for more than is there would be most of a campaign's memory.
        self.slots.reserve_exact(if fit { 1 } else { 2 });
        self.slots.push(Slot { reading, counts: counts.map(|count| if fit { small(count) } else { count as u32 }) });
        if !fit {
            self.slots.push(Slot { reading, counts: counts.map(|count| (count >> 32) as u32) });
        }
    }

    /// Forgets a reading: what was known then is still what was known at `next`, the reading after it, unless that has
    /// its own, here or as the `last`.
    pub(super) fn forget(&mut self, reading: u32, next: u32, last: u32) {
        let has_own = last == next || self.slots.iter().any(|slot| slot.reading == next);
        if has_own {
            self.slots.retain(|slot| slot.reading != reading);
        } else {
            self.slots.iter_mut().filter(|slot| slot.reading == reading).for_each(|slot| slot.reading = next);
        }
    }
}

/// A count in 32 bits; [`large`] gives another one back where it does not fit.
const fn small(count: u64) -> u32 {
    if count == UNKNOWN { u32::MAX } else { count as u32 & !CARRIED_SMALL | (count >> 32) as u32 & CARRIED_SMALL }
}

/// The count that it is.
fn large(count: u32) -> u64 {
    if count == u32::MAX {
        return UNKNOWN;
    }
    let carried = if count & CARRIED_SMALL == 0 { 0 } else { CARRIED };
    u64::from(count & !CARRIED_SMALL) | carried
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most that fits; carried, it would mean unknown.
    const MOST: u64 = 0x7fff_ffff;

    #[test]
    fn what_is_taken_comes_back_whatever_its_size() {
        let counts = [
            [0, 1, MOST - 1, UNKNOWN, CARRIED],
            [MOST, 2, 3, UNKNOWN, 5 | CARRIED],
            [1, crate::MAX_COUNT, crate::MAX_COUNT | CARRIED, UNKNOWN, 0],
            [MOST | CARRIED, 0, 0, 0, 0],
            [(MOST - 1) | CARRIED, 1 << 31, 1 << 32, u64::from(u32::MAX), UNKNOWN],
            [UNKNOWN; 5],
        ];
        let entries: Vec<Entry> =
            (7..).zip(counts).map(|(reading, counts)| Entry { reading, counts: Packed(counts) }).collect();
        let mut earlier = Earlier::default();
        entries.iter().for_each(|entry| earlier.push(*entry));
        assert_eq!(earlier.iter().collect::<Vec<_>>(), entries);
        assert_eq!(earlier.slots.len(), entries.len() + 3);
        let at = |reading| earlier.at(reading).map(|counts| counts.0);
        assert_eq!(
            [6, 7, 9, 10, 13].map(at),
            [None, Some(counts[0]), Some(counts[2]), Some(counts[3]), Some(counts[5])]
        );
        earlier.forget(8, 9, 20);
        assert_eq!(earlier.iter().map(|entry| entry.reading).collect::<Vec<_>>(), [7, 9, 10, 11, 12]);
        earlier.forget(12, 14, 20);
        assert_eq!(earlier.iter().last(), Some(Entry { reading: 14, ..entries[5] }));
        earlier.forget(14, 20, 20);
        assert_eq!(earlier.iter().last(), Some(entries[4]));
    }
}
