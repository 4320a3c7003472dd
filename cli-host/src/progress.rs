//! How far a run is, on stderr: one line that changes where somebody watches, a line a page where
//! a program reads.

use std::io::{IsTerminal, Write};

use serde::Serialize;
use tagpulse_core::Progress as Far;

use crate::{number::counted, output};

/// The line.
#[derive(Debug)]
pub(crate) struct Progress {
    on: bool,
    logs: bool,
}

/// What a program reads beside the words.
#[derive(Serialize)]
struct Page<'a> {
    campaign: &'a str,
    hashtag: &'a str,
    page: u32,
    videos: u32,
    credits: u32,
}

impl Progress {
    /// A line when stderr is a terminal and nobody asked for quiet.
    pub(crate) fn new(quiet: bool) -> Self {
        let json = output::logs_json();
        Self { on: !quiet && !json && std::io::stderr().is_terminal(), logs: !quiet && json }
    }

    /// Writes over the line.
    pub(crate) fn show(&self, campaign: &str, far: &Far) {
        if !self.on && !self.logs {
            return;
        }
        let hashtag = far.hashtag.as_deref().unwrap_or_default();
        let (page, videos, credits) = (far.pages + 1, far.videos, far.credits);
        let name = tagpulse_core::clean(campaign, 40);
        let place = match far.hashtag {
            Some(_) => format!("#{hashtag} page {page}"),
            None => "single videos".to_owned(),
        };
        let (read, paid) = (counted(videos.into(), "video"), counted(credits.into(), "credit"));
        let line = format!("{name}: {place}, {read}, {paid}");
        if self.logs {
            output::log("info", &line, Some(Page { campaign, hashtag, page, videos, credits }));
        } else {
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
