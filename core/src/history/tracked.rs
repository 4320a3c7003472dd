//! A video as the history carries it: last known counts, and what they were at the readings kept.

use super::entries::Entries;
use crate::{
    Counts, Timestamp, VideoId,
    codec::{Record, Source},
};

/// Counts in 40 bytes; a count over 2^53 - 1 is never believed, so the largest `u64` is free to
/// mean unknown, and the highest bit that a count is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed(pub(super) [u64; 5]);

pub(super) const UNKNOWN: u64 = u64::MAX;
/// Of a count that its reading left out: known before, and no news of that reading.
pub(super) const CARRIED: u64 = 1 << 63;

/// A number that may be unknown, in the memory of the number alone: its largest value means that. No time,
/// length, creator's number or number of followers comes near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Maybe<T>(T);

macro_rules! maybe {
    ($($type:ty)*) => {$(
        impl Maybe<$type> {
            pub(crate) fn get(self) -> Option<$type> {
                (self.0 != <$type>::MAX).then_some(self.0)
            }

            /// Unknown never replaces known.
            pub(crate) fn update(&mut self, later: Option<$type>) {
                self.0 = later.unwrap_or(self.0);
            }
        }

        impl From<Option<$type>> for Maybe<$type> {
            fn from(number: Option<$type>) -> Self {
                Self(number.unwrap_or(<$type>::MAX))
            }
        }
    )*};
}

maybe!(u32 u64 i64);

impl Record for Maybe<u64> {
    fn put(&self, out: &mut Vec<u8>) {
        self.get().put(out);
    }

    fn get(source: &mut Source<'_>) -> Self {
        Option::get(source).into()
    }
}

impl Default for Packed {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Packed {
    /// No count is known.
    pub(crate) const UNKNOWN: Self = Self([UNKNOWN; 5]);

    /// What a reading shows, after these: unknown never replaces known.
    // Once in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(super) fn then(mut self, shown: Counts) -> Self {
        for (count, shown) in self.0.iter_mut().zip(shown.array()) {
            *count = shown.unwrap_or(*count | CARRIED);
        }
        self
    }

    pub(crate) fn counts(self) -> Counts {
        Counts::from_array(self.0.map(|count| (count != UNKNOWN).then_some(count & !CARRIED)))
    }

    /// Views that its reading showed: growth is between such. What a video gained on days without them would else
    /// be the gain of the first day with them.
    pub(crate) fn shown_views(self) -> Option<u64> {
        let [views, ..] = self.0;
        (views < CARRIED).then_some(views)
    }

    /// The same of likes.
    pub(crate) fn shown_likes(self) -> Option<u64> {
        let [_, likes, ..] = self.0;
        (likes < CARRIED).then_some(likes)
    }

    /// Views, an unknown count being 0: the tutorial's missing field.
    pub(crate) const fn views(self) -> u64 {
        let [views, ..] = self.0;
        if views == UNKNOWN { 0 } else { views & !CARRIED }
    }
}

/// Counts from a reading on, until the next entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The reading's number.
    pub(crate) reading: u32,
    pub(crate) counts: Packed,
}

/// A video under the campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tracked {
    pub(crate) id: VideoId,
    /// Number of its creator.
    pub(crate) author: Maybe<u32>,
    pub(crate) created: Maybe<i64>,
    pub(crate) duration_s: Maybe<u32>,
    /// Number of the list of its hashtags.
    pub(crate) hashtags: u32,
    /// Number of the list of hashtags it was listed under.
    pub(crate) under: u32,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
    /// Bit `i`: the `i`-th newest of the readings kept listed it.
    pub(crate) seen: u16,
    /// The same of those that read it by itself.
    pub(crate) rechecked: u16,
    /// Its counts, from each reading kept on that changed them.
    pub(crate) entries: Entries,
    /// The civil day, from 1, on which `average` last told of it; 0 for never.
    pub(crate) told_average: u32,
}

impl Tracked {
    /// The last known counts.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub(crate) fn counts(&self) -> Counts {
        self.packed().counts()
    }

    #[inline]
    pub(crate) fn packed(&self) -> Packed {
        self.entries.last().counts
    }

    /// The counts that were the last known ones at a reading kept.
    pub(crate) fn packed_at(&self, reading: u32) -> Packed {
        self.entries.at(reading).unwrap_or(Packed::UNKNOWN)
    }

    /// Takes the counts that a reading showed; unknown never replaces known.
    pub(crate) fn observe(&mut self, reading: u32, shown: Counts) {
        let before = self.packed();
        let counts = before.then(shown);
        // A listing that has a video twice shows it once.
        if counts != before {
            self.entries.push(Entry { reading, counts });
        }
    }

    /// Forgets a reading; `place` counts from the newest, `next` is the reading after it.
    pub(crate) fn forget(&mut self, reading: u32, place: usize, next: u32) {
        for bits in [&mut self.seen, &mut self.rechecked] {
            let below = *bits & ((1 << place) - 1);
            *bits = below | ((*bits >> (place + 1)) << place);
        }
        // What was known then is still what was known at the next reading, unless that has its own.
        self.entries.forget(reading, next);
    }

    /// Whether the `place`-th newest of the readings kept listed it.
    pub(crate) const fn seen_at(&self, place: usize) -> bool {
        self.seen >> place & 1 == 1
    }

    /// Whether it read the counts, listed or by itself: those of other readings are carried.
    pub(crate) const fn read_at(&self, place: usize) -> bool {
        (self.seen | self.rechecked) >> place & 1 == 1
    }
}

#[cfg(test)]
pub(crate) fn example(id: u64) -> Tracked {
    let time = Timestamp::from_seconds(1_790_000_000).unwrap();
    Tracked {
        id: VideoId(id),
        author: None.into(),
        created: None.into(),
        duration_s: None.into(),
        hashtags: 0,
        under: 0,
        first_seen: time,
        last_seen: time,
        seen: 0,
        rechecked: 0,
        entries: Entries::default(),
        told_average: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(count: u64) -> Counts {
        Counts { views: Some(count), ..Counts::default() }
    }

    #[test]
    fn counts_as_they_were_at_each_reading() {
        let mut video = example(1);
        video.observe(1, views(10));
        video.observe(2, views(10));
        video.observe(4, views(20));
        video.observe(4, views(30));
        let at = |video: &Tracked| [1, 2, 3, 4].map(|reading| video.packed_at(reading).views());
        assert_eq!(at(&video), [10, 10, 10, 30]);
        assert_eq!(video.packed_at(0).views(), 0);
        // Forgetting a reading leaves the others as they were.
        video.forget(1, 3, 2);
        assert_eq!(at(&video), [0, 10, 10, 30]);
        video.forget(2, 2, 3);
        video.forget(3, 1, 4);
        // The one before the first, and the last.
        assert_eq!(video.entries.earlier(), 1);
        assert_eq!(video.packed().views(), 30);
    }

    #[test]
    fn a_count_that_a_reading_left_out_is_carried_and_not_shown() {
        let mut video = example(1);
        video.observe(1, Counts { likes: Some(3), ..views(10) });
        video.observe(2, Counts::default());
        video.observe(3, views(10));
        let known = Counts { likes: Some(3), ..views(10) };
        let at = |reading: u32| {
            let packed = video.packed_at(reading);
            (packed.counts() == known, packed.shown_views(), packed.shown_likes())
        };
        assert_eq!([1, 2, 3].map(at), [(true, Some(10), Some(3)), (true, None, None), (true, Some(10), None)]);
    }

    #[test]
    fn a_forgotten_readings_bit_closes_up() {
        let mut video = example(1);
        video.seen = 0b1011;
        video.forget(9, 1, 10);
        assert_eq!(video.seen, 0b101);
        video.forget(9, 0, 10);
        assert_eq!(video.seen, 0b10);
    }

    #[test]
    fn unknown_takes_no_memory_and_replaces_nothing() {
        let mut length = Maybe::<u32>::from(None);
        assert_eq!(length.get(), None);
        length.update(Some(0));
        length.update(None);
        assert_eq!(length.get(), Some(0));
        assert_eq!(Maybe::<i64>::from(Some(-1)).get(), Some(-1));
        // One and a half lines of a processor's cache, so it never stands in three.
        #[cfg(target_pointer_width = "64")]
        assert_eq!(size_of::<Tracked>(), 96);
    }
}
