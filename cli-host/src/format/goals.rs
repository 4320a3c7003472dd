//! Goals for people: `Goal: 41.2M of 60.0M views, 69 %; 92 % of what is due by now; at this pace 57.0M by 2026-12-31`.

use tagpulse_core::{GoalPace, Goals};

use super::written::Written;

/// The goal that pages have a tile of.
const VIEWS: &str = "views";

/// A line a goal.
pub(super) fn lines(goals: &Goals, written: Written) -> Vec<String> {
    named(goals).map(|(name, goal)| line(name, goal, goals, written)).collect()
}

/// The same under a tile that says how much of the views there is: of them only what the tile does not.
pub(super) fn lines_under_tile(goals: &Goals, written: Written) -> Vec<String> {
    let line = |(name, goal): (&str, &GoalPace)| match name {
        VIEWS if goal.share.is_some() && goal.reached >= goal.goal => None,
        VIEWS if goal.share.is_some() => Some(format!("Goal of views: {}", standing(goal, goals, written)?)),
        _ => Some(line(name, goal, goals, written)),
    };
    named(goals).filter_map(line).collect()
}

/// A line a goal that is out of reach at the usual pace.
pub(super) fn behind(goals: &Goals, written: Written) -> Vec<String> {
    named(goals).filter(|(_, goal)| is_behind(goal)).map(|(name, goal)| line(name, goal, goals, written)).collect()
}

fn named(goals: &Goals) -> impl Iterator<Item = (&'static str, &GoalPace)> {
    let named = [(VIEWS, &goals.views), ("videos", &goals.videos), ("creators", &goals.creators)];
    named.into_iter().filter_map(|(name, goal)| Some((name, goal.as_ref()?)))
}

/// What is reached stays so, whatever a usual day loses.
fn is_behind(goal: &GoalPace) -> bool {
    goal.reached < goal.goal && goal.projected.is_some_and(|projected| projected < goal.goal)
}

fn line(name: &str, goal: &GoalPace, goals: &Goals, written: Written) -> String {
    let share = goal.share.map_or_else(String::new, |share| format!(", {}", written.share(share)));
    let standing = standing(goal, goals, written).map_or_else(String::new, |standing| format!("; {standing}"));
    format!("Goal: {} of {} {name}{share}{standing}", written.short(goal.reached), written.short(goal.goal))
}

/// How the goal stands to its time; nothing without a last day.
fn standing(goal: &GoalPace, goals: &Goals, written: Written) -> Option<String> {
    let is_over = goals.days_total.is_some_and(|total| goals.days_elapsed > total);
    if goal.reached >= goal.goal {
        return Some("reached".to_owned());
    }
    let by = goals.by?;
    if is_over {
        return Some(format!("missed, its last day was {}", written.day(by)));
    }
    let due = format!("{} of what is due by now", written.share(goal.pace?));
    Some(match goal.projected {
        Some(projected) => format!("{due}; at this pace {} by {}", written.short(projected), written.day(by)),
        None => due,
    })
}

#[cfg(test)]
mod tests {
    use tagpulse_core::{Day, Ratio};

    use super::*;

    #[test]
    fn no_pace_is_told_of_a_goal_that_is_reached_or_over() {
        let told = |reached: u64, days_elapsed: u64| {
            let of = |part: u64, whole: u64| Ratio::of(part.into(), whole.into());
            let goal =
                GoalPace { goal: 1_000, reached, share: of(reached, 1_000), pace: of(1, 2), projected: Some(900) };
            let by = Some(Day::parse("2026-04-10").unwrap());
            let goals =
                Goals { by, days_elapsed, days_total: Some(10), views: Some(goal), videos: None, creators: None };
            let (all, under) =
                (lines(&goals, Written::Text).concat(), lines_under_tile(&goals, Written::Text).concat());
            // What the tile says is not said twice.
            let rest = all.split_once(" %; ").map(|(_, rest)| rest).filter(|rest| *rest != "reached");
            assert_eq!(rest, under.strip_prefix("Goal of views: "));
            (all, behind(&goals, Written::Text).len())
        };
        let pace = "Goal: 800 of 1,000 views, 80 %; 50 % of what is due by now; at this pace 900 by 2026-04-10";
        assert_eq!(told(800, 10), (pace.to_owned(), 1));
        let missed = "Goal: 800 of 1,000 views, 80 %; missed, its last day was 2026-04-10";
        assert_eq!(told(800, 11), (missed.to_owned(), 1));
        assert_eq!(told(1_000, 5), ("Goal: 1,000 of 1,000 views, 100 %; reached".to_owned(), 0));
    }
}
