//! Ratios as integers: millionths, rounded once.
//!
//! Documents must be equal byte for byte between native and wasm, so a quotient is made with
//! integers and written with at most six decimals; no float decides a digit.

use serde::{Serialize, Serializer};

const MILLION: i128 = 1_000_000;

/// A quotient in millionths, rounded half away from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(i128);

impl Ratio {
    /// `numerator / denominator`; `None` when the denominator is 0.
    ///
    /// ```
    /// # use tagpulse_core::Ratio;
    /// assert_eq!(Ratio::of(1, 3).map(Ratio::millionths), Some(333_333));
    /// assert_eq!(Ratio::of(-2, 3).map(Ratio::millionths), Some(-666_667));
    /// assert_eq!(Ratio::of(1, 0), None);
    /// ```
    pub fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        // Clamped before, not saturated after: an overflow that is looked for takes more code.
        let scaled = numerator.clamp(i128::MIN / MILLION, i128::MAX / MILLION) * MILLION;
        let (n, d) = (scaled.unsigned_abs(), denominator.unsigned_abs());
        // Clamped below 2^127, so neither the sum nor the quotient is too large.
        let magnitude = ((n + d / 2) / d) as i128;
        let negative = (scaled < 0) != (denominator < 0);
        Some(Self(if negative { -magnitude } else { magnitude }))
    }

    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self(i128::from(value) * MILLION)
    }

    pub(crate) const fn from_millionths(millionths: i128) -> Self {
        Self(millionths)
    }

    /// The value in millionths.
    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// The nearest float, for showing to people only.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(millionths) if millionths % 1_000_000 == 0 => serializer.serialize_i64(millionths / 1_000_000),
            Ok(millionths) => serializer.serialize_f64(millionths as f64 / 1e6),
            Err(_) => serializer.serialize_f64(self.as_f64()),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Ratio {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ratio".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(Ratio::of(1, 2_000_000).unwrap().millionths(), 1);
        assert_eq!(Ratio::of(-1, 2_000_000).unwrap().millionths(), -1);
        assert_eq!(Ratio::of(1, 2_000_001).unwrap().millionths(), 0);
        assert_eq!(Ratio::of(1, -3).unwrap().millionths(), -333_333);
    }

    #[test]
    fn whole_numbers_are_written_without_a_point() {
        assert_eq!(crate::write::to_json(&Ratio::of(48, 2)), "24");
        assert_eq!(crate::write::to_json(&Ratio::of(91_409, 1_000_000)), "0.091409");
        assert_eq!(crate::write::to_json(&Ratio::of(-1, 4)), "-0.25");
        assert_eq!(crate::write::to_json(&Ratio::of(1, 0)), "null");
    }
}
