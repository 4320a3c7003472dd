//! As they are, which is the least code.

use crate::history::tracked::{Entry, Packed};

/// Entries of ascending readings, of which there always is a last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    earlier: Vec<Entry>,
    last: Entry,
}

impl Entries {
    /// These, the last among them.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let (last, earlier) = entries.split_last().map_or_else(Default::default, |(last, earlier)| (*last, earlier));
        Self { earlier: earlier.to_vec(), last }
    }

    /// The last one.
    pub(crate) const fn last(&self) -> Entry {
        self.last
    }

    /// How many are before the last one.
    pub(crate) fn earlier(&self) -> usize {
        self.earlier.len()
    }

    /// All of them, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.earlier.iter().copied().chain([self.last])
    }

    /// The counts as they were at a reading: of the last entry that is not of a later one.
    pub(crate) fn at(&self, reading: u32) -> Option<Packed> {
        if self.last.reading <= reading {
            return Some(self.last.counts);
        }
        let later = self.earlier.partition_point(|entry| entry.reading <= reading);
        later.checked_sub(1).and_then(|at| self.earlier.get(at)).map(|entry| entry.counts)
    }

    /// Takes an entry instead of the last one where it is of the same reading, else behind it.
    pub(crate) fn push(&mut self, entry: Entry) {
        let before = std::mem::replace(&mut self.last, entry);
        if before.reading != entry.reading {
            // Room for more than is there would be most of a campaign's memory.
            self.earlier.reserve_exact(1);
            self.earlier.push(before);
        }
    }

    /// Forgets a reading: what was known then is still what was known at `next`, the reading after it, unless that has
    /// its own.
    pub(crate) fn forget(&mut self, reading: u32, next: u32) {
        if self.last.reading == reading {
            self.last.reading = next;
            return;
        }
        let Some(at) = self.earlier.iter().position(|entry| entry.reading == reading) else { return };
        if self.earlier.get(at + 1).unwrap_or(&self.last).reading == next {
            self.earlier.remove(at);
        } else if let Some(entry) = self.earlier.get_mut(at) {
            entry.reading = next;
        }
    }
}
