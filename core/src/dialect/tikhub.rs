//! `tikhub`: TikHub, and the open service that it grew from.
//!
//! An envelope `{code, request_id, router, params, data}` around TikTok's own answer, of the app or of the
//! web. Oddity: the inner status may be an error under an outer 200, in `code` or in `data.status_code`.

use super::{Dialect, aweme, web};
use crate::field::{Field, Slot, table};

const ENVELOPE: &str = "router request_id";

/// With TikTok's app answer inside.
pub(super) static TIKHUB_APP: Dialect = Dialect {
    name: "tikhub",
    lists: "data.aweme_list data.aweme_details",
    objects: "data.aweme_detail",
    envelope: ENVELOPE,
    is_bare: false,
    marks: aweme::AWEME.marks,
    answer: table![("data", Field::Object(aweme::LISTING)), ("credits_used", Field::Value(Slot::CreditsUsed))],
    item: aweme::ITEM,
    id_field: "aweme_id",
};

/// With TikTok's web answer inside.
pub(super) static TIKHUB_WEB: Dialect = Dialect {
    name: "tikhub",
    lists: "data.itemList",
    objects: "itemInfo.itemStruct",
    envelope: ENVELOPE,
    is_bare: false,
    marks: web::WEB.marks,
    answer: table![("data", Field::Object(web::LISTING))],
    item: web::ITEM,
    id_field: "id",
};
