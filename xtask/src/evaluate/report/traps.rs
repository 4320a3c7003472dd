//! What the traps made a detector say that it would not have said without them.

use std::collections::BTreeSet;

use tagpulse_sandbox::SimWorld;

use super::figures::{Cell, cell};
use super::table;
use crate::evaluate::measure::{Measured, Results};
use crate::evaluate::rival::RIVALS;

/// The one trap in which an alert is right: views did jump.
const REAL_JUMP: &str = "paid-step";

pub(super) fn section(results: &Results) -> String {
    let mut head = vec!["trap"];
    head.extend(RIVALS.iter().map(|rival| rival.id));
    let rows = traps().map(|world| {
        let mut row = vec![format!("`{}`: {}", world.name, world.about)];
        row.extend(RIVALS.iter().map(|rival| caused(results, world, rival.id).unwrap_or_else(str::to_owned)));
        row
    });
    let about = "Videos alerted with the trap and not without it, over all seeds, in a world without spikes. \
                 `paid-step` is no mistake: the views did jump. Who is who stands under \"Set-ups\".";
    format!("## Traps\n\n{about}\n\n{}", table(&head, rows))
}

/// Traps that must not cause an alert, with the videos alerted for each.
pub(super) fn wrong_alerts(results: &Results, rival: &'static str) -> Vec<(&'static str, Option<usize>)> {
    let must_be_silent = traps().filter(|world| world.name != REAL_JUMP);
    must_be_silent
        .map(|world| (world.name, caused(results, world, rival).ok().and_then(|count| count.parse().ok())))
        .collect()
}

fn traps() -> impl Iterator<Item = &'static SimWorld> {
    SimWorld::all().filter(|world| world.without_trap().is_some())
}

fn caused<'r>(results: &'r Results, trap: &SimWorld, rival: &'static str) -> std::result::Result<String, &'r str> {
    let twin = trap.without_trap().map_or(trap.name, |twin| twin.name);
    match (cell(results, trap.name, rival), cell(results, twin, rival)) {
        (Cell::Measured(with), Cell::Measured(without)) => Ok(only_in(with, without).len().to_string()),
        (Cell::Not(reason), _) if reason.starts_with("not built") => Err("not built"),
        (Cell::Not(_), _) | (_, Cell::Not(_)) => Err("not measured"),
    }
}

fn only_in<'m>(with: &'m Measured, without: &Measured) -> BTreeSet<&'m (String, String)> {
    with.alerted.iter().filter(|pair| !without.alerted.contains(*pair)).collect()
}
