//! The analyst's report: all of it.

use tagpulse_core::{AlertTier, Report, clean};

use super::{Cell, Page, Part, Table, parts};
use crate::format::{
    Kind, Look, Shown,
    label::{heading, label},
    text::{Weight, told},
    written::Written,
};

/// Videos listed by name.
const VIDEOS: usize = 20;
/// Hashtags listed.
const HASHTAGS: usize = 15;

/// The page.
pub(super) fn page(shown: &Shown, look: &Look) -> Page {
    let report = &shown.report;
    let mut page = head(shown, look);
    let mut overview = vec![Part::Figures(figures(shown, look)), Part::Text(parts::coverage(shown, look))];
    overview.extend(parts::goals(report, look));
    overview.extend(parts::own(shown, look));
    page.add("Overview", overview);
    page.add("Alerts", alerts(shown));
    page.add("Growth", growth(shown, look));
    page.add("Videos with the most views", parts::top_videos(shown, VIDEOS, look).into_iter().collect());
    page.add("Creators", creators(shown, look));
    page.add("Engagement", vec![parts::rates(report, look), distribution(report, look)]);
    page.add("Hashtags", parts::hashtags_used(report, HASHTAGS, look).into_iter().collect());
    page.add("Posting times", parts::heat(report).into_iter().collect());
    page.add("Coverage", coverage(report, look));
    page.add("Cost", cost(report, look));
    page
}

/// Title, time and warnings: the same over every page about one reading.
pub(super) fn head(shown: &Shown, look: &Look) -> Page {
    let report = &shown.report;
    let mut subtitle = vec![parts::hashtags(&shown.hashtags)];
    subtitle.push(match shown.kind {
        Kind::First => format!("First reading, {}", look.locale.time(report.taken_at, &shown.zone)),
        Kind::Later => format!("Reading of {}", look.locale.time(report.taken_at, &shown.zone)),
        Kind::Files => format!("From files, as of {}", look.locale.time(report.taken_at, &shown.zone)),
    });
    subtitle.retain(|line| !line.is_empty());
    Page { title: clean(&report.campaign, 100), subtitle, warnings: warnings(shown, look), ..Page::default() }
}

/// What makes the figures less than whole, in the words of the text.
fn warnings(shown: &Shown, look: &Look) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reason) = &shown.report.coverage.suspect {
        lines.push(format!("Suspect reading: {}. The figures below are the last trusted ones.", clean(reason, 200)));
    }
    let told = told(&shown.report, Written::Page(look.locale)).into_iter();
    lines.extend(told.filter(|(weight, _)| *weight == Weight::Warning).map(|(_, line)| line));
    lines
}

/// The large figures.
pub(super) fn figures(shown: &Shown, look: &Look) -> Vec<super::Figure> {
    let report = &shown.report;
    let locale = look.locale;
    let since = |value: i64| {
        let hours = report.diff.as_ref().map(|diff| locale.hours(diff.elapsed_hours)).unwrap_or_default();
        format!("{} in {hours}", locale.change(value))
    };
    let diff = report.diff.as_ref();
    let own = diff.map(|diff| diff.view_growth.own());
    let published = diff.and_then(|diff| i64::try_from(diff.published).ok());
    let mut figures = vec![
        parts::figure("total_videos", locale.count(report.total_videos), published.map(since)),
        parts::figure("total_views", locale.short(report.total_views), own.map(since)),
        parts::figure("creators", locale.count(report.creators.total), None),
        parts::engagement(report, locale),
    ];
    figures.extend(parts::goal(report, locale));
    figures
}

pub(super) fn alerts(shown: &Shown) -> Vec<Part> {
    let rows: Vec<Vec<Cell>> = shown
        .report
        .alerts
        .iter()
        .map(|alert| {
            let about = match alert.video_id {
                Some(id) => parts::video(&shown.own, alert.author.as_deref(), alert.url.as_deref(), &id.to_string()),
                None => Cell::Text("the campaign".to_owned()),
            };
            let sent = if alert.notifies { "yes" } else { "no" };
            vec![
                Cell::Text(tier(alert.tier)),
                about,
                Cell::Text(clean(&alert.reason, 500)),
                Cell::Text(sent.to_owned()),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = parts::columns(&["Tier", "About", "Why", "To be sent"]);
    vec![Part::Table(Table { caption: "What stands out in this reading".to_owned(), columns, rows })]
}

fn tier(tier: AlertTier) -> String {
    tier.as_str().to_owned()
}

fn growth(shown: &Shown, look: &Look) -> Vec<Part> {
    let mut all = parts::charts(&shown.days, look);
    if let Some(table) = super::diff::sources(&shown.report, look) {
        all.push(table);
    }
    all
}

fn creators(shown: &Shown, look: &Look) -> Vec<Part> {
    let creators = &shown.report.creators;
    let mut all: Vec<Part> = parts::top_creators(shown, look).into_iter().collect();
    if all.is_empty() {
        return all;
    }
    let tiers = creators.tiers.iter().filter(|tier| tier.creators > 0);
    let rows = tiers.map(|tier| {
        vec![
            Cell::Text(tier.name.replace('_', " ")),
            Cell::Number(look.locale.count(tier.creators)),
            Cell::Number(look.locale.count(tier.videos)),
            Cell::Number(look.locale.count(tier.views)),
        ]
    });
    let (caption, rows) = ("Creators by followers".to_owned(), rows.collect());
    all.push(Part::Table(Table {
        caption,
        columns: parts::columns(&["Size", ">Creators", ">Videos", ">Views"]),
        rows,
    }));
    let concentration = [
        ("share_of_views_top_1", creators.share_of_views_top_1),
        ("share_of_views_top_5", creators.share_of_views_top_5),
        ("share_of_views_top_10", creators.share_of_views_top_10),
    ];
    let written: Vec<String> = concentration
        .into_iter()
        .filter_map(|(key, share)| Some(format!("{}: {}", heading(key), look.locale.percent(share?))))
        .collect();
    let ends = format!("{}: {}.", heading("gini"), look.locale.decimal(creators.gini, 2));
    all.push(Part::Text([written, vec![ends]].concat().join("; ")));
    all
}

fn distribution(report: &Report, look: &Look) -> Part {
    let row = |name: &str, spread: &tagpulse_core::Spread| {
        let decimal = |value| Cell::Number(look.locale.decimal(value, 0));
        vec![
            Cell::Text(name.to_owned()),
            Cell::Number(look.locale.count(spread.min)),
            decimal(spread.p25),
            decimal(spread.median),
            decimal(spread.p75),
            decimal(spread.p90),
            Cell::Number(look.locale.count(spread.max)),
        ]
    };
    Part::Table(Table {
        caption: "Spread over the videos".to_owned(),
        columns: parts::columns(&["A video has", ">Least", ">25 %", ">Median", ">75 %", ">90 %", ">Most"]),
        rows: vec![
            row(label("total_views"), &report.distribution.views),
            row(label("total_engagement"), &report.distribution.engagement),
        ],
    })
}

fn coverage(report: &Report, look: &Look) -> Vec<Part> {
    let rows = report.hashtags.iter().map(|listing| {
        vec![
            Cell::Text(format!("#{}", clean(&listing.name, 60))),
            Cell::Number(look.locale.count(listing.listed.into())),
            parts::count(listing.tiktok_videos, look),
            parts::count(listing.tiktok_views, look),
            Cell::Number(look.locale.count(listing.pages.into())),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let notes = told(report, Written::Page(look.locale)).into_iter().filter(|(weight, _)| *weight == Weight::Note);
    let notes = notes.map(|(_, line)| Part::Text(line + "."));
    if rows.is_empty() {
        return notes.collect();
    }
    let columns = parts::columns(&["Hashtag", ">Listed", ">Videos on TikTok", ">Views on TikTok", ">Pages read"]);
    let table = Part::Table(Table { caption: "What was read of each hashtag".to_owned(), columns, rows });
    std::iter::once(table).chain(notes).collect()
}

fn cost(report: &Report, look: &Look) -> Vec<Part> {
    let cost = &report.cost;
    if cost.requests == 0 {
        return Vec::new();
    }
    let amount = cost.amount.map_or_else(String::new, |amount| {
        format!(" ({})", look.locale.money(amount.as_f64(), cost.currency.as_deref()))
    });
    let (credits, month) = (look.locale.counted(cost.credits, "credit"), look.locale.count(cost.monthly_credits));
    vec![Part::Text(format!("{credits}{amount}; read every day, about {month} a month."))]
}
