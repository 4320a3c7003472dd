//! In 24 bytes each: counts over 31 bits, which hardly a video has, take two slots.

use crate::history::tracked::{CARRIED, Entry, Packed, UNKNOWN};

/// The same as [`CARRIED`], of 32 bits.
const CARRIED_SHORT: u32 = 1 << 31;
/// Of no slot that fits. In the last one: its counts are the last two of those before it.
const BEFORE: u32 = u32::MAX - 1;

/// Entries of ascending readings, of which there always is a last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    last: Slot,
    /// One an entry; where its counts do not fit, two of one reading, the second with their upper halves. A list
    /// that grows by itself would take eight bytes more of each video.
    before: Box<[Slot]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    reading: u32,
    counts: [u32; 5],
}

impl Default for Slot {
    fn default() -> Self {
        Self { reading: 0, counts: [u32::MAX; 5] }
    }
}

impl Entries {
    /// These, the last among them.
    #[inline]
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let Some((last, earlier)) = entries.split_last() else { return Self::default() };
        let mut before = Vec::with_capacity(earlier.len());
        earlier.iter().for_each(|entry| put(*entry, &mut before));
        let last = last_slot(*last, &mut before);
        Self { last, before: before.into_boxed_slice() }
    }

    /// The last one.
    #[inline]
    pub(crate) fn last(&self) -> Entry {
        if self.is_before() { self.last_before() } else { self.last.entry() }
    }

    /// Whether the last one's counts are the last two slots of those before it.
    #[inline]
    const fn is_before(&self) -> bool {
        let [views, ..] = self.last.counts;
        views == BEFORE
    }

    #[cold]
    fn last_before(&self) -> Entry {
        self.before.len().checked_sub(2).and_then(|at| self.entry(at)).unwrap_or_default()
    }

    /// How many are before the last one.
    pub(crate) fn earlier(&self) -> usize {
        (0..self.before.len()).filter(|at| self.begins(*at)).count() - usize::from(self.is_before())
    }

    /// How many slots they take.
    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.before.len() + 1
    }

    /// All of them, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        let before = (0..self.before.len()).filter(|at| self.begins(*at)).filter_map(|at| self.entry(at));
        before.chain((!self.is_before()).then(|| self.last.entry()))
    }

    /// The counts as they were at a reading: of the last entry that is not of a later one.
    #[inline]
    pub(crate) fn at(&self, reading: u32) -> Option<Packed> {
        if self.last.reading <= reading {
            return Some(self.last().counts);
        }
        let last = self.before.partition_point(|slot| slot.reading <= reading).checked_sub(1)?;
        let first = if self.begins(last) { last } else { last - 1 };
        self.entry(first).map(|entry| entry.counts)
    }

    /// Whether a slot is the first of its entry.
    fn begins(&self, at: usize) -> bool {
        let reading = |at: usize| self.before.get(at).map(|slot| slot.reading);
        at == 0 || reading(at - 1) != reading(at)
    }

    /// The entry that begins at a slot.
    #[inline]
    fn entry(&self, at: usize) -> Option<Entry> {
        let slot = self.before.get(at)?;
        let mut entry = slot.entry();
        if let Some(upper) = self.before.get(at + 1).filter(|next| next.reading == slot.reading) {
            for (to, (lower, upper)) in entry.counts.0.iter_mut().zip(slot.counts.iter().zip(upper.counts)) {
                *to = u64::from(upper) << 32 | u64::from(*lower);
            }
        }
        Some(entry)
    }

    /// Takes an entry instead of the last one where it is of the same reading, else behind it.
    pub(crate) fn push(&mut self, entry: Entry) {
        let is_new = self.last.reading != entry.reading;
        let mut before = std::mem::take(&mut self.before).into_vec();
        // Where its counts do not fit they are there.
        if is_new && !self.is_before() {
            before.reserve_exact(1);
            before.push(self.last);
        } else if !is_new && self.is_before() {
            before.truncate(before.len().saturating_sub(2));
        }
        self.last = last_slot(entry, &mut before);
        self.before = before.into_boxed_slice();
    }

    /// Forgets a reading: what was known then is still what was known at `next`, the reading after it, unless that has
    /// its own.
    pub(crate) fn forget(&mut self, reading: u32, next: u32) {
        let is_last = self.last.reading == reading;
        let has_own = !is_last && (self.last.reading == next || self.before.iter().any(|slot| slot.reading == next));
        if is_last {
            self.last.reading = next;
        }
        if has_own {
            let mut before = std::mem::take(&mut self.before).into_vec();
            before.retain(|slot| slot.reading != reading);
            self.before = before.into_boxed_slice();
            return;
        }
        for slot in self.before.iter_mut().filter(|slot| slot.reading == reading) {
            slot.reading = next;
        }
    }
}

impl Slot {
    #[inline]
    fn entry(self) -> Entry {
        Entry { reading: self.reading, counts: Packed(self.counts.map(long)) }
    }

    /// The slot of an entry, if it fits.
    #[inline]
    fn of(entry: Entry) -> Option<Self> {
        let Entry { reading, counts: Packed(counts) } = entry;
        let fit = counts.iter().fold(true, |fit, count| fit & fits(*count));
        fit.then(|| Self { reading, counts: counts.map(short) })
    }
}

/// The slot of the last entry; one that does not fit is put before it.
fn last_slot(entry: Entry, before: &mut Vec<Slot>) -> Slot {
    Slot::of(entry).unwrap_or_else(|| {
        put_wide(entry, before);
        Slot { reading: entry.reading, counts: [BEFORE; 5] }
    })
}

/// Puts an entry behind those before.
fn put(entry: Entry, before: &mut Vec<Slot>) {
    match Slot::of(entry) {
        Some(slot) => before.push(slot),
        None => put_wide(entry, before),
    }
}

#[cold]
fn put_wide(entry: Entry, before: &mut Vec<Slot>) {
    let Entry { reading, counts: Packed(counts) } = entry;
    let lower = counts.map(|count| count as u32);
    let upper = counts.map(|count| (count >> 32) as u32);
    before.reserve_exact(2);
    before.extend([lower, upper].map(|counts| Slot { reading, counts }));
}

/// Whether a count has 32 bits that mean nothing else.
#[inline]
const fn fits(count: u64) -> bool {
    (count & !CARRIED < (BEFORE & !CARRIED_SHORT) as u64) | (count == UNKNOWN)
}

/// A count that fits, in 32 bits.
#[inline]
const fn short(count: u64) -> u32 {
    count as u32 | (count >> 32) as u32 & CARRIED_SHORT
}

/// The count that it is.
#[inline]
const fn long(count: u32) -> u64 {
    if count == u32::MAX {
        return UNKNOWN;
    }
    ((count & CARRIED_SHORT) as u64) << 32 | (count & !CARRIED_SHORT) as u64
}
