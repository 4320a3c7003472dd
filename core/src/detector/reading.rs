//! What detectors see: the campaign's videos at the newest reading, with ages and gains.
//!
//! All that is awkward in real readings is settled here, once: a video missing from a listing has
//! its growth since it was listed last, a fall is a correction, time is what really passed.
//!
//! What is seen of a video is made when it is looked at, and not kept: of a large campaign it would be a
//! list larger than all that the detectors take of it.

use super::{
    curve::{Age, Curve, Observed, VIDEOS_TO_LEARN},
    stat::ln,
};
use crate::{
    History, Zone,
    compose::{Members, rounding_step},
    history::{Kept, Packed, Tracked, base},
};

/// The youngest age, in days: the first hour says nothing about growth.
const YOUNGEST_DAYS: f64 = 1.0 / 24.0;
/// An interval over which pace is compared is at least so long.
const PACE_SECONDS: i64 = 12 * 3600;
/// Counts that end in so many zeros are rounded: by chance one in a hundred thousand does.
const TELLING_STEP: u64 = 100_000;
/// Growths under this many views teach rounding and chance, not the curve.
const VIEWS_TO_LEARN: u64 = 500;
/// At most about so many videos teach it: a median needs no more.
const TEACHERS: usize = 1_000;

/// A campaign at its newest reading.
pub(crate) struct Reading<'a> {
    pub(super) history: &'a History,
    /// Its videos, of which the reading listed some.
    pub(super) members: &'a Members<'a>,
    curve: Curve,
    /// The place of the base among the readings kept, counted from the newest.
    base: usize,
}

/// A video at the reading.
pub(crate) struct View<'a> {
    pub(crate) video: &'a Tracked,
    /// Since publication; unknown where no one says, and of a video whose views nobody ever knew: as 0 they
    /// would make those of its age look large.
    pub(crate) age: Option<Age>,
    pub(crate) views: u64,
    /// Its growth; none before its second listing.
    pub(crate) grown: Option<Grown>,
}

/// Growth between two readings that listed the video.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grown {
    pub(crate) days: f64,
    /// Age at the earlier one.
    pub(crate) age_before: Option<Age>,
    /// The most views that any earlier reading showed: what comes back after a correction is no gain.
    pub(crate) from: u64,
    pub(crate) gain: u64,
    /// The gain that is certain where the source rounds.
    pub(crate) certain: u64,
    /// How much less the views may be than they are shown, and one: the step in which they are rounded.
    pub(crate) step: u64,
    /// Likes that came with it.
    pub(crate) likes: Option<u64>,
    /// The growth before.
    pub(crate) before: Option<Before>,
}

/// The growth up to the earlier reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Before {
    pub(crate) days: f64,
    pub(crate) age_before: Option<Age>,
    pub(crate) from: u64,
    pub(crate) gain: u64,
}

impl<'a> Reading<'a> {
    /// The newest reading, which has been folded in.
    pub(crate) fn of(history: &'a History, members: &'a Members<'a>, zone: &Zone) -> Self {
        let known = members.videos.len();
        let curve =
            if known >= VIDEOS_TO_LEARN { Curve::learnt(&observed(history, members)) } else { Curve::default() };
        let base = base(&history.kept, zone).map_or(usize::MAX, |at| history.kept.len().saturating_sub(at + 1));
        Self { history, members, curve, base }
    }

    /// Videos known.
    pub(super) fn known(&self) -> usize {
        self.members.videos.len()
    }

    /// Every video known, one behind the other; none for one that the reading did not list.
    pub(super) fn views(&self) -> impl Iterator<Item = Option<View<'a>>> {
        self.members.videos.iter().map(|video| self.view(video))
    }

    /// The video at a place of those known.
    pub(super) fn at(&self, place: usize) -> Option<View<'a>> {
        self.view(self.members.videos.get(place)?)
    }

    #[inline(never)]
    pub(super) fn view(&self, video: &'a Tracked) -> Option<View<'a>> {
        if !video.seen_at(0) {
            return None;
        }
        let Self { history, curve, base, .. } = self;
        let now = history.kept.last().map_or(0, |kept| kept.taken_at.seconds());
        let views = video.counts().views;
        let grown = grown(history, curve, video, *base);
        let age = views.and(age(video, now)).map(|days| curve.at(days));
        Some(View { video, age, views: views.unwrap_or_default(), grown })
    }
}

/// Views that the curve expects of a growth.
pub(crate) fn expected(from: u64, age_before: Age, age: Age) -> f64 {
    from as f64 * (age.share / age_before.share - 1.0)
}

/// A video's age in days at an instant; unknown of one that was listed before it was published, by more than clocks
/// differ: it would be as young at the next reading, and gain without end for its age.
pub(crate) fn age(video: &Tracked, seconds: i64) -> Option<f64> {
    let age = seconds.saturating_sub(video.created.get()?) as f64 / 86_400.0;
    (age >= -YOUNGEST_DAYS).then_some(age.max(YOUNGEST_DAYS))
}

fn grown(history: &History, curve: &Curve, video: &Tracked, base: usize) -> Option<Grown> {
    let age_at = |seconds: i64| age(video, seconds).map(|days| curve.at(days));
    let kept = |place: usize| history.kept.len().checked_sub(place + 1).and_then(|at| history.kept.get(at));
    let seconds = |place: usize| kept(place).map_or(0, |kept| kept.taken_at.seconds());
    // Counts of a video that was read by itself make no baseline, and carried ones none: growth is between listings
    // that showed it.
    let packed = |place: usize| match kept(place).filter(|_| video.seen_at(place)) {
        Some(kept) => video.packed_at(kept.number),
        None => Packed::UNKNOWN,
    };
    let views = |place: usize| packed(place).shown_views();
    let places = history.kept.len();
    let days = |from: usize, to: usize| (seconds(to) - seconds(from)) as f64 / 86_400.0;
    let now = views(0)?;
    let (earlier, middle) = (base..places).find_map(|place| Some((place, views(place)?)))?;
    let from = (earlier..places).filter_map(views).max().unwrap_or(0);
    let gain = now.saturating_sub(from);
    let rounded = history.newest.as_ref().is_some_and(|newest| newest.rounded);
    let step = |count: u64| {
        let step = rounding_step(count);
        // A campaign of eight videos has too few large counts to be seen to round; a count of whole
        // hundreds of thousands is seen to by itself. (Each step of a million was a day's gain of
        // 100,000 views, and a spike.)
        if rounded || (step >= TELLING_STEP && count.is_multiple_of(step)) { step } else { 1 }
    };
    // Of a time as long as this one: half a day's pace is half as sure.
    let apart = seconds(0) - seconds(earlier);
    let fitting = (earlier + 1..places)
        .filter(|place| views(*place).is_some() && seconds(*place) <= seconds(earlier) - PACE_SECONDS);
    let likest = fitting.min_by_key(|place| (seconds(earlier) - seconds(*place) - apart).abs());
    let before = likest.and_then(|first| {
        let then = views(first)?;
        // As much as it can have been: a pace must not look slow by rounding.
        let gain = middle.checked_sub(then)?.saturating_add(step(middle) - 1);
        Some(Before { days: days(first, earlier), age_before: age_at(seconds(first)), from: then, gain })
    });
    let step = step(now);
    Some(Grown {
        days: days(earlier, 0),
        age_before: age_at(seconds(earlier)),
        from,
        gain,
        certain: gain.saturating_sub(step - 1),
        step,
        likes: packed(0).shown_likes().zip(packed(earlier).shown_likes()).map(|(now, then)| now.saturating_sub(then)),
        before,
    })
}

/// The growths that the readings kept show. Which videos are taken depends on their ids alone.
fn observed(history: &History, members: &Members<'_>) -> Vec<Observed> {
    let every = (members.videos.len() / TEACHERS).max(1) as u64;
    let mut observed = Vec::new();
    let mixed = |video: &Tracked| video.id.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    for video in members.videos.iter().filter(|video| mixed(video) % every == 0) {
        for (at, pair) in history.kept.windows(2).enumerate() {
            let [then, now] = pair else { continue };
            let place = history.kept.len().saturating_sub(at + 2);
            let apart = now.taken_at.seconds() - then.taken_at.seconds();
            let views = |kept: &Kept| video.packed_at(kept.number).shown_views();
            let both = video.seen_at(place) && video.seen_at(place + 1);
            let (Some(from), Some(to)) = (views(then), views(now)) else { continue };
            if !both || apart < PACE_SECONDS || from < VIEWS_TO_LEARN || to < from {
                continue;
            }
            if let (Some(age_before), Some(age)) =
                (age(video, then.taken_at.seconds()), age(video, now.taken_at.seconds()))
            {
                observed.push(Observed { age_before, age, grown: ln(to as f64 / from as f64) });
            }
        }
    }
    observed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::cases::{Row, campaign_at, times, video};

    /// The reading of a campaign that was read so many hours before the newest reading.
    fn read<T>(hours: &[i64], rows: &[Row], look: impl FnOnce(&Reading<'_>) -> T) -> T {
        let (history, campaign) = campaign_at(hours, rows);
        let members = Members::of(&history, &campaign, &Zone::utc());
        look(&Reading::of(&history, &members, &Zone::utc()))
    }

    #[test]
    fn the_curve_expects_what_is_left_of_a_life() {
        let age = |share| Age { days: 1.0, share };
        assert!((expected(1_000, age(0.5), age(0.75)) - 500.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_younger_than_an_hour() {
        // Ten minutes, and four hours.
        let rows = [video(1.0 / 144.0, &[5]), video(1.0 / 6.0, &[5])];
        let days = read(&[0], &rows, |reading| [0, 1].map(|at| reading.at(at).unwrap().age.unwrap().days));
        assert!((days[0] - 1.0 / 24.0).abs() < 1e-9 && (days[1] - 1.0 / 6.0).abs() < 1e-9, "{days:?}");
        // Half an hour ahead, as clocks differ, and two days, as no clock does.
        let rows = [video(-1.0 / 48.0, &[5]), video(-1.0 / 24.0, &[5]), video(-2.0, &[5])];
        let is_known = |reading: &Reading<'_>| [0, 1, 2].map(|at| reading.at(at).unwrap().age.is_some());
        assert_eq!(read(&[0], &rows, is_known), [true, true, false]);
    }

    #[test]
    fn a_pace_is_that_of_half_a_day_at_least() {
        // Six hours lie between the second reading and the third.
        let rows = [video(10.0, &[1_000, 2_000, 2_600, 5_000])];
        let before = read(&[84, 30, 24, 0], &rows, |reading| reading.at(0).unwrap().grown.unwrap().before.unwrap());
        assert_eq!((before.days, before.from, before.gain), (2.5, 1_000, 1_600));
    }

    #[test]
    fn half_a_day_is_long_enough_and_eleven_hours_are_not() {
        let rows = [video(10.0, &[1_000, 2_000, 2_600])];
        let before = |hours: [i64; 3]| {
            read(&hours, &rows, |reading| reading.at(0).unwrap().grown.unwrap().before.map(|before| before.gain))
        };
        assert_eq!((before([36, 24, 0]), before([35, 24, 0])), (Some(1_000), None));
    }

    #[test]
    fn what_teaches_the_curve_is_of_half_a_day_and_five_hundred_views() {
        let taught = |hours: [i64; 2], views: [u64; 2]| {
            let (history, campaign) = campaign_at(&hours, &[video(10.0, &views)]);
            observed(&history, &Members::of(&history, &campaign, &Zone::utc())).len()
        };
        assert_eq!((taught([24, 0], [500, 600]), taught([24, 0], [499, 600])), (1, 0));
        assert_eq!((taught([12, 0], [500, 600]), taught([11, 0], [500, 600])), (1, 0));
        // One that stands still teaches as well; one that lost views was corrected.
        assert_eq!((taught([24, 0], [500, 500]), taught([24, 0], [500, 499])), (1, 0));
    }

    #[test]
    fn what_is_gained_on_days_without_a_count_is_not_the_gain_of_the_day_with_one() {
        let row = video(10.0, &[1_000, 2_000, 3_000, 4_000, 5_000]).likes(&[10, 20, 30, 40, 50]);
        let grown = |row: Row| {
            let grown = read(&[96, 72, 48, 24, 0], &[row], |reading| reading.at(0).unwrap().grown)?;
            let before = grown.before.map(|before| (before.days, before.gain));
            Some((grown.days, grown.gain, grown.likes, before))
        };
        assert_eq!(grown(row.clone()), Some((1.0, 1_000, Some(10), Some((1.0, 1_000)))));
        let missed = row.clone().without_views(2).without_views(3);
        assert_eq!(grown(missed), Some((3.0, 3_000, Some(30), Some((1.0, 1_000)))));
        assert_eq!(grown(row.clone().without_views(2)), Some((1.0, 1_000, Some(10), Some((2.0, 2_000)))));
        assert_eq!(grown(row.clone().without_views(4)), None, "today's");
        assert_eq!(grown(row.without_likes(3)), Some((1.0, 1_000, None, Some((1.0, 1_000)))));
    }

    #[test]
    fn of_a_rounded_gain_the_step_is_not_certain() {
        let certain = |views: &[u64]| {
            read(&[24, 0], &[video(10.0, views)], |reading| reading.at(0).unwrap().grown.map(|grown| grown.certain))
        };
        assert_eq!(certain(&[880_000, 1_000_000]), Some(20_001));
        assert_eq!(certain(&[980_000, 1_000_000]), Some(0));
        assert_eq!(certain(&[980_000, 1_000_100]), Some(20_100), "a count that nobody rounded");
    }

    #[test]
    fn a_curve_is_learnt_of_many_videos_only() {
        // All of them double each day, at an age at which few grow.
        let row = video(20.0, &[1_000, 2_000, 4_000]);
        let grows = |videos| {
            read(&[48, 24, 0], &times(videos, &row), |reading| {
                reading.curve.at(20.0).share / reading.curve.at(19.0).share
            })
        };
        let (few, many) = (grows(VIDEOS_TO_LEARN - 1), grows(VIDEOS_TO_LEARN));
        assert!(few < 1.02 && many > 1.04, "{few} {many}");
        // A day without counts is none on which nothing grew.
        let row = video(20.0, &[1_000, 2_000, 4_000, 4_000]).without_views(3);
        let learnt = read(&[72, 48, 24, 0], &times(VIDEOS_TO_LEARN, &row), |reading| reading.curve.share(20.0));
        let row = video(20.0, &[1_000, 2_000, 4_000]);
        assert_eq!(learnt, read(&[72, 48, 24], &times(VIDEOS_TO_LEARN, &row), |reading| reading.curve.share(20.0)));
    }
}
