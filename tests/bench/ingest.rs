//! From bytes in memory to the report's text, natively: the contestant of
//! `cargo xtask bench` that is us. `cargo bench` gives it no input, so there it measures nothing.
//!
//! `ingest SHAPE FILE`, as every contestant is called; the shape is found out from the bytes.
//! With TAGPULSE_BENCH_THREADS=1 on one thread, else on two, as `tagpulse analyze` reads. Warms up once and measures once. Prints one line of JSON: `{"ms": ..., "figures": {...}}`, the
//! figures being the whole report.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]
#![allow(clippy::disallowed_macros)]

use std::hint::black_box;
use std::time::Instant;

mod ours;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, _, file] = arguments.as_slice() else {
        println!("ingest: `cargo xtask bench` measures it, with the input that it makes");
        return;
    };
    let answer = std::fs::read(file).unwrap();
    drop(black_box(ours::report(&answer).unwrap()));
    let began = Instant::now();
    let report = black_box(ours::report(black_box(&answer)).unwrap());
    let ms = began.elapsed().as_secs_f64() * 1e3;
    println!(r#"{{"ms":{ms},"figures":{report}}}"#);
}
