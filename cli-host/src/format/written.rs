//! How the numbers of a sentence are written that text and pages both have: a page writes all its numbers alike.

use tagpulse_core::{Day, Ratio, Report};

use super::Locale;
use crate::number::{counted, percent, separated, short};

/// A way to write numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    /// As text does.
    Text,
    /// As a page of some locale does.
    Page(Locale),
}

impl Written {
    /// A count, shortened from a million on.
    pub(super) fn short(self, value: u64) -> String {
        match self {
            Self::Text => short(value),
            Self::Page(locale) => locale.short(value),
        }
    }

    /// A count with all its digits.
    pub(super) fn count(self, value: u64) -> String {
        match self {
            Self::Text => separated(value),
            Self::Page(locale) => locale.count(value),
        }
    }

    /// A count with its noun.
    pub(super) fn counted(self, value: u64, noun: &str) -> String {
        match self {
            Self::Text => counted(value, noun),
            Self::Page(locale) => locale.counted(value, noun),
        }
    }

    /// A share.
    pub(super) fn share(self, share: Ratio) -> String {
        match self {
            Self::Text => percent(share.as_f64()),
            Self::Page(locale) => locale.percent(share),
        }
    }

    /// A day.
    pub(super) fn day(self, day: Day) -> String {
        match self {
            Self::Text => day.to_string(),
            Self::Page(locale) => locale.day(day),
        }
    }
}

/// Why a report has no changes: what people read in their place.
pub(super) const fn without_base(report: &Report) -> &'static str {
    match report.coverage.suspect {
        Some(_) => "Nothing is compared: a suspect reading changes no figure.",
        None => "Nothing to compare with: no trusted reading of an earlier day, at least 12 hours older.",
    }
}
