//! Pages as GitHub's Markdown. Every text is escaped so that it stays text: no link, no picture, no heading, no
//! cell of its own, and nobody is called by it.

use tagpulse_core::clean;

use super::{
    Look,
    page::{Cell, Chart, Figure, Page, Part, Table},
};
use crate::number::sparkline;

/// The page.
pub(super) fn render(page: &Page, look: &Look) -> String {
    let mut blocks = vec![format!("# {}", escape(&page.title))];
    let subtitle: Vec<String> = page.subtitle.iter().map(|line| escape(line)).collect();
    if !subtitle.is_empty() {
        blocks.push(subtitle.join("  \n"));
    }
    if !page.warnings.is_empty() {
        let lines: Vec<String> = page.warnings.iter().map(|line| format!("> {}", escape(line))).collect();
        blocks.push(lines.join("  \n"));
    }
    for section in &page.sections {
        if !section.heading.is_empty() {
            blocks.push(format!("## {}", escape(&section.heading)));
        }
        blocks.extend(section.parts.iter().map(|one| part(one, look)));
    }
    if !page.footer.is_empty() {
        let lines: Vec<String> = page.footer.iter().map(|line| format!("<sub>{}</sub>", escape(line))).collect();
        blocks.push(format!("---\n\n{}", lines.join("  \n")));
    }
    blocks.join("\n\n") + "\n"
}

fn part(part: &Part, look: &Look) -> String {
    match part {
        Part::Text(text) => escape(text),
        Part::Figures(all) => figures(all),
        Part::Table(all) => table(all),
        Part::Chart(chart) => self::chart(chart, look),
        Part::Heat(heat) => format!("{}: {}", escape(&heat.title), escape(&super::html::busiest(heat))),
        // It is Markdown already; what could be HTML in it is shown as it is written.
        Part::Note(markdown) => markdown.trim().replace('<', "&lt;"),
    }
}

fn figures(all: &[Figure]) -> String {
    let row = |figure: &Figure| {
        let beside = figure.beside.as_deref().map_or_else(String::new, escape);
        format!("| {} | **{}** | {beside} |", escape(&figure.label), escape(&figure.value))
    };
    let rows: Vec<String> = all.iter().map(row).collect();
    format!("| | | |\n|:--|--:|:--|\n{}", rows.join("\n"))
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(table.columns.iter().map(|(name, _)| escape(name)).collect()),
        format!(
            "|{}",
            table.columns.iter().map(|(_, number)| if *number { "--:|" } else { ":--|" }).collect::<String>()
        ),
    ];
    lines.extend(table.rows.iter().map(|row| line(row.iter().map(cell).collect())));
    lines.join("\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escape(text),
        Cell::Number(number) | Cell::Bar(number, _) => escape(number),
        // The core makes addresses of letters, digits and .-_/ alone.
        Cell::Link(text, url) => format!("[{}]({url})", escape(text)),
        Cell::Unknown => "–".to_owned(),
    }
}

fn chart(chart: &Chart, look: &Look) -> String {
    let values: Vec<Option<i64>> = chart.days.iter().map(|(_, value)| *value).collect();
    let highest = chart.days.iter().filter_map(|(day, value)| Some(((*value)?, *day))).max();
    let told = highest.map_or_else(String::new, |(value, day)| {
        let value = look.locale.short(value.max(0).unsigned_abs());
        format!(", highest {value} {} on {}", chart.unit, look.locale.day(day))
    });
    let note = if chart.note.is_empty() { String::new() } else { format!("; {}", chart.note) };
    format!("{}: `{}`{}{}", escape(&chart.title), sparkline(&values), escape(&told), escape(&note))
}

/// Text that means itself in a line of Markdown.
pub(super) fn escape(text: &str) -> String {
    let text = clean(text, usize::MAX);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        // Between digits these mean nothing, and numbers, days and times stay readable.
        let in_number = before.is_ascii_digit() && letters.peek().is_some_and(char::is_ascii_digit);
        before = letter;
        match letter {
            // A handle would call whoever has that name where the page is read.
            '@' => out.push_str("@\u{2060}"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            '.' | '-' | '+' | ':' if in_number => out.push(letter),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' | '$' | ':' | '.'
            | '-' | '+' | '=' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    #[test]
    fn text_stays_text() {
        for attack in [
            "[a](https://evil.example)",
            "![x](y)",
            "# big",
            "a | b",
            "<script>x</script>",
            "**bold**",
            "`code`",
            "https://evil.example",
            "&lt;b&gt;",
            "- item",
            "1. item",
            "~~gone~~",
            "a\n\n# b",
            "| --- |",
            "www.evil.example",
        ] {
            let mut words = String::new();
            for event in Parser::new_ext(&escape(attack), Options::all()) {
                match event {
                    Event::Text(text) => words += &text,
                    Event::Start(Tag::Paragraph) | Event::End(_) => {}
                    other => panic!("{attack:?} gave {other:?}"),
                }
            }
            assert_eq!(words, clean(attack, usize::MAX).replace('\n', " "), "{attack:?}");
        }
    }
}
