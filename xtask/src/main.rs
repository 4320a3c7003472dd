//! `cargo xtask`: everything that builds, checks and tests this repository, so that a
//! laptop and the CI run the same code and nothing has to be installed beside Rust and Node.
//!
//! This file is the table of contents; each command is a module of its name.

use std::process::ExitCode;

use anyhow::{Result, bail};

mod alike;
mod bench;
mod check;
mod counts;
mod dice;
mod evaluate;
mod exports;
mod fuzz;
mod node;
mod order;
mod panics;
mod pkg;
mod schema;
mod sh;
mod size;
mod test;
mod tidy;
mod wasm_file;
mod window;

/// Name, what it does, and the function that does it with the rest of the arguments.
type Command = (&'static str, &'static str, fn(&[String]) -> Result<ExitCode>);

const COMMANDS: &[Command] = &[
    ("pkg", "build the npm package into pkg/dist", pkg::command as fn(&[String]) -> Result<ExitCode>),
    ("schema", "write the report's and the config's schema; --check fails if one is stale", schema::command),
    ("size", "sizes of the built package and what they are made of; fails over the limit; --levels", size::command),
    ("check", "formatting, lints, documentation, schema, lock files, tidiness, wasm imports", check::command),
    (
        "bench",
        "speed and memory beside other libraries, into BENCHMARKS.md; --quick prints a small run; --campaigns: that section; --no-campaigns: the others",
        bench::command,
    ),
    ("evaluate", "judge the viral detection beside others and write EVALUATION.md; --quick", evaluate::command),
    ("fuzz", "run each fuzz target for a few seconds: [--seconds N] [TARGET...]", fuzz::command),
    ("test", "build and run every test; --all adds the slow ones", test::command),
];

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        bail!("no command given\n\n{}", usage());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        println!("{}", usage());
        return Ok(ExitCode::SUCCESS);
    }
    match COMMANDS.iter().find(|(command, ..)| command == name) {
        Some((_, _, command)) => command(rest),
        None => bail!("`{name}` is not a command\n\n{}", usage()),
    }
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n");
    for (name, what, _) in COMMANDS {
        text.push_str(&format!("\n  {name:<8} {what}"));
    }
    text
}

/// Refuses any argument that is not in `known`, and says which of those were given.
fn flags<const N: usize>(arguments: &[String], known: [&str; N]) -> Result<[bool; N]> {
    let mut given = [false; N];
    for argument in arguments {
        match known.iter().position(|flag| flag == argument) {
            Some(index) => given[index] = true,
            None if N == 0 => bail!("`{argument}` is not understood; this command takes no flags"),
            None => bail!("`{argument}` is not understood; known here: {}", known.join(", ")),
        }
    }
    Ok(given)
}
