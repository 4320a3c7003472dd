//! The tutorial's arithmetic once more, written without a look at the core: whatever was seen
//! under the hashtag so far, with the counts it was seen with last.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

#[derive(Clone)]
struct Seen {
    author: Value,
    views: u64,
    likes: u64,
    comments: u64,
    shares: u64,
}

/// What a person with the tutorial's script would have, day after day.
#[derive(Default)]
pub(crate) struct Naive {
    /// In order of first sighting.
    videos: Vec<Seen>,
    places: BTreeMap<String, usize>,
    totals_before: Option<(u64, u64)>,
    listed_before: BTreeSet<String>,
}

/// A day's listing beside the figures.
pub(crate) struct Day {
    /// The report's keys and what must stand there.
    pub(crate) figures: Value,
    /// Videos listed, each once.
    pub(crate) listed: usize,
    /// Items that were listed again.
    pub(crate) duplicates: usize,
    /// Videos of the day before that this day's listing lacks, and how many that day had.
    pub(crate) absent: (usize, usize),
}

impl Naive {
    /// A day whose listing came on these pages.
    pub(crate) fn day(&mut self, pages: &[Vec<u8>]) -> Day {
        let items: Vec<Value> = pages.iter().flat_map(|page| items(page)).collect();
        let mut listed = BTreeSet::new();
        for item in &items {
            let (id, seen) = read(item);
            listed.insert(id.clone());
            let next = self.videos.len();
            let place = *self.places.entry(id).or_insert(next);
            if place == next {
                self.videos.push(seen);
            } else {
                self.videos[place] = seen;
            }
        }
        let absent = (self.listed_before.difference(&listed).count(), self.listed_before.len());
        let (count, duplicates) = (listed.len(), items.len() - listed.len());
        self.listed_before = listed;
        Day { figures: self.figures(), listed: count, duplicates, absent }
    }

    fn figures(&mut self) -> Value {
        let count = self.videos.len() as u64;
        let views: u64 = self.videos.iter().map(|video| video.views).sum();
        let engagement: u64 = self.videos.iter().map(|video| video.likes + video.comments + video.shares).sum();
        let viral = self.videos.iter().filter(|video| video.views * count > 10 * views).count();
        let mut loudest = self.videos.clone();
        loudest.sort_by_key(|video| std::cmp::Reverse(video.likes + video.comments));
        let top: Vec<Value> = loudest.into_iter().take(5).map(|video| video.author).collect();
        let before = self.totals_before.replace((count, views));
        json!({
            "total_videos": count,
            "total_views": views,
            "total_engagement": engagement,
            "avg_views": views / count,
            "avg_engagement": engagement / count,
            "viral_videos": viral,
            "top_5_creators": top,
            "new_videos_24h": before.map(|(videos, _)| count - videos),
            "view_growth_24h": before.map(|(_, known)| views as i64 - known as i64),
        })
    }
}

/// The items of an answer of either shape.
fn items(page: &[u8]) -> Vec<Value> {
    let page: Value = serde_json::from_slice(page).unwrap();
    let list = page.get("videos").unwrap_or_else(|| &page["data"]["aweme_list"]);
    list.as_array().unwrap().clone()
}

fn read(item: &Value) -> (String, Seen) {
    let id = item.get("video_id").unwrap_or_else(|| &item["aweme_id"]);
    let counts = item.get("statistics").unwrap_or(item);
    let count = |name: &str| counts[name].as_u64().unwrap();
    let seen = Seen {
        author: item["author"]["unique_id"].clone(),
        views: count("play_count"),
        likes: count("digg_count"),
        comments: count("comment_count"),
        shares: count("share_count"),
    };
    (id.as_str().unwrap().to_owned(), seen)
}
