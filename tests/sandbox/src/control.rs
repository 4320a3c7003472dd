//! The requests under `/_sandbox/`: a test in another language sets time and faults here.

use crate::faults::Fault;
use crate::reply::Reply;
use crate::request::Raw;
use crate::state::State;
use crate::world::{Spike, VideoTruth};
use serde::Deserialize;
use serde_json::{Value, json};

/// First part of the paths that are not the provider's.
pub(crate) const CONTROL_PATH: &str = "/_sandbox/";

#[derive(Deserialize)]
struct Now {
    now: i64,
}

/// Answers a request under `/_sandbox/`.
pub(crate) fn control(state: &mut State, raw: &Raw) -> Reply {
    let name = raw.path.strip_prefix(CONTROL_PATH).unwrap_or_default();
    let result = match (raw.method.as_str(), name) {
        ("GET", "ledger") => return Reply::json(200, &state.ledger),
        ("GET", "truth") => return Reply::json(200, &truth(state)),
        ("POST", "now") => serde_json::from_slice(&raw.body).map(|Now { now }| state.set_now(now)),
        ("POST", "faults") => serde_json::from_slice::<Vec<Fault>>(&raw.body).map(|faults| state.faults = faults),
        ("POST", "reset") => {
            state.reset();
            Ok(())
        }
        _ => return Reply::error(404, "the sandbox has no such control"),
    };
    match result {
        Ok(()) => Reply::json(200, &json!({"now": state.now})),
        Err(error) => Reply::error(400, &error.to_string()),
    }
}

fn truth(state: &State) -> Value {
    let videos = state.world.truth(state.now);
    let videos: Vec<Value> = videos.iter().map(video).collect();
    let spikes: Vec<Value> = state.world.spikes().iter().map(spike).collect();
    json!({"now": state.now, "videos": videos, "spikes": spikes})
}

fn video(truth: &VideoTruth<'_>) -> Value {
    let (video, counts) = (truth.video, truth.counts);
    json!({
        "id": video.id.to_string(), "created": video.created, "author": truth.author.handle,
        "followers": truth.author.followers, "hashtags": video.hashtags, "desc": video.desc,
        "views": counts.views, "likes": counts.likes, "comments": counts.comments,
        "shares": counts.shares, "saves": counts.saves,
    })
}

fn spike(spike: &Spike) -> Value {
    json!({
        "video_id": spike.video_id.to_string(), "day": spike.day, "size": spike.size,
        "views_before": spike.views_before, "first_day_gain": spike.first_day_gain,
    })
}
