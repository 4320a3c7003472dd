//! A campaign's days.

use tagpulse_core::{DayFigures, HistoryDocument, Origin, clean};

use super::{Cell, Page, Part, Table, parts};
use crate::format::{Look, apart::long, label::heading};

/// The page.
pub(super) fn page(history: &HistoryDocument, look: &Look) -> Page {
    let mut page = Page { title: clean(&history.campaign, 100), ..Page::default() };
    if let (Some(first), Some(last)) = (history.days.first(), history.days.last()) {
        page.subtitle.push(format!("{} to {}", look.locale.day(first.date), look.locale.day(last.date)));
    }
    page.add("Growth", parts::charts(&history.days, look));
    let names =
        ["total_videos", "total_views", "total_engagement", "views_gained", "published", "coverage_share"].map(heading);
    let mut columns = vec![("Day".to_owned(), false)];
    columns.extend(names.into_iter().map(|name| (name, true)));
    let row = |day: &DayFigures| {
        let long = long(day).map_or_else(String::new, |hours| format!(" ({})", look.locale.hours(hours)));
        let imported = if day.origin == Origin::Tutorial { " (imported)" } else { "" };
        vec![
            Cell::Text(format!("{}{imported}", look.locale.day(day.date))),
            Cell::Number(look.locale.count(day.total_videos)),
            Cell::Number(look.locale.count(day.total_views)),
            Cell::Number(look.locale.count(day.total_engagement)),
            day.views_gained.map_or(Cell::Unknown, |gained| Cell::Number(look.locale.change(gained) + &long)),
            parts::count(day.published, look),
            parts::share(day.coverage_share, look),
        ]
    };
    let rows: Vec<Vec<Cell>> = history.days.iter().map(row).collect();
    let days = match rows.is_empty() {
        true => Part::Text("No day yet.".to_owned()),
        false => Part::Table(Table { caption: "The campaign's days".to_owned(), columns, rows }),
    };
    let mut days = vec![days];
    if history.days.iter().any(|day| long(day).is_some()) {
        let note = "Hours behind a gain: the day before had no reading to compare with, and the gain is of so long.";
        days.push(Part::Text(note.to_owned()));
    }
    page.add("Days", days);
    page
}
