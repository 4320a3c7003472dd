//! `--pseudonymise`: who is who can be counted and compared, and read nowhere.

use serde_json::Value;

use crate::{
    deliveries::{run, stage},
    receiver::Receiver,
    tool::{Ended, Tool, rfc3339},
};

const KEY: &str = "TAGPULSE_PSEUDONYM_KEY";
const SECRET: &str = "a-key-of-these-tests-91d2";

#[test]
fn a_report_is_that_of_the_cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pseudonyms.json");
    let cases: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let tool = Tool::alone().with_secret(KEY, cases["key"].as_str().unwrap());
    let report = &cases["report"];
    tool.write("page.json", report["input"].as_str().unwrap());
    let name = report["settings"]["campaign"].as_str().unwrap();
    let at = report["taken_at"].as_str().unwrap();
    let arguments = ["analyze", "page.json", "--campaign", name, "--now", at, "--format", "json", "--pseudonymise"];
    let shown = tool.call(&arguments).expect(0).stdout;
    assert_eq!(shown.trim_end(), report["expected"].as_str().unwrap());
}

#[test]
fn nobody_is_named_in_any_format() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    let tool = tool.with_secret(KEY, SECRET);
    let now = sandbox.now();
    let ran = tool.call(&["run", "--now", &rfc3339(now), "--format", "json", "--pseudonymise"]).expect(0);
    let truth = sandbox.world().truth(now);
    let check = |text: &str, what: &Ended| {
        for video in &truth {
            let (handle, id) = (&video.author.handle, video.video.id.to_string());
            assert!(
                !text.contains(&format!("\"{handle}\"")) && !text.contains(&format!("@{handle}")),
                "{handle} in {what}"
            );
            assert!(!text.contains(&id), "{id} in {what}");
        }
        assert!(!text.contains("tiktok.com/@"), "an address in {what}");
    };
    check(&ran.stdout, &ran);
    let got = receiver.got();
    assert!(!got.is_empty());
    got.iter().for_each(|got| check(&got.body, &ran));
    let call = |arguments: &[&str]| tool.call(&[arguments, &["--pseudonymise"]].concat()).expect(0);
    for format in ["text", "json", "ndjson", "csv", "md", "html"] {
        for command in ["report", "diff", "alerts", "backtest"] {
            let ended = call(&[command, "spring", "--format", format]);
            check(&ended.stdout, &ended);
        }
    }
    for format in ["ndjson", "csv"] {
        let ended = call(&["export", "spring", "--format", format]);
        check(&ended.stdout, &ended);
    }
    let named = tool.call(&["report", "spring", "--format", "json"]).expect(0).json();
    let hidden = call(&["report", "spring", "--format", "json"]).json();
    assert_eq!(hidden["creators"]["total"], named["creators"]["total"]);
    let creators = |report: &Value| -> Vec<(String, Value)> {
        let top = report["creators"]["top"].as_array().unwrap().iter();
        top.map(|one| (one["author"].as_str().unwrap().to_owned(), one["views"].clone())).collect()
    };
    let (named, hidden) = (creators(&named), creators(&hidden));
    assert!(hidden.iter().zip(&named).all(|(a, b)| a.0.starts_with("p-") && a.0.len() == 14 && a.1 == b.1));
    // The store has them as they are.
    assert!(tool.call(&["export", "spring"]).expect(0).stdout.contains(&named[0].0));
}

#[test]
fn an_export_of_pseudonyms_gives_the_same_figures_in_an_empty_store() {
    let receiver = Receiver::start();
    let (tool, sandbox) = stage(&receiver, "");
    let tool = tool.with_secret(KEY, SECRET);
    run(&tool, sandbox.now()).expect(0);
    tool.call(&["export", "spring", "--pseudonymise", "--output", "export.ndjson"]).expect(0);
    let other = Tool::alone();
    other.write("export.ndjson", std::fs::read(tool.path("export.ndjson")).unwrap());
    other.call(&["import", "export.ndjson", "--hashtag", "glow", "--campaign", "spring"]).expect(0);
    let report = other.call(&["report", "spring", "--format", "json"]).expect(0).json();
    let hidden = tool.call(&["report", "spring", "--format", "json", "--pseudonymise"]).expect(0).json();
    for key in ["total_views", "creators", "distribution", "timing", "top_5_creators"] {
        assert_eq!(report[key], hidden[key], "{key}");
    }
}

#[test]
fn without_a_good_key_nothing_is_shown() {
    let check = |tool: &Tool, says: &str| {
        let ended = tool.call(&["cost", "--pseudonymise"]).expect(2);
        assert!(ended.stderr.contains("--pseudonymise: ") && ended.stderr.contains(says), "{ended}");
        assert_eq!(ended.stdout, "");
    };
    check(&Tool::alone(), "no key: set TAGPULSE_PSEUDONYM_KEY, TAGPULSE_PSEUDONYM_KEY_FILE or ");
    check(&Tool::alone().with(KEY, "short"), "the key is shorter than 16 characters");
    check(&Tool::alone().with("TAGPULSE_PSEUDONYM_KEY_COMMAND", "exit 3"), "the command failed");
    let tool = Tool::alone().with_secret("TAGPULSE_PSEUDONYM_KEY", SECRET);
    let shown = tool.call(&["check"]).expect(0);
    assert!(shown.stdout.contains("pseudonym_key"), "{shown}");
}
