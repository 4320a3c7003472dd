//! The report document: its types, in the order in which their keys are written.
//!
//! This file is a contract. Within a `schema_version` keys are only added. All sections are
//! over the campaign's known videos except `coverage` and `hashtags`.

use serde::Serialize;

use crate::{Alert, Day, HashtagListing, Ratio, Rejected, Source, Timestamp, VideoId};

/// The version of every document that the core writes.
pub const SCHEMA_VERSION: u32 = 1;

/// One campaign at one reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this document's shape.
    pub schema_version: u32,
    /// The campaign's name.
    pub campaign: String,
    /// Civil day of the reading in `zone`.
    pub date: Day,
    /// The reading's instant in UTC.
    pub taken_at: Timestamp,
    /// The zone as the user wrote it.
    pub zone: String,
    /// What was learned of each hashtag.
    pub hashtags: Vec<HashtagListing>,
    /// Videos ever seen under the campaign.
    pub total_videos: u64,
    /// Their views, with the last known counts of those not seen today.
    pub total_views: u64,
    /// Their likes, comments and shares.
    pub total_engagement: u64,
    /// Floor of the mean views of a video; 0 without videos.
    pub avg_views: u64,
    /// Floor of the mean engagement of a video; 0 without videos.
    pub avg_engagement: u64,
    /// Videos above `viral_rule`: the tutorial's count.
    pub viral_videos: u64,
    /// Authors of the five videos with the most likes and comments; one author can stand twice.
    pub top_5_creators: Vec<Option<String>>,
    /// New videos since the base, when that is 20 to 28 hours old.
    pub new_videos_24h: Option<i64>,
    /// Growth of `total_views` since the base, when that is 20 to 28 hours old.
    pub view_growth_24h: Option<i64>,
    /// How much of the campaign was seen.
    pub coverage: Coverage,
    /// What the reading cost.
    pub cost: Cost,
    /// The rule behind `viral_videos`.
    pub viral_rule: ViralRule,
    /// Rates; each name carries its denominator.
    pub rates: Rates,
    /// How counts are spread over the videos.
    pub distribution: Distribution,
    /// Who posts.
    pub creators: Creators,
    /// Hashtags on the videos, at most 50, the most used first. Of one video the first 12 count: those that the source
    /// lists, then the caption's.
    pub hashtags_used: Vec<HashtagUsed>,
    /// When videos are published.
    pub timing: Timing,
    /// The videos with the most views.
    pub top_videos: Vec<TopVideo>,
    /// What changed since the base: of the readings of earlier days that are 12 hours older at least and listed half of
    /// the videos then known, the one nearest to 24 hours before. Of readings within the same six hours (of UTC) the
    /// last one is remembered. Null without one.
    pub diff: Option<Diff>,
    /// Alerts that this reading raised.
    pub alerts: Vec<Alert>,
    /// How far the goals of the settings are; null without one.
    pub goals: Option<crate::Goals>,
    /// Not built yet: always null.
    pub money: Option<NotBuilt>,
    /// Not built yet: always null.
    pub compliance: Option<NotBuilt>,
    /// Not built yet: always null.
    pub roster: Option<NotBuilt>,
}

impl Report {
    /// The document as JSON text, the same bytes on every target.
    pub fn to_json(&self) -> String {
        crate::to_json(self)
    }
}

/// A section that no release fills yet: it has no value, so it is always null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NotBuilt {}

/// How much of the campaign the reading saw.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Videos in this reading's listings, each once.
    pub listed: u64,
    /// Videos ever seen under the campaign.
    pub known: u64,
    /// Known videos that this reading did not list; never "deleted".
    pub not_seen: u64,
    /// Views carried forward for those that were not read again by themselves either.
    pub carried_views: u64,
    /// Videos ever seen, excluded ones among them, over those that TikTok's pages name together;
    /// null when that is unknown.
    pub share: Option<Ratio>,
    /// Items listed more than once in this reading.
    pub duplicates: u64,
    /// Seen videos that do not belong to the campaign.
    pub excluded: Excluded,
    /// Known videos whose count was never known, per count.
    pub unknown_counts: UnknownCounts,
    /// Whether the source rounds its counts.
    pub rounded: bool,
    /// Videos of the reading whose publication time and id disagree by more than a day.
    pub dates_doubtful: u64,
    /// Why the reading changes no figure; null when it is trusted.
    pub suspect: Option<String>,
    /// Items that could not be videos.
    pub rejected_total: u64,
    /// The first 100 of them.
    pub rejected: Vec<Rejected>,
    /// The files read; null for a collection.
    pub sources: Option<Vec<Source>>,
    /// Of `not_seen`, those that were read again by themselves: their counts are of this reading.
    pub rechecked: u64,
    /// Videos that were to be read again by themselves, and of which nothing came: gone, private or throttled, or a budget
    /// or an error came before. Their counts are the last known ones.
    pub recheck_failed: u64,
}

/// Seen videos left out, by the first reason that applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Excluded {
    /// Published before the campaign's first day.
    pub before_start: u64,
    /// Published after the campaign's last day.
    pub after_end: u64,
    /// By a creator who is left out.
    pub creator: u64,
}

/// Known videos whose count was never known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "the names are those of the counts")]
pub struct UnknownCounts {
    pub views: u64,
    pub likes: u64,
    pub comments: u64,
    pub shares: u64,
    pub saves: u64,
}

/// What the reading's answers cost; those that campaigns of a run share, in the report of each.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cost {
    /// Requests sent, retries among them.
    pub requests: u64,
    /// Credits that the answers say were used.
    pub credits: u64,
    /// Credits that may have been used by requests without an answer.
    pub credits_possible: u64,
    /// `credits` at the configured price; null without one.
    pub amount: Option<Ratio>,
    /// The price's currency.
    pub currency: Option<String>,
    /// Credits of thirty such readings.
    pub monthly_credits: u64,
}

/// The tutorial's rule: `views * n * 1000 > multiple_thousandths * total_views`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ViralRule {
    /// The count that is compared: `views`.
    pub metric: String,
    /// The multiple of the average.
    pub multiple: Ratio,
    /// The views above which a video counts, floored.
    pub threshold: u64,
    /// Whether any video could: with `n <= multiple` none can, whatever its views.
    pub can_fire: bool,
}

/// Rates over the campaign's videos whose count is known; null where the denominator is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rates {
    /// Engagement rate, of views: sum of engagement over sum of views, of videos where views and any of engagement are known.
    pub er_views_pooled: Option<Ratio>,
    /// Median over videos with views of engagement over views.
    pub er_views_median: Option<Ratio>,
    /// Likes per view, pooled, as all of these over the videos where both are known.
    pub like_rate_views: Option<Ratio>,
    /// Comments per view, pooled.
    pub comment_rate_views: Option<Ratio>,
    /// Shares per view ("virality rate"), pooled.
    pub share_rate_views: Option<Ratio>,
    /// Saves per view, pooled.
    pub save_rate_views: Option<Ratio>,
    /// Engagement of creators with known followers over those followers, each creator once.
    pub er_followers_pooled: Option<Ratio>,
    /// Share of videos whose creator's followers are known.
    pub followers_known_share: Ratio,
}

/// How counts are spread over the videos.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distribution {
    /// Over known views.
    pub views: Spread,
    /// Over engagement of videos with any of its counts known.
    pub engagement: Spread,
}

/// Quantiles (linear between order statistics) and concentration; zeros without values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spread {
    /// How many values.
    pub n: u64,
    /// The smallest.
    pub min: u64,
    /// A quarter lies below.
    pub p25: Ratio,
    /// Half lies below.
    pub median: Ratio,
    /// Three quarters lie below.
    pub p75: Ratio,
    /// Nine tenths lie below.
    pub p90: Ratio,
    /// 99 of 100 lie below.
    pub p99: Ratio,
    /// The largest.
    pub max: u64,
    /// Gini coefficient: 0 when all are equal, near 1 when one has all.
    pub gini: Ratio,
}

/// Who posts under the campaign.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Creators {
    /// Creators with a known handle.
    pub total: u64,
    /// Those without a video known at the base, or before this reading where it has none.
    pub new: u64,
    /// The others.
    pub returning: u64,
    /// Share of the views that the creator with the most views has.
    pub share_of_views_top_1: Option<Ratio>,
    /// Share of the views that the five with the most have.
    pub share_of_views_top_5: Option<Ratio>,
    /// Share of the views that the ten with the most have.
    pub share_of_views_top_10: Option<Ratio>,
    /// Gini coefficient of views over creators.
    pub gini: Ratio,
    /// Creators by followers: `under_nano` (below 1,000), `nano` (to 10,000), `micro` (to
    /// 50,000), `mid` (to 500,000), `macro` (to 1,000,000), `mega` (from there on), `unknown`.
    pub tiers: Vec<Tier>,
    /// The ten with the most views.
    pub top: Vec<TopCreator>,
}

/// Creators of one size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tier {
    /// The tier's name.
    pub name: String,
    /// Creators in it.
    pub creators: u64,
    /// Their videos.
    pub videos: u64,
    /// Views of those.
    pub views: u64,
}

/// A creator's part in the campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopCreator {
    /// The handle.
    pub author: String,
    /// Followers, as last known.
    pub followers: Option<u64>,
    /// Videos in the campaign.
    pub videos: u64,
    /// Views of those.
    pub views: u64,
    /// Likes, comments and shares of those.
    pub engagement: u64,
}

/// A hashtag on the campaign's videos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HashtagUsed {
    /// The name without `#`.
    pub name: String,
    /// Videos that carry it.
    pub videos: u64,
    /// Views of those.
    pub views: u64,
}

/// When the campaign's videos are published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timing {
    /// Videos by weekday (Monday first) and hour (0 to 23) in the campaign's zone.
    pub videos_by_weekday_hour: Vec<Vec<u64>>,
    /// Videos whose publication is unknown or before 2016.
    pub outside: u64,
}

/// One of the videos with the most views.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopVideo {
    /// The id.
    pub video_id: VideoId,
    /// The creator's handle.
    pub author: Option<String>,
    /// The first 100 characters of the caption: hostile text.
    pub desc: Option<String>,
    /// The address, made from author and id.
    pub url: Option<String>,
    /// Publication in Unix seconds.
    pub created: Option<i64>,
    /// Views, as last known.
    pub views: Option<u64>,
    /// Likes, as last known.
    pub likes: Option<u64>,
    /// Comments, as last known.
    pub comments: Option<u64>,
    /// Shares, as last known.
    pub shares: Option<u64>,
    /// Saves, as last known.
    pub saves: Option<u64>,
    /// The creator's followers, as last known.
    pub author_followers: Option<u64>,
    /// Length in seconds.
    pub duration_s: Option<u32>,
    /// Its hashtags.
    pub hashtags: Vec<String>,
    /// The first reading that listed it.
    pub first_seen: Timestamp,
    /// The last reading that listed it: the date of the counts above, unless it was read again by itself since.
    pub last_seen: Timestamp,
    /// Views gained per hour since the base; null unless both readings read it.
    pub views_per_hour: Option<Ratio>,
    /// Views over the median of the campaign's other videos between half and twice its age (an hour at least);
    /// null with fewer than three of them.
    pub outlier_score_campaign: Option<Ratio>,
}

/// What changed since the base.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diff {
    /// The base reading's instant.
    pub since: Timestamp,
    /// Hours from the base to this reading.
    pub elapsed_hours: Ratio,
    /// Videos not known at the base: `published` and `found`.
    pub new: u64,
    /// Created since the base.
    pub published: u64,
    /// Older, listed for the first time.
    pub found: u64,
    /// Videos known at the base, with their views, that have more now.
    pub gained: u64,
    /// Videos known at the base that have fewer views now, by more than rounding explains.
    pub fallen: u64,
    /// Known videos that this reading did not list.
    pub not_seen: u64,
    /// Listed again after the base did not list them.
    pub back: u64,
    /// Where the growth of views comes from.
    pub view_growth: ViewGrowth,
    /// `new` and `view_growth.total` scaled to 24 hours; null under 12 hours.
    pub per_24h: Option<Per24h>,
    /// The five videos that gained most views, without those found late; what one listed again gained is of a longer time.
    pub top_contributors: Vec<Contributor>,
}

/// Growth of views since the base, by where it comes from; the parts sum to `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ViewGrowth {
    /// All of it.
    pub total: i64,
    /// Of videos whose counts the base read.
    pub known: i64,
    /// Of videos created since the base.
    pub published: i64,
    /// Of older videos listed for the first time, or whose views nobody knew at the base: views of their whole life.
    pub found: i64,
    /// Of videos whose counts at the base were carried: it neither listed them nor read them by themselves.
    pub back: i64,
}

impl ViewGrowth {
    /// Growth that is the campaign's own: of known and published videos.
    pub fn own(&self) -> i64 {
        self.known.saturating_add(self.published)
    }
}

/// The raw differences scaled to a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Per24h {
    /// New videos.
    pub new: Ratio,
    /// Growth of views.
    pub view_growth: Ratio,
}

/// A video's part in the growth.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contributor {
    /// The id.
    pub video_id: VideoId,
    /// The creator's handle.
    pub author: Option<String>,
    /// Views gained since the base.
    pub gained: u64,
    /// That over `view_growth.total`; null unless that is above 0.
    pub share: Option<Ratio>,
}
