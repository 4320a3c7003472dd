//! The tutorial's `campaign_history.json`: days that were counted before tagpulse.
//!
//! A list of days, or an object of days by date, each with `date` (or `timestamp`), `total_videos`, `total_views` and
//! `total_engagement`; other keys are passed over. A day of which one of these cannot be read is passed over with its
//! reason: its figures have no place for what is unknown, and unknown is not 0.

use crate::{
    Day, DayFigures, Error, ErrorCode,
    reader::{Broken, Reader, Scalar},
    scalar, text,
};

/// What the tutorial's own history has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TutorialDays {
    /// Its days, each once, the oldest first.
    pub days: Vec<DayFigures>,
    /// Rows that are no day: the place in their list, from 1, and why, such as `row 2: total_views "n/a" is no count`.
    pub passed_over: Vec<String>,
}

/// The days of the tutorial's own history, and the rows that are none; `None` when the bytes are something else.
///
/// # Errors
/// `unknown_shape` when no row can be read, `truncated` where the bytes break.
///
/// ```
/// let file = br#"[{"date":"2026-11-01","total_videos":12,"total_views":3400,"total_engagement":210},
///                 {"date":"2026-11-02","total_videos":13,"total_views":3900}]"#;
/// let read = tagpulse_core::tutorial_days(file)?.unwrap();
/// assert_eq!((read.days[0].total_views, read.days.len(), read.passed_over.len()), (3400, 1, 1));
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn tutorial_days(bytes: &[u8]) -> Result<Option<TutorialDays>, Error> {
    let mut rows = Vec::new();
    let whole = read(bytes, &mut rows);
    if !rows.iter().any(Row::is_of_the_tutorial) {
        return Ok(None);
    }
    whole.map_err(|broken| crate::answer::broken_error(broken, bytes.len(), None))?;
    let mut found = TutorialDays::default();
    for row in &rows {
        match row.figures() {
            Ok(day) => found.days.push(day),
            Err(why) => found.passed_over.push(text!("row {}: {}", row.number, why)),
        }
    }
    if found.days.is_empty() {
        let first = found.passed_over.first().map_or("", String::as_str);
        let message = text!("no row of days can be read; {}", first);
        return Err(Error::new(ErrorCode::UnknownShape, message));
    }
    let days = &mut found.days;
    days.sort_by_key(|day| day.date);
    // The script appends a row a run: of several on a day the last one stands.
    days.reverse();
    days.dedup_by_key(|day| day.date);
    days.reverse();
    Ok(Some(found))
}

/// A value as far as it is known; one that cannot be read as it is shown.
#[derive(Default)]
enum Cell<T> {
    #[default]
    Missing,
    Read(T),
    Other(String),
}

impl<T> Cell<T> {
    fn of(value: Option<T>, written: Scalar<'_>) -> Self {
        value.map_or_else(|| Self::Other(shown(written)), Self::Read)
    }

    const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

#[derive(Default)]
struct Row {
    /// Its place in its list, from 1.
    number: usize,
    /// Whether it is something else than an object.
    is_other: bool,
    date: Cell<String>,
    total_videos: Cell<u64>,
    total_views: Cell<u64>,
    total_engagement: Cell<u64>,
}

impl Row {
    /// Whether its keys are those of the tutorial, whatever their values.
    fn is_of_the_tutorial(&self) -> bool {
        !self.total_videos.is_missing() && !self.total_views.is_missing()
    }

    /// The day, or why it is none.
    fn figures(&self) -> Result<DayFigures, String> {
        if self.is_other {
            return Err(text::owned("it is no object"));
        }
        let mut problems = String::new();
        let date = match &self.date {
            Cell::Read(written) => written.get(..10).map_or_else(|| Day::parse(written), Day::parse),
            Cell::Missing => Err(Error::new(ErrorCode::BadTime, "it is missing")),
            Cell::Other(shown) => Err(Error::new(ErrorCode::BadTime, text!("{} is no day", shown))),
        };
        if let Err(error) = &date {
            add!(&mut problems, "date: {}", error.message);
        }
        let mut count = |field: &str, cell: &Cell<u64>| match cell {
            Cell::Read(count) => Some(*count),
            Cell::Missing => {
                add!(&mut problems, "{} is missing, and unknown is not 0", field);
                None
            }
            Cell::Other(shown) => {
                add!(&mut problems, "{} {} is no count", field, shown);
                None
            }
        };
        let counts = [
            count("total_videos", &self.total_videos),
            count("total_views", &self.total_views),
            count("total_engagement", &self.total_engagement),
        ];
        match (date, counts) {
            (Ok(date), [Some(videos), Some(views), Some(engagement)]) => {
                Ok(DayFigures::tutorial(date, videos, views, engagement))
            }
            _ => Err(problems),
        }
    }
}

/// A value for a message.
fn shown(value: Scalar<'_>) -> String {
    text::owned(match value {
        Scalar::Text(written) => return text!("\"{}\"", text::clean(&written.decode(), 60)),
        Scalar::Number(digits) => return text::clean(&text::lossy(digits), 60),
        Scalar::True => "true",
        Scalar::False => "false",
        Scalar::Container => "a list or an object",
        Scalar::Null | Scalar::Missing => "null",
    })
}

fn read(bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), Broken> {
    let mut reader = Reader::new(bytes);
    if reader.peek()? == b'[' {
        return list(&mut reader, rows);
    }
    if !reader.enter(b'{')? {
        return Ok(());
    }
    let (mut first, mut number) = (true, 0);
    while let Some(key) = reader.next_key(&mut first)? {
        number += 1;
        if reader.peek()? == b'[' {
            list(&mut reader, rows)?;
            continue;
        }
        let key = key.decode();
        let row = row(&mut reader, number, Some(&key))?;
        // Beside days by date may stand anything.
        if row.is_of_the_tutorial() || Day::parse(&key).is_ok() {
            rows.push(row);
        }
    }
    Ok(())
}

/// A list's rows, if it is one of days; so far as it goes where it breaks.
fn list(reader: &mut Reader<'_>, rows: &mut Vec<Row>) -> Result<(), Broken> {
    let before = rows.len();
    let ended = elements(reader, rows);
    if !rows.iter().skip(before).any(Row::is_of_the_tutorial) {
        rows.truncate(before);
    }
    ended
}

fn elements(reader: &mut Reader<'_>, rows: &mut Vec<Row>) -> Result<(), Broken> {
    let (mut first, mut number) = (true, 0);
    reader.enter(b'[')?;
    while reader.next_element(&mut first)? {
        number += 1;
        rows.push(row(reader, number, None)?);
    }
    Ok(())
}

fn row(reader: &mut Reader<'_>, number: usize, date: Option<&str>) -> Result<Row, Broken> {
    let mut row = Row { number, ..Row::default() };
    if let Some(date) = date {
        row.date = Cell::Read(text::owned(date));
    }
    if !reader.enter(b'{')? {
        row.is_other = true;
        return reader.skip().map(|()| row);
    }
    let mut first = true;
    while let Some(key) = reader.next_key(&mut first)? {
        let value: Scalar<'_> = reader.scalar()?;
        match &*key.decode() {
            "date" | "timestamp" => match (scalar::string(value), &row.date) {
                // One that is known stands.
                (None, Cell::Read(_)) => {}
                (date, _) => row.date = Cell::of(date, value),
            },
            "total_videos" => row.total_videos = Cell::of(scalar::count(value), value),
            "total_views" => row.total_views = Cell::of(scalar::count(value), value),
            "total_engagement" => row.total_engagement = Cell::of(scalar::count(value), value),
            _ => {}
        }
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_list_by_date_and_under_a_key() {
        let day = r#"{"total_videos":1,"total_views":2,"total_engagement":3}"#;
        let check = |json: &str, dates: &[&str]| {
            let days = tutorial_days(json.as_bytes()).unwrap().unwrap().days;
            assert_eq!(days.iter().map(|day| day.date.to_string()).collect::<Vec<_>>(), dates, "{json}");
        };
        check(&format!(r#"{{"2026-01-02":{day},"2026-01-01":{day}}}"#), &["2026-01-01", "2026-01-02"]);
        let dated = r#"{"timestamp":"2026-01-01T08:00:00","total_videos":1,"total_views":2,"total_engagement":3}"#;
        check(&format!(r#"{{"history":[{dated},{dated}]}}"#), &["2026-01-01"]);
    }

    #[test]
    fn a_bad_row_is_passed_over_with_its_reason_and_the_others_stand() {
        let check = |bad: &str, why: &str| {
            let good = r#"{"date":"2026-01-01","total_videos":1,"total_views":2,"total_engagement":3}"#;
            let read = tutorial_days(format!("[{good},{bad}]").as_bytes()).unwrap().unwrap();
            assert_eq!((read.days.len(), read.days[0].total_engagement), (1, 3), "{bad}");
            assert_eq!(read.passed_over, [why], "{bad}");
        };
        let missing = "row 2: total_engagement is missing, and unknown is not 0";
        check(r#"{"date":"2026-01-02","total_videos":1,"total_views":2}"#, missing);
        let twice = "row 2: total_videos -1 is no count; total_engagement null is no count";
        check(r#"{"date":"2026-01-02","total_videos":-1,"total_views":2,"total_engagement":null}"#, twice);
        let text = r#"row 2: total_views "n/a" is no count"#;
        check(r#"{"date":"2026-01-02","total_videos":1,"total_views":"n/a","total_engagement":3}"#, text);
        let undated = "row 2: date: it is missing";
        check(r#"{"total_videos":1,"total_views":2,"total_engagement":3}"#, undated);
        let null = "row 2: date: null is no day";
        check(r#"{"date":null,"total_videos":1,"total_views":2,"total_engagement":3}"#, null);
        check("null", "row 2: it is no object");
        // By date, where other things may stand, too.
        let day = r#"{"total_videos":1,"total_views":2,"total_engagement":3}"#;
        let by_date = format!(r#"{{"about":{{"a":1}},"2026-01-01":{day},"2026-01-02":null,"soon":{day}}}"#);
        let read = tutorial_days(by_date.as_bytes()).unwrap().unwrap();
        assert_eq!((read.days.len(), read.passed_over.len()), (1, 2), "{:?}", read.passed_over);
        assert!(read.passed_over[1].starts_with("row 4: date: ") && read.passed_over[1].contains("\"soon\""));
    }

    #[test]
    fn no_good_row_is_an_error_that_says_why() {
        let error = tutorial_days(br#"[{"total_videos":1,"total_views":"?","total_engagement":3}]"#).unwrap_err();
        let why = "no row of days can be read; row 1: date: it is missing; \
                   total_views \"?\" is no count";
        assert_eq!((error.code, error.message.as_str()), (ErrorCode::UnknownShape, why));
    }

    #[test]
    fn other_files_are_something_else() {
        let other = ["nothing", r#"{"videos":[{"video_id":"1"}]}"#, r#"{"a":{"date":"2026-01-01"},"b":[1]}"#];
        // One that breaks off is for those who read the whole items of it.
        for file in other.into_iter().chain([r#"{"videos":[{"video_id":"1"},{"vid"#]) {
            assert_eq!(tutorial_days(file.as_bytes()).unwrap(), None, "{file}");
        }
        let broken = br#"[{"date":"2026-01-01","total_videos":1,"total_views":2,"total_engagement":3},{"da"#;
        assert_eq!(tutorial_days(broken).unwrap_err().code, ErrorCode::Truncated);
    }
}
