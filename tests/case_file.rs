//! The files of `tests/cases`, for every test that reads them.

use std::fs;
use std::path::{Path, PathBuf};

use tagpulse_core::{Hints, Zone, ZoneTable};

/// One case.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    /// `group/name`.
    pub(crate) name: String,
    bytes: Vec<u8>,
    /// Where the input begins and ends, and where the expectation begins.
    parts: (usize, usize, usize),
    pub(crate) dialect: Option<String>,
    pub(crate) zone: Option<Zone>,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let bytes = fs::read(&path).unwrap();
        let Some(parts) = parts(&bytes) else { panic!("{}: no line ---", path.display()) };
        let group = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let name = format!("{group}/{}", path.file_stem().unwrap().to_string_lossy());
        let mut case = Self { path, name, parts, dialect: None, zone: None, bytes };
        let title = String::from_utf8(case.bytes[..parts.0].to_vec()).unwrap();
        let options = title.trim_end().split_once(" | ").map_or("", |(_, options)| options);
        for option in options.split_terminator(' ') {
            match option.split_once('=') {
                Some(("dialect", name)) => case.dialect = Some(name.to_owned()),
                Some(("times_in", name)) => case.zone = Some(east(name)),
                _ => panic!("{}: \"{option}\" is no option; use dialect=NAME or times_in=Etc/GMT-2", case.name),
            }
        }
        case
    }

    pub(crate) fn hints(&self) -> Hints<'_> {
        Hints { dialect: self.dialect.as_deref(), zone: self.zone.as_ref(), ..Hints::default() }
    }

    pub(crate) fn input(&self) -> &[u8] {
        &self.bytes[self.parts.0..self.parts.1]
    }

    /// Everything before the expectation.
    pub(crate) fn before_expected(&self) -> &[u8] {
        &self.bytes[..self.parts.2]
    }

    pub(crate) fn expected(&self) -> &[u8] {
        self.bytes[self.parts.2..].trim_ascii_end()
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

/// Every case, by name.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for group in fs::read_dir(folder()).unwrap() {
        for case in fs::read_dir(group.unwrap().path()).unwrap() {
            cases.push(Case::read(case.unwrap().path()));
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

fn parts(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let mark = b"\n---\n";
    let begin = bytes.iter().position(|b| *b == b'\n')? + 1;
    let end = (begin - 1..bytes.len()).rev().find(|at| bytes[*at..].starts_with(mark))?;
    Some((begin, end.max(begin), end + mark.len()))
}

/// A zone that is always so many hours east, by its IANA name, so that no zone database is needed here.
fn east(name: &str) -> Zone {
    let hours: i32 = name.strip_prefix("Etc/GMT-").and_then(|hours| hours.parse().ok()).unwrap();
    let (begin, end) = (0, 4_102_444_800);
    Zone::new(name, Some(ZoneTable { begin, end, changes: vec![(begin, hours * 3600)] })).unwrap()
}
