//! The goals that the preset `recommended` was given, and whether the figures reach them.

use super::figures::{Cell, cell, fixed};
use super::{table, traps};
use crate::evaluate::measure::Results;
use crate::evaluate::score::Counts;

const PRESET: &str = "recommended";

/// A figure of a world, and the bound it has to keep.
struct Goal {
    world: &'static str,
    what: &'static str,
    figure: fn(&Counts) -> Option<f64>,
    bound: Bound,
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}
use Bound::{AtLeast, AtMost};

const fn goal(world: &'static str, what: &'static str, figure: fn(&Counts) -> Option<f64>, bound: Bound) -> Goal {
    Goal { world, what, figure, bound }
}

const GOALS: &[Goal] = &[
    goal("base", "n = 200: recall", Counts::recall, AtLeast(0.98)),
    goal("base", "n = 200: precision", Counts::precision, AtLeast(0.9)),
    goal("base", "n = 200: false videos a campaign-day", Counts::false_per_campaign_day, AtMost(0.02)),
    goal("n8", "n = 8: recall", Counts::recall, AtLeast(0.9)),
    goal("n8", "n = 8: false videos a campaign-day", Counts::false_per_campaign_day, AtMost(0.001)),
    goal("a", "world A: recall", Counts::recall, AtLeast(0.97)),
    goal("a", "world A: precision", Counts::precision, AtLeast(0.9)),
    goal("b", "world B: recall", Counts::recall, AtLeast(0.9)),
    goal("b", "world B: precision", Counts::precision, AtLeast(0.65)),
    goal("c", "world C: recall", Counts::recall, AtLeast(0.9)),
    goal("c", "world C: precision", Counts::precision, AtLeast(0.8)),
    goal("base", "repeated alerts a campaign-day", Counts::repeated_per_campaign_day, AtMost(0.0)),
    goal("twice", "repeated alerts a campaign-day, two readings a day", Counts::repeated_per_campaign_day, AtMost(0.0)),
];

pub(super) fn section(results: &Results) -> String {
    let figures = GOALS.iter().map(|goal| {
        let (figure, reached) = match cell(results, goal.world, PRESET) {
            Cell::Measured(measured) => {
                let figure = (goal.figure)(&measured.pooled());
                (fixed(figure, 4), verdict(figure.map(|figure| goal.bound.holds(figure))))
            }
            none => (none.why().to_owned(), verdict(None)),
        };
        vec![goal.what.to_owned(), goal.bound.to_string(), figure, reached.to_owned()]
    });
    let traps = traps::wrong_alerts(results, PRESET).into_iter().map(|(trap, count)| {
        let figure = count.map_or_else(|| "-".to_owned(), |count| count.to_string());
        let what = format!("videos alerted because of the trap `{trap}`");
        vec![what, "0".to_owned(), figure, verdict(count.map(|count| count == 0)).to_owned()]
    });
    let head = ["goal for `recommended`", "wanted", "measured", ""];
    format!("## Goals\n\n{}", table(&head, figures.chain(traps)))
}

fn verdict(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "reached",
        Some(false) => "**not reached**",
        None => "not measured",
    }
}

impl Bound {
    fn holds(self, figure: f64) -> bool {
        match self {
            AtLeast(bound) => figure >= bound,
            AtMost(bound) => figure <= bound,
        }
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AtLeast(bound) => write!(to, "at least {bound}"),
            AtMost(bound) => write!(to, "at most {bound}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::measure::Measured;

    #[test]
    fn goals_are_reached_missed_or_not_measured() {
        let counts = Counts { spikes: 100, found: 98, true_episodes: 89, false_episodes: 11, ..Counts::default() };
        let measured = Measured { counts: vec![counts], ..Measured::default() };
        let results =
            Results::from([(("base", PRESET), Ok(measured)), (("n8", PRESET), Err("not built: x".to_owned()))]);
        let section = section(&results);
        let line = |start: &str| section.lines().find(|line| line.starts_with(start)).expect("a goal");
        assert_eq!(line("| n = 200: recall"), "| n = 200: recall | at least 0.98 | 0.9800 | reached |");
        assert_eq!(line("| n = 200: precision"), "| n = 200: precision | at least 0.9 | 0.8900 | **not reached** |");
        assert_eq!(line("| n = 8: recall"), "| n = 8: recall | at least 0.9 | not built | not measured |");
    }
}
