//! The videos with the most views.

use super::{Members, Row, members::views_rank, spread::median};
use crate::{
    History, Ratio, Timestamp, TopVideo,
    gather::gather,
    history::{Kept, Tracked},
    rank::{self, Largest},
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
}

impl Most {
    pub(super) fn of(members: &Members<'_>, now: Timestamp, count: usize) -> Self {
        Self { now, largest: Largest::of(count), aged: Vec::with_capacity(members.videos.len()) }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.largest.take(views_rank(row.counts));
        self.aged.extend(age(row.video, self.now).zip(row.counts.views));
    }
}

pub(super) fn top_videos(
    most: &Most,
    members: &Members<'_>,
    history: &History,
    base: Option<(usize, Kept)>,
) -> Vec<TopVideo> {
    let taken_at = most.now;
    let ages = Ages::of(&most.aged);
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
            outlier_score_campaign: ages.outlier_score(video, taken_at),
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

/// The campaign's videos by age, ascending: ages in seconds, and views.
struct Ages {
    ages: Vec<u64>,
    views: Vec<u64>,
}

impl Ages {
    fn of(aged: &[(u64, u64)]) -> Self {
        let order = rank::order(aged.iter().map(|(age, _)| *age));
        let (mut ages, mut views) = (Vec::with_capacity(aged.len()), Vec::with_capacity(aged.len()));
        for (age, viewed) in order.iter().filter_map(|at| aged.get(*at as usize)) {
            ages.push(*age);
            views.push(*viewed);
        }
        Self { ages, views }
    }

    /// Views over the median of the other videos between half and twice its age.
    fn outlier_score(&self, video: &Tracked, now: Timestamp) -> Option<Ratio> {
        let age = age(video, now)?;
        let views = video.counts().views?;
        let before = |limit: u64| self.ages.partition_point(|age| *age <= limit);
        let comparable = before((age / 2).saturating_sub(1))..before(age * 2);
        let mut others = self.views.get(comparable)?.to_vec();
        // The video itself is among them, under its views.
        let itself = others.iter().position(|other| *other == views)?;
        others.swap_remove(itself);
        if others.len() < COMPARABLE_LEAST {
            return None;
        }
        Ratio::of(i128::from(views) * 1_000_000, median(&others, 1)?.millionths())
    }
}

fn age(video: &Tracked, now: Timestamp) -> Option<u64> {
    let seconds = now.seconds().saturating_sub(video.created?);
    Some(u64::try_from(seconds).unwrap_or(0).max(YOUNGEST_SECONDS))
}
