//! What is measured of tagpulse itself, from bytes to report: the one place that calls it.

use tagpulse_core::{Campaign, Hints, Input, Settings, Timestamp, Zone};

/// The report's text of one answer.
pub(crate) fn report(answer: &[u8]) -> Result<String, tagpulse_core::Error> {
    let taken_at = Timestamp::parse("2026-01-01T00:00:00Z")?;
    let inputs = [Input { name: "answer.json", bytes: answer }];
    let on_one_thread = std::env::var("TAGPULSE_BENCH_THREADS").is_ok_and(|threads| threads == "1");
    let both = Some(both as tagpulse_core::Both).filter(|_| !on_one_thread);
    let readings = tagpulse_core::read_files(&inputs, &Hints { both, ..Hints::default() }, taken_at)?;
    let report = tagpulse_core::analyze(&readings, &Campaign::new(Settings::default())?, &Zone::utc())?;
    Ok(report.to_json())
}

/// As the command reads a large file.
fn both(one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send)) {
    std::thread::scope(|scope| {
        let _ = std::thread::Builder::new().spawn_scoped(scope, other);
        one();
    });
}
