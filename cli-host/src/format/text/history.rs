//! A campaign's days as a table, with a line of bars over them.

use anstyle::Style;
use tagpulse_core::{DayFigures, HistoryDocument, Origin, clean};

use super::{
    BOLD, styled,
    table::{Table, number, text},
};
use crate::{
    format::apart,
    number::{change, hours, percent, short, sparkline},
};

/// Columns of the line of bars where nobody says how many there are.
const USUAL: usize = 80;

/// The table. Days without a reading are gaps, not zeros.
pub(super) fn render(history: &HistoryDocument, columns: Option<usize>) -> String {
    let mut lines = vec![styled(BOLD, &clean(&history.campaign, 100))];
    if history.days.is_empty() {
        lines.push("No day yet.".to_owned());
        return lines.join("\n") + "\n";
    }
    lines.extend(bars(&history.days, columns));
    let mut table = Table::new([
        text("day"),
        number("videos"),
        number("views"),
        number("engagement").spare(4),
        number("gained"),
        number("published").spare(2),
        number("known").spare(3),
        // Only imported days, and those behind a gap, have something there.
        text("").spare(1),
    ]);
    for day in &history.days {
        let long = apart::long(day).map(|long| format!("gained in {}", hours(long.as_f64())));
        let dash = || "-".to_owned();
        table.row(
            Style::new(),
            [
                day.date.to_string(),
                short(day.total_videos),
                short(day.total_views),
                short(day.total_engagement),
                day.views_gained.map_or_else(dash, change),
                day.published.map_or_else(dash, short),
                day.coverage_share.map_or_else(dash, |share| percent(share.as_f64())),
                if day.origin == Origin::Tutorial { "imported".to_owned() } else { long.unwrap_or_default() },
            ],
        );
    }
    lines.extend(table.lines(columns));
    lines.join("\n") + "\n"
}

/// The last days, where two or more are known, with the least and the most of them:
/// `Views gained a day  ·▃▆▇▅  +1,200 to +92,345 in 5 days`
pub(super) fn bars(days: &[DayFigures], columns: Option<usize>) -> Option<String> {
    let long = days.iter().filter(|day| apart::long(day).is_some()).count();
    let long = if long > 0 { format!("; {long} of more than a day") } else { String::new() };
    let days = gained_by_day(days);
    // How long the words are depends on the days a little: those of all days are as long or longer.
    let room = columns.unwrap_or(USUAL).saturating_sub(line_of(&days)?.1 + long.len()).max(1);
    let last = days.get(days.len().saturating_sub(room)..).unwrap_or_default();
    let (line, _) = line_of(last)?;
    Some(line + &long)
}

/// The line, and how many columns of it are words.
fn line_of(days: &[Option<i64>]) -> Option<(String, usize)> {
    let known = || days.iter().flatten().copied();
    let (least, most) = (known().min()?, known().max()?);
    let (begin, end) =
        ("Views gained a day  ", format!("  {} to {} in {} days", change(least), change(most), days.len()));
    (known().count() > 1).then(|| (format!("{begin}{}{end}", sparkline(days)), begin.len() + end.len()))
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
