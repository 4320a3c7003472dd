//! Why a message was not taken, and when trying again may help.

use std::time::Duration;

use tagpulse_core::clean;

use crate::secret::Secret;

/// The longest reason that is kept.
const MOST_CHARACTERS: usize = 300;

/// A try that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Why, as it came: a receiver may have written it.
    reason: String,
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
    pub(super) fn soon(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), again: Again::Soon(None) }
    }

    /// What somebody has to mend.
    pub(super) fn later(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), again: Again::Later }
    }

    /// With every occurrence of these masked. A part of one would be left by a cut, so nothing is
    /// cut before.
    pub(super) fn without<'a>(mut self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        for secret in secrets {
            self.reason = secret.redact(&self.reason);
        }
        self
    }

    /// Why, in one harmless line.
    pub(super) fn reason(&self) -> String {
        clean(&self.reason, MOST_CHARACTERS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_secret_is_left_where_a_reason_is_cut() {
        let secret = Secret::new("0123456789abcdef").unwrap();
        for before in MOST_CHARACTERS - 20..MOST_CHARACTERS + 5 {
            let failure = Failure::soon(format!("{} {}", "x".repeat(before), secret.expose())).without([&secret]);
            assert!(!failure.reason().contains("0123"), "{}", failure.reason());
        }
    }
}
