//! `sigi`: the state object that TikTok's older pages carried.
//!
//! `ItemModule` has the videos by their ids; the order of the listing stands apart, in
//! `ItemList.*.list[]`, and its cursor with it. Oddities: `author` is the handle, `createTime` a
//! string, and `collectCount` a string beside numbers.

use super::{Dialect, web};
use crate::field::{Field, Slot, table};

pub(super) static SIGI: Dialect = Dialect {
    name: "sigi",
    lists: "",
    objects: "ItemModule",
    envelope: "",
    is_bare: false,
    // A video of it alone is one of `web`.
    marks: "ItemModule ItemList",
    answer: table![
        ("ItemModule", Field::Videos),
        (
            "ItemList",
            Field::Each(table![
                ("list", Field::Value(Slot::Listed)),
                ("cursor", Field::Value(Slot::Cursor)),
                ("hasMore", Field::Value(Slot::HasMore)),
            ]),
        ),
    ],
    item: web::ITEM,
    id_field: "id",
};
