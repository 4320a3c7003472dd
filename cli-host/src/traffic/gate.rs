//! Lets requests through: as many at a time as the plan allows, none while the provider asks to
//! wait, none after it has refused the key or the credits, none beyond the budget.

use std::cell::{Cell, RefCell};

use tagpulse_core::Error;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Duration, Instant},
};

use super::Budget;

/// Answers in a row without a 429 after which one more request may be out again.
const CALM: u32 = 20;

/// The gate of a run.
#[derive(Debug)]
pub(crate) struct Gate {
    permits: Semaphore,
    /// Requests that may be out at a time at most.
    most: u32,
    /// Those that may be out now: one until the provider has answered well, fewer after a 429.
    now: Cell<u32>,
    calm: Cell<u32>,
    proven: Cell<bool>,
    hold_until: Cell<Option<Instant>>,
    stopped: RefCell<Option<Error>>,
    budget: Budget,
}

/// A request on its way; dropped, it makes room for the next.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    permit: SemaphorePermit<'a>,
}

impl Gate {
    /// A gate for so many requests at a time.
    pub(crate) fn new(most: u32, budget: Budget) -> Self {
        Self {
            // The first request goes alone: a refused key costs one request.
            permits: Semaphore::new(1),
            most,
            now: Cell::new(1),
            calm: Cell::new(0),
            proven: Cell::new(false),
            hold_until: Cell::new(None),
            stopped: RefCell::new(None),
            budget,
        }
    }

    /// Waits until a request may go.
    ///
    /// # Errors
    /// What stopped the run, or `budget`.
    pub(crate) async fn enter(&self) -> Result<Pass<'_>, Error> {
        let Ok(permit) = self.permits.acquire().await else { std::future::pending().await };
        loop {
            if let Some(error) = self.stopped() {
                return Err(error);
            }
            match self.hold_until.get() {
                Some(until) if until > Instant::now() => tokio::time::sleep_until(until).await,
                _ => break,
            }
        }
        self.budget.reserve()?;
        Ok(Pass { gate: self, permit })
    }

    /// Lets nothing through for so long: what the provider asks one request to wait concerns all.
    pub(crate) fn hold(&self, ms: u64) {
        let until = Instant::now() + Duration::from_millis(ms);
        self.hold_until.set(self.hold_until.get().max(Some(until)));
    }

    /// Ends the run for everybody.
    pub(crate) fn stop(&self, error: &Error) {
        self.stopped.borrow_mut().get_or_insert_with(|| error.clone());
    }

    /// Whether the provider has answered anything well.
    pub(crate) const fn is_proven(&self) -> bool {
        self.proven.get()
    }

    /// What ended the run.
    pub(crate) fn stopped(&self) -> Option<Error> {
        self.stopped.borrow().clone()
    }
}

impl Pass<'_> {
    /// Tells what came: its status, and credits that it cost or may have cost.
    pub(crate) fn answered(self, status: Option<u16>, credits: u32) {
        let gate = self.gate;
        gate.budget.settle(credits);
        if status == Some(429) {
            gate.calm.set(0);
            // That more than were out may be out has not been shown either.
            let unused = gate.permits.forget_permits(gate.permits.available_permits());
            gate.now.set(gate.now.get() - unused as u32);
            if gate.now.get() > 1 {
                gate.now.set(gate.now.get() - 1);
                self.permit.forget();
            }
            return;
        }
        if !status.is_some_and(|status| (200..300).contains(&status)) {
            return;
        }
        gate.calm.set(gate.calm.get() + 1);
        let more = if !gate.proven.replace(true) {
            gate.most - gate.now.get()
        } else if gate.calm.get() >= CALM && gate.now.get() < gate.most {
            1
        } else {
            return;
        };
        gate.calm.set(0);
        gate.now.set(gate.now.get() + more);
        gate.permits.add_permits(more as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_refusal_takes_back_what_nobody_used_and_one_more() {
        let gate = Gate::new(8, Budget::default());
        gate.enter().await.unwrap().answered(Some(200), 1);
        assert_eq!((gate.now.get(), gate.permits.available_permits()), (8, 8));
        // Three are out; that a fourth may be was never shown.
        let mut out = Vec::new();
        for _ in 0..3 {
            out.push(gate.enter().await.unwrap());
        }
        out.pop().unwrap().answered(Some(429), 0);
        assert_eq!((gate.now.get(), gate.permits.available_permits()), (2, 0));
        // One may always be out, however often it is refused.
        for _ in 0..2 {
            out.pop().unwrap().answered(Some(429), 0);
        }
        assert_eq!((gate.now.get(), gate.permits.available_permits()), (1, 1));
        // What is answered well for long opens it again, one by one.
        for _ in 0..CALM {
            gate.enter().await.unwrap().answered(Some(200), 1);
        }
        assert_eq!((gate.now.get(), gate.permits.available_permits()), (2, 2));
    }
}
