//! The captions that a report can show: of a few videos, so they stand beside them all.

/// Captions by their video's place, ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captions(Vec<(usize, Box<str>)>);

impl Captions {
    /// The caption of the video at a place.
    pub(crate) fn get(&self, place: usize) -> Option<&str> {
        let at = self.0.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        self.0.get(at).map(|(_, caption)| &**caption)
    }

    /// Gives the video at a place its caption.
    pub(crate) fn set(&mut self, place: usize, caption: &str) {
        match self.0.binary_search_by_key(&place, |(place, _)| *place) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    *known = caption.into();
                }
            }
            Err(at) => self.0.insert(at, (place, caption.into())),
        }
    }

    /// Drops those of other places.
    pub(crate) fn keep(&mut self, is_kept: impl Fn(usize) -> bool) {
        self.0.retain(|(place, _)| is_kept(*place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_caption_stands() {
        let mut captions = Captions::default();
        for (place, caption) in [(7, "a"), (2, "b"), (7, "c"), (9, "d")] {
            captions.set(place, caption);
        }
        captions.keep(|place| place < 9);
        assert_eq!([2, 7, 9, 0].map(|place| captions.get(place)), [Some("b"), Some("c"), None, None]);
    }
}
