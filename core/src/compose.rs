//! Composes the report of a history's newest reading: one file a section.

mod coverage;
mod creators;
mod diff;
mod goals;
mod hashtags;
mod members;
mod outlier;
mod rates;
mod row;
mod spread;
mod timing;
mod top;
mod totals;

pub(crate) use coverage::Rounding;
pub(crate) use diff::{Side, gained, rounding_step, side};
pub(crate) use members::{Members, views_rank};
use row::Row;
pub(crate) use totals::exceeds;

use crate::{Campaign, History, Report, SCHEMA_VERSION, Zone, history::Newest, rank};

#[cfg(test)]
thread_local! {
    /// How many reports were composed: what a test counts instead of time.
    pub(crate) static COMPOSED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The report; `base` is the place of the reading to compare with among those kept.
pub(crate) fn report(
    history: &History,
    newest: &Newest,
    campaign: &Campaign,
    zone: &Zone,
    base: Option<usize>,
) -> Report {
    #[cfg(test)]
    COMPOSED.set(COMPOSED.get() + 1);
    // A suspect reading changes nothing and is compared with nothing.
    let base = base.filter(|_| newest.suspect.is_none()).and_then(|at| history.kept.get(at).map(|kept| (at, *kept)));
    let (taken_at, room) = (newest.header.taken_at, history.videos.len());
    let mut totals = totals::Totals::new();
    let mut known = coverage::Known::at(newest);
    let mut sums = rates::Sums::new(room);
    let mut engagement = Vec::with_capacity(room);
    let mut by_creator = creators::ByCreator::new(history, base.map(|(_, base)| base.taken_at), taken_at);
    let mut by_list = hashtags::ByList::new(history);
    let mut by_hour = timing::ByHour::default();
    let mut most = top::Most::of(room, taken_at, usize::from(campaign.settings().top));
    let mut growth = base.map(|(at, base)| diff::Growth::since(history, newest, at, base));
    // One walk for all sections: in a large campaign each would wait for the memory again.
    let excluded = Members::walk(history, campaign, zone, &mut |place, video| {
        let row = Row::of(place, video);
        totals.take(&row);
        known.take(&row);
        sums.take(&row);
        if row.is_engagement_known {
            engagement.push(row.engagement);
        }
        by_creator.take(&row);
        by_list.take(&row);
        by_hour.take(&row, zone);
        most.take(&row);
        if let Some(growth) = &mut growth {
            growth.take(&row);
        }
    });
    let diff = growth.map(|growth| growth.diff(history));
    let day_apart = diff.as_ref().filter(|_| {
        let apart = base.map_or(0, |(_, base)| taken_at.seconds() - base.taken_at.seconds());
        (20 * 3600..=28 * 3600).contains(&apart)
    });
    let (tiers, known_followers) = by_creator.by_followers(history);
    // Memory that one part is done with is the next one's.
    let (rates, mut spare) = sums.rates(&known_followers);
    let (top_videos, views) = top::top_videos(most, history, base, &mut spare);
    let engagement = rank::sorted_with(engagement, 0, &mut spare);
    let distribution = spread::distribution(&views, &engagement);
    let viral_videos = totals.above(&views, campaign.multiple_thousandths());
    let creators = creators::creators(&by_creator, history, totals.views, tiers, [views, spare]);
    let mut report = Report {
        schema_version: SCHEMA_VERSION,
        campaign: crate::text::owned(campaign.name()),
        date: zone.day(taken_at),
        taken_at,
        zone: crate::text::owned(zone.name()),
        hashtags: newest.header.hashtags.clone(),
        total_videos: totals.videos,
        total_views: totals.views,
        total_engagement: totals.engagement,
        avg_views: totals.average(totals.views),
        avg_engagement: totals.average(totals.engagement),
        viral_videos,
        top_5_creators: totals.top_5_creators(history),
        new_videos_24h: day_apart.and_then(|diff| i64::try_from(diff.new).ok()),
        view_growth_24h: day_apart.map(|diff| diff.view_growth.total),
        coverage: coverage::coverage(&known, totals.videos, excluded, newest),
        cost: coverage::cost(&newest.header.usage, campaign.settings()),
        viral_rule: totals.rule(campaign.multiple_thousandths()),
        rates,
        distribution,
        creators,
        hashtags_used: hashtags::hashtags_used(by_list, history),
        timing: by_hour.timing(),
        top_videos,
        alerts: history.raised_at(taken_at),
        diff,
        goals: None,
        money: None,
        compliance: None,
        roster: None,
    };
    report.goals = goals::goals(&report, history, campaign, zone);
    report
}
