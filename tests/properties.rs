//! Properties of the core over inputs that nobody thought of.
#![allow(clippy::unwrap_used, missing_docs)]

use proptest::prelude::*;
use tagpulse_core::{
    Campaign, Collector, CollectorOptions, Counts, Header, Hints, History, Input, Listed, Rechecked, Rejections,
    Report, Settings, Snapshot, Step, Timestamp, Usage, Video, VideoId, Zone, normalize, read_files,
};

fn campaign() -> Campaign {
    Campaign::new(Settings { campaign: "spring".into(), ..Settings::default() }).unwrap()
}

fn count() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![3 => (0_u64..2_000_000).prop_map(Some), 1 => Just(None), 1 => Just(Some(0))]
}

fn video() -> impl Strategy<Value = Video> {
    let counts = (count(), count(), count(), count(), count());
    let author = proptest::option::of("[a-c]{1,2}");
    let created = proptest::option::of(1_789_000_000_i64..1_791_000_000);
    let hashtags = proptest::collection::vec("[a-d]", 0..3);
    let parts = (1_u64..60, counts, author, created, hashtags);
    parts.prop_map(|(id, (views, likes, comments, shares, saves), author, created, hashtags)| Video {
        video_id: VideoId(id),
        // A creator has as many followers in every item of a listing.
        author_followers: author.as_ref().map(|author: &String| u64::from(author.as_bytes()[0]) * 1_000),
        author,
        desc: Some(format!("caption {id}")),
        created,
        counts: Counts { views, likes, comments, shares, saves },
        duration_s: None,
        hashtags: hashtags.iter().map(String::as_str).collect(),
        observed: None,
    })
}

/// Videos of one reading: each id once.
fn listing() -> impl Strategy<Value = Vec<Video>> {
    proptest::collection::vec(video(), 0..40).prop_map(|mut videos| {
        videos.sort_by_key(|video| video.video_id);
        videos.dedup_by_key(|video| video.video_id);
        videos
    })
}

fn snapshot(day: i64, videos: &[Video]) -> Snapshot {
    Snapshot {
        header: Header {
            taken_at: Timestamp::from_seconds(1_790_056_800 + day * 86_400).unwrap(),
            hashtags: Vec::new(),
            duplicates: 0,
            rejected: Rejections::default(),
            usage: Usage::default(),
            sources: None,
            recheck_failed: 0,
        },
        videos: videos.iter().map(|video| Listed { video: video.clone(), under: Vec::new() }).collect(),
        rechecked: Vec::new(),
    }
}

fn fold(days: &[Vec<Video>]) -> (History, Option<Report>) {
    let mut history = History::new("spring");
    let mut report = None;
    for (day, videos) in (0..).zip(days) {
        report = Some(history.advance(&snapshot(day, videos), &campaign(), &Zone::utc()).unwrap());
    }
    (history, report)
}

/// A page in the documented shape.
fn page(videos: &[Video]) -> String {
    let item = |video: &Video| {
        let counts = video.counts.array().map(|count| count.map_or("null".into(), |count| count.to_string()));
        let [views, likes, comments, shares, saves] = counts;
        format!(
            r#"{{"aweme_id":"{}","desc":"x","statistics":{{"play_count":{views},"digg_count":{likes},"comment_count":{comments},"share_count":{shares},"collect_count":{saves}}}}}"#,
            video.video_id
        )
    };
    format!(r#"{{"aweme_list":[{}],"has_more":0}}"#, videos.iter().map(item).collect::<Vec<_>>().join(","))
}

fn figures(report: &Report) -> (u64, u64, u64, u64, u64, u64) {
    (
        report.total_videos,
        report.total_views,
        report.total_engagement,
        report.avg_views,
        report.viral_videos,
        report.coverage.unknown_counts.views,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = normalize(&bytes, &Hints::default());
        let _ = normalize(&bytes, &Hints { dialect: Some("aweme"), ..Hints::default() });
        let _ = History::from_bytes(&bytes);
        let _ = Collector::from_bytes(&bytes);
        let _ = tagpulse_core::tutorial_days(&bytes);
    }

    #[test]
    fn videos_read_by_themselves_have_their_counts_changed_and_nothing_else(
        days in proptest::collection::vec(listing(), 1..6),
        alone in proptest::collection::vec(proptest::collection::btree_map(1_u64..60, count(), 0..12), 6),
    ) {
        let (mut plain, mut again) = (History::new("spring"), History::new("spring"));
        for ((day, videos), alone) in (0..).zip(&days).zip(&alone) {
            let snapshot = snapshot(day, videos);
            let counts = |views: &Option<u64>| Counts { views: *views, ..Counts::default() };
            let rechecked = alone.iter().map(|(id, views)| Rechecked { video_id: VideoId(*id), counts: counts(views) });
            let with = Snapshot { rechecked: rechecked.collect(), ..snapshot.clone() };
            let before = again.clone();
            let expected = plain.advance(&snapshot, &campaign(), &Zone::utc()).unwrap();
            let report = again.advance(&with, &campaign(), &Zone::utc()).unwrap();
            // Whether a listing's zeros can be true depends on what was known before.
            prop_assume!(report.coverage.suspect == expected.coverage.suspect);
            let same = |report: &Report| {
                let (coverage, diff) = (&report.coverage, report.diff.as_ref());
                let parts = diff.map(|diff| (diff.since, diff.published, diff.found, diff.not_seen, diff.back));
                (report.total_videos, coverage.listed, coverage.known, coverage.not_seen, parts)
            };
            prop_assert_eq!(same(&report), same(&expected));
            prop_assert!(report.coverage.rechecked <= report.coverage.not_seen);
            prop_assert_eq!(History::from_bytes(&again.to_bytes()).unwrap().to_bytes(), again.to_bytes());
            if let Some(diff) = &report.diff {
                let growth = diff.view_growth;
                prop_assert_eq!(growth.total, growth.known + growth.published + growth.found + growth.back);
            }
            // In any order, they give the same.
            let mut turned = before;
            let reversed = Snapshot { rechecked: with.rechecked.iter().rev().copied().collect(), ..with };
            turned.advance(&reversed, &campaign(), &Zone::utc()).unwrap();
            prop_assert_eq!(turned.to_bytes(), again.to_bytes());
        }
    }

    #[test]
    fn no_change_of_a_good_answer_makes_it_panic(
        videos in listing(),
        at in any::<prop::sample::Index>(),
        with in "[\\[\\]{}\",:\\\\0-9a-u.-]{0,3}",
        status in 100_u16..600,
    ) {
        let mut body = page(&videos).into_bytes();
        let at = at.index(body.len());
        body.splice(at..(at + 2).min(body.len()), with.bytes());
        let _ = normalize(&body, &Hints::default());
        let options = CollectorOptions::new(vec!["glow".into()], Timestamp::from_seconds(1_790_056_800).unwrap());
        let mut collector = Collector::new(options).unwrap();
        let mut now = 0;
        loop {
            match collector.next(now) {
                Step::Request(request) if request.cursor == "lookup" => {
                    collector.feed(request.id, 200, None, br#"{"id":"7"}"#, now).unwrap();
                }
                Step::Request(request) => collector.feed(request.id, status, Some("1"), &body, now).unwrap(),
                Step::Wait { ms } => now += ms,
                Step::Done => break,
            }
        }
        let _ = collector.finish();
    }

    #[test]
    fn the_order_of_a_listing_changes_no_figure(days in proptest::collection::vec(listing(), 1..4), seed in any::<u64>()) {
        let mut shuffled = days.clone();
        for videos in &mut shuffled {
            // Any order that the seed gives.
            videos.sort_by_key(|video| video.video_id.0.wrapping_mul(seed | 1).rotate_left(17));
        }
        let (one, other) = (fold(&days).1.unwrap(), fold(&shuffled).1.unwrap());
        prop_assert_eq!(figures(&one), figures(&other));
        prop_assert_eq!(one.rates, other.rates);
        prop_assert_eq!(one.distribution, other.distribution);
        prop_assert_eq!(one.diff.map(|diff| diff.view_growth), other.diff.map(|diff| diff.view_growth));
    }

    #[test]
    fn a_split_into_pages_changes_nothing(videos in listing(), cut in any::<prop::sample::Index>()) {
        let taken_at = Timestamp::from_seconds(1_790_056_800).unwrap();
        let cut = cut.index(videos.len() + 1);
        let whole = page(&videos);
        let (left, right) = (page(&videos[..cut]), page(&videos[cut..]));
        let one = read_files(&[Input { name: "a", bytes: whole.as_bytes() }], &Hints::default(), taken_at).unwrap();
        let two = [Input { name: "a", bytes: left.as_bytes() }, Input { name: "b", bytes: right.as_bytes() }];
        prop_assert_eq!(&one[0].videos, &read_files(&two, &Hints::default(), taken_at).unwrap()[0].videos);
    }

    #[test]
    fn a_rejected_item_leaves_the_others(videos in listing()) {
        let body = page(&videos);
        let good = normalize(body.as_bytes(), &Hints::default()).unwrap();
        let begin = body.find('[').unwrap() + 1;
        let spoilt = format!("{}{{\"aweme_id\":\"\"}}{}{}", &body[..begin], if videos.is_empty() { "" } else { "," }, &body[begin..]);
        let rest = normalize(spoilt.as_bytes(), &Hints::default()).unwrap();
        prop_assert_eq!(&rest.videos, &good.videos);
        prop_assert_eq!(rest.rejected.len(), 1);
    }

    #[test]
    fn what_is_written_is_read_back(days in proptest::collection::vec(listing(), 1..12)) {
        let (history, report) = fold(&days);
        let bytes = history.to_bytes();
        let again = History::from_bytes(&bytes).unwrap();
        prop_assert_eq!(again.to_bytes(), bytes);
        prop_assert_eq!(again.report(&campaign(), &Zone::utc()).unwrap().to_json(), report.unwrap().to_json());
    }

    #[test]
    fn the_gains_of_days_sum_to_that_of_their_span(
        known in listing(),
        later in proptest::collection::vec((1_i64..40, listing()), 1..12),
    ) {
        let mut history = History::new("spring");
        let advance = |history: &mut History, hours: i64, videos: &[Video]| {
            let mut reading = snapshot(0, videos);
            reading.header.taken_at = reading.header.taken_at.plus(hours * 3_600);
            // What is found late, and views that nobody knew, are no gain.
            reading.videos.iter_mut().for_each(|listed| {
                listed.video.counts.views = listed.video.counts.views.or(Some(7));
            });
            history.advance(&reading, &campaign(), &Zone::utc()).unwrap()
        };
        let mut last = advance(&mut history, 0, &known);
        let mut hours = 0;
        for (apart, videos) in &later {
            hours += apart;
            // All of them each time: what comes back stands beside.
            let now = |video: &Video| {
                let later = videos.iter().find(|later| later.video_id == video.video_id);
                later.map_or_else(|| video.clone(), |later| Video { created: video.created, ..later.clone() })
            };
            let videos: Vec<Video> = known.iter().map(now).collect();
            last = advance(&mut history, hours, &videos);
        }
        let days = history.days().days;
        let sum: i64 = days.iter().filter_map(|day| day.views_gained).sum();
        // The first day's own gains have nothing to be since.
        prop_assert_eq!(sum, last.total_views as i64 - days.first().map_or(0, |day| day.total_views) as i64);
    }

    #[test]
    fn the_parts_of_the_growth_sum_to_it(days in proptest::collection::vec(listing(), 2..6)) {
        let (_, report) = fold(&days);
        let report = report.unwrap();
        if let Some(diff) = report.diff {
            let growth = diff.view_growth;
            prop_assert_eq!(growth.total, growth.known + growth.published + growth.found + growth.back);
            prop_assert_eq!(diff.new, diff.published + diff.found);
            // A suspect day between makes it 48 hours, and then there is no figure of 24.
            let day_apart = diff.elapsed_hours.millionths() == 24_000_000;
            prop_assert_eq!(report.view_growth_24h, day_apart.then_some(growth.total));
        }
    }
}
