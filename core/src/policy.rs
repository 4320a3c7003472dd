//! Policies: every threshold of the alerts, with where it comes from.
//!
//! A policy is a preset, and what a campaign changes of it. Presets are rows of the one table
//! below, so that a threshold stands once: its name for the options, its default, its range.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    Error, ErrorCode,
    given::{Fields, Given, shown},
};

/// Which rules raise alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Spikes against age and own pace, told once each; the whole campaign's rise, silence, pace.
    #[default]
    Recommended,
    /// The tutorial's rule alone: engagement over a multiple of the average, told every day on
    /// which it holds.
    Tutorial,
}

impl Preset {
    fn named(name: &str) -> Option<Self> {
        match name {
            "recommended" => Some(Self::Recommended),
            "tutorial" => Some(Self::Tutorial),
            _ => None,
        }
    }
}

/// A policy as it is written: a preset's name, or what differs from it.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "described only")]
pub(crate) enum Written {
    Named(Preset),
    Differing(Policy),
}

macro_rules! thresholds {
    ($($(#[$about:meta])* $name:ident = $default:literal, $least:literal..=$most:literal;)*) => {
        /// The thresholds that decide what a campaign is told of.
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields, default))]
        pub struct Policy {
            /// Where all that is not given comes from: `recommended` or `tutorial`.
            pub preset: Preset,
            /// Creators (`@handle`) and videos (their ids) that are never told of.
            pub mute: Vec<String>,
            $($(#[$about])* #[cfg_attr(feature = "schema", schemars(range(min = $least, max = $most)))] pub $name: f64,)*
        }

        impl Default for Policy {
            // Once in the wasm: twenty numbers.
            #[inline(never)]
            fn default() -> Self {
                Self { preset: Preset::default(), mute: Vec::new(), $($name: $default,)* }
            }
        }

        /// Every threshold: name, least, most.
        const NAMES: &[(&str, f64, f64)] = &[$((stringify!($name), $least, $most),)*];

        impl Policy {
            /// The thresholds in the order of the table.
            fn values(&mut self) -> [&mut f64; NAMES.len()] {
                [$(&mut self.$name,)*]
            }
        }

        impl Serialize for Policy {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = serializer.serialize_struct("Policy", NAMES.len() + 2)?;
                fields.serialize_field("preset", &self.preset)?;
                fields.serialize_field("mute", &self.mute)?;
                $(fields.serialize_field(stringify!($name), &self.$name)?;)*
                fields.end()
            }
        }
    };
}

thresholds! {
    /// Views that a video gains in 24 hours before it can spike: under a thousand nobody would act.
    gain_floor = 1_000.0, 1.0..=1e12;
    /// The floor is never below this share of the campaign's median daily gain: what does not
    /// move the campaign is no news of it. (1 % hid half of the spikes of a campaign of 1,000 videos.)
    gain_share_floor = 0.001, 0.0..=1.0;
    /// Views in all before an alert is called viral.
    viral_floor = 10_000.0, 0.0..=1e12;
    /// False alarms that a day of a campaign may expect by chance, before the margin.
    daily_chance = 0.1, 0.001..=1.0;
    /// A score stands at least so many spreads out, however few videos are tested.
    least_score = 2.5, 0.0..=20.0;
    /// So much more is asked of a spike's score: its tails are heavier than the normal's.
    score_margin = 1.1, 0.0..=20.0;
    /// A video gains at least so many times its own pace.
    self_multiple = 2.0, 1.0..=1e6;
    /// With one growth only, at least so many times what its age lets expect.
    age_multiple = 3.0, 1.0..=1e6;
    /// Among fewer than eight videos, so many times what the others gained together, for their ages.
    small_multiple = 10.0, 1.0..=1e6;
    /// An episode ends when its score is so far below what opens one, twice.
    close_margin = 1.0, 0.0..=20.0;
    /// Hours after a message in which the same video is silent, unless its tier rises or it passes a
    /// round number of views; within a day it is silent whatever happens.
    cool_down_hours = 72.0, 0.0..=8_760.0;
    /// Messages about single videos on one day of a campaign; the rest goes into one digest.
    alerts_per_day = 5.0, 0.0..=1_000.0;
    /// Big for its age: so many times the campaign's median size.
    size_multiple = 10.0, 1.0..=1e6;
    /// More than the creator's usual: so many times the median of their other videos.
    creator_multiple = 5.0, 1.0..=1e6;
    /// Few likes: under this share of the campaign's usual likes per view.
    quality_share = 0.2, 0.0..=1.0;
    /// A video brings much of the day: at least this share of the campaign's gain.
    gain_share = 0.1, 0.0..=1.0;
    /// The whole campaign rises: so many times its usual gain for the ages of its videos.
    lift_multiple = 1.5, 1.0..=1e6;
    /// Nothing is published for so many times the usual gap.
    silence_gaps = 3.0, 1.0..=1e6;
    /// The projection falls under this share of the goal.
    pace_share = 0.8, 0.0..=1.0;
    /// Hours without a reading that can be trusted.
    stale_hours = 36.0, 1.0..=8_760.0;
}

impl Policy {
    /// A preset by its name.
    pub fn preset(name: &str) -> Option<Self> {
        Some(Self { preset: Preset::named(name)?, ..Self::default() })
    }

    /// Reads a policy: a preset's name, or an object of it and the thresholds that differ.
    ///
    /// # Errors
    /// `bad_settings` naming every value that is none of a policy's.
    pub fn read(given: Given) -> Result<Self, Error> {
        match given {
            Given::Text(name) => Self::preset(&name).ok_or_else(|| Error::new(ErrorCode::BadSettings, unknown(&name))),
            other => Fields::read(other, Self::of_fields),
        }
    }

    fn of_fields(fields: &mut Fields) -> Self {
        let mut policy = Self::default();
        if let Some(name) = fields.text("preset") {
            match Preset::named(&name) {
                Some(preset) => policy.preset = preset,
                None => fields.problem("preset", &unknown(&name)),
            }
        }
        policy.mute = fields.texts("mute").unwrap_or_default();
        for ((name, least, most), value) in NAMES.iter().zip(policy.values()) {
            let Some(number) = fields.number(name) else { continue };
            if !(*least..=*most).contains(&number) {
                let outside = text!("{} is outside {} to {}", shown(number), shown(*least), shown(*most));
                fields.problem(name, &outside);
            }
            *value = number;
        }
        policy
    }

    /// Whether a video or its creator is muted.
    pub(crate) fn mutes(&self, id: crate::VideoId, author: Option<&str>) -> bool {
        let is = |muted: &String| {
            let name = muted.trim();
            author.is_some_and(|author| name.trim_start_matches('@').eq_ignore_ascii_case(author))
                || crate::scalar::digits(name.as_bytes()) == Some(id.0)
        };
        !self.mute.is_empty() && self.mute.iter().any(is)
    }
}

fn unknown(name: &str) -> String {
    text!("\"{}\" is no policy; there are recommended and tutorial", crate::clean(name, 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Policy, Error> {
        Policy::read(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn a_policy_is_a_preset_and_what_differs() {
        assert_eq!(read("\"tutorial\"").unwrap().preset, Preset::Tutorial);
        let policy = read(r#"{"gain_floor":2500,"mute":["@Brand","7412345678901234567"]}"#).unwrap();
        assert_eq!(policy, Policy { gain_floor: 2_500.0, mute: policy.mute.clone(), ..Policy::default() });
        assert!(policy.mutes(crate::VideoId(1), Some("brand")));
        assert!(policy.mutes(crate::VideoId(7_412_345_678_901_234_567), None));
        assert!(!policy.mutes(crate::VideoId(1), Some("other")));
        // What is stored is read back.
        assert_eq!(read(&crate::to_json(&policy)).unwrap(), policy);
    }

    #[test]
    fn what_is_no_policy_is_named_with_what_there_is() {
        let refused = |json: &str, part: &str| {
            let message = read(json).unwrap_err().message;
            assert!(message.contains(part), "{part} not in {message}");
        };
        refused("\"careful\"", "\"careful\" is no policy; there are recommended and tutorial");
        refused(r#"{"preset":"x"}"#, "preset: \"x\" is no policy");
        refused(r#"{"gain_flor":1}"#, "gain_flor: no such option; there are preset mute gain_floor");
        refused(r#"{"daily_chance":0}"#, "daily_chance: 0 is outside 0.001 to 1");
        refused("7", "7");
    }
}
