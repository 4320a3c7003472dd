//! EVALUATION.md: the figures as tables, the goals beside them, and what they do not show.

mod figures;
mod goals;
mod prose;
mod table;
mod traps;

use tagpulse_sandbox::{SimGroup, SimWorld};

use super::measure::{Results, seeds};
use super::rival::RIVALS;
use super::score::Counts;
use figures::{Cell, cell, fixed, spread};
pub(crate) use table::table;

/// The whole document; `panel` is the section on real data.
pub(crate) fn document(results: &Results, panel: &str, quick: bool) -> String {
    let sections = [
        prose::opening(quick),
        goals::section(results),
        worlds(results, quick),
        sizes(results),
        giants(results),
        traps::section(results),
        knobs(results),
        format!("## A real panel\n\n{panel}"),
        set_ups(),
        prose::CLOSING.to_owned(),
    ];
    sections.map(|section| format!("{}\n", section.trim_end())).join("\n")
}

fn of(group: SimGroup) -> impl Iterator<Item = &'static SimWorld> {
    SimWorld::all().filter(move |world| world.group == group)
}

/// A table a world, with the spread over seeds.
fn worlds(results: &Results, quick: bool) -> String {
    let mut text = "## Worlds\n\nMedian over the seeds (5 to 95 % of them in brackets); recall and precision over all \
                    seeds together stand first.\n"
        .to_owned();
    let head = ["", "recall", "over seeds", "precision", "over seeds", "false videos a campaign-day", "over seeds"];
    for world in of(SimGroup::World) {
        let of_seeds = (seeds(world, quick), world.campaigns_per_seed);
        let title = format!(
            "\n### `{}`: {}\n\n{} seeds, {} campaigns each.\n\n",
            world.name, world.about, of_seeds.0, of_seeds.1
        );
        text.push_str(&title);
        let rows = RIVALS.iter().map(|rival| {
            let found = cell(results, world.name, rival.id);
            let Cell::Measured(measured) = found else {
                return vec![rival.name.to_owned(), found.why().to_owned()];
            };
            let all = measured.pooled();
            vec![
                rival.name.to_owned(),
                fixed(all.recall(), 3),
                spread(measured, Counts::recall, 2),
                fixed(all.precision(), 3),
                spread(measured, Counts::precision, 2),
                fixed(all.false_per_campaign_day(), 4),
                spread(measured, Counts::false_per_campaign_day, 3),
                fixed(all.repeated_per_campaign_day(), 3),
                fixed(all.told_again_per_campaign_day(), 3),
                fixed(all.delay(), 2),
            ]
        });
        let last = ["repeated alerts a campaign-day", "told again later", "delay in readings"];
        let head = [&head[..], &last].concat();
        text.push_str(&table(&head, rows));
    }
    text
}

/// Rivals by numbers of videos.
fn sizes(results: &Results) -> String {
    let worlds = [("n8", "8"), ("n30", "30"), ("base", "200"), ("n1000", "1,000"), ("d", "3 to 12")];
    let mut head = vec![String::new()];
    head.extend(worlds.map(|(_, n)| format!("n = {n}")));
    let rows = RIVALS.iter().map(|rival| {
        let mut row = vec![rival.name.to_owned()];
        row.extend(worlds.map(|(world, _)| match cell(results, world, rival.id) {
            Cell::Measured(measured) => {
                let all = measured.pooled();
                let figures =
                    [fixed(all.recall(), 2), fixed(all.precision(), 2), fixed(all.false_per_campaign_day(), 4)];
                figures.join(" / ")
            }
            none => none.why().to_owned(),
        }));
        row
    });
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let title = "## Numbers of videos\n\nRecall / precision / false videos a campaign-day.\n\n";
    format!("{title}{}", table(&head, rows))
}

/// Who can alert in a small campaign at all.
fn giants(results: &Results) -> String {
    let mut text = "## Small campaigns that can alert at all\n\n".to_owned();
    for world in of(SimGroup::Giants) {
        text.push_str(&format!(
            "Campaigns of the world `{}` ({}): the share in which anything was alerted.\n\n",
            world.name, world.about
        ));
        let rows = RIVALS.iter().map(|rival| {
            let share = match cell(results, world.name, rival.id) {
                Cell::Measured(measured) => {
                    let all = measured.pooled();
                    fixed(Some(all.campaigns_with_alert as f64 / all.campaigns.max(1) as f64), 2)
                }
                none => none.why().to_owned(),
            };
            vec![rival.name.to_owned(), share]
        });
        text.push_str(&table(&["", "share"], rows));
    }
    text
}

/// How the figures bend when the generator does.
fn knobs(results: &Results) -> String {
    let mut head = vec![""];
    // Short, for the table is wide; the set-ups say who is who.
    head.extend(RIVALS.iter().map(|rival| rival.id));
    let base = SimWorld::all().filter(|world| world.name == "base");
    let rows = base.chain(of(SimGroup::Knob)).map(|world| {
        let about = if world.name == "base" { "as in `base`" } else { world.about };
        let mut row = vec![about.to_owned()];
        row.extend(RIVALS.iter().map(|rival| match cell(results, world.name, rival.id) {
            Cell::Measured(measured) => {
                let all = measured.pooled();
                format!("{} / {}", fixed(all.recall(), 2), fixed(all.precision(), 2))
            }
            none => none.why().to_owned(),
        }));
        row
    });
    let about = "Recall / precision, over fewer campaigns than in `base`; who is who stands under \"Set-ups\".";
    format!("## One parameter halved or doubled\n\n{about}\n\n{}", table(&head, rows))
}

fn set_ups() -> String {
    let rows = RIVALS.iter().map(|rival| vec![format!("`{}`", rival.id), rival.name.to_owned(), rival.described()]);
    format!("## Set-ups\n\n{}\n{}", prose::SET_UPS, table(&["", "", "set-up"], rows))
}
