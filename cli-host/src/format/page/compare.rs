//! Campaigns side by side.

use tagpulse_core::{Ratio, Report, clean};

use super::{Cell, Page, Part, Table, parts};
use crate::format::{Compared, Look, RunResult, Shown, label::heading};

/// The comparison of stored reports.
pub(super) fn stored(all: &Compared, look: &Look) -> Page {
    page(&all.shown().cloned().collect::<Vec<_>>(), look)
}

fn page(all: &[Shown], look: &Look) -> Page {
    let mut page = Page { title: "Campaigns side by side".to_owned(), ..Page::default() };
    if let Some(newest) = all.iter().max_by_key(|shown| shown.report.taken_at) {
        page.subtitle.push(format!("As of {}", look.locale.time(newest.report.taken_at, &newest.zone)));
    }
    page.add("Comparison", vec![table(all, look)]);
    for shown in all {
        let charts = parts::charts(&shown.days).into_iter().take(1).collect();
        page.add(&clean(&shown.report.campaign, 100), charts);
    }
    page
}

/// A run over campaigns.
pub(super) fn run(result: &RunResult, look: &Look) -> Page {
    let shown: Vec<Shown> = result.campaigns.iter().filter_map(|ran| ran.shown.clone()).collect();
    if let ([only], [_]) = (shown.as_slice(), result.campaigns.as_slice()) {
        return super::report::page(only, look);
    }
    let mut page = self::page(&shown, look);
    page.title = "Daily run".to_owned();
    for ran in &result.campaigns {
        if let Some(error) = &ran.error {
            let name = clean(&ran.campaign, 100);
            page.warnings.push(format!("{name}: {}", clean(&error.message, 200)));
        }
    }
    let totals = &result.totals;
    let (count, short) = (|value| look.locale.count(value), |value| look.locale.short(value));
    page.footer.push(format!(
        "Together, each video once: {} videos, {} views, {} likes, comments and shares.",
        count(totals.total_videos),
        short(totals.total_views),
        short(totals.total_engagement)
    ));
    page
}

fn table(all: &[Shown], look: &Look) -> Part {
    let sum = |of: fn(&Report) -> u64| all.iter().map(|shown| u128::from(of(&shown.report))).sum::<u128>();
    let sums = [sum(|r| r.total_videos), sum(|r| r.total_views), sum(|r| r.total_engagement)];
    let part = |value: u64, sum: u128| {
        let share = Ratio::of(value.into(), i128::try_from(sum).unwrap_or(i128::MAX));
        parts::share(share, look)
    };
    let row = |shown: &Shown| {
        let report = &shown.report;
        let own = report.diff.as_ref().map(|diff| diff.view_growth.known.saturating_add(diff.view_growth.published));
        vec![
            Cell::Text(clean(&report.campaign, 60)),
            Cell::Number(look.locale.count(report.total_videos)),
            Cell::Number(look.locale.count(report.total_views)),
            own.map_or(Cell::Unknown, |own| Cell::Number(look.locale.change(own))),
            Cell::Number(look.locale.count(report.total_engagement)),
            parts::share(report.rates.er_views_pooled, look),
            Cell::Number(look.locale.count(report.creators.total)),
            part(report.total_videos, sums[0]),
            part(report.total_views, sums[1]),
            part(report.total_engagement, sums[2]),
            parts::share(report.coverage.share, look),
        ]
    };
    let names = [
        "Campaign".to_owned(),
        heading("total_videos"),
        heading("total_views"),
        heading("views_gained"),
        heading("total_engagement"),
        heading("er_views_pooled"),
        heading("creators"),
        heading("share_of_voice_posts"),
        heading("share_of_voice_views"),
        heading("share_of_voice_engagement"),
        heading("coverage_share"),
    ];
    let columns = names.into_iter().enumerate().map(|(at, name)| (name, at > 0)).collect();
    Part::Table(Table { caption: "Campaigns side by side".to_owned(), columns, rows: all.iter().map(row).collect() })
}
