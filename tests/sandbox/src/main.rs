//! The sandbox as a process, for tests in other languages.
//!
//! Prints one line, `listening http://127.0.0.1:PORT/api/v1/tiktok`, when it is ready, and
//! serves until it is killed. With `--save FILE` it writes one answer and ends instead.

mod args;

use args::{Args, USAGE};
use std::io::Write;
use std::process::ExitCode;
use tagpulse_sandbox::Sandbox;

fn main() -> ExitCode {
    let done = match args::parse(lexopt::Parser::from_env()) {
        Ok(Args::Serve(options)) => serve(*options).map_err(|error| format!("cannot serve: {error}")),
        Ok(Args::Save(file, options)) => std::fs::write(&file, tagpulse_sandbox::saved(&options))
            .map_err(|error| format!("cannot write {}: {error}", file.display())),
        Ok(Args::Help) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("tagpulse-sandbox: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tagpulse-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(options: tagpulse_sandbox::SandboxOptions) -> std::io::Result<()> {
    let sandbox = Sandbox::start(options)?;
    let mut out = std::io::stdout();
    writeln!(out, "listening {}", sandbox.base_url())?;
    out.flush()?;
    sandbox.serve_forever();
    Ok(())
}
