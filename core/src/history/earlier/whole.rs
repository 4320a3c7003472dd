//! As they are, which is the least code.

use crate::history::tracked::{Entry, Packed};

/// Entries of ascending readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Earlier(Vec<Entry>);

impl Earlier {
    /// With room for so many entries.
    pub(crate) fn with_room(entries: usize) -> Self {
        Self(Vec::with_capacity(entries))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The entries, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().copied()
    }

    /// The counts as they were at a reading: of the last entry that is not of a later one.
    pub(crate) fn at(&self, reading: u32) -> Option<Packed> {
        let later = self.0.partition_point(|entry| entry.reading <= reading);
        later.checked_sub(1).and_then(|at| self.0.get(at)).map(|entry| entry.counts)
    }

    /// Takes the entry of a later reading.
    pub(crate) fn push(&mut self, entry: Entry) {
        // Room for more than is there would be most of a campaign's memory.
        self.0.reserve_exact(1);
        self.0.push(entry);
    }

    /// Forgets a reading: what was known then is still what was known at `next`, the reading after it, unless that has
    /// its own, here or as the `last`.
    pub(crate) fn forget(&mut self, reading: u32, next: u32, last: u32) {
        let Some(at) = self.0.iter().position(|entry| entry.reading == reading) else { return };
        if self.0.get(at + 1).map_or(last, |entry| entry.reading) == next {
            self.0.remove(at);
        } else if let Some(entry) = self.0.get_mut(at) {
            entry.reading = next;
        }
    }
}
