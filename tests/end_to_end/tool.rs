//! Calls the binary as a user would: in a folder of its own, with nothing of the caller's
//! environment, and with secrets that must be seen nowhere.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tagpulse_core::Timestamp;
use tagpulse_sandbox::Sandbox;
use tempfile::TempDir;

/// The key that the sandboxes of these tests accept.
pub(crate) const KEY: &str = "sk_e2e_0f3a9c7d51";
/// The hashtag of the one-campaign worlds.
pub(crate) const TAG: &str = "glow";

/// A folder with a store, and the provider it is used with.
pub(crate) struct Tool {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
    secrets: Vec<String>,
}

/// How a call ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    arguments: String,
}

impl Tool {
    /// With this provider and its key.
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        Self::alone().with("TAGPULSE_BASE_URL", &sandbox.base_url()).with("SCAVIO_API_KEY", KEY)
    }

    /// Without provider and key. Waits are short, because no test is about their length.
    pub(crate) fn alone() -> Self {
        let tool =
            Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new(), secrets: vec![KEY.to_owned()] };
        tool.with("TAGPULSE_MAX_WAIT_MS", "20")
    }

    /// With a variable more.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// With a variable more that must be seen nowhere, like the key.
    pub(crate) fn with_secret(mut self, name: &'static str, value: &str) -> Self {
        self.secrets.push(value.to_owned());
        self.with(name, value)
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder, which is also the working folder.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// The command, not started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagpulse"));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("SCAVIO_") || name.starts_with("TAGPULSE_") || name == "NO_COLOR" || name == "COLUMNS" {
                command.env_remove(&*name);
            }
        }
        for home in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"] {
            command.env(home, self.folder.path());
        }
        command.current_dir(self.folder.path()).env("TAGPULSE_STORE", self.path("tagpulse.db"));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Calls the binary, and looks for the secrets in everything that it wrote.
    pub(crate) fn call(&self, arguments: &[&str]) -> Ended {
        self.ended(&self.command(arguments).output().unwrap(), arguments)
    }

    /// What a call gave.
    pub(crate) fn ended(&self, output: &Output, arguments: &[&str]) -> Ended {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8 on stdout and stderr");
        let ended = Ended {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            arguments: arguments.join(" "),
        };
        for secret in &self.secrets {
            assert!(!ended.stdout.contains(secret) && !ended.stderr.contains(secret), "{secret} was shown: {ended}");
            assert_eq!(files_with(secret, self.folder.path()), Vec::<PathBuf>::new(), "{secret} was stored: {ended}");
        }
        ended
    }

    /// `tagpulse run` over the one hashtag at an instant, as JSON.
    pub(crate) fn run(&self, now: i64, more: &[&str]) -> Ended {
        let now = rfc3339(now);
        let base = ["run", "--hashtag", TAG, "--now", &now, "--format", "json"];
        self.call(&[&base, more].concat())
    }
}

impl Ended {
    /// Itself, when it ended with this code.
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Its stdout as a document.
    pub(crate) fn json(&self) -> Value {
        let document: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"));
        assert_eq!(document["schema_version"], 1, "{self}");
        document
    }

    /// The report of a run over one campaign.
    pub(crate) fn report(&self) -> Value {
        let run = self.json();
        assert_eq!(run["campaigns"].as_array().map(Vec::len), Some(1), "{self}");
        run["campaigns"][0]["report"].clone()
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, stdout, stderr, arguments } = self;
        let stdout: String = stdout.chars().take(2_000).collect();
        write!(f, "tagpulse {arguments}\nended with {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}

/// The time as flags take it.
pub(crate) fn rfc3339(seconds: i64) -> String {
    Timestamp::from_seconds(seconds).unwrap().to_string()
}

/// The files under a folder in which a text stands.
pub(crate) fn files_with(secret: &str, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(secret, &path));
        } else if contains(&std::fs::read(&path).unwrap(), secret.as_bytes()) {
            found.push(path);
        }
    }
    found
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == part[0]);
    starts.into_iter().any(|(at, _)| bytes[at..].starts_with(part))
}
