//! The worlds by name, and the seeds they are drawn from.

use super::knobs;
use super::simulate::{SimOptions, Simulation, simulate};
use super::traps::Trap;
use crate::world::PaidStep;
use std::ops::Range;

/// Seeds that a detector's parameters may be chosen on.
pub const SEEDS_TO_TUNE: Range<u64> = 1..21;
/// Seeds that a detector is judged on and that nothing was ever chosen on.
pub const SEEDS_TO_JUDGE: Range<u64> = 1_001..1_021;

/// What a world is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimGroup {
    /// The mild world, the hard ones, and one without spikes.
    World,
    /// The mild world with other numbers of videos.
    Size,
    /// One trap in a world without spikes.
    Trap,
    /// One parameter halved or doubled.
    Knob,
    /// Small campaigns with hits that nobody could overlook: who can alert at all?
    Giants,
}

/// A named way to make campaigns.
#[derive(Debug, Clone, Copy)]
pub struct SimWorld {
    /// Its name, also of its files.
    pub name: &'static str,
    /// What is special about it.
    pub about: &'static str,
    /// What it belongs to.
    pub group: SimGroup,
    /// Campaigns that are drawn for a seed; small campaigns need many to tell anything.
    pub campaigns_per_seed: u64,
    /// Changes the options of a campaign of the mild world, given its number.
    pub change: fn(&mut SimOptions, u64),
}

impl SimWorld {
    /// All worlds.
    ///
    /// ```
    /// use tagpulse_sandbox::{SEEDS_TO_JUDGE, SEEDS_TO_TUNE, SimWorld};
    /// assert!(SimWorld::all().any(|world| world.name == "null"));
    /// assert!(SEEDS_TO_TUNE.end < SEEDS_TO_JUDGE.start);
    /// ```
    pub fn all() -> impl Iterator<Item = &'static Self> {
        WORLDS.iter().chain(knobs::WORLDS)
    }

    /// Of a trap's world, the one that is the same without the trap: whoever is alerted in this one and not
    /// in that one is alerted because of the trap.
    ///
    /// ```
    /// use tagpulse_sandbox::{SimGroup, SimWorld};
    /// let mut traps = SimWorld::all().filter(|world| world.without_trap().is_some());
    /// assert!(traps.all(|world| world.group == SimGroup::Trap));
    /// ```
    #[must_use]
    pub fn without_trap(&self) -> Option<&'static Self> {
        let twin = match (self.group, self.name) {
            (SimGroup::Trap, EXACT) => return None,
            (SimGroup::Trap, "rounding") => EXACT,
            (SimGroup::Trap, _) => CALM,
            _ => return None,
        };
        Self::all().find(|world| world.name == twin)
    }

    /// Options of one of a seed's campaigns.
    #[must_use]
    pub fn options(&self, seed: u64, number: u64) -> SimOptions {
        // Room for every number, so that no two campaigns share a seed.
        let mut options = SimOptions::seeded(seed * 1_000 + number);
        options.campaign = format!("{seed}-{number}");
        (self.change)(&mut options, number);
        options
    }

    /// All campaigns of a seed, one after the other.
    #[must_use]
    pub fn simulate(&self, seed: u64) -> Simulation {
        let mut all = Simulation::default();
        for number in 0..self.campaigns_per_seed {
            let one = simulate(&self.options(seed, number));
            all.observations.extend(one.observations);
            all.truth.extend(one.truth);
        }
        all
    }
}

const fn world(name: &'static str, about: &'static str, change: fn(&mut SimOptions, u64)) -> SimWorld {
    // Four of 200 videos hold some ten spikes worth telling of.
    SimWorld { name, about, group: SimGroup::World, campaigns_per_seed: 4, change }
}

const fn sized(name: &'static str, per_seed: u64, change: fn(&mut SimOptions, u64)) -> SimWorld {
    SimWorld { group: SimGroup::Size, campaigns_per_seed: per_seed, ..world(name, "another number of videos", change) }
}

const fn trap(name: &'static str, about: &'static str, change: fn(&mut SimOptions, u64)) -> SimWorld {
    SimWorld { group: SimGroup::Trap, campaigns_per_seed: 1, ..world(name, about, change) }
}

/// The day on which a lone trap lies, when most videos are out.
pub(super) const TRAP_DAY: u32 = 14;
/// The world in which most traps are laid.
const CALM: &str = "null";
/// The world of which `rounding` is the rounded one.
const EXACT: &str = "rounding-off";

static WORLDS: &[SimWorld] = &[
    world("base", "200 videos, 28 days; spikes bring 1 to 4 times the views so far on their first day", |_, _| {}),
    world("twice", "the same read twice a day", |o, _| o.readings_a_day = 2),
    world("a", "A: another age curve than the detectors know (its power 1.5)", |o, _| o.world.noise.curve_power = 1.5),
    world("b", "B: rougher: daily noise 1.1, rho .6, pace .8, platform days .4", |o, _| {
        let noise = &mut o.world.noise;
        (noise.day_sigma, noise.rho, noise.pace_sigma, noise.platform_sigma) = (1.1, 0.6, 0.8, 0.4);
    }),
    world("c", "C: small spikes, .3 to 1.0 times the views so far on their first day", |o, _| {
        o.world.spiking.size_by_first_day(0.3, 1.0);
    }),
    world("totals", "spikes of 1 to 4 times the views so far in all, a third of it on their first day", |o, _| {
        (o.world.spiking.size_min, o.world.spiking.size_max) = (1.0, 4.0);
    }),
    SimWorld {
        campaigns_per_seed: 40,
        ..world("d", "D: campaigns of 3 to 12 videos", |o, number| o.world.videos = 3 + (number % 10) as usize)
    },
    world(CALM, "no spikes at all", |o, _| calm(o)),
    world("traps", "the mild world with all traps in", |o, _| {
        o.traps = vec![
            Trap::MissedDay(9),
            Trap::Duplicates(11),
            Trap::AllZero(13),
            Trap::BlankIds(15),
            Trap::Drop(17, 0.29),
            Trap::Rerun(19),
            Trap::Correction(23),
            Trap::NeverSeen(0),
        ];
        o.world.noise.platform_day = Some((21, 2.0));
    }),
    sized("n8", 40, |o, _| o.world.videos = 8),
    sized("n30", 10, |o, _| o.world.videos = 30),
    sized("n1000", 1, |o, _| o.world.videos = 1_000),
    SimWorld {
        group: SimGroup::Giants,
        campaigns_per_seed: 7,
        ..world("giants", "campaigns of 3 to 9 videos that gain ten million views each, one a day", |o, number| {
            calm(o);
            o.world.videos = 3 + (number % 7) as usize;
            let step = |video: usize| PaidStep { video, day: 12 + video as u32, views: 10_000_000 };
            o.world.paid = (0..o.world.videos).map(step).collect();
        })
    },
    trap("missed-day", "a day without a reading", |o, _| lay(o, Trap::MissedDay(TRAP_DAY))),
    trap("all-zero", "a poll with every count at 0", |o, _| lay(o, Trap::AllZero(TRAP_DAY))),
    trap("blank-ids", "three of five ids empty", |o, _| lay(o, Trap::BlankIds(TRAP_DAY))),
    trap("duplicates", "every row twice", |o, _| lay(o, Trap::Duplicates(TRAP_DAY))),
    trap("re-run", "the reading again ten minutes later", |o, _| lay(o, Trap::Rerun(TRAP_DAY))),
    trap("drop", "a listing that leaves out 29 %, for a day", |o, _| lay(o, Trap::Drop(TRAP_DAY, 0.29))),
    trap("correction", "a fifth of the views of some videos taken back", |o, _| lay(o, Trap::Correction(TRAP_DAY))),
    trap("shuffled", "the rows of every reading in another order", |o, _| lay(o, Trap::Shuffled)),
    trap("never-seen", "a video with 0 views", |o, _| lay(o, Trap::NeverSeen(0))),
    trap("platform-day", "a day on which everything gains twice as much", |o, _| {
        calm(o);
        o.world.noise.platform_day = Some((TRAP_DAY, 2.0));
    }),
    trap(EXACT, "large videos, exact counts: what the next one is measured against", |o, _| {
        large(o);
        o.rounded = false;
    }),
    trap("rounding", "large videos, in which a step of the rounding is more than a day's gain", |o, _| large(o)),
    trap("paid-step", "50,000 bought views without likes for one video", |o, _| {
        calm(o);
        o.world.paid = vec![PaidStep { video: 0, day: TRAP_DAY, views: 50_000 }];
    }),
];

fn calm(options: &mut SimOptions) {
    options.world.spiking.share = 0.0;
}

fn lay(options: &mut SimOptions, trap: Trap) {
    calm(options);
    options.traps = vec![trap];
}

/// Videos around the million, where TikTok's step grows from a hundred to a hundred thousand.
fn large(options: &mut SimOptions) {
    calm(options);
    (options.world.sizes.median, options.world.sizes.sigma) = (1_500_000.0, 0.5);
}
