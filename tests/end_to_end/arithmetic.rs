//! The tutorial's figures, exactly, over every video seen so far: both shapes, three days, any
//! order of the listing, absent videos and shifting pages.

use tagpulse_sandbox::{Order, SandboxOptions, Shape, WorldOptions};

use crate::{
    naive::Naive,
    provider::{calm, pages, start, world},
    tool::{TAG, Tool, rfc3339},
};

const ORDERS: [Order; 3] = [Order::Ranked, Order::Shuffled(5), Order::Reversed];
const FIRST_DAY: u32 = 20;

/// Three days, each with another order, beginning with `first` of them.
fn three_days(shape: Shape, first: usize) {
    let world = WorldOptions { absent_share: 0.29, ..world(320) };
    let mut naive = Naive::default();
    let (mut tool, mut said) = (Tool::alone(), Vec::new());
    let (mut duplicates, mut viral) = (0, 0);
    for (day, place) in (FIRST_DAY..).zip(first..first + 3) {
        let now = world.day_start(day) + 9 * 3_600;
        let options = SandboxOptions {
            world: world.clone(),
            now: Some(now),
            shape,
            order: ORDERS[place % 3],
            page_shift: true,
            heavy: true,
            ..calm(world.clone())
        };
        // The tool and the independent count read from twins, so that neither changes the other's.
        let (sandbox, twin) = (start(options.clone()), start(options));
        tool = tool.with("TAGPULSE_BASE_URL", &sandbox.base_url()).with("SCAVIO_API_KEY", crate::tool::KEY);
        let expected = naive.day(&pages(&twin, TAG));
        let ran = tool.run(now, &[]).expect(0);
        let report = ran.report();
        let shown = format!("{shape:?}, day {day}, {:?}", ORDERS[place % 3]);
        for (key, value) in expected.figures.as_object().unwrap() {
            assert_eq!(&report[key], value, "{shown}: {key}");
        }
        let coverage = &report["coverage"];
        assert_eq!(coverage["listed"], expected.listed, "{shown}");
        assert_eq!(coverage["duplicates"], expected.duplicates, "{shown}");
        assert_eq!(
            coverage["not_seen"].as_u64(),
            Some(report["total_videos"].as_u64().unwrap() - expected.listed as u64)
        );
        // What this test is about does happen in it.
        assert!(expected.listed >= 137, "{shown}: {} listed", expected.listed);
        let (absent, before) = expected.absent;
        assert!(before == 0 || absent * 100 >= before * 20, "{shown}: {absent} of {before} absent");
        duplicates += expected.duplicates;
        viral += report["viral_videos"].as_u64().unwrap();
        said.push((now, ran));
    }
    assert_eq!(duplicates > 0, shape == Shape::Aweme, "pages shift where there are pages");
    assert!(viral > 0, "no video stood above the rule");
    // Later days change no earlier document.
    for (now, ran) in said {
        let stored = tool.call(&["report", TAG, "--at", &rfc3339(now), "--format", "json"]).expect(0);
        assert!(ran.stdout.contains(stored.stdout.trim_end()), "{stored}\ndiffers from\n{ran}");
    }
}

#[test]
fn documented_shape() {
    (0..3).for_each(|first| three_days(Shape::Aweme, first));
}

#[test]
fn tutorials_shape() {
    (0..3).for_each(|first| three_days(Shape::Tutorial, first));
}

#[test]
fn ties_go_to_who_was_seen_first() {
    // All eight have as many likes and comments; the first listing decides, not the later ones.
    let video = |nth: u64, day: u64| {
        let author = if nth == 2 { "null".to_owned() } else { format!(r#"{{"unique_id":"creator{nth}"}}"#) };
        format!(
            r#"{{"video_id":"751200000000000{nth:04}","author":{author},"desc":"","create_time":1749000000,
                "play_count":{},"digg_count":{},"comment_count":{},"share_count":{day}}}"#,
            100 * day + nth,
            10 + nth,
            90 - nth
        )
    };
    let listings: [&[u64]; 3] = [&[5, 2, 7], &[1, 7, 8, 2], &[8, 7, 6, 5, 4, 3, 2, 1]];
    let (tool, mut naive) = (Tool::alone(), Naive::default());
    for (day, listing) in (1..).zip(listings) {
        let videos: Vec<String> = listing.iter().map(|nth| video(*nth, day)).collect();
        let file = format!(r#"{{"videos":[{}]}}"#, videos.join(","));
        tool.write("answer.json", &file);
        let now = rfc3339(1_750_000_000 + 86_400 * day as i64);
        let import = ["import", "answer.json", "--hashtag", TAG, "--now", &now, "--format", "json"];
        let report = tool.call(&import).expect(0).json();
        let expected = naive.day(&[file.into_bytes()]).figures;
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&report[key], value, "day {day}: {key}");
        }
    }
    let top = tool.call(&["report", TAG, "--format", "json"]).expect(0).json();
    assert_eq!(top["top_5_creators"], serde_json::json!(["creator5", null, "creator7", "creator1", "creator8"]));
}
