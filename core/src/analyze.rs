//! Files and saved answers to a snapshot and a report.
use crate::*;

/// One file or saved answer.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its name, for `coverage.sources`.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// One snapshot out of several files: a video counts once, the later file wins.
pub fn read_files(_inputs: &[Input<'_>], _dialect: Option<&str>, _taken_at: Timestamp, _campaign: &Campaign) -> Result<Snapshot, Error> {
    Err(Error::new(ErrorCode::BadTime, "soon"))
}

/// A report straight from files; `previous` is an earlier reading to compare with.
pub fn analyze(_now: &Snapshot, _previous: Option<&Snapshot>, _campaign: &Campaign, _zone: &Zone) -> Result<Report, Error> {
    Err(Error::new(ErrorCode::BadTime, "soon"))
}

/// The days of the tutorial's `campaign_history.json`; `None` when the bytes are something else.
pub fn tutorial_days(_bytes: &[u8]) -> Result<Option<Vec<DayFigures>>, Error> {
    Ok(None)
}
