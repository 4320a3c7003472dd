//! Campaigns by hand for the detectors' tests: a row a video, its views from day to day, and which rules
//! fire for the first of them.

use super::{age, own, reading::Reading, reason::Evidence, spike::Spike, stray::Taken};
use crate::{
    Campaign, Counts, Detector, Hashtags, Header, History, Listed, Policy, Rejections, Settings, Snapshot, Timestamp,
    Usage, Video, VideoId, Zone, compose::Members,
};

/// The newest reading.
pub(super) const NOW: i64 = 1_790_056_800;
const DAY: i64 = 86_400;

/// A video.
#[derive(Clone)]
pub(super) struct Row {
    author: Option<&'static str>,
    age_days: Option<f64>,
    /// One a day, the last one today; none where the source does not say.
    views: Vec<Option<u64>>,
    likes: Vec<Option<u64>>,
    followers: Option<u64>,
}

/// A video of this age in days, with its views from day to day.
pub(super) fn video(age_days: f64, views: &[u64]) -> Row {
    let views: Vec<Option<u64>> = views.iter().copied().map(Some).collect();
    Row { author: None, age_days: Some(age_days), likes: vec![None; views.len()], views, followers: None }
}

impl Row {
    pub(super) fn by(self, author: &'static str) -> Self {
        Self { author: Some(author), ..self }
    }

    pub(super) fn likes(self, likes: &[u64]) -> Self {
        Self { likes: likes.iter().copied().map(Some).collect(), ..self }
    }

    pub(super) fn followers(self, followers: u64) -> Self {
        Self { followers: Some(followers), ..self }
    }

    pub(super) fn without_age(self) -> Self {
        Self { age_days: None, ..self }
    }

    /// As if the source had left out the likes of that day.
    pub(super) fn without_likes(mut self, day: usize) -> Self {
        self.likes[day] = None;
        self
    }

    /// As if the source had left out the views of that day.
    pub(super) fn without_views(mut self, day: usize) -> Self {
        self.views[day] = None;
        self
    }
}

/// So many of the same.
pub(super) fn times(n: usize, row: &Row) -> Vec<Row> {
    vec![row.clone(); n]
}

/// The campaign of these videos, read once a day.
pub(super) fn campaign(rows: &[Row]) -> (History, Campaign) {
    let days = rows.iter().map(|row| row.views.len()).max().unwrap_or(0) as i64;
    let hours: Vec<i64> = (0..days).rev().map(|day| day * 24).collect();
    campaign_at(&hours, rows)
}

/// The same, read so many hours before the newest reading.
pub(super) fn campaign_at(hours: &[i64], rows: &[Row]) -> (History, Campaign) {
    let campaign = Campaign::new(Settings { campaign: "spring".into(), ..Settings::default() }).unwrap();
    let mut history = History::new("spring");
    let days = hours.len();
    for (day, hours) in hours.iter().enumerate() {
        let listed = |(place, row): (usize, &Row)| {
            let at = (day + row.views.len()).checked_sub(days)?;
            let counts = Counts { views: row.views[at], likes: row.likes[at], ..Counts::default() };
            let video = Video {
                video_id: VideoId(place as u64 + 1),
                author: row.author.map(str::to_owned),
                desc: None,
                created: row.age_days.map(|age| NOW - (age * DAY as f64) as i64),
                counts,
                author_followers: row.followers,
                duration_s: None,
                hashtags: Hashtags::default(),
                observed: None,
            };
            Some(Listed { video, under: Vec::new() })
        };
        let header = Header {
            taken_at: Timestamp::from_seconds(NOW - hours * 3_600).unwrap(),
            hashtags: Vec::new(),
            duplicates: 0,
            rejected: Rejections::default(),
            usage: Usage::default(),
            sources: None,
            recheck_failed: 0,
        };
        let videos = rows.iter().enumerate().filter_map(listed).collect();
        let snapshot = Snapshot { header, videos, rechecked: Vec::new() };
        history.advance(&snapshot, &campaign, &Zone::utc()).unwrap();
    }
    (history, campaign)
}

/// Whether a rule is among the evidence on the first video; `others` are the rest of the campaign.
pub(super) fn fires(rule: Detector, star: &Row, others: &[Row]) -> bool {
    let rows: Vec<Row> = [star].into_iter().chain(others).cloned().collect();
    let (history, campaign) = campaign(&rows);
    let members = Members::of(&history, &campaign, &Zone::utc());
    let reading = Reading::of(&history, &members, &Zone::utc());
    let (mut ages, mut paces) = (Taken::room(0), Taken::room(0));
    for view in reading.views() {
        ages.take(view.as_ref().and_then(age::stray));
        paces.take(view.as_ref().and_then(own::stray));
    }
    let (ages, paces) = (ages.strays(age::PRIOR, &[]), paces.strays(own::PRIOR, &[]));
    let place = members.videos.iter().position(|video| video.id == VideoId(1)).unwrap();
    let (age, own) = (ages.score(place), paces.score(place));
    let spike = Spike { z: None, age, own, certain: 0, floor: 0.0, fires: true, lasts: true };
    Evidence::of(&reading, &Policy::default()).tell(&reading, place, &spike).0.contains(&rule)
}
