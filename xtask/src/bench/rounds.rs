//! Measures: round by round every contestant once on every input, so that whatever slows the
//! machine for a while slows them alike; of the rounds the median counts.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::contestants::{Contestant, Role};
use super::inputs::Input;
use super::programs::Found;
use crate::sh;

/// Milliseconds over the rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

/// What a contestant took for each input, or why it was not measured.
pub(super) struct Times {
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) of_inputs: Found<[Spread; 2]>,
}

/// The figures that everybody makes. Ours has more; these must be equal.
const FIGURES: [&str; 7] = [
    "total_videos",
    "total_views",
    "total_engagement",
    "avg_views",
    "avg_engagement",
    "viral_videos",
    "top_5_creators",
];

/// # Errors
/// When a contestant fails, or its figures are not those of the first one.
pub(super) fn measure(contestants: &[Contestant], inputs: &[Input; 2], rounds: usize) -> Result<Vec<Times>> {
    let mut taken = vec![[const { Vec::new() }; 2]; contestants.len()];
    let mut agreed: [Option<Value>; 2] = [None, None];
    for round in 1..=rounds {
        sh::say(&format!("round {round} of {rounds}"));
        for (place, input) in inputs.iter().enumerate() {
            for (contestant, taken) in contestants.iter().zip(&mut taken) {
                let Ok(mut command) = contestant.command(input) else { continue };
                let printed = sh::read(&mut command).with_context(|| contestant.name.to_owned())?;
                let (ms, figures) = result(&printed).with_context(|| contestant.name.to_owned())?;
                if contestant.makes_figures() {
                    agree(agreed[place].get_or_insert_with(|| figures.clone()), &figures)
                        .with_context(|| format!("{} on the {} answer", contestant.name, input.shape.name()))?;
                }
                taken[place].push(ms);
            }
        }
    }
    let times = contestants.iter().zip(taken).map(|(contestant, [small, heavy])| {
        let of_inputs = contestant.command(&inputs[0]).map(|_| [Spread::of(small), Spread::of(heavy)]);
        Times { name: contestant.name, role: contestant.role, of_inputs }
    });
    Ok(times.collect())
}

/// Milliseconds and figures of what a contestant printed.
fn result(printed: &str) -> Result<(f64, Value)> {
    let printed: Value = serde_json::from_str(printed.trim()).with_context(|| format!("it printed `{printed}`"))?;
    let ms = printed["ms"].as_f64().context("it printed no `ms`")?;
    ensure!(ms > 0.0, "it took {ms} ms");
    Ok((ms, FIGURES.iter().map(|name| (*name, printed["figures"][name].clone())).collect()))
}

fn agree(expected: &Value, found: &Value) -> Result<()> {
    for name in FIGURES {
        if found[name].is_null() || found[name] != expected[name] {
            bail!("`{name}` is {}, and {} for the first contestant", found[name], expected[name]);
        }
    }
    Ok(())
}

impl Spread {
    pub(super) fn of(mut taken: Vec<f64>) -> Self {
        taken.sort_by(f64::total_cmp);
        let at = |place: usize| taken.get(place).copied().unwrap_or(f64::NAN);
        Self { median: at(taken.len() / 2), least: at(0), most: at(taken.len().wrapping_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"ms":1.5,"figures":{"total_videos":2,"total_views":9,"total_engagement":1,
        "avg_views":4,"avg_engagement":0,"viral_videos":0,"top_5_creators":["a",null],"more":1}}"#;

    #[test]
    fn the_middle_of_the_rounds_counts() {
        assert_eq!(Spread::of(vec![9.0, 1.0, 2.0]), Spread { median: 2.0, least: 1.0, most: 9.0 });
    }

    #[test]
    fn equal_figures_agree_whatever_else_is_printed() {
        let (ms, ours) = result(PRINTED).unwrap();
        let (_, theirs) = result(&PRINTED.replace(",\"more\":1", "")).unwrap();
        assert_eq!(ms, 1.5);
        assert!(agree(&ours, &theirs).is_ok());
    }

    #[test]
    fn a_figure_that_differs_or_lacks_is_named() {
        let (_, ours) = result(PRINTED).unwrap();
        for (from, to) in [("\"viral_videos\":0", "\"viral_videos\":1"), ("\"viral_videos\":0,", "")] {
            let (_, theirs) = result(&PRINTED.replace(from, to)).unwrap();
            assert!(agree(&ours, &theirs).unwrap_err().to_string().contains("viral_videos"), "{to}");
        }
    }
}
