//! Large videos that no listing had are read again by themselves, one credit each.
//!
//! They are observations: what comes is their counts now. A video that the provider does not give may be gone, private or
//! throttled: that is not known, so nothing is asked twice for it, and the next reading asks again.

use super::{
    Collector,
    listing::{Next, Phase, Reading, retry_or_stop},
};
use crate::{
    Listed, Rechecked, StopReason, VideoId,
    normalize::{Hints, Page},
    provider,
};

impl Collector {
    /// Leaves of the candidates those that are read, once the listings have ended; the same when called again.
    pub(super) fn choose_rechecks(&mut self) {
        self.merge.leave_unlisted(&mut self.options.recheck);
        self.options.recheck.truncate(self.options.max_rechecks as usize);
    }

    fn recheck(&self) -> Option<u32> {
        match self.readings.get(self.current as usize).map(Reading::phase) {
            Some(Phase::Recheck { place }) => Some(*place),
            _ => None,
        }
    }

    pub(super) fn is_rechecking(&self) -> bool {
        self.recheck().is_some()
    }

    /// Ends the single videos when none is left. Without a page there is no reading that they could be part of.
    pub(super) fn end_rechecks(&mut self) {
        let Some(place) = self.recheck() else { return };
        self.choose_rechecks();
        if (self.pages == 0 || place as usize >= self.options.recheck.len())
            && let Some(reading) = self.readings.last_mut()
        {
            reading.stop(StopReason::NoMore, None);
        }
    }

    pub(super) fn turn_to_next_video(&mut self) {
        if let Some(reading) = self.readings.last_mut() {
            reading.next_video();
        }
    }
}

/// Reads the answer about one video. Also gives the credits it cost, if it says.
pub(super) fn read(
    bytes: &[u8],
    dialect: Option<&str>,
    id: VideoId,
    rechecked: &mut Vec<Rechecked>,
) -> (Next, Option<u32>) {
    let credits = provider::credits_used(bytes);
    let go = (Next::Go { page: false }, credits.or(Some(1)));
    if provider::has_no_video(bytes) {
        return go;
    }
    let error = match Page::read(bytes, &Hints { dialect, ..Hints::default() }, 1) {
        Ok(page) => {
            // Another video in its place says nothing of it.
            if let [Listed { video, .. }] = page.videos.as_slice()
                && video.video_id == id
            {
                rechecked.push(Rechecked { video_id: id, counts: video.counts });
                return go;
            }
            match page.cut {
                Some(cut) => cut,
                None => return go,
            }
        }
        Err(error) => error,
    };
    (retry_or_stop(error), credits)
}
