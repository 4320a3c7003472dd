//! The videos with the most views.

use super::{
    Members, Row,
    members::views_rank,
    spread::{median, quantile},
};
use crate::{
    History, Ratio, Timestamp, TopVideo,
    gather::gather,
    history::{Kept, Tracked},
    rank::Largest,
    video_url,
};

/// Fewer other videos of comparable age make no outlier score.
const COMPARABLE_LEAST: usize = 3;
/// A younger video counts as this old.
const YOUNGEST_SECONDS: u64 = 3_600;

/// The videos with the most views, and everybody's age and views to hold theirs against.
pub(super) struct Most {
    now: Timestamp,
    largest: Largest,
    /// Ages in seconds, and views.
    aged: Vec<(u64, u64)>,
    youngest: u64,
    oldest: u64,
}

impl Most {
    pub(super) fn of(members: &Members<'_>, now: Timestamp, count: usize) -> Self {
        let aged = Vec::with_capacity(members.videos.len());
        Self { now, largest: Largest::of(count), aged, youngest: u64::MAX, oldest: 0 }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.largest.take(views_rank(row.counts));
        if let Some((age, views)) = age(row.video, self.now).zip(row.counts.views) {
            (self.youngest, self.oldest) = (self.youngest.min(age), self.oldest.max(age));
            self.aged.push((age, views));
        }
    }

    /// Views over the median of the other videos between half and twice its age; `all_views` are those of
    /// all videos, in ascending order.
    fn outlier_score(&self, video: &Tracked, all_views: &[u64]) -> Option<Ratio> {
        let age = age(video, self.now)?;
        let views = video.counts().views?;
        let comparable = age / 2..=age * 2;
        let is_all = comparable.contains(&self.youngest) && comparable.contains(&self.oldest);
        // The video itself is among them, under its views.
        let usual = if is_all && self.aged.len() == all_views.len() {
            let itself = all_views.partition_point(|other| *other < views);
            let other = |at: usize| all_views.get(at + usize::from(at >= itself)).copied();
            let others = all_views.len().checked_sub(1).filter(|count| *count >= COMPARABLE_LEAST)?;
            quantile(others, 50, 1, &|at| other(at).map(|low| (low, other(at + 1).unwrap_or(low))))
        } else {
            let near = self.aged.iter().filter(|(age, _)| comparable.contains(age));
            let mut others = gather(near.map(|(_, views)| *views));
            let itself = others.iter().position(|other| *other == views)?;
            others.swap_remove(itself);
            if others.len() < COMPARABLE_LEAST {
                return None;
            }
            median(&others, 1)
        };
        Ratio::of(i128::from(views) * 1_000_000, usual?.millionths())
    }
}

/// The videos with the most views; `all_views` are everybody's in ascending order.
pub(super) fn top_videos(
    most: &Most,
    all_views: &[u64],
    members: &Members<'_>,
    history: &History,
    base: Option<(usize, Kept)>,
) -> Vec<TopVideo> {
    let taken_at = most.now;
    let describe = |video: &Tracked| {
        let counts = video.counts();
        let author = history.author(video);
        let names = history.lists.get(video.hashtags).iter().filter_map(|number| history.hashtags.get(*number));
        TopVideo {
            video_id: video.id,
            author: author.map(crate::text::owned),
            desc: history.caption(video).map(crate::text::owned),
            url: video_url(author, video.id),
            created: video.created,
            views: counts.views,
            likes: counts.likes,
            comments: counts.comments,
            shares: counts.shares,
            saves: counts.saves,
            author_followers: history.followers_of(video.author),
            duration_s: video.duration_s,
            hashtags: gather(names.map(crate::text::owned)),
            first_seen: video.first_seen,
            last_seen: video.last_seen,
            views_per_hour: base.and_then(|(at, base)| pace(video, history, at, base, taken_at)),
            outlier_score_campaign: most.outlier_score(video, all_views),
        }
    };
    gather(members.at(most.largest.places()).map(describe))
}

/// Views gained per hour between two readings that both read the video's counts.
fn pace(video: &Tracked, history: &History, at: usize, base: Kept, taken_at: Timestamp) -> Option<Ratio> {
    let place = history.kept.len().checked_sub(at + 1)?;
    let (then, now) = (video.packed_at(base.number).counts().views?, video.counts().views?);
    let gained = i128::from(now) - i128::from(then);
    let seconds = i128::from(taken_at.seconds() - base.taken_at.seconds());
    if video.read_at(0) && video.read_at(place) { Ratio::of(gained * 3600, seconds) } else { None }
}

fn age(video: &Tracked, now: Timestamp) -> Option<u64> {
    let seconds = now.seconds().saturating_sub(video.created?);
    Some(u64::try_from(seconds).unwrap_or(0).max(YOUNGEST_SECONDS))
}
