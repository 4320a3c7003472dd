//! `ensemble`: EnsembleData.
//!
//! `data.data[]` with videos as TikTok's app has them, `data.nextCursor`, and `units_charged`. Oddity:
//! there is no flag for more: the listing ends where `nextCursor` is missing.

use super::{Dialect, aweme};
use crate::field::{Field, Slot, table};

pub(super) static ENSEMBLE: Dialect = Dialect {
    name: "ensemble",
    lists: "data.data data.posts",
    objects: "",
    envelope: "",
    is_bare: false,
    marks: aweme::AWEME.marks,
    answer: table![(
        "data",
        Field::Object(table![
            ("data", Field::Videos),
            ("posts", Field::Videos),
            ("nextCursor", Field::Value(Slot::Cursor)),
        ]),
    )],
    item: aweme::ITEM,
    id_field: "aweme_id",
};
