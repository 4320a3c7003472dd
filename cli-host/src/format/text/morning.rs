//! Several campaigns in the morning: what needs attention, a line each, all of them together,
//! and whose voice is loudest. Made to fit 80 columns.

use anstyle::Style;
use tagpulse_core::{Ratio, clean};
use unicode_width::UnicodeWidthStr;

use super::{
    BOLD, DIM, WARN,
    fit::under_itself,
    local_time, styled,
    table::{Table, cut, name, number, text},
};
use crate::{
    format::{Compared, Ran, Totals, Voice, attention, written::Written},
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
    sorted.sort_by_key(|ran| attention::rank(ran));
    let mut lines = Vec::new();
    let time = all.newest().map_or_else(String::new, |(at, zone)| format!("   {}", local_time(at, zone)));
    lines.push(format!("{}{time}", styled(BOLD, &counted(campaigns.len() as u64, "campaign"))));
    let urgent: Vec<String> = sorted.iter().flat_map(|ran| reasons(ran, columns)).collect();
    if !urgent.is_empty() {
        lines.push(String::new());
        lines.push(styled(WARN, "Needs attention"));
        lines.extend(urgent);
    }
    let alerts = super::alerts::of_several(&attention::alerts(sorted.iter().copied()));
    if !alerts.is_empty() {
        lines.push(String::new());
        lines.extend(alerts);
    }
    lines.push(String::new());
    lines.extend(table(&sorted, totals).lines(columns));
    lines.push(styled(DIM, "new: published since; gained: by known and published videos; engaged: of views"));
    lines.push(styled(DIM, "known: of the videos that TikTok counts; all together: each video once"));
    let back = |ran: &Ran| ran.shown.as_ref()?.report.diff.as_ref().map(|diff| diff.view_growth.back);
    let back = campaigns.iter().filter_map(back).fold(0_i64, i64::saturating_add);
    if back != 0 {
        lines.push(styled(DIM, &format!("not in gained: {} of videos listed again after a day without", change(back))));
    }
    lines.extend(voices(totals, columns));
    if let (Some(videos @ 1..), Some(views)) = (totals.own_videos, totals.own_views) {
        let videos = counted(videos, "video");
        lines.push(String::new());
        lines.push(format!("Own accounts: {videos} with {} views, counted above", short(views)));
    }
    if let Some(credits) = credits {
        lines.push(String::new());
        lines.push(counted(credits.into(), "credit"));
    }
    lines.join("\n") + "\n"
}

/// Why a campaign needs attention, each reason with its name in front.
fn reasons(ran: &Ran, columns: Option<usize>) -> Vec<String> {
    let mut name = clean(&ran.campaign, 100);
    if columns.is_some() {
        name = cut(&name, NAME);
    }
    let blank = " ".repeat(name.width());
    let told = |(nth, reason): (usize, String)| {
        let first = if nth == 0 { &name } else { &blank };
        under_itself(&format!("{first}  "), &reason, columns)
    };
    attention::reasons(ran, Written::Text).into_iter().enumerate().flat_map(told).collect()
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
    let (status, warn) = attention::status(ran);
    let style = if warn { WARN } else { Style::new() };
    let Some(shown) = &ran.shown else {
        let dash = || "-".to_owned();
        return (style, [name, dash(), dash(), dash(), dash(), dash(), dash(), dash(), status]);
    };
    let report = &shown.report;
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
    (style, cells)
}

fn together(totals: &Totals) -> [String; 9] {
    let blank = String::new;
    let engaged = || Ratio::of(totals.total_engagement?.into(), totals.total_views?.into());
    let dash = || "-".to_owned();
    let gained = totals.views_gained.map_or_else(dash, change);
    [
        // No longer than a name may be cut to: it has no other that it could be known by.
        "all together".to_owned(),
        totals.total_videos.map_or_else(dash, separated),
        blank(),
        totals.total_views.map_or_else(dash, short),
        gained,
        blank(),
        share(engaged()),
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
