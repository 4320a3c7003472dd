//! The most memory that stands at once between an answer's bytes and its report's text, for
//! `cargo xtask bench`; a program of its own, because counting costs time. `cargo bench` gives it
//! no input, so there it measures nothing.
//!
//! `memory FILE` prints one line of JSON: `{"input": ..., "peak": ...}` in bytes, the peak above the input.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use peak_alloc::PeakAlloc;

mod ours;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let Some(file) = arguments.get(1).filter(|argument| *argument != "--bench") else {
        println!("memory: `cargo xtask bench` measures it, with the input that it makes");
        return;
    };
    let answer = std::fs::read(file).unwrap();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let report = std::hint::black_box(ours::report(&answer).unwrap());
    let peak = MEMORY.peak_usage().saturating_sub(before);
    drop(report);
    println!(r#"{{"input":{},"peak":{peak}}}"#, answer.len());
}
