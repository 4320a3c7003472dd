//! `research`: TikTok's Research API.
//!
//! `data.videos[]` beside an `error` whose code is `"ok"`, then `cursor`, `has_more`, `search_id`.
//! Oddities: `id` is a JSON number over 2^53 (or a string); fields that are 0 are left out, and then
//! they are unknown here; `username` may hold a NUL; fewer videos come than were asked for.

use super::Dialect;
use crate::field::{Field, Slot, Table, table};

pub(super) static RESEARCH: Dialect = Dialect {
    name: "research",
    lists: "data.videos",
    objects: "",
    envelope: "",
    is_bare: true,
    marks: "username hashtag_names region_code video_description favourites_count effect_ids",
    answer: table![
        ("data", Field::Object(LISTING)),
        ("cursor", Field::Value(Slot::Cursor)),
        ("has_more", Field::Value(Slot::HasMore)),
    ],
    item: table![
        ("id", Field::Value(Slot::Id)),
        ("video_description", Field::Value(Slot::Desc)),
        ("create_time", Field::Value(Slot::Created)),
        ("username", Field::Value(Slot::Author)),
        ("view_count", Field::Value(Slot::Views)),
        ("like_count", Field::Value(Slot::Likes)),
        ("comment_count", Field::Value(Slot::Comments)),
        ("share_count", Field::Value(Slot::Shares)),
        ("favourites_count", Field::Value(Slot::Saves)),
        ("favorites_count", Field::Value(Slot::Saves)),
        ("video_duration", Field::Value(Slot::DurationSeconds)),
        ("hashtag_names", Field::Value(Slot::Listed)),
        ("hashtag_info_list", Field::Each(table![("hashtag_name", Field::Value(Slot::Listed))])),
    ],
    id_field: "id",
};

/// What stands under `data` of several dialects.
pub(super) const LISTING: Table = table![
    ("videos", Field::Videos),
    ("video_list", Field::Videos),
    ("cursor", Field::Value(Slot::Cursor)),
    ("has_more", Field::Value(Slot::HasMore)),
    ("hasMore", Field::Value(Slot::HasMore)),
];
