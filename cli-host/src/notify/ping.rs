//! Tells a health check that a run began and how it ended, so that somebody hears of runs that
//! do not happen at all.

use anyhow::Result;

use super::{
    Context, Delivery,
    http::{Allowed, Target},
};
use crate::{
    exit::{Exit, Stop},
    options::Options,
    output,
    secret::Source,
};

/// Where a health check listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ping {
    /// Its address; `/start` and `/fail` behind it say that a run began, and that it failed.
    pub(crate) url: Source,
    /// Whether it may be on a private network or this machine.
    pub(crate) allow_private: bool,
}

/// Does the work between two pings. That a ping fails is a warning and changes nothing.
///
/// # Errors
/// Those of the work.
pub(crate) fn pinged(options: &Options, dry_run: bool, work: impl FnOnce(&Options) -> Result<Exit>) -> Result<Exit> {
    let Some(check) = options.config.ping.as_ref().filter(|_| !dry_run) else { return work(options) };
    ping(options, check, Some("start"));
    let ended = work(options);
    // A run that the user's command line forbids was none; what else ends by an error failed.
    let good = matches!(ended, Ok(Exit::Done | Exit::Alerts));
    let exit = ended.as_ref().err().and_then(|error| error.downcast_ref::<Stop>()).map(|stop| stop.exit);
    if exit != Some(Exit::Usage) {
        ping(options, check, if good { None } else { Some("fail") });
    }
    ended
}

fn ping(options: &Options, check: &Ping, part: Option<&str>) {
    let Delivery { timeout_ms, .. } = options.config.delivery;
    let timeout = std::time::Duration::from_millis(timeout_ms.into());
    let context = Context { timeout, format: options.format, quiet: options.quiet, secrets: &[] };
    let allowed = Allowed { private: check.allow_private, insecure: false };
    let result = Target::new(&check.url, allowed, context).and_then(|mut target| {
        if let Some(part) = part {
            target.behind(part);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| super::Failure::later(error.to_string()))?;
        runtime.block_on(target.post(|request| request))
    });
    if let Err(failure) = result {
        output::warn(options.quiet, &format!("ping_url: {}", failure.reason()));
    }
}
