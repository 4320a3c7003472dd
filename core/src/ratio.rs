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
        let magnitude = quotient(n + (d >> 1), d) as i128;
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

/// `numerator / denominator` of whole numbers; the numerator's bits where the denominator is 0. Nearly every
/// quotient fits into 64 bits; the rest is divided bit by bit, because the compiler's own division of 128 bits
/// takes a kilobyte of the wasm.
pub(crate) fn quotient(numerator: u128, denominator: u128) -> u128 {
    if let (Ok(n), Ok(d)) = (u64::try_from(numerator), u64::try_from(denominator)) {
        return n.checked_div(d).map_or(numerator, u128::from);
    }
    let (mut rest, mut quotient) = (0_u128, 0_u128);
    for bit in (0..u128::BITS).rev() {
        // The rest is below the denominator, so its lost bit says that it is above it now.
        let above = rest >> (u128::BITS - 1) != 0;
        rest = rest << 1 | numerator >> bit & 1;
        quotient <<= 1;
        if above || rest >= denominator {
            rest = rest.wrapping_sub(denominator);
            quotient |= 1;
        }
    }
    quotient
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(millionths) if millionths % 1_000_000 == 0 => serializer.serialize_i64(millionths / 1_000_000),
            Ok(millionths) => serializer.serialize_f64(millionths as f64 / 1e6),
            // Of so many millionths only the whole part is written.
            Err(_) => {
                let whole = quotient(self.0.unsigned_abs(), MILLION.unsigned_abs());
                let whole = i64::try_from(whole).unwrap_or(i64::MAX);
                serializer.serialize_i64(if self.0 < 0 { -whole } else { whole })
            }
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
    fn quotients_are_those_of_the_compiler() {
        let numbers = [
            1,
            2,
            3,
            7,
            1_000_000,
            u64::MAX.into(),
            1 << 64,
            (1 << 64) + 1,
            1 << 100,
            u128::MAX / 3,
            u128::MAX - 1,
            u128::MAX,
        ];
        for numerator in numbers {
            for denominator in numbers {
                assert_eq!(quotient(numerator, denominator), numerator / denominator, "{numerator} / {denominator}");
            }
        }
    }

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
