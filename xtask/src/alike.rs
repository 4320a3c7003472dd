//! Writes the wasm's functions in bytes that repeat more, which the download gains from; they do the same.
//!
//! Compilers number a function's variables by how often each is used, so two bodies that do alike mostly
//! name them differently. Here each body gets the numbering under which it costs gzip least after the
//! bodies before it, some numbers left out where that helps, and declares its variables in the order of
//! types that costs least. And of a load or store the alignment is only a hint, which engines do not ask
//! for: one for all is one byte less to tell.

use std::ops::{Range, RangeInclusive};

use anyhow::{Context, Result, bail};
use wasmparser::{CompositeInnerType, FunctionBody, Operator, Parser, Payload, ValType};

use crate::{
    dice::{self, Dice},
    order::leb128,
    window::Window,
};

/// Exchanges that are tried for each variable of a body, each time.
const TRIES: usize = 40;
/// Times that all bodies are gone through. What the last ones got is what the prices are of the next time.
const TIMES: usize = 5;
/// Variables of each type that a body may declare beyond those that it has, so that the others may have
/// the numbers that they have elsewhere: 1 KB less to download.
const SPARE: usize = 8;

/// The module with its code rewritten.
pub(crate) fn rewritten(wasm: &[u8]) -> Result<Vec<u8>> {
    let (section, bodies) = bodies(wasm)?;
    let (_, code) = dice::least(|_, dice| code(&bodies, dice))?;
    // One byte before its content and length says what the section is.
    let head = section.start - leb128(section.len()).len();
    Ok([&wasm[..head], &leb128(code.len()), &code, &wasm[section.end..]].concat())
}

/// The code section's content as it is cheapest, behind what it costs.
fn code(bodies: &[Body], mut dice: Dice) -> (u32, Vec<u8>) {
    let mut forms: Vec<Form> = bodies.iter().map(Body::first_form).collect();
    let once = |_| {
        let before: Vec<u8> = bodies.iter().zip(&forms).flat_map(|(body, form)| body.written(form)).collect();
        let mut window = Window::of_prices(&before);
        let mut price = 0;
        let mut code = leb128(bodies.len());
        for (body, form) in bodies.iter().zip(&mut forms) {
            *form = body.better_form(form, &mut window, &mut dice);
            let written = body.written(form);
            price += window.push(&written);
            code.extend(written);
        }
        (price, code)
    };
    (0..TIMES).map(once).min().unwrap_or_default()
}

/// A function's body, in pieces between which a variable's number stands.
struct Body {
    /// How many of the variables are given by the caller, in order.
    given: usize,
    /// How many it has besides.
    used: usize,
    /// The types of those; then those to spare.
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

impl Form {
    /// Exchanges the places of two variables of that type, of which the second may be one to spare.
    fn exchange(&mut self, one: usize, other: usize, kind: u8) {
        self.places.swap(one, other);
        for (_, count) in self.groups.iter_mut().filter(|(of, _)| *of == kind) {
            *count = (*count).max(self.places[one] + 1);
        }
    }
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
        let used = own.len();
        let mut kinds = own.clone();
        kinds.sort_unstable();
        kinds.dedup();
        own.extend(kinds.iter().flat_map(|kind| [*kind; SPARE]));
        let mut read = Self { given, used, own, pieces: Vec::new(), rest: Vec::new() };
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

    /// As the compiler wrote it, with all that are to spare.
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

    /// The form that costs least of those that were tried, from `form` on.
    fn better_form(&self, form: &Form, window: &mut Window, dice: &mut Dice) -> Form {
        let mut best = form.clone();
        let mut least = window.price(&self.written(&best), u32::MAX);
        let mut try_on = |best: &mut Form, change: &dyn Fn(&mut Form)| {
            let mut form = best.clone();
            change(&mut form);
            let price = window.price(&self.written(&form), least);
            if price <= least {
                (least, *best) = (price, form);
            }
        };
        for _ in 0..(TRIES * self.used).min(self.own.len() * self.own.len() * 2) {
            let (one, other) = (dice.below(self.used), dice.below(self.own.len()));
            if one != other && self.own[one] == self.own[other] {
                try_on(&mut best, &|form| form.exchange(one, other, self.own[one]));
            }
        }
        for group in 0..best.groups.len() {
            for count in self.counts(&best, group) {
                try_on(&mut best, &|form| form.groups[group].1 = count);
            }
            for other in 0..group {
                try_on(&mut best, &|form| form.groups.swap(group, other));
            }
        }
        best
    }

    /// How many variables of that group a body may declare: all that have a number, at most all.
    fn counts(&self, form: &Form, group: usize) -> RangeInclusive<usize> {
        let places = || {
            let all = self.own.iter().zip(&form.places);
            all.filter(|(kind, _)| **kind == form.groups[group].0).map(|(_, place)| place + 1)
        };
        let used = self.own[..self.used].iter().filter(|kind| **kind == form.groups[group].0).count();
        places().take(used).max().unwrap_or_default()..=places().count()
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
        let (one, other) = (codes[0][3], codes[0][7]);
        assert!(one != other && codes[0].starts_with(&once(one, other)), "{codes:?}");
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
