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
    page.add("Totals at the end", vec![Part::Figures(report::figures(&span.shown, look))]);
    page.add("Gained within", vec![Part::Figures(gained(span, look)), Part::Text(days(span, look))]);
    page.add("Growth", parts::charts(&span.shown.days));
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

/// Of how many days the gains are.
fn days(span: &Span, look: &Look) -> String {
    let within = &span.within;
    let time = |since| format!("Gains are those since {}, of", look.locale.time(since, &span.shown.zone));
    format!(
        "{} {} of {} days; a day without a reading, or without one before it to compare with, adds nothing.",
        within.since.map_or_else(|| "Gains are of".to_owned(), time),
        within.days_compared,
        within.days
    )
}
