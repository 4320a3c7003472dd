//! Whether the campaign's goals are in reach: what is there, what should be by now, and where
//! the usual day leads.

use super::rates::ratio;
use crate::{Campaign, DayFigures, Diff, GoalPace, Goals, Ratio, Report, gather::gather, rank};

/// Days of which the median gain is what a day brings.
const DAYS: usize = 7;
/// Fewer tell nothing.
const DAYS_LEAST: usize = 3;

/// The goals of a report whose other sections are filled; `days` are the campaign's so far.
pub(super) fn goals(report: &Report, days: &[DayFigures], campaign: &Campaign) -> Option<Goals> {
    let settings = campaign.settings();
    let wanted = &settings.goals;
    let today = report.date;
    let earlier: Vec<&DayFigures> = gather(days.iter().filter(|day| day.date < today));
    let start = settings.start.or(earlier.first().map(|day| day.date)).unwrap_or(today);
    let days_of = |from: i32, to: i32| u64::try_from(i64::from(to) - i64::from(from)).unwrap_or(0);
    let by = wanted.by.or(settings.end);
    let days_total = by.map(|by| days_of(start.number(), by.number()) + 1);
    let days_elapsed = days_of(start.number(), today.number()) + 1;
    let days_left = by.map(|by| days_of(today.number(), by.number()));
    let pace =
        |goal: Option<f64>, reached: u64, gains: Option<fn(&Diff) -> i64>, of_day: fn(&DayFigures) -> Option<i64>| {
            let goal = goal? as u64;
            let usual = gains
                .and_then(|gains| usual_day(report.diff.as_ref().map(|diff| (diff, gains(diff))), &earlier, of_day));
            Some(GoalPace {
                goal,
                reached,
                share: ratio(reached, goal),
                pace: days_total.and_then(|total| {
                    let elapsed = days_elapsed.min(total);
                    Ratio::of(i128::from(reached) * i128::from(total), i128::from(goal) * i128::from(elapsed))
                }),
                projected: usual.zip(days_left).map(|(usual, left)| reached.saturating_add(usual.saturating_mul(left))),
            })
        };
    let views = pace(wanted.views, report.total_views, Some(views_gained), |day| day.views_gained);
    let videos = pace(wanted.videos, report.total_videos, Some(published), |day| day.published.map(signed));
    let creators = pace(wanted.creators, report.creators.total, None, |_| None);
    let any = views.is_some() || videos.is_some() || creators.is_some();
    any.then_some(Goals { by, days_elapsed, days_total, views, videos, creators })
}

fn views_gained(diff: &Diff) -> i64 {
    diff.view_growth.known.saturating_add(diff.view_growth.published)
}

fn published(diff: &Diff) -> i64 {
    signed(diff.published)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The median of what the last days brought, each scaled to a day.
fn usual_day(
    today: Option<(&Diff, i64)>,
    earlier: &[&DayFigures],
    of_day: fn(&DayFigures) -> Option<i64>,
) -> Option<u64> {
    let scaled = |gained: i64, seconds: i64| {
        let gained = u128::from(gained.max(0).unsigned_abs()) * u128::from(crate::time::DAY_SECONDS.unsigned_abs());
        u64::try_from(crate::ratio::quotient(gained, seconds.max(1).unsigned_abs().into())).unwrap_or(u64::MAX)
    };
    let hours =
        |diff: &Diff| i64::try_from(diff.elapsed_hours.millionths()).unwrap_or(i64::MAX).saturating_mul(9) / 2_500;
    let mut gains: Vec<u64> = gather(today.map(|(diff, gained)| scaled(gained, hours(diff))).into_iter());
    // What a day gained is since the reading before it, unless that was of the same day.
    let pairs = earlier.iter().zip(earlier.iter().skip(1)).rev();
    let before = pairs.filter_map(|(before, day)| {
        of_day(day).map(|gained| scaled(gained, day.taken_at.seconds() - before.taken_at.seconds()))
    });
    gains.extend(before.take(DAYS - 1));
    let sorted = rank::sorted(gains);
    // Of two in the middle the lower one: a promise is kept rather than made.
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().filter(|_| sorted.len() >= DAYS_LEAST)
}
