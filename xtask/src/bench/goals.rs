//! What is to be reached, as ratios within one run, and whether this run did.

use super::contestants::Role;
use super::document::grouped;
use super::inputs::Shape;
use super::per_video::PerVideo;
use super::rounds::Times;

/// A goal and what came of it.
pub(super) struct Goal {
    pub(super) what: String,
    /// What was measured; the reason where nothing was.
    pub(super) measured: String,
    /// `None` where it could not be measured.
    pub(super) reached: Option<bool>,
}

impl Goal {
    fn not_measured(what: String, why: &str) -> Self {
        Self { what, measured: format!("not measured: {why}"), reached: None }
    }
}

const SHAPES: [Shape; 2] = [Shape::Small, Shape::Heavy];

/// Ours is to be so many times as fast as theirs.
struct Faster {
    ours: (&'static str, Role),
    theirs: (&'static str, Role),
    /// On small and on heavy items.
    factors: [f64; 2],
}

const FASTER: [Faster; 2] = [
    Faster { ours: ("native", Role::Native), theirs: ("the tutorial's Python", Role::Tutorial), factors: [15.0, 40.0] },
    Faster { ours: ("in Node", Role::Package), theirs: ("`JSON.parse` alone", Role::Parse), factors: [4.0, 8.0] },
];

/// How much more ten times the videos may cost.
const MOST_GROWTH: f64 = 12.0;

pub(super) fn of(times: &[Times], per_video: &[PerVideo]) -> Vec<Goal> {
    let mut goals = Vec::new();
    for faster in &FASTER {
        goals.extend(SHAPES.into_iter().enumerate().map(|(place, shape)| faster.goal(times, place, shape)));
    }
    goals.extend(SHAPES.into_iter().enumerate().map(|(place, shape)| ahead(times, place, shape)));
    if let [.., less, more] = per_video {
        let (fewer, videos) = (grouped(less.videos), grouped(more.videos));
        let what = |name| format!("{name} at {videos} videos at most {MOST_GROWTH} times that at {fewer}");
        goals.push(growth(what("time"), more.time.median / less.time.median));
        goals.push(growth(what("memory"), more.peak as f64 / less.peak as f64));
    }
    goals
}

fn growth(what: String, times: f64) -> Goal {
    Goal { what, measured: format!("{times:.2} times"), reached: Some(times <= MOST_GROWTH) }
}

impl Faster {
    fn goal(&self, times: &[Times], place: usize, shape: Shape) -> Goal {
        let ((ours, our_role), (theirs, their_role), factor) = (self.ours, self.theirs, self.factors[place]);
        let what = format!("{ours} at least {factor} times as fast as {theirs}, {} items", shape.name());
        match (median(times, our_role, place), median(times, their_role, place)) {
            (Ok(ours), Ok(theirs)) => {
                let times = theirs / ours;
                Goal { what, measured: format!("{times:.2} times"), reached: Some(times >= factor) }
            }
            (Err(why), _) | (_, Err(why)) => Goal::not_measured(what, why),
        }
    }
}

/// Ahead of every library: the fastest of them is named.
fn ahead(times: &[Times], place: usize, shape: Shape) -> Goal {
    let what = format!("native ahead of orjson, msgspec, Polars and DuckDB, {} items", shape.name());
    let libraries: Vec<&Times> = times.iter().filter(|times| times.role == Role::Library).collect();
    if let Some(why) = libraries.iter().find_map(|times| times.of_inputs.as_ref().err()) {
        return Goal::not_measured(what, why);
    }
    let medians = libraries.iter().filter_map(|times| Some((times.of_inputs.as_ref().ok()?[place].median, times.name)));
    match (median(times, Role::Native, place), medians.min_by(|a, b| a.0.total_cmp(&b.0))) {
        (Ok(ours), Some((fastest, name))) => {
            let times = fastest / ours;
            Goal {
                what,
                measured: format!("{times:.2} times as fast as the fastest of them: {name}"),
                reached: Some(times > 1.0),
            }
        }
        (Err(why), _) => Goal::not_measured(what, why),
        (_, None) => Goal::not_measured(what, "no library"),
    }
}

fn median(times: &[Times], role: Role, place: usize) -> Result<f64, &str> {
    let found = times.iter().find(|times| times.role == role).ok_or("no such contestant")?;
    found.of_inputs.as_ref().map(|spreads| spreads[place].median).map_err(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::rounds::Spread;
    use super::*;

    fn times(role: Role, ms: Option<[f64; 2]>) -> Times {
        let spread = |ms| Spread { median: ms, least: ms, most: ms };
        Times { name: "it", role, of_inputs: ms.map(|ms| ms.map(spread)).ok_or_else(|| "no Python".to_owned()) }
    }

    fn reached(times: &[Times]) -> Vec<Option<bool>> {
        of(times, &[]).into_iter().map(|goal| goal.reached).collect()
    }

    #[test]
    fn a_goal_is_a_ratio_of_medians() {
        let mut measured = vec![
            times(Role::Native, Some([10.0, 10.0])),
            times(Role::Tutorial, Some([150.0, 399.0])),
            times(Role::Library, Some([11.0, 9.0])),
            times(Role::Library, Some([99.0, 99.0])),
            times(Role::Package, Some([10.0, 10.0])),
            times(Role::Parse, Some([40.0, 79.0])),
        ];
        assert_eq!(reached(&measured), [true, false].repeat(3).into_iter().map(Some).collect::<Vec<_>>());
        measured[1] = times(Role::Tutorial, None);
        assert_eq!(reached(&measured)[..2], [None, None]);
    }

    #[test]
    fn a_library_that_was_not_measured_leaves_the_race_open() {
        let measured =
            [times(Role::Native, Some([1.0, 1.0])), times(Role::Library, Some([9.0, 9.0])), times(Role::Library, None)];
        assert_eq!(reached(&measured), [None; 6]);
    }
}
