//! Stored readings as lines and back without loss: what `export` writes, `import` reads, and `backtest` reads too.
//!
//! A row is one video in one reading. The first row of a reading carries in `reading` what is known of the
//! reading itself (its listings, what was rejected, what it cost), as the bytes that the store keeps; a reading
//! that listed nothing is such a row without a video. A video that was read by itself has no `under`, and of its columns
//! the counts alone.

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use tagpulse_core::{Counts, Header, Listed, Rechecked, Snapshot, Timestamp, Video, VideoId, to_json};

use crate::format::csv;

/// The columns, which stay.
pub(crate) const COLUMNS: [&str; 16] = [
    "campaign",
    "taken_at",
    "video_id",
    "author",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "created",
    "followers",
    "duration_s",
    "desc",
    "hashtags",
    "under",
    "reading",
];

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    campaign: String,
    taken_at: String,
    video_id: Option<String>,
    author: Option<String>,
    views: Option<u64>,
    likes: Option<u64>,
    comments: Option<u64>,
    shares: Option<u64>,
    saves: Option<u64>,
    created: Option<i64>,
    followers: Option<u64>,
    duration_s: Option<u32>,
    desc: Option<String>,
    #[serde(default)]
    hashtags: Vec<String>,
    /// Places of the campaign's hashtags under which it was listed; none of a video that was read by itself.
    #[serde(default = "listed")]
    under: Option<Vec<u16>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
}

#[allow(clippy::unnecessary_wraps, reason = "what stands where a row has no such key")]
const fn listed() -> Option<Vec<u16>> {
    Some(Vec::new())
}

/// The rows of a campaign's readings.
pub(crate) fn rows<'a>(campaign: &'a str, readings: &'a [Snapshot]) -> impl Iterator<Item = Row> + 'a {
    readings.iter().flat_map(move |snapshot| {
        let header = BASE64_STANDARD.encode(snapshot.header.to_bytes());
        let taken_at = snapshot.header.taken_at.to_string();
        let empty = Row { campaign: campaign.to_owned(), taken_at, under: listed(), ..Row::default() };
        let mut all: Vec<Row> = snapshot.videos.iter().map(|listed| row(&empty, listed)).collect();
        all.extend(snapshot.rechecked.iter().map(|again| Row { under: None, ..counted(&empty, again) }));
        if all.is_empty() {
            all.push(empty);
        }
        if let Some(first) = all.first_mut() {
            first.reading = Some(header);
        }
        all
    })
}

fn row(of: &Row, Listed { video, under }: &Listed) -> Row {
    Row {
        author: video.author.clone(),
        created: video.created,
        followers: video.author_followers,
        duration_s: video.duration_s,
        desc: video.desc.clone(),
        hashtags: video.hashtags.iter().map(str::to_owned).collect(),
        under: Some(under.clone()),
        ..counted(of, &Rechecked { video_id: video.video_id, counts: video.counts })
    }
}

fn counted(of: &Row, Rechecked { video_id, counts }: &Rechecked) -> Row {
    let [views, likes, comments, shares, saves] = counts.array();
    Row { video_id: Some(video_id.to_string()), views, likes, comments, shares, saves, ..of.clone() }
}

impl Row {
    /// The row as cells, in the order of [`COLUMNS`]. Unknown is empty, and an empty text is `'`.
    pub(crate) fn cells(&self) -> Vec<String> {
        let text = |text: &Option<String>| match text.as_deref() {
            None => String::new(),
            Some("") => EMPTY.to_owned(),
            Some(text) => csv::text(text),
        };
        vec![
            csv::text(&self.campaign),
            self.taken_at.clone(),
            csv::number(self.video_id.as_ref()),
            text(&self.author),
            csv::number(self.views),
            csv::number(self.likes),
            csv::number(self.comments),
            csv::number(self.shares),
            csv::number(self.saves),
            csv::number(self.created),
            csv::number(self.followers),
            csv::number(self.duration_s),
            text(&self.desc),
            to_json(&self.hashtags),
            to_json(&self.under),
            csv::number(self.reading.as_ref()),
        ]
    }

    fn of_cells(cells: &::csv::StringRecord) -> Result<Self> {
        let cell = |at: usize| cells.get(at).unwrap_or_default();
        let text = |at: usize| match cell(at) {
            "" => None,
            EMPTY => Some(String::new()),
            text => Some(csv::bare(text).to_owned()),
        };
        fn number<T: std::str::FromStr>(column: &str, text: &str) -> Result<Option<T>>
        where
            T::Err: std::error::Error + Send + Sync + 'static,
        {
            let parse =
                |text: &str| text.parse().with_context(|| format!("{column}: \"{text}\" is no number of its kind"));
            (!text.is_empty()).then(|| parse(text)).transpose()
        }
        let count = |at: usize| number(COLUMNS[at], cell(at));
        Ok(Self {
            campaign: csv::bare(cell(0)).to_owned(),
            taken_at: cell(1).to_owned(),
            video_id: text(2),
            author: text(3),
            views: count(4)?,
            likes: count(5)?,
            comments: count(6)?,
            shares: count(7)?,
            saves: count(8)?,
            created: number(COLUMNS[9], cell(9))?,
            followers: count(10)?,
            duration_s: number(COLUMNS[11], cell(11))?,
            desc: text(12),
            hashtags: serde_json::from_str(cell(13)).context("hashtags")?,
            under: serde_json::from_str(cell(14)).context("under")?,
            reading: text(15),
        })
    }
}

/// A text that is known to be empty, in a cell: any other text of such marks has one more.
const EMPTY: &str = "'";

/// The readings of an export with the campaigns they are of; `None` for other bytes.
///
/// # Errors
/// A row that no export writes, by its number.
pub(crate) fn read(bytes: &[u8]) -> Result<Option<Vec<(String, Snapshot)>>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut readings = Readings::default();
    if bytes.starts_with(COLUMNS.join(",").as_bytes()) {
        for (number, cells) in (1..).zip(::csv::Reader::from_reader(bytes).records()) {
            let named = || format!("row {number} of the export");
            readings.add(Row::of_cells(&cells.with_context(named)?).with_context(named)?).with_context(named)?;
        }
        readings.check_ids()?;
        return Ok(Some(readings.0));
    }
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.clone().next().unwrap_or_default();
    if !serde_json::from_slice::<Row>(first).is_ok_and(|row| row.reading.is_some()) {
        return Ok(None);
    }
    (1..).zip(&mut lines).try_for_each(|(number, line)| {
        let named = || format!("line {number} of the export");
        readings.add(serde_json::from_slice(line).with_context(named)?).with_context(named)
    })?;
    Ok(Some(readings.0))
}

/// What was read so far.
#[derive(Default)]
struct Readings(Vec<(String, Snapshot)>);

/// What became of ids that a spreadsheet took for numbers, and what to do.
const ROUNDED: &str =
    ": a spreadsheet rounded it; import the export as it was written, and open a copy with video_id as text";

impl Readings {
    /// A spreadsheet that saves an id as a number writes zeros for its last digits: a thousandth of ids end so by chance.
    fn check_ids(&self) -> Result<()> {
        let ids = || self.0.iter().flat_map(|(_, reading)| &reading.videos).map(|listed| listed.video.video_id.0);
        let rounded = || ids().filter(|id| id.is_multiple_of(1_000));
        let few = ids().count().div_ceil(2).max(3);
        if let (Some(first), true) = (rounded().next(), rounded().count() >= few) {
            anyhow::bail!("video_id: half of the ids end in 000, the first is {first}{ROUNDED}");
        }
        Ok(())
    }

    fn add(&mut self, row: Row) -> Result<()> {
        let taken_at = Timestamp::parse(&row.taken_at)?;
        if let Some(header) = &row.reading {
            let bytes = BASE64_STANDARD.decode(header).ok().context("reading: it is not whole")?;
            let header = Header::from_bytes(&bytes).context("reading")?;
            anyhow::ensure!(
                header.taken_at == taken_at,
                "reading: it is of {}, the row of {taken_at}",
                header.taken_at
            );
            self.0.push((row.campaign.clone(), Snapshot { header, videos: Vec::new(), rechecked: Vec::new() }));
        }
        let open = self.0.last_mut().filter(|(name, open)| *name == row.campaign && open.header.taken_at == taken_at);
        let (_, open) = open.context("the first row of a reading is missing; export it again, and keep the order")?;
        let Some(id) = &row.video_id else { return Ok(()) };
        let id: u64 = id.parse().with_context(|| {
            // Of 7.46998E+18 nobody knows which it was.
            let remedy = if id.contains(['E', 'e', '.', ',']) { ROUNDED } else { "" };
            format!("video_id: \"{}\" is no id{remedy}", tagpulse_core::clean(id, 40))
        })?;
        let (video_id, counts) =
            (VideoId(id), Counts::from_array([row.views, row.likes, row.comments, row.shares, row.saves]));
        let Some(under) = row.under else {
            open.rechecked.push(Rechecked { video_id, counts });
            return Ok(());
        };
        let video = Video {
            video_id,
            author: row.author,
            desc: row.desc,
            created: row.created,
            counts,
            author_followers: row.followers,
            duration_s: row.duration_s,
            hashtags: row.hashtags.iter().map(String::as_str).collect(),
            observed: None,
        };
        let places = open.header.hashtags.len();
        anyhow::ensure!(under.iter().all(|place| usize::from(*place) < places), "under: a hashtag the reading has not");
        open.videos.push(Listed { video, under });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_export_is_left_to_the_dialects() {
        for other in
            ["", "{\"videos\":[]}", "campaign,taken_at\n", "{\"campaign\":\"a\",\"taken_at\":\"x\",\"views\":1}"]
        {
            assert!(read(other.as_bytes()).unwrap().is_none(), "{other}");
        }
    }

    #[test]
    fn a_broken_export_names_its_row() {
        let csv = format!("{}\r\na,2026-11-01T00:00:00Z,1,,,,,,,,,,,[],[],\r\n", COLUMNS.join(","));
        let error = format!("{:#}", read(csv.as_bytes()).unwrap_err());
        assert!(error.starts_with("row 1 of the export: the first row of a reading is missing"), "{error}");
        let line = "{\"campaign\":\"a\",\"taken_at\":\"2026-11-01T00:00:00Z\",\"reading\":\"?\"}";
        let error = format!("{:#}", read(line.as_bytes()).unwrap_err());
        assert!(error.starts_with("line 1 of the export: reading: it is not whole"), "{error}");
    }
}
