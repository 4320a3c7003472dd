//! Puts like functions of the wasm beside each other, which the download gains from: gzip looks
//! back 32 KB, a sixth of the code, and two bodies made of one generic mostly lay further apart.
//!
//! Only the order is chosen here. wasm-opt can sort functions by their names, so each gets its place
//! as its name, and the names go when that is done.

mod moves;

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use wasmparser::{Parser, Payload, TypeRef};

use crate::dice;
use moves::Moves;

/// Bytes that two bodies must have in common in a row; shorter matches are hardly worth one to gzip.
const RUNS: [usize; 2] = [4, 5];
/// Bodies back that the next one is compared with. Which of these and of those is best changes with the code, by 0.3 KB:
/// the order that costs least is taken.
const LOOKED_BACK: [usize; 4] = [2, 3, 4, 6];
/// What a body has beside its code: without it the smallest would be everybody's likeness.
const ENVELOPE: usize = 15;
/// Runs that one type for two neighbours is worth: the types stand in a section of their own, one behind the other.
const SAME_TYPE: usize = 6;

/// The module with its functions' places as their names, for `--reorder-functions-by-name`. It must
/// have no names yet.
pub(crate) fn named(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0_u32;
    let (mut bodies, mut types) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.context("wasm-opt's wasm")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(section) => types = section.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    ensure!(types.len() == bodies.len(), "a function has no body, or a body no function");
    let mut names = vec![String::new(); bodies.len()];
    let orders = RUNS.iter().flat_map(|run| {
        let runs = numbered(&bodies, *run);
        LOOKED_BACK.map(|looked_back| by_likeness(&bodies, &types, &runs, looked_back))
    });
    let moves = Moves::of(&bodies, RUNS[0]);
    let mut orders: Vec<_> = orders.map(|order| (moves.cost(&order), order)).collect();
    orders.sort();
    // The cheapest for one search, the next for the other.
    let search = |place: usize, dice| moves.improved(orders[place % orders.len()].1.clone(), dice);
    let (_, cheapest) = dice::least(search)?;
    for (place, function) in cheapest.into_iter().enumerate() {
        names[function] = format!("{place:06}");
    }
    Ok([wasm, &name_section(imported, &names)].concat())
}

/// From the smallest body on, always the one that has most in common with the last few.
fn by_likeness(bodies: &[&[u8]], types: &[u32], runs: &[Vec<usize>], looked_back: usize) -> Vec<usize> {
    let size = size(runs);
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    while !left.is_empty() {
        let mut near = vec![false; size];
        for function in order.iter().rev().take(looked_back) {
            runs[*function].iter().for_each(|run| near[*run] = true);
        }
        let likeness = |function: usize| {
            let is_same_type = order.last().is_some_and(|last| types[*last] == types[function]);
            let shared = runs[function].iter().filter(|run| near[**run]).count();
            (shared + SAME_TYPE * usize::from(is_same_type)) * 1_000_000 / (bodies[function].len() + ENVELOPE)
        };
        let best = if order.is_empty() {
            left.iter().enumerate().min_by_key(|(_, function)| bodies[**function].len())
        } else {
            left.iter().enumerate().max_by_key(|(_, function)| likeness(**function))
        };
        order.extend(best.map(|(at, _)| at).map(|at| left.remove(at)));
    }
    order
}

/// How many runs there are.
fn size(runs: &[Vec<usize>]) -> usize {
    runs.iter().flatten().max().map_or(0, |most| most + 1)
}

/// The runs of that length of each body, each once, by a number of its own.
fn numbered<'a>(bodies: &[&'a [u8]], run: usize) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<&'a [u8], usize> = HashMap::new();
    let mut of = |body: &&'a [u8]| {
        let mut runs: Vec<usize> = Vec::new();
        for run in body.windows(run) {
            let next = numbers.len();
            runs.push(*numbers.entry(run).or_insert(next));
        }
        runs.sort_unstable();
        runs.dedup();
        runs
    };
    bodies.iter().map(&mut of).collect()
}

/// A custom section that names the functions behind those imported.
fn name_section(imported: u32, names: &[String]) -> Vec<u8> {
    let mut map = leb128(names.len());
    for (index, name) in (imported as usize..).zip(names) {
        map.extend(leb128(index));
        map.extend(sized(name.as_bytes()));
    }
    let mut content = sized(b"name");
    // Of its parts the one for functions.
    content.push(1);
    content.extend(sized(&map));
    let mut section = vec![0];
    section.extend(sized(&content));
    section
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [&leb128(bytes.len()), bytes].concat()
}

pub(crate) fn leb128(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_bodies_stand_together_from_the_smallest_on() {
        let bodies: [&[u8]; 5] = [b"abcdefghij-1", b"0123456789+22", b"xy", b"abcdefghij-333", b"0123456789+4"];
        let order = by_likeness(&bodies, &[0; 5], &numbered(&bodies, 4), 3);
        assert_eq!(order[0], 2, "{order:?}");
        let at = |function: usize| order.iter().position(|other| *other == function).expect("each is there");
        assert_eq!((at(0).abs_diff(at(3)), at(1).abs_diff(at(4))), (1, 1), "{order:?}");
    }

    #[test]
    fn every_function_has_its_place_as_its_name() {
        // (module (type (func)) (func (type 0)) (func (type 0) nop))
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x03\x02\0\0\x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b";
        let functions = crate::wasm_file::read(&named(wasm).expect("a valid wasm")).expect("still one").functions;
        assert_eq!(functions, [("000001".to_owned(), 3), ("000000".to_owned(), 2)]);
    }
}
