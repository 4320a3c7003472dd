//! Episodes: what a campaign was told of, so that it is told once.
//!
//! A spike is a stretch of days, not a day. It is told when it opens, when it gets more urgent
//! and when it passes a round number of views; in between it is silent.
//!
//! News of it can wait, and mostly is none. Gains are over a day: with two readings a day the second
//! one shows the whole of the burst of which the first showed half, and with that a higher tier: one
//! jump, told twice within twelve hours. So a rise waits until its day has nothing in common with the
//! one that was told; the highest tier reached by then is told if the episode is still open. A round
//! number passed the day after is what the message of the day before let expect: it waits for a whole
//! day of silence, in which most spikes end.

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
/// A rise in tier waits so long after the last message: a day, less what readings come early.
const RISE_SECONDS: i64 = 20 * 3600;
/// A round number waits so long: a day without a message lies between.
const RUNG_SECONDS: i64 = 40 * 3600;
/// An episode that nobody saw last for so long is over: the video was not listed, or not often enough to tell.
const UNSEEN_SECONDS: i64 = 7 * 86_400;
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
    /// The highest tier that it reached.
    pub(crate) peak: Tier,
    /// Rungs of the ladder that lay below its views when it was last told.
    pub(crate) rung: u8,
    /// Readings in a row under the score that keeps it open.
    pub(crate) quiet: u8,
    /// When it was last told; none while it is held back.
    pub(crate) told: Option<Timestamp>,
    /// The last reading on which it fired or lasted.
    pub(crate) last: Timestamp,
}

record!(Episode { video, opened, tier, peak, rung, quiet, told, last });

/// Why an episode is told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// What held it back is over.
    Released,
    /// A higher tier than was told.
    Higher,
    /// A round number of views.
    Passed(u64),
}

impl Episode {
    pub(crate) const fn is_open(&self) -> bool {
        self.quiet < QUIET_TO_CLOSE
    }

    /// Whether it is to be remembered at a reading: while it is open, and while the video is silent after a message.
    pub(crate) fn holds(&self, at: Timestamp, cool_down_hours: f64) -> bool {
        let silent = RISE_SECONDS.max((cool_down_hours * 3600.0) as i64);
        self.told.unwrap_or(self.last).plus(silent) > at || (self.is_open() && self.last.plus(UNSEEN_SECONDS) > at)
    }

    /// What there is to tell of it at a reading that shows so many views.
    pub(crate) fn news(&self, at: Timestamp, views: u64) -> Option<News> {
        let Some(told) = self.told else { return (self.quiet == 0).then_some(News::Released) };
        let silent = at.seconds() - told.seconds();
        if self.peak > self.tier && silent >= RISE_SECONDS {
            return Some(News::Higher);
        }
        let now = rungs(views);
        rung(now).filter(|_| now > self.rung && silent >= RUNG_SECONDS).map(News::Passed)
    }
}

/// How many rungs lie at or below so many views.
pub(crate) fn rungs(views: u64) -> u8 {
    RUNGS.iter().take_while(|rung| **rung <= views).count() as u8
}

/// The highest rung among so many.
fn rung(rungs: u8) -> Option<u64> {
    usize::from(rungs).checked_sub(1).and_then(|at| RUNGS.get(at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_seconds(1_790_000_000 + hours * 3600).unwrap()
    }

    fn told() -> Episode {
        Episode {
            video: VideoId(1),
            opened: Day::of(at(0), 0),
            tier: Tier::Hot,
            peak: Tier::Hot,
            rung: rungs(90_000),
            quiet: 0,
            told: Some(at(0)),
            last: at(0),
        }
    }

    #[test]
    fn the_same_burst_seen_whole_waits_until_its_day_is_over() {
        let risen = Episode { peak: Tier::Viral, ..told() };
        assert_eq!([12, 24].map(|hours| risen.news(at(hours), 90_000)), [None, Some(News::Higher)]);
        assert_eq!(told().news(at(24), 90_000), None, "as told");
    }

    #[test]
    fn a_round_number_waits_for_a_day_of_silence() {
        let passed = [12, 24, 48].map(|hours| told().news(at(hours), 310_000));
        assert_eq!(passed, [None, None, Some(News::Passed(300_000))]);
        assert_eq!(told().news(at(48), 99_999), None);
        // The rise says it with the larger word.
        let risen = Episode { peak: Tier::Mega, ..told() };
        assert_eq!(risen.news(at(48), 310_000), Some(News::Higher));
    }

    #[test]
    fn it_is_remembered_while_it_is_open_and_while_its_video_is_silent() {
        let holds = |episode: &Episode, hours| [0.0, 72.0].map(|cool_down| episode.holds(at(hours), cool_down));
        let closed = Episode { quiet: 2, ..told() };
        // Within a day a video is silent whatever the policy says.
        assert_eq!(
            [19, 20, 71, 72].map(|hours| holds(&closed, hours)),
            [[true, true], [false, true], [false, true], [false, false]]
        );
        assert_eq!(holds(&Episode { quiet: 1, ..told() }, 90), [true, true]);
        // Its video was listed no more: what it does when it is found again is another story.
        assert_eq!([167, 168].map(|hours| holds(&told(), hours)), [[true, true], [false, false]]);
    }

    #[test]
    fn what_was_held_back_is_told_while_it_lasts() {
        let held = Episode { told: None, ..told() };
        assert_eq!(held.news(at(12), 90_000), Some(News::Released));
        assert_eq!(Episode { quiet: 1, ..held }.news(at(12), 310_000), None);
    }
}
