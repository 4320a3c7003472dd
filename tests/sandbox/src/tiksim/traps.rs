//! What goes wrong with readings though nothing happened on TikTok.

use super::observation::Observation;
use crate::world::draw::{Purpose, chance, stream};
use rand::seq::SliceRandom;

/// A fault of a reading. Days count readings at their time: day 5 is the one at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trap {
    /// Nothing was read that day.
    MissedDay(u32),
    /// The provider answers with every count at 0.
    AllZero(u32),
    /// Three of five ids are empty.
    BlankIds(u32),
    /// Every row stands twice in the reading.
    Duplicates(u32),
    /// The same reading again ten minutes later.
    Rerun(u32),
    /// The listing leaves out this share of the videos, for one day.
    Drop(u32, f64),
    /// From that day on, one video of twenty has a fifth of its views taken back.
    Correction(u32),
    /// Every day's rows in an order of their own.
    Shuffled,
    /// A video that nobody ever saw, by its place in the world.
    NeverSeen(usize),
}

/// The readings of a day, with this trap laid.
pub(super) fn spring(trap: Trap, seed: u64, day: u32, readings: &mut Vec<Vec<Observation>>) {
    let mut rng = stream(seed, Purpose::Trap, i64::from(day), 0);
    let rows = readings.iter_mut().flatten();
    match trap {
        Trap::MissedDay(on) if on == day => readings.clear(),
        Trap::AllZero(on) if on == day => rows.for_each(nothing),
        Trap::BlankIds(on) if on == day => {
            rows.filter(|_| chance(&mut rng, 0.6)).for_each(|row| row.video_id.clear());
        }
        Trap::Duplicates(on) if on == day => {
            for rows in readings {
                rows.extend(rows.clone());
            }
        }
        Trap::Rerun(on) if on == day => {
            let mut again = readings.last().cloned().unwrap_or_default();
            again.iter_mut().for_each(|row| row.taken_at += 600);
            readings.push(again);
        }
        Trap::Drop(on, share) if on == day => {
            for rows in readings {
                rows.retain(|_| !chance(&mut rng, share));
            }
        }
        Trap::Correction(from) if from <= day => {
            rows.filter(|row| row.video_id.bytes().map(u32::from).sum::<u32>() % 20 == 0).for_each(|row| {
                row.views = row.views.map(|views| views - views / 5);
            });
        }
        Trap::Shuffled => readings.iter_mut().for_each(|rows| rows.shuffle(&mut rng)),
        _ => {}
    }
}

/// All counts of a row at 0.
pub(super) fn nothing(row: &mut Observation) {
    (row.views, row.likes, row.comments, row.shares) = (Some(0), Some(0), Some(0), Some(0));
}
