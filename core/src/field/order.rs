//! What was learned of the order of keys: of one source all items have the same.
//!
//! Most keys of an item are in no table, and finding each and telling that would be most of the reading.
//! A key that follows another as it did the last time, written as it was, is known by one comparison.

use super::{Field, Table};
use crate::SMALL;

/// The step around an item.
pub(super) const ROOT: usize = 0;
/// No step: nothing is known to follow.
const NONE: usize = usize::MAX;
/// Steps that are learned: an item has some hundred keys, and strangers may send any number.
const MOST: usize = 256;

/// The longest key that is learned, with what stands around it, and its value if nobody reads that.
const LONGEST: usize = if SMALL { 48 } else { 96 };
/// How many values are learned of one key: one that never comes again is not looked for.
const VALUES: u8 = 4;

/// A key as it is written, from what stands before it to its colon, and the value behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    /// With zeros behind it.
    pub(crate) bytes: [u8; LONGEST],
    /// Where the key ends.
    pub(crate) key: usize,
    /// Where the value ends, if it may come again.
    pub(crate) whole: usize,
    /// How many bytes decide: up to the one end or the other.
    pub(crate) most: usize,
    /// How many values there were.
    values: u8,
}

impl Written {
    /// None of an empty key or a too long one.
    fn new(written: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..written.len())?.copy_from_slice(written);
        Some(Self { bytes, key: written.len(), whole: NONE, most: written.len(), values: 0 })
    }

    fn is_key(&self, written: &[u8]) -> bool {
        self.bytes.get(..self.key) == Some(written)
    }

    #[inline(never)]
    fn learn_value(&mut self, value: &[u8]) {
        self.values += 1;
        (self.whole, self.most) = (NONE, self.key);
        let room = self.bytes.get_mut(self.key..).and_then(|room| room.get_mut(..value.len()));
        if let Some(room) = room.filter(|_| self.values < VALUES) {
            room.copy_from_slice(value);
            self.most = self.key + value.len();
            self.whole = self.most;
        }
    }
}

/// A key in its object.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) written: Written,
    /// What stands under it; none for a key of no table.
    pub(super) field: Option<Field>,
    /// The step of the object around, whose table it is.
    around: usize,
    /// The step that came next in the same object, and the first one in the object under it.
    pub(super) next: usize,
    inside: usize,
}

impl Step {
    const fn new(written: Written, field: Option<Field>, around: usize) -> Self {
        Self { written, field, around, next: NONE, inside: NONE }
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
            let nothing = Written { bytes: [0; LONGEST], key: 0, whole: NONE, most: 0, values: 0 };
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

    /// Learns the value of a step that nobody reads.
    #[inline(always)]
    pub(super) fn learn_value(&mut self, at: usize, value: &[u8]) {
        if !SMALL
            && let Some(step) = self.steps.get_mut(at)
            && step.written.values < VALUES
        {
            step.written.learn_value(value);
        }
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
        let Some(new) = Written::new(written).filter(|_| around != NONE) else { return (NONE, NONE) };
        // No comma stands before a first key, so a first one is no other.
        let is_it = |step: &Step| step.around == around && step.written.is_key(written);
        let at = self.steps.iter().position(is_it).unwrap_or(self.steps.len());
        if at >= MOST {
            return (NONE, NONE);
        }
        if at == self.steps.len() {
            self.steps.push(Step::new(new, field, around));
        }
        if let Some(before) = self.steps.get_mut(before) {
            *(if is_first { &mut before.inside } else { &mut before.next }) = at;
        }
        (at, self.step(at).map_or(NONE, |step| step.next))
    }
}
