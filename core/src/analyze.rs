//! Files and saved answers: to readings, to a report, to the tutorial's days.

use crate::{
    Campaign, Error, ErrorCode, Header, Hints, History, Rejections, Report, Snapshot, Source, Timestamp, Usage, Video,
    Zone, history::Against, normalize::Page, rank, snapshot::Merge,
};

mod tutorial;

pub use tutorial::{TutorialDays, tutorial_days};

/// Rows whose own times lie closer together than this, one after the other, are of one reading, in
/// seconds: a crawl goes on without pauses, and nobody takes readings twice an hour.
const PAUSE: u64 = 1800;

/// Readings that one report looks at for alerts, the last ones: each look costs as much as there are
/// videos, and no alert remembers more than forty.
const LOOKED_AT: usize = 100;

/// One file or saved answer.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name, as `coverage.sources` shows it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The readings in several files, the oldest first. In each a video counts once; of its counts the
/// later ones win.
///
/// The files are one reading, taken at `taken_at`, unless rows say themselves when they were observed:
/// such rows make readings of their own, one for each stretch of time without a pause of half an hour.
///
/// # Errors
/// As [`normalize`](crate::normalize()), with the file's name before the message; `empty_body`
/// without a file.
pub fn read_files(inputs: &[Input<'_>], hints: &Hints<'_>, taken_at: Timestamp) -> Result<Vec<Snapshot>, Error> {
    hints.check()?;
    if inputs.is_empty() {
        return Err(Error::new(ErrorCode::EmptyBody, "no file was given"));
    }
    let mut merge = Merge::default();
    let mut observed = Vec::new();
    let mut rejected = Rejections::default();
    let mut sources = Vec::with_capacity(inputs.len());
    for (input, number) in inputs.iter().zip(1_u32..) {
        let page = read_file(input, hints, number)?;
        sources.push(Source {
            file: crate::text::owned(input.name),
            dialect: page.dialect,
            videos: u32::try_from(page.videos.len()).unwrap_or(u32::MAX),
            rejected: u32::try_from(page.rejected.len()).unwrap_or(u32::MAX),
            truncated: page.cut,
        });
        rejected.add(page.rejected);
        let mut videos = page.videos;
        observed.extend(videos.extract_if(.., |listed| listed.video.observed.is_some()).map(|listed| listed.video));
        merge.adopt(videos);
    }
    let mut readings = by_time(observed);
    if merge.len() > 0 || readings.is_empty() {
        // What has no time of its own was taken when the user says.
        let at = readings.partition_point(|(time, _)| *time < taken_at);
        match readings.get_mut(at).filter(|(time, _)| *time == taken_at) {
            Some((_, reading)) => {
                reading.adopt(merge.finish().0);
            }
            None => readings.insert(at, (taken_at, merge)),
        }
    }
    let last = readings.len().saturating_sub(1);
    let snapshot = |(at, (taken_at, merge)): (usize, (Timestamp, Merge))| {
        let (videos, duplicates) = merge.finish();
        // What was wrong in the files is told once, with the newest reading.
        let mut rejected = if at == last { std::mem::take(&mut rejected) } else { Rejections::default() };
        rejected.doubt(&videos);
        let (hashtags, usage, sources) = (Vec::new(), Usage::default(), Some(sources.clone()));
        let header = Header { taken_at, hashtags, duplicates, rejected, usage, sources, recheck_failed: 0 };
        Snapshot { header, videos, rechecked: Vec::new() }
    };
    Ok(readings.into_iter().enumerate().map(snapshot).collect())
}

fn read_file(input: &Input<'_>, hints: &Hints<'_>, number: u32) -> Result<Page, Error> {
    let named = |error: Error| Error::new(error.code, text!("{}: {}", crate::clean(input.name, 200), error.message));
    let page = Page::read(input.bytes, hints, number).map_err(named)?;
    match page.cut.as_ref().filter(|_| page.videos.is_empty()) {
        Some(cut) => Err(named(cut.clone())),
        None => Ok(page),
    }
}

/// Rows with a time of their own, as readings: each has the time of its last row.
fn by_time(videos: Vec<Video>) -> Vec<(Timestamp, Merge)> {
    let mut readings: Vec<(Timestamp, Merge)> = Vec::new();
    for video in rank::by_key(videos, |video| u128::from(video.observed.unwrap_or(0).unsigned_abs())) {
        let Ok(time) = Timestamp::from_seconds(video.observed.unwrap_or(0)) else { continue };
        match readings.last_mut().filter(|(last, _)| time.seconds().abs_diff(last.seconds()) < PAUSE) {
            Some((last, merge)) => {
                *last = time;
                merge.push(video, None);
            }
            None => {
                let mut merge = Merge::default();
                merge.push(video, None);
                readings.push((time, merge));
            }
        }
    }
    readings
}

/// The report of the last of these readings, compared with the one before, whatever their distance.
/// What was told before the last hundred is not known to it.
///
/// # Errors
/// `out_of_order` unless each is younger than the one before, `no_reading` without any, `zone_span`.
///
/// ```
/// use tagpulse_core::{Campaign, Hints, Input, Settings, Timestamp, Zone, analyze, read_files};
///
/// let body = br#"{"videos":[{"video_id":"1","play_count":"1.2K"},{"video_id":"2","play_count":null}]}"#;
/// let inputs = [Input { name: "saved.json", bytes: body }];
/// let readings = read_files(&inputs, &Hints::default(), Timestamp::parse("2026-11-23T06:00:00Z")?)?;
/// let report = analyze(&readings, &Campaign::new(Settings::default())?, &Zone::utc())?;
/// assert_eq!(report.total_views, 1200);
/// assert_eq!(report.coverage.unknown_counts.views, 1);
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn analyze(readings: &[Snapshot], campaign: &Campaign, zone: &Zone) -> Result<Report, Error> {
    let mut history = History::new(campaign.name());
    let mut left = readings.len();
    for (reading, before) in readings.iter().zip(std::iter::once(None).chain(readings.iter().map(Some))) {
        if let Some(before) = before.filter(|before| before.header.taken_at >= reading.header.taken_at) {
            return Err(Error::new(
                ErrorCode::OutOfOrder,
                text!(
                    "the previous reading ({}) is not older than this one ({})",
                    before.header.taken_at,
                    reading.header.taken_at
                ),
            ));
        }
        history.take_in(reading, campaign, zone, left <= LOOKED_AT)?;
        left -= 1;
    }
    history.report_against(campaign, zone, Against::Previous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_times_of_their_own_make_readings() {
        let row = |id: u64, at: &str, views: u64| {
            format!(r#"{{"video_id":"{id}","views":{views},"taken_at":"{at}","likes":1}}"#)
        };
        let rows = [
            row(2, "2026-11-22T06:00:10Z", 20),
            row(1, "2026-11-23T06:20:00Z", 15),
            row(1, "2026-11-22T06:00:00Z", 10),
            row(2, "2026-11-23T06:00:00Z", 30),
            row(1, "2026-11-23T06:00:00Z", 14),
            r#"{"video_id":"3","views":7,"likes":0}"#.to_owned(),
        ];
        let text = rows.join("\n");
        let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
        let now = Timestamp::parse("2026-11-25T06:00:00Z").unwrap();
        let readings = read_files(&inputs, &Hints::default(), now).unwrap();
        let shown: Vec<_> = readings
            .iter()
            .map(|reading| (reading.header.taken_at.to_string(), reading.videos.len(), reading.header.duplicates))
            .collect();
        let expected = [("2026-11-22T06:00:10Z", 2, 0), ("2026-11-23T06:20:00Z", 2, 1), ("2026-11-25T06:00:00Z", 1, 0)];
        assert_eq!(shown, expected.map(|(time, videos, again)| (time.to_owned(), videos, again)));
        assert_eq!(
            readings[1].videos.iter().map(|listed| listed.video.counts.views).collect::<Vec<_>>(),
            [Some(30), Some(15)]
        );
    }

    #[test]
    fn a_video_whose_dates_disagree_is_counted_once_in_each_reading() {
        // Published five days after the time in its id; the other agrees.
        let row = |id: u64, at: &str| {
            format!(r#"{{"video_id":"{}","views":9,"created":1790432000,"taken_at":"{at}"}}"#, id << 32)
        };
        let (late, right) = (1_790_000_000, 1_790_432_000);
        let (sunday, monday) = ("2026-11-22T06:00:00Z", "2026-11-23T06:00:00Z");
        let rows = [row(late, sunday), row(late, sunday), row(late, monday), row(late, monday), row(right, monday)];
        let text = rows.join("\n");
        let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
        let readings = read_files(&inputs, &Hints::default(), Timestamp::default()).unwrap();
        let counted: Vec<_> = readings.iter().map(|reading| reading.header.rejected.dates_doubtful).collect();
        assert_eq!(counted, [1, 1]);
    }

    #[test]
    fn what_was_told_before_the_last_hundred_readings_is_forgotten() {
        let told_again = |readings: usize| {
            let mut text = String::new();
            for reading in 0..readings {
                let likes = match reading {
                    0 | 1 => [100, 1, 1],
                    _ if reading + 1 == readings => [2_000, 200, 200],
                    _ => [100, 200, 200],
                };
                let at = 1_790_000_000 + reading * 86_400;
                for (id, likes) in (1..).zip(likes) {
                    text += &format!(r#"{{"video_id":"{id}","views":9000,"likes":{likes},"taken_at":{at}}}"#);
                }
            }
            let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
            let readings = read_files(&inputs, &Hints::default(), Timestamp::default()).unwrap();
            let campaign = Campaign::new(crate::Settings { multiple: 2.0, ..crate::Settings::default() }).unwrap();
            let report = analyze(&readings, &campaign, &Zone::utc()).unwrap();
            report.alerts.iter().filter(|alert| alert.key.ends_with("/average")).count()
        };
        // The video was above the average at the second reading, the first at which one is looked for.
        assert_eq!((told_again(LOOKED_AT + 1), told_again(LOOKED_AT + 2)), (0, 1));
    }

    #[test]
    fn many_readings_have_one_report() {
        for days in [1, 2, 30] {
            let row = |day: u32| {
                format!(r#"{{"video_id":"{day}","views":9,"likes":1,"taken_at":{}}}"#, 1_790_000_000 + day * 86_400)
            };
            let text: String = (1..=days).map(|day| row(day) + "\n").collect();
            let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
            let readings = read_files(&inputs, &Hints::default(), Timestamp::default()).unwrap();
            let before = crate::compose::COMPOSED.get();
            let report = analyze(&readings, &Campaign::new(crate::Settings::default()).unwrap(), &Zone::utc()).unwrap();
            assert_eq!((readings.len(), report.total_videos), (days as usize, u64::from(days)));
            assert_eq!(crate::compose::COMPOSED.get() - before, 1);
        }
    }
}
