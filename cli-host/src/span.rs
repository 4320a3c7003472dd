//! A span of days: the totals at its end, and what was gained within it. The two stand under names of their own,
//! because nobody may add one to the other.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Campaign, Day, DayFigures, Zone};

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

/// Gains within a span: sums over the days that have a reading to compare with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Within {
    /// Views gained by videos known before and videos published since.
    pub(crate) views_gained: i64,
    /// Videos published.
    pub(crate) published: u64,
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
    let report = match last {
        Some(at) => store.report_at(campaign, &zone, at)?,
        None => None,
    };
    let Some(report) = report else {
        let message =
            format!("no trusted reading from {from} to {to}; `tagpulse history` lists the days that have one");
        return Err(Stop::error(Exit::Usage, message));
    };
    let within = within(&days, from, to);
    let mut shown = crate::run::shown(store, campaign, zone, report, own)?;
    shown.days = days;
    Ok(Span { from, to, shown, within })
}

fn within(days: &[DayFigures], from: Day, to: Day) -> Within {
    let length = u32::try_from(i64::from(to.number()) - i64::from(from.number()) + 1).unwrap_or(0);
    let mut within = Within { days: length, ..Within::default() };
    for day in days {
        within.alerts = within.alerts.saturating_add(day.alerts);
        if let Some(gained) = day.views_gained {
            within.views_gained = within.views_gained.saturating_add(gained);
            within.published = within.published.saturating_add(day.published.unwrap_or(0));
            within.days_compared += 1;
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_with_something_to_compare_with_add_up() {
        let day = |date: &str, gained, published| DayFigures {
            views_gained: gained,
            published,
            alerts: 1,
            ..DayFigures::tutorial(Day::parse(date).unwrap(), 5, 100, 10)
        };
        let days =
            [day("2026-11-01", None, None), day("2026-11-02", Some(70), Some(2)), day("2026-11-04", Some(-5), Some(0))];
        let (from, to) = days_of("2026-11-01", "2026-11-04").unwrap();
        let expected = Within { views_gained: 65, published: 2, days: 4, days_compared: 2, alerts: 3 };
        assert_eq!(within(&days, from, to), expected);
    }

    #[test]
    fn a_span_goes_forward() {
        assert!(days_of("2026-11-02", "2026-11-01").unwrap_err().to_string().contains("give the later day last"));
        assert!(days_of("today", "2026-11-01").unwrap_err().to_string().starts_with("--from: "));
    }
}
