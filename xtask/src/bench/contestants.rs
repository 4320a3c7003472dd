//! Who is measured: one table. Every contestant is a program that is called with a shape and a
//! file, warms up once, measures once, and prints its milliseconds and its figures.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use super::inputs::Input;
use super::programs::{Found, Programs};
use super::python;
use crate::sh;

/// What the goals say of a contestant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    /// This crate.
    Native,
    /// This package in Node.
    Package,
    /// The measure of the goals for `Native`.
    Tutorial,
    /// The measure of the goals for `Package`; parses and makes no figures.
    Parse,
    /// Parses alone, too, and is named by no goal.
    Decode,
    /// `Native` is to be ahead of each of them.
    Library,
    /// To compare with; no goal names them.
    Other,
}

pub(super) struct Contestant {
    pub(super) name: &'static str,
    pub(super) role: Role,
    start: Found<Start>,
}

/// How it is started; shape and file follow.
#[derive(Clone)]
struct Start {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, &'static str)>,
}

/// In the order of the table.
pub(super) fn all(programs: &Programs) -> Vec<Contestant> {
    let rust = |program: &PathBuf, arguments: &[&str]| Ok(Start::new(program, arguments.iter().map(OsString::from)));
    let yardstick = |parser| rust(&programs.yardsticks, &[parser]);
    let node = |script_contestant: &str| {
        let package = programs.package.clone()?;
        let script = sh::root().join("tests/bench/javascript/measure.js");
        Ok(Start::new("node", [script.into(), package.into(), script_contestant.into()]))
    };
    let script = |program: &PathBuf, module: &str| {
        let arguments = [python::scripts().join("measure.py").into(), module.into()];
        // No compiled files beside the sources.
        Start::new(program, arguments).with("PYTHONDONTWRITEBYTECODE", "1")
    };
    let plain = |module| programs.python.as_ref().map_err(Clone::clone).map(|python| script(&python.plain, module));
    let library = |module| {
        let program = programs.python.as_ref().map_err(Clone::clone)?.with_libraries.as_ref();
        program.map_err(Clone::clone).map(|program| script(program, module))
    };
    let on_one_thread = |start: Found<Start>| {
        start.map(|start| start.with("POLARS_MAX_THREADS", "1").with("TAGPULSE_BENCH_THREADS", "1"))
    };
    [
        ("tagpulse, native", Role::Native, rust(&programs.ingest, &[])),
        ("tagpulse, native, one thread", Role::Other, on_one_thread(rust(&programs.ingest, &[]))),
        ("tagpulse, npm package in Node", Role::Package, node("tagpulse")),
        ("`JSON.parse` alone, string ready", Role::Parse, node("parse_string")),
        ("`JSON.parse` alone, with decoding", Role::Decode, node("parse_bytes")),
        ("plain JavaScript, the same figures", Role::Other, node("plain")),
        ("the tutorial's steps (Python)", Role::Tutorial, plain("tutorial")),
        ("the same, cycle collector off", Role::Other, plain("tutorial_without_gc")),
        ("orjson (Python)", Role::Library, library("with_orjson")),
        ("msgspec (Python, typed)", Role::Library, library("with_msgspec")),
        ("Polars", Role::Library, library("with_polars")),
        ("Polars, NDJSON", Role::Library, library("with_polars_lines")),
        ("Polars, NDJSON, one thread", Role::Library, on_one_thread(library("with_polars_lines"))),
        ("DuckDB", Role::Library, library("with_duckdb")),
        ("DuckDB, NDJSON", Role::Library, library("with_duckdb_lines")),
        ("DuckDB, NDJSON, one thread", Role::Library, on_one_thread(library("with_duckdb_lines"))),
        ("serde_json (Rust, typed)", Role::Other, yardstick("serde_json")),
        ("simd-json (Rust, typed)", Role::Other, yardstick("simd-json")),
        ("sonic-rs (Rust, typed)", Role::Other, yardstick("sonic-rs")),
    ]
    .into_iter()
    .map(|(name, role, start)| Contestant { name, role, start })
    .collect()
}

impl Contestant {
    /// The command for this input, or why there is none.
    pub(super) fn command(&self, input: &Input) -> Found<Command> {
        let start = self.start.as_ref().map_err(Clone::clone)?;
        let mut command = Command::new(&start.program);
        command.args(&start.arguments).arg(input.shape.name()).arg(&input.file);
        command.envs(start.environment.iter().copied());
        Ok(command)
    }

    /// Whether it makes the figures, so that they can be compared.
    pub(super) fn makes_figures(&self) -> bool {
        !matches!(self.role, Role::Parse | Role::Decode)
    }
}

impl Start {
    fn new(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> Self {
        Self { program: program.into(), arguments: arguments.into_iter().collect(), environment: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }
}
