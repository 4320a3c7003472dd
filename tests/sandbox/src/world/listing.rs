//! The ranked, incomplete, unstable listing that a provider gives of a hashtag.

use super::draw::{Purpose, chance, normal, stream};
use super::growth::Counts;
use super::{VideoTruth, World};

impl World {
    /// The listing of a hashtag (without `#`) at `now` (Unix seconds), first rank first.
    ///
    /// Videos are ranked by views with a jitter drawn for the day and `poll`; the share
    /// [`absent_share`](crate::WorldOptions::absent_share) of them is left out, drawn for
    /// the day alone; [`cap`](crate::WorldOptions::cap) cuts the rest. Empty for a hashtag
    /// that the world does not have.
    ///
    /// ```
    /// use tagpulse_sandbox::{World, WorldOptions};
    /// let world = World::new(WorldOptions { absent_share: 0.0, ..WorldOptions::seeded(7) });
    /// let now = world.options().end();
    /// assert_eq!(world.listing("summerglow", now, 0).len(), world.truth(now).len());
    /// ```
    #[must_use]
    pub fn listing(&self, hashtag: &str, now: i64, poll: u32) -> Vec<VideoTruth<'_>> {
        self.ranking(hashtag, now, poll).into_iter().map(|(index, counts)| self.truth_of(index, counts)).collect()
    }

    /// The listing as indices of videos beside their counts.
    pub(crate) fn ranking(&self, hashtag: &str, now: i64, poll: u32) -> Vec<(usize, Counts)> {
        let options = &self.options;
        let day = options.day_of(now);
        let mut absence = stream(options.seed, Purpose::Absence, day, 0);
        let mut jitter = stream(options.seed, Purpose::Ranking, day, i64::from(poll));
        let mut ranked = Vec::new();
        for (index, video) in self.videos.iter().enumerate() {
            // Drawn for every video, so that no draw depends on who is published.
            let absent = chance(&mut absence, options.absent_share);
            let stray = normal(&mut jitter) * options.rank_jitter;
            if absent || !video.has_hashtag(hashtag) {
                continue;
            }
            if let Some(counts) = self.counts_at(index, now) {
                let score = libm::log(1.0 + counts.views as f64) + stray;
                ranked.push((score, index, counts));
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(options.cap.unwrap_or(usize::MAX));
        ranked.into_iter().map(|(_, index, counts)| (index, counts)).collect()
    }
}
