//! What a host may not send: a request that its own limits forbid is taken back, uncounted.

use super::Collector;
use crate::{Error, ErrorCode, StopReason};

impl Collector {
    /// Takes back the request that is out because the host does not send it: a budget that several
    /// collections share is spent, the key was refused to another one, the user stopped. Nothing is
    /// counted for it; what is open stops with this error, and what was gathered stays.
    ///
    /// ```
    /// # use tagpulse_core::{Collector, CollectorOptions, Error, ErrorCode, Step, Timestamp};
    /// let taken_at = Timestamp::parse("2026-11-23T06:00:00Z")?;
    /// let mut collector = Collector::new(CollectorOptions::new(vec!["springglow".into()], taken_at))?;
    /// let Step::Request(_) = collector.next(0) else { panic!() };
    /// collector.refuse(&Error::new(ErrorCode::Budget, "the month's credits are spent"));
    /// assert_eq!(collector.next(0), Step::Done);
    /// let collected = collector.finish();
    /// assert_eq!((collected.usage.requests, collected.error.unwrap().code), (0, ErrorCode::Budget));
    /// # Ok::<(), tagpulse_core::Error>(())
    /// ```
    pub fn refuse(&mut self, error: &Error) {
        self.outstanding = None;
        let budget = error.code == ErrorCode::Budget;
        self.stop_all(if budget { StopReason::CreditBudget } else { StopReason::Error }, error);
        self.fatal.get_or_insert_with(|| error.clone());
    }
}
