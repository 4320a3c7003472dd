//! Several campaigns together, each video once, and what each has of the whole.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use tagpulse_core::{Campaign, Diff, Ratio, Report, VideoId};

use crate::{
    config::Extra,
    format::{Ran, Totals, Voice},
    own::Own,
    store::Store,
};

/// What is known of a video over all campaigns: the larger counts stand, they are the later ones.
#[derive(Default)]
struct Video {
    views: u64,
    engagement: u64,
    gained: Option<i64>,
    own: bool,
}

/// The totals over the reports of these campaigns.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn totals(
    store: &mut Store,
    campaigns: &[(&Campaign, &Ran)],
    extras: &BTreeMap<String, Extra>,
) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut videos: HashMap<VideoId, Video> = HashMap::new();
    for (campaign, ran) in campaigns {
        let Some(shown) = &ran.shown else { continue };
        let own = extras.get(campaign.name()).map(|extra| extra.own.as_slice()).unwrap_or_default();
        // An instant that is asked for again has later readings behind it, which are not of it.
        let history = store.history_at(campaign, &shown.zone, shown.report.taken_at)?;
        let videos_held = history.held(campaign, &shown.zone);
        let own = Own::among(&videos_held, own);
        for held in videos_held {
            let video = videos.entry(held.id).or_default();
            let views = held.counts.views.unwrap_or(0);
            video.views = video.views.max(views);
            video.engagement = video.engagement.max(held.counts.engagement());
            // What was gained on another day is no part of this one's.
            video.gained = video.gained.max(held.gained.filter(|_| !ran.is_old));
            video.own |= own.has(held.author);
        }
        totals.share_of_voice.push(Voice {
            campaign: campaign.name().to_owned(),
            posts: None,
            views: None,
            creators: None,
            views_gained: None,
            engagement: None,
            coverage_share: shown.report.coverage.share,
            own_videos: own.videos,
            own_views: own.views,
        });
    }
    totals.campaigns = totals.share_of_voice.len() as u64;
    totals.total_videos = videos.len() as u64;
    let sum = |of: fn(&Video) -> u64| videos.values().fold(0_u64, |sum, video| sum.saturating_add(of(video)));
    totals.total_views = sum(|video| video.views);
    totals.total_engagement = sum(|video| video.engagement);
    totals.own_videos = sum(|video| u64::from(video.own));
    totals.own_views = sum(|video| if video.own { video.views } else { 0 });
    totals.views_gained = campaigns
        .iter()
        .any(|(_, ran)| diff(ran).is_some())
        .then(|| videos.values().filter_map(|video| video.gained).sum());
    share(&mut totals.share_of_voice, campaigns);
    Ok(totals)
}

/// What changed in a campaign since its base, if it was read with the others.
fn diff(ran: &Ran) -> Option<&Diff> {
    ran.shown.as_ref().filter(|_| !ran.is_old)?.report.diff.as_ref()
}

/// Puts in what each campaign has of the sums.
fn share(voices: &mut [Voice], campaigns: &[(&Campaign, &Ran)]) {
    let shown = || campaigns.iter().filter_map(|(_, ran)| Some((*ran, &ran.shown.as_ref()?.report)));
    let parts = |of: fn((&Ran, &Report)) -> Option<u64>| -> Vec<Option<Ratio>> {
        let sum: i128 = shown().filter_map(of).map(i128::from).sum();
        shown().map(|shown| Ratio::of(of(shown)?.into(), sum)).collect()
    };
    let posts = parts(|(_, report)| Some(report.total_videos));
    let views = parts(|(_, report)| Some(report.total_views));
    let creators = parts(|(_, report)| Some(report.creators.total));
    let engagement = parts(|(_, report)| Some(report.total_engagement));
    // A campaign that lost views has no part in what was gained.
    let gained = parts(|(ran, _)| u64::try_from(diff(ran)?.view_growth.own().max(0)).ok());
    for (at, voice) in voices.iter_mut().enumerate() {
        (voice.posts, voice.views, voice.creators) = (posts[at], views[at], creators[at]);
        (voice.engagement, voice.views_gained) = (engagement[at], gained[at]);
    }
}
