//! The templates in `ops/`: their commands are ones that the tool takes, with the key from a file.

use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};

use crate::tool::{KEY, TAG, Tool};

/// The file's lines that call the tool, as the words behind its name.
fn calls(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/../ops/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let commands = text.lines().filter(|line| !line.trim_start().starts_with('#')).filter_map(|line| {
        let after = line.split_once("tagpulse run ")?.1.split(" | ").next()?;
        Some(std::iter::once("run".to_owned()).chain(after.split_whitespace().map(str::to_owned)).collect())
    });
    let commands: Vec<Vec<String>> = commands.collect();
    assert!(!commands.is_empty(), "{path} calls nothing");
    commands
}

#[test]
fn the_commands_of_each_template_run() {
    let world = WorldOptions { hashtags: vec![TAG.into()], ..WorldOptions::seeded(11) };
    let sandbox = Sandbox::start(SandboxOptions { key: KEY.into(), ..SandboxOptions::of(world) }).unwrap();
    // Not in the tool's folder, in which the key is looked for after every call.
    let keys = Tool::alone();
    keys.write("scavio-key", KEY);
    own(&keys.path("scavio-key"));
    let key = keys.path("scavio-key").display().to_string();
    for file in ["tagpulse.service", "crontab", "github-actions.yml"] {
        for call in calls(file) {
            let tool = Tool::alone().with("TAGPULSE_BASE_URL", &sandbox.base_url()).with("SCAVIO_API_KEY_FILE", &key);
            tool.write("tagpulse.toml", format!("[[campaign]]\nname = \"spring\"\nhashtags = [\"{TAG}\"]\n"));
            // The files stand in this test's folder instead of the system's.
            let words: Vec<String> =
                call.iter().map(|word| word.rsplit('/').next().unwrap_or(word).to_owned()).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            tool.call(&words).expect(0);
            let report = tool.call(&["report", "spring"]).expect(0);
            assert!(report.stdout.contains("videos by"), "{file}: {report}");
        }
    }
}

#[cfg(unix)]
fn own(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn own(_: &std::path::Path) {}
