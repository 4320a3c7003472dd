//! The items of a walk: each becomes a strict video, or is rejected with its reason.

#[cfg(not(target_family = "wasm"))]
use super::halves;
use crate::{
    Counts, Listed, Rejected, SMALL, Timestamp, Video, VideoId, Zone,
    dialect::Dialect,
    field::{NoVideos, Slot, Table, Values, Videos, walk},
    hashtags::Gathered,
    places::Places,
    rank,
    reader::{Broken, Reader, Scalar, Text},
    scalar, scan, text, time,
};

/// The longest caption that is kept, in characters. TikTok allows 4,000.
const CAPTION_LENGTH: usize = 4_000;
/// The longest handle that is kept, in characters. TikTok allows 24.
const AUTHOR_LENGTH: usize = 100;
/// Fewer ids that end in zeros prove nothing.
const ROUNDED_LEAST: u32 = 3;

/// Gathers the videos of a page or file.
pub(super) struct Items<'z> {
    /// The dialect of the document that is read.
    pub(super) dialect: Option<&'static Dialect>,
    pub(super) page: u32,
    pub(super) zone: Option<&'z Zone>,
    /// Whether ids that end in zeros are known to have lost digits.
    pub(super) are_rounded: bool,
    /// With what a long list is read in halves, once.
    #[cfg(not(target_family = "wasm"))]
    pub(super) both: Option<super::Both>,
    pub(super) videos: Vec<Listed>,
    /// How many of them have an id that ends in zeros, at most; in the wasm they are counted only when it is asked.
    rounded: usize,
    hashtags: Gathered,
    /// The rejected items, and whether each had a blank id.
    pub(super) rejected: Vec<(Rejected, bool)>,
    pub(super) count: u32,
}

impl<'z> Items<'z> {
    pub(super) fn new(page: u32, zone: Option<&'z Zone>, are_rounded: bool) -> Self {
        Self {
            dialect: None,
            page,
            zone,
            are_rounded,
            #[cfg(not(target_family = "wasm"))]
            both: None,
            videos: Vec::new(),
            rounded: 0,
            hashtags: Gathered::page(),
            rejected: Vec::new(),
            count: 0,
        }
    }

    /// Everything was read: gives the videos their hashtags, but for those that another gave theirs.
    pub(super) fn finish(&mut self) {
        let named = std::mem::take(&mut self.hashtags).finish();
        for listed in &mut self.videos {
            named.give(&mut listed.video.hashtags);
        }
    }

    /// Takes an item whose values were read.
    pub(super) fn take(&mut self, values: &mut Values<'_>) {
        let id_field = self.dialect.map_or("id", |dialect| dialect.id_field);
        let id = scalar::id(values.get(Slot::Id), self.are_rounded);
        let in_url = || scalar::id_in_url(values.get(Slot::Url));
        // A spreadsheet keeps fifteen digits of a number, and of an address all. What has no time in it is a row's number.
        let whole = |id: VideoId| {
            let is_row = id.0 >> 32 == 0;
            let is_it = |other: &VideoId| is_row || other.0.abs_diff(id.0) < 10_000;
            if is_row || scalar::may_be_rounded(id.0) { in_url().filter(is_it).unwrap_or(id) } else { id }
        };
        let id = id.map(whole).or_else(|bad| in_url().ok_or(bad));
        match id {
            Ok(_) if scalar::flag(values.get(Slot::Removed)) == Some(true) => {
                self.reject(None, id_field, text::owned("the source says that this video was removed"), false);
            }
            Ok(id) => {
                let observed = values.get(Slot::Observed);
                // Taken as of now, a reading of another day would replace today's counts.
                if scalar::time(observed, self.zone).is_none()
                    && let Some(said) = scalar::string(observed)
                    && !said.trim().is_empty()
                {
                    return self.reject(Some(text!("{}", id)), "taken_at", time::no_time(&said).message, false);
                }
                self.count = self.count.saturating_add(1);
                if !SMALL {
                    self.rounded += usize::from(scalar::may_be_rounded(id.0));
                }
                self.videos.push(video(id, values, self.zone, &mut self.hashtags).into());
            }
            // A row about an error, between the videos of a data set.
            Err(bad) if bad.blank && matches!(values.get(Slot::Trouble), Scalar::Text(_)) => {
                let words = scalar::string(values.get(Slot::Trouble)).unwrap_or_default();
                self.reject(None, "error", text!("the source says: {}", text::clean(&words, 200)), false);
            }
            Err(bad) => self.reject(bad.shown, id_field, text::owned(bad.reason), bad.blank),
        }
    }

    /// Whether the ids have lost digits: half of all may have, and three different ones. By chance that is
    /// so in at most one of fifty million sources (three of six videos: 20 x .001^3).
    pub(super) fn lost_digits(&self) -> bool {
        if !SMALL && self.rounded * 2 < self.videos.len() {
            return false;
        }
        let (mut all, mut different, mut least, mut most) = (0, 0, u64::MAX, 0);
        let ids = self.videos.iter().map(|listed| listed.video.video_id.0);
        for id in ids.filter(|id| scalar::may_be_rounded(*id)) {
            all += 1;
            // What lies between two may be one of them again.
            different += u32::from(id < least || id > most);
            (least, most) = (least.min(id), most.max(id));
        }
        different >= ROUNDED_LEAST && all * 2 >= self.videos.len()
    }

    /// Whether the last item said next to nothing: it has no id, or no views and no likes.
    pub(super) fn is_last_doubtful(&self) -> bool {
        let counts = self.videos.last().map(|listed| listed.video.counts);
        self.is_last_rejected() || counts.is_some_and(|counts| counts.views.is_none() && counts.likes.is_none())
    }

    fn is_last_rejected(&self) -> bool {
        self.rejected.last().is_some_and(|(rejected, _)| rejected.index.checked_add(1) == Some(self.count))
    }

    /// Forgets the last item.
    pub(super) fn take_back(&mut self) {
        if self.is_last_rejected() {
            self.rejected.pop();
        } else {
            self.videos.pop();
        }
        self.count = self.count.saturating_sub(1);
    }

    /// Rejects a part of the whole (a document, a row) that is no answer and no item.
    pub(super) fn refuse(&mut self, part: &str, reason: String) {
        self.reject(None, part, reason, false);
    }

    fn reject(&mut self, id: Option<String>, field: &str, reason: String, blank: bool) {
        let rejected = Rejected { page: self.page, index: self.count, id, field: text::owned(field), reason };
        self.count = self.count.saturating_add(1);
        self.rejected.push((rejected, blank));
    }

    fn item<'a>(&mut self, reader: &mut Reader<'a>, values: &mut Values<'a>) -> Result<(), Broken> {
        values.clear();
        let table = self.dialect.map_or(Table::EMPTY, |dialect| dialect.item);
        if walk(reader, table, values, &mut NoVideos)? {
            self.take(values);
        } else {
            self.reject(None, "item", text::owned("the item is no object"), false);
        }
        Ok(())
    }

    /// Takes the items of a list that was entered, before the first or behind one; true if it stopped at an item that
    /// begins at place `stop`.
    #[cfg_attr(target_family = "wasm", inline(always))]
    pub(super) fn list<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        values: &mut Values<'a>,
        mut first: bool,
        stop: Option<usize>,
    ) -> Result<bool, Broken> {
        let (begin, before) = (reader.place(), self.videos.len());
        #[cfg(not(target_family = "wasm"))]
        let items = self.count;
        while reader.next_element(&mut first)? {
            if !SMALL && stop.is_some() {
                reader.peek()?;
                if stop == Some(reader.place()) {
                    return Ok(true);
                }
            }
            let read = reader.place().saturating_sub(begin);
            self.make_room(self.videos.len().saturating_sub(before), read, reader.rest().len());
            self.item(reader, values)?;
            #[cfg(not(target_family = "wasm"))]
            if self.both.is_some() && self.count.wrapping_sub(items) as usize == halves::KNOWN {
                let average = reader.place().saturating_sub(begin) / halves::KNOWN;
                if halves::read(self, reader, values, average)? {
                    break;
                }
            }
        }
        Ok(false)
    }

    /// Takes what was read behind.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn adopt(&mut self, behind: Self) {
        self.rejected.extend(behind.rejected.into_iter().map(|(rejected, is_blank)| {
            let index = rejected.index.saturating_add(self.count);
            (Rejected { index, ..rejected }, is_blank)
        }));
        self.count = self.count.saturating_add(behind.count);
        self.rounded += behind.rounded;
        self.videos.extend(behind.videos);
    }

    /// Makes room for the videos in the bytes that are left, going by those in the bytes that were read: a
    /// long list that doubles again and again is copied as often. Never for more than eight times as many.
    fn make_room(&mut self, videos: usize, read: usize, left: usize) {
        if !SMALL && videos >= 64 && self.videos.len() == self.videos.capacity() {
            let likely = videos as u64 * left as u64 / read.max(1) as u64;
            let most = videos as u64 * 7;
            self.videos.reserve_exact((likely + likely / 32 + 1).min(most) as usize);
        }
    }

    /// Puts the videos from place `first` on into the order that the answer gives of their ids.
    pub(super) fn order(&mut self, first: usize, ids: &[Text<'_>]) {
        if ids.is_empty() || first > self.videos.len() {
            return;
        }
        let mut places = Places::default();
        let id_at = |place: usize| ids.get(place).and_then(|id| scalar::digits(id.decode().as_bytes()));
        // Of an id that stands there twice the last place counts.
        for place in (0..ids.len()).rev() {
            if let Some(id) = id_at(place) {
                places.insert(id, place, &|other| id_at(other) == Some(id));
            }
        }
        let videos = self.videos.split_off(first);
        let place = |listed: &Listed| {
            let id = listed.video.video_id.0;
            places.get(id, &|place| id_at(place) == Some(id)).unwrap_or(ids.len()) as u128
        };
        self.videos.extend(rank::by_key(videos, place));
    }
}

impl<'a> Videos<'a> for Items<'_> {
    fn videos(&mut self, reader: &mut Reader<'a>, one: bool) -> Result<(), Broken> {
        let mut values = Values::default();
        let mut first = true;
        if one {
            let is_video = reader.peek()? == b'{';
            return if is_video { self.item(reader, &mut values) } else { reader.skip() };
        }
        if reader.enter(b'[')? {
            self.list(reader, &mut values, true, None)?;
        } else if reader.enter(b'{')? {
            while reader.next_key(&mut first)?.is_some() {
                self.item(reader, &mut values)?;
            }
        } else {
            reader.skip()?;
        }
        Ok(())
    }
}

/// The one conversion from permissive values to a strict video.
// Once in the wasm, where size counts; elsewhere written where it belongs.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(crate) fn video(video_id: VideoId, values: &Values<'_>, zone: Option<&Zone>, hashtags: &mut Gathered) -> Video {
    let count = |slot| scalar::count(values.get(slot));
    let bounded = |slot, max| {
        scalar::string(values.get(slot)).map(|mut text| {
            text.truncate(text::first_chars(&text, max).len());
            text
        })
    };
    // One creator under one name, though sources write `@anna` and end it with a NUL.
    let handle = |slot| {
        let name = bounded(slot, AUTHOR_LENGTH)?;
        let is_plain = if SMALL {
            name.bytes().all(|b| b.is_ascii_graphic() && b != b'@')
        } else {
            scan::graphic(name.as_bytes()) == name.len()
        };
        let name = if is_plain { name } else { text::clean(name.trim_start_matches('@'), AUTHOR_LENGTH) };
        Some(name).filter(|name| !name.is_empty() && !crate::history::is_forgotten(name))
    };
    let desc = bounded(Slot::Desc, CAPTION_LENGTH);
    for name in &values.listed {
        hashtags.add(&name.decode());
    }
    hashtags.add_from(desc.as_deref().unwrap_or_default());
    let seconds = count(Slot::DurationSeconds).or_else(|| count(Slot::DurationMillis).map(|ms| ms / 1000));
    let said = scalar::time(values.get(Slot::Created), zone);
    Video {
        video_id,
        author: handle(Slot::Author)
            .or_else(|| scalar::handle_in_url(values.get(Slot::Url)))
            .or_else(|| handle(Slot::AuthorId)),
        desc,
        created: said.or_else(|| video_id.creation_time().map(Timestamp::seconds)),
        counts: Counts {
            views: count(Slot::Views),
            likes: count(Slot::Likes),
            comments: count(Slot::Comments),
            shares: count(Slot::Shares),
            saves: count(Slot::Saves),
        },
        author_followers: count(Slot::Followers),
        duration_s: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
        hashtags: hashtags.take(),
        observed: scalar::time(values.get(Slot::Observed), zone),
    }
}
