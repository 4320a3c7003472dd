//! Goals: what a campaign is to reach, as settings say it, and how far it is, as a report does.

use serde::Serialize;

use crate::{
    Day, Error, Ratio,
    given::{Fields, Given},
};

/// What is to be reached.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields, default))]
pub struct Wanted {
    /// Views in all.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub views: Option<f64>,
    /// Videos in all.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub videos: Option<f64>,
    /// Creators in all.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub creators: Option<f64>,
    /// The last day; the campaign's `end` where it is not given.
    pub by: Option<Day>,
}

impl Wanted {
    /// Reads goals; what is not given is no goal.
    ///
    /// # Errors
    /// `bad_settings` naming every value of another kind.
    pub fn read(given: Given) -> Result<Self, Error> {
        Fields::read(given, |given| Self {
            views: given.number("views"),
            videos: given.number("videos"),
            creators: given.number("creators"),
            by: crate::settings::day(given, "by"),
        })
    }

    /// Adds what is out of range.
    pub(crate) fn check(&self, problems: &mut String) {
        for goal in [self.views, self.videos, self.creators].into_iter().flatten() {
            if !(1.0..=crate::MAX_COUNT as f64).contains(&goal) {
                add!(problems, "goals: give numbers from 1 on");
                return;
            }
        }
    }
}

/// How far the goals are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Goals {
    /// The last day; null when neither the goals nor the campaign have one.
    pub by: Option<Day>,
    /// Days from the campaign's first (`start`, else that of the reading that first listed one of its videos) to the
    /// report's, both among them.
    pub days_elapsed: u64,
    /// Days from the first to `by`; null without it.
    pub days_total: Option<u64>,
    /// Views in all; null when they are no goal.
    pub views: Option<GoalPace>,
    /// Videos in all; null when they are no goal.
    pub videos: Option<GoalPace>,
    /// Creators in all; null when they are no goal.
    pub creators: Option<GoalPace>,
}

/// How far a goal is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoalPace {
    /// What is to be reached.
    pub goal: u64,
    /// What is reached.
    pub reached: u64,
    /// That over the goal.
    pub share: Option<Ratio>,
    /// `reached` over the part of the goal that the days so far make: 1 is in time; null without `by`.
    pub pace: Option<Ratio>,
    /// `reached` by `by` when every day after the report's brings what a day usually does: of views the median of the
    /// gains in 24 hours on the last seven days that have one (of videos listed before, and of new ones; of a day's last
    /// reading), of videos a day's part of those published in the last seven days. Null without `by`, with fewer than
    /// three such days, and for creators.
    pub projected: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Campaign, Hints, History, Input, Report, Settings, Timestamp, Zone, read_files};

    /// Days of one video each, which gains 100 views a day and 400 on the third, under these goals.
    fn report(goals: Wanted, days: i64) -> Report {
        let settings = Settings { campaign: "spring".into(), goals, ..Settings::default() };
        let campaign = Campaign::new(settings).unwrap();
        let mut history = History::new("spring");
        let begin = Timestamp::parse("2026-11-01T06:00:00Z").unwrap();
        let mut last = None;
        for day in 0..days {
            let at = begin.plus(day * 86_400);
            let views = 1_000 + 100 * day + if day >= 3 { 300 } else { 0 };
            let videos: Vec<String> = (0..=day)
                .map(|nth| {
                    let created = begin.plus(nth * 86_400 - 3_600).seconds();
                    let views = if nth == 0 { views } else { 0 };
                    format!(r#"{{"video_id":"{}","author":{{"unique_id":"a{nth}"}},"play_count":{views},"create_time":{created}}}"#, (created << 32) + 1)
                })
                .collect();
            let body = format!(r#"{{"videos":[{}]}}"#, videos.join(","));
            let inputs = [Input { name: "a", bytes: body.as_bytes() }];
            let readings = read_files(&inputs, &Hints::default(), at).unwrap();
            last = Some(history.advance(&readings[0], &campaign, &Zone::utc()).unwrap());
        }
        let last = last.unwrap();
        assert_eq!(history.report(&campaign, &Zone::utc()).unwrap().to_json(), last.to_json(), "asked again");
        last
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn pace_and_projection_are_of_the_usual_day() {
        let wanted =
            Wanted { views: Some(4_000.0), videos: Some(10.0), creators: Some(12.0), by: Some(day("2026-11-20")) };
        let goals = report(wanted, 5).goals.unwrap();
        assert_eq!((goals.days_elapsed, goals.days_total), (5, Some(20)));
        let views = goals.views.unwrap();
        // 1,700 views after a quarter of the days, where 1,000 were due.
        assert_eq!((views.goal, views.reached), (4_000, 1_700));
        assert_eq!(views.pace, Ratio::of(17, 10));
        assert_eq!(views.share, Ratio::of(17, 40));
        // Gains of 100, 100, 400 and 100: the usual day brings 100, and fifteen are left.
        assert_eq!(views.projected, Some(3_200));
        assert_eq!(goals.videos.unwrap().projected, Some(20));
        let creators = goals.creators.unwrap();
        assert_eq!((creators.reached, creators.projected), (5, None));
    }

    #[test]
    fn videos_published_since_count_and_the_policy_does_not() {
        // A video a day that has 500 views when it is first seen and never more.
        let row = |day: i64, video: i64| {
            let at = Timestamp::parse("2026-11-01T06:00:00Z").unwrap();
            let (created, at) = (at.plus(video * 86_400 - 3_600), at.plus(day * 86_400));
            format!(r#"{{"video_id":"{}","views":500,"likes":1,"created":"{created}","taken_at":"{at}"}}"#, video + 1)
        };
        let text = (0..4).flat_map(|day| (0..=day).map(move |video| row(day, video))).collect::<Vec<_>>().join("\n");
        let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
        let now = Timestamp::parse("2026-11-25T06:00:00Z").unwrap();
        let readings = read_files(&inputs, &Hints::default(), now).unwrap();
        // 2,000 now, and 500 on each of the days left. 58 hundredths are no whole percent where a float decides.
        let cases = [
            ("recommended", 20_000.0, "2026-11-20", 10_000, "10,000 of 20,000 views by 2026-11-20, 50 % of the goal"),
            ("recommended", 25_000.0, "2026-11-29", 14_500, "14,500 of 25,000 views by 2026-11-29, 58 % of the goal"),
            ("tutorial", 20_000.0, "2026-11-20", 10_000, ""),
        ];
        for (policy, goal, by, projected, expected) in cases {
            let policy = crate::Policy::preset(policy).unwrap();
            let goals = Wanted { views: Some(goal), by: Some(day(by)), ..Wanted::default() };
            let campaign = Campaign::new(Settings { goals, policy, ..Settings::default() }).unwrap();
            let report = crate::analyze(&readings, &campaign, &Zone::utc()).unwrap();
            assert_eq!(report.goals.unwrap().views.unwrap().projected, Some(projected));
            // The alert that says so says the same.
            let pace = report.alerts.iter().find(|alert| alert.detectors.contains(&crate::Detector::Pace));
            let told = pace.map(|alert| alert.reason.trim_start_matches("at the pace of the last days "));
            assert_eq!(told, Some(expected).filter(|expected| !expected.is_empty()));
        }
    }

    #[test]
    fn files_of_many_days_are_paced_as_a_history_is() {
        let row = |day: i64| {
            let at = Timestamp::parse("2026-11-01T06:00:00Z").unwrap().plus(day * 86_400);
            format!(r#"{{"video_id":"1","views":{},"likes":1,"taken_at":"{at}"}}"#, 1_000 + 100 * day)
        };
        let text = (0..10).map(row).collect::<Vec<_>>().join("\n");
        let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
        let now = Timestamp::parse("2026-11-25T06:00:00Z").unwrap();
        let readings = read_files(&inputs, &Hints::default(), now).unwrap();
        let goals = Wanted { views: Some(4_000.0), by: Some(day("2026-11-20")), ..Wanted::default() };
        let campaign = Campaign::new(Settings { goals, ..Settings::default() }).unwrap();
        let goals = crate::analyze(&readings, &campaign, &Zone::utc()).unwrap().goals.unwrap();
        assert_eq!((goals.days_elapsed, goals.days_total), (10, Some(20)));
        // 1,900 now, and a hundred on each of the ten days left.
        assert_eq!(goals.views.unwrap().projected, Some(2_900));
    }

    #[test]
    fn a_day_is_usual_once_however_often_it_is_read() {
        // Every day gains 100 views more than the one before it; the tenth is read again and again, and gains no more.
        let row = |day: i64, hour: i64| {
            let at = Timestamp::parse("2026-11-01T06:00:00Z").unwrap().plus(day * 86_400 + hour * 3_600);
            format!(r#"{{"video_id":"1","views":{},"likes":1,"taken_at":"{at}"}}"#, 1_000 + 50 * day * (day + 1))
        };
        let goals = Wanted { views: Some(40_000.0), by: Some(day("2026-11-20")), ..Wanted::default() };
        let campaign = Campaign::new(Settings { goals, ..Settings::default() }).unwrap();
        let told = |again: i64| {
            let rows: Vec<String> =
                (0..10).map(|day| row(day, 0)).chain((1..=again).map(|hour| row(9, hour))).collect();
            let text = rows.join("\n");
            let inputs = [Input { name: "panel.ndjson", bytes: text.as_bytes() }];
            let now = Timestamp::parse("2026-11-25T06:00:00Z").unwrap();
            let readings = read_files(&inputs, &Hints::default(), now).unwrap();
            assert_eq!(readings.len() as i64, 10 + again);
            let goals = crate::analyze(&readings, &campaign, &Zone::utc()).unwrap().goals.unwrap();
            goals.views.unwrap().projected
        };
        // 5,500 now, and on each of ten days the 600 of the seventh, which is the middle of the last seven.
        assert_eq!([0, 1, 2, 5, 12].map(told), [Some(11_500); 5]);
    }

    #[test]
    fn what_is_not_known_is_null() {
        assert_eq!(report(Wanted::default(), 2).goals, None);
        let views = Wanted { views: Some(4_000.0), ..Wanted::default() };
        let goals = report(views.clone(), 5).goals.unwrap();
        assert_eq!((goals.by, goals.days_total), (None, None));
        let open = goals.views.unwrap();
        assert_eq!((open.pace, open.projected), (None, None));
        let early = report(Wanted { by: Some(day("2026-11-20")), ..views.clone() }, 3).goals.unwrap().views.unwrap();
        assert_eq!(early.projected, None, "two gains are too few");
        // After the last day the pace is what was reached, and nothing is added.
        let over = report(Wanted { by: Some(day("2026-11-03")), ..views }, 5).goals.unwrap().views.unwrap();
        assert_eq!((over.pace, over.projected), (Ratio::of(17, 40), Some(1_700)));
    }

    #[test]
    fn a_goal_of_nothing_is_refused() {
        let settings = Settings { goals: Wanted { videos: Some(0.0), ..Wanted::default() }, ..Settings::default() };
        assert!(Campaign::new(settings).unwrap_err().message.contains("goals: give numbers from 1 on"));
    }
}
