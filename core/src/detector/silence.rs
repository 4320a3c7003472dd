//! `silence`: has the campaign gone quiet? No published video for several times the usual gap.

use super::stat::median;
use crate::{Policy, compose::Members, gather::gather, rank};

/// Newest videos that tell how often one is published.
const VIDEOS: usize = 30;
/// Fewer than this tell nothing.
const VIDEOS_LEAST: usize = 8;
/// A shorter silence is a night's or a weekend's.
const LEAST_SECONDS: f64 = 48.0 * 3600.0;

/// Seconds since the last video, and the usual gap, when that is a silence.
pub(crate) fn silent(members: &Members<'_>, now: i64, policy: &Policy) -> Option<(i64, i64)> {
    let created = members.videos.iter().filter_map(|video| u64::try_from(video.created?).ok());
    let times: Vec<u64> = rank::sorted(gather(created.filter(|created| *created <= now.unsigned_abs())));
    let times = times.get(times.len().saturating_sub(VIDEOS)..).unwrap_or_default();
    if times.len() < VIDEOS_LEAST {
        return None;
    }
    let later = times.iter().skip(1);
    let gaps: Vec<f64> = gather(times.iter().zip(later).map(|(early, late)| (late - early) as f64));
    let usual = median(&gaps);
    let quiet = now - *times.last()? as i64;
    (quiet as f64 > (usual * policy.silence_gaps).max(LEAST_SECONDS)).then_some((quiet, usual as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Zone,
        detector::cases::{NOW, Row, campaign, video},
    };

    /// Videos of these ages in hours.
    fn silence(ages: impl IntoIterator<Item = i64>) -> Option<(i64, i64)> {
        let rows: Vec<Row> = ages.into_iter().map(|hours| video(hours as f64 / 24.0, &[10])).collect();
        let (history, campaign) = campaign(&rows);
        silent(&Members::of(&history, &campaign, &Zone::utc()), NOW, &Policy::default())
    }

    #[test]
    fn three_times_the_usual_gap() {
        let daily = |newest: i64| (0..12).map(move |n| newest + n * 24);
        assert_eq!(silence(daily(73)), Some((73 * 3600, 24 * 3600)));
        assert_eq!(silence(daily(72)), None, "three gaps, not more");
        // Where one comes every hour, a night without is none.
        assert_eq!(silence((0..12).map(|n| 12 + n)), None);
        assert_eq!(silence((0..12).map(|n| 49 + n)), Some((49 * 3600, 3600)));
        assert_eq!(silence(daily(200).take(7)), None, "seven videos have no usual gap");
        // One with a date to come is none that was published.
        assert_eq!(silence(daily(73).chain([-5])), Some((73 * 3600, 24 * 3600)));
    }

    #[test]
    fn videos_of_unknown_age_tell_nothing() {
        let rows: Vec<Row> = (0..12).map(|n| video(20.0 + f64::from(n), &[10]).without_age()).collect();
        let (history, campaign) = campaign(&rows);
        assert_eq!(silent(&Members::of(&history, &campaign, &Zone::utc()), NOW, &Policy::default()), None);
    }
}
