//! A reading folded into the history: what is new of each video replaces what was known.

use super::{History, Kept, Packed, Tracked, ahead, entries::Entries, forget, readings, tracked::Entry};
use crate::{
    Counts, Header, Listed, Rechecked, SMALL, Snapshot, compose, gather::gather, hashtags::Renumbered, rank::Largest,
};

/// Hashtags kept of one video: what it can cost the history stays bounded.
const HASHTAGS_KEPT: usize = 12;
/// Room for videos, an eighth more than there are: those that are new on the next days must not move a large
/// campaign, and room for twice as many would be most of its memory.
pub(super) const fn room_for(videos: usize) -> usize {
    videos + videos / 8
}

/// What is kept while a reading is folded in.
struct Fold<'a> {
    header: &'a Header,
    renumbered: Renumbered,
    /// What was looked up last: the list before and the places listed under, and the number of the list that came of it.
    under: (u32, &'a [u16], u32),
    /// Whether the listing has a video twice.
    has_twice: bool,
}

impl History {
    /// Folds a reading in. Gives the places in its listing of the `count` videos that it shows with the most views;
    /// none where it has a video twice, and in the wasm, as that saves time only.
    pub(super) fn fold(&mut self, snapshot: &Snapshot, count: usize) -> Vec<usize> {
        self.readings = self.readings.wrapping_add(1);
        for video in &mut self.videos {
            video.seen <<= 1;
            video.rechecked <<= 1;
        }
        // Room at once: growing a table of a million ids costs more than filling it.
        let most_new = snapshot.videos.len().saturating_sub(self.videos.len());
        self.videos.reserve(if self.videos.is_empty() { room_for(most_new) } else { most_new });
        self.places.reserve(most_new);
        let mut rounding = compose::Rounding::default();
        let mut most = Largest::of(count);
        let mut place = 0;
        let mut fold =
            Fold { header: &snapshot.header, renumbered: Renumbered::default(), under: (0, &[], 0), has_twice: false };
        for block in snapshot.videos.chunks(ahead::TOGETHER) {
            if !SMALL {
                self.look_ahead(block);
            }
            for listed in block {
                rounding.take(listed.video.counts.views);
                if !SMALL {
                    most.take(place, compose::views_rank(listed.video.counts));
                    place += 1;
                }
                self.take(listed, &mut fold);
            }
        }
        if let Some(newest) = &mut self.newest {
            newest.rounded = rounding.is_likely();
        }
        for again in &snapshot.rechecked {
            self.take_again(again);
        }
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.kept.push(Kept {
            number: self.readings,
            taken_at: snapshot.header.taken_at,
            seen: count(snapshot.videos.len()),
            known: count(self.videos.len()),
        });
        while let Some(at) = readings::to_forget(&self.kept) {
            let forgotten = self.kept.remove(at);
            let next = self.kept.get(at).map_or(forgotten.number, |next| next.number);
            let place = self.kept.len().saturating_sub(at);
            for video in &mut self.videos {
                video.forget(forgotten.number, place, next);
            }
        }
        if fold.has_twice { Vec::new() } else { gather(most.places()) }
    }

    fn take<'a>(&mut self, listed: &'a Listed, fold: &mut Fold<'a>) {
        let video = &listed.video;
        let (places, videos) = (&mut self.places, &self.videos);
        let is_it = |place: usize| videos.get(place).is_some_and(|known| known.id == video.video_id);
        let known = places.insert(video.video_id.0, videos.len(), &is_it);
        let tracked = known.and_then(|place| self.videos.get(place));
        let before = tracked.map_or(0, |tracked| tracked.under);
        // What comes with the mark comes out of a store in which the person was forgotten: it names nobody.
        let comes_forgotten = video.author.as_deref().is_some_and(forget::is_forgotten);
        let is_forgotten = !comes_forgotten && tracked.is_some_and(|tracked| self.is_forgotten(tracked));
        let its_author = tracked.and_then(|tracked| tracked.author.get());
        let author = video.author.as_ref().filter(|_| !is_forgotten).map(|author| match its_author {
            // As before: to look at its name costs less than to look for it.
            Some(number) if !SMALL && self.authors.get(number) == Some(author) => number,
            _ => self.author_number(author),
        });
        if let Some(place) = author.and_then(|number| self.followers.get_mut(number as usize)) {
            place.update(video.author_followers);
        }
        let mut named = [0; HASHTAGS_KEPT];
        let room: &mut [u32] = if is_forgotten { &mut [] } else { &mut named };
        let names = fold.renumbered.numbers(&video.hashtags, &mut self.hashtags, room);
        let named = named.get(..names).unwrap_or_default();
        // Most videos of a reading were listed under the same hashtags. It saves time only, so the wasm goes without.
        if SMALL || (fold.under.0, fold.under.1) != (before, &listed.under) {
            fold.under = (before, &listed.under, self.under(before, listed, fold.header));
        }
        let (_, _, under) = fold.under;
        let taken_at = fold.header.taken_at;
        if let Some(tracked) = known.and_then(|place| self.videos.get_mut(place)) {
            tracked.author.update(author);
            tracked.created.update(video.created);
            tracked.duration_s.update(video.duration_s);
            if !named.is_empty() {
                tracked.hashtags = self.lists.number(named);
            }
            tracked.under = under;
            tracked.last_seen = taken_at;
            fold.has_twice |= tracked.seen_at(0);
            tracked.seen |= 1;
            tracked.observe(self.readings, video.counts);
            return;
        }
        self.videos.push(Tracked {
            id: video.video_id,
            author: author.into(),
            created: video.created.into(),
            duration_s: video.duration_s.into(),
            hashtags: self.lists.number(named),
            under,
            first_seen: taken_at,
            last_seen: taken_at,
            seen: 1,
            rechecked: 0,
            entries: Entries::of(&[Entry { reading: self.readings, counts: Packed::UNKNOWN.then(video.counts) }]),
            told_average: 0,
        });
    }

    /// Takes the counts of a video that was read by itself. It stays one that the reading did not list.
    fn take_again(&mut self, again: &Rechecked) {
        let Some(video) = self.place(again.video_id).and_then(|place| self.videos.get_mut(place)) else {
            return;
        };
        if video.seen_at(0) {
            return;
        }
        // Views do not go away: a provider that says so answers rubbish, which in a listing makes a reading suspect.
        let has_lost_them = again.counts.views == Some(0) && video.packed().views() > 0;
        if has_lost_them || again.counts == Counts::default() {
            if let Some(newest) = &mut self.newest {
                newest.header.recheck_failed = newest.header.recheck_failed.saturating_add(1);
            }
            return;
        }
        video.rechecked |= 1;
        video.observe(self.readings, again.counts);
    }

    /// The number of a creator, with a place for their followers.
    pub(super) fn author_number(&mut self, name: &str) -> u32 {
        let number = self.authors.number(name.as_bytes());
        if self.followers.len() < self.authors.len() {
            self.followers.push(None.into());
        }
        number
    }

    /// The list `before` with the hashtags that a video was listed under now.
    fn under(&mut self, before: u32, listed: &Listed, header: &Header) -> u32 {
        if listed.under.is_empty() {
            return before;
        }
        let places = listed.under.iter().filter_map(|place| header.hashtags.get(usize::from(*place)));
        let numbers: Vec<u32> = gather(places.map(|listing| self.hashtags.number(listing.name.as_bytes())));
        let known = self.lists.get(before);
        if numbers.iter().all(|number| known.binary_search(number).is_ok()) {
            return before;
        }
        let mut all = known.to_vec();
        for number in numbers {
            if let Err(at) = all.binary_search(&number) {
                all.insert(at, number);
            }
        }
        self.lists.number(&all)
    }
}
