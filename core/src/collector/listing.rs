//! One hashtag's lookup and listing: what an answer means for the next request.

use crate::{
    Error, ErrorCode, Hashtag, HashtagListing, Listed, Rejections, StopReason,
    codec::{self, Record, record},
    normalize::{Hints, Page},
    provider,
    snapshot::{Merge, Pushed},
};

/// Where a hashtag's reading stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Lookup,
    Page {
        id: String,
        cursor: String,
    },
    /// Single videos; the place of the present one among those chosen.
    Recheck {
        place: u32,
    },
    Over,
}

/// What follows an answer.
pub(super) enum Next {
    /// The next request, or the end; whether the answer was a page.
    Go { page: bool },
    /// The same request again, unless it was the last try.
    Again(Error),
    /// No further request of this hashtag.
    Stop(Error),
}

/// One hashtag's reading, or that of the single videos behind them all.
pub(super) struct Reading {
    listing: HashtagListing,
    phase: Phase,
    /// Tries of the present request that failed.
    attempt: u32,
    /// Whether an answer that could be throttling was asked for again.
    doubted: bool,
    /// Pages in a row without an id that is new in this run.
    barren: u32,
    cursors: Vec<String>,
}

impl Reading {
    pub(super) fn new(hashtag: &Hashtag) -> Self {
        Self::of(hashtag.as_str(), Phase::Lookup)
    }

    pub(super) fn of_single_videos() -> Self {
        Self::of("", Phase::Recheck { place: 0 })
    }

    #[inline(never)]
    fn of(name: &str, phase: Phase) -> Self {
        Self { listing: HashtagListing::new(name), phase, attempt: 0, doubted: false, barren: 0, cursors: Vec::new() }
    }

    pub(super) fn name(&self) -> &str {
        &self.listing.name
    }

    pub(super) const fn phase(&self) -> &Phase {
        &self.phase
    }

    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    pub(super) const fn attempt(&self) -> u32 {
        self.attempt
    }

    pub(super) const fn pages(&self) -> u32 {
        self.listing.pages
    }

    pub(super) const fn try_again(&mut self) {
        self.attempt = self.attempt.saturating_add(1);
    }

    pub(super) fn stop(&mut self, reason: StopReason, error: Option<Error>) {
        self.phase = Phase::Over;
        self.listing.stop_reason = Some(reason);
        self.listing.error = error;
    }

    /// Reads the answer to the lookup. Also gives the credits it cost, if it says.
    pub(super) fn looked_up(&mut self, bytes: &[u8]) -> (Next, Option<u32>) {
        let credits = provider::credits_used(bytes);
        let next = match provider::read_lookup(bytes) {
            Ok(Some(found)) => {
                self.listing.tiktok_videos = found.videos;
                self.listing.tiktok_views = found.views;
                self.listing.id = Some(found.id.clone());
                self.turn_to(found.id, crate::text::owned("0"));
                // An answer of a good shape that names no price costs one credit.
                return (Next::Go { page: false }, credits.or(Some(1)));
            }
            Ok(None) if self.doubt() => Next::Again(self.not_found()),
            Ok(None) => Next::Stop(self.not_found()),
            Err(error) => retry_or_stop(error),
        };
        (next, credits)
    }

    fn not_found(&self) -> Error {
        let name = self.name();
        Error::new(ErrorCode::NotFound, text!("the provider knows no hashtag \"{}\"; check its spelling", name))
    }

    /// Reads a page. Also gives the credits it cost, if it says.
    #[allow(clippy::too_many_arguments, reason = "the run's state stays with the run")]
    pub(super) fn page(
        &mut self,
        bytes: &[u8],
        dialect: Option<&str>,
        last_try: bool,
        number: u32,
        under: u16,
        merge: &mut Merge,
        rejected: &mut Rejections,
    ) -> (Next, Option<u32>) {
        let mut page = match Page::read(bytes, &Hints { dialect, ..Hints::default() }, number) {
            Ok(page) => page,
            Err(_) if self.listing.pages > 0 && provider::ends_without_list(bytes) => {
                self.end();
                return (Next::Go { page: false }, provider::credits_used(bytes));
            }
            Err(error) => return (retry_or_stop(error), provider::credits_used(bytes)),
        };
        // Without an item it is no page, and what the provider reports beside items another try would pay for again.
        let again = |cut: &mut Error| page.items == 0 || (!last_try && cut.code == ErrorCode::Truncated);
        if let Some(cut) = page.cut.take_if(again) {
            return (Next::Again(cut), page.credits_used);
        }
        if page.items == 0 && self.listing.pages == 0 && self.doubt() {
            let error = Error::new(ErrorCode::Upstream, "the first page is empty, which may be throttling");
            return (Next::Again(error), page.credits_used.or(Some(1)));
        }
        let mut new = 0;
        for Listed { video, .. } in page.videos {
            let pushed = merge.push(video, Some(under));
            new += u32::from(pushed == Pushed::New);
            self.listing.listed = self.listing.listed.saturating_add(u32::from(pushed != Pushed::Again));
        }
        rejected.add(page.rejected);
        self.listing.pages = self.listing.pages.saturating_add(1);
        self.barren = if new == 0 { self.barren.saturating_add(1) } else { 0 };
        if let Some(cut) = page.cut {
            self.stop(StopReason::Error, Some(cut));
            return (Next::Go { page: true }, page.credits_used);
        }
        self.turn(page.has_more, page.cursor, page.items);
        (Next::Go { page: true }, page.credits_used.or(Some(1)))
    }

    /// Turns the page, or stops by the rules of the listing.
    fn turn(&mut self, has_more: Option<bool>, cursor: Option<String>, items: u32) {
        let Phase::Page { id, cursor: asked } = &self.phase else { return };
        // A shape without paging has the whole listing in one answer.
        let more = has_more.unwrap_or(cursor.is_some() && items > 0);
        let repeated = cursor.as_ref().is_none_or(|cursor| cursor == asked || self.cursors.contains(cursor));
        if !more {
            self.end();
        } else if self.barren >= 2 {
            self.stop(StopReason::NothingNew, None);
        } else if repeated {
            self.stop(StopReason::CursorStuck, None);
        } else if let Some(cursor) = cursor {
            let id = id.clone();
            self.cursors.push(asked.clone());
            self.turn_to(id, cursor);
        }
    }

    fn turn_to(&mut self, id: String, cursor: String) {
        self.phase = Phase::Page { id, cursor };
        self.attempt = 0;
        self.doubted = false;
    }

    /// Turns to the next single video.
    pub(super) fn next_video(&mut self) {
        if let Phase::Recheck { place } = &mut self.phase {
            *place = place.saturating_add(1);
        }
        self.attempt = 0;
    }

    fn end(&mut self) {
        self.listing.listing_ended = true;
        self.stop(StopReason::NoMore, None);
    }

    /// True the first time: such an answer is asked for once more before it is believed.
    const fn doubt(&mut self) -> bool {
        !std::mem::replace(&mut self.doubted, true)
    }

    pub(super) fn into_listing(self) -> HashtagListing {
        let mut listing = self.listing;
        if listing.listed > 0 && listing.tiktok_videos == Some(0) {
            listing.tiktok_videos = None;
        }
        listing
    }
}

/// Rubbish may be better the next time; a shape that nobody knows will not.
pub(super) fn retry_or_stop(error: Error) -> Next {
    match error.code {
        ErrorCode::UnknownShape => Next::Stop(error),
        _ => Next::Again(error),
    }
}

record!(Reading { listing, phase, attempt, doubted, barren, cursors });

impl Record for Phase {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Lookup => 0_u8.put(out),
            Self::Page { id, cursor } => {
                1_u8.put(out);
                id.put(out);
                cursor.put(out);
            }
            Self::Over => 2_u8.put(out),
            Self::Recheck { place } => {
                3_u8.put(out);
                place.put(out);
            }
        }
    }
    fn get(source: &mut codec::Source<'_>) -> Self {
        match u8::get(source) {
            0 => Self::Lookup,
            1 => Self::Page { id: Record::get(source), cursor: Record::get(source) },
            2 => Self::Over,
            3 => Self::Recheck { place: Record::get(source) },
            _ => {
                source.fail::<()>();
                Self::Over
            }
        }
    }
}
