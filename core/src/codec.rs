//! Values to bytes and back: varints, zigzag, length-prefixed text.
//!
//! A codec of our own because of the wasm: with serde and postcard the same state took twice
//! the code of the whole report (`cargo xtask size` shows it). Reading never stops half-way: a
//! value that cannot be read becomes a default and marks the source as failed, so there is one
//! check at the end and no error path at every field.

use std::borrow::Cow;

use crate::{Counts, Day, MAX_COUNT, Ratio, Timestamp, VideoId};

/// Bytes being read.
pub(crate) struct Source<'a> {
    bytes: &'a [u8],
    /// The version they were written by: what an earlier one did not write has its default.
    pub(crate) version: u32,
    failed: bool,
}

impl<'a> Source<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, version: u32::MAX, failed: false }
    }

    /// Whether a value could not be read.
    pub(crate) const fn is_failed(&self) -> bool {
        self.failed
    }

    /// Whether every value was read and no byte is left.
    pub(crate) const fn is_whole(&self) -> bool {
        !self.failed && self.bytes.is_empty()
    }

    /// Marks the bytes as unreadable.
    pub(crate) fn fail<T: Default>(&mut self) -> T {
        self.failed = true;
        self.bytes = &[];
        T::default()
    }

    /// Bytes that are left.
    pub(crate) const fn left(&self) -> usize {
        self.bytes.len()
    }

    /// One byte as it is.
    pub(crate) fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((byte, rest)) => {
                self.bytes = rest;
                *byte
            }
            None => self.fail(),
        }
    }

    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut value = 0_u64;
        let mut shift = 0;
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            if shift > 63 || (shift == 63 && *byte > 1) {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return value;
            }
            shift += 7;
        }
        self.fail()
    }

    /// A length that the bytes left could hold, each element taking at least one.
    #[inline(never)]
    pub(crate) fn length(&mut self) -> usize {
        match usize::try_from(self.number()) {
            Ok(length) if length <= self.bytes.len() => length,
            _ => self.fail(),
        }
    }

    /// A text as it stands in the bytes.
    #[inline(never)]
    pub(crate) fn text(&mut self) -> &'a str {
        let length = self.length();
        let Some((text, rest)) = self.bytes.split_at_checked(length) else { return self.fail() };
        self.bytes = rest;
        // The reader's own check: a second one would be half a kilobyte of the wasm.
        match crate::text::lossy(text) {
            Cow::Borrowed(text) => text,
            Cow::Owned(_) => self.fail(),
        }
    }
}

#[inline(never)]
fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A text as a `String` has it.
#[inline(never)]
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A value that bytes can hold.
pub(crate) trait Record: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn get(source: &mut Source<'_>) -> Self;
}

impl Record for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, *self);
    }
    fn get(source: &mut Source<'_>) -> Self {
        source.number()
    }
}

impl Record for i64 {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, ((*self << 1) ^ (*self >> 63)) as u64);
    }
    fn get(source: &mut Source<'_>) -> Self {
        let zigzag = source.number();
        (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)
    }
}

macro_rules! small_numbers {
    ($($type:ty),*) => { $(
        impl Record for $type {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(out, u64::from(*self));
            }
            #[inline(never)]
            fn get(source: &mut Source<'_>) -> Self {
                <$type>::try_from(source.number()).unwrap_or_else(|_| source.fail())
            }
        }
    )* };
}
small_numbers!(u8, u16, u32);

impl Record for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    #[inline(never)]
    fn get(source: &mut Source<'_>) -> Self {
        match source.number() {
            0 => false,
            1 => true,
            _ => source.fail(),
        }
    }
}

impl Record for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(out, self);
    }
    fn get(source: &mut Source<'_>) -> Self {
        crate::text::owned(source.text())
    }
}

impl<T: Record> Record for Option<T> {
    #[inline(never)]
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    #[inline(never)]
    fn get(source: &mut Source<'_>) -> Self {
        bool::get(source).then(|| T::get(source))
    }
}

impl<T: Record> Record for Vec<T> {
    #[inline(never)]
    fn put(&self, out: &mut Vec<u8>) {
        put_number(out, self.len() as u64);
        for value in self {
            value.put(out);
        }
    }
    #[inline(never)]
    fn get(source: &mut Source<'_>) -> Self {
        list(source, T::get)
    }
}

/// A list's elements, each by `get`.
pub(crate) fn list<T>(source: &mut Source<'_>, get: impl Fn(&mut Source<'_>) -> T) -> Vec<T> {
    let mut values = Vec::new();
    each(source, &mut |source| values.push(get(source)));
    values
}

/// Calls `get` for each element of a list, once in the wasm for all kinds of them.
#[inline(never)]
fn each(source: &mut Source<'_>, get: &mut dyn FnMut(&mut Source<'_>)) {
    for _ in 0..source.length() {
        if source.failed {
            break;
        }
        get(source);
    }
}

impl<A: Record, B: Record> Record for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn get(source: &mut Source<'_>) -> Self {
        (A::get(source), B::get(source))
    }
}

impl Record for [u8; 8] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn get(source: &mut Source<'_>) -> Self {
        match source.bytes.split_first_chunk() {
            Some((bytes, rest)) => {
                source.bytes = rest;
                *bytes
            }
            None => source.fail(),
        }
    }
}

impl Record for Timestamp {
    fn put(&self, out: &mut Vec<u8>) {
        self.seconds().put(out);
    }
    #[inline(never)]
    fn get(source: &mut Source<'_>) -> Self {
        Self::from_seconds(i64::get(source)).unwrap_or_else(|_| source.fail())
    }
}

impl Record for Day {
    fn put(&self, out: &mut Vec<u8>) {
        i64::from(self.number()).put(out);
    }
    fn get(source: &mut Source<'_>) -> Self {
        Self::from_number(i32::try_from(i64::get(source)).unwrap_or_else(|_| source.fail()))
    }
}

impl Record for Ratio {
    fn put(&self, out: &mut Vec<u8>) {
        // A share of known videos: far below 2^63 millionths.
        i64::try_from(self.millionths()).unwrap_or(i64::MAX).put(out);
    }
    fn get(source: &mut Source<'_>) -> Self {
        Self::from_millionths(i128::from(i64::get(source)))
    }
}

impl Record for VideoId {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }
    fn get(source: &mut Source<'_>) -> Self {
        Self(u64::get(source))
    }
}

impl Record for Counts {
    fn put(&self, out: &mut Vec<u8>) {
        // One more than the count, 0 for unknown.
        for count in self.array() {
            put_number(out, count.map_or(0, |count| count + 1));
        }
    }
    fn get(source: &mut Source<'_>) -> Self {
        Self::from_array(std::array::from_fn(|_| source.number().checked_sub(1).filter(|count| *count <= MAX_COUNT)))
    }
}

/// A value that is written since a version; bytes of earlier ones have its default.
pub(crate) fn since<T: Record + Default>(version: u32, source: &mut Source<'_>) -> T {
    if source.version < version { T::default() } else { T::get(source) }
}

/// A struct, field by field in the order given. Its bytes are a contract: fields are only added
/// with a new version of the bytes, behind the others.
macro_rules! record {
    ($type:ty { $($field:ident),* $(,)? } $(since $version:literal { $later:ident })?) => {
        impl $crate::codec::Record for $type {
            #[inline(never)]
            fn put(&self, out: &mut Vec<u8>) {
                $( $crate::codec::Record::put(&self.$field, out); )*
                $( $crate::codec::Record::put(&self.$later, out); )?
            }
            #[inline(never)]
            fn get(source: &mut $crate::codec::Source<'_>) -> Self {
                Self {
                    $( $field: $crate::codec::Record::get(source), )*
                    $( $later: $crate::codec::since($version, source), )?
                }
            }
        }
    };
}
pub(crate) use record;

/// An enum without data, by the place of its variant in the list: variants are only appended.
macro_rules! choice {
    ($type:ident { $first:ident $(, $variant:ident)* $(,)? }) => {
        impl $crate::codec::Record for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }
            fn get(source: &mut $crate::codec::Source<'_>) -> Self {
                const ALL: &[$type] = &[$type::$first $(, $type::$variant)*];
                let place = usize::from(u8::get(source));
                match ALL.get(place) {
                    Some(value) => *value,
                    None => {
                        source.fail::<()>();
                        $type::$first
                    }
                }
            }
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Record + PartialEq + std::fmt::Debug>(value: &T) {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let mut source = Source::new(&bytes);
        assert_eq!(T::get(&mut source), *value);
        assert!(source.is_whole(), "{value:?}");
        for length in 0..bytes.len() {
            let mut source = Source::new(&bytes[..length]);
            T::get(&mut source);
            assert!(!source.is_whole(), "{value:?} cut at {length}");
        }
    }

    #[test]
    fn values_come_back_and_a_cut_is_noticed() {
        for number in [0, 1, 127, 128, 1 << 35, u64::MAX] {
            there_and_back(&number);
            there_and_back(&(number as i64));
            there_and_back(&(number as i64).wrapping_neg());
        }
        there_and_back(&vec![Some("é".to_owned()), None]);
        there_and_back(&Counts { views: Some(0), saves: Some(MAX_COUNT), ..Counts::default() });
        there_and_back(&Day::from_number(-3));
        there_and_back(&[1_u8, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn no_length_makes_it_reserve_what_is_not_there() {
        let mut bytes = Vec::new();
        put_number(&mut bytes, u64::MAX);
        let mut source = Source::new(&bytes);
        assert!(Vec::<String>::get(&mut source).is_empty());
        assert!(!source.is_whole());
        let mut source = Source::new(&[0xff; 11]);
        assert_eq!(u64::get(&mut source), 0);
        assert!(!source.is_whole());
    }
}
