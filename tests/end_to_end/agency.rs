//! The morning of an agency: all campaigns done though one answer in twenty fails, no credit that nobody counted,
//! and memory that does not grow with the campaigns. `cargo xtask bench --campaigns` measures the same one.

use std::process::Stdio;

use serde_json::Value;
use tagpulse_sandbox::Sandbox;

use crate::tool::{KEY, Tool, rfc3339};
#[path = "../bench/agency.rs"]
mod morning;

use morning::{Agency, PLAN, wait};

/// What a run may need at most, in bytes: far less than the pages of a hundred campaigns.
const MOST_MEMORY: u64 = 100_000_000;

/// A hundred campaigns of 600 videos, or a morning of the same kind that takes a second.
fn agency() -> Agency {
    match std::env::var_os("TAGPULSE_TEST_ALL") {
        Some(_) => Agency { campaigns: 100, videos: 600 },
        None => Agency { campaigns: 10, videos: 150 },
    }
}

#[test]
fn every_campaign_is_done_every_credit_counted_and_memory_bounded() {
    let agency = agency();
    for at_a_time in [1, PLAN] {
        let sandbox = Sandbox::start(agency.provider(KEY, 0)).unwrap();
        let tool = Tool::of(&sandbox);
        tool.write("tagpulse.toml", agency.config(at_a_time));
        for day in [0, 1] {
            let now = sandbox.now() + day * 86_400;
            sandbox.set_now(now);
            let now = rfc3339(now);
            let arguments = ["run", "--now", &now, "--format", "json", "--output", "run.json"];
            let mut run = tool.command(&arguments);
            let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let (status, needed) = wait(&mut run).unwrap();
            assert_eq!(status.code(), Some(0));
            if cfg!(target_os = "linux") {
                let most = needed.memory.unwrap();
                assert!((1_000_000..MOST_MEMORY).contains(&most), "{most} bytes, {at_a_time} at a time, day {day}");
            }
            let ran: Value = serde_json::from_slice(&std::fs::read(tool.path("run.json")).unwrap()).unwrap();
            let campaigns = ran["campaigns"].as_array().unwrap();
            assert_eq!(campaigns.len(), agency.campaigns);
            for campaign in campaigns {
                let listing = &campaign["report"]["hashtags"][0];
                assert_eq!(campaign["error"], Value::Null, "{campaign}");
                assert_eq!(listing["listing_ended"], true, "{campaign}");
                assert_eq!(listing["pages"], agency.cursors().count() - 1, "{campaign}");
            }
            let spent = tool.call(&["cost", "--format", "json"]).expect(0).json();
            let [sure, possible] = ["credits", "credits_possible"].map(|key| spent[key].as_u64().unwrap());
            let taken = sandbox.ledger().totals.credits;
            assert!((sure..=sure + possible).contains(&taken), "{taken} taken, {sure} and {possible} counted");
        }
        // It was no calm morning.
        let failed = sandbox.ledger().requests.iter().filter(|entry| entry.status != Some(200)).count();
        assert!(failed > agency.campaigns / 2, "{failed} requests failed");
    }
}
