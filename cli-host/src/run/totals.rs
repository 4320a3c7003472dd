//! Several campaigns together, each video once.

use std::collections::HashMap;

use anyhow::Result;
use tagpulse_core::{Campaign, Settings, VideoId};

use crate::{
    format::{Ran, Totals},
    store::Store,
};

/// The most videos that a report lists: what the core lets a host see one by one.
const LISTED_AT_MOST: u16 = 1000;

/// The totals over the reports of a run. Where campaigns share videos and one of them has more
/// than a report can list, the sums are unknown rather than wrong.
pub(super) fn of(store: &mut Store, campaigns: &[Campaign], ran: &[Ran]) -> Result<Totals> {
    let with_report = campaigns.iter().zip(ran).filter_map(|(campaign, ran)| Some((campaign, ran.shown.as_ref()?)));
    let with_report: Vec<_> = with_report.collect();
    let mut totals = Totals { campaigns: with_report.len() as u64, ..Totals::default() };
    let names: Vec<&str> = with_report.iter().map(|(campaign, _)| campaign.name()).collect();
    if !store.share_videos(&names)? {
        let sum = |of: fn(&tagpulse_core::Report) -> u64| {
            Some(with_report.iter().fold(0, |sum: u64, (_, shown)| sum.saturating_add(of(&shown.report))))
        };
        totals.total_videos = sum(|report| report.total_videos);
        totals.total_views = sum(|report| report.total_views);
        totals.total_engagement = sum(|report| report.total_engagement);
        return Ok(totals);
    }
    let mut videos: HashMap<VideoId, (u64, u64)> = HashMap::new();
    for (campaign, shown) in &with_report {
        let wide = Campaign::new(Settings { top: LISTED_AT_MOST, ..campaign.settings().clone() })?;
        let report = store.history(campaign, &shown.zone)?.report(&wide, &shown.zone)?;
        if report.total_videos > u64::from(LISTED_AT_MOST) {
            return Ok(totals);
        }
        for video in report.top_videos {
            let count = |count: Option<u64>| count.unwrap_or(0);
            let engagement =
                count(video.likes).saturating_add(count(video.comments)).saturating_add(count(video.shares));
            let entry = videos.entry(video.video_id).or_default();
            *entry = (entry.0.max(count(video.views)), entry.1.max(engagement));
        }
    }
    totals.total_videos = Some(videos.len() as u64);
    totals.total_views = Some(videos.values().fold(0, |sum, (views, _)| sum.saturating_add(*views)));
    totals.total_engagement = Some(videos.values().fold(0, |sum, (_, engagement)| sum.saturating_add(*engagement)));
    Ok(totals)
}
