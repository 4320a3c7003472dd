//! What was told, or would have been.

use serde_json::Value;
use tagpulse_core::{Backtest, Timestamp, VideoId, Zone, clean, video_url};

use super::{Cell, Page, Part, Table, parts};
use crate::{
    alerts::{AlertsDocument, sent},
    format::Look,
};

/// What was told of a campaign.
pub(super) fn page(document: &AlertsDocument, look: &Look) -> Page {
    let mut page = Page { title: clean(&document.campaign, 100), ..Page::default() };
    let row = |alert: &Value| {
        let text = |key: &str| alert.get(key).and_then(Value::as_str).map(|text| clean(text, 500));
        let about = match text("video_id") {
            // The address is made anew, where there is one: what stands in the store is data.
            Some(id) => {
                let author = text("author");
                let id_of_address = text("url").and_then(|_| id.parse().ok());
                let url = id_of_address.and_then(|id| video_url(author.as_deref(), VideoId(id)));
                let is_own = alert.get("own") == Some(&Value::Bool(true));
                parts::marked_video(is_own, author.as_deref(), url.as_deref(), &id)
            }
            None => Cell::Text("the campaign".to_owned()),
        };
        let cell = |key: &str| text(key).map_or(Cell::Unknown, Cell::Text);
        let time = text("taken_at").unwrap_or_default();
        let time = Timestamp::parse(&time).map_or(time, |at| look.locale.clock(at, &document.zone));
        vec![Cell::Text(time), cell("tier"), about, cell("reason"), Cell::Text(sent(alert).to_owned())]
    };
    let rows: Vec<Vec<Cell>> = document.alerts.iter().map(row).collect();
    page.add(
        "Alerts",
        vec![listed(rows, "What was told", &[&time_in(&document.zone), "Tier", "About", "Why", "Sent"])],
    );
    page
}

/// What a policy would have told.
pub(super) fn backtest(result: &Backtest, zone: &Zone, look: &Look) -> Page {
    let mut page = Page { title: "What the policy would have told".to_owned(), ..Page::default() };
    for campaign in &result.campaigns {
        page.subtitle.push(format!(
            "{}: {}, {}, {} about videos, {} about the campaign",
            clean(&campaign.campaign, 100),
            look.locale.counted(campaign.readings.into(), "reading"),
            look.locale.counted(campaign.videos, "video"),
            look.locale.counted(campaign.about_videos.into(), "message"),
            look.locale.count(campaign.about_campaign.into())
        ));
    }
    let row = |sent: &tagpulse_core::Sent| {
        let about = sent.video_id.map_or_else(|| "the campaign".to_owned(), |id| format!("video {id}"));
        let cells = [
            clean(&sent.campaign, 60),
            look.locale.clock(sent.taken_at, zone),
            sent.tier.as_str().to_owned(),
            about,
            clean(&sent.reason, 500),
        ];
        cells.map(Cell::Text).to_vec()
    };
    let rows = result.alerts.iter().map(row).collect();
    page.add("Messages", vec![listed(rows, "Messages", &["Campaign", &time_in(zone), "Tier", "About", "Why"])]);
    page
}

/// Over a column of times.
fn time_in(zone: &Zone) -> String {
    format!("Time ({})", clean(zone.name(), 60))
}

fn listed(rows: Vec<Vec<Cell>>, caption: &str, columns: &[&str]) -> Part {
    if rows.is_empty() {
        return Part::Text("Nothing.".to_owned());
    }
    Part::Table(Table { caption: caption.to_owned(), columns: parts::columns(columns), rows })
}
