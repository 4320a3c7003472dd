//! Writes the wasm's functions in bytes that repeat more, which the download gains from; they do the same.
//!
//! Compilers number a function's variables by how often each is used, so two bodies that do alike mostly
//! name them differently. Here each body gets the numbering under which it costs gzip least after the
//! bodies before it. And of a load or store the alignment is only a hint, which engines do not ask for:
//! one for all is one byte less to tell.

mod window;

use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{CompositeInnerType, FunctionBody, Operator, Parser, Payload, ValType};
use window::Window;

use crate::order::leb128;

/// Exchanges that are tried for each variable of a body.
const TRIES: usize = 60;

/// The module with its code rewritten.
pub(crate) fn rewritten(wasm: &[u8]) -> Result<Vec<u8>> {
    let (section, bodies) = bodies(wasm)?;
    let mut window = Window::of_prices(&wasm[section.clone()]);
    let mut code = leb128(bodies.len());
    for body in &bodies {
        let numbers = body.best_numbers(&mut window);
        let written = body.written(&numbers);
        window.push(&written);
        code.extend(written);
    }
    // One byte before its content and length says what the section is.
    let head = section.start - leb128(section.len()).len();
    Ok([&wasm[..head], &leb128(code.len()), &code, &wasm[section.end..]].concat())
}

/// A function's body, in pieces between which a variable's number stands.
struct Body {
    /// How many of the variables are given by the caller, in order.
    given: u32,
    /// The types of those that are not.
    own: Vec<ValType>,
    /// Bytes, and the variable that they end with.
    pieces: Vec<(Vec<u8>, u32)>,
    rest: Vec<u8>,
}

/// Where the code section's content stands, and its bodies.
fn bodies(wasm: &[u8]) -> Result<(Range<usize>, Vec<Body>)> {
    let (mut types, mut functions, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut section = 0..0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.context("wasm-opt's wasm")? {
            Payload::TypeSection(section) => {
                for group in section {
                    for sub in group?.into_types() {
                        let CompositeInnerType::Func(function) = sub.composite_type.inner else { continue };
                        types.push(function.params().len() as u32);
                    }
                }
            }
            Payload::FunctionSection(section) => {
                for kind in section {
                    functions.push(types.get(kind? as usize).copied().context("a function without a type")?);
                }
            }
            Payload::CodeSectionStart { range, .. } => section = range,
            Payload::CodeSectionEntry(body) => {
                let given = functions.get(found.len()).copied().context("a body without a function")?;
                found.push(Body::read(wasm, &body, given)?);
            }
            _ => {}
        }
    }
    Ok((section, found))
}

impl Body {
    fn read(wasm: &[u8], body: &FunctionBody<'_>, given: u32) -> Result<Self> {
        let mut own = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, kind) = local?;
            own.extend(vec![kind; count as usize]);
        }
        let mut read = Self { given, own, pieces: Vec::new(), rest: Vec::new() };
        let operators = body.get_operators_reader()?;
        read.rest.extend(&wasm[body.range().start..operators.original_position()]);
        let operators: Vec<_> = operators.into_iter_with_offsets().collect::<Result<_, _>>()?;
        let ends = operators.iter().skip(1).map(|(_, at)| *at).chain([body.range().end]);
        for ((operator, at), end) in operators.iter().zip(ends) {
            let mut bytes = wasm[*at..end].to_vec();
            match operator {
                Operator::LocalGet { local_index }
                | Operator::LocalSet { local_index }
                | Operator::LocalTee { local_index } => {
                    read.rest.push(bytes[0]);
                    read.pieces.push((std::mem::take(&mut read.rest), *local_index));
                    continue;
                }
                _ => forget_alignment(&mut bytes),
            }
            read.rest.extend(bytes);
        }
        Ok(read)
    }

    /// With each variable's number in the place of its old one, and its length before it.
    fn written(&self, numbers: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (piece, variable) in &self.pieces {
            bytes.extend(piece);
            bytes.extend(leb128(numbers[*variable as usize] as usize));
        }
        bytes.extend(&self.rest);
        [leb128(bytes.len()), bytes].concat()
    }

    /// A number for each variable. Only those of one type change places, so what the body says of types stays.
    fn best_numbers(&self, window: &mut Window) -> Vec<u32> {
        let (given, own) = (self.given as usize, self.own.len());
        let mut numbers: Vec<u32> = (0..).take(given + own).collect();
        let mut least = window.price(&self.written(&numbers));
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for _ in 0..(TRIES * own).min(own * own * 2) {
            let (one, other) = (dice.below(own), dice.below(own));
            if one == other || self.own[one] != self.own[other] {
                continue;
            }
            numbers.swap(given + one, given + other);
            let price = window.price(&self.written(&numbers));
            if price <= least {
                least = price;
            } else {
                numbers.swap(given + one, given + other);
            }
        }
        numbers
    }
}

/// Sets the alignment of a load or store to the least, which is always true.
fn forget_alignment(operator: &mut [u8]) {
    match operator {
        [0x28..=0x3e, alignment, ..] | [0xfd, 0..=11, alignment, ..] => *alignment = 0,
        _ => {}
    }
}

/// Numbers that look random and are the same on every machine (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        for shift in [13, -7, 17] {
            self.0 ^= if shift > 0 { self.0 << shift } else { self.0 >> -shift };
        }
        (self.0 % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of functions of one argument, each with one variable of 64 bits and two of 32.
    fn module(codes: [&[u8]; 2]) -> Vec<u8> {
        let body = |code: &&[u8]| {
            let body = [&[2, 1, 0x7e, 2, 0x7f], *code, &[0x0b]].concat();
            [leb128(body.len()), body].concat()
        };
        let code = [vec![2], codes.iter().flat_map(body).collect()].concat();
        let head = b"\0asm\x01\0\0\0\x01\x05\x01\x60\x01\x7f\0\x03\x03\x02\0\0\x0a";
        [&head[..], &leb128(code.len()), &code, b"\0\x02\x01z"].concat()
    }

    fn codes(wasm: &[u8]) -> Vec<Vec<u8>> {
        let (_, bodies) = bodies(wasm).expect("a valid wasm");
        bodies.iter().map(|body| body.written(&[0, 1, 2, 3])[6..].to_vec()).collect()
    }

    #[test]
    fn variables_of_one_type_change_places_where_that_repeats_more() {
        // The argument to one variable and from there to the other, again and again.
        let once = |one: u8, other: u8| [[0x20, 0, 0x21, one, 0x20, one, 0x21, other]; 3].concat();
        let wasm = module([&once(2, 3), &once(3, 2)]);
        let written = rewritten(&wasm).expect("the same module");
        let codes = codes(&written);
        assert_eq!(codes[0], codes[1]);
        assert!([once(2, 3), once(3, 2)].iter().any(|code| codes[0].starts_with(code)), "{codes:?}");
        assert_eq!(written.len(), wasm.len());
        assert!(written.ends_with(b"\0\x02\x01z"));
    }

    #[test]
    fn what_stays_is_the_argument_and_variables_of_other_types() {
        let code: &[u8] = &[0x20, 1, 0x1a, 0x20, 0, 0x1a, 0x20, 1, 0x1a];
        let wasm = module([code, code]);
        assert_eq!(rewritten(&wasm).expect("the same module"), wasm);
    }

    #[test]
    fn alignments_are_forgotten_and_offsets_are_not() {
        // Loads of 32 bits and of a vector.
        let wasm = module([&[0x20, 0, 0x28, 2, 4, 0x1a], &[0x20, 0, 0xfd, 0, 4, 4, 0x1a]]);
        let written = codes(&rewritten(&wasm).expect("the same module"));
        assert_eq!(written, [vec![0x20, 0, 0x28, 0, 4, 0x1a, 0x0b], vec![0x20, 0, 0xfd, 0, 0, 4, 0x1a, 0x0b]]);
    }
}
