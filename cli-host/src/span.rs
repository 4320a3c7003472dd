//! A span of days: the totals at its end, and what was gained within it. The two stand under names of their own,
//! because nobody may add one to the other.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Campaign, Day, DayFigures, Diff, Report, Timestamp, Zone};

use crate::{
    exit::{Exit, Stop},
    format::Shown,
    store::Store,
};

/// A span to show.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// Its first day.
    pub(crate) from: Day,
    /// Its last day.
    pub(crate) to: Day,
    /// The report of its last trusted reading, with the days of the span.
    pub(crate) shown: Shown,
    /// What was gained.
    pub(crate) within: Within,
}

/// Gains within a span: sums over readings of which each is compared with the next one in the sum, so that no hour
/// counts twice. A day's own figures may overlap: after a second or a partial reading the base is not the day before's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Within {
    /// Views gained by videos known before and videos published since; null where nothing could be compared.
    pub(crate) views_gained: Option<i64>,
    /// Videos published; null as above.
    pub(crate) published: Option<u64>,
    /// The reading that the first of them is compared with, which is of a day before the span; null where none is.
    pub(crate) since: Option<Timestamp>,
    /// Civil days of the span.
    pub(crate) days: u32,
    /// Days whose reading could be compared with an earlier one.
    pub(crate) days_compared: u32,
    /// Alerts raised.
    pub(crate) alerts: u32,
}

/// The days named by `--from` and `--to`.
///
/// # Errors
/// Exit 2 for what is no day, and for a span that ends before it begins.
pub(crate) fn days_of(from: &str, to: &str) -> Result<(Day, Day)> {
    let day =
        |flag: &str, text: &str| Day::parse(text).map_err(|error| Stop::error(Exit::Usage, format!("{flag}: {error}")));
    let (from, to) = (day("--from", from)?, day("--to", to)?);
    if to < from {
        return Err(Stop::error(Exit::Usage, format!("--to: {to} is before --from {from}; give the later day last")));
    }
    Ok((from, to))
}

/// The span of a stored campaign; `own` are the user's accounts.
///
/// # Errors
/// Exit 2 when no day of the span has a reading.
pub(crate) fn of(
    store: &mut Store,
    campaign: &Campaign,
    zone: Zone,
    (from, to): (Day, Day),
    own: &[String],
) -> Result<Span> {
    let mut days = store.days(campaign, &zone)?.days;
    days.retain(|day| (from..=to).contains(&day.date));
    let readings = store.readings(campaign.name())?;
    let last = days.iter().rev().find(|day| readings.contains(&day.taken_at)).map(|day| day.taken_at);
    let mut steps = Vec::new();
    let mut note = |report: &Report| {
        let step = |diff: &Diff| Step {
            since: diff.since,
            at: report.taken_at,
            views_gained: diff.view_growth.own(),
            published: diff.published,
        };
        steps.extend(report.diff.as_ref().filter(|_| report.date >= from).map(step));
    };
    let report = match last {
        Some(at) => store.report_after(campaign, &zone, at, &mut note)?,
        None => None,
    };
    let Some(report) = report else {
        let message =
            format!("no trusted reading from {from} to {to}; `tagpulse history` lists the days that have one");
        return Err(Stop::error(Exit::Usage, message));
    };
    let within = within(&days, &steps, from, to);
    let mut shown = crate::run::shown(store, campaign, zone, report, own)?;
    shown.days = days;
    Ok(Span { from, to, shown, within })
}

/// A reading and the one that it was compared with.
#[derive(Clone, Copy, Debug)]
struct Step {
    since: Timestamp,
    at: Timestamp,
    views_gained: i64,
    published: u64,
}

/// `steps` are those of the span's readings, oldest first.
fn within(days: &[DayFigures], steps: &[Step], from: Day, to: Day) -> Within {
    let length = u32::try_from(i64::from(to.number()) - i64::from(from.number()) + 1).unwrap_or(0);
    let mut within = Within { days: length, ..Within::default() };
    for day in days {
        within.alerts = within.alerts.saturating_add(day.alerts);
        within.days_compared += u32::from(day.views_gained.is_some());
    }
    for step in steps.iter().rev() {
        if within.since.is_none_or(|since| step.at <= since) {
            within.views_gained = Some(within.views_gained.unwrap_or(0).saturating_add(step.views_gained));
            within.published = Some(within.published.unwrap_or(0).saturating_add(step.published));
            within.since = Some(step.since);
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hour_counts_twice() {
        let day = |date: &str, views_gained| DayFigures {
            views_gained,
            alerts: 1,
            ..DayFigures::tutorial(Day::parse(date).unwrap(), 5, 100, 10)
        };
        let days = [day("2026-11-01", None), day("2026-11-02", Some(90)), day("2026-11-04", Some(-5))];
        let at = |hours: i64| Timestamp::parse("2026-11-01T06:00:00Z").unwrap().plus(hours * 3_600);
        let step =
            |since: i64, hours: i64, views_gained| Step { since: at(since), at: at(hours), views_gained, published: 1 };
        // The evening of the second day is no base of the fourth's morning.
        let steps = [step(0, 24, 70), step(0, 38, 90), step(24, 72, -5)];
        let (from, to) = days_of("2026-11-01", "2026-11-04").unwrap();
        let expected = Within {
            views_gained: Some(65),
            published: Some(2),
            since: Some(at(0)),
            days: 4,
            days_compared: 2,
            alerts: 3,
        };
        assert_eq!(within(&days, &steps, from, to), expected);
        let none = Within { days: 4, alerts: 1, ..Within::default() };
        assert_eq!(within(&days[..1], &[], from, to), none);
    }

    #[test]
    fn a_span_goes_forward() {
        assert!(days_of("2026-11-02", "2026-11-01").unwrap_err().to_string().contains("give the later day last"));
        assert!(days_of("today", "2026-11-01").unwrap_err().to_string().starts_with("--from: "));
    }
}
