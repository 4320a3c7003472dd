//! Every way in which the binary can end, so that a scheduler can tell them apart.

use tagpulse_core::ErrorCode;

/// What the exit code says. The numbers are a contract with schedulers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done; there may have been warnings (a listing cut by a page budget, a suspect reading).
    Done = 0,
    /// An error that trying again will not mend: unknown shape, 400, 404, 410, a broken store.
    Error = 1,
    /// The command line cannot be understood; clap ends with the same number.
    Usage = 2,
    /// Some campaigns failed, others are done.
    SomeFailed = 3,
    /// The key is missing or was refused.
    KeyRefused = 4,
    /// The provider's credits, or the run's budget of them, are spent.
    CreditsSpent = 5,
    /// The provider is unreachable, limiting, or answers rubbish: worth trying later.
    Provider = 6,
    /// Alerts fired, and `--fail-on-alert` asked to be told.
    Alerts = 10,
    /// The config is wrong (`EX_CONFIG` of sysexits.h).
    Config = 78,
    /// Stopped by the user (128 + SIGINT).
    Interrupted = 130,
}

impl Exit {
    /// The exit for an error of the core.
    pub(crate) const fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::Auth => Self::KeyRefused,
            ErrorCode::Credits | ErrorCode::Budget => Self::CreditsSpent,
            ErrorCode::Connect
            | ErrorCode::Timeout
            | ErrorCode::RateLimited
            | ErrorCode::Upstream
            | ErrorCode::EmptyBody
            | ErrorCode::Truncated
            | ErrorCode::TooLarge
            | ErrorCode::Html
            | ErrorCode::Captcha
            | ErrorCode::ProviderError => Self::Provider,
            ErrorCode::Aborted => Self::Interrupted,
            _ => Self::Error,
        }
    }

    /// The exit of a run from those of its campaigns: what stops a run wins, one common cause
    /// stands for itself, and otherwise some failed.
    pub(crate) fn merge(campaigns: &[Self]) -> Self {
        for winner in [Self::Interrupted, Self::KeyRefused, Self::CreditsSpent] {
            if campaigns.contains(&winner) {
                return winner;
            }
        }
        let failed = |exit: &Self| !matches!(exit, Self::Done | Self::Alerts);
        if !campaigns.iter().any(failed) {
            return campaigns.iter().copied().max().unwrap_or(Self::Done);
        }
        if !campaigns.iter().all(failed) {
            return Self::SomeFailed;
        }
        [Self::Provider, Self::SomeFailed].into_iter().find(|exit| campaigns.contains(exit)).unwrap_or(Self::Error)
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error that knows its exit code; any other ends with 1.
#[derive(Debug)]
pub(crate) struct Stop {
    /// How the process ends.
    pub(crate) exit: Exit,
    message: String,
}

impl Stop {
    /// An error with its exit code and message.
    pub(crate) fn error(exit: Exit, message: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Self { exit, message: message.into() })
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stop {}

/// The exit of an error, wherever in its chain the cause stands.
pub(crate) fn exit_of(error: &anyhow::Error) -> Exit {
    error
        .chain()
        .find_map(|cause| {
            let stop = cause.downcast_ref::<Stop>().map(|stop| stop.exit);
            stop.or_else(|| cause.downcast_ref::<tagpulse_core::Error>().map(|error| Exit::of(error.code)))
        })
        .unwrap_or(Exit::Error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Exit::{Alerts, CreditsSpent, Done, Error, Interrupted, KeyRefused, Provider, SomeFailed};

    #[test]
    fn the_exit_of_a_run_is_merged_from_its_campaigns() {
        let check = |campaigns: &[Exit], expected: Exit| assert_eq!(Exit::merge(campaigns), expected, "{campaigns:?}");
        check(&[], Done);
        check(&[Done, Done], Done);
        check(&[Done, Alerts], Alerts);
        check(&[Provider], Provider);
        check(&[Provider, Provider], Provider);
        check(&[Provider, Error], Provider);
        check(&[Error, Error], Error);
        check(&[Done, Error], SomeFailed);
        check(&[Alerts, Provider], SomeFailed);
        check(&[Done, CreditsSpent], CreditsSpent);
        check(&[CreditsSpent, KeyRefused, Done], KeyRefused);
        check(&[KeyRefused, Interrupted], Interrupted);
    }

    #[test]
    fn the_cause_is_found_below_its_context() {
        let error = anyhow::Error::new(tagpulse_core::Error::new(ErrorCode::Auth, "no")).context("campaign a");
        assert_eq!(exit_of(&error), KeyRefused);
        assert_eq!(exit_of(&Stop::error(Exit::Config, "x").context("y")), Exit::Config);
        assert_eq!(exit_of(&anyhow::anyhow!("other")), Error);
    }
}
