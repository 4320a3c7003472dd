//! Text with which somebody attacks what shows it: one table (`tests/hostile.json`) for every
//! notifier and every format.

use serde::Deserialize;

/// A text, and where it would act.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attack {
    /// What it tries.
    pub(crate) name: String,
    /// `terminal`, `html`, `csv`, `markdown`, `slack`, `mail`.
    pub(crate) acts_in: Vec<String>,
    /// The text as a stranger wrote it.
    pub(crate) text: String,
    /// What never stands so in such a place. None of a table's cell: there the first character decides, which the
    /// formats' own tests look at.
    pub(crate) never: Vec<String>,
}

impl Attack {
    /// Fails when the attack came through to a place in which it acts. Whole lines and mark-up of the place's own
    /// are no attack, so `shown` may be a whole document.
    pub(crate) fn is_harmless_in(&self, place: &str, shown: &str) {
        if self.acts_in.iter().any(|name| name == place) {
            for part in &self.never {
                assert!(!shown.contains(part), "\"{}\" came through to {place}: {part:?} in {shown:?}", self.name);
            }
        }
    }
}

/// All of them.
pub(crate) fn attacks() -> Vec<Attack> {
    serde_json::from_str(include_str!("../hostile.json")).expect("tests/hostile.json is a list of attacks")
}

#[test]
fn every_attack_would_act_where_it_says() {
    const PLACES: [&str; 6] = ["terminal", "html", "csv", "markdown", "slack", "mail"];
    let attacks = attacks();
    for attack in &attacks {
        for place in &attack.acts_in {
            assert!(PLACES.contains(&place.as_str()), "{place} of {attack:?}");
        }
        for part in &attack.never {
            assert!(attack.text.contains(part) || part.starts_with('\n'), "{part:?} of {attack:?}");
        }
        assert!(attack.acts_in == ["csv"] || !attack.never.is_empty(), "{attack:?}");
    }
    for place in PLACES {
        let many = attacks.iter().filter(|attack| attack.acts_in.iter().any(|name| name == place)).count();
        assert!(many >= 5, "{many} for {place}");
    }
}
