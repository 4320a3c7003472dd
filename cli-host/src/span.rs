//! A span of days: the totals at its end, and what was gained within it. The two stand under names of their own,
//! because nobody may add one to the other.

use anyhow::Result;
use serde::Serialize;
use tagpulse_core::{Campaign, Day, DayFigures, Grown, History, Origin, Ratio, Report, Timestamp, Zone};

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

impl Span {
    /// Days that have a trusted reading.
    pub(crate) fn days_read(&self) -> usize {
        self.shown.days.iter().filter(|day| day.origin == Origin::Reading).count()
    }
}

/// Gains within a span: the campaign's state at its end less that at its start, whatever the readings between list.
/// The start is the last trusted reading before the span, or the first one within it where there is none before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Within {
    /// Views gained: last known views at the end less those at the start of every video known at the start, and the
    /// views of videos published since; null without two readings.
    pub(crate) views_gained: Option<i64>,
    /// Videos published since the start; null as above.
    pub(crate) published: Option<u64>,
    /// The views of those at the end, which are part of `views_gained`.
    pub(crate) published_views: Option<i64>,
    /// Videos published before the start and found since; null as above.
    pub(crate) found: Option<u64>,
    /// Views of their whole life, which are no part of `views_gained`.
    pub(crate) found_views: Option<i64>,
    /// The start's instant; null as above.
    pub(crate) since: Option<Timestamp>,
    /// Hours from there to the last trusted reading of the span.
    pub(crate) elapsed_hours: Option<Ratio>,
    /// Civil days of the span.
    pub(crate) days: u32,
    /// Days whose reading could be compared with an earlier one.
    pub(crate) days_compared: u32,
    /// Alerts raised, those that are only noted among them.
    pub(crate) alerts: u32,
    /// Of them those that are noted and not sent.
    pub(crate) noted: u32,
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
    let readings = store.readings(campaign.name())?;
    days.retain(|day| day.date <= to);
    let trusted = |day: &&DayFigures| readings.contains(&day.taken_at);
    let before = days.iter().rfind(|day| day.date < from && trusted(day)).map(|day| day.taken_at);
    days.retain(|day| day.date >= from);
    let last = days.iter().rfind(trusted).map(|day| day.taken_at);
    let (mut start, mut within) = (None, within(&days, from, to));
    let mut note = |report: &Report, history: &History| {
        let is_trusted = report.coverage.suspect.is_none();
        if is_trusted && (from..=to).contains(&report.date) {
            let noted = report.alerts.iter().filter(|alert| !alert.notifies).count();
            within.noted = within.noted.saturating_add(u32::try_from(noted).unwrap_or(u32::MAX));
        }
        let Some((since, state)) = &start else {
            if is_trusted && before.is_none_or(|before| report.taken_at == before) {
                start = Some((report.taken_at, history.clone()));
            }
            return;
        };
        if last == Some(report.taken_at) {
            within.take(*since, report.taken_at, history.grown_since(state, campaign, &zone));
        }
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
    let mut shown = crate::run::shown(store, campaign, zone, report, own)?;
    shown.days = days;
    Ok(Span { from, to, shown, within })
}

/// What the days say; what was gained is not known yet.
fn within(days: &[DayFigures], from: Day, to: Day) -> Within {
    Within {
        days: u32::try_from(i64::from(to.number()) - i64::from(from.number()) + 1).unwrap_or(0),
        days_compared: days.iter().fold(0, |sum, day| sum + u32::from(day.views_gained.is_some())),
        alerts: days.iter().fold(0, |sum, day| day.alerts.saturating_add(sum)),
        ..Within::default()
    }
}

impl Within {
    fn take(&mut self, since: Timestamp, until: Timestamp, grown: Option<Grown>) {
        let Some(Grown { published, found, views }) = grown else { return };
        // What the start's own reading did not list has its last known counts all the same.
        self.views_gained = Some(views.own().saturating_add(views.back));
        (self.published, self.published_views) = (Some(published), Some(views.published));
        (self.found, self.found_views) = (Some(found), Some(views.found));
        self.since = Some(since);
        self.elapsed_hours = Ratio::of(i128::from(until.seconds() - since.seconds()), 3600);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_goes_forward() {
        assert!(days_of("2026-11-02", "2026-11-01").unwrap_err().to_string().contains("give the later day last"));
        assert!(days_of("today", "2026-11-01").unwrap_err().to_string().starts_with("--from: "));
    }
}
