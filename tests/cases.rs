//! Cases as data: one file each in `tests/cases`, read here and by the npm package's tests.
//!
//! A file is a line `# what it shows`, the input's bytes, a line `---`, and what `normalize`
//! gives for it: the document, or the error. Behind a `|` the first line may have `dialect=NAME`
//! and `times_in=Etc/GMT-2`. `TAGPULSE_BLESS=1` writes the last part anew; look at the difference
//! before you commit it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod case_file;

use std::fs;

use tagpulse_core::{Campaign, Hints, Input, Settings, Timestamp, Zone, analyze, normalize, read_files, to_json};

#[test]
fn every_case_gives_what_stands_beside_it() {
    let bless = std::env::var_os("TAGPULSE_BLESS").is_some();
    let mut wrong = Vec::new();
    let cases = case_file::all();
    assert!(cases.len() >= 150, "only {} cases in {}", cases.len(), case_file::folder().display());
    for case in cases {
        let given = match normalize(case.input(), &case.hints()) {
            Ok(normalized) => to_json(&normalized),
            Err(error) => to_json(&error),
        };
        if bless {
            let blessed = [case.before_expected(), given.as_bytes(), b"\n"].concat();
            fs::write(&case.path, blessed).unwrap();
        } else if case.expected() != given.as_bytes() {
            let expected = String::from_utf8_lossy(case.expected());
            wrong.push(format!("{}\n  expected {expected}\n  given    {given}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

// As large as no file should be, so made here.
#[test]
fn no_depth_of_nesting_hurts() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let nested = [deep("[", "]"), deep("{\"a\":", "}"), deep("[{\"data\":", "}]")];
    for json in &nested {
        let item = r#"{"video_id":"7412345678901234567","play_count":1,"digg_count":2,"author":"#;
        for body in [
            format!(r#"{{"videos":[{item}{json}}}]}}"#),
            format!(r#"{{"x":{json},"videos":[{item}null,"desc":{json}}}]}}"#),
        ] {
            let read = normalize(body.as_bytes(), &Hints::default()).unwrap();
            assert_eq!((read.videos[0].counts.views, read.videos[0].counts.likes), (Some(1), Some(2)));
        }
        assert!(normalize(json.as_bytes(), &Hints::default()).is_err());
        assert!(normalize(&json.as_bytes()[..json.len() / 2], &Hints::default()).is_err());
    }
}

/// Every case that is read whole or in part, as the files of one reading. Hints are of all files of a call,
/// so the cases that need some stand aside.
#[test]
fn all_cases_are_one_reading() {
    let all = case_file::all();
    let mut sources = Vec::new();
    for case in all.iter().filter(|case| case.dialect.is_none() && case.zone.is_none()) {
        if let Ok(read) = normalize(case.input(), &Hints::default())
            && (read.truncated.is_none() || !read.videos.is_empty())
        {
            sources.push((case, read));
        }
    }
    let inputs: Vec<_> = sources.iter().map(|(case, _)| Input { name: &case.name, bytes: case.input() }).collect();
    let readings = read_files(&inputs, &Hints::default(), Timestamp::parse("2026-11-25T06:00:00Z").unwrap()).unwrap();
    let campaign = Campaign::new(Settings { campaign: "cases".into(), ..Settings::default() }).unwrap();
    let report = analyze(&readings, &campaign, &Zone::utc()).unwrap();

    let listed = report.coverage.sources.clone().unwrap();
    assert_eq!(listed.len(), sources.len());
    for (source, (case, read)) in listed.iter().zip(&sources) {
        assert_eq!((&source.file, &source.dialect), (&case.name, &read.dialect));
        let counts = (source.videos as usize, source.rejected as usize);
        assert_eq!(counts, (read.videos.len(), read.rejected.len()), "{}", case.name);
    }
    let rejected: usize = sources.iter().map(|(_, read)| read.rejected.len()).sum();
    assert_eq!(report.coverage.rejected_total, rejected as u64);

    // The npm package's tests want the same bytes.
    let path = case_file::folder().join("../all-cases.json");
    if std::env::var_os("TAGPULSE_BLESS").is_some() {
        fs::write(&path, report.to_json() + "\n").unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap().trim_end(), report.to_json(), "TAGPULSE_BLESS=1 writes it anew");
}
