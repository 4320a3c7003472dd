//! What a video's counts were at readings before the last. With each day a large campaign holds more of them, so
//! natively they take half of [`Entry`]'s memory; to unpack them is code, which the wasm goes without.
//!
//! [`Entry`]: super::tracked::Entry

#[cfg(any(test, not(target_family = "wasm")))]
mod halves;
#[cfg(any(test, target_family = "wasm"))]
mod whole;

#[cfg(not(target_family = "wasm"))]
pub(crate) use halves::Earlier;
#[cfg(target_family = "wasm")]
pub(crate) use whole::Earlier;

#[cfg(test)]
mod tests {
    use crate::history::tracked::{CARRIED, Entry, Packed, UNKNOWN};

    /// The most that fits into half; carried, it would mean unknown.
    const MOST: u64 = 0x7fff_ffff;

    macro_rules! tests {
        ($form:ident) => {
            #[test]
            fn $form() {
                let entries = entries();
                let mut earlier = super::$form::Earlier::with_room(2);
                entries.iter().for_each(|entry| earlier.push(*entry));
                assert_eq!((earlier.len(), earlier.iter().collect::<Vec<_>>()), (entries.len(), entries.to_vec()));
                let at = |reading| earlier.at(reading);
                let expected = [None, Some(0), Some(2), Some(3), Some(5)].map(|at| Some(entries[at?].counts));
                assert_eq!([6, 7, 9, 10, 13].map(at), expected);
                earlier.forget(8, 9, 20);
                assert_eq!(earlier.iter().map(|entry| entry.reading).collect::<Vec<_>>(), [7, 9, 10, 11, 12]);
                earlier.forget(12, 14, 20);
                assert_eq!(earlier.iter().last(), Some(Entry { reading: 14, ..entries[5] }));
                earlier.forget(14, 20, 20);
                assert_eq!(earlier.iter().last(), Some(entries[4]));
                earlier.forget(9, 10, 20);
                earlier.forget(6, 7, 20);
                assert_eq!(earlier.iter().map(|entry| entry.reading).collect::<Vec<_>>(), [7, 10, 11]);
            }
        };
    }
    tests!(halves);
    tests!(whole);

    fn entries() -> [Entry; 6] {
        let counts = [
            [0, 1, MOST - 1, UNKNOWN, CARRIED],
            [MOST, 2, 3, UNKNOWN, 5 | CARRIED],
            [1, crate::MAX_COUNT, crate::MAX_COUNT | CARRIED, UNKNOWN, 0],
            [MOST | CARRIED, 0, 0, 0, 0],
            [(MOST - 1) | CARRIED, 1 << 31, 1 << 32, u64::from(u32::MAX), UNKNOWN],
            [UNKNOWN; 5],
        ];
        let mut reading = 6;
        counts.map(|counts| {
            reading += 1;
            Entry { reading, counts: Packed(counts) }
        })
    }

    #[test]
    fn what_does_not_fit_takes_a_second_slot() {
        let mut earlier = super::halves::Earlier::default();
        entries().iter().for_each(|entry| earlier.push(*entry));
        assert_eq!(earlier.slots(), 6 + 3);
    }
}
