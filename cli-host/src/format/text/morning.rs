//! Several campaigns in the morning: what needs attention, a line each, all of them together,
//! and whose voice is loudest. Fits 80 columns.

use tagpulse_core::{Alert, Ratio, Report, clean};

use super::{BOLD, DIM, WARN, goals, local_time, styled};
use crate::{
    format::{Compared, Ran, Totals, Voice},
    number::{change, counted, hours, percent, separated, short},
};

/// Columns of the screen.
const WIDTH: usize = 80;
/// Characters of a campaign's name that are shown.
const NAME: usize = 18;
/// Campaigns whose share of voice is listed.
const VOICES: usize = 12;

/// The view; `credits` are those of the run that made it.
pub(super) fn render(all: &Compared, credits: Option<u32>) -> String {
    let Compared { campaigns, totals } = all;
    let mut sorted: Vec<&Ran> = campaigns.iter().collect();
    sorted.sort_by_key(|ran| attention(ran));
    let mut lines = Vec::new();
    let newest = campaigns.iter().filter_map(|ran| ran.shown.as_ref()).max_by_key(|shown| shown.report.taken_at);
    let time =
        newest.map_or_else(String::new, |shown| format!("   {}", local_time(shown.report.taken_at, &shown.zone)));
    lines.push(format!("{}{time}", styled(BOLD, &counted(campaigns.len() as u64, "campaign"))));
    let urgent: Vec<String> = sorted.iter().flat_map(|ran| reasons(ran)).collect();
    if !urgent.is_empty() {
        lines.push(String::new());
        lines.push(styled(WARN, "Needs attention"));
        lines.extend(urgent);
    }
    let reports = sorted.iter().filter_map(|ran| ran.shown.as_ref()).map(|shown| &shown.report);
    let alerts = super::alerts::of_several(reports.flat_map(|report| &report.alerts));
    if !alerts.is_empty() {
        lines.push(String::new());
        lines.extend(alerts.iter().flat_map(|alert| wrapped("", alert)));
    }
    lines.push(String::new());
    let head = ["", "videos", "new", "views", "gained", "in", "engaged", "known", "status"].map(str::to_owned);
    lines.push(styled(DIM, &row(&head)));
    lines.extend(sorted.iter().map(|ran| line(ran)));
    lines.push(styled(BOLD, &together(totals)));
    lines.push(styled(DIM, "new: published since; gained: by known and published videos; engaged: of views"));
    lines.extend(voices(totals));
    if totals.own_videos > 0 {
        let videos = counted(totals.own_videos, "video");
        lines.push(String::new());
        lines.push(format!("Own accounts: {videos} with {} views, counted above", short(totals.own_views)));
    }
    if let Some(credits) = credits {
        lines.push(String::new());
        lines.push(counted(credits.into(), "credit"));
    }
    lines.join("\n") + "\n"
}

/// Failed, then partial, suspect, with alerts, behind a goal, without a reading, and the rest; within each as given.
fn attention(ran: &Ran) -> u8 {
    match &ran.shown {
        None if ran.error.is_some() => 0,
        None => 5,
        Some(_) if ran.error.is_some() => 1,
        Some(shown) if shown.report.coverage.suspect.is_some() => 2,
        Some(shown) if strongest(&shown.report).is_some() => 3,
        Some(shown) if is_behind(&shown.report) => 4,
        Some(_) => 6,
    }
}

/// The most urgent alert that is sent: the others only stand in the report.
fn strongest(report: &Report) -> Option<&Alert> {
    report.alerts.iter().filter(|alert| alert.notifies).max_by_key(|alert| alert.severity)
}

/// Whether a goal is out of reach at the usual pace.
fn is_behind(report: &Report) -> bool {
    let goals = report.goals.iter().flat_map(|goals| [&goals.views, &goals.videos, &goals.creators]);
    goals.flatten().any(|goal| goal.projected.is_some_and(|projected| projected < goal.goal))
}

/// Why a campaign needs attention, each reason with its name in front.
fn reasons(ran: &Ran) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Some(error) = &ran.error {
        let what = if ran.shown.is_some() { "partial" } else { "failed" };
        reasons.push(format!("{what}: {}", clean(&error.message, 200)));
    }
    if let Some(shown) = &ran.shown {
        let report = &shown.report;
        if let Some(reason) = &report.coverage.suspect {
            reasons.push(format!("suspect: {}", clean(reason, 200)));
        }
        if is_behind(report) {
            reasons.extend(report.goals.iter().flat_map(goals::lines));
        }
    }
    let name = clean(&ran.campaign, 100);
    let indented = |(nth, reason): (usize, String)| {
        let first = if nth == 0 { format!("{}  ", cut(&name, NAME)) } else { " ".repeat(NAME + 2) };
        wrapped(&first, &reason)
    };
    reasons.into_iter().enumerate().flat_map(indented).collect()
}

/// Text behind a first word, broken at spaces; an address stays whole.
fn wrapped(first: &str, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(NAME + 2)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    lines.push(line);
    lines
}

fn line(ran: &Ran) -> String {
    let name = clean(&ran.campaign, 100);
    let Some(shown) = &ran.shown else {
        let status = if ran.error.is_some() { "failed" } else { "no reading" };
        let dash = || "-".to_owned();
        let cells = [name, dash(), dash(), dash(), dash(), dash(), dash(), dash(), status.to_owned()];
        let text = row(&cells);
        return if ran.error.is_some() { styled(WARN, &text) } else { text };
    };
    let report = &shown.report;
    let (status, warn) = status(ran, report);
    let diff = report.diff.as_ref();
    let cells = [
        name,
        separated(report.total_videos),
        diff.map_or_else(|| "-".to_owned(), |diff| change(i64::try_from(diff.published).unwrap_or(i64::MAX))),
        short(report.total_views),
        diff.map_or_else(|| "-".to_owned(), |diff| change(diff.view_growth.own())),
        diff.map_or_else(|| "-".to_owned(), |diff| hours(diff.elapsed_hours.as_f64().round())),
        share(report.rates.er_views_pooled),
        share(report.coverage.share),
        status,
    ];
    let text = row(&cells);
    if warn { styled(WARN, &text) } else { text }
}

/// A word for how a campaign is, and whether it needs attention.
fn status(ran: &Ran, report: &Report) -> (String, bool) {
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

fn together(totals: &Totals) -> String {
    let blank = String::new;
    let engaged = Ratio::of(totals.total_engagement.into(), totals.total_views.into());
    let gained = totals.views_gained.map_or_else(|| "-".to_owned(), change);
    row(&[
        "each video once".to_owned(),
        separated(totals.total_videos),
        blank(),
        short(totals.total_views),
        gained,
        blank(),
        share(engaged),
        blank(),
        blank(),
    ])
}

/// A line of the table.
fn row(cells: &[String; 9]) -> String {
    let [name, videos, new, views, gained, hours, engaged, known, status] = cells;
    let name = cut(name, NAME);
    let line = format!("{name}{videos:>8}{new:>6}{views:>7}{gained:>9}{hours:>5}{engaged:>8}{known:>6}  {status}");
    line.trim_end().to_owned()
}

/// The name in just so many characters.
fn cut(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return format!("{name:<width$}");
    }
    let mut short: String = name.chars().take(width - 1).collect();
    short.push('\u{2026}');
    short
}

/// Who has how much of what the campaigns have together, the loudest first.
fn voices(totals: &Totals) -> Vec<String> {
    if totals.share_of_voice.len() < 2 {
        return Vec::new();
    }
    let mut voices: Vec<&Voice> = totals.share_of_voice.iter().collect();
    voices.sort_by_key(|voice| std::cmp::Reverse((voice.views_gained, voice.engagement)));
    let cells = |name: &str, cells: [String; 5]| {
        let [posts, creators, gained, engagement, known] = cells;
        format!("{}{posts:>8}{creators:>10}{gained:>14}{engagement:>12}{known:>8}", cut(name, NAME))
    };
    let head = ["videos", "creators", "views gained", "engagement", "known"].map(str::to_owned);
    let mut lines = vec![String::new(), styled(DIM, &cells("Share of voice", head))];
    for voice in voices.iter().take(VOICES) {
        let parts = [voice.posts, voice.creators, voice.views_gained, voice.engagement, voice.coverage_share];
        lines.push(cells(&clean(&voice.campaign, 100), parts.map(share)));
    }
    if let Some(more) = voices.len().checked_sub(VOICES).filter(|more| *more > 0) {
        lines.push(styled(DIM, &format!("and {}; --format json has all", counted(more as u64, "more campaign"))));
    }
    lines
}

fn share(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| percent(ratio.as_f64()))
}
