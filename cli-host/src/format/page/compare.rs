//! Campaigns side by side.

use tagpulse_core::clean;

use super::{Cell, Page, Part, Table, parts};
use crate::format::{Compared, Look, Ran, RunResult, Shown, Totals, Voice, label::heading};

/// A run over campaigns.
pub(super) fn run(result: &RunResult, look: &Look) -> Page {
    match result.all.campaigns.as_slice() {
        [Ran { shown: Some(only), .. }] => super::report::page(only, look),
        _ => page(&result.all, "Daily run", look),
    }
}

/// The campaigns, those without a reading among them.
pub(super) fn page(all: &Compared, title: &str, look: &Look) -> Page {
    let mut page = Page { title: title.to_owned(), ..Page::default() };
    let shown = || all.campaigns.iter().filter_map(|ran| ran.shown.as_ref());
    if let Some((at, zone)) = all.newest() {
        page.subtitle.push(format!("As of {}", look.locale.time(at, zone)));
    }
    page.warnings = all.campaigns.iter().filter_map(warning).collect();
    page.add("Comparison", vec![table(all, look)]);
    for shown in shown() {
        let charts = parts::charts(&shown.days).into_iter().take(1).collect();
        page.add(&clean(&shown.report.campaign, 100), charts);
    }
    page.footer.push(together(&all.totals, look));
    page
}

/// What makes a campaign's figures less than whole.
fn warning(ran: &Ran) -> Option<String> {
    let reason = match (&ran.error, &ran.shown) {
        (Some(error), _) => clean(&error.message, 200),
        (None, None) => "no reading".to_owned(),
        (None, Some(shown)) => format!("suspect reading: {}", clean(shown.report.coverage.suspect.as_ref()?, 200)),
    };
    Some(format!("{}: {reason}", clean(&ran.campaign, 100)))
}

fn together(totals: &Totals, look: &Look) -> String {
    let short = |value| look.locale.short(value);
    format!(
        "Together, each video once: {}, {} views, {} likes, comments and shares.",
        look.locale.counted(totals.total_videos, "video"),
        short(totals.total_views),
        short(totals.total_engagement)
    )
}

fn table(all: &Compared, look: &Look) -> Part {
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
    // Those with a report have a voice, in the same order.
    let mut voices = all.totals.share_of_voice.iter();
    let rows = all.campaigns.iter().map(|ran| {
        let mut cells = vec![Cell::Text(clean(&ran.campaign, 60))];
        cells.extend(ran.shown.iter().zip(voices.by_ref()).flat_map(|(shown, voice)| figures(shown, voice, look)));
        cells.resize(names.len(), Cell::Unknown);
        cells
    });
    let rows = rows.collect();
    let columns = names.into_iter().enumerate().map(|(at, name)| (name, at > 0)).collect();
    Part::Table(Table { caption: "Campaigns side by side".to_owned(), columns, rows })
}

fn figures(shown: &Shown, voice: &Voice, look: &Look) -> [Cell; 10] {
    let report = &shown.report;
    let own = report.diff.as_ref().map(|diff| diff.view_growth.own());
    [
        Cell::Number(look.locale.count(report.total_videos)),
        Cell::Number(look.locale.count(report.total_views)),
        own.map_or(Cell::Unknown, |own| Cell::Number(look.locale.change(own))),
        Cell::Number(look.locale.count(report.total_engagement)),
        parts::share(report.rates.er_views_pooled, look),
        Cell::Number(look.locale.count(report.creators.total)),
        parts::share(voice.posts, look),
        parts::share(voice.views, look),
        parts::share(voice.engagement, look),
        parts::share(voice.coverage_share, look),
    ]
}
