//! How far a few videos stand above the others of their age.
//!
//! In a large campaign nearly everybody may be of comparable age, and a list of them for each of the few would
//! cost more than the rest of a report. So they are counted by classes of their views, for all of the few in one
//! walk, and only those in the classes of the median are looked at one by one.

use std::ops::RangeInclusive;

use super::{Members, spread::quantile};
use crate::{Ratio, SMALL, gather::gather, rank};

/// Fewer other videos of comparable age make no outlier score.
const COMPARABLE_LEAST: usize = 3;
/// More than there are classes of views.
const CLASSES: usize = 1024;

/// An age in seconds, and views.
pub(super) type Aged = (u64, u64);

/// Everybody whose age and views are known.
pub(super) struct Everybody {
    aged: Vec<Aged>,
    youngest: u64,
    oldest: u64,
}

impl Everybody {
    pub(super) fn room(members: &Members<'_>) -> Self {
        Self { aged: Vec::with_capacity(members.videos.len()), youngest: u64::MAX, oldest: 0 }
    }

    #[inline]
    pub(super) fn take(&mut self, aged: Aged) {
        self.aged.push(aged);
        (self.youngest, self.oldest) = (self.youngest.min(aged.0), self.oldest.max(aged.0));
    }

    /// Of each of a few videos the views over the median of the other videos between half and twice its age;
    /// `all_views` are those of all videos, in ascending order.
    pub(super) fn scores(&self, few: &[Option<Aged>], all_views: &[u64]) -> Vec<Option<Ratio>> {
        let is_with = |age: u64, other: u64| comparable(age).contains(&other);
        let is_with_all = |(age, _): &Aged| is_with(*age, self.youngest) && is_with(*age, self.oldest);
        let at_once = !SMALL && self.aged.len() == all_views.len();
        if at_once && few.iter().flatten().all(is_with_all) {
            return gather(few.iter().map(|one| score(one.as_ref()?.1, usual_of_all(one.as_ref()?.1, all_views)?)));
        }
        if SMALL {
            return gather(few.iter().map(|one| score(one.as_ref()?.1, self.usual_in_a_list(one.as_ref()?)?)));
        }
        let mut others = gather(few.iter().flatten().map(|one| Others::of(*one)));
        for (age, views) in &self.aged {
            let class = class(*views);
            others.iter_mut().for_each(|one| one.count(*age, class));
        }
        others.iter_mut().for_each(Others::find_classes);
        let first = others.iter().map(|one| one.classes.0).min().unwrap_or(CLASSES);
        let last = others.iter().map(|one| one.classes.1).max().unwrap_or(0);
        for (age, views) in &self.aged {
            let class = class(*views);
            if first <= class && class <= last {
                others.iter_mut().for_each(|one| one.take(*age, *views, class));
            }
        }
        let mut others = others.into_iter();
        gather(few.iter().map(|one| score(one.as_ref()?.1, others.next()?.usual()?)))
    }

    /// The median of the others of one, in less code.
    fn usual_in_a_list(&self, (age, views): &Aged) -> Option<Ratio> {
        let near = self.aged.iter().filter(|(other, _)| comparable(*age).contains(other));
        let mut others = gather(near.map(|(_, views)| *views));
        let itself = others.iter().position(|other| other == views)?;
        others.swap_remove(itself);
        usual(others.len(), &|at| rank::nth(&others, at))
    }
}

fn score(views: u64, usual: Ratio) -> Option<Ratio> {
    Ratio::of(i128::from(views) * 1_000_000, usual.millionths())
}

/// The ages that are held against one.
const fn comparable(age: u64) -> RangeInclusive<u64> {
    age / 2..=age * 2
}

/// The median of all but one video, which is among them under its views.
fn usual_of_all(views: u64, all_views: &[u64]) -> Option<Ratio> {
    let itself = all_views.partition_point(|other| *other < views);
    let other = |at: usize| all_views.get(at + usize::from(at >= itself)).copied();
    let count = all_views.len().checked_sub(1)?;
    usual(count, &|at| other(at).map(|low| (low, other(at + 1).unwrap_or(low))))
}

fn usual(count: usize, at: &dyn Fn(usize) -> Option<(u64, u64)>) -> Option<Ratio> {
    if count < COMPARABLE_LEAST { None } else { quantile(count, 50, 1, at) }
}

/// The other videos of comparable age of one.
struct Others {
    ages: RangeInclusive<u64>,
    /// Its own.
    views: u64,
    /// How many there are by the class of their views.
    counts: Vec<usize>,
    count: usize,
    /// The classes of the two at the median, how many are below, and the views of those in them.
    classes: (usize, usize),
    below: usize,
    near: Vec<u64>,
}

impl Others {
    fn of((age, views): Aged) -> Self {
        let counts = vec![0; CLASSES];
        Self { ages: comparable(age), views, counts, count: 0, classes: (0, 0), below: 0, near: Vec::new() }
    }

    #[inline]
    fn count(&mut self, age: u64, class: usize) {
        if let Some(count) = self.counts.get_mut(class) {
            *count += usize::from(self.ages.contains(&age));
        }
    }

    /// Where the median is.
    fn find_classes(&mut self) {
        // Itself was counted, too.
        if let Some(count) = self.counts.get_mut(class(self.views)) {
            *count = count.saturating_sub(1);
        }
        self.count = self.counts.iter().sum();
        let at = self.count.saturating_sub(1) / 2;
        let mut below = 0;
        for (class, count) in self.counts.iter().enumerate() {
            if below <= at {
                (self.classes, self.below) = ((class, class), below);
            } else if below <= at + 1 {
                self.classes.1 = class;
            }
            below += count;
        }
    }

    #[inline]
    fn take(&mut self, age: u64, views: u64, class: usize) {
        if (self.classes.0..=self.classes.1).contains(&class) && self.ages.contains(&age) {
            self.near.push(views);
        }
    }

    fn usual(mut self) -> Option<Ratio> {
        if let Some(itself) = self.near.iter().position(|views| *views == self.views) {
            self.near.swap_remove(itself);
        }
        usual(self.count, &|at| rank::nth(&self.near, at - self.below))
    }
}

/// The class of views, which rises with them: sixteen between a power of two and the next.
fn class(views: u64) -> usize {
    let above = (u64::BITS - 5).saturating_sub(views.leading_zeros());
    ((above as usize) << 4) + (views >> above) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_rise_with_views() {
        let mut views: Vec<u64> =
            (0..64).flat_map(|bit| [(1 << bit) - 1, 1 << bit, (1 << bit) + 1, 19 << bit >> 4]).collect();
        views.sort_unstable();
        assert!(views.is_sorted_by_key(|views| class(*views)));
        assert_eq!((class(0), class(16), class(33), class(u64::MAX)), (0, 16, 32, 975));
    }

    #[test]
    fn the_median_of_the_others_is_that_of_a_list_of_them() {
        let mixed = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for count in [1_u64, 3, 4, 5, 40, 41, 3_000] {
            let aged = |n: u64| (3_600 + mixed(n) % 90_000, (mixed(n ^ 77) >> 20) >> (n % 44));
            let mut everybody = Everybody { aged: Vec::new(), youngest: u64::MAX, oldest: 0 };
            (0..count).for_each(|n| everybody.take(aged(n)));
            let all_views = rank::sorted((0..count).map(|n| aged(n).1).collect());
            let few: Vec<Option<Aged>> = (0..count).step_by(7).map(|n| Some(aged(n))).chain([None]).collect();
            let expected = few.iter().map(|one| score(one.as_ref()?.1, everybody.usual_in_a_list(one.as_ref()?)?));
            let expected: Vec<Option<Ratio>> = expected.collect();
            assert_eq!(everybody.scores(&few, &all_views), expected, "{count}");
        }
    }

    #[test]
    fn where_all_are_of_comparable_age_their_order_is_enough() {
        let mut everybody = Everybody { aged: Vec::new(), youngest: u64::MAX, oldest: 0 };
        let views = [9, 3, 3, 700, 41, 0];
        views.iter().for_each(|views| everybody.take((50_000, *views)));
        let few: Vec<Option<Aged>> = views.iter().map(|views| Some((50_000, *views))).collect();
        let at_once = everybody.scores(&few, &rank::sorted(views.to_vec()));
        assert_eq!(at_once, everybody.scores(&few, &[]));
        assert_eq!(at_once[3], Ratio::of(700, 3));
    }
}
