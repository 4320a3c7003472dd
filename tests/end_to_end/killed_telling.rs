//! `kill -9` while alerts are raised and told, day after day: the store becomes the one of a run
//! that nobody disturbed, and every alert arrives, under the same key.

use std::collections::BTreeMap;
use std::process::Child;
use std::time::{Duration, Instant};

use rusqlite::types::Value as Cell;
use serde_json::Value;
use tagpulse_sandbox::Sandbox;

use crate::{
    deliveries::{HOOK, TELLS_MUCH},
    provider::{calm, start, world},
    receiver::Receiver,
    tool::{Tool, rfc3339},
};

const DAYS: i64 = 10;

/// What does not depend on when a process died: everything but the ledger, the usage in a reading's
/// header (which `report` shows as its cost), how often and when a message was sent, and which of two
/// campaigns that are read side by side was stored first.
const FACTS: [&str; 8] = [
    "SELECT name, settings FROM campaign ORDER BY name",
    "SELECT name, taken_at, origin, seen FROM reading JOIN campaign ON campaign.id = campaign ORDER BY name, taken_at",
    "SELECT name, video.* FROM video JOIN campaign ON id = campaign ORDER BY name, number",
    "SELECT name, taken_at, observation.* FROM observation JOIN reading ON reading.id = reading
     JOIN campaign ON campaign.id = campaign ORDER BY name, taken_at, number",
    "SELECT name, taken_at, attribute.* FROM attribute JOIN reading ON reading.id = reading
     JOIN campaign ON campaign.id = campaign ORDER BY name, taken_at, number",
    "SELECT name, key, taken_at, alert FROM alert JOIN campaign ON campaign.id = campaign ORDER BY name, key",
    "SELECT key, notifier, message, delivered_at IS NULL FROM delivery JOIN alert ON alert.id = delivery.alert
     ORDER BY key, notifier",
    "SELECT * FROM pending",
];

/// Columns that are rows of the store, and so a matter of order.
const ROWS: [&str; 2] = ["campaign", "reading"];

/// Two campaigns of a hashtag, told to two receivers: one alert after another, and in digests.
fn tool(sandbox: &Sandbox, single: &Receiver, digests: &Receiver) -> Tool {
    let tool = Tool::of(sandbox)
        .with("HOOK", &single.url("/single"))
        .with("DIGESTS", &digests.url("/digests"))
        .with("SIGNED_WITH", "s");
    let second = HOOK.replace("\"hook\"", "\"many\"").replace("HOOK", "DIGESTS").replace("digest = false", "cap = 3");
    let autumn = "[[campaign]]\nname = \"autumn\"\nhashtags = [\"glow\"]\nmultiple = 5\npolicy = \"tutorial\"\n";
    let config = format!("{TELLS_MUCH}{autumn}{HOOK}{second}").replace("[\"hook\"]", "[\"hook\", \"many\"]");
    tool.write("tagpulse.toml", config);
    tool
}

fn facts(tool: &Tool) -> Vec<Vec<Cell>> {
    let db = rusqlite::Connection::open(tool.path("tagpulse.db")).unwrap();
    let mut rows = Vec::new();
    for sql in FACTS {
        let mut statement = db.prepare(sql).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let columns: Vec<usize> = (0..names.len()).filter(|at| !ROWS.contains(&names[*at].as_str())).collect();
        let read = statement.query_map([], |row| columns.iter().map(|at| row.get(*at)).collect()).unwrap();
        rows.extend(read.map(Result::unwrap));
    }
    rows
}

/// Every day's report but for its cost.
fn reports(tool: &Tool, first: i64) -> Vec<Value> {
    let report = |day: i64| {
        let at = rfc3339(first + day * 86_400);
        let mut report = tool.call(&["report", "spring", "--at", &at, "--format", "json"]).expect(0).json();
        report.as_object_mut().unwrap().remove("cost").unwrap();
        report
    };
    (0..DAYS).map(report).collect()
}

/// What a receiver took, by the message's id; one that came again is the same to the byte.
fn taken(receiver: &Receiver) -> BTreeMap<String, String> {
    let mut taken = BTreeMap::new();
    for got in receiver.got() {
        let id = got.header("webhook-id").unwrap().to_owned();
        let known = taken.entry(id).or_insert_with(|| got.body.clone());
        assert_eq!(*known, got.body);
    }
    taken
}

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Kills a run a moment after so many requests or messages of its own; false when it ended before.
fn killed(child: &mut Child, seen: impl Fn() -> usize, until: usize, later: Duration) -> bool {
    while seen() < until && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    let since = Instant::now();
    while since.elapsed() < later {
        std::hint::spin_loop();
    }
    let in_time = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    in_time
}

#[test]
fn at_any_moment_of_ten_days_nothing_is_lost() {
    let sandbox = start(calm(world(150)));
    let first = sandbox.now();
    let run = |tool: &Tool, day: i64| {
        sandbox.set_now(first + day * 86_400);
        tool.call(&["run", "--now", &rfc3339(first + day * 86_400)]).expect(0)
    };
    let (single, digests) = (Receiver::start(), Receiver::start());
    let calm = tool(&sandbox, &single, &digests);
    (0..DAYS).for_each(|day| drop(run(&calm, day)));
    let requests = sandbox.ledger().requests.len() / DAYS as usize;
    let messages = single.got().len() / DAYS as usize;
    assert!(messages >= 4 && digests.got().iter().any(|got| got.json()["kind"] == "digest"));

    let rounds = if std::env::var_os("TAGPULSE_TEST_ALL").is_some() { 10 } else { 1 };
    let mut draw = Draw(1_905);
    let (mut in_time, mut while_telling) = (0, 0);
    for _ in 0..rounds {
        let (single_again, digests_again) = (Receiver::start(), Receiver::start());
        let disturbed = tool(&sandbox, &single_again, &digests_again);
        for day in 0..DAYS {
            sandbox.set_now(first + day * 86_400);
            let later = Duration::from_micros(draw.below(3_000));
            let mut child = disturbed.command(&["run", "--now", &rfc3339(first + day * 86_400)]).spawn().unwrap();
            let told = || single_again.got().len() + digests_again.got().len();
            // Every other one while it tells.
            if draw.below(2) == 0 {
                let until = told() + draw.below(messages as u64 + 3) as usize;
                let came = usize::from(killed(&mut child, told, until, later));
                (in_time, while_telling) = (in_time + came, while_telling + came);
            } else {
                let asked = || sandbox.ledger().requests.len();
                let until = asked() + draw.below(requests as u64) as usize;
                in_time += usize::from(killed(&mut child, asked, until, later));
            }
            run(&disturbed, day);
        }
        assert_eq!(taken(&single_again), taken(&single));
        assert_eq!(taken(&digests_again), taken(&digests));
        assert_eq!(facts(&disturbed), facts(&calm));
        assert_eq!(reports(&disturbed, first), reports(&calm, first));
        let check = disturbed.call(&["check"]).expect(0);
        assert!(check.stdout.contains("spring: 10 readings, the carried state equals them"), "{check}");
    }
    let kills = rounds * DAYS as usize;
    assert!(in_time * 2 >= kills && while_telling > 0, "{in_time} of {kills}, {while_telling} while telling");
}

/// Two runs a day, one a campaign, share the number of messages, also when each is killed while it tells.
#[test]
fn the_cap_of_a_day_is_kept_over_killed_runs() {
    const RUNS: [(&str, i64); 6] =
        [("spring", 0), ("autumn", 8), ("spring", 24), ("autumn", 32), ("spring", 48), ("autumn", 56)];
    let sandbox = start(calm(world(150)));
    // At midnight, so that both runs are on one day.
    let first = sandbox.now().div_euclid(86_400) * 86_400;
    let (single, digests, single_again, digests_again) =
        (Receiver::start(), Receiver::start(), Receiver::start(), Receiver::start());
    let with_cap = |single: &Receiver, digests: &Receiver| {
        let tool = tool(&sandbox, single, digests);
        let config = std::fs::read_to_string(tool.path("tagpulse.toml")).unwrap();
        // More than a campaign's alerts of a day and less than those of both.
        tool.write("tagpulse.toml", config.replace("cap = 3", "cap = 10"));
        tool
    };
    let (calm, disturbed) = (with_cap(&single, &digests), with_cap(&single_again, &digests_again));
    let (mut draw, mut killed_in_time) = (Draw(7), 0);
    for (campaign, hours) in RUNS {
        let at = first + hours * 3_600;
        sandbox.set_now(at);
        let arguments = ["run", campaign, "--now", &rfc3339(at)];
        let before = digests.got().len();
        calm.call(&arguments).expect(0);
        let messages = digests.got().len() - before;
        let mut child = disturbed.command(&arguments).spawn().unwrap();
        let told = || digests_again.got().len();
        let until = told() + draw.below(messages as u64 + 1) as usize;
        killed_in_time += usize::from(killed(&mut child, told, until, Duration::from_micros(draw.below(1_000))));
        disturbed.call(&arguments).expect(0);
    }
    assert_eq!(taken(&digests_again), taken(&digests));
    assert_eq!(taken(&single_again), taken(&single));
    assert_eq!(facts(&disturbed), facts(&calm));
    let kinds: Vec<_> = digests.got().iter().map(|got| got.json()["kind"].clone()).collect();
    let alerts = kinds.iter().filter(|kind| **kind == "alert").count();
    assert_eq!((alerts, kinds.len() - alerts), (3 * 10, 3), "{kinds:?}");
    assert!(killed_in_time > 0);
}
