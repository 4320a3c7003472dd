//! A snapshot: everything that one reading of a campaign's listings showed.

use serde::Serialize;

use crate::{
    Counts, Error, Timestamp, Video, VideoId, bytes,
    codec::{self, Record, choice, record},
    places::Places,
};

/// How many rejected items are kept with their reason; all are counted.
const MAX_REJECTED: usize = 100;

/// Why a hashtag's listing was not read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The provider said that there is no more.
    NoMore,
    /// The same cursor came again.
    CursorStuck,
    /// Two pages in a row with no id new in this run.
    NothingNew,
    /// The page budget was reached.
    PageBudget,
    /// The video budget was reached.
    VideoBudget,
    /// The credit budget was reached.
    CreditBudget,
    /// An error; it stands beside.
    Error,
}

/// What was learned of one hashtag in one reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HashtagListing {
    /// The hashtag's name, without `#`.
    pub name: String,
    /// The provider's id of it.
    pub id: Option<String>,
    /// Videos under it on all of TikTok, as its page says; a 0 beside listed videos is null.
    pub tiktok_videos: Option<u64>,
    /// Views of it on all of TikTok, as its page says.
    pub tiktok_views: Option<u64>,
    /// Videos that the provider listed, each once.
    pub listed: u32,
    /// Pages read.
    pub pages: u32,
    /// Whether the provider said that the listing ends here.
    pub listing_ended: bool,
    /// Why no further page was read; null for files, which have no pages to ask for.
    pub stop_reason: Option<StopReason>,
    /// The error that ended the listing, if one did.
    pub error: Option<Error>,
}

impl HashtagListing {
    /// A listing of which nothing is known yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: crate::text::owned(name),
            id: None,
            tiktok_videos: None,
            tiktok_views: None,
            listed: 0,
            pages: 0,
            listing_ended: false,
            stop_reason: None,
            error: None,
        }
    }
}

/// An item that could not be a video.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rejected {
    /// Page (or file) in the order read, from 1.
    pub page: u32,
    /// Place in the page, from 0.
    pub index: u32,
    /// The id as it came, cleaned, at most 40 characters.
    pub id: Option<String>,
    /// The provider's field that is wrong.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// The rejected items of a reading: all counted, the first 100 with their reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejections {
    /// How many.
    pub total: u32,
    /// How many of them had an empty id, which makes a reading suspect.
    pub blank_ids: u32,
    /// Videos that were taken all the same although their publication time and id disagree by
    /// more than a day.
    pub dates_doubtful: u32,
    /// The first 100.
    pub first: Vec<Rejected>,
}

impl Rejections {
    /// Counts those of a page.
    pub(crate) fn add(&mut self, rejected: Vec<(Rejected, bool)>) {
        for (rejected, blank_id) in rejected {
            self.push(rejected, blank_id);
        }
    }

    /// Counts the reading's videos whose dates disagree, each once however often it was listed.
    #[inline(never)]
    pub(crate) fn doubt(&mut self, videos: &[Listed]) {
        self.dates_doubtful = videos.iter().map(|listed| u32::from(listed.video.is_date_doubtful())).sum();
    }

    /// Counts one, and keeps it while there is room.
    pub fn push(&mut self, rejected: Rejected, blank_id: bool) {
        self.total = self.total.saturating_add(1);
        self.blank_ids = self.blank_ids.saturating_add(u32::from(blank_id));
        if self.first.len() < MAX_REJECTED {
            self.first.push(rejected);
        }
    }
}

/// What a reading's answers cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Usage {
    /// Requests sent, retries among them.
    pub requests: u32,
    /// Credits that the answers say were used.
    pub credits: u32,
    /// Credits that may have been used by requests without an answer.
    pub credits_possible: u32,
}

/// A file or answer given to `analyze` or `import`, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The file's name, or `input N`.
    pub file: String,
    /// The dialect that it was read as.
    pub dialect: String,
    /// Videos read from it.
    pub videos: u32,
    /// Items of it that were rejected.
    pub rejected: u32,
    /// Where its bytes end or break, if they do; the items before count.
    pub truncated: Option<Error>,
}

/// What stands in a snapshot beside its videos; it goes into the report as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// When the reading was taken.
    pub taken_at: Timestamp,
    /// The hashtags in the campaign's order.
    pub hashtags: Vec<HashtagListing>,
    /// Items listed again after their first time in this reading.
    pub duplicates: u32,
    /// Items that could not be videos.
    pub rejected: Rejections,
    /// What it cost.
    pub usage: Usage,
    /// The files it was read from; null for a collection.
    pub sources: Option<Vec<Source>>,
    /// Videos that were to be read again by themselves, and of which nothing came.
    pub recheck_failed: u32,
}

impl Header {
    /// The header as bytes, for a store that keeps readings.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes::seal(bytes::Kind::Header, self)
    }

    /// The header whose bytes these are.
    ///
    /// # Errors
    /// `history_corrupt` for any other bytes, `history_too_new` for those of a later release.
    pub fn from_bytes(sealed: &[u8]) -> Result<Self, Error> {
        bytes::open(bytes::Kind::Header, sealed)
    }
}

/// One reading of the whole listing: each video once, in the order listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// All but the videos.
    pub header: Header,
    /// The videos, each once; `under` holds the places in `header.hashtags` it was listed under.
    pub videos: Vec<Listed>,
    /// Known videos that no listing had and that were read again by themselves.
    pub rechecked: Vec<Rechecked>,
}

/// A video that was read again by itself: its counts now, and nothing else of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rechecked {
    /// The video.
    pub video_id: VideoId,
    /// The counts.
    pub counts: Counts,
}

/// A video and the hashtags it was listed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The video.
    pub video: Video,
    /// Places in the header's hashtags, ascending.
    pub under: Vec<u16>,
}

/// Whether a video stood in the reading before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// Its id is new in this run.
    New,
    /// It was listed under another hashtag of this run.
    OtherHashtag,
    /// It was listed under this hashtag before.
    Again,
}

/// Merges listed videos so that each stands once.
///
/// Within one reading the later answer wins, and unknown never replaces known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merge {
    videos: Vec<Listed>,
    duplicates: u32,
    places: Places,
}

impl Merge {
    /// Takes a video listed under the hashtag at place `under`.
    pub(crate) fn push(&mut self, video: Video, under: Option<u16>) -> Pushed {
        self.find_places();
        let (id, new) = (video.video_id, self.videos.len());
        let known = self.places.insert(id.0, new, &|at| has(&self.videos, at, id));
        if let Some(listed) = known.and_then(|at| self.videos.get_mut(at)) {
            let again = under.is_none_or(|under| listed.under.contains(&under));
            self.duplicates = self.duplicates.saturating_add(u32::from(again));
            listed.update(video);
            if let Some(under) = under
                && let Err(at) = listed.under.binary_search(&under)
            {
                listed.under.insert(at, under);
            }
            return if again { Pushed::Again } else { Pushed::OtherHashtag };
        }
        self.videos.push(Listed { video, under: under.into_iter().collect() });
        Pushed::New
    }

    /// After a resumption the places are made anew from the videos.
    #[inline(never)]
    fn find_places(&mut self) {
        if self.places.len() != self.videos.len() {
            self.places = Places::default();
            for (at, listed) in self.videos.iter().enumerate() {
                let id = listed.video.video_id;
                self.places.insert(id.0, at, &|at| has(&self.videos, at, id));
            }
        }
    }

    /// Leaves of some videos each once, and those that were not listed.
    pub(crate) fn leave_unlisted(&mut self, ids: &mut Vec<VideoId>) {
        self.find_places();
        let mut once = Places::default();
        // By hand: smaller in the wasm than `retain`.
        for id in std::mem::take(ids) {
            let is_listed = self.places.get(id.0, &|at| has(&self.videos, at, id)).is_some();
            if !is_listed && once.insert(id.0, ids.len(), &|at| ids.get(at) == Some(&id)).is_none() {
                ids.push(id);
            }
        }
    }

    /// Takes the videos of a file, which were listed under no hashtag.
    pub(crate) fn adopt(&mut self, listed: Vec<Listed>) {
        self.places.reserve(listed.len());
        if self.videos.is_empty() {
            let is_new = |(at, new): (usize, &Listed)| {
                let id = new.video.video_id;
                self.places.insert(id.0, at, &|at| has(&listed, at, id)).is_none()
            };
            if listed.iter().enumerate().all(is_new) {
                // They stay where they are.
                self.videos = listed;
                return;
            }
            self.places = Places::default();
            self.places.reserve(listed.len());
        }
        for listed in listed {
            self.push(listed.video, None);
        }
    }

    /// How many videos there are.
    pub(crate) const fn len(&self) -> usize {
        self.videos.len()
    }

    /// The videos, and how many items came again.
    pub(crate) fn finish(self) -> (Vec<Listed>, u32) {
        (self.videos, self.duplicates)
    }
}

/// Whether the video at a place has this id.
#[inline]
fn has(videos: &[Listed], at: usize, id: VideoId) -> bool {
    videos.get(at).is_some_and(|listed| listed.video.video_id == id)
}

impl From<Video> for Listed {
    /// A video that was listed under no hashtag yet.
    fn from(video: Video) -> Self {
        Self { video, under: Vec::new() }
    }
}

impl Listed {
    fn update(&mut self, later: Video) {
        let video = &mut self.video;
        video.counts = later.counts.or(video.counts);
        video.author = later.author.or(video.author.take());
        video.desc = later.desc.or(video.desc.take());
        video.created = later.created.or(video.created);
        video.author_followers = later.author_followers.or(video.author_followers);
        video.duration_s = later.duration_s.or(video.duration_s);
        video.hashtags.extend(&later.hashtags);
    }
}

record!(HashtagListing { name, id, tiktok_videos, tiktok_views, listed, pages, listing_ended, stop_reason, error });
choice!(StopReason { NoMore, CursorStuck, NothingNew, PageBudget, VideoBudget, CreditBudget, Error });
record!(Rejected { page, index, id, field, reason });
record!(Rejections { total, blank_ids, dates_doubtful, first });
record!(Usage { requests, credits, credits_possible });
record!(Source { file, dialect, videos, rejected, truncated });
record!(Listed { video, under });
record!(Rechecked { video_id, counts });
record!(Header { taken_at, hashtags, duplicates, rejected, usage, sources } since 2 { recheck_failed });

impl Record for Merge {
    fn put(&self, out: &mut Vec<u8>) {
        self.videos.put(out);
        self.duplicates.put(out);
    }
    fn get(source: &mut codec::Source<'_>) -> Self {
        Self { videos: Record::get(source), duplicates: Record::get(source), places: Places::default() }
    }
}
