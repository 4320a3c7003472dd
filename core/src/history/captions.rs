//! The captions that a report can show: of a few videos, so they stand beside them all.

use super::History;
use crate::{Campaign, Listed, Snapshot, VideoId, Zone, compose, gather::gather, places::Places, rank, text};

/// Characters of a caption that are kept, as the report shows them.
const CAPTION_KEPT: usize = 100;
/// Captions are kept of this many videos with the most views, or as many as the report lists.
const CAPTIONS_KEPT: usize = 20;

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

/// How many captions of a campaign are kept.
pub(super) fn kept(campaign: &Campaign) -> usize {
    usize::from(campaign.settings().top).max(CAPTIONS_KEPT)
}

impl History {
    /// Takes the captions of the videos that a report can show, and drops those of the others:
    /// they would be most of the bytes. `most` are places in the listing where they are looked for first.
    pub(super) fn keep_captions(&mut self, snapshot: &Snapshot, most: &[usize], campaign: &Campaign, zone: &Zone) {
        let (mut places, mut listed) = (Vec::new(), 0);
        let mut shown = Places::default();
        let videos = &self.videos;
        let has = |place: usize, id: VideoId| videos.get(place).is_some_and(|video| video.id == id);
        for place in compose::Members::by_views(self, campaign, zone, kept(campaign)) {
            if let Some(video) = videos.get(place).filter(|video| !self.is_forgotten(video)) {
                shown.insert(video.id.0, place, &|other| has(other, video.id));
                places.push(place as u64);
                listed += usize::from(video.seen_at(0));
            }
        }
        self.captions.keep(places);
        let captions = &mut self.captions;
        let mut set = |Listed { video, .. }: &Listed| {
            let id = video.video_id;
            // Few are: what else is of a video is not looked at before.
            let place = shown.get(id.0, &|place| has(place, id));
            if let (Some(place), Some(desc)) = (place, &video.desc) {
                captions.set(place, text::first_chars(desc, CAPTION_KEPT));
            }
            place.is_some()
        };
        let found = most.iter().filter_map(|place| snapshot.videos.get(*place)).filter(|listed| set(listed)).count();
        // Who has more views may be none of the campaign's.
        if found < listed {
            snapshot.videos.iter().for_each(|listed| _ = set(listed));
        }
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
