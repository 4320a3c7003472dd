//! A span of days: totals at its end, and what was gained within it, under names of their own.

use super::{Figure, Page, Part, client, parts, report};
use crate::{
    format::{Look, label::heading},
    span::Span,
};

/// The page.
pub(super) fn page(span: &Span, look: &Look) -> Page {
    if look.client.is_some() {
        return client::page(&span.shown, Some(span), look);
    }
    let mut page = report::head(&span.shown, look);
    page.subtitle.insert(1, format!("{} to {}", look.locale.day(span.from), look.locale.day(span.to)));
    let mut totals = vec![Part::Figures(report::figures(&span.shown, look))];
    totals.extend(parts::goals(&span.shown.report, look));
    page.add("Totals at the end", totals);
    page.add("Gained within", vec![Part::Figures(gained(span, look)), Part::Text(meaning(span, look))]);
    page.add("Alerts at the end", report::alerts(&span.shown));
    page.add("Growth", parts::charts(&span.shown.days, look));
    page.add("Videos with the most views at the end", parts::top_videos(&span.shown, 20, look).into_iter().collect());
    page
}

/// What was gained, each figure saying that it is of the span.
pub(super) fn gained(span: &Span, look: &Look) -> Vec<Figure> {
    let within = &span.within;
    let figure = |key, value: String| {
        let within = Some(format!("{} to {}", look.locale.short_day(span.from), look.locale.short_day(span.to)));
        Figure { label: heading(key), value, beside: within }
    };
    let unknown = || "–".to_owned();
    vec![
        figure("views_gained", within.views_gained.map_or_else(unknown, |gained| look.locale.change(gained))),
        figure("published", within.published.map_or_else(unknown, |published| look.locale.count(published))),
    ]
}

/// What the gains are.
fn meaning(span: &Span, look: &Look) -> String {
    let (within, locale) = (&span.within, look.locale);
    let mut text = String::new();
    if let (Some(since), Some(elapsed)) = (within.since, within.elapsed_hours) {
        text = format!(
            "Views gained are the last known counts at the end less those of {}, {} before: of every video known then, \
             and of those published since. ",
            locale.time(since, &span.shown.zone),
            locale.hours(elapsed)
        );
    }
    if let (Some(found @ 1..), Some(views)) = (within.found, within.found_views) {
        let noun = if found == 1 { "video was" } else { "videos were" };
        text += &format!(
            "{} older {noun} found late, of {} views, which are no part of it. ",
            locale.count(found),
            locale.change(views)
        );
    }
    let noun = if within.days == 1 { "day has" } else { "days have" };
    text + &format!("{} of {} {noun} a reading.", span.days_read(), within.days)
}
