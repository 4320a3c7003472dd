//! `iteminfos`: the old web shape.
//!
//! `data[]` (or `itemListData[]`) of videos in parts: `itemInfos`, `authorInfos`, `authorStats`,
//! `challengeInfoList`. Oddity: `createTime` is a string.

use super::{Dialect, web};
use crate::field::{Field, Slot, Table, table};

pub(super) static ITEMINFOS: Dialect = Dialect {
    name: "iteminfos",
    lists: "data itemListData body.itemListData data.itemListData",
    objects: "",
    envelope: "",
    is_bare: true,
    marks: "itemInfos authorInfos authorStats challengeInfoList",
    answer: table![
        ("data", Field::Videos),
        ("itemListData", Field::Videos),
        ("body", Field::Object(BODY)),
        ("hasMore", Field::Value(Slot::HasMore)),
    ],
    item: table![
        (
            "itemInfos",
            Field::Object(table![
                ("id", Field::Value(Slot::Id)),
                ("text", Field::Value(Slot::Desc)),
                ("createTime", Field::Value(Slot::Created)),
                ("playCount", Field::Value(Slot::Views)),
                ("diggCount", Field::Value(Slot::Likes)),
                ("commentCount", Field::Value(Slot::Comments)),
                ("shareCount", Field::Value(Slot::Shares)),
                ("video", Field::Object(VIDEO)),
            ]),
        ),
        (
            "authorInfos",
            Field::Object(table![("uniqueId", Field::Value(Slot::Author)), ("userId", Field::Value(Slot::AuthorId)),]),
        ),
        ("authorStats", Field::Object(table![("followerCount", Field::Value(Slot::Followers))])),
        ("challengeInfoList", Field::Each(table![("challengeName", Field::Value(Slot::Listed))])),
        ("textExtra", Field::Each(table![("HashtagName", Field::Value(Slot::Listed))])),
    ],
    id_field: "itemInfos.id",
};

const BODY: Table = web::LISTING;
const VIDEO: Table = table![("videoMeta", Field::Object(table![("duration", Field::Value(Slot::DurationSeconds))]))];
