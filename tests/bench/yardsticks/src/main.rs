//! Yardsticks of what a processor can do with such an answer: types that name only the fields
//! that the tutorial's figures need, filled by the fastest JSON libraries for Rust.
//!
//! `tagpulse-yardsticks PARSER SHAPE FILE`. Warms up once and measures once, like every contestant.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

mod figures;
mod shapes;

use figures::Figures;
use shapes::{Answer, Heavy, Small};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [parser, shape, file] = arguments.as_slice() else {
        return Err("usage: tagpulse-yardsticks PARSER SHAPE FILE".into());
    };
    let bytes = std::fs::read(file)?;
    let (time, figures) = match shape.as_str() {
        "small" => measured::<Small>(parser, &bytes)?,
        "heavy" => measured::<Heavy>(parser, &bytes)?,
        _ => return Err(format!("`{shape}` is no shape; small and heavy are").into()),
    };
    let ms = time.as_secs_f64() * 1e3;
    println!(r#"{{"ms":{ms},"figures":{}}}"#, serde_json::to_string(&figures)?);
    Ok(())
}

fn measured<A: Answer + DeserializeOwned>(parser: &str, bytes: &[u8]) -> Result<(Duration, Figures), Box<dyn Error>> {
    once::<A>(parser, bytes)?;
    once::<A>(parser, bytes)
}

fn once<A: Answer + DeserializeOwned>(parser: &str, bytes: &[u8]) -> Result<(Duration, Figures), Box<dyn Error>> {
    // simd-json parses in place; the copy is made for every parser, before the clock starts.
    let mut bytes = bytes.to_vec();
    let bytes = black_box(bytes.as_mut_slice());
    let began = Instant::now();
    let answer: A = match parser {
        "serde_json" => serde_json::from_slice(bytes)?,
        "sonic-rs" => sonic_rs::from_slice(bytes)?,
        "simd-json" => simd_json::serde::from_slice(bytes)?,
        _ => return Err(format!("`{parser}` is no parser; serde_json, sonic-rs and simd-json are").into()),
    };
    let figures = black_box(answer.figures());
    drop(answer);
    Ok((began.elapsed(), figures))
}
