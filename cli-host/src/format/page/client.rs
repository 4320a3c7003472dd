//! A report for a client: what the campaign reached, without cost, rejected items and policy. Its first
//! sheet says it all.

use tagpulse_core::{TopVideo, clean};

use super::{Cell, Figure, Page, Part, Table, parts};
use crate::{
    format::{
        Look, Shown,
        label::{explanation, heading},
    },
    span::Span,
};

/// Videos on the first sheet.
const BEST: usize = 3;
/// Videos on the second one.
const VIDEOS: usize = 10;
/// Hashtags listed.
const HASHTAGS: usize = 10;

/// The page; of a span, what was gained within it stands beside.
pub(super) fn page(shown: &Shown, span: Option<&Span>, look: &Look) -> Page {
    let report = &shown.report;
    let client = look.client.as_ref();
    let title = client.and_then(|client| client.title.as_deref()).unwrap_or(&report.campaign);
    let mut page = Page { title: clean(title, 120), ..Page::default() };
    page.subtitle.push(parts::hashtags(&shown.hashtags));
    page.subtitle.push(match span {
        Some(span) => format!("{} to {}", look.locale.day(span.from), look.locale.day(span.to)),
        None => format!("As of {}", look.locale.time(report.taken_at, &shown.zone)),
    });
    page.subtitle.retain(|line| !line.is_empty());

    let mut first = vec![Part::Figures(figures(shown, look))];
    first.extend(span.map(|span| Part::Figures(super::span::gained(span, look))));
    first.extend(parts::goals(report, look));
    first.extend(parts::own(shown, look));
    page.add("Results", first);
    if let Some(note) = client.and_then(|client| client.note.clone()) {
        page.add("Summary", vec![Part::Note(note)]);
    }
    let mut videos: Vec<Part> = best(shown, look).into_iter().collect();
    videos.push(Part::Text(parts::coverage(shown, look)));
    page.add("Best videos", videos);
    page.add_sheet("Growth", parts::charts(&shown.days, look));
    page.add_sheet("Creators", parts::top_creators(shown, look).into_iter().collect());
    page.add("Videos with the most views", parts::top_videos(shown, VIDEOS, look).into_iter().collect());
    page.add_sheet("Engagement", vec![parts::rates(report, look)]);
    page.add("Posting times", parts::heat(report).into_iter().collect());
    page.add("Hashtags", parts::hashtags_used(report, HASHTAGS, look).into_iter().collect());
    for key in ["total_views", "total_engagement"] {
        page.footer.push(format!("{}: {}", heading(key), explanation(key)));
    }
    page
}

/// Views, videos, creators, engagement, goal.
fn figures(shown: &Shown, look: &Look) -> Vec<Figure> {
    let report = &shown.report;
    let locale = look.locale;
    let mut figures = vec![
        parts::figure("total_views", locale.short(report.total_views), None),
        parts::figure("total_videos", locale.count(report.total_videos), None),
        parts::figure("creators", locale.count(report.creators.total), None),
        parts::engagement(report, locale),
    ];
    figures.extend(parts::goal(report, locale));
    figures
}

fn best(shown: &Shown, look: &Look) -> Option<Part> {
    let report = &shown.report;
    let row = |video: &TopVideo| {
        let caption = video.desc.as_deref().map(|text| clean(text, 80)).filter(|text| !text.is_empty());
        vec![
            parts::video(&shown.own, video.author.as_deref(), video.url.as_deref(), &video.video_id.to_string()),
            caption.map_or(Cell::Unknown, Cell::Text),
            parts::count(video.views, look),
            parts::count(video.likes, look),
        ]
    };
    let rows: Vec<Vec<Cell>> = report.top_videos.iter().take(BEST).map(row).collect();
    let columns = parts::columns(&["Creator", "Caption", ">Views", ">Likes"]);
    (!rows.is_empty()).then(|| Part::Table(Table { caption: "The best videos".to_owned(), columns, rows }))
}
