//! The captions that a report can show: of a few videos, so they stand beside them all.

use crate::{gather::gather, rank, text};

/// Captions by their video's place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captions {
    /// Ascending.
    places: Vec<u64>,
    texts: Vec<Option<String>>,
}

impl Captions {
    /// The caption of the video at a place.
    pub(crate) fn get(&self, place: usize) -> Option<&str> {
        self.texts.get(self.at(place)?)?.as_deref()
    }

    fn at(&self, place: usize) -> Option<usize> {
        self.places.binary_search(&(place as u64)).ok()
    }

    /// Keeps the captions of the videos at these places, and drops those of the others.
    pub(crate) fn keep(&mut self, places: Vec<u64>) {
        let places = rank::sorted(places);
        self.texts = gather(places.iter().map(|place| self.get(*place as usize).map(text::owned)));
        self.places = places;
    }

    /// Takes a caption if the video is one of those kept.
    pub(crate) fn set(&mut self, place: usize, caption: &str) {
        if let Some(text) = self.at(place).and_then(|at| self.texts.get_mut(at)) {
            *text = Some(text::owned(caption));
        }
    }

    /// Drops the caption of a video.
    pub(crate) fn clear(&mut self, place: usize) {
        if let Some(text) = self.at(place).and_then(|at| self.texts.get_mut(at)) {
            *text = None;
        }
    }

    /// Takes the caption of a video behind all those before.
    pub(crate) fn push(&mut self, place: usize, caption: String) {
        self.places.push(place as u64);
        self.texts.push(Some(caption));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_caption_of_a_video_kept_stands() {
        let mut captions = Captions::default();
        captions.push(2, "a".to_owned());
        captions.push(7, "b".to_owned());
        captions.keep(vec![9, 7]);
        for (place, caption) in [(9, "c"), (9, "d"), (2, "e")] {
            captions.set(place, caption);
        }
        assert_eq!([2, 7, 9, 0].map(|place| captions.get(place)), [None, Some("b"), Some("d"), None]);
    }
}
