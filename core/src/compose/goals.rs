//! Whether the campaign's goals are in reach: what is there, what should be by now, and where
//! the usual day leads.

use super::{Members, rates::ratio};
use crate::{Campaign, Day, GoalPace, Goals, History, Ratio, Report, Timestamp, Zone, detector};

/// Days over which videos were published that say how many a day brings.
const DAYS: u64 = 7;
/// Fewer tell nothing.
const DAYS_LEAST: u64 = 3;

/// The goals of a report whose other sections are filled.
pub(super) fn goals(report: &Report, history: &History, campaign: &Campaign, zone: &Zone) -> Option<Goals> {
    let settings = campaign.settings();
    let wanted = &settings.goals;
    wanted.views.or(wanted.videos).or(wanted.creators)?;
    let members = &Members::of(history, campaign, zone);
    let today = report.date;
    let first = members.videos.iter().map(|video| video.first_seen).min();
    let start = settings.start.or(first.map(|at| zone.day(at))).unwrap_or(today);
    let days_of = |from: Day, to: Day| u64::try_from(i64::from(to.number()) - i64::from(from.number())).unwrap_or(0);
    let by = wanted.by.or(settings.end);
    let days_total = by.map(|by| days_of(start, by) + 1);
    let days_elapsed = days_of(start, today) + 1;
    let days_left = by.map(|by| days_of(today, by));
    let pace = |goal: Option<f64>, reached: u64, a_day: Option<f64>| {
        let goal = goal? as u64;
        Some(GoalPace {
            goal,
            reached,
            share: ratio(reached, goal),
            pace: days_total.and_then(|total| {
                let elapsed = days_elapsed.min(total);
                Ratio::of(i128::from(reached) * i128::from(total), i128::from(goal) * i128::from(elapsed))
            }),
            projected: a_day.zip(days_left).map(|(a_day, left)| detector::projected(reached, a_day, left)),
        })
    };
    let views = pace(wanted.views, report.total_views, detector::usual_gain(&history.watch.pulses));
    let videos = pace(wanted.videos, report.total_videos, published(members, report.taken_at, days_elapsed));
    let creators = pace(wanted.creators, report.creators.total, None);
    Some(Goals { by, days_elapsed, days_total, views, videos, creators })
}

/// How many videos a day of the last week brought, or of the campaign where that is younger.
fn published(members: &Members<'_>, taken_at: Timestamp, days_elapsed: u64) -> Option<f64> {
    let days = days_elapsed.min(DAYS);
    let since = taken_at.seconds() - days as i64 * crate::time::DAY_SECONDS;
    let newer = members.videos.iter().filter(|video| video.created.get().is_some_and(|created| created > since));
    (days >= DAYS_LEAST).then(|| newer.count() as f64 / days as f64)
}
