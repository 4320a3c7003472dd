//! What the fuzzers begin with: the test cases' inputs, and state that the core makes of them.
//!
//! It is written beside what the fuzzers find, and never committed: the cases are. How a target takes
//! an input apart is told in `fuzz/src/lib.rs` and in the target.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tagpulse_core::{
    Campaign, Collector, CollectorOptions, Hints, History, Input, Settings, Snapshot, Step, Timestamp, Zone, dialects,
    read_files,
};

use crate::sh;

const BETWEEN: &[u8] = include_bytes!("../../../fuzz/between.txt");

/// An answer to the lookup of a hashtag.
const LOOKUP: &[u8] = br#"{"challengeInfo":{"challenge":{"id":"229207"},"stats":{"videoCount":9,"viewCount":99}}}"#;

/// For the small parsers, which no case has.
const WRITTEN: [(&str, &str); 9] = [
    ("days", r#"[{"date":"2026-11-01","total_videos":12,"total_views":3400,"total_engagement":210}]"#),
    (
        "days-by-date",
        r#"{"2026-11-01":{"total_videos":1,"total_views":2},"history":[{"timestamp":"2026-11-02T08:00:00","total_videos":1,"total_views":"1.2K"}]}"#,
    ),
    ("hashtag", "#SpringGlow"),
    ("address", "https://www.tiktok.com/tag/%C3%A9lan?lang=en"),
    ("time", "2026-11-23T07:00:00.25+01:00"),
    ("day", "2026-11-23"),
    ("zone", "\0\0\0\0\0\0\0\0\x10\x0e\0\0\x01\0\0\0\0\0\0\0\x20\x1c\0\0"),
    (
        "settings",
        r##"{"campaign":"a","hashtags":["#a","b"],"zone":"UTC","start":"2026-01-02","exclude":["@x"],"multiple":2.5,"top":3,"price":0.005,"currency":"USD"}"##,
    ),
    (
        "options",
        r#"{"hashtags":["a"],"takenAt":"2026-11-23T06:00:00Z","seed":[1,2,3,4,5,6,7,8],"maxPages":2,"maxCredits":9}"#,
    ),
];

/// Writes the corpus; what stands there already stays.
pub(super) fn write(folder: &Path) -> Result<()> {
    let put = |target: &str, name: &str, pieces: &[&[u8]]| put(folder, target, name, pieces);
    let cases = cases()?;
    for (at, case) in cases.iter().enumerate() {
        let name = &case.name;
        put("normalize", name, &[&[0], &case.input])?;
        let number = dialects().position(|dialect| dialect == case.group).and_then(|at| u8::try_from(at + 1).ok());
        if let Some(number) = number {
            // By its dialect's name, with a zone.
            put("normalize", &format!("{name}-named"), &[&[number | 0x80], &case.input])?;
        }
        put("files", name, &[&[0], &case.input])?;
        // With its neighbours, which are mostly of the same dialect.
        let others: Vec<&[u8]> = cases.iter().skip(at).take(3).map(|case| &*case.input).collect();
        put("files", &format!("{name}-three"), &[&[1], &others.join(BETWEEN)])?;
        put("collector", name, &[&[0, 0], LOOKUP, BETWEEN, &[0], &case.input])?;
        put(
            "collector",
            &format!("{name}-cut"),
            &[&[2, 0], LOOKUP, BETWEEN, &[13], &case.input, BETWEEN, &[9], b"7\n"],
        )?;
    }
    histories(&cases, &put)?;
    collections(&cases, &put)?;
    for (name, text) in WRITTEN {
        put("days", name, &[text.as_bytes()])?;
    }
    Ok(())
}

/// Writes an input under its target and name.
type Put<'p> = &'p dyn Fn(&str, &str, &[&[u8]]) -> Result<()>;

/// A case's input under its name.
struct Case {
    group: String,
    name: String,
    input: Vec<u8>,
}

fn cases() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for group in fs::read_dir(sh::root().join("tests/cases"))? {
        let group = group?;
        for file in fs::read_dir(group.path())? {
            let path = file?.path();
            let group = group.file_name().to_string_lossy().into_owned();
            let name = format!("{group}-{}", path.file_stem().unwrap_or_default().to_string_lossy());
            let input = input(&fs::read(&path)?).with_context(|| format!("{}: no line ---", path.display()))?;
            cases.push(Case { group, name, input });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

/// What stands between the first line and the last line `---`.
fn input(case: &[u8]) -> Option<Vec<u8>> {
    let begin = case.iter().position(|byte| *byte == b'\n')? + 1;
    let end = case.windows(5).rposition(|window| window == b"\n---\n")?;
    Some(case.get(begin..end.max(begin))?.to_vec())
}

/// Histories of one case each, and one of all of them, a case a day.
fn histories(cases: &[Case], put: Put<'_>) -> Result<()> {
    let campaign = Campaign::new(Settings { campaign: "fuzz".into(), ..Settings::default() })?;
    let mut all = History::new("fuzz");
    for (day, case) in (0..).zip(cases) {
        let mut one = History::new("fuzz");
        for reading in readings(case, day) {
            one.advance(&reading, &campaign, &Zone::utc())?;
            if all.newest() < Some(reading.header.taken_at) {
                all.advance(&reading, &campaign, &Zone::utc())?;
            }
            put("history", &format!("{}-header", case.name), &[&[1], &reading.header.to_bytes()])?;
        }
        put("history", &case.name, &[&[1], &one.to_bytes(), BETWEEN, &case.input])?;
        put("history", &format!("all-until-{}", case.group), &[&[1], &all.to_bytes()])?;
    }
    Ok(())
}

fn readings(case: &Case, day: i64) -> Vec<Snapshot> {
    let taken_at = Timestamp::from_seconds(1_790_056_800 + day * 86_400).unwrap_or_default();
    read_files(&[Input { name: &case.name, bytes: &case.input }], &Hints::default(), taken_at).unwrap_or_default()
}

/// Collections under way: before the lookup, before a page, behind it.
fn collections(cases: &[Case], put: Put<'_>) -> Result<()> {
    for case in cases {
        let mut collector = Collector::new(CollectorOptions::new(vec!["glow".into()], Timestamp::default()))?;
        for (step, answer) in [LOOKUP, &case.input, &case.input].into_iter().enumerate() {
            let Step::Request(request) = collector.next(0) else { break };
            let name = format!("{}-step-{step}", case.name);
            put("collector", &name, &[&[1], &collector.to_bytes(), BETWEEN, &[0], answer])?;
            collector.feed(request.id, 200, None, answer, 0)?;
        }
    }
    Ok(())
}

/// Writes an input of a target; a later one of that name replaces it.
fn put(folder: &Path, target: &str, name: &str, pieces: &[&[u8]]) -> Result<()> {
    let folder = folder.join(target);
    fs::create_dir_all(&folder)?;
    let path: &Path = &folder.join(name);
    fs::write(path, pieces.concat()).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::input;

    #[test]
    fn the_input_ends_at_the_last_line_of_three_dashes() {
        assert_eq!(input(b"# why\na\n---\nb\n---\n{}\n").as_deref(), Some(&b"a\n---\nb"[..]));
        assert_eq!(input(b"# empty\n---\n{}\n").as_deref(), Some(&b""[..]));
        assert_eq!(input(b"# none\n"), None);
    }
}
