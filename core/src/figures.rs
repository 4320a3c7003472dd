//! Numbers as people read them, made of integers: no float decides a digit.

use crate::words::{Shown, push_digits};

/// A number for people: `999,999` below a million, `48.2M` above.
pub(crate) struct People(pub(crate) u64);

impl Shown for People {
    #[inline(never)]
    fn show(&self, out: &mut String) {
        let Self(number) = *self;
        let (unit, letter) = match number {
            0..1_000 => return number.show(out),
            1_000..1_000_000 => {
                push_digits(out, number / 1_000, 1);
                out.push(',');
                return push_digits(out, number % 1_000, 3);
            }
            1_000_000..1_000_000_000 => (1_000_000, 'M'),
            _ => (1_000_000_000, 'B'),
        };
        // Cut, not rounded: 999.99M is not yet 1B.
        push_tenths(out, number / (unit / 10));
        out.push(letter);
    }
}

/// Hours that something lasted: `33 h`, and `2.5 days` over two days.
pub(crate) struct Lasted(pub(crate) u64);

impl Shown for Lasted {
    #[inline(never)]
    fn show(&self, out: &mut String) {
        let Self(hours) = *self;
        if hours <= 48 {
            hours.show(out);
            out.push_str(" h");
        } else {
            push_tenths(out, hours.saturating_mul(10) / 24);
            out.push_str(" days");
        }
    }
}

/// Tenths, with a point where there is something behind it.
#[inline(never)]
fn push_tenths(out: &mut String, tenths: u64) {
    if tenths.is_multiple_of(10) {
        push_digits(out, tenths / 10, 1);
    } else {
        Tenths(tenths).show(out);
    }
}

/// A number of tenths: `5.1`.
pub(crate) struct Tenths(pub(crate) u64);

impl Tenths {
    /// Of a multiple, cut: 9.99 is not yet 10. What a logarithm lost on the way takes no tenth of 2.9.
    pub(crate) fn cut(multiple: f64) -> Self {
        Self((multiple * 10.0 + 1e-6) as u64)
    }
}

impl Shown for Tenths {
    #[inline(never)]
    fn show(&self, out: &mut String) {
        push_digits(out, self.0 / 10, 1);
        out.push('.');
        push_digits(out, self.0 % 10, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        let check = |number: u64, expected: &str| assert_eq!(text!("{}", People(number)), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(999_999, "999,999");
        check(1_000_000, "1M");
        check(48_250_000, "48.2M");
        check(999_999_999, "999.9M");
        check(119_178_100_000_000, "119178.1B");
        assert_eq!(text!("{}", Tenths(51)), "5.1");
        let lasted = [0, 1, 48, 49, 60, 96, 19_285].map(|hours| text!("{}", Lasted(hours)));
        assert_eq!(lasted, ["0 h", "1 h", "48 h", "2 days", "2.5 days", "4 days", "803.5 days"]);
        let cut = [2.9, 2.9 - 1e-12, 9.99].map(|multiple| Tenths::cut(multiple).0);
        assert_eq!(cut, [29, 29, 99]);
    }
}
