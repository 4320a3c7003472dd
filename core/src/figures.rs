//! Numbers as people read them, made of integers: no float decides a digit.

use std::fmt;

/// A number for people: `999,999` below a million, `48.2M` above.
pub(crate) struct People(pub(crate) u64);

impl fmt::Display for People {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = *self;
        let (unit, letter) = match number {
            0..1_000 => return write!(f, "{number}"),
            1_000..1_000_000 => return write!(f, "{},{:03}", number / 1_000, number % 1_000),
            1_000_000..1_000_000_000 => (1_000_000, "M"),
            _ => (1_000_000_000, "B"),
        };
        // Cut, not rounded: 999.99M is not yet 1B.
        let tenths = number / (unit / 10);
        if tenths.is_multiple_of(10) {
            write!(f, "{}{letter}", tenths / 10)
        } else {
            write!(f, "{}{letter}", Tenths(tenths))
        }
    }
}

/// A number of tenths: `5.1`.
pub(crate) struct Tenths(pub(crate) u64);

impl fmt::Display for Tenths {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        let check = |number: u64, expected: &str| assert_eq!(People(number).to_string(), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(999_999, "999,999");
        check(1_000_000, "1M");
        check(48_250_000, "48.2M");
        check(999_999_999, "999.9M");
        check(119_178_100_000_000, "119178.1B");
        assert_eq!(Tenths(51).to_string(), "5.1");
    }
}
