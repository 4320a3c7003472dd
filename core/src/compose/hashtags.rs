//! The hashtags on the campaign's videos.

use super::Members;
use crate::{HashtagUsed, History};

/// How many hashtags are listed.
const LISTED: usize = 50;

pub(super) fn hashtags_used(members: &Members<'_>, history: &History) -> Vec<HashtagUsed> {
    let mut sums = vec![(0_u64, 0_u64); history.hashtags.len()];
    for video in &members.videos {
        for number in &video.hashtags {
            if let Some((videos, views)) = sums.get_mut(*number as usize) {
                *videos += 1;
                *views = views.saturating_add(video.packed().views());
            }
        }
    }
    let mut used: Vec<(u64, u64, &str)> = (0_u32..)
        .zip(sums)
        .filter(|(_, (videos, _))| *videos > 0)
        .filter_map(|(number, (videos, views))| Some((videos, views, history.hashtags.get(number)?)))
        .collect();
    used.sort_unstable_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(b.2)));
    used.truncate(LISTED);
    used.into_iter().map(|(videos, views, name)| HashtagUsed { name: name.to_owned(), videos, views }).collect()
}
