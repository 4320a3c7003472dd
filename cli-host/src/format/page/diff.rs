//! What changed since the base.

use tagpulse_core::Report;

use super::{Cell, Page, Part, Table, parts, report};
use crate::format::{Look, Shown, written::without_base};

/// The page.
pub(super) fn page(shown: &Shown, look: &Look) -> Page {
    let mut page = report::head(shown, look);
    let Some(diff) = &shown.report.diff else {
        page.add("Changes", vec![Part::Text(without_base(&shown.report).to_owned())]);
        return page;
    };
    page.subtitle.push(format!(
        "Since {}, {} before",
        look.locale.time(diff.since, &shown.zone),
        look.locale.hours(diff.elapsed_hours)
    ));
    let rows = [
        ("Published since", diff.published),
        ("Older, found late", diff.found),
        ("Gained views", diff.gained),
        ("Lost views", diff.fallen),
        ("Not listed today", diff.not_seen),
        ("Listed again", diff.back),
    ];
    let rows = rows.map(|(name, videos)| vec![Cell::Text(name.to_owned()), Cell::Number(look.locale.count(videos))]);
    let columns = parts::columns(&["Videos", ">Count"]);
    let videos = Part::Table(Table { caption: "What became of the videos".to_owned(), columns, rows: rows.into() });
    page.add("Changes", vec![videos]);
    page.add("Where the growth comes from", sources(&shown.report, look).into_iter().collect());
    let contributors = diff.top_contributors.iter().map(|contributor| {
        vec![
            parts::video(&shown.own, contributor.author.as_deref(), None, &contributor.video_id.to_string()),
            Cell::Text(contributor.video_id.to_string()),
            Cell::Number(look.locale.count(contributor.gained)),
            parts::share(contributor.share, look),
        ]
    });
    let rows: Vec<Vec<Cell>> = contributors.collect();
    if !rows.is_empty() {
        let columns = parts::columns(&["Creator", "Video", ">Views gained", ">Share of the growth"]);
        let caption = "The videos that gained most views".to_owned();
        page.add("Videos that gained most", vec![Part::Table(Table { caption, columns, rows })]);
    }
    page
}

/// Growth of views by where it comes from.
pub(super) fn sources(report: &Report, look: &Look) -> Option<Part> {
    let growth = &report.diff.as_ref()?.view_growth;
    let rows = [
        ("Videos known before", growth.known),
        ("Videos published since", growth.published),
        ("Older videos found late, with the views of their whole life", growth.found),
        ("Videos listed again", growth.back),
        ("All of it", growth.total),
    ];
    let rows = rows.map(|(name, views)| vec![Cell::Text(name.to_owned()), Cell::Number(look.locale.change(views))]);
    let columns = parts::columns(&["Growth of views, of", ">Views"]);
    Some(Part::Table(Table { caption: "Where the growth of views comes from".to_owned(), columns, rows: rows.into() }))
}
