//! In 24 bytes each: counts over 31 bits, which hardly a video has, take a second slot.

use crate::history::tracked::{CARRIED, Entry, Packed, UNKNOWN};

/// The same as [`CARRIED`], of 32 bits.
const CARRIED_SHORT: u32 = 1 << 31;

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
    pub(crate) fn with_room(entries: usize) -> Self {
        Self { slots: Vec::with_capacity(entries) }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.iter().count()
    }

    /// How many slots they take.
    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The entries, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        (0..self.slots.len()).filter(|at| self.begins(*at)).filter_map(|at| self.entry(at))
    }

    /// The counts as they were at a reading: of the last entry that is not of a later one.
    pub(crate) fn at(&self, reading: u32) -> Option<Packed> {
        let last = self.slots.partition_point(|slot| slot.reading <= reading).checked_sub(1)?;
        let first = if self.begins(last) { last } else { last - 1 };
        self.entry(first).map(|entry| entry.counts)
    }

    /// Whether a slot is the first of its entry.
    fn begins(&self, at: usize) -> bool {
        let reading = |at: usize| self.slots.get(at).map(|slot| slot.reading);
        at == 0 || reading(at - 1) != reading(at)
    }

    /// The entry that begins at a slot.
    #[inline]
    fn entry(&self, at: usize) -> Option<Entry> {
        let Slot { reading, counts } = self.slots.get(at)?;
        let upper = self.slots.get(at + 1).filter(|next| next.reading == *reading);
        let mut entry = Entry { reading: *reading, counts: Packed(counts.map(long)) };
        if let Some(upper) = upper {
            for (to, (lower, upper)) in entry.counts.0.iter_mut().zip(counts.iter().zip(upper.counts)) {
                *to = u64::from(upper) << 32 | u64::from(*lower);
            }
        }
        Some(entry)
    }

    /// Takes the entry of a later reading.
    pub(crate) fn push(&mut self, entry: Entry) {
        let Entry { reading, counts: Packed(counts) } = entry;
        let fit = counts.iter().all(|count| long(short(*count)) == *count);
        // Room for more than is there would be most of a campaign's memory.
        self.slots.reserve_exact(if fit { 1 } else { 2 });
        self.slots.push(Slot { reading, counts: counts.map(|count| if fit { short(count) } else { count as u32 }) });
        if !fit {
            self.slots.push(Slot { reading, counts: counts.map(|count| (count >> 32) as u32) });
        }
    }

    /// Forgets a reading: what was known then is still what was known at `next`, the reading after it, unless that has
    /// its own, here or as the `last`.
    pub(crate) fn forget(&mut self, reading: u32, next: u32, last: u32) {
        let has_own = last == next || self.slots.iter().any(|slot| slot.reading == next);
        self.slots.retain_mut(|slot| {
            let is_it = slot.reading == reading;
            slot.reading = if is_it { next } else { slot.reading };
            !(is_it && has_own)
        });
    }
}

/// A count in 32 bits; [`long`] gives another one back where it does not fit.
const fn short(count: u64) -> u32 {
    if count == UNKNOWN { u32::MAX } else { count as u32 & !CARRIED_SHORT | (count >> 32) as u32 & CARRIED_SHORT }
}

/// The count that it is.
fn long(count: u32) -> u64 {
    if count == u32::MAX {
        return UNKNOWN;
    }
    let carried = if count & CARRIED_SHORT == 0 { 0 } else { CARRIED };
    u64::from(count & !CARRIED_SHORT) | carried
}
