//! Bytes of JSON looked at many at a time: where a string ends, where a container ends.
//!
//! Most of a provider's answer is fields that nobody reads, so stepping over them decides the speed.
//! What is short is looked at sixteen bytes at a time, as every processor can (the crate `wide`);
//! containers, which may be long, as many at a time as this one can (`fearless_simd`).

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x64};
use wide::u8x16;

use crate::SMALL;

/// Bytes that are looked at together: a bit each in one word.
const BLOCK: usize = 64;

/// Where bytes of interest stand in a block: bit `i` is byte `i`.
struct Marks {
    quotes: u64,
    backslashes: u64,
    opens: u64,
    closes: u64,
}

impl Marks {
    #[inline(always)]
    fn of<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Self {
        let bytes = u8x64::load_array_ref(simd, block);
        // `[` and `{`, `]` and `}` differ in this bit alone.
        let braces = bytes | u8x64::splat(simd, 0x20);
        Self {
            quotes: bytes.simd_eq(b'"').to_bitmask(),
            backslashes: bytes.simd_eq(b'\\').to_bitmask(),
            opens: braces.simd_eq(b'{').to_bitmask(),
            closes: braces.simd_eq(b'}').to_bitmask(),
        }
    }
}

/// Where the first of two bytes stands in `bytes` from `at` on, or their length.
// Once in the wasm, where size counts.
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(crate) fn either(bytes: &[u8], mut at: usize, one: u8, other: u8) -> usize {
    while at < bytes.len() {
        let bytes = sixteen(bytes, at);
        let found = bytes.simd_eq(u8x16::splat(one)) | bytes.simd_eq(u8x16::splat(other));
        let bits = found.to_bitmask();
        if bits != 0 {
            return at + bits.trailing_zeros() as usize;
        }
        at += 16;
    }
    bytes.len()
}

/// With how many bytes of `with` others begin, of which few are looked at behind those that are `enough`.
#[inline(always)]
pub(crate) fn common<const N: usize>(bytes: &[u8], with: &[u8; N], enough: usize) -> usize {
    let mut chunks = with.as_chunks::<16>().0.iter();
    let mut equal = 0;
    while let Some(chunk) = chunks.next()
        && let Some(next) = bytes.get(equal..).and_then(|rest| rest.first_chunk())
    {
        let same = ones(u8x16::new(*next).simd_eq(u8x16::new(*chunk)));
        equal += same;
        if same < 16 || equal >= enough {
            break;
        }
    }
    equal
}

/// Sixteen bytes from `at` on, zeros behind the last one.
// Once in the wasm, where size counts.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn sixteen(bytes: &[u8], at: usize) -> u8x16 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(chunk) => u8x16::new(*chunk),
        None => u8x16::new(padded(rest)),
    }
}

/// The last bytes of all, and zeros.
#[cold]
#[inline(never)]
fn padded<const N: usize>(rest: &[u8]) -> [u8; N] {
    let mut padded = [0; N];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    padded
}

/// Writes the letters, digits and underscores of ASCII with which `bytes` begin into `out`, in lower
/// case, as many as there is room for; gives their number. What is written behind them means nothing.
pub(crate) fn word(bytes: &[u8], out: &mut [u8]) -> usize {
    let mut length = 0;
    loop {
        let (lower, count) = lower(sixteen(bytes, length));
        // All of them: a copy of known length is one step.
        if let Some(to) = out.get_mut(length..).and_then(|out| out.first_chunk_mut()) {
            *to = lower.to_array();
        }
        length += count;
        if count < 16 {
            return length;
        }
    }
}

/// Bytes in lower case, and with how many letters, digits and underscores of ASCII they begin.
#[inline(always)]
fn lower(bytes: u8x16) -> (u8x16, usize) {
    let bit = u8x16::splat(0x20);
    let letters = between(bytes | bit, b'a', b'z');
    let plain = letters | between(bytes, b'0', b'9') | bytes.simd_eq(u8x16::splat(b'_'));
    (bytes | (letters & bit), ones(plain))
}

/// A short word as [`word`] reads it, with zeros behind it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word([u8x16; 2]);

impl Word {
    /// The word with which `bytes` begin, and its length; none where that is longer than 31 letters.
    #[inline(always)]
    pub(crate) fn of(bytes: &[u8]) -> Option<(Self, usize)> {
        let (front, length) = lower(sixteen(bytes, 0));
        if length < 16 {
            return Some((Self([front & first(length), u8x16::ZERO]), length));
        }
        let (back, length) = lower(sixteen(bytes, 16));
        (length < 16).then(|| (Self([front, back & first(length)]), 16 + length))
    }

    /// Its bytes, and zeros.
    pub(crate) fn bytes(&self) -> [[u8; 16]; 2] {
        self.0.map(u8x16::to_array)
    }

    #[inline(always)]
    pub(crate) fn is(&self, other: &Self) -> bool {
        let ([a, b], [c, d]) = (self.0, other.0);
        (a.simd_eq(c) & b.simd_eq(d)).to_bitmask() == 0xffff
    }

    /// A number for a place under it.
    #[inline(always)]
    pub(crate) fn hash(&self) -> u64 {
        let [front, back] = self.0.map(|half| u128::from_le_bytes(half.to_array()));
        let all = front ^ back.rotate_left(40);
        crate::places::hash_of([all as u64, (all >> 64) as u64].into_iter()) >> 32
    }
}

/// Ones in the first bytes.
#[inline(always)]
fn first(count: usize) -> u8x16 {
    let (numbers, count) = (u8x16::new(std::array::from_fn(|place| place as u8 + 1)), u8x16::splat(count as u8));
    numbers.max(count).simd_eq(count)
}

/// With how many letters, digits and signs of a number `bytes` begin.
#[inline(always)]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let mut length = 0;
    if !SMALL {
        // Nearly always digits, and then what ends a value.
        length = ones(between(sixteen(bytes, 0), b'0', b'9'));
        if matches!(bytes.get(length), Some(b',' | b'}' | b']')) {
            return length;
        }
    }
    run(bytes, length, |bytes| {
        let letters = between(bytes | u8x16::splat(0x20), b'a', b'z');
        // From the full stop to the nine, but for the slash.
        let digits = between(bytes, b'-', b'9') & !bytes.simd_eq(u8x16::splat(b'/'));
        letters | digits | bytes.simd_eq(u8x16::splat(b'+'))
    })
}

/// With how many visible characters of ASCII, `@` not among them, `bytes` begin.
#[inline(always)]
pub(crate) fn graphic(bytes: &[u8]) -> usize {
    run(bytes, 0, |bytes| between(bytes, b'!', b'~') & !bytes.simd_eq(u8x16::splat(b'@')))
}

/// With how many bytes of a class `bytes` begin, of which so many are known.
#[inline(always)]
fn run(bytes: &[u8], mut length: usize, class: impl Fn(u8x16) -> u8x16) -> usize {
    loop {
        let count = ones(class(sixteen(bytes, length)));
        length += count;
        if count < 16 {
            return length;
        }
    }
}

/// How many of the first bytes are all ones.
#[inline(always)]
fn ones(mask: u8x16) -> usize {
    (!mask.to_bitmask() & 0xffff | 0x1_0000).trailing_zeros() as usize
}

/// Which bytes are of a range.
#[inline(always)]
fn between(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

/// Where the container with which `bytes` begin ends, behind its last bracket; `None` when the bytes end
/// before. Brackets are counted, not matched.
pub(crate) fn container_end(bytes: &[u8]) -> Option<usize> {
    dispatch!(Level::new(), simd => container_end_by(simd, bytes))
}

#[inline(always)]
fn container_end_by<S: Simd>(simd: S, bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_u64;
    // All ones while a string goes on from block to block, and whether the last byte escapes the next.
    let (mut inside, mut escapes) = (0_u64, false);
    let mut at = 0;
    let mut last = [0; BLOCK];
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let block = rest.first_chunk().unwrap_or_else(|| {
            last = padded(rest);
            &last
        });
        let marks = Marks::of(simd, block);
        let quotes = marks.quotes & !escaped(marks.backslashes, &mut escapes);
        let strings = inside_strings(quotes) ^ inside;
        inside = ((strings as i64) >> 63) as u64;
        let (opens, closes) = (marks.opens & !strings, marks.closes & !strings);
        // Many blocks lie within one text, and counting bits is slow for a processor of any age.
        if opens | closes != 0 {
            let (opened, closed) = (u64::from(opens.count_ones()), u64::from(closes.count_ones()));
            if closed >= depth
                && let Some(end) = depth_zero(opens, closes, depth)
            {
                return Some(at + end);
            }
            depth = depth + opened - closed;
        }
        at += BLOCK;
    }
    None
}

/// Bytes that a backslash before them escapes.
#[inline(always)]
fn escaped(backslashes: u64, escapes: &mut bool) -> u64 {
    if backslashes == 0 {
        return u64::from(std::mem::take(escapes));
    }
    let mut escaped = u64::from(*escapes);
    // A backslash that is itself escaped escapes nothing.
    let mut left = backslashes & !escaped;
    *escapes = false;
    while left != 0 {
        let bit = left & left.wrapping_neg();
        *escapes = bit << 1 == 0;
        escaped |= bit << 1;
        left &= !(bit | bit << 1);
    }
    escaped
}

/// Each bit is the parity of the quotes up to and with it: ones from an opening quote to the last
/// byte before its closing one.
#[inline(always)]
const fn inside_strings(quotes: u64) -> u64 {
    let mut parity = quotes;
    parity ^= parity << 1;
    parity ^= parity << 2;
    parity ^= parity << 4;
    parity ^= parity << 8;
    parity ^= parity << 16;
    parity ^ parity << 32
}

/// Behind which byte of a block the depth reaches zero.
fn depth_zero(opens: u64, mut closes: u64, depth: u64) -> Option<usize> {
    let mut closed = 0;
    while closes != 0 {
        let bit = closes & closes.wrapping_neg();
        closed += 1;
        if depth + u64::from((opens & (bit - 1)).count_ones()) == closed {
            return Some(bit.trailing_zeros() as usize + 1);
        }
        closes ^= bit;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, a byte at a time.
    fn plain(bytes: &[u8], begin: usize) -> Option<usize> {
        let (mut depth, mut text, mut escape) = (0, false, false);
        for (at, byte) in bytes.iter().enumerate().skip(begin) {
            match byte {
                // In broken JSON a backslash stands outside of strings too.
                b'"' if !escape => text = !text,
                b'{' | b'[' if !text => depth += 1,
                b'}' | b']' if !text => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            escape = *byte == b'\\' && !escape;
        }
        None
    }

    proptest::proptest! {
        #[test]
        fn containers_end_where_a_plain_loop_says(inner in "[\\[\\]{}\"\\\\ab]{0,300}", offset in 0_usize..70) {
            let json = format!("{}[{inner}", " ".repeat(offset));
            let found = container_end(&json.as_bytes()[offset..]).map(|end| end + offset);
            proptest::prop_assert_eq!(found, plain(json.as_bytes(), offset), "{}", json);
        }

        #[test]
        fn strings_end_at_the_first_quote_or_backslash(text in "[a-z\"\\\\é]{0,80}", from in 0_usize..90) {
            let bytes = text.as_bytes();
            let expected = (from..bytes.len()).find(|at| matches!(bytes[*at], b'"' | b'\\')).unwrap_or(bytes.len());
            proptest::prop_assert_eq!(either(bytes, from, b'"', b'\\'), expected);
        }

        #[test]
        fn plain_bytes_are_counted(text in "[-+./,:;@\\[`{A-Za-z0-9_é ]{0,40}") {
            let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
            proptest::prop_assert_eq!(super::plain(text.as_bytes()), text.chars().take_while(plain).count());
        }

        #[test]
        fn visible_characters_are_counted(text in "[!-~]{0,40}[ -~é\u{7f}]{0,5}") {
            let graphic = |c: &char| c.is_ascii_graphic() && *c != '@';
            proptest::prop_assert_eq!(super::graphic(text.as_bytes()), text.chars().take_while(graphic).count());
        }

        #[test]
        fn common_bytes_are_counted(with in "[ab]{48}", differs in 0_usize..60, enough in 0_usize..48) {
            let mut text = format!("{with}cccccccccccccccc").into_bytes();
            if let Some(byte) = text.get_mut(differs) {
                *byte = b'-';
            }
            let with: [u8; 48] = with.as_bytes().try_into().unwrap();
            let found = common(&text, &with, enough);
            let equal = differs.min(48);
            proptest::prop_assert!(found <= equal && (found == equal || found >= enough), "{found}");
            // Where bytes end none are counted that are not there.
            proptest::prop_assert!(common(&text[..differs.min(40)], &with, enough) <= differs);
        }

        #[test]
        fn words_are_plain_letters_in_lower_case(text in "([A-Za-z0-9_]{0,40}[ -~é]{0,3}){0,3}") {
            let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
            let expected: String = text.chars().take_while(plain).collect();
            let mut out = [b'x'; 64];
            let length = word(text.as_bytes(), &mut out);
            proptest::prop_assert_eq!(length, expected.len());
            // Whole steps are written, as far as there is room.
            let (written, lower) = (length.min(48), expected.to_lowercase());
            proptest::prop_assert_eq!(&out[..written], &lower.as_bytes()[..written]);
            let short = Word::of(text.as_bytes()).map(|(word, length)| (word.bytes().concat(), length));
            let padded = |mut bytes: Vec<u8>| { bytes.resize(32, 0); bytes };
            proptest::prop_assert_eq!(short, (length < 32).then(|| (padded(lower.into_bytes()), length)));
        }
    }
}
