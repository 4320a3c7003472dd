//! Runs everybody on every world and keeps the counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use tagpulse_sandbox::{SEEDS_TO_JUDGE, SEEDS_TO_TUNE, SimGroup, SimWorld, Simulation};

use super::reading::readings;
use super::rival::{Files, RIVALS, Runner};
use super::score::{Counts, score};
use super::worlds;

/// Seeds of a world in `--quick`.
const QUICK_SEEDS: usize = 2;
/// Seeds for a parameter's tables, which are many.
const KNOB_SEEDS: usize = 10;

/// World and rival, by name and id.
pub(crate) type Key = (&'static str, &'static str);

/// What was measured, or why it was not.
pub(crate) type Results = BTreeMap<Key, std::result::Result<Measured, String>>;

/// A rival on a world.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// One a seed.
    pub(crate) counts: Vec<Counts>,
    /// Campaigns and videos that had an alert, for comparison between worlds.
    pub(crate) alerted: BTreeSet<(String, String)>,
}

impl Measured {
    /// The counts of all seeds.
    pub(crate) fn pooled(&self) -> Counts {
        let mut all = Counts::default();
        self.counts.iter().for_each(|counts| all.add(*counts));
        all
    }
}

/// How many seeds a world is measured on.
pub(crate) fn seeds(world: &SimWorld, quick: bool) -> usize {
    let all = SEEDS_TO_JUDGE.count();
    match world.group {
        _ if quick => QUICK_SEEDS,
        SimGroup::Knob => KNOB_SEEDS.min(all),
        SimGroup::World | SimGroup::Size | SimGroup::Trap | SimGroup::Giants => all,
    }
}

/// Everybody on every world, with the seeds that nothing was chosen on.
pub(crate) fn measure(folder: &Path, runner: &mut Runner, quick: bool) -> Result<Results> {
    let mut results = Results::new();
    for world in SimWorld::all() {
        eprintln!("{}: {}", world.name, world.about);
        let simulated = SEEDS_TO_JUDGE.take(seeds(world, quick)).map(|seed| world.simulate(seed));
        let (simulation, files) = written(folder, simulated.collect())?;
        let readings = readings(&simulation.observations);
        worlds::save(&files.readings, &readings)?;
        for rival in RIVALS {
            let measured = match runner.alerts(rival, &files, &readings)? {
                Ok(alerts) => {
                    let pairs =
                        alerts.iter().filter_map(|alert| Some((alert.campaign.clone(), alert.video_id.clone()?)));
                    let by_campaign = score(&readings, &simulation.truth, &alerts)?;
                    Ok(Measured { alerted: pairs.collect(), counts: by_seed(&by_campaign) })
                }
                Err(reason) => Err(reason),
            };
            results.insert((world.name, rival.id), measured);
        }
    }
    Ok(results)
}

/// Prints each threshold's figures on the mild world, with the seeds to tune on.
pub(crate) fn tune(folder: &Path, runner: &mut Runner) -> Result<()> {
    let Some(world) = SimWorld::all().find(|world| world.name == "base") else { return Ok(()) };
    let (simulation, files) = written(folder, SEEDS_TO_TUNE.map(|seed| world.simulate(seed)).collect())?;
    let readings = readings(&simulation.observations);
    worlds::save(&files.readings, &readings)?;
    for rival in RIVALS {
        for threshold in rival.tried() {
            let Ok(alerts) = runner.alerts_at(rival, Some(*threshold), &files, &readings)? else { continue };
            let counts = by_seed(&score(&readings, &simulation.truth, &alerts)?);
            let pooled = Measured { counts, ..Measured::default() }.pooled();
            let (recall, precision) = (pooled.recall().unwrap_or(0.0), pooled.precision().unwrap_or(0.0));
            let f1 = 2.0 * recall * precision / (recall + precision).max(f64::MIN_POSITIVE);
            println!("{:<16} {threshold:>6}  recall {recall:.3}  precision {precision:.3}  F1 {f1:.3}", rival.id);
        }
    }
    Ok(())
}

/// All seeds' simulations as one, its observations written.
fn written(folder: &Path, seeds: Vec<Simulation>) -> Result<(Simulation, Files)> {
    let mut all = Simulation::default();
    for one in seeds {
        all.observations.extend(one.observations);
        all.truth.extend(one.truth);
    }
    let files = Files {
        observations: folder.join("observations.ndjson"),
        readings: folder.join("readings.ndjson"),
        alerts: folder.join("alerts.ndjson"),
    };
    worlds::save(&files.observations, &all.observations)?;
    Ok((all, files))
}

/// Campaigns are named SEED-NUMBER.
fn by_seed(by_campaign: &BTreeMap<String, Counts>) -> Vec<Counts> {
    let mut seeds: BTreeMap<&str, Counts> = BTreeMap::new();
    for (campaign, counts) in by_campaign {
        let seed = campaign.split_once('-').map_or(campaign.as_str(), |(seed, _)| seed);
        seeds.entry(seed).or_default().add(*counts);
    }
    seeds.into_values().collect()
}
