//! Writes the wasm's functions in bytes that repeat more, which the download gains from; they do the same.
//!
//! Compilers number a function's variables by how often each is used, so two bodies that do alike mostly
//! name them differently. Here each body gets the numbering under which it costs gzip least after the
//! bodies before it, and declares its variables in the order of types, and with as many to spare, that cost
//! least. And of a load or store the alignment is only a hint, which engines do not ask for:
//! one for all is one byte less to tell.

mod window;

use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{CompositeInnerType, FunctionBody, Operator, Parser, Payload, ValType};
use window::Window;

use crate::order::leb128;

/// Exchanges that are tried for each variable of a body.
const TRIES: usize = 60;
/// Variables of a type that a body may declare beyond those that it has.
const MOST_SPARE: usize = 6;

/// The module with its code rewritten.
pub(crate) fn rewritten(wasm: &[u8]) -> Result<Vec<u8>> {
    let (section, bodies) = bodies(wasm)?;
    let mut window = Window::of_prices(&wasm[section.clone()]);
    let mut code = leb128(bodies.len());
    for body in &bodies {
        let written = body.written(&body.best_form(&mut window));
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
    given: usize,
    /// The types of those that are not.
    own: Vec<u8>,
    /// Bytes, and the variable that they end with.
    pieces: Vec<(Vec<u8>, u32)>,
    rest: Vec<u8>,
}

/// One way to declare and number a body's own variables.
#[derive(Clone)]
struct Form {
    /// How many there are of each type, in this order; some may be to spare.
    groups: Vec<(u8, usize)>,
    /// The place of each among those of its type.
    places: Vec<usize>,
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
                        types.push(function.params().len());
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
    fn read(wasm: &[u8], body: &FunctionBody<'_>, given: usize) -> Result<Self> {
        let mut own = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, kind) = local?;
            own.extend(vec![code_of(kind)?; count as usize]);
        }
        let mut read = Self { given, own, pieces: Vec::new(), rest: Vec::new() };
        let operators = body.get_operators_reader()?;
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

    /// The body in that form, its length before it.
    fn written(&self, form: &Form) -> Vec<u8> {
        let mut bytes = leb128(form.groups.len());
        let mut begins = [0; 256];
        let mut next = self.given;
        for (kind, count) in &form.groups {
            bytes.extend(leb128(*count));
            bytes.push(*kind);
            begins[usize::from(*kind)] = next;
            next += count;
        }
        for (piece, variable) in &self.pieces {
            let variable = *variable as usize;
            let own = variable.checked_sub(self.given);
            let number = own.map_or(variable, |own| begins[usize::from(self.own[own])] + form.places[own]);
            bytes.extend(piece);
            bytes.extend(leb128(number));
        }
        bytes.extend(&self.rest);
        [leb128(bytes.len()), bytes].concat()
    }

    /// As the compiler wrote it.
    fn first_form(&self) -> Form {
        let mut form = Form { groups: Vec::new(), places: Vec::new() };
        for kind in &self.own {
            let group = form.groups.iter().position(|(known, _)| known == kind).unwrap_or_else(|| {
                form.groups.push((*kind, 0));
                form.groups.len() - 1
            });
            form.places.push(form.groups[group].1);
            form.groups[group].1 += 1;
        }
        form
    }

    /// The form that costs least of those that were tried.
    fn best_form(&self, window: &mut Window) -> Form {
        let mut best = self.first_form();
        let mut least = window.price(&self.written(&best));
        let mut try_on = |best: &mut Form, change: &dyn Fn(&mut Form)| {
            let mut form = best.clone();
            change(&mut form);
            let price = window.price(&self.written(&form));
            if price <= least {
                (least, *best) = (price, form);
            }
        };
        let own = self.own.len();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for _ in 0..(TRIES * own).min(own * own * 2) {
            let (one, other) = (dice.below(own), dice.below(own));
            if one != other && self.own[one] == self.own[other] {
                try_on(&mut best, &|form| form.places.swap(one, other));
            }
        }
        for group in 0..best.groups.len() {
            let count = best.groups[group].1;
            for spare in 1..=MOST_SPARE {
                try_on(&mut best, &|form| form.groups[group].1 = count + spare);
            }
            for other in 0..group {
                try_on(&mut best, &|form| form.groups.swap(group, other));
            }
        }
        best
    }
}

/// The format's byte for a type of variables.
fn code_of(kind: ValType) -> Result<u8> {
    Ok(match kind {
        ValType::I32 => 0x7f,
        ValType::I64 => 0x7e,
        ValType::F32 => 0x7d,
        ValType::F64 => 0x7c,
        ValType::V128 => 0x7b,
        ValType::Ref(_) => bail!("a variable that holds a reference"),
    })
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
        bodies.iter().map(|body| body.written(&body.first_form())[6..].to_vec()).collect()
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
    fn what_stays_is_the_argument_and_the_type_of_each_variable() {
        let code: &[u8] = &[0x20, 1, 0x1a, 0x20, 0, 0x1a, 0x20, 1, 0x1a];
        let written = rewritten(&module([code, code])).expect("the same module");
        for body in bodies(&written).expect("a valid wasm").1 {
            let kind = |variable: usize| variable.checked_sub(body.given).map(|own| body.own[own]);
            let fetched: Vec<_> = body.pieces.iter().map(|(_, variable)| kind(*variable as usize)).collect();
            assert_eq!(fetched, [Some(0x7e), None, Some(0x7e)]);
            let declared = [0x7e, 0x7f].map(|kind| body.own.iter().filter(|own| **own == kind).count());
            assert!(declared[0] >= 1 && declared[1] >= 2, "{declared:?}");
        }
    }

    #[test]
    fn alignments_are_forgotten_and_offsets_are_not() {
        // Loads of 32 bits and of a vector.
        let wasm = module([&[0x20, 0, 0x28, 2, 4, 0x1a], &[0x20, 0, 0xfd, 0, 4, 4, 0x1a]]);
        let written = codes(&rewritten(&wasm).expect("the same module"));
        assert_eq!(written, [vec![0x20, 0, 0x28, 0, 4, 0x1a, 0x0b], vec![0x20, 0, 0xfd, 0, 0, 4, 0x1a, 0x0b]]);
    }
}
