//! What waits for its delivery, for people.

use tagpulse_core::clean;

use super::{DIM, WARN, local_time, styled};
use crate::{alerts::OutboxDocument, number::counted};

/// A line an alert and notifier, and why it was not taken.
pub(super) fn render(document: &OutboxDocument) -> String {
    let mut lines = Vec::new();
    if let Some(sent) = document.sent {
        lines.push(format!("{} sent.", counted(sent.into(), "message")));
    }
    if document.waiting.is_empty() {
        lines.push("Nothing waits for its delivery.".to_owned());
    }
    for waiting in &document.waiting {
        let (key, notifier) = (clean(&waiting.key, 200), clean(&waiting.notifier, 60));
        let tries = counted(waiting.attempts.into(), "attempt");
        let at = if waiting.attempts > 0 {
            format!("; next from {} on", local_time(waiting.next_at, &document.zone))
        } else {
            String::new()
        };
        lines.push(format!("{}   {key}   {tries}{at}", styled(WARN, &notifier)));
        lines.extend(waiting.last_error.as_ref().map(|error| styled(DIM, &format!("    {}", clean(error, 300)))));
    }
    lines.join("\n") + "\n"
}
