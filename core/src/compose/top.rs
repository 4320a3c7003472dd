//! The videos with the most views.

use super::{Row, members::views_rank, outlier::Everybody};
use crate::{
    History, Ratio, Timestamp, TopVideo,
    gather::gather,
    history::{Kept, Tracked},
    rank::Largest,
    video_url,
};

/// A younger video counts as this old.
const YOUNGEST_SECONDS: u64 = 3_600;

/// The videos with the most views, and everybody's age and views to hold theirs against.
pub(super) struct Most {
    now: Timestamp,
    largest: Largest,
    everybody: Everybody,
}

impl Most {
    /// With room for so many videos.
    pub(super) fn of(room: usize, now: Timestamp, count: usize) -> Self {
        Self { now, largest: Largest::of(count), everybody: Everybody::with_room(room) }
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        self.largest.take(row.place, views_rank(row.counts));
        if let Some(views) = row.counts.views {
            self.everybody.take(views, age(row.video, self.now));
        }
    }
}

/// The videos with the most views; and everybody's known views in ascending order, with `spare` to sort them.
pub(super) fn top_videos(
    most: Most,
    history: &History,
    base: Option<(usize, Kept)>,
    spare: &mut Vec<u64>,
) -> (Vec<TopVideo>, Vec<u64>) {
    let taken_at = most.now;
    let videos: Vec<&Tracked> = gather(most.largest.places().filter_map(|place| history.videos.get(place)));
    let few = gather(videos.iter().map(|video| video.counts().views.zip(age(video, taken_at))));
    let (scores, all_views) = most.everybody.scores(&few, spare);
    let describe = |(video, score): (&&Tracked, Option<Ratio>)| {
        let counts = video.counts();
        let author = history.author(video);
        let names = history.lists.get(video.hashtags).iter().filter_map(|number| history.hashtags.get(*number));
        TopVideo {
            video_id: video.id,
            author: author.map(crate::text::owned),
            desc: history.caption(video).map(crate::text::owned),
            url: video_url(author, video.id),
            created: video.created.get(),
            views: counts.views,
            likes: counts.likes,
            comments: counts.comments,
            shares: counts.shares,
            saves: counts.saves,
            author_followers: history.followers_of(video.author.get()),
            duration_s: video.duration_s.get(),
            hashtags: gather(names.map(crate::text::owned)),
            first_seen: video.first_seen,
            last_seen: video.last_seen,
            views_per_hour: base.and_then(|(at, base)| pace(video, history, at, base, taken_at)),
            outlier_score_campaign: score,
        }
    };
    (gather(videos.iter().zip(scores).map(describe)), all_views)
}

/// Views gained per hour between two readings that both read the video's counts.
fn pace(video: &Tracked, history: &History, at: usize, base: Kept, taken_at: Timestamp) -> Option<Ratio> {
    let place = history.kept.len().checked_sub(at + 1)?;
    let (then, now) = (video.packed_at(base.number).shown_views()?, video.packed().shown_views()?);
    let gained = i128::from(now) - i128::from(then);
    let seconds = i128::from(taken_at.seconds() - base.taken_at.seconds());
    if video.read_at(0) && video.read_at(place) { Ratio::of(gained * 3600, seconds) } else { None }
}

fn age(video: &Tracked, now: Timestamp) -> Option<u64> {
    let seconds = now.seconds().saturating_sub(video.created.get()?);
    Some(u64::try_from(seconds).unwrap_or(0).max(YOUNGEST_SECONDS))
}
