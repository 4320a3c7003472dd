//! The hashtags on the campaign's videos.

use super::Row;
use crate::{HashtagUsed, History, gather::gather};

/// How many hashtags are listed.
const LISTED: usize = 50;

/// Videos and views by the number of their list: many videos share one.
pub(super) struct ByList(Vec<(u64, u64)>);

impl ByList {
    pub(super) fn new(history: &History) -> Self {
        Self(vec![(0, 0); history.lists.len()])
    }

    #[inline]
    pub(super) fn take(&mut self, row: &Row<'_>) {
        if let Some((videos, views)) = self.0.get_mut(row.video.hashtags as usize) {
            *videos += 1;
            *views = views.saturating_add(row.views);
        }
    }
}

pub(super) fn hashtags_used(by_list: ByList, history: &History) -> Vec<HashtagUsed> {
    let mut sums = vec![(0_u64, 0_u64); history.hashtags.len()];
    for (list, (listed, viewed)) in history.lists.iter().zip(by_list.0) {
        for number in list {
            if let Some((videos, views)) = sums.get_mut(*number as usize) {
                *videos += listed;
                *views = views.saturating_add(viewed);
            }
        }
    }
    // The most videos, then the most views, then by name: insertion keeps the best in order.
    let mut best: Vec<(u64, u64, &str)> = Vec::new();
    for (number, (videos, views)) in (0_u32..).zip(sums).filter(|(_, (videos, _))| *videos > 0) {
        let Some(name) = history.hashtags.get(number) else { continue };
        let at = best.partition_point(|other| (other.0, other.1, name) > (videos, views, other.2));
        if at < LISTED {
            best.truncate(LISTED - 1);
            best.insert(at, (videos, views, name));
        }
    }
    let used = best.iter();
    gather(used.map(|&(videos, views, name)| HashtagUsed { name: crate::text::owned(name), videos, views }))
}
