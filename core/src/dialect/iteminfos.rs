//! `iteminfos`: the old web shape.
//!
//! `data[]` (or `itemListData[]`) of videos in parts: `itemInfos`, `authorInfos`, `authorStats`,
//! `challengeInfoList`. Oddity: `createTime` is a string.

use super::{Dialect, web};
use crate::field::{Field, Slot, Table};

pub(super) static ITEMINFOS: Dialect = Dialect {
    name: "iteminfos",
    lists: &[("", "data"), ("", "itemListData"), ("body", "itemListData"), ("data", "itemListData")],
    objects: &[],
    envelope: &[],
    is_bare: true,
    marks: &["itemInfos", "authorInfos", "authorStats", "challengeInfoList"],
    answer: Table::of(&[
        ("data", Field::Videos),
        ("itemListData", Field::Videos),
        ("body", Field::Object(&BODY)),
        ("hasMore", Field::Value(Slot::HasMore)),
    ]),
    item: Table::of(&[
        (
            "itemInfos",
            Field::Object(&Table::of(&[
                ("id", Field::Value(Slot::Id)),
                ("text", Field::Value(Slot::Desc)),
                ("createTime", Field::Value(Slot::Created)),
                ("playCount", Field::Value(Slot::Views)),
                ("diggCount", Field::Value(Slot::Likes)),
                ("commentCount", Field::Value(Slot::Comments)),
                ("shareCount", Field::Value(Slot::Shares)),
                ("video", Field::Object(&VIDEO)),
            ])),
        ),
        (
            "authorInfos",
            Field::Object(&Table::of(&[
                ("uniqueId", Field::Value(Slot::Author)),
                ("userId", Field::Value(Slot::AuthorId)),
            ])),
        ),
        ("authorStats", Field::Object(&Table::of(&[("followerCount", Field::Value(Slot::Followers))]))),
        ("challengeInfoList", Field::Each(&Table::of(&[("challengeName", Field::Value(Slot::Listed))]))),
        ("textExtra", Field::Each(&Table::of(&[("HashtagName", Field::Value(Slot::Listed))]))),
    ]),
    id_field: "itemInfos.id",
};

const BODY: Table = web::LISTING;
const VIDEO: Table =
    Table::of(&[("videoMeta", Field::Object(&Table::of(&[("duration", Field::Value(Slot::DurationSeconds))])))]);
