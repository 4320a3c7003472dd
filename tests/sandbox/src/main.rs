//! The sandbox as a process, for tests in other languages.
//!
//! Prints one line, `listening http://127.0.0.1:PORT/api/v1/tiktok`, when it is ready, and
//! serves until it is killed.

mod args;

use args::{Args, USAGE};
use std::io::Write;
use std::process::ExitCode;
use tagpulse_sandbox::Sandbox;

fn main() -> ExitCode {
    let options = match args::parse(lexopt::Parser::from_env()) {
        Ok(Args::Serve(options)) => *options,
        Ok(Args::Help) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("tagpulse-sandbox: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tagpulse-sandbox: cannot serve: {error}");
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
