//! `table`: anybody's own table, as a sheet or as flat JSON.
//!
//! A column counts if it has one of the names that people give it. In a sheet `Video ID` is `video_id`, and an id or an
//! address beside one count is enough; with such names no date of publication is read, which the id has. Oddity: dates
//! are mostly written without an offset, and then UTC unless a zone is given. `taken_at` and its like are the row's own
//! time of observation.

use super::Dialect;
use crate::field::{Field, Slot, Table, table};

pub(crate) static TABLE: Dialect = Dialect {
    name: "table",
    lists: "videos items data rows results observations",
    objects: "",
    envelope: "",
    is_bare: true,
    marks: NAMES,
    answer: table![
        ("videos", Field::Videos),
        ("items", Field::Videos),
        ("data", Field::Videos),
        ("rows", Field::Videos),
        ("results", Field::Videos),
        ("observations", Field::Videos),
    ],
    item: COLUMNS,
    id_field: "video_id",
};

/// The names that tell a table of videos: an id or a time alone says nothing.
const NAMES: &str = "video_id item_id vid_id videoId aweme_id views play_count playCount view_count viewCount vid_nview \
    likes digg_count diggCount like_count likesCount likeCount vid_nlike";

const COLUMNS: Table = table![
    ("video_id", Field::Value(Slot::Id)),
    ("item_id", Field::Value(Slot::Id)),
    ("vid_id", Field::Value(Slot::Id)),
    ("videoId", Field::Value(Slot::Id)),
    ("id", Field::Value(Slot::Id)),
    ("aweme_id", Field::Value(Slot::Id)),
    ("url", Field::Value(Slot::Url)),
    ("video_url", Field::Value(Slot::Url)),
    ("link", Field::Value(Slot::Url)),
    ("author", Field::Either(Slot::Author, table![("unique_id", Field::Value(Slot::Author))])),
    ("username", Field::Value(Slot::Author)),
    // A display name: anybody's, so only where there is no handle.
    ("nickname", Field::Value(Slot::AuthorId)),
    ("user_name", Field::Value(Slot::Author)),
    ("views", Field::Value(Slot::Views)),
    ("play_count", Field::Value(Slot::Views)),
    ("playCount", Field::Value(Slot::Views)),
    ("view_count", Field::Value(Slot::Views)),
    ("viewCount", Field::Value(Slot::Views)),
    ("vid_nview", Field::Value(Slot::Views)),
    ("likes", Field::Value(Slot::Likes)),
    ("digg_count", Field::Value(Slot::Likes)),
    ("diggCount", Field::Value(Slot::Likes)),
    ("like_count", Field::Value(Slot::Likes)),
    ("likesCount", Field::Value(Slot::Likes)),
    ("likeCount", Field::Value(Slot::Likes)),
    ("vid_nlike", Field::Value(Slot::Likes)),
    ("comments", Field::Value(Slot::Comments)),
    ("comment_count", Field::Value(Slot::Comments)),
    ("commentCount", Field::Value(Slot::Comments)),
    ("commentsCount", Field::Value(Slot::Comments)),
    ("vid_ncomment", Field::Value(Slot::Comments)),
    ("shares", Field::Value(Slot::Shares)),
    ("share_count", Field::Value(Slot::Shares)),
    ("shareCount", Field::Value(Slot::Shares)),
    ("sharesCount", Field::Value(Slot::Shares)),
    ("vid_nshare", Field::Value(Slot::Shares)),
    ("saves", Field::Value(Slot::Saves)),
    ("save_count", Field::Value(Slot::Saves)),
    ("collect_count", Field::Value(Slot::Saves)),
    ("collectCount", Field::Value(Slot::Saves)),
    ("savesCount", Field::Value(Slot::Saves)),
    ("favourites_count", Field::Value(Slot::Saves)),
    ("vid_nsave", Field::Value(Slot::Saves)),
    ("created", Field::Value(Slot::Created)),
    ("create_time", Field::Value(Slot::Created)),
    ("createTime", Field::Value(Slot::Created)),
    ("created_at", Field::Value(Slot::Created)),
    ("timestamp", Field::Value(Slot::Created)),
    ("desc", Field::Value(Slot::Desc)),
    ("description", Field::Value(Slot::Desc)),
    ("caption", Field::Value(Slot::Desc)),
    ("text", Field::Value(Slot::Desc)),
    ("title", Field::Value(Slot::Desc)),
    ("followers", Field::Value(Slot::Followers)),
    ("follower_count", Field::Value(Slot::Followers)),
    ("author_followers", Field::Value(Slot::Followers)),
    ("duration", Field::Value(Slot::DurationSeconds)),
    ("duration_s", Field::Value(Slot::DurationSeconds)),
    ("hashtags", Field::Value(Slot::Listed)),
    ("taken_at", Field::Value(Slot::Observed)),
    ("observed_at", Field::Value(Slot::Observed)),
    ("scraped_at", Field::Value(Slot::Observed)),
    ("fetched_at", Field::Value(Slot::Observed)),
    ("collected_at", Field::Value(Slot::Observed)),
    ("error", Field::Value(Slot::Trouble)),
    // People's own names, which no program writes so: only a sheet is read for them.
    ("VIDEO_LINK", Field::Value(Slot::Url)),
    ("POST_URL", Field::Value(Slot::Url)),
    ("CREATOR", Field::Value(Slot::Author)),
    ("HANDLE", Field::Value(Slot::Author)),
    ("PLAYS", Field::Value(Slot::Views)),
];
