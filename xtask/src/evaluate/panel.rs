//! Real videos: do today's alerts name tomorrow's largest gains?
//!
//! No truth is known of a real panel. What can be asked is whether an alert was of use: for
//! each day, the 1 % of the videos that gain most until the next reading are what one would
//! have wanted to know.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use tagpulse_sandbox::Observation;

use super::alert::Alert;
use super::reading::{Reading, readings};
use super::report::table;
use super::rival::{Files, RIVALS, Runner};
use super::worlds;

/// The part of a day's videos that one wants to know.
const TOP: f64 = 0.01;
const DAY: i64 = 86_400;

/// One video on one day: its campaign, the time of the reading, its id.
type Seen<'r> = (&'r str, &'r str, &'r str);

/// One day of the panel over all campaigns.
#[derive(Debug, Default)]
struct PanelDay<'r> {
    /// Videos that the next reading has too, with the gain up to it.
    next: BTreeMap<Seen<'r>, f64>,
    /// Today's gains of those of them that have one.
    today: BTreeMap<Seen<'r>, f64>,
}

/// Said where no panel was given.
pub(crate) const NONE: &str = "Skipped: no file was given (`cargo xtask evaluate --panel FILE`, observations as \
                               `tagpulse backtest` reads them).\n";

/// The section on a panel of observations.
pub(crate) fn section(file: &Path, folder: &Path, runner: &mut Runner) -> Result<String> {
    let observations = read(file)?;
    let readings = readings(&observations);
    let files = Files {
        observations: file.to_owned(),
        readings: folder.join("readings.ndjson"),
        alerts: folder.join("alerts.ndjson"),
    };
    worlds::save(&files.readings, &readings)?;
    let days = days(&readings);
    let videos: BTreeSet<_> = readings.iter().flat_map(|reading| &reading.videos).collect();
    let asked: usize = days.values().map(|day| top(&day.next, most(day)).len()).sum();
    let mut rows = vec![ranking("ranked by today's gain", days.values().map(|day| (day, day.today.clone())))];
    for rival in RIVALS {
        let alerts = match runner.alerts(rival, &files, &readings)? {
            Ok(alerts) => alerts,
            Err(reason) => {
                let reason = if reason.starts_with("not built") { "not built" } else { "not measured" };
                rows.push(vec![rival.name.to_owned(), reason.to_owned()]);
                continue;
            }
        };
        rows.push(alerted(rival.name, &days, &alerts));
        if alerts.iter().any(|alert| alert.severity.is_some()) {
            let by_severity = severities(&alerts);
            let ranked = days.values().map(|day| (day, of_day(day, &by_severity)));
            rows.push(ranking(&format!("{}, ranked by severity", rival.name), ranked));
        }
    }
    let about = format!(
        "{} videos on {} days with a next reading; asked for are the {asked} that gain most until then, the first \
         hundredth of each day. A ranking names as many as are asked for.\n\n",
        videos.len(),
        days.len()
    );
    Ok(about + &table(&["", "named", "precision", "recall"], rows))
}

fn read(file: &Path) -> Result<Vec<Observation>> {
    let name = || file.display().to_string();
    let lines = BufReader::new(File::open(file).with_context(name)?).lines().enumerate();
    lines
        .map(|(number, line)| {
            serde_json::from_str(&line?).with_context(|| format!("{}, line {}: no observation", name(), number + 1))
        })
        .collect()
}

/// The days on which there is a tomorrow.
fn days(readings: &[Reading]) -> BTreeMap<i64, PanelDay<'_>> {
    let mut days: BTreeMap<i64, PanelDay<'_>> = BTreeMap::new();
    for (place, reading) in readings.iter().enumerate() {
        // The first reading that is a day later, give or take the hours of a cron job.
        let mut later = readings[place + 1..].iter().take_while(|later| later.campaign == reading.campaign);
        let later = later.find(|later| later.seconds - reading.seconds >= DAY * 5 / 6);
        let Some(tomorrow) = later.filter(|later| later.seconds - reading.seconds <= 2 * DAY) else { continue };
        let day = days.entry(reading.seconds.div_euclid(DAY)).or_default();
        for (video, id) in reading.videos.iter().enumerate() {
            // Readings list their videos in order of id.
            let Ok(then) = tomorrow.videos.binary_search(id) else { continue };
            let seen = (reading.campaign.as_str(), reading.taken_at.as_str(), id.as_str());
            day.next.insert(seen, tomorrow.views[then] as f64 - reading.views[video] as f64);
            if let Some(gain) = reading.gains[video] {
                day.today.insert(seen, gain);
            }
        }
    }
    days
}

fn most(day: &PanelDay<'_>) -> usize {
    (day.next.len() as f64 * TOP).ceil() as usize
}

/// The largest so many.
fn top<'r>(scored: &BTreeMap<Seen<'r>, f64>, most: usize) -> BTreeSet<Seen<'r>> {
    let mut sorted: Vec<_> = scored.iter().collect();
    sorted.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
    sorted.into_iter().take(most).map(|(seen, _)| *seen).collect()
}

fn ranking<'r, 'd>(name: &str, days: impl Iterator<Item = (&'d PanelDay<'r>, BTreeMap<Seen<'r>, f64>)>) -> Vec<String>
where
    'r: 'd,
{
    let named = days.map(|(day, scored)| (top(&day.next, most(day)), top(&scored, most(day))));
    row(name, named)
}

fn alerted(name: &str, days: &BTreeMap<i64, PanelDay<'_>>, alerts: &[Alert]) -> Vec<String> {
    let alerted: BTreeSet<Seen<'_>> = alerts.iter().filter_map(seen).collect();
    let named = days.values().map(|day| {
        let today = day.next.keys().filter(|seen| alerted.contains(*seen)).copied().collect();
        (top(&day.next, most(day)), today)
    });
    row(name, named)
}

/// The scores of a day's videos that have one.
fn of_day<'r>(day: &PanelDay<'r>, scores: &BTreeMap<Seen<'_>, f64>) -> BTreeMap<Seen<'r>, f64> {
    day.next.keys().filter_map(|seen| Some((*seen, *scores.get(seen)?))).collect()
}

fn seen(alert: &Alert) -> Option<Seen<'_>> {
    Some((&alert.campaign, &alert.taken_at, alert.video_id.as_deref()?))
}

fn severities(alerts: &[Alert]) -> BTreeMap<Seen<'_>, f64> {
    alerts.iter().filter_map(|alert| Some((seen(alert)?, alert.severity?))).collect()
}

fn row<'r>(name: &str, days: impl Iterator<Item = (BTreeSet<Seen<'r>>, BTreeSet<Seen<'r>>)>) -> Vec<String> {
    let (mut asked, mut named, mut hits) = (0, 0, 0);
    for (wanted, today) in days {
        asked += wanted.len();
        named += today.len();
        hits += wanted.intersection(&today).count();
    }
    let share = |whole: usize| {
        if whole == 0 { "-".to_owned() } else { format!("{:.3}", hits as f64 / whole as f64) }
    };
    vec![name.to_owned(), named.to_string(), share(named), share(asked)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three videos; number `big` gains 1,000 a day, the others 10.
    fn panel(big: usize) -> Vec<Observation> {
        let row = |day: i64, video: usize| Observation {
            campaign: "c".to_owned(),
            taken_at: day * DAY,
            video_id: video.to_string(),
            author: None,
            views: Some(5_000 + day as u64 * if video == big { 1_000 } else { 10 }),
            likes: None,
            comments: None,
            shares: None,
            created: None,
            followers: None,
        };
        (0..3).flat_map(|day| (0..3).map(move |video| row(day, video))).collect()
    }

    #[test]
    fn alerts_are_judged_by_tomorrow() {
        let readings = readings(&panel(2));
        let days = days(&readings);
        assert_eq!(days.len(), 2);
        let alert = |day: usize, video: &str| Alert {
            campaign: "c".to_owned(),
            taken_at: readings[day].taken_at.clone(),
            video_id: Some(video.to_owned()),
            severity: None,
            detectors: Vec::new(),
        };
        // One of two days named right, one wrong video beside it; the last day has no tomorrow.
        let alerts = [alert(0, "2"), alert(0, "1"), alert(2, "0")];
        assert_eq!(alerted("x", &days, &alerts), ["x", "2", "0.500", "0.500"]);
        // On the first day no gain is known yet.
        let by_gain = ranking("g", days.values().map(|day| (day, day.today.clone())));
        assert_eq!(by_gain, ["g", "1", "1.000", "0.500"]);
    }
}
