//! The mild world with one parameter halved or doubled, so that a detector which was tuned
//! to the generator shows it.

use super::simulate::SimOptions;
use super::worlds::{SimGroup, SimWorld};

const fn knob(name: &'static str, about: &'static str, change: fn(&mut SimOptions, u64)) -> SimWorld {
    SimWorld { name, about, group: SimGroup::Knob, campaigns_per_seed: 1, change }
}

pub(super) static WORLDS: &[SimWorld] = &[
    knob("spike-size-half", "spike sizes x0.5", |o, _| spike_sizes(o, 0.5)),
    knob("spike-size-double", "spike sizes x2", |o, _| spike_sizes(o, 2.0)),
    knob("relaxation-half", "power of a spike's relaxation x0.5", |o, _| o.world.spiking.relaxation *= 0.5),
    knob("relaxation-double", "power of a spike's relaxation x2", |o, _| o.world.spiking.relaxation *= 2.0),
    knob("duration-half", "a spike's duration x0.5", |o, _| o.world.spiking.stretch *= 0.5),
    knob("duration-double", "a spike's duration x2", |o, _| o.world.spiking.stretch *= 2.0),
    knob("spike-share-half", "share of spiking videos x0.5", |o, _| o.world.spiking.share *= 0.5),
    knob("spike-share-double", "share of spiking videos x2", |o, _| o.world.spiking.share *= 2.0),
    knob("noise-half", "spread of the daily noise x0.5", |o, _| o.world.noise.day_sigma *= 0.5),
    knob("noise-double", "spread of the daily noise x2", |o, _| o.world.noise.day_sigma *= 2.0),
    knob("pace-half", "spread of the videos' pace x0.5", |o, _| o.world.noise.pace_sigma *= 0.5),
    knob("pace-double", "spread of the videos' pace x2", |o, _| o.world.noise.pace_sigma *= 2.0),
    knob("platform-half", "spread of the platform's days x0.5", |o, _| o.world.noise.platform_sigma *= 0.5),
    knob("platform-double", "spread of the platform's days x2", |o, _| o.world.noise.platform_sigma *= 2.0),
    knob("size-half", "median size x0.5", |o, _| o.world.sizes.median *= 0.5),
    knob("size-double", "median size x2", |o, _| o.world.sizes.median *= 2.0),
    knob("size-spread-half", "spread of ln sizes x0.5", |o, _| o.world.sizes.sigma *= 0.5),
    knob("size-spread-double", "spread of ln sizes x2", |o, _| o.world.sizes.sigma *= 2.0),
    knob("curve-half", "power of the age curve x0.5", |o, _| o.world.noise.curve_power *= 0.5),
    knob("curve-double", "power of the age curve x2", |o, _| o.world.noise.curve_power *= 2.0),
];

fn spike_sizes(options: &mut SimOptions, times: f64) {
    options.world.spiking.size_min *= times;
    options.world.spiking.size_max *= times;
}
