//! Looks ahead, while a large reading is folded in.

use super::History;
use crate::Listed;

/// Videos that are looked up together: what they need fits into the processor's first cache.
pub(super) const TOGETHER: usize = 64;

impl History {
    /// Looks at what [`Self::take`] will look up for these videos. In a large campaign each look is a miss of
    /// the processor's cache; where nothing is decided between them, many are under way at once.
    pub(super) fn look_ahead(&self, block: &[Listed]) {
        let slots = block.iter().fold(0, |seen, listed| seen ^ self.places.glance(listed.video.video_id.0));
        std::hint::black_box(block.iter().fold(slots, |seen, Listed { video, .. }| {
            let known = self.find(video.video_id);
            let name = known.and_then(|known| self.name(known));
            let changed = video.author.as_deref().filter(|author| name != Some(*author));
            let author = changed.map_or(0, |author| self.authors.glance(author));
            seen ^ author ^ known.map_or(0, |known| u64::from(known.last.reading))
        }));
    }
}
