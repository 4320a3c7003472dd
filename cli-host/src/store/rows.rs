//! The stored form of a reading's header and of an imported day: the store's own, so that a
//! row written by one release is read by the next whatever the core's types become.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tagpulse_core::{
    Day, DayFigures, Error, ErrorCode, HashtagListing, Header, Origin, Ratio, Rejected, Rejections, Source, StopReason,
    Timestamp, Usage,
};

/// The text of a header.
pub(super) fn header_text(header: &Header) -> Result<String> {
    Ok(serde_json::to_string(&HeaderRow::of(header))?)
}

/// The header of a text.
pub(super) fn header(text: &str) -> Result<Header> {
    let row: HeaderRow = serde_json::from_str(text).context("the header of a stored reading")?;
    Ok(row.header())
}

/// The text of an imported day.
pub(super) fn day_text(day: &DayFigures) -> Result<String> {
    Ok(serde_json::to_string(&DayRow::of(day))?)
}

/// The imported day of a text.
pub(super) fn day(text: &str) -> Result<DayFigures> {
    let row: DayRow = serde_json::from_str(text).context("a stored imported day")?;
    Ok(row.figures())
}

#[derive(Serialize, Deserialize)]
struct HeaderRow {
    taken_at: Timestamp,
    hashtags: Vec<ListingRow>,
    duplicates: u32,
    rejected_total: u32,
    blank_ids: u32,
    rejected: Vec<RejectedRow>,
    requests: u32,
    credits: u32,
    credits_possible: u32,
    sources: Option<Vec<SourceRow>>,
}

#[derive(Serialize, Deserialize)]
struct ListingRow {
    name: String,
    id: Option<String>,
    tiktok_videos: Option<u64>,
    tiktok_views: Option<u64>,
    listed: u32,
    pages: u32,
    listing_ended: bool,
    stop_reason: Option<StopRow>,
    error: Option<ErrorRow>,
}

#[derive(Serialize, Deserialize)]
struct StopRow(#[serde(with = "StopReasonForm")] StopReason);

#[derive(Serialize, Deserialize)]
struct ErrorRow {
    #[serde(with = "ErrorCodeForm")]
    code: ErrorCode,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct RejectedRow {
    page: u32,
    index: u32,
    id: Option<String>,
    field: String,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct SourceRow {
    file: String,
    dialect: String,
    videos: u32,
    rejected: u32,
}

#[derive(Serialize, Deserialize)]
struct DayRow {
    date: Day,
    taken_at: Timestamp,
    total_videos: u64,
    total_views: u64,
    total_engagement: u64,
    views_gained: Option<i64>,
    published: Option<u64>,
    coverage_millionths: Option<i64>,
    alerts: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StopReason", rename_all = "snake_case")]
enum StopReasonForm {
    NoMore,
    CursorStuck,
    NothingNew,
    PageBudget,
    VideoBudget,
    CreditBudget,
    Error,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ErrorCode", rename_all = "snake_case")]
enum ErrorCodeForm {
    EmptyBody,
    Html,
    Captcha,
    ProviderError,
    UnknownShape,
    Truncated,
    NotFound,
    Auth,
    Credits,
    Gone,
    InvalidRequest,
    RateLimited,
    Upstream,
    Connect,
    Timeout,
    TooLarge,
    Aborted,
    Budget,
    NoSuchRequest,
    HistoryCorrupt,
    HistoryTooNew,
    OtherCampaign,
    CollectorCorrupt,
    OutOfOrder,
    ZoneSpan,
    BadSettings,
    BadTime,
    NoReading,
}

impl HeaderRow {
    fn of(header: &Header) -> Self {
        let rejected = |item: &Rejected| RejectedRow {
            page: item.page,
            index: item.index,
            id: item.id.clone(),
            field: item.field.clone(),
            reason: item.reason.clone(),
        };
        let source = |source: &Source| SourceRow {
            file: source.file.clone(),
            dialect: source.dialect.clone(),
            videos: source.videos,
            rejected: source.rejected,
        };
        Self {
            taken_at: header.taken_at,
            hashtags: header.hashtags.iter().map(ListingRow::of).collect(),
            duplicates: header.duplicates,
            rejected_total: header.rejected.total,
            blank_ids: header.rejected.blank_ids,
            rejected: header.rejected.first.iter().map(rejected).collect(),
            requests: header.usage.requests,
            credits: header.usage.credits,
            credits_possible: header.usage.credits_possible,
            sources: header.sources.as_ref().map(|sources| sources.iter().map(source).collect()),
        }
    }

    fn header(self) -> Header {
        let rejected = |RejectedRow { page, index, id, field, reason }| Rejected { page, index, id, field, reason };
        let source = |SourceRow { file, dialect, videos, rejected }| Source { file, dialect, videos, rejected };
        Header {
            taken_at: self.taken_at,
            hashtags: self.hashtags.into_iter().map(ListingRow::listing).collect(),
            duplicates: self.duplicates,
            rejected: Rejections {
                total: self.rejected_total,
                blank_ids: self.blank_ids,
                first: self.rejected.into_iter().map(rejected).collect(),
            },
            usage: Usage { requests: self.requests, credits: self.credits, credits_possible: self.credits_possible },
            sources: self.sources.map(|sources| sources.into_iter().map(source).collect()),
        }
    }
}

impl ListingRow {
    fn of(listing: &HashtagListing) -> Self {
        let error = |error: &Error| ErrorRow { code: error.code, message: error.message.clone() };
        Self {
            name: listing.name.clone(),
            id: listing.id.clone(),
            tiktok_videos: listing.tiktok_videos,
            tiktok_views: listing.tiktok_views,
            listed: listing.listed,
            pages: listing.pages,
            listing_ended: listing.listing_ended,
            stop_reason: listing.stop_reason.map(StopRow),
            error: listing.error.as_ref().map(error),
        }
    }

    fn listing(self) -> HashtagListing {
        HashtagListing {
            name: self.name,
            id: self.id,
            tiktok_videos: self.tiktok_videos,
            tiktok_views: self.tiktok_views,
            listed: self.listed,
            pages: self.pages,
            listing_ended: self.listing_ended,
            stop_reason: self.stop_reason.map(|StopRow(reason)| reason),
            error: self.error.map(|error| Error::new(error.code, error.message)),
        }
    }
}

impl DayRow {
    fn of(day: &DayFigures) -> Self {
        Self {
            date: day.date,
            taken_at: day.taken_at,
            total_videos: day.total_videos,
            total_views: day.total_views,
            total_engagement: day.total_engagement,
            views_gained: day.views_gained,
            published: day.published,
            coverage_millionths: day.coverage_share.and_then(|share| i64::try_from(share.millionths()).ok()),
            alerts: day.alerts,
        }
    }

    fn figures(self) -> DayFigures {
        DayFigures {
            date: self.date,
            taken_at: self.taken_at,
            origin: Origin::Tutorial,
            total_videos: self.total_videos,
            total_views: self.total_views,
            total_engagement: self.total_engagement,
            views_gained: self.views_gained,
            published: self.published,
            coverage_share: self.coverage_millionths.and_then(|share| Ratio::of(share.into(), 1_000_000)),
            alerts: self.alerts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_with_everything_comes_back() {
        let at = Timestamp::parse("2026-11-23T06:00:00Z").unwrap();
        let listing = HashtagListing {
            id: Some("7".into()),
            tiktok_videos: Some(9),
            tiktok_views: Some(u64::MAX),
            listed: 3,
            pages: 2,
            stop_reason: Some(StopReason::Error),
            error: Some(Error::new(ErrorCode::RateLimited, "too many")),
            ..HashtagListing::new("glow")
        };
        let rejected =
            Rejected { page: 2, index: 7, id: Some("x".into()), field: "aweme_id".into(), reason: "no number".into() };
        let header = Header {
            taken_at: at,
            hashtags: vec![listing, HashtagListing::new("b")],
            duplicates: 4,
            rejected: Rejections { total: 5, blank_ids: 1, first: vec![rejected] },
            usage: Usage { requests: 6, credits: 5, credits_possible: 1 },
            sources: Some(vec![Source { file: "a".into(), dialect: "aweme".into(), videos: 1, rejected: 2 }]),
        };
        assert_eq!(super::header(&header_text(&header).unwrap()).unwrap(), header);
    }

    #[test]
    fn a_day_comes_back() {
        let figures = DayFigures {
            date: Day::parse("2026-11-23").unwrap(),
            taken_at: Timestamp::parse("2026-11-23T06:00:00Z").unwrap(),
            origin: Origin::Tutorial,
            total_videos: 1,
            total_views: 2,
            total_engagement: 3,
            views_gained: Some(-4),
            published: None,
            coverage_share: Ratio::of(1, 3),
            alerts: 0,
        };
        assert_eq!(day(&day_text(&figures).unwrap()).unwrap(), figures);
    }
}
