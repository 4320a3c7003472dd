//! `web`: TikTok's web shape, as challenge item lists, TikAPI and several resellers answer.
//!
//! `itemList[]` (also `items`, `itemListData`), bare or under `data`, then `cursor` and `hasMore`.
//! Oddities: counts stand in `stats` as numbers that overflow 32 bits and may be rounded, and in
//! `statsV2` as strings, and the finer one counts; `author` is an object, a handle, or absent;
//! `createTime` may be a string.

use super::Dialect;
use crate::field::{Field, Slot, Table, table};

pub(super) static WEB: Dialect = Dialect {
    name: "web",
    lists: "itemList data.itemList items data.items itemListData data.itemListData",
    objects: "itemInfo.itemStruct",
    envelope: "",
    is_bare: true,
    marks: "stats statsV2 createTime challenges textExtra authorStats",
    answer: table![
        ("itemList", Field::Videos),
        ("items", Field::Videos),
        ("itemListData", Field::Videos),
        ("itemInfo", Field::Object(DETAIL)),
        ("data", Field::Object(LISTING)),
        ("cursor", Field::Value(Slot::Cursor)),
        ("hasMore", Field::Value(Slot::HasMore)),
        ("credits_used", Field::Value(Slot::CreditsUsed)),
    ],
    item: ITEM,
    id_field: "id",
};

pub(super) const LISTING: Table = table![
    ("itemList", Field::Videos),
    ("items", Field::Videos),
    ("itemListData", Field::Videos),
    ("itemInfo", Field::Object(DETAIL)),
    ("cursor", Field::Value(Slot::Cursor)),
    ("hasMore", Field::Value(Slot::HasMore)),
];

const DETAIL: Table = table![("itemStruct", Field::Video)];

/// Counts, under names that several dialects share.
pub(super) const STATS: Table = table![
    ("playCount", Field::Value(Slot::Views)),
    ("diggCount", Field::Value(Slot::Likes)),
    ("commentCount", Field::Value(Slot::Comments)),
    ("shareCount", Field::Value(Slot::Shares)),
    ("collectCount", Field::Value(Slot::Saves)),
];

const AUTHOR: Table = table![
    ("uniqueId", Field::Value(Slot::Author)),
    ("id", Field::Value(Slot::AuthorId)),
    ("followerCount", Field::Value(Slot::Followers)),
];

pub(super) const ITEM: Table = table![
    ("id", Field::Value(Slot::Id)),
    ("desc", Field::Value(Slot::Desc)),
    ("createTime", Field::Value(Slot::Created)),
    ("author", Field::Either(Slot::Author, AUTHOR)),
    ("authorStats", Field::Object(table![("followerCount", Field::Value(Slot::Followers))])),
    ("authorStatsV2", Field::Object(table![("followerCount", Field::Value(Slot::Followers))])),
    ("stats", Field::Object(STATS)),
    ("statsV2", Field::Object(STATS)),
    ("video", Field::Object(table![("duration", Field::Value(Slot::DurationSeconds))])),
    ("challenges", Field::Each(table![("title", Field::Value(Slot::Listed))])),
    ("textExtra", Field::Each(table![("hashtagName", Field::Value(Slot::Listed))])),
];
