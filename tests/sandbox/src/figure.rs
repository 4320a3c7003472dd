//! Numbers as JSON writes them here: as numbers, as strings, or not at all.

use crate::options::NumberAs;
use serde::{Serialize, Serializer};

/// A number and the JSON type it is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Number(u64),
    Text(u64),
    /// `"541.2K"`, `"2M"`
    Abbreviated(u64),
    /// `680.0`
    Float(u64),
    /// Below zero, as after an overflow of 32 bits.
    Negative(u64),
    Null,
}

impl Figure {
    pub(crate) fn new(value: u64, written: NumberAs) -> Self {
        match written {
            NumberAs::Number => Self::Number(value),
            NumberAs::String => Self::Text(value),
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => serializer.serialize_u64(*value),
            Self::Text(value) => serializer.collect_str(value),
            Self::Abbreviated(value) => serializer.serialize_str(&abbreviated(*value)),
            Self::Float(value) => serializer.serialize_f64(*value as f64),
            Self::Negative(value) => serializer.serialize_i64(-1 - (*value % (1 << 31)) as i64),
            Self::Null => serializer.serialize_unit(),
        }
    }
}

/// One decimal and a letter, as on the screen.
fn abbreviated(value: u64) -> String {
    let (unit, letter) = match value {
        0..1_000 => return value.to_string(),
        1_000..1_000_000 => (1_000, "K"),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        _ => (1_000_000_000, "B"),
    };
    match (value / unit, value % unit * 10 / unit) {
        (whole, 0) => format!("{whole}{letter}"),
        (whole, tenths) => format!("{whole}.{tenths}{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_in_every_way() {
        for (figure, json) in [
            (Figure::Number(680), "680"),
            (Figure::Text(680), "\"680\""),
            (Figure::Float(680), "680.0"),
            (Figure::Negative(680), "-681"),
            (Figure::Abbreviated(680), "\"680\""),
            (Figure::Abbreviated(541_249), "\"541.2K\""),
            (Figure::Abbreviated(2_049_000), "\"2M\""),
            (Figure::Null, "null"),
        ] {
            assert_eq!(serde_json::to_string(&figure).expect("a number"), json);
        }
    }
}
