//! The tutorial's `campaign_history.json`: days that were counted before tagpulse.
//!
//! A list of days, or an object of days by date, each with `date` (or `timestamp`),
//! `total_videos`, `total_views` and `total_engagement`; other keys are passed over.

use crate::{
    Day, DayFigures, Error, ErrorCode,
    reader::{Broken, Reader, Scalar},
    scalar,
};

/// The days of the tutorial's own history; `None` when the bytes are something else.
///
/// # Errors
/// `bad_time` for a day without a readable date, `truncated` where the bytes break.
///
/// ```
/// let file = br#"[{"date":"2026-11-01","total_videos":12,"total_views":3400,"total_engagement":210}]"#;
/// let days = tagpulse_core::tutorial_days(file)?.unwrap();
/// assert_eq!(days[0].total_views, 3400);
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn tutorial_days(bytes: &[u8]) -> Result<Option<Vec<DayFigures>>, Error> {
    let mut rows = Vec::new();
    match read(bytes, &mut rows) {
        Ok(()) => {}
        Err(_) if rows.is_empty() => return Ok(None),
        Err(broken) => return Err(crate::answer::broken_error(broken, bytes.len(), None)),
    }
    let mut days = Vec::new();
    for row in rows.iter().filter(|row| row.total_videos.is_some() && row.total_views.is_some()) {
        days.push(row.figures()?);
    }
    if days.is_empty() {
        return Ok(None);
    }
    days.sort_by_key(|day| day.date);
    // The script appends a row a run: of several on a day the last one stands.
    days.reverse();
    days.dedup_by_key(|day| day.date);
    days.reverse();
    Ok(Some(days))
}

#[derive(Default)]
struct Row {
    date: Option<String>,
    total_videos: Option<u64>,
    total_views: Option<u64>,
    total_engagement: Option<u64>,
}

impl Row {
    fn figures(&self) -> Result<DayFigures, Error> {
        let written = self.date.as_deref().unwrap_or_default();
        let date = written.get(..10).map_or_else(|| Day::parse(written), Day::parse).map_err(|error| {
            Error::new(ErrorCode::BadTime, text!("a day of campaign_history.json has no date: {}", error.message))
        })?;
        let count = |count: Option<u64>| count.unwrap_or(0);
        Ok(DayFigures::tutorial(date, count(self.total_videos), count(self.total_views), count(self.total_engagement)))
    }
}

fn read(bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), Broken> {
    let mut reader = Reader::new(bytes);
    let mut first = true;
    if reader.enter(b'[')? {
        while reader.next_element(&mut first)? {
            row(&mut reader, None, rows)?;
        }
        return Ok(());
    }
    if !reader.enter(b'{')? {
        return Ok(());
    }
    while let Some(key) = reader.next_key(&mut first)? {
        let key = key.decode();
        if reader.peek()? == b'[' {
            let (_, mut inner) = (reader.enter(b'[')?, true);
            while reader.next_element(&mut inner)? {
                row(&mut reader, None, rows)?;
            }
        } else {
            row(&mut reader, Some(&key), rows)?;
        }
    }
    Ok(())
}

fn row(reader: &mut Reader<'_>, date: Option<&str>, rows: &mut Vec<Row>) -> Result<(), Broken> {
    if !reader.enter(b'{')? {
        return reader.skip();
    }
    let mut row = Row { date: date.map(str::to_owned), ..Row::default() };
    let mut first = true;
    while let Some(key) = reader.next_key(&mut first)? {
        let value: Scalar<'_> = reader.scalar()?;
        match &*key.decode() {
            "date" | "timestamp" => row.date = scalar::string(value).or(row.date),
            "total_videos" => row.total_videos = scalar::count(value),
            "total_views" => row.total_views = scalar::count(value),
            "total_engagement" => row.total_engagement = scalar::count(value),
            _ => {}
        }
    }
    rows.push(row);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_list_by_date_and_under_a_key() {
        let day = r#"{"total_videos":1,"total_views":2,"total_engagement":3}"#;
        let check = |json: &str, dates: &[&str]| {
            let days = tutorial_days(json.as_bytes()).unwrap().unwrap();
            assert_eq!(days.iter().map(|day| day.date.to_string()).collect::<Vec<_>>(), dates, "{json}");
        };
        check(&format!(r#"{{"2026-01-02":{day},"2026-01-01":{day}}}"#), &["2026-01-01", "2026-01-02"]);
        let dated = r#"{"timestamp":"2026-01-01T08:00:00","total_videos":1,"total_views":2}"#;
        check(&format!(r#"{{"history":[{dated},{dated}]}}"#), &["2026-01-01"]);
    }

    #[test]
    fn other_files_are_something_else() {
        assert_eq!(tutorial_days(br#"{"videos":[{"video_id":"1"}]}"#).unwrap(), None);
        assert_eq!(tutorial_days(b"nothing").unwrap(), None);
        assert!(tutorial_days(br#"[{"total_videos":1,"total_views":2}]"#).is_err());
    }
}
