//! What changed since the base, three-state per video: new, in both, not seen.
//!
//! A ranked listing keeps revealing old videos with the views of their whole life, so new
//! videos are `published` or `found`, and growth says which part comes from where.

use super::{Row, rates::ratio};
use crate::{
    Contributor, Diff, History, Per24h, Ratio, Timestamp, ViewGrowth,
    gather::gather,
    history::{Kept, Newest, Tracked},
    rank::Largest,
};

/// How many contributors are listed.
const LISTED: usize = 5;

/// Where a video's growth belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Known,
    Published,
    /// Older, or of views that nobody knew at the base: the growth is of its whole life.
    Found,
    /// Its counts at the base were carried: the growth is of a longer time.
    Back,
}

/// The difference as it adds up.
pub(super) struct Growth<'a> {
    newest: &'a Newest,
    base: Kept,
    /// Of the base among the readings kept, counted from the newest.
    place: usize,
    diff: Diff,
    most: Largest,
}

impl<'a> Growth<'a> {
    /// `at` is the base's place among the readings kept.
    pub(super) fn since(history: &History, newest: &'a Newest, at: usize, base: Kept) -> Self {
        let elapsed = newest.header.taken_at.seconds() - base.taken_at.seconds();
        let diff = Diff {
            since: base.taken_at,
            elapsed_hours: Ratio::of(i128::from(elapsed), 3600).unwrap_or_default(),
            new: 0,
            published: 0,
            found: 0,
            gained: 0,
            fallen: 0,
            not_seen: 0,
            back: 0,
            view_growth: ViewGrowth::default(),
            per_24h: None,
            top_contributors: Vec::new(),
        };
        let place = history.kept.len().saturating_sub(at + 1);
        Self { newest, base, place, diff, most: Largest::of(LISTED) }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        let (diff, video) = (&mut self.diff, row.video);
        let (part, then) = part(video, self.base, self.place);
        let now = row.views;
        // Both are under 2^53.
        let growth = now as i64 - then as i64;
        diff.view_growth.add(part, growth);
        diff.published += u64::from(part == Side::Published);
        let is_new = is_new(video, self.base);
        diff.new += u64::from(is_new);
        diff.back += u64::from(!is_new && video.seen_at(0) && !video.seen_at(self.place));
        diff.not_seen += u64::from(!video.seen_at(0));
        if matches!(part, Side::Known | Side::Back) {
            diff.gained += u64::from(now > then);
            let explained = if self.newest.rounded { rounding_step(then) } else { 0 };
            diff.fallen += u64::from(then.saturating_sub(now) > explained);
        }
        self.most.take(row.place, u64::try_from(growth).ok().filter(|_| part != Side::Found).unwrap_or(0));
    }

    pub(super) fn diff(self, history: &History) -> Diff {
        let Self { newest, base, mut diff, most, .. } = self;
        diff.found = diff.new - diff.published;
        diff.per_24h = per_24h(&diff, newest.header.taken_at.seconds() - base.taken_at.seconds());
        let total = diff.view_growth.total;
        diff.top_contributors = gather(most.pairs().filter(|(_, gained)| *gained > 0).filter_map(|(place, gained)| {
            let video = history.videos.get(place)?;
            Some(Contributor {
                video_id: video.id,
                author: history.author(video).map(crate::text::owned),
                gained,
                share: u64::try_from(total).ok().and_then(|total| ratio(gained, total)),
            })
        }));
        diff
    }
}

/// Views that a video gained since the base, where they are growth of its own.
pub(crate) fn gained(video: &Tracked, base: Kept, place: usize) -> Option<i64> {
    match part(video, base, place) {
        (Side::Known | Side::Published, then) => Some(video.packed().views() as i64 - then as i64),
        (Side::Found | Side::Back, _) => None,
    }
}

fn is_new(video: &Tracked, base: Kept) -> bool {
    video.first_seen > base.taken_at
}

/// Where a video's growth belongs, and its views at the base.
fn part(video: &Tracked, base: Kept, place: usize) -> (Side, u64) {
    let then = video.packed_at(base.number).counts().views;
    (side(video, base.taken_at, then, video.read_at(place)), then.unwrap_or(0))
}

/// Where a video's growth since an instant belongs; `then` are its views at that time, and `was_read` says whether the
/// reading of that time read them.
#[inline(always)]
pub(crate) fn side(video: &Tracked, since: Timestamp, then: Option<u64>, was_read: bool) -> Side {
    let is_new = video.first_seen > since;
    if is_new && video.created.get().is_some_and(|created| created >= since.seconds()) {
        Side::Published
    } else if then.is_none() {
        Side::Found
    } else if was_read {
        Side::Known
    } else {
        Side::Back
    }
}

impl ViewGrowth {
    /// Adds a video's growth where it belongs.
    #[inline(always)]
    pub(crate) fn add(&mut self, side: Side, growth: i64) {
        let grown = match side {
            Side::Known => &mut self.known,
            Side::Published => &mut self.published,
            Side::Found => &mut self.found,
            Side::Back => &mut self.back,
        };
        *grown = grown.saturating_add(growth);
        self.total = self.total.saturating_add(growth);
    }
}

fn per_24h(diff: &Diff, elapsed_seconds: i64) -> Option<Per24h> {
    if elapsed_seconds < 12 * 3600 {
        return None;
    }
    let scaled = |value: i128| Ratio::of(value * 24 * 3600, i128::from(elapsed_seconds));
    Some(Per24h { new: scaled(i128::from(diff.new))?, view_growth: scaled(i128::from(diff.view_growth.total))? })
}

/// The step in which TikTok shows a count that it rounds.
pub(crate) const fn rounding_step(count: u64) -> u64 {
    match count {
        0..10_000 => 1,
        10_000..1_000_000 => 100,
        1_000_000..1_000_000_000 => 100_000,
        _ => 100_000_000,
    }
}
