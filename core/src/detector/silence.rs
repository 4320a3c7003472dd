//! `silence`: has the campaign gone quiet? No published video for several times the usual gap.

use super::stat::median;
use crate::{Policy, SMALL, gather::gather, history::Tracked, rank};

/// Newest videos that tell how often one is published.
const VIDEOS: usize = 30;
/// So many are kept while they are looked for.
const AT_MOST: usize = 1_024;
/// Fewer than this tell nothing.
const VIDEOS_LEAST: usize = 8;
/// A shorter silence is a night's or a weekend's.
const LEAST_SECONDS: f64 = 48.0 * 3600.0;

/// The newest publications, while one video after the other is taken.
pub(crate) struct Silence {
    now: i64,
    times: Vec<u64>,
    /// No earlier one is among the newest.
    least: Option<u64>,
}

impl Silence {
    /// At an instant, in seconds.
    pub(crate) const fn at(now: i64) -> Self {
        Self { now, times: Vec::new(), least: None }
    }

    // By itself in the wasm, where size counts.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn take(&mut self, video: &Tracked) {
        let created = video.created.get().and_then(|created| u64::try_from(created).ok());
        let Some(created) = created.filter(|created| *created <= self.now.unsigned_abs()) else { return };
        if SMALL || self.least.is_none_or(|least| created > least) {
            self.times.push(created);
            // Of many only the newest are put into order.
            if !SMALL && self.times.len() == AT_MOST {
                let (_, later, _) = self.times.select_nth_unstable(AT_MOST - VIDEOS);
                self.least = Some(*later);
                self.times.drain(..AT_MOST - VIDEOS);
            }
        }
    }

    /// Seconds since the last video, and the usual gap, when that is a silence.
    pub(crate) fn usual(self, policy: &Policy) -> Option<(u64, u64)> {
        let times = rank::sorted(self.times);
        let times = times.get(times.len().saturating_sub(VIDEOS)..).unwrap_or_default();
        if times.len() < VIDEOS_LEAST {
            return None;
        }
        let later = times.iter().skip(1);
        let gaps: Vec<f64> = gather(times.iter().zip(later).map(|(early, late)| (late - early) as f64));
        let usual = median(&gaps);
        let quiet = self.now - *times.last()? as i64;
        (quiet as f64 > (usual * policy.silence_gaps).max(LEAST_SECONDS)).then_some((quiet as u64, usual as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Zone,
        compose::Members,
        detector::cases::{NOW, Row, campaign, video},
    };

    /// Videos of these ages in hours, where so many of the usual gaps make a silence.
    fn silence_of(gaps: f64, ages: impl IntoIterator<Item = i64>) -> Option<(u64, u64)> {
        let rows: Vec<Row> = ages.into_iter().map(|hours| video(hours as f64 / 24.0, &[10])).collect();
        quiet(gaps, &rows)
    }

    fn quiet(silence_gaps: f64, rows: &[Row]) -> Option<(u64, u64)> {
        let (history, campaign) = campaign(rows);
        let mut silence = Silence::at(NOW);
        Members::of(&history, &campaign, &Zone::utc()).videos.iter().for_each(|video| silence.take(video));
        silence.usual(&Policy { silence_gaps, ..Policy::default() })
    }

    fn silence(ages: impl IntoIterator<Item = i64>) -> Option<(u64, u64)> {
        silence_of(Policy::default().silence_gaps, ages)
    }

    fn daily(newest: i64) -> impl Iterator<Item = i64> {
        (0..12).map(move |n| newest + n * 24)
    }

    #[test]
    fn three_times_the_usual_gap() {
        assert_eq!(silence(daily(73)), Some((73 * 3600, 24 * 3600)));
        assert_eq!(silence(daily(72)), None, "three gaps, not more");
        assert_eq!(silence_of(4.0, daily(96)), None, "four gaps, where a campaign says so");
        assert_eq!(silence_of(4.0, daily(97)), Some((97 * 3600, 24 * 3600)));
        // In whatever order they are listed.
        let mixed = daily(73).step_by(2).chain(daily(97).step_by(2));
        assert_eq!(silence(mixed), Some((73 * 3600, 24 * 3600)));
        // One with a date to come is none that was published.
        assert_eq!(silence(daily(73).chain([-5])), Some((73 * 3600, 24 * 3600)));
    }

    #[test]
    fn two_days_at_least_and_eight_videos() {
        // Where one comes every hour, a night without is none.
        let hourly = |newest: i64| (0..12).map(move |n| newest + n);
        assert_eq!(silence(hourly(12)), None);
        assert_eq!(silence(hourly(48)), None);
        assert_eq!(silence(hourly(49)), Some((49 * 3600, 3600)));
        assert_eq!(silence(daily(200).take(8)), Some((200 * 3600, 24 * 3600)));
        assert_eq!(silence(daily(200).take(7)), None, "seven videos have no usual gap");
        assert_eq!(silence([]), None);
    }

    #[test]
    fn the_usual_is_the_median_gap_of_the_newest_thirty() {
        // One of weeks is not what is usual.
        assert_eq!(silence(daily(73).chain([5_000])), Some((73 * 3600, 24 * 3600)));
        let old = (0..40).map(|n| 1_000 + n * 240);
        assert_eq!(silence((0..30).map(|n| 60 + n).chain(old)), Some((60 * 3600, 3600)), "hourly of late");
        // Among thousands, wherever they stand, and many of one hour among them.
        let crowd = || (0..1_500).map(|n| 2_000 + n % 500).chain(std::iter::repeat_n(1_999, 1_500));
        let newest = || (0..30).map(|n| 60 + n);
        assert_eq!(silence(newest().chain(crowd())), Some((60 * 3600, 3600)));
        assert_eq!(silence(crowd().chain(newest())), Some((60 * 3600, 3600)));
        let (some, others) = (newest().take(9), newest().skip(9));
        assert_eq!(silence(some.chain(crowd()).chain(others)), Some((60 * 3600, 3600)));
        let slow = (1..20).map(|n| 70 + n * 24);
        assert_eq!(silence((0..11).map(|n| 60 + n).chain(slow)), None, "ten gaps of an hour among nineteen of a day");
    }

    #[test]
    fn videos_of_unknown_age_tell_nothing() {
        let unknown = || (0..12).map(|n| video(20.0 + f64::from(n), &[10]).without_age());
        assert_eq!(quiet(3.0, &unknown().collect::<Vec<_>>()), None);
        let seven = daily(200).take(7).map(|hours| video(hours as f64 / 24.0, &[10]));
        assert_eq!(quiet(3.0, &seven.chain(unknown()).collect::<Vec<_>>()), None, "seven of a known age");
        // What they were viewed is not asked for.
        let uncounted: Vec<Row> = daily(73).map(|hours| video(hours as f64 / 24.0, &[10]).without_views(0)).collect();
        assert_eq!(quiet(3.0, &uncounted), Some((73 * 3600, 24 * 3600)));
    }
}
