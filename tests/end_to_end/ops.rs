//! The templates in `ops/`: their commands are ones that the tool takes, with the key from a file,
//! and what goes wrong in them is heard of.

use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};

use crate::tool::{Ended, KEY, TAG, Tool};

/// The template's text.
fn template(file: &str) -> String {
    std::fs::read_to_string(format!("{}/../ops/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The template's lines that call the tool, as the words behind its name.
fn calls(file: &str) -> Vec<Vec<String>> {
    let text = template(file);
    let commands = text.lines().filter(|line| !line.trim_start().starts_with('#')).filter_map(|line| {
        let after = line.split_once("tagpulse run ")?.1.split(" | ").next()?;
        Some(std::iter::once("run".to_owned()).chain(after.split_whitespace().map(str::to_owned)).collect())
    });
    let commands: Vec<Vec<String>> = commands.collect();
    assert!(!commands.is_empty(), "{file} calls nothing");
    commands
}

fn provider() -> Sandbox {
    let world = WorldOptions { hashtags: vec![TAG.into()], ..WorldOptions::seeded(11) };
    Sandbox::start(SandboxOptions { key: KEY.into(), ..SandboxOptions::of(world) }).unwrap()
}

fn config() -> String {
    format!("[[campaign]]\nname = \"spring\"\nhashtags = [\"{TAG}\"]\n")
}

/// A tool whose key stands in a file of `keys`: not in its own folder, in which the key is looked for after every call.
fn tool(sandbox: &Sandbox, keys: &Tool) -> Tool {
    keys.write("scavio-key", KEY);
    own(&keys.path("scavio-key"));
    let key = keys.path("scavio-key").display().to_string();
    let tool = Tool::alone().with("TAGPULSE_BASE_URL", &sandbox.base_url()).with("SCAVIO_API_KEY_FILE", &key);
    tool.write("tagpulse.toml", config());
    tool
}

/// Calls the tool with a template's words; the files stand in this test's folder instead of the system's.
fn call(tool: &Tool, words: &[String]) -> Ended {
    let words: Vec<&str> = words.iter().map(|word| word.rsplit('/').next().unwrap_or(word)).collect();
    tool.call(&words)
}

#[test]
fn the_commands_of_each_template_run() {
    let (sandbox, keys) = (provider(), Tool::alone());
    for file in ["tagpulse.service", "crontab", "github-actions.yml"] {
        for words in calls(file) {
            let tool = tool(&sandbox, &keys);
            call(&tool, &words).expect(0);
            let report = tool.call(&["report", "spring"]).expect(0);
            assert!(report.stdout.contains("videos by"), "{file}: {report}");
        }
    }
}

#[test]
fn cron_mails_warnings_and_nothing_on_a_good_day() {
    let (sandbox, keys) = (provider(), Tool::alone());
    let tool = tool(&sandbox, &keys);
    let words = calls("crontab").remove(0);
    let good = call(&tool, &words).expect(0);
    assert_eq!((good.stdout.as_str(), good.stderr.as_str()), ("", ""));
    let over = "[[campaign]]\nname = \"winter\"\nhashtags = [\"snow\"]\nend = 2020-03-01\n";
    tool.write("tagpulse.toml", config() + over);
    let warned = call(&tool, &words).expect(0);
    assert!(warned.stderr.contains("warning: winter: not read"), "{warned}");
}

/// GitHub calls a step that names no shell as `bash -e FILE`, and one that names bash also with pipefail.
#[cfg(unix)]
#[test]
fn a_run_that_fails_fails_the_workflow() {
    let text = template("github-actions.yml");
    let (_, step) = text.split_once("      - name: Run\n").unwrap();
    let step = step.split("\n      - ").next().unwrap();
    let key = |key: &str| step.lines().find_map(|line| line.trim_start().strip_prefix(key));
    let flags: &[&str] = match key("shell: ") {
        None => &["-e"],
        Some("bash") => &["--noprofile", "--norc", "-eo", "pipefail"],
        Some(other) => panic!("how does GitHub call {other}?"),
    };
    let run = |tool: &Tool| {
        tool.write("step.sh", key("run: ").unwrap());
        let called = tool.command(&[]);
        let folder = std::path::Path::new(called.get_program()).parent().unwrap().display();
        let mut shell = std::process::Command::new("bash");
        for (name, value) in called.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap()));
        shell.env("GITHUB_STEP_SUMMARY", tool.path("summary"));
        shell.current_dir(tool.path("")).args(flags).arg("step.sh");
        tool.ended(&shell.output().unwrap(), &["in step.sh"])
    };
    let (sandbox, keys) = (provider(), Tool::alone());
    let good = tool(&sandbox, &keys);
    run(&good).expect(0);
    assert!(std::fs::read_to_string(good.path("summary")).unwrap().contains("videos by"));
    // Its key is refused.
    let bad = tool(&sandbox, &keys).with("SCAVIO_API_KEY", "another");
    run(&bad).expect(4);
}

#[cfg(unix)]
fn own(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn own(_: &std::path::Path) {}
