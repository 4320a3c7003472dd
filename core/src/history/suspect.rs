//! Readings that cannot be true: what real providers answered on a bad day.

use crate::{History, Listed, SMALL, Snapshot};

/// Why a reading changes no figure; `None` when it is trusted.
pub(super) fn reason(history: &History, snapshot: &Snapshot) -> Option<String> {
    let listed = snapshot.videos.len();
    let rejected = &snapshot.header.rejected;
    let items = listed + rejected.total as usize + snapshot.header.duplicates as usize;
    // Items of which none is a video are another document, or one that says nothing.
    let bad = if listed == 0 { rejected.total } else { rejected.blank_ids };
    if bad as usize * 2 > items {
        return Some(text!("{} of {} items are no videos", bad, items));
    }
    if let Some(last) = history.kept.last() {
        // Few videos may all be gone from TikTok's page, but nobody exports a file of nothing.
        let least = if snapshot.header.sources.is_some() { 1 } else { 5 };
        if listed == 0 && last.seen >= least {
            return Some(text!("nothing is listed where {} videos were", last.seen));
        }
        // Most readings have none, and need not be looked up.
        let has_no_views = |listed: &&Listed| listed.video.counts.views == Some(0);
        if !SMALL && snapshot.videos.iter().filter(has_no_views).count() < 3 {
            return None;
        }
        let viewed = snapshot.videos.iter().filter(|listed| {
            let known = history.find(listed.video.video_id);
            known.is_some_and(|video| video.packed().views() > 0)
        });
        let (mut known, mut zero) = (0_usize, 0_usize);
        for listed in viewed {
            known += 1;
            zero += usize::from(listed.video.counts.views == Some(0));
        }
        if zero >= 3 && zero * 2 > known {
            return Some(text!("{} of {} known videos have 0 views now", zero, known));
        }
    } else {
        let all_zero = snapshot.videos.iter().all(|listed| {
            let counts = listed.video.counts.array();
            counts.contains(&Some(0)) && counts.iter().all(|count| count.unwrap_or(0) == 0)
        });
        if listed >= 5 && all_zero {
            return Some(text!("all counts of all {} videos are 0", listed));
        }
    }
    None
}
