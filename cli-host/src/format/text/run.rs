//! A run: the whole report of one campaign, or the morning's view of several.

use super::{morning, report};
use crate::format::RunResult;

/// The run.
pub(super) fn render(result: &RunResult, columns: Option<usize>) -> String {
    match result.all.campaigns.as_slice() {
        // Its error goes to stderr.
        [ran] => ran.shown.as_ref().map(|shown| report::render(shown, columns)).unwrap_or_default(),
        // Why none was read stands on stderr.
        [] => String::new(),
        _ => morning::render(&result.all, Some(result.credits_used), columns),
    }
}
