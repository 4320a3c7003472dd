//! `tikwm`: tikwm and its resellers.
//!
//! `data.videos[]` beside `code`, `msg` and `processed_time`; then `cursor` and `hasMore`. Oddities:
//! the caption is `title`; the id is `video_id` or `id`, and `aweme_id` beside it is the same;
//! `share_count` may be missing; an error is a status 200 with `code: -1` and its words in `msg`.

use super::{Dialect, research};
use crate::field::{Field, Slot, table};

pub(super) static TIKWM: Dialect = TABLE;

/// As it answers itself: what stands before the list tells an empty one from others' under the same name.
pub(super) static TIKWM_IN_ENVELOPE: Dialect = Dialect { envelope: "processed_time", ..TABLE };

const TABLE: Dialect = Dialect {
    name: "tikwm",
    lists: "data.videos",
    objects: "",
    envelope: "",
    is_bare: false,
    marks: "play_count digg_count wmplay hdplay origin_cover music_info",
    answer: table![("data", Field::Object(research::LISTING))],
    item: table![
        ("video_id", Field::Value(Slot::Id)),
        ("id", Field::Value(Slot::Id)),
        ("title", Field::Value(Slot::Desc)),
        ("duration", Field::Value(Slot::DurationSeconds)),
        ("play_count", Field::Value(Slot::Views)),
        ("digg_count", Field::Value(Slot::Likes)),
        ("comment_count", Field::Value(Slot::Comments)),
        ("share_count", Field::Value(Slot::Shares)),
        ("collect_count", Field::Value(Slot::Saves)),
        ("create_time", Field::Value(Slot::Created)),
        (
            "author",
            Field::Object(table![("id", Field::Value(Slot::AuthorId)), ("unique_id", Field::Value(Slot::Author)),]),
        ),
    ],
    id_field: "video_id",
};
