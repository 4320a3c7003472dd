//! The binary `tagpulse`: the native host of the core.

mod alerts;
mod args;
mod backtest;
mod check;
mod collect;
mod config;
mod cost;
#[cfg(feature = "demo")]
mod demo;
mod exit;
mod export;
mod files;
mod forget;
mod format;
mod http;
mod init;
mod interrupt;
mod look;
mod mute;
mod nearest;
mod notify;
mod number;
mod observations;
mod options;
mod output;
mod own;
mod plan;
mod progress;
mod pseudonym;
mod run;
mod secret;
mod show;
mod span;
mod store;
mod traffic;
mod url;
mod withdraw;
mod zone;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};

use args::{Command, RawArgs};
use exit::Exit;
use options::Options;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = RawArgs::parse();
    output::set_colour(args.common.no_color);
    output::set_log_format(args.common.log_format);
    let exit = dispatch(&args).unwrap_or_else(|error| {
        let remedy = store::remedy(&error).map_or(String::new(), |remedy| format!("; {remedy}"));
        output::complain(&output::harmless(&format!("{}{remedy}", store::message(&error))));
        exit::exit_of(&error)
    });
    exit.into()
}

fn dispatch(args: &RawArgs) -> Result<Exit> {
    let options = || Options::new(&args.common);
    match &args.command {
        #[cfg(feature = "demo")]
        Command::Demo(demo) => demo::demo(&args.common, demo),
        Command::Run(run) => notify::pinged(&options()?, run.dry_run, |options| run::run(options, run)),
        Command::Analyze(analyze) => files::analyze(&options()?, analyze),
        Command::Report(report) => show::report(&options()?, report),
        Command::Diff(diff) => show::diff(&options()?, diff),
        Command::History(name) => show::history(&options()?, name),
        Command::Export(args) => export::export(&options()?, args),
        Command::Alerts(args) => alerts::alerts(&options()?, args),
        Command::Mute(mute) => mute::mute(&options()?, mute),
        Command::Forget(args) => forget::forget(&options()?, args),
        Command::Withdraw(args) => withdraw::withdraw(&options()?, args),
        Command::NotifyTest(test) => notify::test(&options()?, test),
        Command::Backtest(args) => backtest::backtest(&options()?, args),
        Command::Import(import) => files::import(&options()?, import),
        Command::Check(check) => check::check(&options()?, check),
        Command::Init => init::init(&args.common),
        Command::Cost => cost::cost(&options()?),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut RawArgs::command(), "tagpulse", &mut script);
            output::write(args.common.output.as_deref(), &String::from_utf8_lossy(&script))?;
            Ok(Exit::Done)
        }
    }
}
