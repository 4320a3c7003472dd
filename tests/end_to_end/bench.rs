//! What the benchmark measures of tagpulse does what it is measured for.

use serde_json::Value;
use tagpulse_sandbox::{SandboxOptions, Shape, WorldOptions, saved};

use crate::naive::Naive;

#[path = "../bench/ours.rs"]
mod ours;

#[test]
fn the_measured_report_has_the_tutorials_figures() {
    for shape in [Shape::Tutorial, Shape::Aweme] {
        let answer = saved(&SandboxOptions { shape, ..SandboxOptions::of(WorldOptions::seeded(5)) });
        let report: Value = serde_json::from_str(&ours::report(&answer).unwrap()).unwrap();
        for (key, figure) in Naive::default().day(&[answer]).figures.as_object().unwrap() {
            assert_eq!(report[key], *figure, "{key} of {shape:?}");
        }
    }
}
