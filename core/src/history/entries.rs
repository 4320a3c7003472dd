//! What a video's counts were at the readings kept. They are most of a large campaign's memory, so natively they take
//! half of [`Entry`]'s; to unpack them is code, which the wasm goes without.
//!
//! [`Entry`]: super::tracked::Entry

#[cfg(any(test, not(target_family = "wasm")))]
mod halves;
#[cfg(any(test, target_family = "wasm"))]
mod whole;

#[cfg(not(target_family = "wasm"))]
pub(crate) use halves::Entries;
#[cfg(target_family = "wasm")]
pub(crate) use whole::Entries;

#[cfg(test)]
mod tests {
    use crate::history::tracked::{CARRIED, Entry, Packed, UNKNOWN};

    /// The first that does not fit into half: carried, it would mean another thing.
    const MOST: u64 = 0x7fff_fffe;

    macro_rules! tests {
        ($form:ident) => {
            #[test]
            fn $form() {
                use super::$form::Entries;
                let all = entries();
                // With each of them as the last one, pushed one by one and at once.
                for length in 1..=all.len() {
                    let first = &all[..length];
                    let mut pushed = Entries::of(&first[..1]);
                    first[1..].iter().for_each(|entry| pushed.push(*entry));
                    assert_eq!(pushed, Entries::of(first));
                    assert_eq!((pushed.earlier(), pushed.last()), (length - 1, all[length - 1]));
                    assert_eq!(pushed.iter().collect::<Vec<_>>(), first);
                    // Another one of the same reading instead.
                    for other in all.map(|other| Entry { reading: all[length - 1].reading, ..other }) {
                        let mut replaced = pushed.clone();
                        replaced.push(other);
                        let expected: Vec<Entry> = first[..length - 1].iter().copied().chain([other]).collect();
                        assert_eq!(replaced, Entries::of(&expected));
                        assert_eq!(replaced.iter().collect::<Vec<_>>(), expected);
                    }
                }
                let mut entries = Entries::of(&all);
                let at = |reading| entries.at(reading);
                let expected = [None, Some(0), Some(2), Some(3), Some(6), Some(6)].map(|at| Some(all[at?].counts));
                assert_eq!([6, 7, 9, 10, 13, 14].map(at), expected);
                let readings = |entries: &Entries| entries.iter().map(|entry| entry.reading).collect::<Vec<_>>();
                entries.forget(8, 9);
                assert_eq!(readings(&entries), [7, 9, 10, 11, 12, 13]);
                entries.forget(13, 14);
                assert_eq!(entries.last(), Entry { reading: 14, ..all[6] });
                entries.forget(12, 14);
                assert_eq!((readings(&entries), entries.last().counts), (vec![7, 9, 10, 11, 14], all[6].counts));
                entries.forget(9, 10);
                entries.forget(6, 7);
                assert_eq!(readings(&entries), [7, 10, 11, 14]);
                entries.forget(11, 12);
                assert_eq!((readings(&entries), entries.at(12)), (vec![7, 10, 12, 14], Some(all[4].counts)));
            }
        };
    }
    tests!(halves);
    tests!(whole);

    fn entries() -> [Entry; 7] {
        let counts = [
            [0, 1, MOST - 1, UNKNOWN, CARRIED],
            [MOST, 2, 3, UNKNOWN, 5 | CARRIED],
            [1, crate::MAX_COUNT, crate::MAX_COUNT | CARRIED, UNKNOWN, 0],
            [MOST | CARRIED, 0, 0, 0, 0],
            [(MOST - 1) | CARRIED, 1, 2, 3, UNKNOWN],
            [UNKNOWN; 5],
            [5, 1 << 31, 1 << 32, u64::from(u32::MAX), UNKNOWN],
        ];
        let mut reading = 6;
        counts.map(|counts| {
            reading += 1;
            Entry { reading, counts: Packed(counts) }
        })
    }

    #[test]
    fn what_does_not_fit_takes_a_second_slot() {
        let slots = |length| super::halves::Entries::of(&entries()[..length]).slots();
        // The last one has a slot of its own beside the two.
        assert_eq!([1, 2, 3, 4, 5, 6, 7].map(slots), [1, 4, 6, 8, 8, 9, 12]);
    }
}
