//! One page of a listing, before a shape writes it; faults spoil it here, for both shapes.

use crate::figure::Figure;
use crate::options::SandboxOptions;
use crate::world::draw::{Purpose, stream};
use crate::world::{Counts, VideoTruth, World};
use rand::RngExt;
use std::borrow::Cow;

/// Most positions by which ranks shift between two pages.
const MAX_SHIFT: i64 = 3;

/// A page of a listing.
#[derive(Debug)]
pub(crate) struct Page<'w> {
    pub(crate) items: Vec<Item<'w>>,
    /// The offset asked for.
    pub(crate) cursor: u64,
    pub(crate) next_cursor: u64,
    pub(crate) has_more: bool,
    pub(crate) list_missing: bool,
}

/// A video as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Item<'w> {
    pub(crate) id: String,
    pub(crate) desc: Cow<'w, str>,
    pub(crate) nickname: Cow<'w, str>,
    pub(crate) has_author: bool,
    /// Views, likes, comments, shares, saves.
    pub(crate) figures: [Figure; 5],
    pub(crate) truth: VideoTruth<'w>,
}

impl<'w> Item<'w> {
    pub(crate) fn of(truth: VideoTruth<'w>, options: &SandboxOptions) -> Self {
        let counts = if options.rounded { truth.counts.as_shown() } else { truth.counts };
        let Counts { views, likes, comments, shares, saves } = counts;
        Self {
            id: truth.video.id.to_string(),
            desc: truth.video.desc.as_str().into(),
            nickname: truth.author.nickname.as_str().into(),
            has_author: true,
            figures: [views, likes, comments, shares, saves].map(|count| Figure::new(count, options.count_as)),
            truth,
        }
    }
}

impl<'w> Page<'w> {
    /// The page at this offset; `past_end_repeats` shows the last page beyond the end.
    pub(crate) fn cut(
        world: &'w World,
        listing: &[(usize, Counts)],
        (cursor, count): (u64, u64),
        now: i64,
        past_end_repeats: bool,
        options: &SandboxOptions,
    ) -> Self {
        let len = listing.len() as u64;
        let next_cursor = cursor.saturating_add(count);
        let first = if cursor < len {
            shifted(cursor, len, now, options)
        } else if past_end_repeats && len > 0 {
            (len - 1) / count * count
        } else {
            len
        };
        // Both ends are at most the listing's length.
        let range = first as usize..first.saturating_add(count).min(len) as usize;
        let items = listing[range].iter();
        Self {
            items: items.map(|(index, counts)| Item::of(world.truth_of(*index, *counts), options)).collect(),
            cursor,
            next_cursor,
            has_more: next_cursor < len,
            list_missing: false,
        }
    }
}

/// Where the page at this offset begins after the ranks have shifted since the last page.
fn shifted(cursor: u64, len: u64, now: i64, options: &SandboxOptions) -> u64 {
    if cursor == 0 || !options.page_shift {
        return cursor;
    }
    let mut rng = stream(options.world.seed, Purpose::PageShift, now, cursor as i64);
    let shift = rng.random_range(-MAX_SHIFT..=MAX_SHIFT);
    cursor.saturating_add_signed(shift).min(len - 1)
}
