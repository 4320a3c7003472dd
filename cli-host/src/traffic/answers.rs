//! A request that several campaigns have in common goes out once: whoever comes second waits
//! for the answer of the first, also for its failure.
//!
//! Answers that were accepted stand in the store; here are those that were not.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use tagpulse_core::Request;
use tokio::sync::Notify;

use crate::http::Answer;

/// What was asked, the same for every campaign that asks it.
type Key = (String, String);

/// The requests of a run that are out, and those that failed for good.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    out: RefCell<HashSet<Key>>,
    failed: RefCell<HashMap<Key, Answer>>,
    changed: Notify,
}

impl Answers {
    /// Waits until nobody else asks this, and claims it: through all tries of the request.
    pub(crate) async fn claim(&self, request: &Request) -> Claim<'_> {
        let key = key(request);
        while self.out.borrow().contains(&key) {
            self.changed.notified().await;
        }
        self.out.borrow_mut().insert(key.clone());
        Claim { answers: self, key }
    }

    /// The last answer to a request whose every try failed in this run.
    pub(crate) fn failed(&self, request: &Request) -> Option<Answer> {
        self.failed.borrow().get(&key(request)).cloned()
    }

    /// Keeps the answer of a last try that failed.
    pub(crate) fn fail(&self, request: &Request, answer: Answer) {
        self.failed.borrow_mut().insert(key(request), answer);
    }
}

/// The right to ask something; dropping it lets others ask.
#[derive(Debug)]
pub(crate) struct Claim<'a> {
    answers: &'a Answers,
    key: Key,
}

impl Claim<'_> {
    /// Whether it is for this request.
    pub(crate) fn is_for(&self, request: &Request) -> bool {
        (&self.key.0, &self.key.1) == (&request.path, &request.body)
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.answers.out.borrow_mut().remove(&self.key);
        self.answers.changed.notify_waiters();
    }
}

fn key(request: &Request) -> Key {
    (request.path.clone(), request.body.clone())
}
