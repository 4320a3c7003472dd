//! Goals for people: `Goal: 41.2M of 60.0M views, 69 %; 92 % of what is due by now; at this pace 57.0M by 2026-12-31`.

use tagpulse_core::{GoalPace, Goals};

use crate::number::{percent, short};

/// A line a goal.
pub(super) fn lines(goals: &Goals) -> Vec<String> {
    let named = [("Views", &goals.views), ("Videos", &goals.videos), ("Creators", &goals.creators)];
    named.into_iter().filter_map(|(name, goal)| Some(line(name, goal.as_ref()?, goals))).collect()
}

fn line(name: &str, goal: &GoalPace, goals: &Goals) -> String {
    let share = goal.share.map_or_else(String::new, |share| format!(", {}", percent(share.as_f64())));
    let mut line = format!("Goal: {} of {} {}{share}", short(goal.reached), short(goal.goal), name.to_lowercase());
    if let (Some(pace), Some(by)) = (goal.pace, goals.by) {
        line += &format!("; {} of what is due by now", percent(pace.as_f64()));
        if let Some(projected) = goal.projected {
            line += &format!("; at this pace {} by {by}", short(projected));
        }
    }
    line
}
