//! One line on stderr that says how far a run is; only where somebody watches.

use std::io::{IsTerminal, Write};

use tagpulse_core::Progress as Far;

/// The line.
#[derive(Debug)]
pub(crate) struct Progress {
    on: bool,
}

impl Progress {
    /// A line when stderr is a terminal and nobody asked for quiet.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { on: !quiet && std::io::stderr().is_terminal() }
    }

    /// Writes over the line.
    pub(crate) fn show(&self, campaign: &str, far: &Far) {
        if self.on {
            let hashtag = far.hashtag.as_deref().unwrap_or_default();
            let campaign = tagpulse_core::clean(campaign, 40);
            let (pages, videos, credits) = (far.pages, far.videos, far.credits);
            let line = format!("{campaign}: #{hashtag} page {}, {videos} videos, {credits} credits", pages + 1);
            self.write(&format!("\r\u{1b}[2K{line}"));
        }
    }

    /// Removes the line.
    pub(crate) fn clear(&self) {
        if self.on {
            self.write("\r\u{1b}[2K");
        }
    }

    fn write(&self, text: &str) {
        let mut stderr = std::io::stderr().lock();
        // A line that cannot be shown is no reason to stop a run.
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }
}
