//! Episodes: what a campaign was told of, so that it is told once.
//!
//! A spike is a stretch of days, not a day. It is told when it opens, when it gets more urgent
//! and when it passes a round number of views; in between it is silent.

use crate::{Day, Timestamp, VideoId, alert::Tier, codec::record};

/// Views of which the passing is told.
const RUNGS: [u64; 12] = [
    100_000,
    300_000,
    1_000_000,
    3_000_000,
    10_000_000,
    30_000_000,
    100_000_000,
    300_000_000,
    1_000_000_000,
    3_000_000_000,
    10_000_000_000,
    30_000_000_000,
];
/// Trusted readings under the score that close an episode: one may be chance.
const QUIET_TO_CLOSE: u8 = 2;

/// A video's spike, open or not long closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Episode {
    pub(crate) video: VideoId,
    /// Civil day on which it opened.
    pub(crate) opened: Day,
    /// The highest tier that was told.
    pub(crate) tier: Tier,
    /// Rungs of the ladder that lie below its views.
    pub(crate) rung: u8,
    /// Readings in a row under the score that keeps it open.
    pub(crate) quiet: u8,
    /// When it was last told; none while it is held back.
    pub(crate) told: Option<Timestamp>,
    /// The last reading on which it fired or lasted.
    pub(crate) last: Timestamp,
}

record!(Episode { video, opened, tier, rung, quiet, told, last });

impl Episode {
    pub(crate) const fn is_open(&self) -> bool {
        self.quiet < QUIET_TO_CLOSE
    }
}

/// How many rungs lie at or below so many views.
pub(crate) fn rungs(views: u64) -> u8 {
    RUNGS.iter().take_while(|rung| **rung <= views).count() as u8
}

/// The highest rung among so many, for a key and a reason.
pub(crate) fn rung(rungs: u8) -> Option<u64> {
    usize::from(rungs).checked_sub(1).and_then(|at| RUNGS.get(at)).copied()
}
