//! What is measured of tagpulse itself, from bytes to report: the one place that calls it.

use tagpulse_core::{Campaign, Hints, Input, Settings, Timestamp, Zone};

/// The report's text of one answer.
pub(crate) fn report(answer: &[u8]) -> Result<String, tagpulse_core::Error> {
    let taken_at = Timestamp::parse("2026-01-01T00:00:00Z")?;
    let inputs = [Input { name: "answer.json", bytes: answer }];
    let readings = tagpulse_core::read_files(&inputs, &Hints::default(), taken_at)?;
    let report = tagpulse_core::analyze(&readings, &Campaign::new(Settings::default())?, &Zone::utc())?;
    Ok(report.to_json())
}
