//! One HTML file that needs nothing beside it: no network, no script, no font. Its charts are SVG in the page.
//! maud escapes every text, and the policy in the head lets nothing load or run even if one got through.

mod chart;
mod heat;
mod note;

pub(super) use heat::busiest;

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use ring::digest::{SHA256, digest};

use super::{
    Look,
    page::{Cell, Figure, Page, Part, Section, Table},
};

/// The style sheet without colours that a client may choose.
const STYLE: &str = include_str!("html/style.css");

/// Columns above which a table is set smaller, so that all of it stands on the page.
const WIDE: usize = 8;

/// The page.
pub(super) fn render(page: &Page, look: &Look) -> String {
    let style = format!("{}{STYLE}", look.accent().css());
    // The hash lets this sheet in and no other.
    let hash = BASE64_STANDARD.encode(digest(&SHA256, style.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'");
    let logo = look.client.as_ref().and_then(|client| client.logo.as_ref());
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="tagpulse";
                title { (page.title) }
                style { (PreEscaped(style)) }
            }
            body {
                main {
                    header {
                        div {
                            h1 { bdi { (page.title) } }
                            @for line in &page.subtitle { p .subtitle { bdi { (line) } } }
                        }
                        @if let Some(logo) = logo { img .logo src=(logo.data_uri()) alt=""; }
                    }
                    @if !page.warnings.is_empty() {
                        ul .warnings { @for warning in &page.warnings { li { bdi { (warning) } } } }
                    }
                    @for (at, one) in page.sections.iter().enumerate() { (section(one, at, look)) }
                }
                @if !page.footer.is_empty() {
                    footer { @for line in &page.footer { p { bdi { (line) } } } }
                }
            }
        }
    };
    markup.into_string() + "\n"
}

fn section(section: &Section, place: usize, look: &Look) -> Markup {
    // Under its heading a single table needs no second one for those who see both.
    let tables = section.parts.iter().filter(|part| matches!(part, Part::Table(_))).count();
    let told = tables == 1 && !section.heading.is_empty();
    html! {
        section .sheet[section.new_sheet] .told[told] {
            @if !section.heading.is_empty() { h2 { bdi { (section.heading) } } }
            @for (at, one) in section.parts.iter().enumerate() {
                (part(one, &format!("s{place}p{at}"), look))
            }
        }
    }
}

/// A part; `id` is its own within the page.
fn part(part: &Part, id: &str, look: &Look) -> Markup {
    match part {
        Part::Text(text) => html! { p { bdi { (text) } } },
        Part::Figures(all) => html! { dl .figures { @for one in all { (figure(one)) } } },
        Part::Table(all) => table(all),
        Part::Chart(all) => chart::draw(all, id, look),
        Part::Heat(all) => heat::draw(all, id, look),
        Part::Note(markdown) => html! { div .note { (PreEscaped(note::render(markdown))) } },
    }
}

fn figure(figure: &Figure) -> Markup {
    html! {
        div {
            dt { (figure.label) }
            dd .value { (figure.value) }
            @if let Some(beside) = &figure.beside { dd .beside { (beside) } }
        }
    }
}

fn table(table: &Table) -> Markup {
    html! {
        div .scroll role="group" tabindex="0" aria-label=(table.caption) {
            table .wide[table.columns.len() > WIDE] {
                caption { (table.caption) }
                thead { tr { @for (name, number) in &table.columns { th scope="col" .number[*number] { (name) } } } }
                tbody { @for row in &table.rows { (self::row(row, table)) } }
            }
        }
    }
}

fn row(row: &[Cell], table: &Table) -> Markup {
    // What a row is about is its first text.
    let head = row.iter().position(|cell| matches!(cell, Cell::Text(_) | Cell::Link(..)));
    html! {
        tr {
            @for (at, cell) in row.iter().enumerate() {
                @let number = table.columns.get(at).is_some_and(|(_, number)| *number);
                @if Some(at) == head { th scope="row" .number[number] { (self::cell(cell)) } }
                @else { td .number[number] { (self::cell(cell)) } }
            }
        }
    }
}

fn cell(cell: &Cell) -> Markup {
    match cell {
        Cell::Text(text) => html! { bdi { (text) } },
        Cell::Number(number) => html! { (number) },
        Cell::Bar(number, thousandths) => html! {
            (number)
            svg .share viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true" {
                rect .track width="1000" height="40" {}
                rect .fill width=(thousandths) height="40" {}
            }
        },
        Cell::Link(text, url) => html! { a href=(url) rel="noopener noreferrer" { bdi { (text) } } },
        Cell::Unknown => html! { span .unknown { "–" } },
    }
}
