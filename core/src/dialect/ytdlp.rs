//! `ytdlp`: the info JSON of yt-dlp.
//!
//! One object a line (`--dump-json`), one a file, or a playlist with `entries[]`. Oddities: keys are null
//! or missing when unknown; shares are `repost_count`, saves `save_count`; `epoch` is when it looked.

use super::Dialect;
use crate::field::{Field, Slot, table};

pub(super) static YTDLP: Dialect = Dialect {
    name: "ytdlp",
    lists: "entries",
    objects: "",
    envelope: "",
    is_bare: true,
    marks: "extractor extractor_key ie_key webpage_url uploader uploader_id repost_count _type",
    answer: table![("entries", Field::Videos)],
    item: table![
        ("id", Field::Value(Slot::Id)),
        ("title", Field::Value(Slot::Desc)),
        ("description", Field::Value(Slot::Desc)),
        ("duration", Field::Value(Slot::DurationSeconds)),
        ("timestamp", Field::Value(Slot::Created)),
        ("uploader_id", Field::Value(Slot::AuthorId)),
        ("uploader", Field::Value(Slot::Author)),
        ("channel_follower_count", Field::Value(Slot::Followers)),
        ("view_count", Field::Value(Slot::Views)),
        ("like_count", Field::Value(Slot::Likes)),
        ("repost_count", Field::Value(Slot::Shares)),
        ("comment_count", Field::Value(Slot::Comments)),
        ("save_count", Field::Value(Slot::Saves)),
        ("webpage_url", Field::Value(Slot::Url)),
        ("epoch", Field::Value(Slot::Observed)),
    ],
    id_field: "id",
};
