//! Does memory stay linear? What stands at the peak of each step of [`steps`], for a million videos against a
//! hundred thousand; a program of its own, because counting costs time.
//!
//! `cargo bench`. Printed with the ratio, asserted nowhere.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

mod steps;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

struct Peak;

impl steps::Meter for Peak {
    const WHAT: &str = "peak memory, MB";
    // The same in every run.
    const RUNS: usize = 1;

    /// Above what stood before.
    fn of<T>(step: impl FnOnce() -> T) -> f64 {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let result = std::hint::black_box(step());
        let peak = MEMORY.peak_usage().saturating_sub(before);
        drop(result);
        peak as f64 / 1e6
    }
}

fn main() {
    steps::main::<Peak>();
}
