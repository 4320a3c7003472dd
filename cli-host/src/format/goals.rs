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

/// A line a goal that is out of reach at the usual pace, or behind what is due by now where no pace is known.
pub(super) fn behind(goals: &Goals, written: Written) -> Vec<String> {
    named(goals).filter(|(_, goal)| is_behind(goal)).map(|(name, goal)| line(name, goal, goals, written)).collect()
}

fn named(goals: &Goals) -> impl Iterator<Item = (&'static str, &GoalPace)> {
    let named = [(VIEWS, &goals.views), ("videos", &goals.videos), ("creators", &goals.creators)];
    named.into_iter().filter_map(|(name, goal)| Some((name, goal.as_ref()?)))
}

/// What is reached stays so, whatever a usual day loses. Of creators, and on the first days, no usual day is known.
fn is_behind(goal: &GoalPace) -> bool {
    let is_late = || goal.pace.is_some_and(|pace| pace.millionths() < 1_000_000);
    goal.reached < goal.goal && goal.projected.map_or_else(is_late, |projected| projected < goal.goal)
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
        Some(projected) => format!("{due}; at this pace {} by {}", written.cut(projected), written.day(by)),
        None => due,
    })
}

#[cfg(test)]
mod tests {
    use tagpulse_core::{Day, Ratio};

    use super::*;

    fn goal_of(reached: u64, of: u64, pace: Option<Ratio>, projected: Option<u64>) -> GoalPace {
        GoalPace { goal: of, reached, share: Ratio::of(reached.into(), of.into()), pace, projected }
    }

    fn of_days(days_elapsed: u64, views: Option<GoalPace>, creators: Option<GoalPace>) -> Goals {
        let by = Some(Day::parse("2026-04-10").unwrap());
        Goals { by, days_elapsed, days_total: Some(10), views, videos: None, creators }
    }

    #[test]
    fn no_pace_is_told_of_a_goal_that_is_reached_or_over() {
        let told = |reached: u64, days_elapsed: u64| {
            let goals = of_days(days_elapsed, Some(goal_of(reached, 1_000, Ratio::of(1, 2), Some(900))), None);
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

    #[test]
    fn without_a_projection_what_is_due_decides() {
        let told = |pace: Option<Ratio>, projected: Option<u64>| {
            behind(&of_days(5, None, Some(goal_of(47, 5_000, pace, projected))), Written::Text)
        };
        let late = "Goal: 47 of 5,000 creators, 0.9 %; 1.2 % of what is due by now";
        assert_eq!(told(Ratio::of(12, 1_000), None), [late]);
        assert_eq!(told(Ratio::of(1, 1), None), Vec::<String>::new());
        // A campaign that begins slowly and whose usual day is fast enough is not behind.
        assert_eq!(told(Ratio::of(12, 1_000), Some(5_000)), Vec::<String>::new());
        // Without a last day nothing is due.
        assert_eq!(told(None, None), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_reached_never_reads_as_if_it_were() {
        let told = |projected: u64, written: Written| {
            let goal = goal_of(1_000_000, 3_000_000, Ratio::of(1, 2), Some(projected));
            let line = lines(&of_days(5, Some(goal), None), written).concat();
            line.rsplit_once("at this pace ").unwrap().1.split(" by ").next().unwrap().to_owned()
        };
        let page = Written::Page(crate::format::Locale::default());
        assert_eq!((told(1_659_174, Written::Text), told(1_659_174, page)), ("1.6M".to_owned(), "1.65M".to_owned()));
        assert_eq!((told(2_999_999, Written::Text), told(2_999_999, page)), ("2.9M".to_owned(), "2.99M".to_owned()));
        assert_eq!((told(999_999, Written::Text), told(999_999, page)), ("999,999".to_owned(), "999,999".to_owned()));
    }
}
