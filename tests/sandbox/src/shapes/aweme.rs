//! The documented shapes: an envelope with credits, challenge info, pages of awemes.

use super::Stats;
use super::aweme_extras::{Extras, Tag, tags};
use crate::figure::Figure;
use crate::options::{FlagAs, SandboxOptions, StatsPlace};
use crate::page::{Item, Page};
use crate::reply::Reply;
use crate::world::{Hashtag, World};
use serde::Serialize;
use serde_json::{Value, json};

/// The part of the envelope that is not data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meter {
    pub(crate) response_time_ms: u64,
    pub(crate) credits_remaining: u64,
}

#[derive(Serialize)]
struct Envelope<D> {
    data: D,
    response_time: u64,
    credits_used: u64,
    credits_remaining: u64,
}

#[derive(Serialize)]
struct Listing<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    aweme_list: Option<Vec<Aweme<'a>>>,
    cursor: Figure,
    has_more: Flag,
    status_code: u32,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Flag {
    Number(u8),
    Boolean(bool),
}

#[derive(Serialize)]
struct Detail<'a> {
    aweme_detail: Option<Aweme<'a>>,
}

#[derive(Serialize)]
struct Aweme<'a> {
    aweme_id: &'a str,
    desc: &'a str,
    create_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Author<'a>>,
    statistics: Statistics<'a>,
    cha_list: Vec<Tag<'a>>,
    #[serde(flatten)]
    extras: Option<Extras>,
}

#[derive(Serialize)]
struct Author<'a> {
    uid: String,
    unique_id: &'a str,
    nickname: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    follower_count: Option<u64>,
    // Nested keys of the item's own names, as in real answers.
    create_time: i64,
}

#[derive(Serialize)]
struct Statistics<'a> {
    aweme_id: &'a str,
    play_count: Figure,
    digg_count: Figure,
    comment_count: Figure,
    share_count: Figure,
    collect_count: Figure,
}

/// The answer to a name or an id; `None` is the documented "not found".
pub(crate) fn lookup(found: Option<(&Hashtag, Stats)>, place: StatsPlace, meter: Meter) -> Reply {
    let info = found.map(|(hashtag, stats)| {
        let id = hashtag.id.to_string();
        let mut info = json!({
            "challenge": {"id": id, "title": hashtag.name, "desc": "", "isCommerce": false},
        });
        let numbers = json!({"videoCount": stats.videos, "viewCount": stats.views});
        match place {
            StatsPlace::Info => info["stats"] = numbers,
            StatsPlace::Challenge => info["challenge"]["stats"] = numbers,
            StatsPlace::V2 => {
                info["statsV2"] = json!({
                    "videoCount": stats.videos.to_string(),
                    "viewCount": stats.views.to_string(),
                });
            }
        }
        info
    });
    envelope(json!({ "challengeInfo": info.unwrap_or(Value::Null) }), meter)
}

/// One page of a listing.
pub(crate) fn listing(page: &Page<'_>, world: &World, options: &SandboxOptions, meter: Meter) -> Reply {
    let awemes = || {
        let items = page.items.iter();
        items.map(|item| aweme(item, world, options)).collect()
    };
    let data = Listing {
        aweme_list: (!page.list_missing).then(awemes),
        cursor: Figure::new(page.next_cursor, options.cursor_as),
        has_more: match options.has_more_as {
            FlagAs::Number => Flag::Number(page.has_more.into()),
            FlagAs::Boolean => Flag::Boolean(page.has_more),
        },
        status_code: 0,
    };
    envelope(data, meter)
}

/// One video again.
pub(crate) fn detail(item: Option<&Item<'_>>, world: &World, options: &SandboxOptions, meter: Meter) -> Reply {
    let aweme_detail = item.map(|item| aweme(item, world, options));
    envelope(Detail { aweme_detail }, meter)
}

fn envelope(data: impl Serialize, meter: Meter) -> Reply {
    let body = Envelope {
        data,
        response_time: meter.response_time_ms,
        credits_used: 1,
        credits_remaining: meter.credits_remaining,
    };
    Reply::json(200, &body)
}

fn aweme<'a>(item: &'a Item<'_>, world: &'a World, options: &SandboxOptions) -> Aweme<'a> {
    let [play_count, digg_count, comment_count, share_count, collect_count] = item.figures;
    let (video, author) = (item.truth.video, item.truth.author);
    let author = Author {
        uid: author.uid.to_string(),
        unique_id: &author.handle,
        nickname: &item.nickname,
        follower_count: author.followers,
        create_time: 0,
    };
    Aweme {
        aweme_id: &item.id,
        desc: &item.desc,
        create_time: video.created,
        author: item.has_author.then_some(author),
        statistics: Statistics {
            aweme_id: &item.id,
            play_count,
            digg_count,
            comment_count,
            share_count,
            collect_count,
        },
        cha_list: tags(video, world),
        extras: options.heavy.then(|| Extras::of(&item.truth)),
    }
}
