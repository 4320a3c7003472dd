//! Credits that a run, a day and a month may cost, counted from the ledger over all campaigns.

use std::cell::Cell;

use anyhow::Result;
use tagpulse_core::{Error, ErrorCode, Timestamp};

use crate::{number::counted, options::Limits, store::Store};

/// What is left, counted down by every request before it is sent: a request that is out counts
/// as one credit until its answer says otherwise.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    /// The narrowest limit's rest, and its name; nothing when there is no limit.
    left: Option<(Cell<u32>, String)>,
}

impl Budget {
    /// What the limits leave to a run at this instant; without a store nothing is spent. Days and months
    /// are those of UTC, as in `tagpulse cost`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn of(limits: &Limits, store: Option<&Store>, taken_at: Timestamp) -> Result<Self> {
        let day = taken_at.seconds().div_euclid(86_400) * 86_400;
        let (month, next_month) = month_of(day);
        let spans = [
            (&limits.max_credits, "a run (--max-credits)", taken_at.seconds(), taken_at.seconds() + 1),
            (&limits.max_credits_per_day, "a day (max_credits_per_day, UTC)", day, day + 86_400),
            (&limits.max_credits_per_month, "a month (max_credits_per_month, UTC)", month, next_month),
        ];
        let mut left: Option<(u32, String)> = None;
        for (limit, name, from, before) in spans {
            let Some(limit) = limit else { continue };
            let spent = store.map(|store| store.spent_within(from, before)).transpose()?.unwrap_or_default();
            let rest = limit.value.saturating_sub(spent.credits.saturating_add(spent.possible));
            if left.as_ref().is_none_or(|(least, _)| rest < *least) {
                left = Some((rest, format!("{} {name}", counted(limit.value.into(), "credit"))));
            }
        }
        Ok(Self { left: left.map(|(rest, name)| (Cell::new(rest), name)) })
    }

    /// Credits that are left; `None` without a limit.
    pub(crate) fn left(&self) -> Option<u32> {
        self.left.as_ref().map(|(left, _)| left.get())
    }

    /// Why no request may be sent; `None` where one may.
    pub(crate) fn refusal(&self) -> Option<Error> {
        let (_, name) = self.left.as_ref().filter(|(left, _)| left.get() == 0)?;
        Some(Error::new(ErrorCode::Budget, format!("the budget of {name} does not allow another request")))
    }

    /// Takes a credit for a request that is about to be sent.
    ///
    /// # Errors
    /// `budget` when none is left.
    pub(super) fn reserve(&self) -> Result<(), Error> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        if let Some((left, _)) = &self.left {
            left.set(left.get().saturating_sub(1));
        }
        Ok(())
    }

    /// Puts what a request really cost into the place of the credit taken for it.
    pub(super) fn settle(&self, credits: u32) {
        if let Some((left, _)) = &self.left {
            left.set(left.get().saturating_add(1).saturating_sub(credits));
        }
    }
}

/// The first seconds of the month of a day, and of the next month.
fn month_of(day: i64) -> (i64, i64) {
    use chrono::Datelike;
    let date = chrono::DateTime::from_timestamp(day, 0).unwrap_or_default().date_naive();
    let first = day - i64::from(date.day0()) * 86_400;
    // Any day of the next month, then back to its first.
    let inside = first + 31 * 86_400;
    let later = chrono::DateTime::from_timestamp(inside, 0).unwrap_or_default().date_naive();
    (first, inside - i64::from(later.day0()) * 86_400)
}

#[cfg(test)]
mod tests {
    use tagpulse_core::Day;

    use super::*;

    #[test]
    fn months_begin_on_their_first() {
        let check = |day: &str, first: &str, next: &str| {
            let at = |day: &str| i64::from(Day::parse(day).unwrap().number()) * 86_400;
            assert_eq!(month_of(at(day)), (at(first), at(next)), "{day}");
        };
        check("2026-11-23", "2026-11-01", "2026-12-01");
        check("2026-12-31", "2026-12-01", "2027-01-01");
        check("2028-02-29", "2028-02-01", "2028-03-01");
        check("2026-01-01", "2026-01-01", "2026-02-01");
    }

    #[test]
    fn a_request_that_cost_nothing_gives_its_credit_back() {
        let budget = Budget { left: Some((Cell::new(1), "1 credit a run".to_owned())) };
        assert!(budget.reserve().is_ok());
        assert_eq!(budget.reserve().unwrap_err().code, ErrorCode::Budget);
        budget.settle(0);
        assert!(budget.reserve().is_ok());
        budget.settle(3);
        assert!(budget.reserve().is_err());
    }
}
