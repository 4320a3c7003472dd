//! `tutorial`: the shape that the tutorial's script reads.
//!
//! `videos[]` at the top, flat counts, no paging: the whole listing stands in one answer.

use super::Dialect;
use crate::field::{Field, Slot, table};

pub(super) static TUTORIAL: Dialect = Dialect {
    name: "tutorial",
    lists: "videos",
    objects: "",
    envelope: "",
    is_bare: false,
    marks: "video_id play_count digg_count",
    answer: table![
        ("videos", Field::Videos),
        ("cursor", Field::Value(Slot::Cursor)),
        ("has_more", Field::Value(Slot::HasMore)),
        ("credits_used", Field::Value(Slot::CreditsUsed)),
        ("error", Field::Value(Slot::Trouble)),
    ],
    item: table![
        ("video_id", Field::Value(Slot::Id)),
        (
            "author",
            Field::Object(table![
                ("unique_id", Field::Value(Slot::Author)),
                ("follower_count", Field::Value(Slot::Followers)),
            ]),
        ),
        ("desc", Field::Value(Slot::Desc)),
        ("play_count", Field::Value(Slot::Views)),
        ("digg_count", Field::Value(Slot::Likes)),
        ("comment_count", Field::Value(Slot::Comments)),
        ("share_count", Field::Value(Slot::Shares)),
        ("create_time", Field::Value(Slot::Created)),
        ("collect_count", Field::Value(Slot::Saves)),
    ],
    id_field: "video_id",
};
