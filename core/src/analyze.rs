//! Files and saved answers: to one snapshot, to a report, to the tutorial's days.

use crate::{
    Campaign, Error, ErrorCode, Header, History, Rejections, Report, Snapshot, Source, Timestamp, Usage, Zone,
    normalize::Page, snapshot::Merge,
};

mod tutorial;

pub use tutorial::tutorial_days;

/// One file or saved answer.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name, as `coverage.sources` shows it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// One snapshot out of several files. A video counts once; of its counts the later file's win.
///
/// # Errors
/// As [`normalize`](crate::normalize()), with the file's name before the message. `bad_settings`
/// for an unknown dialect.
pub fn read_files(inputs: &[Input<'_>], dialect: Option<&str>, taken_at: Timestamp) -> Result<Snapshot, Error> {
    let forced = crate::normalize::chosen(dialect)?;
    let mut merge = Merge::default();
    let mut rejected = Rejections::default();
    let mut sources = Vec::with_capacity(inputs.len());
    for (input, number) in inputs.iter().zip(1_u32..) {
        let named =
            |error: Error| Error::new(error.code, format!("{}: {}", crate::clean(input.name, 200), error.message));
        let page = Page::read(input.bytes, forced, number).map_err(named)?;
        if let Some(cut) = page.cut.as_ref().filter(|_| page.videos.is_empty()) {
            return Err(named(cut.clone()));
        }
        sources.push(Source {
            file: crate::text::owned(input.name),
            dialect: crate::text::owned(page.dialect),
            videos: u32::try_from(page.videos.len()).unwrap_or(u32::MAX),
            rejected: u32::try_from(page.rejected.len()).unwrap_or(u32::MAX),
            truncated: page.cut,
        });
        for video in page.videos {
            merge.push(video, None);
        }
        for (item, blank) in page.rejected {
            rejected.push(item, blank);
        }
    }
    if inputs.is_empty() {
        return Err(Error::new(ErrorCode::EmptyBody, "no file was given"));
    }
    let (videos, duplicates) = merge.finish();
    let header = Header {
        taken_at,
        hashtags: Vec::new(),
        duplicates,
        rejected,
        usage: Usage::default(),
        sources: Some(sources),
    };
    Ok(Snapshot { header, videos })
}

/// The report of a snapshot, compared with `previous` whatever their distance.
///
/// # Errors
/// `out_of_order` when `previous` is not older, `zone_span`.
///
/// ```
/// # use tagpulse_core::{Campaign, Input, Settings, Timestamp, Zone, analyze, read_files};
/// let body = br#"{"videos":[{"video_id":"1","play_count":"1.2K"},{"video_id":"2","play_count":null}]}"#;
/// let snapshot = read_files(&[Input { name: "saved.json", bytes: body }], None, Timestamp::parse("2026-11-23T06:00:00Z")?)?;
/// let report = analyze(&snapshot, None, &Campaign::new(Settings::default())?, &Zone::utc())?;
/// assert_eq!(report.total_views, 1200);
/// assert_eq!(report.coverage.unknown_counts.views, 1);
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn analyze(
    snapshot: &Snapshot,
    previous: Option<&Snapshot>,
    campaign: &Campaign,
    zone: &Zone,
) -> Result<Report, Error> {
    let mut history = History::new(campaign.name());
    if let Some(previous) = previous {
        if previous.header.taken_at >= snapshot.header.taken_at {
            return Err(Error::new(
                ErrorCode::OutOfOrder,
                format!(
                    "the previous reading ({}) is not older than this one ({})",
                    previous.header.taken_at, snapshot.header.taken_at
                ),
            ));
        }
        history.advance(previous, campaign, zone)?;
    }
    history.advance(snapshot, campaign, zone)?;
    history.report_against_previous(campaign, zone)
}
