//! The tutorial's shapes: bare objects, no envelope, no pages.

use crate::figure::Figure;
use crate::page::{Item, Page};
use crate::reply::Reply;
use crate::world::Hashtag;
use serde::Serialize;
use serde_json::json;

#[derive(Serialize)]
struct Listing<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    videos: Option<Vec<Video<'a>>>,
}

#[derive(Serialize)]
struct Video<'a> {
    video_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Author<'a>>,
    desc: &'a str,
    play_count: Figure,
    digg_count: Figure,
    comment_count: Figure,
    share_count: Figure,
    create_time: i64,
}

#[derive(Serialize)]
struct Author<'a> {
    unique_id: &'a str,
}

/// The answer to a name: its id, or null.
pub(crate) fn lookup(hashtag: Option<&Hashtag>) -> Reply {
    let id = hashtag.map(|tag| tag.id.to_string());
    Reply::json(200, &json!({ "id": id }))
}

/// All videos at once.
pub(crate) fn listing(page: &Page<'_>) -> Reply {
    let videos = || page.items.iter().map(video).collect();
    let videos = (!page.list_missing).then(videos);
    Reply::json(200, &Listing { videos })
}

fn video<'a>(item: &'a Item<'_>) -> Video<'a> {
    let [play_count, digg_count, comment_count, share_count, _] = item.figures;
    let author = Author { unique_id: &item.truth.author.handle };
    Video {
        video_id: &item.id,
        author: item.has_author.then_some(author),
        desc: &item.desc,
        play_count,
        digg_count,
        comment_count,
        share_count,
        create_time: item.truth.video.created,
    }
}
