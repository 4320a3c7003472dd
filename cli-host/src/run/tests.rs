//! The run against the simulated provider, over real HTTP.

use std::time::Duration;

use tagpulse_core::{Campaign, ErrorCode, Settings, StopReason, Timestamp, Zone};
use tagpulse_sandbox::{Sandbox, SandboxOptions, WorldOptions};

use super::Host;
use crate::{
    args::RunArgs,
    config::Config,
    exit::Exit,
    format::RunResult,
    http::Sender,
    interrupt::Interrupt,
    options::Limits,
    progress::Progress,
    secret::Secret,
    store::{Durability, Store},
};

const NOW: i64 = 1_748_736_000 + 12 * 86_400;

struct Stage {
    sandbox: Sandbox,
    limits: Limits,
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

/// A provider with two hashtags, and a run with these flags.
fn stage(latency_ms: u64, args: RunArgs) -> Stage {
    let world = WorldOptions { hashtags: vec!["glow".into(), "beach".into()], ..WorldOptions::seeded(3) };
    let options = SandboxOptions { latency_ms, page_shift: false, now: Some(NOW), ..SandboxOptions::of(world) };
    let sandbox = Sandbox::start(options).unwrap();
    let limits = Limits::new(&RunArgs { base_url: Some(sandbox.base_url()), ..args }, &Config::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Stage { sandbox, limits, folder: tempfile::tempdir().unwrap(), runtime }
}

impl Stage {
    /// Runs campaigns, and drops everything when request `kill_at` has arrived, as a kill would.
    fn run(&self, store: &str, key: &str, campaigns: &[Campaign], kill_at: usize) -> Option<(RunResult, Vec<Exit>)> {
        self.run_at(NOW, store, key, campaigns, kill_at)
    }

    fn run_at(
        &self,
        now: i64,
        store: &str,
        key: &str,
        campaigns: &[Campaign],
        kill_at: usize,
    ) -> Option<(RunResult, Vec<Exit>)> {
        self.runtime.block_on(async {
            let mut host = Host {
                store: self.store(store),
                sender: Sender::new(self.limits.base_url.value.clone(), Secret::new(key).unwrap()).unwrap(),
                interrupt: Interrupt::listen().unwrap(),
                progress: Progress::new(true),
                quiet: true,
            };
            let now = Timestamp::from_seconds(now).unwrap();
            tokio::select! {
                result = host.run(campaigns, &self.limits, now) => Some(result.unwrap()),
                () = self.arrived(kill_at) => None,
            }
        })
    }

    /// Returns when so many requests have arrived; never for `NEVER`.
    async fn arrived(&self, requests: usize) {
        while self.sandbox.ledger().requests.len() < requests {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    fn store(&self, name: &str) -> Store {
        Store::open(&self.folder.path().join(name), Durability::Relaxed).unwrap()
    }
}

fn campaign(name: &str, hashtags: &[&str]) -> Campaign {
    let hashtags = hashtags.iter().map(|tag| (*tag).to_owned()).collect();
    Campaign::new(Settings { campaign: name.into(), hashtags, ..Settings::default() }).unwrap()
}

fn json(result: &RunResult) -> Vec<String> {
    result.all.campaigns.iter().map(|ran| ran.shown.as_ref().unwrap().report.to_json()).collect()
}

const NEVER: usize = usize::MAX;

#[test]
fn a_killed_run_is_gone_on_with_and_gives_the_same_document() {
    let stage = stage(40, RunArgs::default());
    let campaigns = [campaign("a", &["glow", "beach"])];
    assert!(stage.run("killed", "sandbox-key", &campaigns, 4).is_none());
    let before = stage.sandbox.ledger().requests.len();
    let (resumed, exits) = stage.run("killed", "sandbox-key", &campaigns, NEVER).unwrap();
    let sent = stage.sandbox.ledger().requests.len() - before;
    let (whole, _) = stage.run("whole", "sandbox-key", &campaigns, NEVER).unwrap();
    assert_eq!(exits, [Exit::Done]);
    assert_eq!(json(&resumed), json(&whole));
    let requests = usize::try_from(whole.all.campaigns[0].shown.as_ref().unwrap().report.cost.requests).unwrap();
    assert!(sent < requests, "{sent} of {requests} were sent again");
}

#[test]
fn a_run_again_at_the_same_instant_sends_nothing() {
    let stage = stage(0, RunArgs::default());
    let campaigns = [campaign("a", &["glow"]), campaign("b", &["beach"])];
    let (first, _) = stage.run("store", "sandbox-key", &campaigns, NEVER).unwrap();
    let sent = stage.sandbox.ledger().requests.len();
    let (again, exits) = stage.run("store", "sandbox-key", &campaigns, NEVER).unwrap();
    assert_eq!(stage.sandbox.ledger().requests.len(), sent);
    assert_eq!((json(&again), exits), (json(&first), vec![Exit::Done, Exit::Done]));
    assert_eq!(again.credits_used, first.credits_used);
}

#[test]
fn a_hashtag_that_campaigns_share_is_fetched_once_and_its_videos_count_once() {
    let stage = stage(0, RunArgs::default());
    let one = [campaign("a", &["glow"])];
    let (alone, _) = stage.run("alone", "sandbox-key", &one, NEVER).unwrap();
    let sent = stage.sandbox.ledger().requests.len();
    let two = [campaign("a", &["glow"]), campaign("b", &["glow"])];
    let (both, _) = stage.run("both", "sandbox-key", &two, NEVER).unwrap();
    assert_eq!(stage.sandbox.ledger().requests.len(), 2 * sent);
    assert_eq!(both.credits_used, alone.credits_used);
    assert_eq!(both.all.totals.total_videos, alone.all.totals.total_videos);
    assert_eq!(both.all.totals.total_views, alone.all.totals.total_views);
}

#[test]
fn a_refused_key_stops_the_run_after_one_request() {
    let stage = stage(0, RunArgs::default());
    let campaigns = [campaign("a", &["glow"]), campaign("b", &["beach"])];
    let (result, exits) = stage.run("store", "wrong-key", &campaigns, NEVER).unwrap();
    assert_eq!(exits, [Exit::KeyRefused, Exit::KeyRefused]);
    assert_eq!(stage.sandbox.ledger().requests.len(), 1);
    let errors: Vec<_> = result.all.campaigns.iter().map(|ran| ran.error.as_ref().unwrap().code).collect();
    assert_eq!(errors, [ErrorCode::Auth, ErrorCode::Auth]);
}

#[test]
fn a_budget_holds_for_all_campaigns_together() {
    let stage = stage(0, RunArgs { max_credits: Some(4), ..RunArgs::default() });
    let campaigns = [campaign("a", &["glow"]), campaign("b", &["beach"])];
    let (result, exits) = stage.run("store", "sandbox-key", &campaigns, NEVER).unwrap();
    assert_eq!(stage.sandbox.ledger().totals.credits, 4);
    assert_eq!((result.credits_used, Exit::merge(&exits)), (4, Exit::CreditsSpent));
}

#[test]
fn an_error_before_a_budget_ends_the_collection_is_told_as_the_stored_reading_tells_it() {
    let stage = stage(0, RunArgs { max_credits: Some(4), ..RunArgs::default() });
    let campaigns = [campaign("a", &["nosuchtag", "glow"])];
    let run = || {
        let (result, exits) = stage.run("store", "sandbox-key", &campaigns, NEVER).unwrap();
        let ran = &result.all.campaigns[0];
        let listings = ran.shown.as_ref().unwrap().report.hashtags.clone();
        assert_eq!(listings[1].stop_reason, Some(StopReason::CreditBudget));
        // The Collector's own limit, which the npm package has, gives that of the listing, too.
        assert_eq!(ran.error, listings[0].error);
        assert_eq!(ran.error.as_ref().unwrap().code, ErrorCode::NotFound);
        exits
    };
    // What is spent wins over what was not found.
    assert_eq!([run(), run()], [[Exit::CreditsSpent], [Exit::CreditsSpent]]);
}

#[test]
fn a_campaign_that_fails_does_not_hinder_the_next() {
    let stage = stage(0, RunArgs::default());
    let campaigns = [campaign("a", &["nosuchtag"]), campaign("b", &["beach"])];
    let (result, exits) = stage.run("store", "sandbox-key", &campaigns, NEVER).unwrap();
    assert_eq!(exits, [Exit::Error, Exit::Done]);
    assert!(result.all.campaigns[0].shown.is_none() && result.all.campaigns[1].error.is_none());
}

#[test]
fn a_run_killed_long_ago_is_closed_with_what_it_had() {
    let stage = stage(40, RunArgs::default());
    let campaigns = [campaign("a", &["glow", "beach"])];
    assert!(stage.run("store", "sandbox-key", &campaigns, 4).is_none());
    let (later, exits) = stage.run_at(NOW + 7 * 3600, "store", "sandbox-key", &campaigns, NEVER).unwrap();
    assert_eq!((later.started_at.seconds(), exits), (NOW + 7 * 3600, vec![Exit::Done]));
    let mut store = stage.store("store");
    let readings: Vec<i64> = store.readings("a").unwrap().iter().map(|at| at.seconds()).collect();
    assert_eq!(readings, [NOW, NOW + 7 * 3600]);
    assert_eq!(store.open_readings_of("a").unwrap(), []);
    let partial = Timestamp::from_seconds(NOW).unwrap();
    let report = store.report_at(&campaigns[0], &Zone::utc(), partial).unwrap().unwrap();
    assert!(report.hashtags.iter().any(|listing| listing.error.is_some()));
    assert_eq!(report.cost.credits_possible, 1, "the request that was out when it was killed");
    assert!(store.carried_is_right(&campaigns[0], &Zone::utc()).unwrap());
}
