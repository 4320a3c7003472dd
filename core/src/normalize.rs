//! From bytes to strict videos: one pass, one conversion.

use serde::Serialize;

use crate::{
    Counts, Error, ErrorCode, Rejected, Video,
    answer::{Answer, broken_error},
    dialect::{self, Dialect},
    field::{Slot, Values, Videos, walk},
    hashtag,
    reader::{Broken, Reader},
    scalar,
};

/// The longest caption that is kept, in characters. TikTok allows 4,000.
const CAPTION_LENGTH: usize = 4_000;
/// The longest handle that is kept, in characters. TikTok allows 24.
const AUTHOR_LENGTH: usize = 100;

/// What one answer or file held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Normalized {
    /// The dialect that it was read as.
    pub dialect: String,
    /// Its videos in their order, duplicates among them.
    pub videos: Vec<Video>,
    /// The items that could not be videos.
    pub rejected: Vec<Rejected>,
    /// Where the bytes end or break, if they do; the items before stand above.
    pub truncated: Option<Error>,
}

/// Reads one answer or file; its dialect is found from the bytes.
///
/// # Errors
/// `empty_body`, `html`, `captcha`, `provider_error`, `truncated` (before the first item) or
/// `unknown_shape`, each naming what was found. One bad item is no error: it is rejected.
///
/// ```
/// let body = br#"{"videos":[{"video_id":"7412345678901234567","play_count":"12","author":{"unique_id":"anna"}}]}"#;
/// let read = tagpulse_core::normalize(body, None)?;
/// assert_eq!(read.dialect, "tutorial");
/// assert_eq!(read.videos[0].counts.views, Some(12));
/// # Ok::<(), tagpulse_core::Error>(())
/// ```
pub fn normalize(bytes: &[u8], dialect: Option<&str>) -> Result<Normalized, Error> {
    let page = Page::read(bytes, chosen(dialect)?, 1)?;
    Ok(Normalized {
        dialect: crate::text::owned(page.dialect),
        videos: page.videos,
        rejected: page.rejected.into_iter().map(|(rejected, _)| rejected).collect(),
        truncated: page.cut,
    })
}

/// The dialect of that name, if one is given.
pub(crate) fn chosen(name: Option<&str>) -> Result<Option<&'static Dialect>, Error> {
    let Some(name) = name else { return Ok(None) };
    dialect::by_name(name).map(Some).ok_or_else(|| {
        let shown = crate::text::clean(name, 40);
        Error::new(
            ErrorCode::BadSettings,
            format!("dialect: \"{shown}\" is not known; use one of {}", dialect::names()),
        )
    })
}

/// A page of a listing.
pub(crate) struct Page {
    pub(crate) dialect: &'static str,
    pub(crate) videos: Vec<Video>,
    /// The rejected items, and whether each had a blank id.
    pub(crate) rejected: Vec<(Rejected, bool)>,
    /// How many items the list had.
    pub(crate) items: u32,
    pub(crate) cursor: Option<String>,
    pub(crate) has_more: Option<bool>,
    pub(crate) credits_used: Option<u32>,
    /// Where the bytes broke, if they did.
    pub(crate) cut: Option<Error>,
}

impl Page {
    /// Reads a page whose number is `number`, by the dialect given or found.
    pub(crate) fn read(bytes: &[u8], forced: Option<&'static Dialect>, number: u32) -> Result<Self, Error> {
        let dialect = match forced {
            Some(dialect) => dialect,
            None => {
                let answer = Answer::look(bytes)?;
                match answer.dialect() {
                    Some(dialect) => dialect,
                    None => return Err(answer.trouble().unwrap_or_else(|| answer.unknown_shape())),
                }
            }
        };
        let mut items =
            Items { dialect, page: number, videos: Vec::new(), rejected: Vec::new(), items: 0, seen: false };
        let mut values = Values::default();
        let walked = walk(&mut Reader::new(bytes), dialect.answer, &mut values, &mut items);
        let cut = walked.err().map(|broken| broken_error(broken, bytes.len()));
        if !items.seen {
            // Only a dialect that was asked for by name gets here.
            let answer = Answer::look(bytes)?;
            return Err(answer.trouble().unwrap_or_else(|| answer.unknown_shape()));
        }
        Ok(Self {
            dialect: dialect.name,
            cursor: scalar::string(values.get(Slot::Cursor)),
            has_more: scalar::flag(values.get(Slot::HasMore)),
            credits_used: scalar::count(values.get(Slot::CreditsUsed)).and_then(|credits| u32::try_from(credits).ok()),
            videos: items.videos,
            rejected: items.rejected,
            items: items.items,
            cut,
        })
    }
}

/// Gathers the videos of a walk.
struct Items {
    dialect: &'static Dialect,
    page: u32,
    videos: Vec<Video>,
    rejected: Vec<(Rejected, bool)>,
    items: u32,
    seen: bool,
}

impl<'a> Videos<'a> for Items {
    fn videos(&mut self, reader: &mut Reader<'a>, one: bool) -> Result<(), Broken> {
        let mut values = Values::default();
        if one {
            let is_video = reader.peek()? == b'{';
            self.seen |= is_video;
            return if is_video { self.item(reader, &mut values) } else { reader.skip() };
        }
        if !reader.enter(b'[')? {
            return reader.skip();
        }
        self.seen = true;
        let mut first = true;
        while reader.next_element(&mut first)? {
            self.item(reader, &mut values)?;
        }
        Ok(())
    }
}

impl Items {
    fn item<'a>(&mut self, reader: &mut Reader<'a>, values: &mut Values<'a>) -> Result<(), Broken> {
        values.clear();
        let object = walk(reader, self.dialect.item, values, &mut crate::field::NoVideos)?;
        let index = self.items;
        self.items = self.items.saturating_add(1);
        let id = if object { scalar::id(values.get(Slot::Id)) } else { Err(NOT_AN_OBJECT) };
        match id {
            Ok(id) => self.videos.push(video(id, values)),
            Err(bad) => {
                let field = if object { self.dialect.id_field } else { "item" };
                let rejected = Rejected {
                    page: self.page,
                    index,
                    id: bad.shown,
                    field: crate::text::owned(field),
                    reason: crate::text::owned(bad.reason),
                };
                self.rejected.push((rejected, bad.blank));
            }
        }
        Ok(())
    }
}

const NOT_AN_OBJECT: scalar::BadId = scalar::BadId { shown: None, reason: "the item is no object", blank: false };

/// The one conversion from permissive values to a strict video.
fn video(video_id: crate::VideoId, values: &Values<'_>) -> Video {
    let count = |slot| scalar::count(values.get(slot));
    let bounded =
        |slot, max| scalar::string(values.get(slot)).map(|text| crate::text::first_chars(&text, max).to_owned());
    let desc = bounded(Slot::Desc, CAPTION_LENGTH);
    let mut hashtags = Vec::new();
    for name in &values.hashtags {
        hashtag::add(&name.decode(), &mut hashtags);
    }
    hashtag::from_caption(desc.as_deref().unwrap_or_default(), &mut hashtags);
    let seconds = count(Slot::DurationSeconds).or_else(|| count(Slot::DurationMillis).map(|ms| ms / 1000));
    Video {
        video_id,
        author: bounded(Slot::Author, AUTHOR_LENGTH).or_else(|| bounded(Slot::AuthorId, AUTHOR_LENGTH)),
        desc,
        created: scalar::time(values.get(Slot::Created))
            .or_else(|| video_id.creation_time().map(crate::Timestamp::seconds)),
        counts: Counts {
            views: count(Slot::Views),
            likes: count(Slot::Likes),
            comments: count(Slot::Comments),
            shares: count(Slot::Shares),
            saves: count(Slot::Saves),
        },
        author_followers: count(Slot::Followers),
        duration_s: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
        hashtags,
    }
}
