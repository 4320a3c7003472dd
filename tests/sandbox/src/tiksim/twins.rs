//! A world with a trap and the same without it differ by the trap alone, so that an alert in the one and not
//! in the other was caused by the trap: nothing else was drawn anew.

use super::worlds::TRAP_DAY;
use super::*;
use crate::as_shown;
use std::collections::BTreeMap;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;

type Gains = BTreeMap<(String, i64), [u64; 4]>;

/// A world's observations in two ways: as they are, and without what its trap may touch.
struct World {
    options: SimOptions,
    rows: Vec<Observation>,
}

impl World {
    fn of(world: &SimWorld, seed: u64) -> Self {
        let options = world.options(seed, 0);
        Self { rows: simulate(&options).observations, options }
    }

    /// Rows of other times than the trap's day.
    fn elsewhere(&self) -> Vec<Observation> {
        let day = self.options.world.day_start(TRAP_DAY + 1);
        self.rows.iter().filter(|row| !(day..=day + 600).contains(&row.taken_at)).cloned().collect()
    }

    /// Rows of the others than these videos, and theirs up to the trap's day.
    fn others(&self, touched: impl Fn(&str) -> bool) -> Vec<Observation> {
        let day = self.options.world.day_start(TRAP_DAY);
        let rows = self.rows.iter().filter(|row| row.taken_at <= day || !touched(&row.video_id));
        rows.cloned().collect()
    }

    /// The first video of the world, whether published or not.
    fn first(&self) -> String {
        crate::World::new(self.options.world.clone()).videos()[0].id.to_string()
    }

    /// What every video gained between its readings, by video and time, exactly: on the trap's day, and on
    /// the others.
    fn gains(&self) -> [Gains; 2] {
        let exact = simulate(&SimOptions { rounded: false, ..self.options.clone() }).observations;
        let trap_day = self.options.world.day_start(TRAP_DAY + 1);
        let mut before = BTreeMap::new();
        let (mut of_the_day, mut others) = (Gains::new(), Gains::new());
        for row in exact {
            let counts = [row.views, row.likes, row.comments, row.shares].map(Option::unwrap);
            let old = before.insert(row.video_id.clone(), counts).unwrap_or_default();
            let gains = if row.taken_at == trap_day { &mut of_the_day } else { &mut others };
            gains.insert((row.video_id, row.taken_at), std::array::from_fn(|count| counts[count] - old[count]));
        }
        [of_the_day, others]
    }
}

/// Fails where more than the trap differs.
fn differ_by_the_trap_alone(trap: &str, with: &World, without: &World) {
    let same =
        |what: fn(&World) -> Vec<Observation>| assert!(what(with) == what(without), "{trap}: more than the trap");
    match trap {
        "missed-day" | "all-zero" | "duplicates" | "re-run" | "blank-ids" | "drop" => same(World::elsewhere),
        "correction" => same(|w| w.others(|id| id.bytes().map(u32::from).sum::<u32>() % 20 == 0)),
        "shuffled" => same(|w| {
            let mut rows = w.rows.clone();
            rows.sort_by(|a, b| (a.taken_at, &a.video_id).cmp(&(b.taken_at, &b.video_id)));
            rows
        }),
        "never-seen" => same(|w| {
            let first = w.first();
            w.rows.iter().filter(|row| row.video_id != first).cloned().collect()
        }),
        "platform-day" => {
            assert!(with.others(|_| true) == without.others(|_| true), "{trap}: before its day");
            let ([day, others], [usual_day, usual]) = (with.gains(), without.gains());
            let other = others.iter().filter(|(key, gain)| usual.get(*key) != Some(gain)).count();
            assert_eq!((others.len(), other), (usual.len(), 0), "{trap}: gains of other days that are others");
            // On its day everybody gains as much as without it, and something on top.
            assert!(day.iter().all(|(key, gain)| (0..4).all(|count| gain[count] >= usual_day[key][count])), "{trap}");
            let views = |day: &Gains| day.values().map(|gain| gain[0]).sum::<u64>() as f64;
            let times = views(&day) / views(&usual_day);
            assert!((1.9..2.1).contains(&times), "{trap}: {times} times the views");
        }
        "rounding" => {
            let rounded = without.rows.iter().map(|row| {
                let [views, likes, comments, shares] =
                    [row.views, row.likes, row.comments, row.shares].map(|count| count.map(as_shown));
                Observation { views, likes, comments, shares, ..row.clone() }
            });
            assert!(with.rows == rounded.collect::<Vec<_>>(), "{trap}: more than the rounding");
        }
        "paid-step" => {
            same(|w| {
                let first = w.first();
                w.others(|id| id == first)
            });
            assert!(with.rows.len() == without.rows.len(), "{trap}: rows that only one of them has");
        }
        _ => panic!("`{trap}` is a trap of which nobody has said here what it touches"),
    }
}

#[test]
fn a_trap_changes_nothing_but_what_it_is() {
    let mut traps = 0;
    for trap in SimWorld::all() {
        let Some(twin) = trap.without_trap() else { continue };
        let differs = SEEDS.filter(|seed| {
            let (with, without) = (World::of(trap, *seed), World::of(twin, *seed));
            differ_by_the_trap_alone(trap.name, &with, &without);
            with.rows != without.rows
        });
        // A trap that changed nothing would catch nobody.
        assert!(differs.count() > 0, "`{}` does nothing", trap.name);
        traps += 1;
    }
    assert_eq!(traps, SimWorld::all().filter(|world| world.group == SimGroup::Trap).count() - 1);
}
