//! The strict video: what a campaign counts, whatever shape it arrived in.

use serde::{Serialize, Serializer};

use crate::{Hashtags, Timestamp, words::Shown};

/// The largest count that is believed: 2^53 - 1, the largest whole number that JavaScript holds.
pub const MAX_COUNT: u64 = (1 << 53) - 1;

/// The id of a video: TikTok's are `u64`; outside Rust they are strings, never floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VideoId(pub u64);

impl VideoId {
    /// The creation time that TikTok's ids carry in their upper 32 bits, within a minute for
    /// 974 of 1,000 videos; `None` when that is not from 2014 to 2100.
    ///
    /// ```
    /// # use tagpulse_core::VideoId;
    /// let id = VideoId(1_790_000_000 << 32);
    /// assert_eq!(id.creation_time().map(|time| time.seconds()), Some(1_790_000_000));
    /// ```
    pub fn creation_time(self) -> Option<Timestamp> {
        let seconds = i64::try_from(self.0 >> 32).unwrap_or(0);
        // 2014-01-01 to 2100-01-01: the app began in 2014 under another name.
        (1_388_534_400..4_102_444_800).contains(&seconds).then(|| Timestamp::from_seconds(seconds).ok()).flatten()
    }
}

impl Shown for VideoId {
    fn show(&self, out: &mut String) {
        self.0.show(out);
    }
}

displayed!(VideoId);

impl Serialize for VideoId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text!("{}", self))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for VideoId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "VideoId".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{1,20}$" })
    }
}

/// A video's public counts; `None` is unknown, which is not 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Times played.
    pub views: Option<u64>,
    /// Likes ("diggs").
    pub likes: Option<u64>,
    /// Comments.
    pub comments: Option<u64>,
    /// Shares.
    pub shares: Option<u64>,
    /// Saves ("collects", "favourites"); in no sum whose name does not say so.
    pub saves: Option<u64>,
}

impl Counts {
    /// Likes, comments and shares together, an unknown one adding nothing.
    ///
    /// ```
    /// # use tagpulse_core::Counts;
    /// let counts = Counts { likes: Some(5), shares: Some(2), saves: Some(9), ..Counts::default() };
    /// assert_eq!(counts.engagement(), 7);
    /// ```
    pub fn engagement(&self) -> u64 {
        let of = |count: Option<u64>| count.unwrap_or(0);
        of(self.likes).saturating_add(of(self.comments)).saturating_add(of(self.shares))
    }

    /// The five counts in the order views, likes, comments, shares, saves.
    pub const fn array(&self) -> [Option<u64>; 5] {
        [self.views, self.likes, self.comments, self.shares, self.saves]
    }

    /// Counts from that order.
    pub const fn from_array([views, likes, comments, shares, saves]: [Option<u64>; 5]) -> Self {
        Self { views, likes, comments, shares, saves }
    }

    /// These counts, and where one is unknown that of `earlier`: unknown never replaces known.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        Self {
            views: self.views.or(earlier.views),
            likes: self.likes.or(earlier.likes),
            comments: self.comments.or(earlier.comments),
            shares: self.shares.or(earlier.shares),
            saves: self.saves.or(earlier.saves),
        }
    }
}

/// A video as one listing showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Video {
    /// The id; outside Rust a string.
    pub video_id: VideoId,
    /// The creator's handle without `@`; null when the source has none.
    pub author: Option<String>,
    /// The caption as its author wrote it: hostile text.
    pub desc: Option<String>,
    /// Publication in Unix seconds, from the id where the source has none.
    pub created: Option<i64>,
    /// The counts.
    pub counts: Counts,
    /// The creator's followers.
    pub author_followers: Option<u64>,
    /// Length in seconds.
    pub duration_s: Option<u32>,
    /// Hashtags from the source's list and the caption: lower-case, without `#`, each once.
    pub hashtags: Hashtags,
    /// When the source observed it, in Unix seconds; null where it does not say.
    pub observed: Option<i64>,
}

/// How far a publication time and the one in the id may lie apart, in seconds: of 1,000 real
/// videos 974 agree within a minute, so a day apart is a slip of the source.
const DATES_APART: u64 = 86_400;

impl Video {
    /// Whether its publication time and the one in its id disagree by more than a day.
    pub(crate) fn is_date_doubtful(&self) -> bool {
        let apart = |said: i64| Some(said.abs_diff(self.video_id.creation_time()?.seconds()));
        self.created.and_then(apart).is_some_and(|apart| apart > DATES_APART)
    }
}

/// The address of a video, made from author and id and never taken from data; `None` when the
/// author has anything outside `A-Za-z0-9._-`.
///
/// ```
/// # use tagpulse_core::{VideoId, video_url};
/// assert_eq!(video_url(Some("anna.b"), VideoId(7)).as_deref(), Some("https://www.tiktok.com/@anna.b/video/7"));
/// assert_eq!(video_url(Some("a/../b"), VideoId(7)), None);
/// ```
pub fn video_url(author: Option<&str>, id: VideoId) -> Option<String> {
    let author = author.filter(|author| !author.is_empty() && is_plain(author))?;
    Some(text!("https://www.tiktok.com/@{}/video/{}", author, id))
}

/// Whether a name has nothing outside `A-Za-z0-9._-`.
#[inline(never)]
pub(crate) fn is_plain(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

crate::codec::record!(Video {
    video_id,
    author,
    desc,
    created,
    counts,
    author_followers,
    duration_s,
    hashtags,
    observed
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_never_replaces_known() {
        let then = Counts { views: Some(10), likes: Some(1), ..Counts::default() };
        let now = Counts { views: Some(12), shares: Some(0), ..Counts::default() };
        let both = now.or(then);
        assert_eq!(both, Counts { views: Some(12), likes: Some(1), shares: Some(0), ..Counts::default() });
    }

    #[test]
    fn an_id_of_another_kind_carries_no_time() {
        assert_eq!(VideoId(12_345).creation_time(), None);
        assert_eq!(VideoId(u64::MAX).creation_time(), None);
    }
}
