//! Several campaigns together, each video once.

use std::collections::HashMap;

use anyhow::Result;
use tagpulse_core::{Campaign, VideoId};

use crate::{
    format::{Ran, Totals},
    store::Store,
};

/// The totals over the reports of a run. Of a video in several campaigns the larger counts
/// stand: they are the later ones.
pub(super) fn of(store: &mut Store, campaigns: &[Campaign], ran: &[Ran]) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut videos: HashMap<VideoId, (u64, u64)> = HashMap::new();
    for (campaign, ran) in campaigns.iter().zip(ran) {
        let Some(shown) = &ran.shown else { continue };
        totals.campaigns += 1;
        // An instant that is run again has later readings behind it, which are not of this run.
        let history = store.history_at(campaign, &shown.zone, shown.report.taken_at)?;
        for (id, counts) in history.counted(campaign, &shown.zone) {
            let (views, engagement) = videos.entry(id).or_default();
            *views = (*views).max(counts.views.unwrap_or(0));
            *engagement = (*engagement).max(counts.engagement());
        }
    }
    totals.total_videos = videos.len() as u64;
    totals.total_views = videos.values().fold(0, |sum, (views, _)| sum.saturating_add(*views));
    totals.total_engagement = videos.values().fold(0, |sum, (_, engagement)| sum.saturating_add(*engagement));
    Ok(totals)
}
