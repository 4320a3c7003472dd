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
    check::CheckDocument,
    cost::CostDocument,
    number::{counted, money, separated},
    plan::Plan,
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
        text("month"),
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
    lines.join("\n") + "\n"
}

/// The values that hold, then what is right and what is wrong.
pub(super) fn check(check: &CheckDocument, columns: Option<usize>) -> String {
    let mut lines = Vec::new();
    for value in &check.values {
        let origin = if value.origin.is_empty() { String::new() } else { format!("   ({})", value.origin) };
        let value_and_origin = format!("{}{}", clean(&value.value, 300), styled(DIM, &origin));
        lines.extend(under_itself(&format!("{:<21} ", value.name), &value_and_origin, columns));
    }
    let campaigns: Vec<String> = check.campaigns.iter().map(|name| clean(name, 60)).collect();
    if !campaigns.is_empty() {
        lines.extend(under_itself(&format!("{:<21} ", "campaigns"), &campaigns.join(", "), columns));
    }
    lines.extend(check.good.iter().map(|line| format!("ok: {}", clean(line, 300))));
    lines.extend(check.problems.iter().map(|line| styled(WARN, &format!("PROBLEM: {}", clean(line, 300)))));
    lines.join("\n") + "\n"
}

/// What would be sent.
pub(super) fn plan(plan: &Plan) -> String {
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
