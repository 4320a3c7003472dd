//! Every dialect, as its source would write videos that nobody thought of.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "the inputs are all that is needed here")]
mod case_file;

use std::sync::LazyLock;

use case_file::Case;
use proptest::prelude::*;
use tagpulse_core::{Hints, Input, Normalized, Timestamp, dialects, normalize, read_files};

/// How a source writes: what stands before, between and behind its items, and one of them. A sheet's line
/// is an item too.
struct Shape {
    dialect: &'static str,
    around: [&'static str; 3],
    item: &'static str,
}

const APP_ITEM: &str = r#"{"aweme_id":"ID","desc":"x","author":{"uid":"9","unique_id":"AUTHOR"},"statistics":{"aweme_id":"9","play_count":VIEWS,"digg_count":LIKES,"comment_count":COMMENTS,"share_count":SHARES,"collect_count":SAVES},"video":{"duration":9}}"#;
const WEB_ITEM: &str = r#"{"id":"ID","createTime":0,"author":{"id":"9","uniqueId":"AUTHOR"},"stats":{"playCount":-1,"diggCount":null},"statsV2":{"playCount":VIEWS,"diggCount":LIKES,"commentCount":COMMENTS,"shareCount":SHARES,"collectCount":SAVES}}"#;
const APIFY_ITEM: &str = r#"{"id":"ID","authorMeta":{"id":"9","name":"AUTHOR"},"webVideoUrl":"https://www.tiktok.com/@x/video/ID","videoMeta":{"duration":9},"diggCount":LIKES,"shareCount":SHARES,"playCount":VIEWS,"collectCount":SAVES,"commentCount":COMMENTS}"#;
const YTDLP_ITEM: &str = r#"{"id":"ID","extractor":"TikTok","uploader":"AUTHOR","uploader_id":"9","view_count":VIEWS,"like_count":LIKES,"repost_count":SHARES,"comment_count":COMMENTS,"save_count":SAVES}"#;

const fn shape(dialect: &'static str, around: [&'static str; 3], item: &'static str) -> Shape {
    Shape { dialect, around, item }
}

const SHAPES: &[Shape] = &[
    shape(
        "tutorial",
        [r#"{"videos":["#, ",", "]}"],
        r#"{"video_id":"ID","author":{"unique_id":"AUTHOR"},"play_count":VIEWS,"digg_count":LIKES,"comment_count":COMMENTS,"share_count":SHARES}"#,
    ),
    shape("aweme", [r#"{"data":{"aweme_list":["#, ",", r#"],"cursor":"20","has_more":1}}"#], APP_ITEM),
    shape("aweme", ["", "\n", ""], APP_ITEM),
    shape("tikhub", [r#"{"code":200,"router":"/x","data":{"aweme_list":["#, ",", "]}}"], APP_ITEM),
    shape("tikhub", [r#"{"code":200,"router":"/x","data":{"itemList":["#, ",", "]}}"], WEB_ITEM),
    shape("ensemble", [r#"{"data":{"data":["#, ",", r#"],"nextCursor":20},"units_charged":1}"#], APP_ITEM),
    shape("web", [r#"{"cursor":"30","hasMore":true,"itemList":["#, ",", r#"],"statusCode":0}"#], WEB_ITEM),
    shape("web", ["", "\n", ""], WEB_ITEM),
    shape(
        "sigi",
        [r#"{"ItemModule":{"#, ",", "}}"],
        r#""ID":{"id":"ID","createTime":"0","author":"AUTHOR","stats":{"playCount":VIEWS,"diggCount":LIKES,"commentCount":COMMENTS,"shareCount":SHARES,"collectCount":SAVES}}"#,
    ),
    shape(
        "iteminfos",
        [r#"{"statusCode":0,"data":["#, ",", "]}"],
        r#"{"itemInfos":{"id":"ID","text":"","playCount":VIEWS,"diggCount":LIKES,"commentCount":COMMENTS,"shareCount":SHARES},"authorInfos":{"uniqueId":"AUTHOR","userId":"9"},"authorStats":{}}"#,
    ),
    shape("apify", ["[", ",\n", "]"], APIFY_ITEM),
    shape(
        "apify",
        [
            "\u{feff}id,authorMeta.name,webVideoUrl,playCount,diggCount,commentCount,shareCount,collectCount\r\n",
            "\r\n",
            "\r\n",
        ],
        "ID,AUTHOR,,VIEWS,LIKES,COMMENTS,SHARES,SAVES",
    ),
    shape("collector", [r#"{"headers":{},"collector":["#, ",", r#"],"zip":""}"#], APIFY_ITEM),
    shape("ytdlp", ["", "\n", ""], YTDLP_ITEM),
    shape("ytdlp", [r#"{"_type":"playlist","id":"x","entries":["#, ",", "]}"], YTDLP_ITEM),
    shape(
        "research",
        [r#"{"data":{"videos":["#, ",", r#"],"cursor":9},"error":{"code":"ok"}}"#],
        r#"{"id":ID,"username":"AUTHOR","region_code":"DE","view_count":VIEWS,"like_count":LIKES,"comment_count":COMMENTS,"share_count":SHARES,"favourites_count":SAVES}"#,
    ),
    shape(
        "tikwm",
        [r#"{"code":0,"msg":"success","data":{"videos":["#, ",", r#"],"hasMore":true}}"#],
        r#"{"video_id":"ID","title":"","play_count":VIEWS,"digg_count":LIKES,"comment_count":COMMENTS,"share_count":SHARES,"collect_count":SAVES,"author":{"id":"9","unique_id":"AUTHOR"}}"#,
    ),
    shape(
        "display",
        [r#"{"data":{"videos":["#, ",", r#"],"cursor":9},"error":{"code":"ok"}}"#],
        r#"{"id":"ID","share_url":"","embed_link":"","title":"","view_count":VIEWS,"like_count":LIKES,"comment_count":COMMENTS,"share_count":SHARES}"#,
    ),
    shape(
        "table",
        ["video_id;author;views;likes;comments;shares;saves\n", "\n", ""],
        "ID;AUTHOR;VIEWS;LIKES;COMMENTS;SHARES;SAVES",
    ),
    shape("table", ["views\tlikes\tvideo_id\n", "\n", "\n\n"], "VIEWS\tLIKES\tID"),
    shape("table", ["[", ",", "]"], r#"{"videoId":ID,"viewCount":VIEWS,"likeCount":LIKES,"username":"AUTHOR"}"#),
];

/// A video before it is written.
#[derive(Clone, Debug)]
struct Row {
    id: u64,
    author: String,
    counts: [Option<u64>; 5],
    /// How the counts are written.
    style: u8,
}

const NAMES: [&str; 5] = ["VIEWS", "LIKES", "COMMENTS", "SHARES", "SAVES"];

impl Shape {
    fn is_sheet(&self) -> bool {
        !self.item.contains('{')
    }

    fn item(&self, row: &Row) -> String {
        let mut item = self.item.replace("ID", &row.id.to_string()).replace("AUTHOR", &row.author);
        for (name, count) in NAMES.iter().zip(row.counts) {
            let count = match (count, row.style) {
                (None, _) if self.is_sheet() => String::new(),
                (None, _) => "null".to_owned(),
                (Some(count), 0) => count.to_string(),
                (Some(count), 1) => format!("\"{count}\""),
                (Some(count), _) => format!("{count}.0"),
            };
            item = item.replace(name, &count);
        }
        item
    }

    fn write(&self, items: &[String]) -> String {
        let [before, between, behind] = self.around;
        format!("{before}{}{behind}", items.join(between))
    }

    fn read(&self, items: &[String]) -> Normalized {
        let text = self.write(items);
        normalize(text.as_bytes(), &Hints::default())
            .unwrap_or_else(|error| panic!("{}: {error}: {text}", self.dialect))
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let count = || prop_oneof![3 => (0_u64..10_000_000).prop_map(Some), 1 => Just(None), 1 => Just(Some(9_007_199_254_740_991))];
    let counts = (count(), count(), count(), count(), count());
    // With upper-case letters, a name could be one of the marks that stand for the values.
    let row = (1_u64..=u64::MAX, "[a-z_.]{1,8}", counts, 0_u8..3);
    let row = row.prop_map(|(id, author, (a, b, c, d, e), style)| Row { id, author, counts: [a, b, c, d, e], style });
    proptest::collection::vec(row, 2..12).prop_map(|mut rows| {
        rows.sort_by_key(|row| row.id);
        rows.dedup_by_key(|row| row.id);
        rows
    })
}

fn readings(files: &[String]) -> Vec<(String, String)> {
    let inputs: Vec<_> = files.iter().map(|file| Input { name: "x", bytes: file.as_bytes() }).collect();
    let taken_at = Timestamp::from_seconds(1_790_056_800).unwrap();
    let readings = read_files(&inputs, &Hints::default(), taken_at).unwrap();
    assert_eq!(readings.len(), 1);
    let shown = |listed: &tagpulse_core::Listed| (listed.video.video_id.to_string(), format!("{:?}", listed.video));
    readings[0].videos.iter().map(shown).collect()
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(case_file::all);

#[test]
fn every_dialect_has_a_shape() {
    for name in dialects() {
        assert!(SHAPES.iter().any(|shape| shape.dialect == name), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_source_writes_is_read_back(rows in rows()) {
        for shape in SHAPES {
            let items: Vec<_> = rows.iter().map(|row| shape.item(row)).collect();
            let read = shape.read(&items);
            prop_assert_eq!(&read.dialect, shape.dialect);
            prop_assert_eq!((read.rejected.len(), read.videos.len()), (0, rows.len()), "{}", shape.dialect);
            for (video, row) in read.videos.iter().zip(&rows) {
                prop_assert_eq!(video.video_id.to_string(), row.id.to_string());
                let author = Some(&row.author).filter(|_| shape.item.contains("AUTHOR"));
                prop_assert_eq!(video.author.as_ref(), author, "{}", shape.dialect);
                for ((given, written), name) in video.counts.array().iter().zip(row.counts).zip(NAMES) {
                    let written = written.filter(|_| shape.item.contains(name));
                    prop_assert_eq!(*given, written, "{}: {}", shape.dialect, name);
                }
            }
        }
    }

    #[test]
    fn neither_order_nor_a_split_into_files_matters(rows in rows(), seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        for shape in SHAPES {
            let items: Vec<_> = rows.iter().map(|row| shape.item(row)).collect();
            let mut shuffled: Vec<_> = rows.clone();
            shuffled.sort_by_key(|row| row.id.wrapping_mul(seed | 1).rotate_left(17));
            let shuffled: Vec<_> = shuffled.iter().map(|row| shape.item(row)).collect();
            let one = readings(&[shape.write(&items)]);
            let mut other = readings(&[shape.write(&shuffled)]);
            other.sort_by_key(|(id, _)| id.parse::<u64>().unwrap());
            prop_assert_eq!(&one, &other);
            if items.len() > 1 {
                let at = 1 + at.index(items.len() - 1);
                prop_assert_eq!(&one, &readings(&[shape.write(&items[..at]), shape.write(&items[at..])]));
            }
        }
    }

    #[test]
    fn a_rejected_item_leaves_the_others(rows in rows(), at in any::<prop::sample::Index>()) {
        let bad = Row { id: 0, author: "x".into(), counts: [Some(1); 5], style: 0 };
        for shape in SHAPES {
            let mut items: Vec<_> = rows.iter().map(|row| shape.item(row)).collect();
            let good = shape.read(&items);
            let at = at.index(items.len() + 1);
            items.insert(at, shape.item(&bad));
            let spoilt = shape.read(&items);
            prop_assert_eq!(&spoilt.videos, &good.videos);
            prop_assert_eq!(spoilt.rejected.len(), 1);
            prop_assert_eq!(spoilt.rejected[0].index as usize, at);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_case_makes_it_panic(
        case in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..4, "[\\[\\]{}\",:;\\\\0-9a-u\n.\u{0}-]{0,3}"), 1..6),
        forced in any::<prop::sample::Index>(),
    ) {
        let mut bytes = CASES[case.index(CASES.len())].input().to_vec();
        for (at, removed, with) in changes {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..(at + removed).min(bytes.len()), with.bytes());
        }
        let _ = normalize(&bytes, &Hints::default());
        let names: Vec<_> = dialects().collect();
        let _ = normalize(&bytes, &Hints { dialect: Some(names[forced.index(names.len())]), ..Hints::default() });
    }
}
