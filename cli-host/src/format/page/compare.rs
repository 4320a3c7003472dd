//! Campaigns side by side.

use tagpulse_core::{Report, clean};

use super::{Cell, Page, Part, Table, parts};
use crate::format::{
    Compared, Look, Ran, RunResult, Shown, Totals, Voice, apart,
    attention::{self, Told},
    label::heading,
    written::Written,
};

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
    let mut sorted: Vec<&Ran> = all.campaigns.iter().collect();
    sorted.sort_by_key(|ran| attention::rank(ran));
    page.add("Needs attention", sorted.iter().flat_map(|ran| reasons(ran, look)).collect());
    page.add("Alerts", alerts(&attention::alerts(sorted.iter().copied())));
    page.add("Comparison", vec![table(all, look)]);
    for shown in shown() {
        let charts = parts::charts(&shown.days, look).into_iter().take(1).collect();
        page.add(&clean(&shown.report.campaign, 100), charts);
    }
    page.footer.push(together(&all.totals, look));
    page
}

/// Why a campaign needs attention, a line a reason; in a page nobody sees that one has no reading but by its dashes.
fn reasons(ran: &Ran, look: &Look) -> Vec<Part> {
    let mut reasons = attention::reasons(ran, Written::Page(look.locale));
    if ran.shown.is_none() && ran.error.is_none() {
        reasons.push("no reading".to_owned());
    }
    let named = |reason| Part::Text(format!("{}: {reason}", clean(&ran.campaign, 100)));
    reasons.into_iter().map(named).collect()
}

/// What is told of the campaigns, the most urgent first.
fn alerts(told: &[Told<'_>]) -> Vec<Part> {
    let row = |(alert, own, campaigns): &Told<'_>| {
        let about = match alert.video_id {
            Some(id) => parts::video(own, alert.author.as_deref(), alert.url.as_deref(), &id.to_string()),
            None => Cell::Text("the campaign".to_owned()),
        };
        let [tier, of, why] =
            [alert.tier.as_str().to_owned(), campaigns.clone(), clean(&alert.reason, 500)].map(Cell::Text);
        vec![tier, about, of, why]
    };
    let rows: Vec<Vec<Cell>> = told.iter().map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = parts::columns(&["Tier", "About", "In", "Why"]);
    vec![Part::Table(Table { caption: "What stands out, each video once".to_owned(), columns, rows })]
}

fn together(totals: &Totals, look: &Look) -> String {
    let sums = (totals.total_videos, totals.total_views, totals.total_engagement);
    let (Some(videos), Some(views), Some(engagement)) = sums else {
        return "Together: not known, no campaign has a reading.".to_owned();
    };
    let short = |value| look.locale.short(value);
    format!(
        "Together, each video once: {}, {} views, {} likes, comments and shares.",
        look.locale.counted(videos, "video"),
        short(views),
        short(engagement)
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

/// Over how long a gain is, where that is not a day.
fn over(report: &Report, look: &Look) -> String {
    let hours = report.diff.as_ref().map(|diff| diff.elapsed_hours).filter(|hours| apart::is_long(*hours));
    hours.map_or_else(String::new, |hours| format!(" ({})", look.locale.hours(hours)))
}

fn figures(shown: &Shown, voice: &Voice, look: &Look) -> [Cell; 10] {
    let report = &shown.report;
    let own = report.diff.as_ref().map(|diff| diff.view_growth.own());
    [
        Cell::Number(look.locale.count(report.total_videos)),
        Cell::Number(look.locale.count(report.total_views)),
        own.map_or(Cell::Unknown, |own| Cell::Number(format!("{}{}", look.locale.change(own), over(report, look)))),
        Cell::Number(look.locale.count(report.total_engagement)),
        parts::share(report.rates.er_views_pooled, look),
        Cell::Number(look.locale.count(report.creators.total)),
        parts::share(voice.posts, look),
        parts::share(voice.views, look),
        parts::share(voice.engagement, look),
        parts::share(voice.coverage_share, look),
    ]
}
