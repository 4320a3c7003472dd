//! Sentences: a template, and what stands in its gaps.
//!
//! `format!` can pad, align and write floats, none of which is needed here, and all of it comes into the
//! wasm with the first one that is called there: 2 KB of the download. `cargo xtask size` tells when one is.

/// What can stand in a sentence.
pub(crate) trait Shown {
    fn show(&self, out: &mut String);
}

/// A template whose gaps are each marked `{}`, and what stands in them, in turn. Made by `words!`.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a>(pub(crate) &'a str, pub(crate) &'a [&'a dyn Shown]);

impl Shown for Words<'_> {
    fn show(&self, out: &mut String) {
        write(out, self.0, self.1);
    }
}

/// Words that are yet to be written: `words!("{} of {}", part, all)`.
macro_rules! words {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::words::Words(
            const { $crate::words::checked($template, &[$(stringify!($value)),*]) },
            &[$(&$value),*],
        )
    };
}

/// The same as a text of its own.
macro_rules! text {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::words::text(
            const { $crate::words::checked($template, &[$(stringify!($value)),*]) },
            &[$(&$value),*],
        )
    };
}

/// Adds the same to a sentence, `; ` before it unless it is the first.
macro_rules! add {
    ($sentence:expr, $template:literal $(, $value:expr)* $(,)?) => {
        $crate::words::add(
            $sentence,
            const { $crate::words::checked($template, &[$(stringify!($value)),*]) },
            &[$(&$value),*],
        )
    };
}

/// The template, if it has a gap for each value; anything else fails to compile.
pub(crate) const fn checked(template: &'static str, values: &[&str]) -> &'static str {
    let (mut gaps, mut rest) = (0, template.as_bytes());
    while let [byte, behind @ ..] = rest {
        gaps += (*byte == b'}') as usize;
        rest = behind;
    }
    assert!(gaps == values.len(), "a template has one gap for each value");
    template
}

#[inline(never)]
fn write(out: &mut String, template: &str, values: &[&dyn Shown]) {
    let mut values = values.iter();
    for c in template.chars() {
        match c {
            '{' => {}
            '}' => {
                if let Some(value) = values.next() {
                    value.show(out);
                }
            }
            _ => out.push(c),
        }
    }
}

#[inline(never)]
pub(crate) fn text(template: &str, values: &[&dyn Shown]) -> String {
    let mut out = String::new();
    write(&mut out, template, values);
    out
}

#[inline(never)]
pub(crate) fn add(sentence: &mut String, template: &str, values: &[&dyn Shown]) {
    if !sentence.is_empty() {
        sentence.push_str("; ");
    }
    write(sentence, template, values);
}

/// A number, with zeros before it where it has fewer digits.
#[inline(never)]
pub(crate) fn push_digits(out: &mut String, number: u64, least: usize) {
    let mut digits = [b'0'; 20];
    let (mut left, mut shown) = (number, 0);
    for digit in digits.iter_mut().rev() {
        if left == 0 && shown >= least {
            break;
        }
        *digit += (left % 10) as u8;
        left /= 10;
        shown += 1;
    }
    let digits = digits.get(digits.len() - shown..).unwrap_or_default();
    out.push_str(std::str::from_utf8(digits).unwrap_or_default());
}

impl<T: Shown + ?Sized> Shown for &T {
    fn show(&self, out: &mut String) {
        (**self).show(out);
    }
}

impl Shown for str {
    fn show(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Shown for String {
    fn show(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Shown for u64 {
    fn show(&self, out: &mut String) {
        push_digits(out, *self, 1);
    }
}

impl Shown for u32 {
    fn show(&self, out: &mut String) {
        push_digits(out, u64::from(*self), 1);
    }
}

impl Shown for usize {
    fn show(&self, out: &mut String) {
        push_digits(out, *self as u64, 1);
    }
}

impl Shown for i64 {
    #[inline(never)]
    fn show(&self, out: &mut String) {
        if *self < 0 {
            out.push('-');
        }
        push_digits(out, self.unsigned_abs(), 1);
    }
}

/// What is shown in sentences is so in the hosts' own formatting.
macro_rules! displayed {
    ($($type:ty),*) => { $(
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&text!("{}", *self))
            }
        }
    )* };
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_turn() {
        let mut sentence = text!("{} of {}", 3_u32, "é{}");
        add!(&mut sentence, "±{}", u64::MAX);
        add!(&mut sentence, "{}{}", words!("<{}>", i64::MIN), String::new());
        assert_eq!(sentence, "3 of é{}; ±18446744073709551615; <-9223372036854775808>");
        add!(&mut sentence, "");
        assert!(sentence.ends_with(">; "));
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for number in [0, 7, 10, 99, 100, 1_000_000, u64::MAX] {
            let mut digits = String::new();
            push_digits(&mut digits, number, 6);
            assert_eq!(digits, format!("{number:06}"));
        }
    }
}
