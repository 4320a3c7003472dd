//! The ledger, the values that hold, and a run that is not made.

use anstyle::Style;
use tagpulse_core::clean;

use super::{
    BOLD, DIM, WARN,
    fit::under_itself,
    styled,
    table::{Table, name, number, text},
};
use crate::{
    check::{CheckDocument, Value},
    cost::{CostDocument, SHARED},
    number::{counted, money, separated},
    plan::Plan,
    store::Repaired,
};

/// Spending and forecast.
pub(super) fn cost(cost: &CostDocument, columns: Option<usize>) -> String {
    if cost.ledger.is_empty() {
        return "Nothing spent yet.\n".to_owned();
    }
    let money = |amount: Option<f64>| {
        amount.map_or_else(String::new, |amount| format!(" = {}", money(amount, cost.currency.as_deref())))
    };
    let mut table = Table::new([
        text("month (UTC)"),
        number("requests").spare(1),
        number("credits"),
        number("possible"),
        name("campaign"),
        // Only months in which a run was killed have something there.
        text("").spare(2),
    ]);
    for row in &cost.ledger {
        let in_flight = match row.in_flight {
            0 => String::new(),
            many => format!("({} cut off in flight)", counted(many, "request")),
        };
        table.row(
            Style::new(),
            [
                row.month.clone(),
                separated(row.requests),
                separated(row.credits),
                separated(row.credits_possible + row.in_flight),
                clean(&row.campaign, 60),
                in_flight,
            ],
        );
    }
    let mut lines = table.lines(columns);
    let mut total = format!("{} in all{}", counted(cost.credits, "credit"), money(cost.amount));
    if cost.credits_possible > 0 {
        total += &format!(", and possibly {} more", separated(cost.credits_possible));
    }
    lines.push(styled(BOLD, &total));
    for forecast in &cost.forecast {
        lines.push(format!(
            "{}: {} a reading, about {} a month{}",
            clean(&forecast.campaign, 60),
            counted(forecast.credits_per_reading, "credit"),
            separated(forecast.monthly_credits),
            money(forecast.amount)
        ));
    }
    if cost.forecast.len() > 1 {
        let (day, month) = (counted(cost.together.credits_per_day, "credit"), separated(cost.together.monthly_credits));
        lines.push(format!("all together: {day} a day, about {month} a month{}", money(cost.together.amount)));
    }
    if !cost.shared_hashtags.is_empty() {
        lines.push(SHARED.to_owned());
    }
    lines.join("\n") + "\n"
}

/// The values that hold, then what is right and what is wrong.
pub(super) fn check(check: &CheckDocument, columns: Option<usize>) -> String {
    let show = |value: &Value, indent: usize| {
        let origin =
            if value.origin.is_empty() { String::new() } else { format!("   ({})", clean(&value.origin, 300)) };
        let value_and_origin = format!("{}{}", clean(&value.value, 300), styled(DIM, &origin));
        under_itself(&format!("{:indent$}{:<21} ", "", value.name), &value_and_origin, columns)
    };
    let mut lines: Vec<String> = check.values.iter().flat_map(|value| show(value, 0)).collect();
    for section in &check.sections {
        lines.push(styled(BOLD, &format!("{} {}", section.about, clean(&section.name, 60))));
        lines.extend(section.values.iter().flat_map(|value| show(value, 2)));
    }
    lines.extend(check.repair.iter().flat_map(repaired));
    lines.extend(check.good.iter().map(|line| format!("ok: {}", clean(line, 300))));
    lines.extend(check.problems.iter().map(|line| styled(WARN, &format!("PROBLEM: {}", clean(line, 300)))));
    lines.join("\n") + "\n"
}

/// What a repair saved, and what it could not.
fn repaired(repair: &Repaired) -> Vec<String> {
    let mut lines = vec![styled(BOLD, "repaired"), format!("  the damaged store is kept as {}", repair.kept.display())];
    for table in &repair.tables {
        let mut line = format!("  {:<19} {} saved", table.table, counted(table.rows, "row"));
        if table.unreadable_rows > 0 {
            line += &format!(", {} unreadable", separated(table.unreadable_rows));
        }
        if table.unreadable_pages > 0 {
            line += &format!(", and all of {} unreadable", counted(table.unreadable_pages, "page"));
        }
        lines.push(line);
    }
    for reading in &repair.incomplete {
        let at = reading.taken_at.map_or("a reading".to_owned(), |at| format!("the reading of {at}"));
        lines.push(styled(WARN, &format!("  {}: {at} lacks {}", clean(&reading.campaign, 60), reading.lacks)));
    }
    lines.extend(repair.notes.iter().map(|note| styled(WARN, &format!("  {}", clean(note, 300)))));
    lines
}

/// What would be sent.
pub(super) fn plan(plan: &Plan) -> String {
    if let Some(why) = &plan.refused {
        return format!("Nothing is sent, and a run at {} would send nothing: {why}\n", plan.taken_at);
    }
    if plan.requests.is_empty() {
        return format!("Nothing is sent, and a run at {} would send nothing\n", plan.taken_at);
    }
    let mut lines = vec![format!("Nothing is sent. A run at {} would begin with:", plan.taken_at)];
    for request in &plan.requests {
        let name = clean(&request.campaign, 60);
        lines.push(format!(
            "  {} {}  {}   ({name})",
            request.method,
            clean(&request.url, 200),
            clean(&request.body, 200)
        ));
    }
    lines.push(format!(
        "It may spend {} to {}; a retry can cost one more. Cap it with --max-credits",
        separated(plan.credits_min),
        counted(plan.credits_max, "credit")
    ));
    lines.join("\n") + "\n"
}
