//! `aweme`: TikTok's app shape, as the documented API of Scavio answers, and TikHub,
//! EnsembleData and ScrapeCreators with it.
//!
//! `aweme_list[]` (or `aweme_details[]`, or one `aweme_detail`), bare or under `data`, then `cursor` (string or
//! number) and `has_more` (0/1 or a boolean). Oddities: an item of a banned creator has no
//! `author`; nested objects have an `id` and a `create_time: 0` of their own; the length of
//! a video stands in milliseconds under `video.duration`.

use super::Dialect;
use crate::field::{Field, Slot, Table, table};

pub(super) static AWEME: Dialect = Dialect {
    name: "aweme",
    lists: "data.aweme_list aweme_list data.aweme_details aweme_details",
    objects: "data.aweme_detail aweme_detail",
    envelope: "",
    is_bare: true,
    marks: "aweme_id statistics cha_list text_extra author_user_id aweme_type",
    answer: table![
        ("data", Field::Object(LISTING)),
        ("aweme_list", Field::Videos),
        ("aweme_details", Field::Videos),
        ("aweme_detail", Field::Video),
        ("cursor", Field::Value(Slot::Cursor)),
        ("has_more", Field::Value(Slot::HasMore)),
        ("credits_used", Field::Value(Slot::CreditsUsed)),
        ("error", Field::Value(Slot::Trouble)),
    ],
    item: ITEM,
    id_field: "aweme_id",
};

/// What stands under `data`, or at the top.
pub(super) const LISTING: Table = table![
    ("aweme_list", Field::Videos),
    ("aweme_details", Field::Videos),
    ("aweme_detail", Field::Video),
    ("cursor", Field::Value(Slot::Cursor)),
    ("has_more", Field::Value(Slot::HasMore)),
];

pub(super) const ITEM: Table = table![
    ("aweme_id", Field::Value(Slot::Id)),
    ("desc", Field::Value(Slot::Desc)),
    ("create_time", Field::Value(Slot::Created)),
    (
        "statistics",
        Field::Object(table![
            ("play_count", Field::Value(Slot::Views)),
            ("digg_count", Field::Value(Slot::Likes)),
            ("comment_count", Field::Value(Slot::Comments)),
            ("share_count", Field::Value(Slot::Shares)),
            ("collect_count", Field::Value(Slot::Saves)),
        ]),
    ),
    (
        "author",
        Field::Object(table![
            ("unique_id", Field::Value(Slot::Author)),
            ("uid", Field::Value(Slot::AuthorId)),
            ("follower_count", Field::Value(Slot::Followers)),
        ]),
    ),
    ("video", Field::Object(table![("duration", Field::Value(Slot::DurationMillis))])),
    ("status", Field::Object(table![("is_delete", Field::Value(Slot::Removed))])),
    ("text_extra", Field::Each(table![("hashtag_name", Field::Value(Slot::Listed))])),
    ("cha_list", Field::Each(table![("cha_name", Field::Value(Slot::Listed))])),
];
