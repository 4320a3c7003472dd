//! `collector`: what the older command-line scraper wrote.
//!
//! `collector[]` with videos much as `apify` has them, which descends from it. Oddity: when TikTok
//! blocked it, it wrote an empty list and no word.

use super::{Dialect, apify};
use crate::field::{Field, table};

pub(super) static COLLECTOR: Dialect = Dialect {
    name: "collector",
    lists: "collector",
    objects: "",
    envelope: "",
    is_bare: false,
    marks: "authorMeta webVideoUrl videoMeta musicMeta covers",
    answer: table![("collector", Field::Videos)],
    item: apify::ITEM,
    id_field: "id",
};
