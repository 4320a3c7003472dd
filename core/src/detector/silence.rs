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
