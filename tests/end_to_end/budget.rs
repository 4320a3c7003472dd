//! What a run may cost: a plan costs nothing, a budget is never passed, and what the tool
//! counts frames what the provider takes.

use tagpulse_sandbox::{Fault, FaultKind, SandboxOptions};

use crate::{
    provider::{at, calm, once, start, status, world},
    tool::{TAG, Tool, rfc3339},
};

#[test]
fn a_dry_run_sends_nothing_and_needs_no_key() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox).with("SCAVIO_API_KEY", "");
    let plan = tool.run(sandbox.now(), &["--dry-run", "--max-pages", "10"]).expect(0).json();
    let first = &plan["requests"][0];
    assert_eq!(first["url"], format!("{}/hashtag", sandbox.base_url()));
    assert!(first["body"].as_str().unwrap().contains(TAG));
    // The lookup and one page, or the lookup and ten.
    assert_eq!((&plan["credits_min"], &plan["credits_max"]), (&2.into(), &11.into()));
    let text = tool.call(&["run", "--hashtag", TAG, "--dry-run", "--max-credits", "5"]).expect(0);
    assert!(text.stdout.starts_with("Nothing is sent.") && text.stdout.contains("spend 2 to 5 credits"), "{text}");
    assert_eq!(sandbox.ledger().totals.requests, 0);
    assert!(!tool.path("tagpulse.db").exists());
    // The same without --dry-run asks for the key before anything is sent.
    let refused = tool.run(sandbox.now(), &[]).expect(4);
    assert!(refused.stderr.contains("SCAVIO_API_KEY"), "{refused}");
    assert_eq!(sandbox.ledger().totals.requests, 0);
}

/// Runs within a budget against faults, and compares the counts of both sides.
fn within(budget: u64, name: &str, faults: Vec<Fault>, fault_rate: f64) {
    let sandbox = start(SandboxOptions { faults, fault_rate, ..calm(world(150)) });
    let tool = Tool::of(&sandbox);
    let shown = budget.to_string();
    let ran = tool.run(sandbox.now(), &["--max-credits", &shown]);
    let taken = sandbox.ledger().totals.credits;
    assert!(taken <= budget, "{name}: {taken} of {budget} credits: {ran}");
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    let credits = cost["credits"].as_u64().unwrap();
    let possible = cost["credits_possible"].as_u64().unwrap();
    assert!(credits + possible <= budget, "{name}: {credits} and {possible} of {budget}: {ran}");
    assert!(credits <= taken && taken <= credits + possible, "{name}: {credits} <= {taken} <= +{possible}");
    let report = ran.report();
    if !report.is_null() {
        assert_eq!(report["cost"]["credits"], credits, "{name}");
        assert_eq!(report["cost"]["requests"], sandbox.ledger().totals.requests, "{name}");
    }
    if faults_nothing(name) {
        assert_eq!((credits, possible), (budget.min(6), 0), "{name}: nothing is counted that was not taken");
        let stopped = budget < 6;
        assert_eq!(ran.code, Some(if stopped { 5 } else { 0 }), "{ran}");
        assert_eq!(ran.stderr.contains("--max-credits") || ran.stderr.contains("budget"), stopped, "{ran}");
        // One credit is the lookup: no page, no reading.
        assert_eq!(report.is_null(), budget < 2, "{ran}");
    }
}

fn faults_nothing(name: &str) -> bool {
    name == "no fault"
}

#[test]
fn a_budget_is_never_passed() {
    for budget in [1, 2, 3, 5, 6, 9] {
        within(budget, "no fault", Vec::new(), 0.0);
        within(budget, "500 once, billed", vec![once("30", status(500))], 0.0);
        within(budget, "500 at the lookup, billed", vec![at("lookup", status(500))], 0.0);
        within(budget, "503, free", vec![at("30", status(503))], 0.0);
        within(budget, "dropped", vec![at("30", FaultKind::Drop)], 0.0);
        within(budget, "cut off", vec![at("30", FaultKind::Truncated { fraction: 0.5 })], 0.0);
        within(budget, "no body", vec![once("30", FaultKind::EmptyBody)], 0.0);
        within(budget, "throttled", vec![at("0", FaultKind::EmptyList)], 0.0);
        within(budget, "at random", Vec::new(), 0.4);
    }
}

#[test]
fn a_second_run_at_the_instant_has_no_second_budget() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    tool.run(sandbox.now(), &["--max-credits", "3"]).expect(5);
    tool.run(sandbox.now(), &["--max-credits", "3"]).expect(5);
    assert_eq!(sandbox.ledger().totals.credits, 3);
}

#[test]
fn a_plan_and_a_stored_reading_know_of_the_budgets_of_day_and_month() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let budgets = "max_credits_per_day = 4\nmax_credits_per_month = 7\n";
    tool.write("tagpulse.toml", format!("{budgets}[[campaign]]\nname = \"spring\"\nhashtags = [\"{TAG}\"]\n"));
    let begin = sandbox.now();
    let call = |hours: i64, more: &[&str]| {
        let now = rfc3339(begin + hours * 3_600);
        tool.call(&[&["run", "--now", &now, "--format", "json"], more].concat())
    };
    let planned = |hours: i64| {
        let plan = call(hours, &["--dry-run"]).expect(0).json();
        (plan["credits_min"].as_u64().unwrap(), plan["credits_max"].as_u64().unwrap())
    };
    assert_eq!(planned(0), (2, 4));
    assert!(!tool.path("tagpulse.db").exists());
    call(0, &[]).expect(5);
    assert_eq!(sandbox.ledger().totals.credits, 4);
    assert_eq!((planned(1), planned(24)), ((0, 0), (2, 3)));
    // What would be refused is not told as what it would begin with.
    let refused = tool.call(&["run", "--now", &rfc3339(begin + 3_600), "--dry-run"]).expect(0);
    let why = "would send nothing: the budget of ";
    assert!(refused.stdout.contains(why) && !refused.stdout.contains("POST"), "{refused}");
    // Its day's budget ended it, not --max-credits.
    let again = call(0, &[]).expect(5);
    assert!(again.stderr.contains("max_credits_per_day") && !again.stderr.contains("--max-credits"), "{again}");
}

#[test]
fn an_account_that_runs_dry_keeps_what_it_paid_for() {
    let sandbox = start(SandboxOptions { balance: Some(4), ..calm(world(150)) });
    let tool = Tool::of(&sandbox);
    let ran = tool.run(sandbox.now(), &[]).expect(5);
    assert!(ran.stderr.contains("https://billing.example.com/top-up"), "{ran}");
    assert_eq!(ran.report()["total_videos"], 90);
    assert_eq!(sandbox.ledger().totals.credits, 4);
}

#[test]
fn what_campaigns_share_is_forecast_once() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let campaign = |name: &str| format!("[[campaign]]\nname = \"{name}\"\nhashtags = [\"{TAG}\"]\n");
    tool.write("tagpulse.toml", campaign("one") + &campaign("two"));
    // Only on the second day does `two` ask itself.
    for (day, names) in [(0, &[][..]), (1, &["two"]), (2, &[])] {
        sandbox.set_now(sandbox.now() + day * 86_400);
        let now = rfc3339(sandbox.now());
        tool.call(&[&["run"], names, &["--now", &now]].concat()).expect(0);
    }
    let a_day = sandbox.ledger().totals.credits / 3;
    tool.write("old.json", r#"{"videos":[{"video_id":"7412345678901234501","play_count":1,"digg_count":1}]}"#);
    tool.call(&["import", "--campaign", "three", "old.json", "--now", "2025-01-01T00:00:00Z"]).expect(0);
    let cost = tool.call(&["cost", "--format", "json"]).expect(0).json();
    let forecast =
        |at: usize| (cost["forecast"][at]["campaign"].as_str(), cost["forecast"][at]["monthly_credits"].as_u64());
    let all = [(Some("one"), Some(a_day * 30)), (Some("two"), Some(0)), (None, None)];
    assert_eq!([0, 1, 2].map(forecast), all, "{cost}");
    let together = (&cost["together"]["credits_per_day"], &cost["together"]["monthly_credits"]);
    assert_eq!(together, (&a_day.into(), &(a_day * 30).into()), "{cost}");
    assert_eq!(cost["shared_hashtags"], serde_json::json!([TAG]));
    // Each report has what its own answers cost, and the text says that both are meant.
    for name in ["one", "two"] {
        let report = tool.call(&["report", name, "--format", "json"]).expect(0).json();
        assert_eq!(report["cost"]["credits"], a_day, "{name}");
    }
    for format in ["text", "md"] {
        let text = tool.call(&["cost", "--format", format]).expect(0).stdout.replace('\\', "").to_lowercase();
        let says = format!("all together: {a_day} credits a day, about {} a month", a_day * 30);
        assert!(text.contains(&says) && text.contains("counts for the one that asked first"), "{text}");
    }
}
