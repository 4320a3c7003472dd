//! What changed since the base, and which videos did it.

use super::report;
use crate::{
    format::{Shown, written::without_base},
    number::{change, counted, hours, percent, short},
};

/// The changes of a report.
pub(super) fn render(shown: &Shown) -> String {
    let mut lines = vec![report::headline(shown)];
    if let Some(reason) = &shown.report.coverage.suspect {
        lines.push(format!("SUSPECT READING: {}", tagpulse_core::clean(reason, 200)));
    }
    let Some(diff) = &shown.report.diff else {
        lines.push(without_base(&shown.report).to_owned());
        return lines.join("\n") + "\n";
    };
    let growth = &diff.view_growth;
    lines.push(format!(
        "Since {}, {} before.",
        super::local_time(diff.since, &shown.zone),
        hours(diff.elapsed_hours.as_f64())
    ));
    lines.push(format!(
        "{}: {} published since, {} older found late",
        counted(diff.new, "new video"),
        short(diff.published),
        short(diff.found)
    ));
    lines.push(format!(
        "{} gained views, {} lost some, {} not listed today, {} back",
        counted(diff.gained, "video"),
        short(diff.fallen),
        short(diff.not_seen),
        short(diff.back)
    ));
    lines.push(format!(
        "{} views: {} of videos known before, {} published since, {} found late, {} listed again",
        change(growth.total),
        change(growth.known),
        change(growth.published),
        change(growth.found),
        change(growth.back)
    ));
    if let Some(day) = &diff.per_24h {
        let whole = |ratio: tagpulse_core::Ratio| ratio.as_f64().round() as i64;
        lines.push(format!("In 24 hours: {} videos, {} views", change(whole(day.new)), change(whole(day.view_growth))));
    }
    for contributor in &diff.top_contributors {
        let gained = i64::try_from(contributor.gained).unwrap_or(i64::MAX);
        let share = contributor.share.map_or_else(String::new, |share| format!("   {} of it", percent(share.as_f64())));
        let author = report::named_creator(shown, contributor.author.as_deref());
        lines.push(format!("    {:>10}   {author} video {}{share}", change(gained), contributor.video_id));
    }
    lines.extend(report::warnings(&shown.report));
    lines.join("\n") + "\n"
}
