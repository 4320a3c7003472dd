//! Whom somebody asks to be forgotten is gone from the store and from everything that is made of it, on later days
//! too; the figures stay.

use std::{io::Read, path::PathBuf};

use serde_json::Value;
use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};

use crate::{
    deliveries::waiting,
    provider::{arrived, calm, start},
    receiver::{Answer, Receiver},
    tool::{Ended, KEY, TAG, Tool, files_with, rfc3339},
};

const CONFIG: &str = "\
notifiers = [\"hook\"]\n[delivery]\ntries = 1\n\
[[campaign]]\nname = \"spring\"\nhashtags = [\"glow\"]\nmultiple = 2\npolicy = \"tutorial\"\n\
[[campaign]]\nname = \"autumn\"\nhashtags = [\"glow\"]\n\
[[notifier]]\nname = \"hook\"\nkind = \"webhook\"\nurl = { env = \"HOOK\" }\nallow_private = true\ndigest = false\n";
const DAYS: u32 = 4;

/// Days of a campaign whose alerts nobody has taken yet.
struct Stage {
    tool: Tool,
    sandbox: Sandbox,
    receiver: Receiver,
    world: WorldOptions,
}

impl Stage {
    fn new() -> Self {
        let world = WorldOptions { videos: 120, days: 10, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(11) };
        let sandbox = start(SandboxOptions { key: KEY.to_owned(), ..SandboxOptions::of(world.clone()) });
        let receiver = Receiver::start();
        receiver.answer(&vec![Answer::Status(503, ""); 50]);
        let tool = Tool::of(&sandbox).with("HOOK", &receiver.url("/hook"));
        tool.write("tagpulse.toml", CONFIG);
        let stage = Self { tool, sandbox, receiver, world };
        (0..DAYS).for_each(|day| drop(stage.day(day)));
        stage
    }

    fn at(&self, day: u32) -> i64 {
        self.world.day_start(day) + 20 * 3600
    }

    fn day(&self, day: u32) -> Ended {
        self.sandbox.set_now(self.at(day));
        self.tool.call(&["run", "--now", &rfc3339(self.at(day)), "--format", "json"]).expect(0)
    }

    /// A creator who is told of, has several videos, and publishes none on later days; and the captions of theirs.
    fn somebody(&self) -> (String, Vec<String>) {
        let told = self.call(&["alerts", "spring", "--format", "json"]).json();
        let videos = |handle: &str, now: i64| {
            let truth = self.sandbox.world().truth(now);
            let of = truth.iter().filter(|truth| truth.author.handle == handle);
            of.map(|truth| truth.video.desc.clone()).collect::<Vec<String>>()
        };
        let alerts = told["alerts"].as_array().unwrap().iter();
        let mut handles = alerts.filter_map(|alert| alert["author"].as_str());
        let is_done = |handle: &&str| {
            let captions = videos(handle, self.at(DAYS - 1));
            captions.len() > 1 && captions.len() == videos(handle, self.at(9)).len()
        };
        let handle = handles.find(is_done).unwrap_or_else(|| panic!("no such creator in {told}"));
        (handle.to_owned(), videos(handle, self.at(9)))
    }

    fn call(&self, arguments: &[&str]) -> Ended {
        let now = rfc3339(self.at(DAYS - 1));
        self.tool.call(&[arguments, &["--now", &now]].concat()).expect(0)
    }

    /// Files of the store in which a text stands, those of its log among them.
    fn stored(&self, text: &str) -> Vec<PathBuf> {
        let folder = self.tool.path("");
        let of_store = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("tagpulse.db");
        files_with(text, &folder).into_iter().filter(of_store).collect()
    }

    /// Everything that can be got out of the store.
    fn shown(&self) -> Vec<Ended> {
        let mut all = Vec::new();
        for format in ["text", "json", "ndjson", "csv", "md", "html"] {
            for command in ["report", "diff", "history", "alerts", "backtest"] {
                all.push(self.call(&[command, "spring", "--format", format]));
            }
            all.push(self.call(&["report", "spring", "autumn", "--format", format]));
        }
        for day in 0..DAYS {
            all.push(self.call(&["report", "spring", "--at", &rfc3339(self.at(day)), "--format", "json"]));
        }
        for more in [&["--format", "ndjson"][..], &["--format", "csv"], &["--daily", "--format", "csv"]] {
            all.push(self.call(&[&["export"], more].concat()));
        }
        all.push(self.call(&["alerts", "--undelivered", "--format", "json"]));
        all
    }
}

/// A document without names and texts.
fn figures(mut document: Value) -> Value {
    match &mut document {
        Value::Object(fields) => {
            for key in ["author", "desc", "url", "hashtags_used", "top_5_creators"] {
                fields.remove(key);
            }
            if fields.contains_key("video_id") {
                fields.remove("hashtags");
            }
            fields.values_mut().for_each(|value| *value = figures(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = figures(item.take())),
        _ => {}
    }
    document
}

fn reports(stage: &Stage) -> Vec<Value> {
    let mut all = Vec::new();
    for name in ["spring", "autumn"] {
        for day in 0..DAYS {
            let at = rfc3339(stage.at(day));
            all.push(stage.call(&["report", name, "--at", &at, "--format", "json"]).json());
        }
        all.push(stage.call(&["history", name, "--format", "json"]).json());
    }
    all
}

#[test]
fn a_creator_is_gone_from_everything_and_the_figures_stay() {
    let stage = Stage::new();
    let (handle, captions) = stage.somebody();
    let address = format!("tiktok.com/@{handle}");
    let before = reports(&stage);
    let waited = waiting(&stage.tool).len();
    assert!(!stage.stored(&handle).is_empty() && !stage.stored(&address).is_empty() && waited > 0);
    assert!(stage.shown().iter().filter(|ended| ended.stdout.contains(&handle)).count() > 10);
    stage.call(&["mute", "spring", &handle, "--until", "2100-01-01"]);

    let forgot = stage.call(&["forget", &format!("@{}", handle.to_uppercase()), "--format", "json"]).json();
    let campaigns = forgot["campaigns"].as_array().unwrap();
    assert_eq!(campaigns.len(), 2, "{forgot}");
    assert!(campaigns[0]["videos"].as_u64() > Some(1) && campaigns[1]["alerts"].as_u64() > Some(0), "{forgot}");

    assert_eq!(stage.stored(&handle), Vec::<PathBuf>::new());
    for ended in stage.shown() {
        assert!(!ended.stdout.contains(&handle), "{handle} in {ended}");
    }
    let after = reports(&stage);
    for (after, before) in after.iter().zip(&before) {
        assert_eq!(figures(after.clone()), figures(before.clone()));
    }
    let check = stage.call(&["check"]);
    assert_eq!(check.stdout.matches("the carried state equals them").count(), 2, "{check}");

    // The same videos are listed again, and what waits is told: nothing comes back.
    stage.receiver.answer(&vec![Answer::Status(200, ""); 50]);
    for day in DAYS..DAYS + 3 {
        let ran = stage.day(day);
        assert!(!ran.stdout.contains(&handle) && !ran.stderr.contains(&handle), "{ran}");
        assert_eq!(stage.stored(&handle), Vec::<PathBuf>::new(), "after day {day}");
        for caption in captions.iter().filter(|caption| caption.len() > 60) {
            assert_eq!(stage.stored(caption), Vec::<PathBuf>::new(), "after day {day}");
        }
    }
    let got = stage.receiver.got();
    let later: Vec<_> = got.iter().filter(|got| got.taken).collect();
    assert!(later.len() >= waited && later.iter().all(|got| !got.body.contains(&handle)), "{got:?}");
    let check = stage.tool.call(&["check"]).expect(0);
    assert_eq!(check.stdout.matches("the carried state equals them").count(), 2, "{check}");
}

#[test]
fn an_export_from_before_brings_nobody_back_into_the_store() {
    let stage = Stage::new();
    let (handle, _) = stage.somebody();
    stage.call(&["export", "autumn", "--output", "before.ndjson"]);
    stage.call(&["forget", &handle]);
    stage.call(&["export", "autumn", "--output", "after.ndjson"]);
    let imported = stage.call(&["import", "before.ndjson", "--campaign", "autumn"]);
    assert!(imported.stderr.contains("is stored already"), "{imported}");
    // In another campaign of the store the videos are forgotten, too, whatever the readings' times.
    let moved = std::fs::read_to_string(stage.tool.path("before.ndjson")).unwrap();
    let header = moved.lines().next().unwrap().contains("\"reading\"");
    assert!(header && moved.contains(&handle));
    assert_eq!(stage.stored(&handle), Vec::<PathBuf>::new());
    // An export from afterwards carries the marks, so another store has the same figures.
    let other = Tool::alone();
    other.write("after.ndjson", std::fs::read(stage.tool.path("after.ndjson")).unwrap());
    other.call(&["import", "after.ndjson", "--hashtag", TAG, "--campaign", "autumn"]).expect(0);
    let creators =
        |tool: &Tool| tool.call(&["report", "autumn", "--format", "json"]).expect(0).json()["creators"].take();
    assert_eq!(creators(&other), creators(&stage.tool));
}

#[test]
fn a_video_goes_by_its_id() {
    let stage = Stage::new();
    let (handle, _) = stage.somebody();
    let told = stage.call(&["alerts", "spring", "--format", "json"]).json();
    let of_them = |alert: &&Value| alert["author"] == *handle;
    let id = told["alerts"].as_array().unwrap().iter().find(of_them).unwrap()["video_id"].as_str().unwrap().to_owned();
    let address = format!("tiktok.com/@{handle}/video/{id}");
    assert!(!stage.stored(&address).is_empty());
    let text = stage.call(&["forget", &id, "--campaign", "spring"]).stdout;
    assert!(text.starts_with(&format!("{id} is forgotten.\n  spring: 1 video, ")), "{text}");
    let told = stage.call(&["alerts", "spring", "--format", "json"]).json();
    let of_it: Vec<&Value> =
        told["alerts"].as_array().unwrap().iter().filter(|alert| alert["video_id"] == *id).collect();
    assert!(!of_it.is_empty() && of_it.iter().all(|alert| alert["author"].is_null() && alert["url"].is_null()));
    // Elsewhere it is as it was, and so are their others.
    let rows = stage.call(&["export", "autumn"]).stdout;
    let row = rows.lines().find(|row| row.contains(&format!("\"{id}\""))).unwrap();
    assert!(row.contains(&handle), "{row}");
    assert!(stage.call(&["export", "spring"]).stdout.contains(&handle));
    let again = stage.call(&["forget", &id, "--campaign", "spring", "--format", "json"]).json();
    assert_eq!(again["campaigns"][0]["videos"], 0);
}

#[test]
fn nobody_is_a_clear_error() {
    let stage = Stage::new();
    let now = rfc3339(stage.at(DAYS - 1));
    let call = |arguments: &[&str]| stage.tool.call(&[arguments, &["--now", &now]].concat());
    let ended = call(&["forget", "@nobody.at.all"]).expect(1);
    assert!(ended.stderr.contains("no creator or video \"@nobody.at.all\" in the store /"), "{ended}");
    assert!(ended.stderr.contains("looked at videos, earlier names, alerts, mutes and kept answers"), "{ended}");
    let ended = call(&["forget", "7412345678901234567", "--campaign", "spring"]).expect(1);
    assert!(ended.stderr.contains("in campaign \"spring\" of the store"), "{ended}");
    call(&["forget", "@anna", "--campaign", "sprink"]).expect(2);
    call(&["forget", "@"]).expect(2);
    let ended = Tool::alone().call(&["forget", "@anna"]).expect(1);
    assert!(ended.stderr.contains("no store at"), "{ended}");
}

#[test]
fn whom_the_config_names_is_told_of() {
    let stage = Stage::new();
    let (handle, _) = stage.somebody();
    let named = format!("multiple = 2\nexclude = [\"@{handle}\"]\nown = [\"@{handle}\"]");
    stage.tool.write("tagpulse.toml", CONFIG.replace("multiple = 2", &named));
    let report = || stage.call(&["report", "spring", "--format", "json"]).json();
    let before = report();
    let forgot = stage.call(&["forget", &handle]);
    assert!(forgot.stderr.contains("spring: exclude in the config still names "), "{forgot}");
    assert!(forgot.stderr.contains("spring: own in the config still names "), "{forgot}");
    stage.tool.write("tagpulse.toml", CONFIG);
    let after = report();
    assert_eq!(after["coverage"]["excluded"], before["coverage"]["excluded"]);
    assert!(before["coverage"]["excluded"]["creator"].as_u64() > Some(1));
    assert_eq!(figures(after), figures(before));
    assert_eq!(stage.stored(&handle), Vec::<PathBuf>::new());
}

#[test]
fn answers_of_a_killed_run_that_name_somebody_are_asked_for_again() {
    let world = WorldOptions { videos: 150, hashtags: vec![TAG.to_owned()], ..WorldOptions::seeded(23) };
    let sandbox = start(SandboxOptions { latency_ms: 20, ..calm(world) });
    let now = rfc3339(sandbox.now());
    let run = ["run", "--hashtag", TAG, "--now", &now, "--format", "json"];
    let tool = Tool::of(&sandbox);
    let mut child = tool.command(&run).spawn().unwrap();
    arrived(&sandbox, &mut child, 4);
    child.kill().unwrap();
    child.wait().unwrap();
    let listing = sandbox.world().listing(TAG, sandbox.now(), 0);
    let handle = listing[0].author.handle.as_str();
    // Answers are kept compressed: nobody stands in the file in letters.
    let about = kept_about(&tool, handle);
    assert_eq!(about.len(), 1, "the first page is kept");
    let forgot = tool.call(&["forget", handle, "--format", "json"]).expect(0).json();
    assert_eq!((&forgot["campaigns"][0]["campaign"], &forgot["campaigns"][0]["answers"]), (&TAG.into(), &1.into()));
    assert_eq!(kept_about(&tool, handle), Vec::<Vec<u8>>::new());
    for file in std::fs::read_dir(tool.path("")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let is_left = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(!about[0].chunks_exact(64).step_by(20).any(is_left), "it is overwritten");
    }
    // Nothing else is lost: the run goes on, and asks once more for what was dropped.
    let report = tool.call(&run).expect(0).report();
    assert_eq!(report["total_videos"], listing.len());
}

/// The answers of a killed run that have a text in them, as they are kept.
fn kept_about(tool: &Tool, text: &str) -> Vec<Vec<u8>> {
    let store = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    let mut statement = store.prepare("SELECT bytes FROM page").unwrap();
    let kept = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap().map(Result::unwrap);
    let is_about = |packed: &Vec<u8>| {
        let mut answer = String::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut answer).unwrap();
        answer.contains(text)
    };
    kept.filter(is_about).collect()
}
