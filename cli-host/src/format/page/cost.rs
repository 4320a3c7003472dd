//! The ledger and the forecast.

use tagpulse_core::clean;

use super::{Cell, Page, Part, Table, parts};
use crate::{cost::CostDocument, format::Look, number::money};

/// The page.
pub(super) fn page(cost: &CostDocument, look: &Look) -> Page {
    let mut page = Page { title: "Credits".to_owned(), ..Page::default() };
    let money = |amount: Option<f64>| {
        amount.map_or(Cell::Unknown, |amount| Cell::Number(money(amount, cost.currency.as_deref())))
    };
    let count = |value| Cell::Number(look.locale.count(value));
    let rows = cost.ledger.iter().map(|row| {
        let [month, campaign] = [&row.month, &row.campaign].map(|text| Cell::Text(clean(text, 60)));
        vec![month, campaign, count(row.requests), count(row.credits), count(row.credits_possible + row.in_flight)]
    });
    let table = |caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>| {
        Part::Table(Table { caption: caption.to_owned(), columns: parts::columns(columns), rows })
    };
    let columns = ["Month", "Campaign", ">Requests", ">Credits", ">Possible"];
    page.add("Spent", vec![table("Credits spent", &columns, rows.collect())]);
    let rows = cost.forecast.iter().map(|row| {
        let campaign = Cell::Text(clean(&row.campaign, 60));
        vec![campaign, count(row.credits_per_reading), count(row.monthly_credits), money(row.amount)]
    });
    let columns = ["Campaign", ">A reading", ">A month", ">Amount"];
    page.add("Forecast", vec![table("Credits of thirty daily readings", &columns, rows.collect())]);
    page
}
