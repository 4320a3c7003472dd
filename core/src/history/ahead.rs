//! Looks ahead, while a large reading is folded in.

use super::History;
use crate::Listed;

/// Videos that are looked up together: what they need fits into the processor's first cache.
pub(super) const TOGETHER: usize = 64;

impl History {
    /// Looks at what [`Self::take`] will look up for these videos. In a large campaign each look is a miss of
    /// the processor's cache; where nothing is decided between them, many are under way at once. So one loop looks
    /// at one thing.
    pub(super) fn look_ahead(&self, block: &[Listed]) {
        let mut seen = block.iter().fold(0, |seen, listed| seen ^ self.places.glance(listed.video.video_id.0));
        let mut names = [""; TOGETHER];
        for (to, Listed { video, .. }) in names.iter_mut().zip(block) {
            let known = self.find(video.video_id);
            let name = known.and_then(|known| self.name(known));
            *to = video.author.as_deref().filter(|author| name != Some(*author)).unwrap_or_default();
            seen ^= known.map_or(0, |known| u64::from(known.told_average)) ^ video.hashtags.glance();
        }
        std::hint::black_box(seen ^ self.authors.glance(&names));
    }
}
