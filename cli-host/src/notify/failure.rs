//! Why a message was not taken, and when trying again may help.

use std::time::Duration;

use tagpulse_core::clean;

/// The longest reason that is kept.
const MOST: usize = 300;

/// A try that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Why, without a secret.
    pub(super) reason: String,
    /// What to do.
    pub(super) again: Again,
}

/// When to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// In a moment; the receiver may say in how long.
    Soon(Option<Duration>),
    /// With the next run: what is wrong will not pass by itself, so others may go first.
    Later,
}

impl Failure {
    /// What may pass by itself.
    pub(super) fn soon(reason: impl AsRef<str>) -> Self {
        Self { reason: clean(reason.as_ref(), MOST), again: Again::Soon(None) }
    }

    /// What somebody has to mend.
    pub(super) fn later(reason: impl AsRef<str>) -> Self {
        Self { reason: clean(reason.as_ref(), MOST), again: Again::Later }
    }

    /// With every word of `secret` masked.
    pub(super) fn without(mut self, secrets: &[&crate::secret::Secret]) -> Self {
        for secret in secrets {
            self.reason = secret.redact(&self.reason);
        }
        self
    }
}
