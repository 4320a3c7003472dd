//! Messages for programs: `--log-format json` makes every line on stderr an object.

use serde_json::Value;
use tagpulse_sandbox::Fault;

use crate::{
    deliveries::stage,
    provider::status,
    receiver::{Answer, Receiver},
    tool::{Ended, rfc3339},
};

fn lines(ended: &Ended) -> Vec<Value> {
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    let lines: Vec<Value> = ended.stderr.lines().map(parse).collect();
    for line in &lines {
        for key in ["time", "level", "message"] {
            assert!(line[key].is_string(), "{key} of {line}");
        }
    }
    lines
}

#[test]
fn progress_warnings_and_errors_are_objects() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    receiver.answer(&vec![Answer::Status(400, "a\u{1b}[2Jb\nc"); 100]);
    let now = rfc3339(sandbox.now());
    let ran = tool.call(&["run", "--now", &now, "--log-format", "json"]).expect(0);
    let told = lines(&ran);
    let pages: Vec<&Value> = told.iter().filter(|line| line["level"] == "info").collect();
    assert_eq!(pages.len(), sandbox.ledger().requests.len(), "{ran}");
    assert_eq!((&pages[1]["campaign"], &pages[1]["hashtag"]), (&"spring".into(), &"glow".into()));
    assert_eq!(pages.last().unwrap()["videos"], 120, "{ran}");
    let warnings: Vec<&Value> = told.iter().filter(|line| line["level"] == "warning").collect();
    assert_eq!(warnings.len(), 1, "{ran}");
    assert!(warnings[0]["message"].as_str().unwrap().ends_with("answered 400: a[2Jb c"), "{ran}");
    let failed = tool.call(&["report", "nosuch", "--log-format", "json"]).expect(2);
    assert_eq!(lines(&failed)[0]["level"], "error");
    sandbox.set_faults(vec![Fault::from(status(401))]);
    let refused = tool.call(&["run", "--now", &rfc3339(sandbox.now() + 86_400), "--log-format", "json"]).expect(4);
    assert!(lines(&refused).iter().any(|line| line["level"] == "error"), "{refused}");
    let quiet = tool.call(&["run", "--now", &now, "--log-format", "json", "--quiet"]).expect(0);
    assert!(quiet.stderr.is_empty(), "{quiet}");
}
