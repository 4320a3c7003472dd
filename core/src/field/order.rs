//! What was learned of the order of keys: of one source all items have the same.
//!
//! Most keys of an item are in no table, and finding each and telling that would be most of the reading.
//! A key that follows another as it did the last time, written as it was, is known by one comparison.

use super::{Field, Table};

/// The step around an item.
pub(super) const ROOT: usize = 0;
/// No step: nothing is known to follow.
const NONE: usize = usize::MAX;
/// Steps that are learned: an item has some hundred keys, and strangers may send any number.
const MOST: usize = 256;

/// The longest key that is learned, with what stands around it.
const LONGEST: usize = 48;

/// A key as it is written, from what stands before it to its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// With zeros behind it.
    pub(crate) bytes: [u8; LONGEST],
    pub(crate) length: usize,
}

impl Written {
    /// None of an empty key or a too long one.
    fn new(written: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..written.len())?.copy_from_slice(written);
        Some(Self { bytes, length: written.len() })
    }
}

/// A key in its object.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) key: Written,
    /// What stands under it; none for a key of no table.
    pub(super) field: Option<Field>,
    /// The step of the object around, whose table it is.
    around: usize,
    /// The step that came next in the same object, and the first one in the object under it.
    pub(super) next: usize,
    inside: usize,
}

impl Step {
    const fn new(key: Written, field: Option<Field>, around: usize) -> Self {
        Self { key, field, around, next: NONE, inside: NONE }
    }
}

/// The steps of items that a table read.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    table: Table,
    steps: Vec<Step>,
}

impl Order {
    /// Begins an item of a table; what was learned of another's is forgotten.
    #[inline]
    pub(super) fn begin(&mut self, table: Table) {
        if !self.table.is(table) || self.steps.is_empty() {
            let nothing = Written { bytes: [0; LONGEST], length: 0 };
            (self.table, self.steps) = (table, vec![Step::new(nothing, None, NONE)]);
        }
    }

    /// The step that is likely to come first in the object of a step.
    #[inline]
    pub(super) fn inside(&self, around: usize) -> usize {
        self.steps.get(around).map_or(NONE, |step| step.inside)
    }

    #[inline(always)]
    pub(super) fn step(&self, at: usize) -> Option<&Step> {
        self.steps.get(at)
    }

    /// Learns that this key followed the step `before`, which is that of the object when the key is its
    /// first one; gives its step, and the one that is likely to follow.
    #[inline(never)]
    pub(super) fn learn(
        &mut self,
        around: usize,
        (before, is_first): (usize, bool),
        written: &[u8],
        field: Option<Field>,
    ) -> (usize, usize) {
        let Some(key) = Written::new(written).filter(|_| around != NONE) else { return (NONE, NONE) };
        // No comma stands before a first key, so a first one is no other.
        let is_it = |step: &Step| step.around == around && step.key == key;
        let at = self.steps.iter().position(is_it).unwrap_or(self.steps.len());
        if at >= MOST {
            return (NONE, NONE);
        }
        if at == self.steps.len() {
            self.steps.push(Step::new(key, field, around));
        }
        if let Some(before) = self.steps.get_mut(before) {
            *(if is_first { &mut before.inside } else { &mut before.next }) = at;
        }
        (at, self.step(at).map_or(NONE, |step| step.next))
    }
}
