//! Short names met before on the same page, by what they look like: most hashtags of a campaign's videos are some
//! hundred names, and to find each among all that are known would be most of the reading of a caption.

use crate::{gather::gather, scan::Word};

/// How many names are remembered, each in one place: what comes later takes it. Fits into the processor's first cache.
const PLACES: usize = 512;

#[derive(Clone, Copy, Default)]
struct Known {
    word: Word,
    number: u32,
    /// The last video that had it.
    video: u32,
}

/// What is known of some names.
#[derive(Default)]
pub(super) struct Recent {
    /// None, or one for each place.
    known: Vec<Known>,
    /// The number of the video whose names are met, from 1.
    video: u32,
}

impl Recent {
    /// For a page: room for all that is remembered.
    pub(super) fn new() -> Self {
        Self { known: gather((0..PLACES).map(|_| Known::default())), video: 1 }
    }

    /// The next video's names follow.
    pub(super) fn next_video(&mut self) {
        self.video = self.video.wrapping_add(1);
    }

    /// The number of a name that was met before, and whether this video had it already.
    #[inline(always)]
    pub(super) fn meet(&mut self, word: &Word) -> Option<(u32, bool)> {
        let known = self.known.get_mut(word.hash() as usize % PLACES).filter(|known| known.word.is(word))?;
        let again = known.video == self.video;
        known.video = self.video;
        Some((known.number, again))
    }

    /// Remembers a name's number.
    pub(super) fn remember(&mut self, word: &Word, number: u32) {
        if let Some(known) = self.known.get_mut(word.hash() as usize % PLACES) {
            *known = Known { word: *word, number, video: self.video };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::lower;

    #[test]
    fn a_name_is_known_until_another_takes_its_place() {
        let mut recent = Recent::new();
        let word = |name: String| Word::of(name.as_bytes()).unwrap().0;
        for number in 0..PLACES as u32 * 4 {
            let word = word(format!("name_of_letters_{number}"));
            assert_eq!(recent.meet(&word), None);
            recent.remember(&word, number);
            assert_eq!(recent.meet(&word), Some((number, true)));
            recent.next_video();
            assert_eq!([(); 2].map(|()| recent.meet(&word)), [Some((number, false)), Some((number, true))]);
        }
        assert_eq!(Recent::default().meet(&word("a".into())), None);
    }

    #[test]
    fn no_other_letter_is_a_plain_one_in_lower_case() {
        // Else one name would come as two: short and plain, or not.
        let others = ('\u{80}'..=char::MAX).filter(|c| lower(&c.to_string()).is_ascii());
        assert_eq!(others.collect::<String>(), "");
    }
}
