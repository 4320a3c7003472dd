//! Lists made of iterators, in less code than `collect` takes.
//!
//! For an iterator that does not know its length `collect` makes the first item apart and reserves
//! what may come, at every place anew: 2 KB of the wasm.

/// The items as a list.
pub(crate) fn gather<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    items.for_each(|item| all.push(item));
    all
}
