//! `silence`: has the campaign gone quiet? No published video for several times the usual gap.

use super::stat::median;
use crate::{Policy, compose::Members};

/// Newest videos that tell how often one is published.
const VIDEOS: usize = 30;
/// Fewer than this tell nothing.
const VIDEOS_LEAST: usize = 8;
/// A shorter silence is a night's or a weekend's.
const LEAST_SECONDS: f64 = 48.0 * 3600.0;

/// Seconds since the last video, and the usual gap, when that is a silence.
pub(crate) fn silent(members: &Members<'_>, now: i64, policy: &Policy) -> Option<(i64, i64)> {
    let created = members.videos.iter().filter_map(|video| u64::try_from(video.created?).ok());
    let times = created.filter(|created| *created <= now.unsigned_abs()).collect();
    let times: Vec<i64> = crate::rank::sorted(times).into_iter().rev().take(VIDEOS).map(|at| at as i64).collect();
    if times.len() < VIDEOS_LEAST {
        return None;
    }
    let gaps: Vec<f64> = times
        .windows(2)
        .map(|pair| pair.first().zip(pair.last()).map_or(0, |(late, early)| late - early) as f64)
        .collect();
    let usual = median(&gaps);
    let quiet = now - times.first().copied()?;
    (quiet as f64 > (usual * policy.silence_gaps).max(LEAST_SECONDS)).then_some((quiet, usual as i64))
}
