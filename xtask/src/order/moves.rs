//! Moves functions to where they cost less: an order made step by step does not see what comes behind.

use std::ops::Range;

use super::numbered;
use crate::{
    dice::Dice,
    window::{REACH, Window},
};

/// Moves that are tried.
const TRIES: usize = 12_000;
/// Functions that stand together and move at once, at most.
const TOGETHER: usize = 6;
/// Places that a function may move to: so many functions that it is like.
const LIKES: usize = 12;
/// A run that more bodies have says little of any two.
const COMMON: usize = 40;

/// Bodies, what each is like, and prices for their bytes.
pub(super) struct Moves<'a> {
    bodies: &'a [&'a [u8]],
    likes: Vec<Vec<usize>>,
    prices: Window,
}

impl<'a> Moves<'a> {
    /// `run`: bytes in a row that make two bodies alike.
    pub(super) fn of(bodies: &'a [&'a [u8]], run: usize) -> Self {
        let runs = numbered(bodies, run);
        let mut having: Vec<Vec<usize>> = vec![Vec::new(); super::size(&runs)];
        for (function, runs) in runs.iter().enumerate() {
            runs.iter().for_each(|run| having[*run].push(function));
        }
        let likes = runs.iter().enumerate().map(|(function, runs)| {
            let mut shared = vec![0_usize; bodies.len()];
            for having in runs.iter().map(|run| &having[*run]).filter(|having| having.len() < COMMON) {
                having.iter().for_each(|other| shared[*other] += 1_000);
            }
            let mut others: Vec<usize> = (0..bodies.len()).filter(|other| *other != function).collect();
            others.sort_by_key(|other| std::cmp::Reverse(shared[*other] / (bodies[*other].len() + 200)));
            others.truncate(LIKES);
            others
        });
        Self { bodies, likes: likes.collect(), prices: Window::of_prices(&bodies.concat()) }
    }

    /// What an order costs.
    pub(super) fn cost(&self, order: &[usize]) -> u32 {
        let mut sum = 0;
        self.price(order, 0..order.len(), &mut |_, cost| sum += cost);
        sum
    }

    /// The order after all moves that made it cheaper, behind what it costs.
    pub(super) fn improved(&self, mut order: Vec<usize>, mut dice: Dice) -> (u32, Vec<usize>) {
        let mut costs = vec![0; order.len()];
        self.price(&order, 0..order.len(), &mut |function, cost| costs[function] = cost);
        for _ in 0..TRIES {
            let mut moved = order.clone();
            let from = dice.below(moved.len());
            let count = if dice.below(2) == 0 { 1 } else { 1 + dice.below(TOGETHER) }.min(moved.len() - from);
            let likes = &self.likes[moved[from]];
            let Some(like) = likes.get(dice.below(LIKES)) else { continue };
            let behind = dice.below(2);
            let block: Vec<usize> = moved.drain(from..from + count).collect();
            // It may stand in the block itself.
            let Some(to) = moved.iter().position(|other| other == like) else { continue };
            moved.splice(to + behind..to + behind, block);
            let mut changed = Vec::new();
            for range in self.affected(&moved, from, to + behind, count) {
                self.price(&moved, range, &mut |function, cost| changed.push((function, cost)));
            }
            let before: u32 = changed.iter().map(|(function, _)| costs[*function]).sum();
            let after: u32 = changed.iter().map(|(_, cost)| cost).sum();
            if after < before {
                order = moved;
                changed.into_iter().for_each(|(function, cost)| costs[function] = cost);
            }
        }
        (costs.iter().sum(), order)
    }

    /// Where bodies have others before them than they had: behind the place that was left, and from the new one on, as
    /// far as gzip looks back.
    fn affected(&self, moved: &[usize], left: usize, to: usize, count: usize) -> [Range<usize>; 2] {
        let end = |from: usize| {
            let mut bytes = 0;
            let within = moved.iter().skip(from).take_while(|function| {
                bytes += self.bodies[**function].len();
                bytes < REACH
            });
            (from + within.count() + 1).min(moved.len())
        };
        let left = if left > to { left + count } else { left };
        let (one, other) = (left..end(left), to..end(to + count));
        let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
        // Where they meet, one range, and none behind it.
        let begin = second.start.max(first.end);
        [first, begin..second.end.max(begin)]
    }

    /// Gives what each body of a range costs.
    fn price(&self, order: &[usize], range: Range<usize>, give: &mut dyn FnMut(usize, u32)) {
        let mut bytes = 0;
        let near = order[..range.start].iter().rev().take_while(|function| {
            let is_near = bytes < REACH;
            bytes += self.bodies[**function].len();
            is_near
        });
        let before: Vec<&[u8]> =
            order[range.start - near.count()..range.start].iter().map(|function| self.bodies[*function]).collect();
        let mut window = self.prices.after(&before.concat());
        for function in &order[range] {
            give(*function, window.push(self.bodies[*function]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_from_its_like_moves_there() {
        // Forty pairs, of which the halves stand further apart than gzip looks back.
        let body = |number: u32, half: u8| {
            let mut dice = Dice::of(u64::from(number) * 0x9e37_79b9 + 1);
            let mut bytes: Vec<u8> = (0..1_000).map(|_| dice.below(256) as u8).collect();
            bytes[500] = half;
            bytes
        };
        let all: Vec<Vec<u8>> = [1, 2].into_iter().flat_map(|half| (0..40).map(move |pair| body(pair, half))).collect();
        let bodies: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        let moves = Moves::of(&bodies, 4);
        let order: Vec<usize> = (0..80).collect();
        let (cost, improved) = moves.improved(order.clone(), Dice::of(1));
        assert_eq!((cost, true), (moves.cost(&improved), cost < moves.cost(&order) * 6 / 10));
        let mut sorted = improved;
        sorted.sort_unstable();
        assert_eq!(sorted, order, "each once");
    }
}
