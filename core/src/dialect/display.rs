//! `display`: TikTok's Display API v2, the videos of one's own account.
//!
//! `data.videos[]` or `data.video_list[]`, then `cursor` in milliseconds and `has_more`. Oddities:
//! there is no count of saves, and no author but in the address; the caption is `video_description`,
//! sometimes only `title`.

use super::{Dialect, research};
use crate::field::{Field, Slot, table};

pub(super) static DISPLAY: Dialect = Dialect {
    name: "display",
    lists: "data.videos data.video_list",
    objects: "",
    envelope: "",
    is_bare: false,
    marks: "share_url embed_link embed_html cover_image_url",
    answer: table![
        ("data", Field::Object(research::LISTING)),
        ("cursor", Field::Value(Slot::Cursor)),
        ("has_more", Field::Value(Slot::HasMore)),
    ],
    item: table![
        ("id", Field::Value(Slot::Id)),
        ("share_url", Field::Value(Slot::Url)),
        ("title", Field::Value(Slot::Desc)),
        ("video_description", Field::Value(Slot::Desc)),
        ("create_time", Field::Value(Slot::Created)),
        ("duration", Field::Value(Slot::DurationSeconds)),
        ("view_count", Field::Value(Slot::Views)),
        ("like_count", Field::Value(Slot::Likes)),
        ("comment_count", Field::Value(Slot::Comments)),
        ("share_count", Field::Value(Slot::Shares)),
    ],
    id_field: "id",
};
