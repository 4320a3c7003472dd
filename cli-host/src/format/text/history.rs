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

/// The days, or as many of the last ones as fit, where two or more are known, with the least and the most of them:
/// `Views gained a day  ·▃▆▇▅  +1,200 to +92,345 in 5 days`
pub(super) fn bars(days: &[DayFigures], columns: Option<usize>) -> Option<String> {
    let gained = gained_by_day(days);
    let last = (1..=gained.len()).rev().filter_map(|shown| gained.get(gained.len() - shown..));
    let fits = |line: &String| columns.is_none_or(|columns| line.chars().count() <= columns);
    let (shown, line) =
        last.map(|last| (last.len(), line_of(last))).find(|(_, line)| line.as_ref().is_none_or(fits))?;
    // Words about gaps take no day its place: where there is no room behind, they go on below.
    let first = days.last()?.date.number() - i32::try_from(shown).ok()?;
    let is_long = |day: &&DayFigures| day.date.number() > first && apart::long(day).is_some();
    let long = match days.iter().filter(is_long).count() {
        0 => String::new(),
        long => format!("; {long} of more than a day"),
    };
    Some(line? + &long)
}

fn line_of(days: &[Option<i64>]) -> Option<String> {
    let known = || days.iter().flatten().copied();
    let (least, most) = (known().min()?, known().max()?);
    let bars = sparkline(days);
    let line = format!("Views gained a day  {bars}  {} to {} in {} days", change(least), change(most), days.len());
    (known().count() > 1).then_some(line)
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

#[cfg(test)]
mod tests {
    use tagpulse_core::{Day, Ratio, Timestamp};

    use super::*;

    /// Days of November that gained so many views; a day between them has no reading.
    fn days(gained: &[(u32, i64)]) -> Vec<DayFigures> {
        let day = |(day, gained): &(u32, i64)| DayFigures {
            taken_at: Timestamp::parse(&format!("2026-11-{day:02}T06:00:00Z")).unwrap(),
            origin: Origin::Reading,
            views_gained: Some(*gained),
            gained_over_hours: Ratio::of(if *day == 6 { 48 } else { 24 }, 1),
            ..DayFigures::tutorial(Day::parse(&format!("2026-11-{day:02}")).unwrap(), 1, 1, 1)
        };
        gained.iter().map(day).collect()
    }

    #[test]
    fn a_gap_shortens_no_chart_and_is_told_where_it_shows() {
        let all =
            days(&[(2, 45_293), (3, 45_665), (4, 45_954), (6, 385_466), (7, 184_538), (8, 191_937), (9, 361_785)]);
        let line = |columns| bars(&all, columns);
        let whole = "Views gained a day  ▁▁▁·█▄▄▇  +45,293 to +385,466 in 8 days; 1 of more than a day";
        assert_eq!(line(None).as_deref(), Some(whole));
        // The words about the gap go on in a line of their own; the days stay.
        assert_eq!(line(Some(60)).as_deref(), Some(whole));
        let short = "Views gained a day  █▄▄▇  +184,538 to +385,466 in 4 days; 1 of more than a day";
        assert_eq!(line(Some(56)).as_deref(), Some(short));
        let shorter = "Views gained a day  ▄▄█  +184,538 to +361,785 in 3 days";
        assert_eq!(line(Some(55)).as_deref(), Some(shorter));
        assert_eq!(line(Some(20)), None);
    }

    #[test]
    fn in_a_pipe_a_year_stays_whole() {
        let day = |nth: i64| DayFigures {
            views_gained: Some(nth),
            ..DayFigures::tutorial(Day::from_number(20_000 + nth as i32), 1, 1, 1)
        };
        let all: Vec<DayFigures> = (0..200).map(day).collect();
        let bars_of =
            |columns| bars(&all, columns).unwrap().chars().filter(|letter| ('▁'..='█').contains(letter)).count();
        assert_eq!((bars_of(None), bars_of(Some(80))), (200, 35));
    }
}
