//! The README's shell example, line for line, with the provider's address in the environment.

use std::fs::File;

use tagpulse_sandbox::{Fault, Sandbox, SandboxOptions, WorldOptions};

use crate::{
    exports,
    provider::{at, calm, start, status},
    tool::{KEY, Tool, rfc3339},
};

fn examples() -> Vec<String> {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

#[test]
fn every_line_of_the_shell_example_runs() {
    let world = WorldOptions { hashtags: vec!["springglow".into()], ..WorldOptions::seeded(3) };
    let options = SandboxOptions { key: KEY.into(), ..SandboxOptions::of(world) };
    let sandbox = Sandbox::start(options).unwrap();
    let tool = Tool::of(&sandbox);
    tool.write("apify.csv", exports::case("apify/sheet"));
    tool.write("page1.json", exports::case("aweme/documented"));
    tool.write("page2.json.gz", exports::gzip(&exports::case("web/documented")));
    let lines: Vec<String> = examples()
        .iter()
        .flat_map(|block| block.lines())
        .filter(|line| line.starts_with("tagpulse "))
        .map(|line| line.split('#').next().unwrap_or(line).trim().to_owned())
        .collect();
    assert!(lines.len() >= 6, "{lines:?}");
    for line in lines {
        // Where a shell would write it is no matter of the tool.
        let line = line.split_once('>').map_or(&*line, |(line, _)| line);
        let (line, stdin) = line.split_once('<').map_or((line, None), |(line, file)| (line, Some(file.trim())));
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let mut command = tool.command(&words);
        if let Some(file) = stdin {
            command.stdin(File::open(tool.path(file)).unwrap());
        }
        let ended = tool.ended(&command.output().unwrap(), &words).expect(0);
        assert!(!ended.stdout.is_empty(), "{line}");
    }
}

#[test]
fn the_config_of_the_readme_is_whole() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let config = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let tool = Tool::alone();
    tool.write("readme.toml", config);
    let ended = tool.call(&["run", "--dry-run", "--config", "readme.toml"]).expect(0);
    // Two hashtags of at most 34 pages and a lookup each.
    assert!(ended.stdout.contains("4 to 70 credits"), "{ended}");
}

#[test]
fn the_reasons_of_the_readme_are_the_demos() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let section = text.split("## What an alert says").nth(1).and_then(|rest| rest.split("## ").next()).unwrap();
    // A reason goes over several lines there: paragraphs, then points, then words.
    let points = section.split("\n\n").find(|part| part.starts_with("- ")).unwrap();
    let points = points.strip_prefix("- ").unwrap().split("\n- ");
    let alerts: Vec<(String, String)> = points
        .map(|point| point.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|point| point.split_once(": ").map(|(tier, reason)| (tier.to_owned(), reason.to_owned())).unwrap())
        .collect();
    assert_eq!(alerts.len(), 5, "{alerts:?}");
    let demo = Tool::alone().call(&["demo"]).expect(0);
    // Of a video: a line of the spike with the alert's tier, and the reason in one of its own behind it. Of
    // the campaign: in one line.
    let lines: Vec<&str> = demo.stdout.lines().map(str::trim).collect();
    for (tier, reason) in alerts {
        let of_a_spike = lines.windows(2).any(|pair| pair[0].contains(&format!("({tier});")) && pair[1] == reason);
        let of_the_campaign = lines.contains(&&*format!("Alert ({tier}): the campaign   {reason}"));
        assert!(of_a_spike || of_the_campaign, "`{tier}: {reason}` is not in {demo}");
    }
}

/// The campaigns whose morning the README prints.
const MORNING: &str = "\
zone = \"Europe/Berlin\"
own = [\"@OWNER\"]
[[campaign]]\nname = \"Spring glow\"\nhashtags = [\"springglow\"]\ngoals = { views = 6000000, by = 2026-11-30 }
[[campaign]]\nname = \"Summer\"\nhashtags = [\"summerbody\", \"summerglow\"]
[[campaign]]\nname = \"Autumn leaves\"\nhashtags = [\"leaves\"]
[[campaign]]\nname = \"Winter sale\"\nhashtags = [\"wintersale\"]
";

#[test]
fn the_morning_of_the_readme_is_what_a_run_prints() {
    let hashtags = ["springglow", "summerbody", "summerglow", "leaves", "wintersale"].map(str::to_owned).to_vec();
    // 2026-11-01T00:00:00Z
    let world = WorldOptions {
        videos: 1_500,
        hashtags,
        start: 1_793_491_200,
        further_hashtag: 0.02,
        ..WorldOptions::seeded(6)
    };
    let sandbox = start(calm(world));
    let tool = Tool::of(&sandbox).with("COLUMNS", "80");
    let days = [11, 12, 13].map(|day| sandbox.world().options().day_start(day) + 6 * 3_600);
    let owner = sandbox.world().listing("summerglow", days[0], 0)[3].author.handle.clone();
    tool.write("tagpulse.toml", MORNING.replace("OWNER", &owner));
    let mut shown = String::new();
    for (nth, now) in days.into_iter().enumerate() {
        sandbox.set_now(now);
        // On the last day a listing breaks off.
        if nth == 2 {
            let hashtag = Some("wintersale".to_owned());
            sandbox.set_faults(vec![Fault { hashtag, ..at("60", status(503)) }]);
        }
        shown = tool.call(&["run", "--now", &rfc3339(now)]).expect(if nth == 2 { 3 } else { 0 }).stdout;
    }
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let printed = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(printed, shown, "the README's morning differs from\n{shown}");
}

#[test]
fn the_readme_names_every_dialect() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let missing: Vec<&str> =
        tagpulse_core::dialects().filter(|name| !readme.contains(&format!("\n| `{name}` | "))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
