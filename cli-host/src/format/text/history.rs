//! A campaign's days as a table, with a line of bars over them.

use tagpulse_core::{DayFigures, HistoryDocument, Origin, clean};

use super::{BOLD, DIM, styled};
use crate::number::{change, percent, short, sparkline};

/// The table. Days without a reading are gaps, not zeros.
pub(super) fn render(history: &HistoryDocument) -> String {
    let mut lines = vec![styled(BOLD, &clean(&history.campaign, 100))];
    if history.days.is_empty() {
        lines.push("No day yet.".to_owned());
        return lines.join("\n") + "\n";
    }
    let gained = gained_by_day(&history.days);
    if gained.iter().any(Option::is_some) {
        lines.push(format!("Views gained a day  {}", sparkline(&gained)));
    }
    let header = format!(
        "{:<10}  {:>9}  {:>9}  {:>10}  {:>10}  {:>9}  {:>6}",
        "day", "videos", "views", "engagement", "gained", "published", "known"
    );
    lines.push(styled(DIM, &header));
    for day in &history.days {
        let dash = || "-".to_owned();
        let mark = if day.origin == Origin::Tutorial { "  imported" } else { "" };
        lines.push(format!(
            "{:<10}  {:>9}  {:>9}  {:>10}  {:>10}  {:>9}  {:>6}{mark}",
            day.date.to_string(),
            short(day.total_videos),
            short(day.total_views),
            short(day.total_engagement),
            day.views_gained.map_or_else(dash, change),
            day.published.map_or_else(dash, short),
            day.coverage_share.map_or_else(dash, |share| percent(share.as_f64())),
        ));
    }
    lines.join("\n") + "\n"
}

/// Views gained on every civil day from the first to the last; `None` on days that are not known.
pub(crate) fn gained_by_day(days: &[DayFigures]) -> Vec<Option<i64>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let mut known = days.iter().peekable();
    // More than a year does not fit a line.
    let from = first.date.number().max(last.date.number() - 365);
    (from..=last.date.number())
        .map(|number| {
            while known.next_if(|day| day.date.number() < number).is_some() {}
            known.peek().filter(|day| day.date.number() == number).and_then(|day| day.views_gained)
        })
        .collect()
}
