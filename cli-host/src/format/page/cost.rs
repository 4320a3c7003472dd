//! The ledger and the forecast.

use tagpulse_core::clean;

use super::{Cell, Page, Part, Table, parts};
use crate::{
    cost::{CostDocument, SHARED},
    format::Look,
};

/// The page.
pub(super) fn page(cost: &CostDocument, look: &Look) -> Page {
    let mut page = Page { title: "Credits".to_owned(), ..Page::default() };
    let money = |amount: Option<f64>| {
        amount.map_or(Cell::Unknown, |amount| Cell::Number(look.locale.money(amount, cost.currency.as_deref())))
    };
    let locale = look.locale;
    let count = |value| Cell::Number(locale.count(value));
    let rows = cost.ledger.iter().map(|row| {
        let [month, campaign] = [&row.month, &row.campaign].map(|text| Cell::Text(clean(text, 60)));
        vec![month, campaign, count(row.requests), count(row.credits), count(row.credits_possible + row.in_flight)]
    });
    let table = |caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>| {
        Part::Table(Table { caption: caption.to_owned(), columns: parts::columns(columns), rows })
    };
    let columns = ["Month (UTC)", "Campaign", ">Requests", ">Credits", ">Possible"];
    page.add("Spent", vec![table("Credits spent", &columns, rows.collect())]);
    let rows = cost.forecast.iter().map(|row| {
        let campaign = Cell::Text(clean(&row.campaign, 60));
        vec![campaign, count(row.credits_per_reading), count(row.monthly_credits), money(row.amount)]
    });
    let columns = ["Campaign", ">A reading", ">A month", ">Amount"];
    let mut forecast = vec![table("Credits of thirty daily readings", &columns, rows.collect())];
    if cost.forecast.len() > 1 {
        let together = &cost.together;
        let amount = match money(together.amount) {
            Cell::Number(amount) => format!(" ({amount})"),
            _ => String::new(),
        };
        let (day, month) = (locale.count(together.credits_per_day), locale.count(together.monthly_credits));
        forecast.push(Part::Text(format!("All together: {day} credits a day, about {month} a month{amount}.")));
    }
    if !cost.shared_hashtags.is_empty() {
        forecast.push(Part::Text(format!("{SHARED}.")));
    }
    page.add("Forecast", forecast);
    page
}
