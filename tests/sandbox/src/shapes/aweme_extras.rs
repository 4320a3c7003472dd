//! The nested fields of a real aweme that nobody reads: weight, and traps for readers
//! that search recursively (`id`, `create_time: 0` and counts of other things).

use crate::world::{Video, VideoTruth, World};
use serde::Serialize;
use serde_json::{Value, json};

/// A hashtag in a video's `cha_list`.
#[derive(Serialize)]
pub(super) struct Tag<'a> {
    cid: String,
    cha_name: &'a str,
    user_count: u64,
    view_count: u64,
}

pub(super) fn tags<'a>(video: &'a Video, world: &World) -> Vec<Tag<'a>> {
    let named = video.hashtags.iter();
    named
        .map(|name| Tag {
            cid: world.hashtag(name).map_or(0, |tag| tag.id).to_string(),
            cha_name: name,
            user_count: 0,
            view_count: 0,
        })
        .collect()
}

/// Those fields.
#[derive(Serialize)]
pub(super) struct Extras {
    region: &'static str,
    duration: u32,
    is_top: u8,
    rate: u8,
    author_user_id: u64,
    group_id: String,
    share_url: String,
    image_infos: Value,
    video: Value,
    music: Value,
    status: Value,
    share_info: Value,
    risk_infos: Value,
    text_extra: Value,
    video_control: Value,
    interaction_stickers: Value,
    anchors: Value,
}

impl Extras {
    pub(super) fn of(truth: &VideoTruth<'_>) -> Self {
        let (id, handle) = (truth.video.id, &truth.author.handle);
        // Any number that differs between items will do.
        let other = id ^ 0xffff_ffff;
        let url = format!("https://www.tiktok.com/@{handle}/video/{id}");
        let address = |kind: &str| {
            let uri = format!("v09044g40000{other:x}{kind}");
            let cdn = |host| format!("https://{host}.example.com/{uri}/?a=1233&br=2104&cd=0&ft=x");
            json!({
                "uri": uri, "url_list": [cdn("v16"), cdn("api16")],
                "width": 576, "height": 1024, "data_size": other % 9_000_000,
            })
        };
        let picture = |kind: &str| {
            let uri = format!("tos-useast5-p-0068-tx/{other:x}{kind}");
            json!({ "uri": uri, "url_list": [format!("https://p16.example.com/{uri}~q75.jpeg")] })
        };
        let bit_rate = |gear: &str, rate: u64| {
            json!({
                "gear_name": gear, "bit_rate": rate, "quality_type": 14, "is_bytevc1": 1,
                "play_addr": address(gear), "dub_infos": null,
            })
        };
        Self {
            region: "US",
            duration: truth.video.duration_s * 1_000,
            is_top: 0,
            rate: 12,
            author_user_id: truth.author.uid,
            group_id: other.to_string(),
            image_infos: Value::Null,
            video: json!({
                "id": other.to_string(), "create_time": 0, "ratio": "540p", "has_watermark": true,
                "duration": truth.video.duration_s * 1_000, "height": 1024, "width": 576,
                "play_addr": address("play"), "cover": picture("cover"), "dynamic_cover": picture("dynamic"),
                "bit_rate": [bit_rate("normal_540_0", 1_204_511)],
                "tags": null, "meta": "{\"loudness\":\"-16.1\",\"peak\":\"0.9\"}",
            }),
            music: json!({
                "id": other, "id_str": other.to_string(), "create_time": 0, "user_count": 0,
                "title": format!("original sound - {handle}"), "author": handle, "album": "",
                "duration": truth.video.duration_s, "is_original": true, "play_url": address("m"),
                "cover_thumb": picture("thumb"), "owner_id": truth.author.uid.to_string(),
            }),
            status: json!({
                "aweme_id": id.to_string(), "is_delete": false, "allow_share": true,
                "allow_comment": true, "private_status": 0, "in_reviewing": false, "reviewed": 1,
                "review_result": {"review_status": 0}, "is_prohibited": false, "self_see": false,
            }),
            share_info: json!({
                "share_url": url, "share_desc": "Check out this video!", "share_title": "",
                "share_quote": "", "share_signature_url": "", "now_invitation_card_image_urls": null,
                "share_link_desc": "Check out this video! %s", "bool_persist": 0,
            }),
            risk_infos: json!({"vote": false, "warn": false, "risk_sink": false, "type": 0,
                "content": ""}),
            text_extra: truth
                .video
                .hashtags
                .iter()
                .map(|name| {
                    json!({
                        "start": 0, "end": name.len(), "type": 1, "hashtag_name": name, "hashtag_id": "0",
                        "is_commerce": false, "sec_uid": "",
                    })
                })
                .collect(),
            video_control: json!({
                "allow_download": true, "share_type": 1, "show_progress_bar": 1,
                "draft_progress_bar": 1, "allow_duet": true, "allow_react": true,
                "prevent_download_type": 0, "allow_stitch": true, "timer_status": 1,
            }),
            interaction_stickers: json!([{"index": 0, "type": 9, "attr": "", "text_info": "",
                "track_info": "[{\"x\":0.5,\"y\":0.4,\"w\":0.6,\"h\":0.1,\"r\":0}]"}]),
            anchors: Value::Null,
            share_url: url,
        }
    }
}
