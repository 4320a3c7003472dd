//! `apify`: the data sets of Apify's TikTok actors.
//!
//! A bare list of videos, or a sheet with flattened columns (`authorMeta.name`,
//! `hashtags/0/name`). Oddities: rows about errors stand between the videos; videos come twice;
//! followers may be abbreviated (`"317.4K"`); in sheets the id may stand only in `webVideoUrl`; the
//! time is `createTime`, or `createTimeISO`.

use super::Dialect;
use crate::field::{Field, Slot, Table, table};

pub(super) static APIFY: Dialect = Dialect {
    name: "apify",
    lists: "items data.items",
    objects: "",
    envelope: "",
    is_bare: true,
    marks: "authorMeta webVideoUrl videoMeta musicMeta createTimeISO",
    answer: table![("items", Field::Videos), ("data", Field::Object(table![("items", Field::Videos)]))],
    item: ITEM,
    id_field: "id",
};

pub(super) const ITEM: Table = table![
    ("id", Field::Value(Slot::Id)),
    ("text", Field::Value(Slot::Desc)),
    ("createTime", Field::Value(Slot::Created)),
    ("createTimeISO", Field::Value(Slot::Created)),
    (
        "authorMeta",
        Field::Object(table![
            ("id", Field::Value(Slot::AuthorId)),
            ("name", Field::Value(Slot::Author)),
            ("fans", Field::Value(Slot::Followers)),
        ]),
    ),
    ("webVideoUrl", Field::Value(Slot::Url)),
    ("videoMeta", Field::Object(table![("duration", Field::Value(Slot::DurationSeconds))])),
    ("diggCount", Field::Value(Slot::Likes)),
    ("shareCount", Field::Value(Slot::Shares)),
    ("playCount", Field::Value(Slot::Views)),
    ("collectCount", Field::Value(Slot::Saves)),
    ("commentCount", Field::Value(Slot::Comments)),
    ("hashtags", Field::Each(table![("name", Field::Value(Slot::Listed))])),
    ("error", Field::Value(Slot::Trouble)),
    ("errorDescription", Field::Value(Slot::Trouble)),
];
