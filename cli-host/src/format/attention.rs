//! What needs attention among campaigns: the same in the morning's text and in the pages.

use tagpulse_core::{Alert, Report, clean};

use super::{Ran, goals, local_time, written::Written};
use crate::own::Own;

/// Failed, then not read of late, partial, suspect, with alerts, behind a goal, without a reading, and the rest; within
/// each as given.
pub(super) fn rank(ran: &Ran) -> u8 {
    match &ran.shown {
        None if ran.error.is_some() => 0,
        None => 6,
        Some(_) if ran.is_old => 1,
        Some(_) if ran.error.is_some() => 2,
        Some(shown) if shown.report.coverage.suspect.is_some() => 3,
        Some(shown) if strongest(&shown.report).is_some() => 4,
        Some(shown) if is_behind(&shown.report) => 5,
        Some(_) => 7,
    }
}

/// Why a campaign needs attention, but for its alerts.
pub(super) fn reasons(ran: &Ran, written: Written) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Some(shown) = ran.shown.as_ref().filter(|_| ran.is_old) {
        reasons.push(format!("not read since {}", local_time(shown.report.taken_at, &shown.zone)));
    }
    if let Some(error) = &ran.error {
        let what = if ran.shown.is_some() { "partial" } else { "failed" };
        reasons.push(format!("{what}: {}", clean(&error.message, 200)));
    }
    if let Some(shown) = &ran.shown {
        if let Some(reason) = &shown.report.coverage.suspect {
            reasons.push(format!("suspect: {}", clean(reason, 200)));
        }
        reasons.extend(shown.report.goals.iter().flat_map(|goals| goals::behind(goals, written)));
    }
    reasons
}

/// A word for how a campaign is, and whether it needs attention.
pub(super) fn status(ran: &Ran) -> (String, bool) {
    let Some(shown) = &ran.shown else {
        let failed = ran.error.is_some();
        return (if failed { "failed" } else { "no reading" }.to_owned(), failed);
    };
    let report = &shown.report;
    if ran.is_old {
        return (format!("of {}", report.date), true);
    }
    if ran.error.is_some() {
        return ("partial".to_owned(), true);
    }
    if report.coverage.suspect.is_some() {
        return ("suspect".to_owned(), true);
    }
    if let Some(alert) = strongest(report) {
        return (format!("{} alert", alert.tier.as_str()), true);
    }
    if is_behind(report) {
        return ("behind goal".to_owned(), true);
    }
    if report.diff.is_none() {
        return ("first day".to_owned(), false);
    }
    ("ok".to_owned(), false)
}

/// An alert, the own accounts of its campaign, and the names of all campaigns that it is of.
pub(super) type Told<'a> = (&'a Alert, &'a Own, String);

/// The alerts of several campaigns that are sent, the most urgent first: a video in more than one of them
/// once, as its message is. Beside each stand its campaign's own accounts.
pub(super) fn alerts<'a>(ran: impl Iterator<Item = &'a Ran>) -> Vec<Told<'a>> {
    let shown = ran.filter(|ran| !ran.is_old).filter_map(|ran| ran.shown.as_ref());
    once(shown.flat_map(|shown| shown.report.alerts.iter().map(|alert| (alert, &shown.own))))
}

/// Those of them that are sent, each video once.
pub(super) fn once<'a>(alerts: impl Iterator<Item = (&'a Alert, &'a Own)>) -> Vec<Told<'a>> {
    let mut alerts: Vec<(&Alert, &Own)> = alerts.filter(|(alert, _)| alert.notifies).collect();
    alerts.sort_by(|(a, _), (b, _)| (b.tier, b.severity, &a.key).cmp(&(a.tier, a.severity, &b.key)));
    let mut told: Vec<Told<'_>> = Vec::new();
    for (alert, own) in alerts {
        let same = |(first, ..): &&mut Told<'_>| alert.video_id.is_some() && first.video_id == alert.video_id;
        match told.iter_mut().find(same) {
            Some((.., campaigns)) => *campaigns += &format!(", {}", clean(&alert.campaign, 100)),
            None => told.push((alert, own, clean(&alert.campaign, 100))),
        }
    }
    told
}

/// The most urgent alert that is sent: the others only stand in the report.
fn strongest(report: &Report) -> Option<&Alert> {
    report.alerts.iter().filter(|alert| alert.notifies).max_by_key(|alert| alert.severity)
}

/// Whether a goal is out of reach at the usual pace.
fn is_behind(report: &Report) -> bool {
    report.goals.iter().any(|goals| !goals::behind(goals, Written::Text).is_empty())
}
