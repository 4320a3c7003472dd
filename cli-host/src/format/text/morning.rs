//! Several campaigns in the morning: what needs attention, a line each, all of them together,
//! and whose voice is loudest. Made to fit 80 columns.

use anstyle::Style;
use tagpulse_core::{Alert, Ratio, Report, clean};
use unicode_width::UnicodeWidthStr;

use super::{
    BOLD, DIM, WARN,
    fit::under_itself,
    goals, local_time, styled,
    table::{Table, cut, name, number, text},
};
use crate::{
    format::{Compared, Ran, Totals, Voice},
    number::{change, counted, hours, percent, separated, short},
};

/// Columns of a campaign's name in front of what it needs attention for, where it has to fit.
const NAME: usize = 18;
/// Campaigns whose share of voice is listed.
const VOICES: usize = 12;

/// The view; `credits` are those of the run that made it.
pub(super) fn render(all: &Compared, credits: Option<u32>, columns: Option<usize>) -> String {
    let Compared { campaigns, totals } = all;
    let mut sorted: Vec<&Ran> = campaigns.iter().collect();
    sorted.sort_by_key(|ran| attention(ran));
    let mut lines = Vec::new();
    let time = all.newest().map_or_else(String::new, |(at, zone)| format!("   {}", local_time(at, zone)));
    lines.push(format!("{}{time}", styled(BOLD, &counted(campaigns.len() as u64, "campaign"))));
    let urgent: Vec<String> = sorted.iter().flat_map(|ran| reasons(ran, columns)).collect();
    if !urgent.is_empty() {
        lines.push(String::new());
        lines.push(styled(WARN, "Needs attention"));
        lines.extend(urgent);
    }
    let shown = sorted.iter().filter_map(|ran| ran.shown.as_ref());
    let alerts = shown.flat_map(|shown| shown.report.alerts.iter().map(|alert| (alert, &shown.own)));
    let alerts = super::alerts::of_several(alerts);
    if !alerts.is_empty() {
        lines.push(String::new());
        lines.extend(alerts);
    }
    lines.push(String::new());
    lines.extend(table(&sorted, totals).lines(columns));
    lines.push(styled(DIM, "new: published since; gained: by known and published videos; engaged: of views"));
    lines.push(styled(DIM, "known: of the videos that TikTok counts; all together: each video once"));
    lines.extend(voices(totals, columns));
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
fn reasons(ran: &Ran, columns: Option<usize>) -> Vec<String> {
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
    let mut name = clean(&ran.campaign, 100);
    if columns.is_some() {
        name = cut(&name, NAME);
    }
    let blank = " ".repeat(name.width());
    let told = |(nth, reason): (usize, String)| {
        let first = if nth == 0 { &name } else { &blank };
        under_itself(&format!("{first}  "), &reason, columns)
    };
    reasons.into_iter().enumerate().flat_map(told).collect()
}

/// A line a campaign, and one of all of them.
fn table(sorted: &[&Ran], totals: &Totals) -> Table<9> {
    let mut table = Table::new([
        name("campaign"),
        number("videos").spare(1),
        number("new").spare(2),
        number("views"),
        number("gained"),
        number("in").spare(4),
        number("engaged").spare(3),
        number("known").spare(5),
        text("status"),
    ]);
    for ran in sorted {
        let (style, cells) = line(ran);
        table.row(style, cells);
    }
    table.row(BOLD, together(totals));
    table
}

fn line(ran: &Ran) -> (Style, [String; 9]) {
    let name = clean(&ran.campaign, 100);
    let Some(shown) = &ran.shown else {
        let status = if ran.error.is_some() { "failed" } else { "no reading" };
        let dash = || "-".to_owned();
        let cells = [name, dash(), dash(), dash(), dash(), dash(), dash(), dash(), status.to_owned()];
        return (if ran.error.is_some() { WARN } else { Style::new() }, cells);
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
    (if warn { WARN } else { Style::new() }, cells)
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

fn together(totals: &Totals) -> [String; 9] {
    let blank = String::new;
    let engaged = Ratio::of(totals.total_engagement.into(), totals.total_views.into());
    let gained = totals.views_gained.map_or_else(|| "-".to_owned(), change);
    [
        // No longer than a name may be cut to: it has no other that it could be known by.
        "all together".to_owned(),
        separated(totals.total_videos),
        blank(),
        short(totals.total_views),
        gained,
        blank(),
        share(engaged),
        blank(),
        blank(),
    ]
}

/// Who has how much of what the campaigns have together, the loudest first.
fn voices(totals: &Totals, columns: Option<usize>) -> Vec<String> {
    if totals.share_of_voice.len() < 2 {
        return Vec::new();
    }
    let mut voices: Vec<&Voice> = totals.share_of_voice.iter().collect();
    voices.sort_by_key(|voice| std::cmp::Reverse((voice.views_gained, voice.engagement)));
    let mut table = Table::new([
        name("share of voice"),
        number("videos"),
        number("creators").spare(1),
        number("views gained"),
        number("engagement").spare(2),
        number("known").spare(3),
    ]);
    for voice in voices.iter().take(VOICES) {
        let [posts, creators, gained, engagement, known] =
            [voice.posts, voice.creators, voice.views_gained, voice.engagement, voice.coverage_share].map(share);
        table.row(Style::new(), [clean(&voice.campaign, 100), posts, creators, gained, engagement, known]);
    }
    let mut lines = vec![String::new()];
    lines.extend(table.lines(columns));
    if let Some(more) = voices.len().checked_sub(VOICES).filter(|more| *more > 0) {
        lines.push(styled(DIM, &format!("and {}; --format json has all", counted(more as u64, "more campaign"))));
    }
    lines
}

fn share(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| percent(ratio.as_f64()))
}
