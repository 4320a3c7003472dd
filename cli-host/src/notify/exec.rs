//! Tells a program on this machine: JSON on its stdin, one line. What strangers wrote is never
//! part of a command line.

use std::process::Stdio;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};

use super::{Failure, message::Message};

/// So much of what the program says of a failure is kept.
const MOST_BYTES: u64 = 2_000;

/// Starts the program, without the variables that hold secrets, and waits until it ends; it has
/// taken the message when it ends with 0.
pub(super) async fn send(command: &[String], message: &Message, secrets: &[String]) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failure::later("the notifier has no command"));
    };
    let mut command = Command::new(program);
    for name in secrets {
        command.env_remove(name);
    }
    let mut child = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // A time-out drops it.
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Failure::later(format!("cannot start \"{program}\": {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        let line = message.json() + "\n";
        // A program that does not read has its reasons, and its exit code.
        let _ = stdin.write_all(line.as_bytes()).await;
    }
    let mut said = Vec::new();
    if let Some(stderr) = child.stderr.take() {
        let mut stderr = stderr.take(MOST_BYTES);
        let _ = stderr.read_to_end(&mut said).await;
        // The rest is read and forgotten, or the program would wait for a reader.
        let _ = tokio::io::copy(&mut stderr.into_inner(), &mut tokio::io::sink()).await;
    }
    let status = child.wait().await.map_err(|error| Failure::soon(format!("cannot wait for it: {error}")))?;
    if status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&said);
    let colon = if said.trim().is_empty() { "" } else { ": " };
    Err(Failure::soon(format!("the command ended with {status}{colon}{}", said.trim())))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::notify::{failure::Again, message::tests::note};

    fn sent(command: &[&str]) -> Result<(), Failure> {
        let command: Vec<String> = command.iter().map(|part| (*part).to_owned()).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let message = Message::of("key".into(), vec![note("a", "1", "hot", 60)]);
        runtime.block_on(send(&command, &message, &[]))
    }

    #[test]
    fn the_program_reads_the_message_on_its_stdin() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        sent(&["sh", "-c", "cat > \"$1\"", "sh", path]).unwrap();
        let read: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!((&read["key"], &read["alerts"][0]["video_id"]), (&"key".into(), &"1".into()));
    }

    #[test]
    fn what_fails_says_why() {
        let failed = sent(&["sh", "-c", "echo no route >&2; exit 3"]).unwrap_err();
        assert!(failed.reason().ends_with("3: no route") && failed.again == Again::Soon(None), "{failed:?}");
        let absent = sent(&["/no/such/program"]).unwrap_err();
        assert!(absent.reason().contains("/no/such/program") && absent.again == Again::Later, "{absent:?}");
        // One that closes its stdin at once and is content has taken it.
        sent(&["true"]).unwrap();
    }
}
