//! Running again never costs again: the same instant sends nothing, the same day stays one day.

use crate::{
    provider::{calm, start, world},
    tool::{TAG, Tool},
};

fn days(tool: &Tool) -> Vec<serde_json::Value> {
    let history = tool.call(&["history", TAG, "--format", "json"]).expect(0).json();
    history["days"].as_array().unwrap().clone()
}

#[test]
fn the_same_instant_sends_nothing_and_says_the_same() {
    let sandbox = start(calm(world(150)));
    let tool = Tool::of(&sandbox);
    let first = tool.run(sandbox.now(), &[]).expect(0);
    let sent = sandbox.ledger();
    assert!(sent.totals.requests > 1);
    let again = tool.run(sandbox.now(), &[]).expect(0);
    assert_eq!(sandbox.ledger(), sent);
    assert_eq!(again.stdout, first.stdout);
    assert_eq!(days(&tool).len(), 1);
}

#[test]
fn a_later_reading_of_the_same_day_is_that_day() {
    let sandbox = start(calm(world(150)));
    let morning = sandbox.world().options().day_start(20) + 6 * 3_600;
    let evening = morning + 10 * 3_600;
    let tool = Tool::of(&sandbox);
    sandbox.set_now(morning);
    tool.run(morning, &[]).expect(0);
    sandbox.set_now(evening);
    let later = tool.run(evening, &[]).expect(0).report();
    let days = days(&tool);
    assert_eq!(days.len(), 1, "{days:?}");
    assert_eq!(days[0]["taken_at"], later["taken_at"]);
    assert_eq!(days[0]["total_views"], later["total_views"]);
    // A base is of an earlier day.
    assert!(later["diff"].is_null());
    let next = evening + 86_400;
    sandbox.set_now(next);
    assert_eq!(tool.run(next, &[]).expect(0).report()["diff"]["since"], later["taken_at"]);
}
