//! Does time stay linear? A million videos against a hundred thousand, side by side in one run.
//!
//! `cargo bench`. Times are printed with their ratio and asserted nowhere: ten times the videos should
//! take about ten times. Where it is more, the smaller campaign still fits into the processor's cache:
//! the instructions (`valgrind --tool=callgrind` on this program with the arguments `"first day" 100000`)
//! grow by less than ten. It allocates as the released binary does.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

mod steps;

use std::{hint::black_box, time::Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Time;

impl steps::Meter for Time {
    const WHAT: &str = "time, ms";
    const RUNS: usize = 11;

    fn of<T>(step: impl FnOnce() -> T) -> f64 {
        let began = Instant::now();
        let result = black_box(step());
        let time = began.elapsed();
        drop(result);
        time.as_secs_f64() * 1e3
    }
}

fn main() {
    steps::main::<Time>();
}
